/// What must hold of an RML document however it was written. Private to this folder.
#pragma once

#include "adapter/rml/rml_document.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::rml {

/// InvalidInput names the triples map and what is wrong with it. Precondition: numbers of parents exist.
Result<void> check_document(const RmlDocument& document);

}  // namespace gridlore::rml
