#include <algorithm>
#include <numeric>
#include <utility>

#include "knowledge-engine/query/evaluation/bounded_sort.h"
#include "knowledge-engine/query/evaluation/input_rows.h"
#include "knowledge-engine/query/evaluation/solution_plans.h"
#include "knowledge-engine/query/expression/ordering.h"

namespace gridlore::query {
namespace {

/// Rows with their keys, kept in slots.
class SortedRows {
  public:
    explicit SortedRows(const SortPlan& plan)
        : plan_(plan), width_(plan.order->conditions.size()), rows_(plan.columns.size()) {}

    std::size_t size() const { return rows_.size(); }
    std::size_t bytes() const {
        return rows_.bytes() + keys_.capacity() * sizeof(SortKey) + key_bytes_ +
               numbers_.capacity() * sizeof(std::size_t);
    }

    void add(Row row, std::vector<SortKey> keys) {
        stored_.clear();
        for (const std::size_t column : plan_.columns) {
            stored_.push_back(row[column]);
        }
        rows_.add(stored_);
        numbers_.push_back(numbers_.size());
        for (SortKey& key : keys) {
            key_bytes_ += key.bytes();
            keys_.push_back(std::move(key));
        }
    }
    void replace(std::size_t slot, std::size_t number, Row row, std::vector<SortKey> keys) {
        const std::span<rdf::TermId> out = rows_.mutable_row(slot);
        for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
            out[i] = row[plan_.columns[i]];
        }
        numbers_[slot] = number;
        for (std::size_t i = 0; i < width_; ++i) {
            SortKey& key = keys_[slot * width_ + i];
            key_bytes_ += keys[i].bytes() - key.bytes();
            key = std::move(keys[i]);
        }
    }

    /// Rows with equal keys keep the order in which they came.
    bool is_before(std::size_t a, std::size_t b) const {
        const auto order = compare(&keys_[a * width_], &keys_[b * width_]);
        return order != 0 ? order < 0 : numbers_[a] < numbers_[b];
    }
    bool is_before(const std::vector<SortKey>& keys, std::size_t slot) const {
        return compare(keys.data(), &keys_[slot * width_]) < 0;
    }
    Row row(std::size_t slot) const { return rows_.row(slot); }

  private:
    std::strong_ordering compare(const SortKey* a, const SortKey* b) const {
        for (std::size_t i = 0; i < width_; ++i) {
            if (const auto order = a[i] <=> b[i]; order != 0) {
                return plan_.order->conditions[i].descending ? 0 <=> order : order;
            }
        }
        return std::strong_ordering::equal;
    }

    const SortPlan& plan_;
    std::size_t width_;
    BindingSet rows_;
    std::vector<SortKey> keys_;
    std::vector<std::size_t> numbers_;  ///< when it came
    std::size_t key_bytes_ = 0;
    std::vector<rdf::TermId> stored_;
};

class SortOperator final : public Operator {
  public:
    SortOperator(const SortPlan& plan, std::vector<CompiledExpression> conditions, OperatorPtr input, Run& run)
        : plan_(plan), conditions_(std::move(conditions)), input_(std::move(input)), run_(run), held_(run.budget()) {}

    Result<bool> next(BindingSet& rows, std::size_t wanted) override {
        if (!sorted_) {
            if (Result<void> done = sort(); !done) {
                return done.error();
            }
        }
        rows.clear();
        const std::vector<rdf::TermId> unbound(run_.width());
        for (; given_ < order_.size() && rows.size() < wanted; ++given_) {
            const std::span<rdf::TermId> out = rows.add_copy(unbound);
            const Row row = sorted_->row(order_[given_]);
            for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
                out[plan_.columns[i]] = row[i];
            }
        }
        return !rows.empty();
    }

    void restart() override {
        input_->restart();
        sorted_.reset();
        order_.clear();
        given_ = 0;
    }

  private:
    std::vector<SortKey> keys_of(Row row) {
        std::vector<SortKey> keys;
        keys.reserve(conditions_.size());
        for (std::size_t i = 0; i < conditions_.size(); ++i) {
            if (const auto* variable = std::get_if<VariableId>(&plan_.order->conditions[i].expression->node)) {
                keys.emplace_back(row[*variable], run_.terms());
            } else {
                keys.emplace_back(conditions_[i].value(row), run_.terms());
            }
        }
        return keys;
    }

    void keep(Row row) {
        std::vector<SortKey> keys = keys_of(row);
        const auto is_later = [this](std::size_t a, std::size_t b) { return sorted_->is_before(a, b); };
        const std::size_t number = came_++;
        if (!plan_.first_only || order_.size() < *plan_.first_only) {
            order_.push_back(sorted_->size());
            sorted_->add(row, std::move(keys));
            if (plan_.first_only) {
                std::ranges::push_heap(order_, is_later);
            }
            return;
        }
        if (order_.empty() || !sorted_->is_before(keys, order_.front())) {
            return;
        }
        std::ranges::pop_heap(order_, is_later);
        sorted_->replace(order_.back(), number, row, std::move(keys));
        std::ranges::push_heap(order_, is_later);
    }

    Result<void> sort() {
        sorted_.emplace(plan_);
        came_ = 0;
        const auto keep_all = [this](const BindingSet& rows) -> Result<void> {
            for (std::size_t i = 0; i < rows.size(); ++i) {
                keep(rows.row(i));
            }
            held_.set(sorted_->bytes() + order_.capacity() * sizeof(std::size_t));
            return {};
        };
        if (Result<void> kept = read_all(*input_, run_, keep_all); !kept) {
            return kept;
        }
        const auto is_before = [this](std::size_t a, std::size_t b) { return sorted_->is_before(a, b); };
        return sort_within(run_.budget(), order_, is_before) ? Result<void>() : run_.budget().error();
    }

    const SortPlan& plan_;
    std::vector<CompiledExpression> conditions_;
    OperatorPtr input_;
    Run& run_;
    std::optional<SortedRows> sorted_;
    std::vector<std::size_t> order_;  ///< slots; a heap with the last row first while rows come
    std::size_t came_ = 0;
    std::size_t given_ = 0;
    HeldMemory held_;
};

}  // namespace

Result<OperatorPtr> SortPlan::open(Run& run) const {
    std::vector<CompiledExpression> compiled;
    for (const OrderCondition& condition : order->conditions) {
        Result<CompiledExpression> one = run.compile(*condition.expression);
        if (!one) {
            return std::move(one).error();
        }
        compiled.push_back(std::move(*one));
    }
    return open_over<SortOperator>(*input, run, *this, std::move(compiled));
}

void SortPlan::describe(PlanText& text) const {
    std::string line = "sort";
    std::vector<ExpressionPtr> expressions;
    for (const OrderCondition& condition : order->conditions) {
        expressions.push_back(condition.expression);
        line += std::string(" ") + text.expression(*condition.expression) + (condition.descending ? " descending" : "");
    }
    if (first_only) {
        line += ", first " + std::to_string(*first_only);
    }
    text.line(*this, line, {input.get()}, expressions);
}

}  // namespace gridlore::query
