/// Terms that no ontology declares.
#pragma once

#include <optional>
#include <string>

#include "adapter/mapping/read/read_document.h"
#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::mapping {

/// What is wrong with a name, and which is probably meant; nothing if it is declared, or one of RDF itself, RDFS, OWL
/// or XML Schema. `prefixes` are for the message. A pure function.
std::optional<std::string> undeclared(const std::string& iri, const rdf::PrefixMap& prefixes,
                                      const DeclaredTerms& declared);

}  // namespace gridlore::mapping
