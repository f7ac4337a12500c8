#include "knowledge-engine/query/evaluation/row_plans.h"

#include <algorithm>

#include "knowledge-engine/query/evaluation/input_rows.h"

namespace gridlore::query {
namespace {

class SeedOperator final : public Operator {
  public:
    SeedOperator(SeedNumber seed, Run& run) : seed_(seed), run_(run) {}

    Result<bool> next(BindingSet& rows, std::size_t wanted) override {
        rows.clear();
        const BindingSet& seed = run_.seed(seed_);
        const std::size_t end = std::min(seed.size(), position_ + wanted);
        for (; position_ < end; ++position_) {
            rows.add(seed.row(position_));
        }
        return !rows.empty();
    }
    void restart() override { position_ = 0; }

  private:
    SeedNumber seed_;
    Run& run_;
    std::size_t position_ = 0;
};

class EmptyOperator final : public Operator {
  public:
    Result<bool> next(BindingSet& rows, std::size_t) override {
        rows.clear();
        return false;
    }
    void restart() override {}
};

class FilterOperator final : public Operator {
  public:
    FilterOperator(CompiledExpression condition, OperatorPtr input, Run& run)
        : condition_(std::move(condition)), input_(std::move(input)), run_(run) {}

    Result<bool> next(BindingSet& rows, std::size_t wanted) override {
        return next_kept(*input_, run_, rows, wanted, [this](Row row) { return Result<bool>(condition_.holds(row)); });
    }
    void restart() override { input_->restart(); }

  private:
    CompiledExpression condition_;
    OperatorPtr input_;
    Run& run_;
};

class ExtendOperator final : public Operator {
  public:
    using NewColumn = std::pair<VariableId, CompiledExpression>;

    ExtendOperator(std::vector<NewColumn> columns, OperatorPtr input, Run& run)
        : columns_(std::move(columns)), input_(std::move(input)), run_(run) {}

    Result<bool> next(BindingSet& rows, std::size_t wanted) override {
        return next_kept(*input_, run_, rows, wanted,
                         [this](std::span<rdf::TermId> row) { return Result<bool>(extend(row)); });
    }
    void restart() override { input_->restart(); }

  private:
    bool extend(std::span<rdf::TermId> row) {
        run_.expressions().next_solution();
        for (const auto& [column, expression] : columns_) {
            const rdf::TermId value = expression.evaluate(row);
            if (!value.is_bound()) {
                continue;
            }
            if (row[column].is_bound() && row[column] != value) {
                return false;
            }
            row[column] = value;
        }
        return true;
    }

    std::vector<NewColumn> columns_;
    OperatorPtr input_;
    Run& run_;
};

class DistinctOperator final : public Operator {
  public:
    DistinctOperator(const std::vector<std::size_t>& columns, OperatorPtr input, Run& run)
        : columns_(columns), input_(std::move(input)), run_(run), held_(run.budget()) {
        restart_set();
    }

    Result<bool> next(BindingSet& rows, std::size_t wanted) override {
        return next_kept(*input_, run_, rows, wanted, [this](Row row) { return Result<bool>(is_new(row)); });
    }
    void restart() override {
        input_->restart();
        restart_set();
    }

  private:
    void restart_set() { seen_.emplace(columns_.size(), pattern::Equality::by_term()); }
    bool is_new(Row row) {
        key_.clear();
        for (const std::size_t column : columns_) {
            key_.push_back(row[column]);
        }
        const bool added = seen_->insert(key_);
        held_.set(seen_->bytes());
        return added;
    }

    const std::vector<std::size_t>& columns_;
    OperatorPtr input_;
    Run& run_;
    std::optional<pattern::RowSet> seen_;
    std::vector<rdf::TermId> key_;
    HeldMemory held_;
};

class SliceOperator final : public Operator {
  public:
    SliceOperator(const SlicePlan& plan, OperatorPtr input, Run&) : plan_(plan), input_(std::move(input)) {}

    Result<bool> next(BindingSet& rows, std::size_t wanted) override {
        while (skipped_ < plan_.offset) {
            const auto to_skip = static_cast<std::size_t>(std::min<std::uint64_t>(plan_.offset - skipped_, 1024));
            Result<bool> more = input_->next(rows, to_skip);
            if (!more || !*more) {
                return more;
            }
            skipped_ += rows.size();
        }
        const std::uint64_t left = plan_.limit ? *plan_.limit - given_ : wanted;
        if (left == 0) {
            rows.clear();
            return false;
        }
        Result<bool> more = input_->next(rows, static_cast<std::size_t>(std::min<std::uint64_t>(left, wanted)));
        if (more && *more) {
            given_ += rows.size();
        }
        return more;
    }
    void restart() override {
        input_->restart();
        skipped_ = given_ = 0;
    }

  private:
    const SlicePlan& plan_;
    OperatorPtr input_;
    std::uint64_t skipped_ = 0;
    std::uint64_t given_ = 0;
};

}  // namespace

Result<OperatorPtr> SeedPlan::open(Run& run) const {
    return OperatorPtr(std::make_unique<SeedOperator>(seed, run));
}

void SeedPlan::describe(PlanText&) const {}

Result<OperatorPtr> EmptyPlan::open(Run&) const {
    return OperatorPtr(std::make_unique<EmptyOperator>());
}

void EmptyPlan::describe(PlanText& text) const {
    text.line(*this, "nothing: " + reason, {});
}

Result<OperatorPtr> FilterPlan::open(Run& run) const {
    Result<CompiledExpression> compiled = run.compile(*condition);
    if (!compiled) {
        return std::move(compiled).error();
    }
    return open_over<FilterOperator>(*input, run, *std::move(compiled));
}

void FilterPlan::describe(PlanText& text) const {
    text.line(*this, "filter " + text.expression(*condition), {input.get()}, {condition});
}

Result<OperatorPtr> ExtendPlan::open(Run& run) const {
    std::vector<ExtendOperator::NewColumn> compiled;
    for (const auto& [column, expression] : columns) {
        Result<CompiledExpression> one = run.compile(*expression);
        if (!one) {
            return std::move(one).error();
        }
        compiled.emplace_back(column, *std::move(one));
    }
    return open_over<ExtendOperator>(*input, run, std::move(compiled));
}

void ExtendPlan::describe(PlanText& text) const {
    std::string line = "bind";
    std::vector<ExpressionPtr> expressions;
    for (const auto& [column, expression] : columns) {
        line += " " + text.name(column) + " := " + text.expression(*expression);
        expressions.push_back(expression);
    }
    text.line(*this, line, {input.get()}, expressions);
}

Result<OperatorPtr> DistinctPlan::open(Run& run) const {
    return open_over<DistinctOperator>(*input, run, columns);
}

void DistinctPlan::describe(PlanText& text) const {
    std::string line = "distinct";
    for (const std::size_t column : columns) {
        line += " " + text.name(static_cast<VariableId>(column));
    }
    text.line(*this, line, {input.get()});
}

Result<OperatorPtr> SlicePlan::open(Run& run) const {
    return open_over<SliceOperator>(*input, run, *this);
}

void SlicePlan::describe(PlanText& text) const {
    std::string line = "slice";
    if (offset != 0) {
        line += " offset " + std::to_string(offset);
    }
    if (limit) {
        line += " limit " + std::to_string(*limit);
    }
    text.line(*this, line, {input.get()});
}

}  // namespace gridlore::query
