/// The `terms` and `tables` of a document (docs/mapping-documents.md, "Terms"). Private to this folder.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "adapter/mapping/document.h"
#include "adapter/mapping/read/reading.h"

namespace gridlore::mapping {

/// What a document says of one variable, whichever pattern or shape then has it.
struct TermDefinition {
    Variable variable;                 ///< its name, origin, codec, template … but nothing of its places
    std::vector<std::string> made_of;  ///< of a template: the variables in its braces, in their order
    std::string made_for;              ///< of a uuid: the variable for each place of which one is made; empty: for all
    bool is_faulty = false;            ///< there was an error, and what is here is a stopgap
};

using TermDefinitions = std::map<std::string, TermDefinition, std::less<>>;

/// Reads `terms` with the `tables` of the same document, and checks that templates do not go in circles.
TermDefinitions read_terms(const YamlNode& document, const rdf::PrefixMap& prefixes, Reading& reading);

/// Of a variable that `terms` does not have: a string.
TermDefinition default_term(std::string name);

}  // namespace gridlore::mapping
