/// A first draft of a mapping document from one payload, for a person to edit. Safe from any thread.
#pragma once

#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"

namespace gridlore::mapping {

/// The document as YAML, with the payload as its example. It can be read and its example round-trips; its vocabulary is
/// made up from the members' names (prefix `my`), so a check against ontologies names every term that is still to be
/// chosen. `id` becomes the document's. InvalidInput: the payload is no JSON, or has nothing that could be mapped.
Result<std::string> draft_document(std::string_view json, const std::string& id);

}  // namespace gridlore::mapping
