#include "knowledge-engine/query/expression/aggregates.h"

#include <string>
#include <unordered_set>
#include <utility>

#include "knowledge-engine/query/expression/function_table.h"
#include "knowledge-engine/query/expression/number.h"
#include "knowledge-engine/query/expression/ordering.h"

namespace gridlore::query {
namespace {

/// A set of ids takes about this for each.
constexpr std::size_t bytes_of_entry = 40;

class CountRows final : public Accumulator {
  public:
    void add(Row) override { ++count_; }
    Value value() override { return Value::of(Number::integer(count_)); }
    std::size_t bytes() const override { return sizeof *this; }

  private:
    std::int64_t count_ = 0;
};

class CountDistinctRows final : public Accumulator {
  public:
    explicit CountDistinctRows(const std::vector<std::size_t>& columns)
        : columns_(columns), rows_(columns.size(), pattern::Equality::by_term()), cells_(columns.size()) {}
    void add(Row row) override {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            cells_[i] = row[columns_[i]];
        }
        rows_.insert(cells_);
    }
    Value value() override { return Value::of(Number::integer(static_cast<std::int64_t>(rows_.rows().size()))); }
    std::size_t bytes() const override {
        return sizeof *this + (rows_.rows().size() + 1) * (cells_.size() * 2 + 1) * sizeof(rdf::TermId);
    }

  private:
    const std::vector<std::size_t>& columns_;
    pattern::RowSet rows_;
    std::vector<rdf::TermId> cells_;
};

/// What evaluates an argument for each row, and looks at each term once if it is DISTINCT.
class Gathering : public Accumulator {
  public:
    Gathering(const CompiledExpression& argument, bool distinct, ExpressionContext& context)
        : argument_(argument), context_(context) {
        if (distinct) {
            seen_ = std::make_unique<std::unordered_set<rdf::TermId>>();
        }
    }
    void add(Row row) final {
        Value value = argument_.value(row);
        if (value.is_error()) {
            take_error();
        } else if (!seen_ || seen_->insert(value.id(context_.terms())).second) {
            take(std::move(value));
        }
    }
    std::size_t bytes() const final {
        return 160 + (seen_ ? sizeof *seen_ + seen_->size() * bytes_of_entry : 0) + held_bytes();
    }

  protected:
    virtual void take(Value value) = 0;
    virtual void take_error() = 0;
    virtual std::size_t held_bytes() const { return 0; }
    ExpressionContext& context() const { return context_; }

  private:
    const CompiledExpression& argument_;
    ExpressionContext& context_;
    std::unique_ptr<std::unordered_set<rdf::TermId>> seen_;
};

class Count final : public Gathering {
  public:
    using Gathering::Gathering;
    Value value() override { return Value::of(Number::integer(count_)); }

  private:
    void take(Value) override { ++count_; }
    void take_error() override {}

    std::int64_t count_ = 0;
};

class Sum final : public Gathering {
  public:
    Sum(bool average, const CompiledExpression& argument, bool distinct, ExpressionContext& shared)
        : Gathering(argument, distinct, shared), is_average_(average) {}
    Value value() override {
        const bool as_it_is = !is_average_ || count_ == 0 || !total_;
        return as_it_is ? Value::of(total_) : made_number(divide(*total_, Number::integer(count_)), context());
    }

  private:
    void take(Value value) override {
        ++count_;
        if (!total_ || !value.is_number()) {
            total_.reset();
            return;
        }
        total_ = query::add(*total_, value.number());
        if (!total_) {
            fail_for_digits(context());
        }
    }
    void take_error() override { total_.reset(); }
    std::size_t held_bytes() const override { return total_ ? total_->bytes() : 0; }

    bool is_average_;
    std::int64_t count_ = 0;
    std::optional<Number> total_ = Number::integer(0);  ///< nothing: an error
};

/// By the order of ORDER BY.
class Extreme final : public Gathering {
  public:
    Extreme(bool greatest, const CompiledExpression& argument, bool distinct, ExpressionContext& shared)
        : Gathering(argument, distinct, shared), is_greatest_(greatest) {}
    Value value() override { return has_failed_ || !best_ ? Value() : best_->value(); }

  private:
    void take(Value value) override {
        if (has_failed_) {
            return;
        }
        SortKey key(std::move(value), context().terms());
        if (!best_ || (is_greatest_ ? key > *best_ : key < *best_)) {
            best_ = std::move(key);
        }
    }
    void take_error() override { has_failed_ = true; }
    std::size_t held_bytes() const override { return best_ ? best_->bytes() : 0; }

    bool is_greatest_;
    bool has_failed_ = false;
    std::optional<SortKey> best_;
};

/// The first one that is no error.
class Sample final : public Gathering {
  public:
    using Gathering::Gathering;
    Value value() override { return first_; }

  private:
    void take(Value value) override {
        if (first_.is_error()) {
            first_ = std::move(value);
        }
    }
    void take_error() override {}
    std::size_t held_bytes() const override { return first_.bytes(); }

    Value first_;
};

class GroupConcat final : public Gathering {
  public:
    GroupConcat(const std::string& separator, const CompiledExpression& argument, bool distinct,
                ExpressionContext& shared)
        : Gathering(argument, distinct, shared), separator_(separator) {}
    Value value() override { return has_failed_ ? Value() : Value::string(text_); }

  private:
    void take(Value value) override {
        if (value.kind() == Value::Kind::BlankNode) {  // it has no string
            has_failed_ = true;
        }
        if (has_failed_) {
            return;
        }
        text_.append(is_empty_ ? "" : separator_).append(value.term(context().terms())->text);
        is_empty_ = false;
        has_failed_ = is_too_long(text_.size(), context());
    }
    void take_error() override { has_failed_ = true; }
    std::size_t held_bytes() const override { return text_.capacity(); }

    const std::string& separator_;
    std::string text_;
    bool is_empty_ = true;
    bool has_failed_ = false;
};

}  // namespace

Result<CompiledAggregate> CompiledAggregate::compile(const Aggregate& aggregate, const Columns& columns,
                                                     std::vector<std::size_t> visible, ExpressionContext& context) {
    CompiledAggregate result(aggregate, std::move(visible), context);
    if (aggregate.argument) {
        auto argument = CompiledExpression::compile(*aggregate.argument, columns, context);
        if (!argument) {
            return std::move(argument).error();
        }
        result.argument_ = *std::move(argument);
    }
    return result;
}

CompiledAggregate::CompiledAggregate(const Aggregate& aggregate, std::vector<std::size_t> visible,
                                     ExpressionContext& context)
    : kind_(aggregate.kind),
      distinct_(aggregate.distinct),
      separator_(aggregate.separator),
      visible_(std::move(visible)),
      context_(&context) {}

std::unique_ptr<Accumulator> CompiledAggregate::begin() const {
    if (!argument_) {
        if (distinct_) {
            return std::make_unique<CountDistinctRows>(visible_);
        }
        return std::make_unique<CountRows>();
    }
    switch (kind_) {
        case AggregateKind::Count:
            return std::make_unique<Count>(*argument_, distinct_, *context_);
        case AggregateKind::Sum:
        case AggregateKind::Avg:
            return std::make_unique<Sum>(kind_ == AggregateKind::Avg, *argument_, distinct_, *context_);
        case AggregateKind::Min:
        case AggregateKind::Max:
            return std::make_unique<Extreme>(kind_ == AggregateKind::Max, *argument_, false, *context_);
        case AggregateKind::Sample:
            return std::make_unique<Sample>(*argument_, false, *context_);
        case AggregateKind::GroupConcat:
            break;
    }
    return std::make_unique<GroupConcat>(separator_, *argument_, distinct_, *context_);
}

rdf::TermId CompiledAggregate::result(Accumulator& accumulator) const {
    const Value value = accumulator.value();
    return value.is_error() ? rdf::TermId() : value.id(context_->terms());
}

}  // namespace gridlore::query
