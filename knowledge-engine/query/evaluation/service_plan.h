/// SERVICE: rows that another endpoint gives (SPARQL 1.1 Federated Query).
#pragma once

#include "knowledge-engine/query/evaluation/dataset.h"
#include "knowledge-engine/query/evaluation/plan.h"

namespace gridlore::query {

struct ServicePlan final : Plan {
    PlanPtr input;
    const Service* service = nullptr;
    std::vector<std::size_t> shared;                            ///< columns that both sides may bind
    std::vector<std::pair<std::string, VariableId>> variables;  ///< of the pattern, by name

    Result<OperatorPtr> open(Run& run) const override;
    void describe(PlanText& text) const override;
};

}  // namespace gridlore::query
