/// RDF/XML through Raptor, loaded when it is first needed. Private to this folder; see syntax.h for the contracts.
#pragma once

#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::rdf {

Result<void> read_with_raptor(std::string_view document, const ReadOptions& options,
                              const std::function<void(const Quad&)>& sink, PrefixMap* prefixes);
Result<std::string> write_with_raptor(const std::vector<Quad>& quads, const PrefixMap& prefixes);

}  // namespace gridlore::rdf
