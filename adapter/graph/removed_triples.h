/// What a post says is no longer so, as a change of the store (docs/decisions/0011).
#pragma once

#include <functional>
#include <vector>

#include "adapter/graph/blank_nodes.h"
#include "adapter/graph/settings.h"
#include "knowledge-engine/base/clock.h"
#include "knowledge-engine/pattern/graph_pattern.h"
#include "knowledge-engine/pattern/term_rows.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::graph {

/// The triples of `pattern` for which `is_stored` holds and which are connected, over others of them, with one of
/// `variables`; none: nothing of it can be told from what others posted.
pattern::GraphPattern removable(const pattern::GraphPattern& pattern, const std::vector<std::string>& variables,
                                const std::function<bool(const rdf::Term&)>& is_stored);

/// What is to be removed: all triples of all matches of a pattern that agree with one of the rows, by value.
struct Removal {
    std::vector<pattern::GraphPattern> patterns;
    pattern::TermRows rows;  ///< may have other variables, too; each pattern has one of theirs
};

/// Removes from the graph. All is found before anything is removed. Errors of the change: LimitExceeded (time, or too
/// many matches), and those of the store.
store::Change removal(Removal what, GraphNames graph, BlankNodeNames blank_nodes, Duration time);

}  // namespace gridlore::graph
