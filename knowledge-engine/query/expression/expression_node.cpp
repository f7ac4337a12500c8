#include "knowledge-engine/query/expression/expression_node.h"

#include <unordered_set>
#include <utility>

#include "knowledge-engine/query/expression/index_ranges.h"

namespace gridlore::query {
namespace {

class ConstantNode final : public ExpressionNode {
  public:
    ConstantNode(Value value, ExpressionContext& shared) : ExpressionNode(shared), value_(std::move(value)) {
        if (!value_.is_error()) {
            value_.identify(terms());
        }
    }
    Value evaluate(Row) const override { return value_; }
    rdf::TermId id(Row) const override { return value_.known_id(); }
    const Value* constant() const override { return &value_; }

  private:
    Value value_;
};

class VariableNode final : public ExpressionNode {
  public:
    VariableNode(std::size_t column, ExpressionContext& shared) : ExpressionNode(shared), column_(column) {}
    Value evaluate(Row row) const override { return Value::of(row[column_], terms()); }
    rdf::TermId id(Row row) const override { return row[column_]; }
    std::optional<std::size_t> column() const override { return column_; }

  private:
    std::size_t column_;
};

class ExistsNode final : public TruthNode {
  public:
    ExistsNode(ExistsTest exists, bool negated, ExpressionContext& shared)
        : TruthNode(shared), exists_(std::move(exists)), negated_(negated) {}
    std::optional<bool> test(Row row) const override {
        if (terms().has_failed()) {
            return std::nullopt;
        }
        auto found = exists_(row);
        if (!found) {
            terms().fail(std::move(found).error());
            return std::nullopt;
        }
        return *found != negated_;
    }

  private:
    ExistsTest exists_;
    bool negated_;
};

/// A node with arguments.
template <typename Base>
class WithArguments : public Base {
  public:
    WithArguments(std::vector<NodePtr> arguments, ExpressionContext& shared)
        : Base(shared), arguments_(std::move(arguments)) {}

  protected:
    const ExpressionNode& argument(std::size_t index) const { return *arguments_[index]; }
    const std::vector<NodePtr>& arguments() const { return arguments_; }

  private:
    std::vector<NodePtr> arguments_;
};
using TruthWithArguments = WithArguments<TruthNode>;

class BoundNode final : public TruthWithArguments {
  public:
    using TruthWithArguments::TruthWithArguments;
    std::optional<bool> test(Row row) const override { return argument(0).id(row).is_bound(); }
};

/// `||` and `&&` (17.2): the deciding value wins over errors.
class JunctionNode final : public TruthWithArguments {
  public:
    JunctionNode(bool deciding, std::vector<NodePtr> arguments, ExpressionContext& shared)
        : TruthWithArguments(std::move(arguments), shared), deciding_(deciding) {}
    std::optional<bool> test(Row row) const override {
        bool failed = false;
        for (const NodePtr& operand : arguments()) {
            const auto truth = operand->test(row);
            if (truth == deciding_) {
                return deciding_;
            }
            failed = failed || !truth;
        }
        return failed ? std::nullopt : std::optional(!deciding_);
    }

  private:
    bool deciding_;
};

class NotNode final : public TruthWithArguments {
  public:
    using TruthWithArguments::TruthWithArguments;
    std::optional<bool> test(Row row) const override {
        const auto truth = argument(0).test(row);
        return truth ? std::optional(!*truth) : std::nullopt;
    }
};

class IfNode final : public WithArguments<ExpressionNode> {
  public:
    using WithArguments::WithArguments;
    Value evaluate(Row row) const override {
        const ExpressionNode* branch = chosen(row);
        return branch == nullptr ? Value() : branch->evaluate(row);
    }
    rdf::TermId id(Row row) const override {
        const ExpressionNode* branch = chosen(row);
        return branch == nullptr ? rdf::TermId() : branch->id(row);
    }

  private:
    const ExpressionNode* chosen(Row row) const {
        const auto truth = argument(0).test(row);
        return truth ? &argument(*truth ? 1 : 2) : nullptr;
    }
};

class CoalesceNode final : public WithArguments<ExpressionNode> {
  public:
    using WithArguments::WithArguments;
    Value evaluate(Row row) const override {
        for (const NodePtr& candidate : arguments()) {
            Value value = candidate->evaluate(row);
            if (!value.is_error()) {
                return value;
            }
        }
        return {};
    }
};

std::optional<bool> negated_if(bool negated, std::optional<bool> truth) {
    return truth && negated ? std::optional(!*truth) : truth;
}

/// `x IN (a, b)`: as `x = a || x = b`, with a look-up for what is there term by term.
class InNode final : public TruthWithArguments {
  public:
    InNode(bool negated, std::vector<NodePtr> arguments, ExpressionContext& shared)
        : TruthWithArguments(std::move(arguments), shared), negated_(negated) {
        for (std::size_t i = 1; i < this->arguments().size(); ++i) {
            const Value* item = argument(i).constant();
            if (item != nullptr && !item->is_error()) {
                constants_.insert(item->known_id());
            } else {
                all_constant_ = false;
            }
        }
    }
    std::optional<bool> test(Row row) const override {
        const Value value = argument(0).evaluate(row);
        if (value.is_error()) {
            return std::nullopt;
        }
        if (constants_.contains(value.known_id()) && !(value.is_number() && value.number().is_nan())) {
            return !negated_;
        }
        if (all_constant_ && !value.is_literal() && value.known_id().is_bound()) {
            return negated_;
        }
        return negated_if(negated_, is_among(value, row));
    }

  private:
    std::optional<bool> is_among(const Value& value, Row row) const {
        bool failed = false;
        for (std::size_t i = 1; i < arguments().size(); ++i) {
            if (has_to_end(value)) {
                return std::nullopt;
            }
            const auto same = equal(value, argument(i).evaluate(row), terms());
            if (same == true) {
                return true;
            }
            failed = failed || !same;
        }
        return failed ? std::nullopt : std::optional(false);
    }

    bool negated_;
    bool all_constant_ = true;
    std::unordered_set<rdf::TermId> constants_;
};

class EqualityNode final : public TruthWithArguments {
  public:
    EqualityNode(bool negated, std::vector<NodePtr> arguments, ExpressionContext& shared)
        : TruthWithArguments(std::move(arguments), shared), negated_(negated) {}
    std::optional<bool> test(Row row) const override {
        const Value left = argument(0).evaluate(row);
        return has_to_end(left) ? std::nullopt : negated_if(negated_, equal(left, argument(1).evaluate(row), terms()));
    }

  private:
    bool negated_;
};

/// A variable and an IRI: their ids tell.
class IriEqualityNode final : public TruthNode {
  public:
    IriEqualityNode(std::size_t column, rdf::TermId iri, bool negated, ExpressionContext& shared)
        : TruthNode(shared), column_(column), iri_(iri), negated_(negated) {}
    std::optional<bool> test(Row row) const override {
        const rdf::TermId id = row[column_];
        return id.is_bound() ? std::optional((id == iri_) != negated_) : std::nullopt;
    }

  private:
    std::size_t column_;
    rdf::TermId iri_;
    bool negated_;
};

bool holds(Function function, std::partial_ordering order) {
    switch (function) {
        case Function::Less:
            return order < 0;
        case Function::LessOrEqual:
            return order <= 0;
        case Function::Greater:
            return order > 0;
        default:
            return order >= 0;
    }
}

class ComparisonNode final : public TruthWithArguments {
  public:
    ComparisonNode(Function function, std::vector<NodePtr> arguments, ExpressionContext& shared)
        : TruthWithArguments(std::move(arguments), shared), function_(function) {}
    std::optional<bool> test(Row row) const override {
        const Value left = argument(0).evaluate(row);
        const auto order = has_to_end(left) ? std::nullopt : compare(left, argument(1).evaluate(row));
        return order ? std::optional(holds(function_, *order)) : std::nullopt;
    }

  private:
    Function function_;
};

/// A variable on the left and a number on the right: without a `Value` for what is inline.
class NumberComparisonNode final : public TruthNode {
  public:
    NumberComparisonNode(Function function, std::size_t column, Value bound, ExpressionContext& shared)
        : TruthNode(shared), function_(function), column_(column), bound_(std::move(bound)) {}
    std::optional<bool> test(Row row) const override {
        const rdf::TermId id = row[column_];
        if (id.is_inline()) {
            const auto number = Number::of_inline(id);
            return number ? std::optional(holds(function_, compare_promoted(*number, bound_.number()))) : std::nullopt;
        }
        const auto order = compare(Value::of(id, terms()), bound_);
        return order ? std::optional(holds(function_, *order)) : std::nullopt;
    }

  private:
    Function function_;
    std::size_t column_;
    Value bound_;
};

class SameTermNode final : public TruthWithArguments {
  public:
    using TruthWithArguments::TruthWithArguments;
    std::optional<bool> test(Row row) const override {
        const Value left = argument(0).evaluate(row);
        return has_to_end(left) ? std::nullopt : same_term(left, argument(1).evaluate(row), terms());
    }
};

}  // namespace

NodePtr make_constant(Value value, ExpressionContext& context) {
    return std::make_unique<const ConstantNode>(std::move(value), context);
}

NodePtr make_variable(std::optional<std::size_t> column, ExpressionContext& context) {
    if (!column) {
        return make_constant({}, context);
    }
    return std::make_unique<const VariableNode>(*column, context);
}

NodePtr make_exists(ExistsTest exists, bool negated, ExpressionContext& context) {
    return std::make_unique<const ExistsNode>(std::move(exists), negated, context);
}

NodePtr make_bound(std::vector<NodePtr> arguments, ExpressionContext& context) {
    return std::make_unique<const BoundNode>(std::move(arguments), context);
}

NodePtr make_or(std::vector<NodePtr> arguments, ExpressionContext& context) {
    return std::make_unique<const JunctionNode>(true, std::move(arguments), context);
}

NodePtr make_and(std::vector<NodePtr> arguments, ExpressionContext& context) {
    return std::make_unique<const JunctionNode>(false, std::move(arguments), context);
}

NodePtr make_not(std::vector<NodePtr> arguments, ExpressionContext& context) {
    return std::make_unique<const NotNode>(std::move(arguments), context);
}

NodePtr make_if(std::vector<NodePtr> arguments, ExpressionContext& context) {
    return std::make_unique<const IfNode>(std::move(arguments), context);
}

NodePtr make_coalesce(std::vector<NodePtr> arguments, ExpressionContext& context) {
    return std::make_unique<const CoalesceNode>(std::move(arguments), context);
}

NodePtr make_in(std::vector<NodePtr> arguments, bool negated, ExpressionContext& context) {
    return std::make_unique<const InNode>(negated, std::move(arguments), context);
}

NodePtr make_equality(std::vector<NodePtr> arguments, bool negated, ExpressionContext& context) {
    if (arguments[0]->constant() != nullptr) {
        std::swap(arguments[0], arguments[1]);
    }
    const auto column = arguments[0]->column();
    const Value* constant = arguments[1]->constant();
    if (column && constant != nullptr && constant->kind() == Value::Kind::Iri) {
        return std::make_unique<const IriEqualityNode>(*column, constant->known_id(), negated, context);
    }
    return std::make_unique<const EqualityNode>(negated, std::move(arguments), context);
}

NodePtr make_comparison(Function function, std::vector<NodePtr> arguments, ExpressionContext& context) {
    if (arguments[0]->constant() != nullptr) {
        std::swap(arguments[0], arguments[1]);
        function = mirrored(function);
    }
    const auto column = arguments[0]->column();
    const Value* constant = arguments[1]->constant();
    if (column && constant != nullptr && constant->is_number()) {
        return std::make_unique<const NumberComparisonNode>(function, *column, *constant, context);
    }
    return std::make_unique<const ComparisonNode>(function, std::move(arguments), context);
}

NodePtr make_same_term(std::vector<NodePtr> arguments, ExpressionContext& context) {
    return std::make_unique<const SameTermNode>(std::move(arguments), context);
}

}  // namespace gridlore::query
