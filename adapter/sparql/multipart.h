/// `multipart/form-data` (RFC 7578), as a browser's form sends files. Pure functions; safe from any thread.
#pragma once

#include <string_view>
#include <vector>

#include "knowledge-engine/base/result.h"

namespace gridlore::sparql {

/// Views of the body.
struct Part {
    std::string_view content_type;  ///< empty: it has none
    std::string_view content;
};

/// InvalidInput: a part, or the whole, has no end; LimitExceeded: more than a thousand parts.
Result<std::vector<Part>> parts_of(std::string_view body, std::string_view boundary);

}  // namespace gridlore::sparql
