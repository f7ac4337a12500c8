/// What a post says, as a change of the store.
#pragma once

#include <array>
#include <functional>
#include <vector>

#include "adapter/graph/blank_nodes.h"
#include "adapter/graph/settings.h"
#include "knowledge-engine/pattern/graph_pattern.h"
#include "knowledge-engine/pattern/term_rows.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::graph {

using Triple = std::array<rdf::Term, 3>;

/// A pattern's term in a row. Precondition: the row is complete, as those of posts are.
const rdf::Term& term_in(const pattern::PatternTerm& place, const pattern::TermRow& row);

/// The triples of `pattern` for each row, of those predicates for which `is_stored` holds. InvalidInput: one of them is
/// no triple of RDF (a literal as subject, say).
Result<std::vector<Triple>> posted_triples(const pattern::GraphPattern& pattern, const pattern::TermRows& rows,
                                           const std::function<bool(const rdf::Term&)>& is_stored);

/// Inserts them into the graph. IRIs of blank nodes that the store has are those nodes again; a blank node is a new one
/// for each label.
store::Change insertion(std::vector<Triple> triples, GraphNames graph, BlankNodeNames blank_nodes);

}  // namespace gridlore::graph
