/// Operators that bring two patterns together. Those of the first kind evaluate the right side by itself, keep it in a
/// table and look into that (`HashJoinPlan`, `MinusPlan`); the others hand their rows into it through a seed.
#pragma once

#include <vector>

#include "knowledge-engine/pattern/join_table.h"
#include "knowledge-engine/query/evaluation/dataset.h"
#include "knowledge-engine/query/evaluation/plan.h"

namespace gridlore::query {

/// Join, or OPTIONAL, with a right side that does not depend on the rows of the left one.
struct HashJoinPlan final : Plan {
    PlanPtr input;
    PlanPtr right;
    pattern::JoinTable::Columns columns;
    bool is_optional = false;
    ExpressionPtr condition;    ///< of OPTIONAL; may be null
    bool is_repeatable = true;  ///< the right side gives the same rows after each restart

    Result<OperatorPtr> open(Run& run) const override;
    void describe(PlanText& text) const override;
};

/// VALUES.
struct TablePlan final : Plan {
    PlanPtr input;
    pattern::JoinTable::Columns columns;
    std::vector<VariableId> variables;
    std::vector<std::vector<std::optional<Constant>>> cells;

    Result<OperatorPtr> open(Run& run) const override;
    void describe(PlanText& text) const override;
};

struct MinusPlan final : Plan {
    PlanPtr input;
    PlanPtr right;
    pattern::JoinTable::Columns columns;
    /// One of these has to be bound on both sides for a row to be dropped.
    std::vector<std::size_t> overlap;
    bool is_repeatable = true;

    Result<OperatorPtr> open(Run& run) const override;
    void describe(PlanText& text) const override;
};

/// OPTIONAL whose right side is evaluated for the rows of the left one, many at a time.
struct OptionalPlan final : Plan {
    PlanPtr input;
    PlanPtr right;
    SeedNumber seed = 0;
    VariableId marker = 0;    ///< the column that numbers the rows within the seed
    ExpressionPtr condition;  ///< may be null

    Result<OperatorPtr> open(Run& run) const override;
    void describe(PlanText& text) const override;
};

/// UNION whose branches are evaluated for the rows of the input, many at a time.
struct UnionPlan final : Plan {
    PlanPtr input;
    std::vector<PlanPtr> branches;
    SeedNumber seed = 0;

    Result<OperatorPtr> open(Run& run) const override;
    void describe(PlanText& text) const override;
};

/// The right side once for each single row of the input: for what gathers rows (groups, DISTINCT, LIMIT).
struct EachRowPlan final : Plan {
    PlanPtr input;
    PlanPtr right;
    SeedNumber seed = 0;

    Result<OperatorPtr> open(Run& run) const override;
    void describe(PlanText& text) const override;
};

/// The names of the graphs of the dataset; of one that is bound, whether it is one of them.
struct GraphNamesPlan final : Plan {
    PlanPtr input;
    VariableId variable = 0;
    std::optional<std::vector<Constant>> names;  ///< absent: those of the store

    Result<OperatorPtr> open(Run& run) const override;
    void describe(PlanText& text) const override;
};

}  // namespace gridlore::query
