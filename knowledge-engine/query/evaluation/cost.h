/// About how many rows a step gives, and what it costs: what the planner orders joins by.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/query/evaluation/dataset.h"
#include "knowledge-engine/query/evaluation/steps.h"
#include "knowledge-engine/store/snapshot.h"

namespace gridlore::query {

/// A triple pattern with its terms looked up.
struct KnownTriple {
    std::array<std::optional<rdf::TermId>, 3> constants;
    std::vector<store::GraphScope> scopes;  ///< see `ScanPlan`
    bool is_empty = false;                  ///< names a term or graph that the store does not have
    std::optional<std::vector<rdf::IdInterval>> ranges;
    double quads = 0;  ///< about how many match the constants and ranges alone; 0 only if none does
    store::PredicateStatistics predicate;
};

class Costs {
  public:
    Costs(const store::Snapshot& snapshot, const Dataset& dataset) : snapshot_(snapshot), dataset_(dataset) {}

    /// Looks up what `triple` names, and how many quads it has.
    Result<KnownTriple> look_up(const TriplePattern& triple, const ActiveGraph& graph,
                                std::optional<std::vector<rdf::IdInterval>> ranges) const;
    /// The graphs of a pattern; none if there are none.
    std::vector<store::GraphScope> scopes_of(const ActiveGraph& graph) const;

    /// Rows that the pattern gives for each row in which `bound` are bound.
    double fanout(const TriplePattern& triple, const ActiveGraph& graph, const KnownTriple& known,
                  const VariableSet& bound) const;
    /// Rows of a group by itself, very roughly.
    double rows_of(const Group& group);

  private:
    double quads_of(const BasicPattern& pattern) const;

    const store::Snapshot& snapshot_;
    const Dataset& dataset_;
    std::unordered_map<const Group*, double> known_;
};

}  // namespace gridlore::query
