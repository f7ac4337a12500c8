#include <optional>
#include <utility>

#include "knowledge-engine/query/evaluation/input_rows.h"
#include "knowledge-engine/query/evaluation/join_plans.h"

namespace gridlore::query {
namespace {

using pattern::JoinTable;

constexpr std::size_t rows_before_a_look = 4096;

/// All rows of an operator, in a table.
Result<void> fill(JoinTable& table, Operator& right, Run& run, HeldMemory& held) {
    BindingSet rows(run.width());
    while (true) {
        Result<bool> more = right.next(rows, run.batch_rows());
        if (!more) {
            return std::move(more).error();
        }
        if (!*more) {
            return {};
        }
        for (std::size_t i = 0; i < rows.size(); ++i) {
            table.add(rows.row(i));
        }
        held.set(table.bytes());
        if (!run.budget().goes_on()) {
            return run.budget().error();
        }
    }
}

/// Joins and left joins.
class HashJoinOperator final : public Operator {
  public:
    HashJoinOperator(const JoinTable::Columns& columns, OperatorPtr input, OperatorPtr right, Run& run)
        : run_(run), input_(std::move(input), run), right_(std::move(right)), table_(columns), held_(run.budget()) {}

    JoinTable& table() { return table_; }
    void use_filled_table() { is_filled_ = true; }
    void make_optional(std::optional<CompiledExpression> condition) {
        is_optional_ = true;
        condition_ = std::move(condition);
    }
    void fill_again_on_restart() { is_repeatable_ = false; }

    Result<bool> next(BindingSet& rows, std::size_t wanted) override {
        rows.clear();
        while (rows.size() < wanted) {
            if (!run_.budget().goes_on()) {
                return run_.budget().error();
            }
            if (matches_) {
                walk(rows, wanted);
                continue;
            }
            Result<bool> more = input_.advance(wanted);
            if (!more) {
                return more;
            }
            if (!*more) {
                break;
            }
            if (!is_filled_) {
                if (Result<void> filled = fill_table(); !filled) {
                    return filled.error();
                }
            }
            matches_ = table_.matches(input_.row());
            has_matched_ = false;
        }
        return !rows.empty();
    }

    void restart() override {
        input_.restart();
        matches_.reset();
        if (!is_repeatable_ && is_filled_) {
            right_->restart();
            table_.clear();
            is_filled_ = false;
        }
    }

  private:
    Result<void> fill_table() {
        is_filled_ = true;
        return fill(table_, *right_, run_, held_);
    }

    void walk(BindingSet& rows, std::size_t wanted) {
        std::size_t patience = rows_before_a_look;
        while (rows.size() < wanted) {
            if (!matches_->next(patience)) {
                break;
            }
            const std::span<rdf::TermId> merged = rows.add_copy(input_.row());
            matches_->merge_into(merged);
            if (condition_ && !condition_->holds(merged)) {
                rows.truncate(rows.size() - 1);
                continue;
            }
            has_matched_ = true;
        }
        if (rows.size() == wanted || matches_->is_undecided()) {
            return;
        }
        matches_.reset();
        if (is_optional_ && !has_matched_) {
            rows.add(input_.row());
        }
    }

    Run& run_;
    InputRows input_;
    OperatorPtr right_;
    JoinTable table_;
    bool is_filled_ = false;
    bool is_repeatable_ = true;
    bool is_optional_ = false;
    std::optional<CompiledExpression> condition_;
    std::optional<JoinTable::Matches> matches_;
    bool has_matched_ = false;
    HeldMemory held_;
};

class MinusOperator final : public Operator {
  public:
    MinusOperator(const MinusPlan& plan, OperatorPtr input, OperatorPtr right, Run& run)
        : plan_(plan),
          run_(run),
          input_(std::move(input)),
          right_(std::move(right)),
          table_(plan.columns),
          held_(run.budget()) {}

    Result<bool> next(BindingSet& rows, std::size_t wanted) override {
        while (true) {
            Result<bool> more = input_->next(rows, wanted);
            if (!more || !*more) {
                return more;
            }
            if (!is_filled_) {
                is_filled_ = true;
                if (Result<void> filled = fill(table_, *right_, run_, held_); !filled) {
                    return filled.error();
                }
            }
            std::size_t kept = 0;
            for (std::size_t i = 0; i < rows.size(); ++i) {
                Result<bool> is_taken_away = drops(rows.row(i));
                if (!is_taken_away) {
                    return is_taken_away;
                }
                if (!*is_taken_away) {
                    rows.copy_row(i, kept++);
                }
            }
            rows.truncate(kept);
            if (kept != 0) {
                return true;
            }
        }
    }

    void restart() override {
        input_->restart();
        if (!plan_.is_repeatable && is_filled_) {
            right_->restart();
            table_.clear();
            is_filled_ = false;
        }
    }

  private:
    Result<bool> drops(Row row) {
        JoinTable::Matches matches = table_.matches(row);
        do {
            if (!run_.budget().goes_on()) {
                return run_.budget().error();
            }
            std::size_t patience = rows_before_a_look;
            while (matches.next(patience)) {
                if (matches.overlaps(plan_.overlap)) {
                    return true;
                }
            }
        } while (matches.is_undecided());
        return false;
    }

    const MinusPlan& plan_;
    Run& run_;
    OperatorPtr input_;
    OperatorPtr right_;
    JoinTable table_;
    bool is_filled_ = false;
    HeldMemory held_;
};

void name_keys(std::string& line, const JoinTable::Columns& columns, const PlanText& text) {
    for (const std::size_t key : columns.keys) {
        line += " " + text.name(static_cast<VariableId>(key));
    }
}

}  // namespace

Result<OperatorPtr> HashJoinPlan::open(Run& run) const {
    Result<OperatorPtr> left = input->open(run);
    if (!left) {
        return left;
    }
    Result<OperatorPtr> other = right->open(run);
    if (!other) {
        return other;
    }
    auto join = std::make_unique<HashJoinOperator>(columns, std::move(*left), std::move(*other), run);
    if (is_optional) {
        std::optional<CompiledExpression> compiled;
        if (condition) {
            Result<CompiledExpression> made = run.compile(*condition);
            if (!made) {
                return std::move(made).error();
            }
            compiled = std::move(*made);
        }
        join->make_optional(std::move(compiled));
    }
    if (!is_repeatable) {
        join->fill_again_on_restart();
    }
    return OperatorPtr(std::move(join));
}

void HashJoinPlan::describe(PlanText& text) const {
    std::string line = is_optional ? "optional by hash" : "join by hash";
    name_keys(line, columns, text);
    if (condition) {
        line += " where " + text.expression(*condition);
    }
    text.line(*this, line, {input.get(), right.get()});
}

Result<OperatorPtr> TablePlan::open(Run& run) const {
    Result<OperatorPtr> left = input->open(run);
    if (!left) {
        return left;
    }
    auto join = std::make_unique<HashJoinOperator>(columns, std::move(*left), nullptr, run);
    BindingSet one(run.width());
    const std::vector<rdf::TermId> unbound(run.width());
    for (auto row = cells.rbegin(); row != cells.rend(); ++row) {
        one.clear();
        const std::span<rdf::TermId> out = one.add_copy(unbound);
        for (std::size_t i = 0; i < variables.size(); ++i) {
            if ((*row)[i]) {
                out[variables[i]] = (*row)[i]->in(run.terms());
            }
        }
        join->table().add(out);
    }
    join->use_filled_table();
    return OperatorPtr(std::move(join));
}

void TablePlan::describe(PlanText& text) const {
    std::string line = "values";
    for (const VariableId variable : variables) {
        line += " " + text.name(variable);
    }
    text.line(*this, line + ", " + std::to_string(cells.size()) + (cells.size() == 1 ? " row" : " rows"),
              {input.get()});
}

Result<OperatorPtr> MinusPlan::open(Run& run) const {
    Result<OperatorPtr> left = input->open(run);
    if (!left) {
        return left;
    }
    Result<OperatorPtr> other = right->open(run);
    if (!other) {
        return other;
    }
    return OperatorPtr(std::make_unique<MinusOperator>(*this, std::move(*left), std::move(*other), run));
}

void MinusPlan::describe(PlanText& text) const {
    std::string line = "minus by hash";
    name_keys(line, columns, text);
    text.line(*this, line, {input.get(), right.get()});
}

}  // namespace gridlore::query
