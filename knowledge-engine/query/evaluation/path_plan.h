/// A property path between two places, for each row of the input.
#pragma once

#include <vector>

#include "knowledge-engine/query/evaluation/dataset.h"
#include "knowledge-engine/query/evaluation/path_walker.h"
#include "knowledge-engine/query/evaluation/plan.h"

namespace gridlore::query {

struct PathPlan final : Plan {
    struct Place {
        std::optional<Constant> constant;
        VariableId column = 0;  ///< unless there is a constant
    };

    PlanPtr input;
    Place subject;
    Place object;
    PathNode path;
    ActiveGraph graph;                      ///< its variable is bound in every row
    std::vector<store::GraphScope> scopes;  ///< unless the graph is a variable
    PathPattern pattern;                    ///< for the description

    Result<OperatorPtr> open(Run& run) const override;
    void describe(PlanText& text) const override;
};

}  // namespace gridlore::query
