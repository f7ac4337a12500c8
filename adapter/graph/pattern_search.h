/// Answers a question of the exchange from a snapshot: its triples are searched one within the other, each as range
/// scans of an index, beginning with the one that has the fewest quads. Constants, bindings and joins count by value.
#pragma once

#include <vector>

#include "adapter/graph/blank_nodes.h"
#include "adapter/graph/settings.h"
#include "knowledge-engine/exchange/universal.h"
#include "knowledge-engine/store/snapshot.h"

namespace gridlore::graph {

/// Those that the store has. None if it has none of them.
Result<std::vector<store::GraphScope>> scopes_of(const GraphNames& names, const store::Snapshot& snapshot);

/// Rows that bind all variables of the question's triples, each once. A triple that is in several graphs counts once.
/// Errors: LimitExceeded (time, or the snapshot is too old), Unavailable (cancelled), Internal (the file is damaged).
Result<pattern::TermRows> search(const exchange::Question& question, const store::Snapshot& snapshot,
                                 const std::vector<store::GraphScope>& scopes, const BlankNodeNames& blank_nodes);

}  // namespace gridlore::graph
