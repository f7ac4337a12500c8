/// Turtle, TriG, N-Triples and N-Quads through Serd. Private to this folder; see syntax.h for the contracts.
#pragma once

#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::rdf {

Result<void> read_with_serd(std::string_view document, Syntax syntax, const ReadOptions& options,
                            const std::function<void(const Quad&)>& sink, PrefixMap* prefixes);
Result<std::string> write_with_serd(const std::vector<Quad>& quads, Syntax syntax, const PrefixMap& prefixes);

}  // namespace gridlore::rdf
