/// An expression made ready for the rows of one operator (SPARQL 1.1 Query, section 17): variables are columns,
/// constants are decoded, regular expressions are compiled. Confined to the thread that runs the query.
#pragma once

#include <memory>
#include <optional>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/query/algebra.h"
#include "knowledge-engine/query/expression/expression_context.h"
#include "knowledge-engine/query/expression/value.h"

namespace gridlore::query {

class ExpressionNode;

class CompiledExpression {
  public:
    /// `context` must outlive the expression, and so must `expression` if it has an EXISTS. Functions that are not
    /// known by their IRI make an expression that is an error for each row. Errors: LimitExceeded (nested too deep),
    /// those of `ExpressionContext::compile_exists`.
    static Result<CompiledExpression> compile(const Expression& expression, const Columns& columns,
                                              ExpressionContext& context);

    CompiledExpression(CompiledExpression&&) noexcept;
    CompiledExpression& operator=(CompiledExpression&&) noexcept;
    ~CompiledExpression();

    /// The term it gives; unbound: an error (17.2). A term that is new is interned.
    rdf::TermId evaluate(Row row) const;
    /// The same before it is interned, for what only looks at it.
    Value value(Row row) const;
    /// The effective boolean value (17.2.2); nothing: an error.
    std::optional<bool> test(Row row) const;
    /// What FILTER asks: an error is false.
    bool holds(Row row) const { return test(row).value_or(false); }

    /// The term that it gives for every row, if that is known beforehand; unbound: it is an error for every row.
    std::optional<rdf::TermId> constant() const;

  private:
    CompiledExpression(std::unique_ptr<const ExpressionNode> root, ExpressionContext& context);

    std::unique_ptr<const ExpressionNode> root_;
    ExpressionContext* context_;
};

/// Whether a function may give something else for the same arguments (RAND, UUID, STRUUID, BNODE).
bool is_volatile(Function function);

}  // namespace gridlore::query
