/// Upper and lower case by Unicode's default mappings, whatever the language. Pure functions; safe from any thread.
#pragma once

#include <string>
#include <string_view>

namespace gridlore::query {

/// Precondition: `text` is well-formed UTF-8.
std::string upper_case(std::string_view text);
std::string lower_case(std::string_view text);

}  // namespace gridlore::query
