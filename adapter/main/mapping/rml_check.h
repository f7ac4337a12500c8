/// What is looked at in RML beside its form. Private to this folder.
#pragma once

#include <string>
#include <vector>

#include "adapter/mapping/read/read_document.h"
#include "adapter/rml/rml_document.h"

namespace gridlore::mapping_commands {

/// Of each predicate and class that the document names and no ontology declares, which is the case and how to mend it;
/// with the triples map before it.
std::vector<std::string> undeclared_terms(const rml::RmlDocument& document, const mapping::DeclaredTerms& declared);

}  // namespace gridlore::mapping_commands
