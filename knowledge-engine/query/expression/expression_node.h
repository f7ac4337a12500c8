/// The parts that compiled expressions are made of. Confined to the thread that runs the query.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "knowledge-engine/query/expression/expression_context.h"
#include "knowledge-engine/query/expression/value.h"

namespace gridlore::query {

class ExpressionNode {
  public:
    explicit ExpressionNode(ExpressionContext& context) : context_(context) {}
    ExpressionNode(const ExpressionNode&) = delete;
    ExpressionNode& operator=(const ExpressionNode&) = delete;
    virtual ~ExpressionNode() = default;

    virtual Value evaluate(Row row) const = 0;
    virtual std::optional<bool> test(Row row) const { return evaluate(row).effective_boolean(); }
    virtual rdf::TermId id(Row row) const {
        const Value value = evaluate(row);
        return value.is_error() ? rdf::TermId() : value.id(terms());
    }
    /// The column that it is, if it is a variable that rows have.
    virtual std::optional<std::size_t> column() const { return std::nullopt; }
    /// The value that it has for every row, if that is known.
    virtual const Value* constant() const { return nullptr; }

  protected:
    ExpressionContext& context() const { return context_; }
    QueryTerms& terms() const { return context_.terms(); }
    /// Whether the query has to end. Looked at only beside long text: many functions of it take long within one row.
    bool has_to_end(const Value& value) const {
        return value.is_text() && value.text().size() >= long_text && context_.is_interrupted();
    }

  private:
    static constexpr std::size_t long_text = 4096;  ///< bytes

    ExpressionContext& context_;
};

using NodePtr = std::unique_ptr<const ExpressionNode>;

/// For what gives a truth value.
class TruthNode : public ExpressionNode {
  public:
    using ExpressionNode::ExpressionNode;
    Value evaluate(Row row) const final { return Value::of(test(row)); }
    std::optional<bool> test(Row row) const override = 0;
};

/// The forms that do not just apply a function to the values of their arguments. Precondition of all: as many arguments
/// as the grammar has.
NodePtr make_constant(Value value, ExpressionContext& context);
/// `column`: nothing is a variable that no row has.
NodePtr make_variable(std::optional<std::size_t> column, ExpressionContext& context);
NodePtr make_exists(ExistsTest exists, bool negated, ExpressionContext& context);
NodePtr make_bound(std::vector<NodePtr> arguments, ExpressionContext& context);
NodePtr make_or(std::vector<NodePtr> arguments, ExpressionContext& context);
NodePtr make_and(std::vector<NodePtr> arguments, ExpressionContext& context);
NodePtr make_not(std::vector<NodePtr> arguments, ExpressionContext& context);
NodePtr make_if(std::vector<NodePtr> arguments, ExpressionContext& context);
NodePtr make_coalesce(std::vector<NodePtr> arguments, ExpressionContext& context);
NodePtr make_in(std::vector<NodePtr> arguments, bool negated, ExpressionContext& context);
NodePtr make_equality(std::vector<NodePtr> arguments, bool negated, ExpressionContext& context);
/// Precondition: `function` is Less, LessOrEqual, Greater or GreaterOrEqual.
NodePtr make_comparison(Function function, std::vector<NodePtr> arguments, ExpressionContext& context);
NodePtr make_same_term(std::vector<NodePtr> arguments, ExpressionContext& context);
NodePtr make_regex(std::vector<NodePtr> arguments, ExpressionContext& context);
NodePtr make_replace(std::vector<NodePtr> arguments, ExpressionContext& context);

}  // namespace gridlore::query
