/// From algebra to plan.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/query/algebra.h"
#include "knowledge-engine/query/evaluation/dataset.h"
#include "knowledge-engine/query/evaluation/deadline.h"
#include "knowledge-engine/query/evaluation/plan.h"
#include "knowledge-engine/store/snapshot.h"

namespace gridlore::query {

/// The plan of a pattern, and what a run of it needs.
struct CompiledPattern {
    PlanPtr plan;
    ExistsPlans exists;
    std::size_t width = 0;  ///< columns
    std::size_t seeds = 1;
};

/// The pattern must outlive its plan, of which no more than `first_only` rows are asked for. Errors: LimitExceeded (it
/// has too many parts), those of the deadline and of the snapshot.
Result<CompiledPattern> compile_pattern(const Group& pattern, const Variables& variables, const Dataset& dataset,
                                        const store::Snapshot& snapshot, const Deadline& deadline,
                                        std::optional<std::uint64_t> first_only = {});

}  // namespace gridlore::query
