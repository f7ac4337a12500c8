/// DESCRIBE: the concise bounded description of a term, which is its own triples and, where an object of these is a
/// blank node, those of that node, and so on.
#pragma once

#include <functional>

#include "knowledge-engine/query/evaluation/cost.h"
#include "knowledge-engine/query/evaluation/graph_scan.h"
#include "knowledge-engine/query/evaluation/plan.h"

namespace gridlore::query {

/// Hands over each triple once for each graph of `scopes` that has it. Confined to the thread that runs the query.
class Describer {
  public:
    using Consumer = std::function<Result<void>(const store::QuadIds&)>;

    Describer(Run& run, std::vector<store::GraphScope> scopes);
    /// Nodes that were described before are not described again.
    Result<void> describe(rdf::TermId resource, const Consumer& consume);

  private:
    Result<void> describe_node(rdf::TermId node, const Consumer& consume);

    Run& run_;
    std::vector<store::GraphScope> scopes_;
    pattern::RowSet described_;
    std::vector<rdf::TermId> waiting_;
    GraphScan scan_;
    HeldMemory held_;
};

}  // namespace gridlore::query
