/// RML in Turtle becomes an `RmlDocument`: the vocabulary http://w3id.org/rml/ (RML-Core, and of RML-IO files), and the
/// older one of R2RML with http://semweb.mmlab.be/ns/rml#.
#pragma once

#include <string>
#include <string_view>

#include "adapter/rml/rml_document.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::rml {

/// Relative IRIs of the document stand at `base`. What the vocabularies have and is not known here (functions, targets,
/// databases, containers, views) is refused by name.
/// InvalidInput: no Turtle, with the position; or what is wrong, with the triples map. LimitExceeded: more term maps
/// than `term_map_limit`. A pure function.
Result<RmlDocument> read_rml(std::string_view turtle, const std::string& base = "urn:gridlore:mapping:");

}  // namespace gridlore::rml
