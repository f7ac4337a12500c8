/// Which triples somebody wants to know of. Private to this folder.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/pattern/graph_pattern.h"
#include "knowledge-engine/rdf/quad_view.h"
#include "knowledge-engine/rdf/syntax.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::mapping_commands {

/// Subject, predicate and object; nothing: any.
using TripleFilter = std::array<std::optional<rdf::Term>, 3>;

/// `S P O`, each a term as graph patterns have it, or `_`, `?` or a variable for any. InvalidInput, with the text.
Result<TripleFilter> parse_triple_filter(const std::string& text, const rdf::PrefixMap& prefixes);

bool takes(const TripleFilter& filter, const rdf::QuadView& triple);
/// True if the constants of the pattern are what is wanted.
bool fits_constants(const TripleFilter& filter, const pattern::TriplePattern& triple);

}  // namespace gridlore::mapping_commands
