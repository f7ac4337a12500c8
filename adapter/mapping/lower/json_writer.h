/// Prepared rows are written in the shape of a document. Private to this folder.
#pragma once

#include <string>

#include "adapter/mapping/document.h"
#include "adapter/mapping/lower/lowered_rows.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::mapping {

/// InvalidInput: two values where there is room for one, or none where one is needed.
Result<std::string> write_json(const Document& document, const LoweredRows& rows);

}  // namespace gridlore::mapping
