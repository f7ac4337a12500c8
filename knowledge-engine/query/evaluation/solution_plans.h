/// Operators that have to see all rows before they hand one on: groups and order.
#pragma once

#include <optional>
#include <vector>

#include "knowledge-engine/query/evaluation/plan.h"

namespace gridlore::query {

struct GroupPlan final : Plan {
    PlanPtr input;
    const Aggregation* aggregation = nullptr;
    std::vector<std::size_t> visible;  ///< the columns of a solution
    SeedNumber seed = 0;               ///< what its row binds is bound in every group

    Result<OperatorPtr> open(Run& run) const override;
    void describe(PlanText& text) const override;
};

struct SortPlan final : Plan {
    PlanPtr input;
    const OrderBy* order = nullptr;
    std::vector<std::size_t> columns;         ///< those that are needed afterwards
    std::optional<std::uint64_t> first_only;  ///< no more than so many rows will be asked for

    Result<OperatorPtr> open(Run& run) const override;
    void describe(PlanText& text) const override;
};

}  // namespace gridlore::query
