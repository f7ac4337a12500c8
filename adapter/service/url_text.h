/// Paths and query strings as texts (RFC 3986). Pure functions; safe from any thread. Private to this folder.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "knowledge-engine/base/result.h"

namespace gridlore::service {

/// `%41` of a path resolved. InvalidInput: a percent sign without two digits behind it, or no UTF-8.
Result<std::string> percent_decoded(std::string_view text);

/// A path's text with all that no path may have percent-encoded; slashes stay.
std::string encoded_path(std::string_view text);

/// The segments of a path, as they stand there; one trailing slash is not counted.
std::vector<std::string_view> segments_of(std::string_view path);

/// Whether a segment is `.` or `..`: that means another path, however it is written (RFC 3986, 5.2.4).
bool is_dots(std::string_view segment);

/// `a=1&b=2` decoded, in its order; a name may come twice. InvalidInput as above; LimitExceeded: more than a thousand.
Result<std::vector<std::pair<std::string, std::string>>> query_parameters(std::string_view query);

}  // namespace gridlore::service
