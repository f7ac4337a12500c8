/// A triple pattern, looked up in an index for each row of the input.
#pragma once

#include <array>
#include <vector>

#include "knowledge-engine/query/evaluation/dataset.h"
#include "knowledge-engine/query/evaluation/plan.h"
#include "knowledge-engine/store/quad_pattern.h"

namespace gridlore::query {

/// Where a quad's member comes from or goes to: a term, or a column.
struct ScanPlace {
    std::optional<rdf::TermId> constant;
    VariableId column = 0;  ///< unless there is a constant
};

struct ScanPlan final : Plan {
    PlanPtr input;
    std::array<ScanPlace, 3> places;  ///< subject, predicate, object
    ActiveGraph graph;
    /// Of the graph's variable while it is unbound: all named graphs. Of the default graph: those whose merge it is.
    std::vector<store::GraphScope> scopes;
    /// Only objects of these are wanted; without `has_ranges` any.
    std::vector<rdf::IdInterval> ranges;
    bool has_ranges = false;
    TriplePattern pattern;  ///< for the description

    Result<OperatorPtr> open(Run& run) const override;
    void describe(PlanText& text) const override;
};

}  // namespace gridlore::query
