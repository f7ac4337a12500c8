/// Operators that look at one row at a time: seeds, filters, new columns, the modifiers of a solution sequence.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "knowledge-engine/query/evaluation/plan.h"

namespace gridlore::query {

/// The rows of a seed.
struct SeedPlan final : Plan {
    SeedNumber seed = 0;

    Result<OperatorPtr> open(Run& run) const override;
    void describe(PlanText& text) const override;
};

/// No rows.
struct EmptyPlan final : Plan {
    std::string reason;

    Result<OperatorPtr> open(Run& run) const override;
    void describe(PlanText& text) const override;
};

struct FilterPlan final : Plan {
    PlanPtr input;
    ExpressionPtr condition;

    Result<OperatorPtr> open(Run& run) const override;
    void describe(PlanText& text) const override;
};

/// Columns with the values of expressions. A row that has another value in one of them already is dropped; one whose
/// expression fails stays as it is.
struct ExtendPlan final : Plan {
    PlanPtr input;
    std::vector<std::pair<VariableId, ExpressionPtr>> columns;

    Result<OperatorPtr> open(Run& run) const override;
    void describe(PlanText& text) const override;
};

struct DistinctPlan final : Plan {
    PlanPtr input;
    std::vector<std::size_t> columns;

    Result<OperatorPtr> open(Run& run) const override;
    void describe(PlanText& text) const override;
};

struct SlicePlan final : Plan {
    PlanPtr input;
    std::uint64_t offset = 0;
    std::optional<std::uint64_t> limit;

    Result<OperatorPtr> open(Run& run) const override;
    void describe(PlanText& text) const override;
};

}  // namespace gridlore::query
