/// YARRRML (https://w3id.org/yarrrml/spec), RML's form in YAML, becomes an `RmlDocument`.
#pragma once

#include <string_view>

#include "adapter/rml/rml_document.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::rml {

/// Each source and each subject of a mapping makes a triples map of its own. Numbers and booleans of JSON keep their
/// datatype. Functions other than `equal` in the condition of a reference to another mapping, inverse predicates,
/// targets, databases and external references are refused by name.
/// InvalidInput, with the position where there is one; of a mapping that is wrong in itself, with its name.
/// LimitExceeded: more values or term maps than a document has that people write, perhaps by aliases.
Result<RmlDocument> read_yarrrml(std::string_view yaml);

/// Whether a file is meant to be YARRRML, and no document of adapter/mapping, which are YAML as well: it has `mappings`
/// and no `json`.
bool is_yarrrml(std::string_view text);

}  // namespace gridlore::rml
