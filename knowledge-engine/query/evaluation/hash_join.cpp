#include <optional>
#include <utility>

#include "knowledge-engine/query/evaluation/input_rows.h"
#include "knowledge-engine/query/evaluation/join_plans.h"

namespace gridlore::query {
namespace {

using pattern::JoinTable;

constexpr std::size_t rows_before_a_look = 4096;

/// The right side of a join, in a table.
class RightTable {
  public:
    /// `right` may be null: then the table is filled by whoever has this.
    RightTable(const JoinTable::Columns& columns, OperatorPtr right, bool is_repeatable, Run& run)
        : run_(run),
          right_(std::move(right)),
          table_(columns),
          is_filled_(right_ == nullptr),
          is_repeatable_(is_repeatable),
          held_(run.budget()) {}

    JoinTable& table() { return table_; }

    /// Reads the right side, unless that was done. Only once there is a row to look for: it may take long.
    Result<void> fill() {
        if (is_filled_) {
            return {};
        }
        is_filled_ = true;
        return read_all(*right_, run_, [this](const BindingSet& rows) -> Result<void> {
            for (std::size_t i = 0; i < rows.size(); ++i) {
                table_.add(rows.row(i));
            }
            held_.set(table_.bytes());
            return {};
        });
    }

    void restart() {
        if (!is_repeatable_ && is_filled_) {
            right_->restart();
            table_.clear();
            is_filled_ = false;
        }
    }

  private:
    Run& run_;
    OperatorPtr right_;
    JoinTable table_;
    bool is_filled_;
    bool is_repeatable_;
    HeldMemory held_;
};

/// Joins and left joins.
class HashJoinOperator final : public Operator {
  public:
    HashJoinOperator(const HashJoinPlan& plan, std::optional<CompiledExpression> condition, OperatorPtr input,
                     OperatorPtr right, Run& run)
        : input_(std::move(input), run),
          right_(plan.columns, std::move(right), plan.is_repeatable, run),
          is_optional_(plan.is_optional),
          condition_(std::move(condition)) {}
    HashJoinOperator(const JoinTable::Columns& columns, OperatorPtr input, Run& run)
        : input_(std::move(input), run), right_(columns, nullptr, true, run) {}

    JoinTable& table() { return right_.table(); }

    Result<bool> next(BindingSet& rows, std::size_t wanted) override {
        const auto begin = [this]() -> Result<void> {
            if (Result<void> filled = right_.fill(); !filled) {
                return filled;
            }
            matches_ = right_.table().matches(input_.row());
            has_matched_ = false;
            return {};
        };
        const auto give = [&]() -> Result<bool> {
            if (!matches_) {
                return false;
            }
            walk(rows, wanted);
            return true;
        };
        return input_.expand(rows, wanted, begin, give);
    }

    void restart() override {
        input_.restart();
        matches_.reset();
        right_.restart();
    }

  private:
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

    InputRows input_;
    RightTable right_;
    bool is_optional_ = false;
    std::optional<CompiledExpression> condition_;
    std::optional<JoinTable::Matches> matches_;
    bool has_matched_ = false;
};

class MinusOperator final : public Operator {
  public:
    MinusOperator(const MinusPlan& plan, OperatorPtr input, OperatorPtr right, Run& run)
        : plan_(plan),
          run_(run),
          input_(std::move(input)),
          right_(plan.columns, std::move(right), plan.is_repeatable, run) {}

    Result<bool> next(BindingSet& rows, std::size_t wanted) override {
        return next_kept(*input_, run_, rows, wanted, [this](Row row) { return keeps(row); });
    }

    void restart() override {
        input_->restart();
        right_.restart();
    }

  private:
    Result<bool> keeps(Row row) {
        if (Result<void> filled = right_.fill(); !filled) {
            return std::move(filled).error();
        }
        JoinTable::Matches matches = right_.table().matches(row);
        do {
            if (!run_.budget().goes_on()) {
                return run_.budget().error();
            }
            std::size_t patience = rows_before_a_look;
            while (matches.next(patience)) {
                if (matches.overlaps(plan_.overlap)) {
                    return false;
                }
            }
        } while (matches.is_undecided());
        return true;
    }

    const MinusPlan& plan_;
    Run& run_;
    OperatorPtr input_;
    RightTable right_;
};

void name_keys(std::string& line, const JoinTable::Columns& columns, const PlanText& text) {
    for (const std::size_t key : columns.keys) {
        line += " " + text.name(static_cast<VariableId>(key));
    }
}

}  // namespace

Result<OperatorPtr> HashJoinPlan::open(Run& run) const {
    Result<std::optional<CompiledExpression>> compiled = run.compile_if_any(condition);
    if (!compiled) {
        return std::move(compiled).error();
    }
    return open_over_both<HashJoinOperator>(*input, *right, run, *this, *std::move(compiled));
}

void HashJoinPlan::describe(PlanText& text) const {
    std::string line = is_optional ? "optional by hash" : "join by hash";
    name_keys(line, columns, text);
    if (condition) {
        line += " where " + text.expression(*condition);
    }
    text.line(*this, line, {input.get(), right.get()}, {condition});
}

Result<OperatorPtr> TablePlan::open(Run& run) const {
    Result<OperatorPtr> left = input->open(run);
    if (!left) {
        return left;
    }
    auto join = std::make_unique<HashJoinOperator>(columns, *std::move(left), run);
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
    return open_over_both<MinusOperator>(*input, *right, run, *this);
}

void MinusPlan::describe(PlanText& text) const {
    std::string line = "minus by hash";
    name_keys(line, columns, text);
    text.line(*this, line, {input.get(), right.get()});
}

}  // namespace gridlore::query
