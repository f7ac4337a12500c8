/// Rows of a document's parts as JSON: `{"core": [{"meter": "<urn:…>", …}], "clients": […]}`. Private to this folder.
#pragma once

#include <string>
#include <string_view>

#include "adapter/mapping/rows.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::mapping_commands {

std::string bindings_text(const mapping::Document& document, const mapping::PartRows& rows);
/// InvalidInput: it is no such JSON, or a row lacks a variable; the message names the part.
Result<mapping::PartRows> rows_of_bindings(const mapping::Document& document, std::string_view text);

}  // namespace gridlore::mapping_commands
