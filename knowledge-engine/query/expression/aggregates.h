/// The aggregates of SPARQL 1.1 Query, sections 11 and 18.5.1. Confined to the thread that runs the query.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/query/algebra.h"
#include "knowledge-engine/query/expression/compiled_expression.h"
#include "knowledge-engine/query/expression/expression_context.h"

namespace gridlore::query {

/// What an aggregate has gathered of one group. Made by `CompiledAggregate::begin`, and used with it alone.
class Accumulator {
  public:
    virtual ~Accumulator() = default;
    /// One more row of the group.
    virtual void add(Row row) = 0;
    /// An error: of the argument for some row (COUNT and SAMPLE leave such rows out), a SUM over something that is no
    /// number, a MIN of nothing. SUM and AVG of nothing are 0.
    virtual Value value() = 0;
    /// What it holds, itself included; known at any time without a walk.
    virtual std::size_t bytes() const = 0;
};

class CompiledAggregate {
  public:
    /// `visible` are the columns that make up a solution, for `COUNT(DISTINCT *)`. `context` must outlive this.
    static Result<CompiledAggregate> compile(const Aggregate& aggregate, const Columns& columns,
                                             std::vector<std::size_t> visible, ExpressionContext& context);

    /// For one group; must not outlive this aggregate, which must stay where it is.
    std::unique_ptr<Accumulator> begin() const;
    /// The term that the accumulator has come to; unbound: an error.
    rdf::TermId result(Accumulator& accumulator) const;

  private:
    CompiledAggregate(const Aggregate& aggregate, std::vector<std::size_t> visible, ExpressionContext& context);

    AggregateKind kind_;
    bool distinct_;
    std::string separator_;
    std::optional<CompiledExpression> argument_;
    std::vector<std::size_t> visible_;
    ExpressionContext* context_;
};

}  // namespace gridlore::query
