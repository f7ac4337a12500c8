/// Pieces of header fields (RFC 9110) and of addresses (RFC 3986). Pure functions; safe from any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "knowledge-engine/base/result.h"

namespace gridlore::http {

/// Without blanks and tabs at both ends.
std::string_view trimmed(std::string_view text);

/// With the letters of ASCII made small, whatever the locale.
std::string lower_case(std::string_view text);

/// Whether they differ in nothing but the case of ASCII's letters, as names of header fields may.
bool equal_ignoring_case(std::string_view a, std::string_view b);

/// What stands before the next `separator`, which is taken with it; all of it if there is none.
std::string_view take_until(std::string_view& text, char separator);

/// `%41` and, if so said, `+` resolved, into bytes of any encoding. InvalidInput: a percent sign without two
/// hexadecimal digits behind it.
Result<std::string> percent_decoded(std::string_view text, bool plus_is_space);

/// `a=1&b=2` decoded, in its order; a name may come twice. InvalidInput as above; LimitExceeded: more than `limit`.
Result<std::vector<std::pair<std::string, std::string>>> query_parameters(std::string_view query, std::size_t limit);

}  // namespace gridlore::http
