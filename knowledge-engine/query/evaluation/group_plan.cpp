#include <algorithm>
#include <utility>

#include "knowledge-engine/query/evaluation/input_rows.h"
#include "knowledge-engine/query/evaluation/solution_plans.h"
#include "knowledge-engine/query/expression/aggregates.h"
#include "knowledge-engine/query/syntax/function_names.h"

namespace gridlore::query {
namespace {

class GroupOperator final : public Operator {
  public:
    GroupOperator(const GroupPlan& plan, std::vector<CompiledAggregate> aggregates, OperatorPtr input, Run& run)
        : plan_(plan),
          aggregates_(std::move(aggregates)),
          input_(std::move(input)),
          run_(run),
          keys_(plan.aggregation->keys.size(), pattern::Equality::by_term()),
          held_(run.budget()) {}

    Result<bool> next(BindingSet& rows, std::size_t wanted) override {
        if (!is_gathered_) {
            if (Result<void> gathered = gather(); !gathered) {
                return gathered.error();
            }
            is_gathered_ = true;
        }
        rows.clear();
        for (; given_ < keys_.rows().size() && rows.size() < wanted; ++given_) {
            add_group(rows);
        }
        if (!run_.budget().goes_on() || run_.terms().has_failed()) {
            run_.budget().look();
            return run_.budget().error();
        }
        return !rows.empty();
    }

    void restart() override {
        input_->restart();
        accumulators_.clear();
        keys_ = pattern::RowSet(plan_.aggregation->keys.size(), pattern::Equality::by_term());
        accumulated_bytes_ = 0;
        is_gathered_ = false;
        given_ = 0;
    }

  private:
    Result<void> gather() {
        const auto add_all = [this](const BindingSet& rows) -> Result<void> {
            for (std::size_t i = 0; i < rows.size(); ++i) {
                add(rows.row(i));
                if (!run_.budget().goes_on()) {
                    return run_.budget().error();
                }
            }
            held_.set(keys_.bytes() + accumulated_bytes_);
            return {};
        };
        if (Result<void> added = read_all(*input_, run_, add_all); !added) {
            return added;
        }
        if (plan_.aggregation->single_group && keys_.rows().empty()) {
            begin_group(keys_.place({}));
        }
        return {};
    }

    std::size_t begin_group(pattern::RowSet::Place place) {
        if (place.is_new) {
            for (const CompiledAggregate& aggregate : aggregates_) {
                accumulators_.push_back(aggregate.begin());
                accumulated_bytes_ += accumulators_.back()->bytes() + sizeof(void*);
            }
        }
        return place.number * aggregates_.size();
    }

    void add(Row row) {
        key_.clear();
        for (const VariableId key : plan_.aggregation->keys) {
            key_.push_back(row[key]);
        }
        const std::size_t first = begin_group(keys_.place(key_));
        for (std::size_t i = 0; i < aggregates_.size(); ++i) {
            Accumulator& accumulator = *accumulators_[first + i];
            const std::size_t before = accumulator.bytes();
            accumulator.add(row);
            accumulated_bytes_ += accumulator.bytes() - before;
        }
        if (++added_ % rows_per_count == 0) {
            held_.set(keys_.bytes() + accumulated_bytes_);
        }
    }

    void add_group(BindingSet& rows) {
        const std::vector<rdf::TermId> unbound(run_.width());
        const BindingSet& seed = run_.seed(plan_.seed);
        const std::span<rdf::TermId> out = rows.add_copy(seed.empty() ? Row(unbound) : seed.row(0));
        const Row key = keys_.rows().row(given_);
        for (std::size_t i = 0; i < key.size(); ++i) {
            out[plan_.aggregation->keys[i]] = key[i];
        }
        for (std::size_t i = 0; i < aggregates_.size(); ++i) {
            out[plan_.aggregation->items[i].result] =
                aggregates_[i].result(*accumulators_[given_ * aggregates_.size() + i]);
        }
    }

    static constexpr std::size_t rows_per_count = 256;

    const GroupPlan& plan_;
    std::vector<CompiledAggregate> aggregates_;
    OperatorPtr input_;
    Run& run_;
    pattern::RowSet keys_;
    std::vector<std::unique_ptr<Accumulator>> accumulators_;  ///< of the first group, then of the second …
    std::size_t accumulated_bytes_ = 0;
    std::size_t added_ = 0;
    std::vector<rdf::TermId> key_;
    bool is_gathered_ = false;
    std::size_t given_ = 0;
    HeldMemory held_;
};

}  // namespace

Result<OperatorPtr> GroupPlan::open(Run& run) const {
    std::vector<CompiledAggregate> compiled;
    for (const Aggregation::Item& item : aggregation->items) {
        Result<CompiledAggregate> one =
            CompiledAggregate::compile(item.aggregate, run.columns(), visible, run.expressions());
        if (!one) {
            return std::move(one).error();
        }
        compiled.push_back(std::move(*one));
    }
    return open_over<GroupOperator>(*input, run, *this, std::move(compiled));
}

void GroupPlan::describe(PlanText& text) const {
    std::string line = aggregation->keys.empty() ? "one group" : "group by";
    for (const VariableId key : aggregation->keys) {
        line += " " + text.name(key);
    }
    std::vector<ExpressionPtr> expressions;
    for (const Aggregation::Item& item : aggregation->items) {
        expressions.push_back(item.aggregate.argument);
        line += ", " + std::string(to_string(item.aggregate.kind)) + (item.aggregate.distinct ? " distinct " : " ") +
                (item.aggregate.argument ? text.expression(*item.aggregate.argument) : "*");
    }
    text.line(*this, line, {input.get()}, expressions);
}

}  // namespace gridlore::query
