/// Upper and lower case by Unicode's default mappings, whatever the language. Pure functions; safe from any thread.
#pragma once

#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"

namespace gridlore::query {

/// Precondition: `text` is well-formed UTF-8. Unavailable: `text` is not ASCII, and there is no ICU.
Result<std::string> upper_case(std::string_view text);
Result<std::string> lower_case(std::string_view text);

}  // namespace gridlore::query
