/// What a client prefers, as `Accept` and its kin say it (RFC 9110, 12.4.2 and 12.5). Pure functions; safe from any
/// thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gridlore::http {

struct Preference {
    std::string value;        ///< in lower case, without parameters
    unsigned quality = 1000;  ///< thousandths; 0: not wanted
};

/// In the order of the header; what is malformed is left out. At most a hundred.
std::vector<Preference> preferences_of(std::string_view header);

/// The one of `offers` (media types in lower case, the server's favourite first) that a client with this `Accept` wants
/// most: its position, or `offers.size()` if it wants none. An empty header wants any.
std::size_t preferred(std::string_view accept, std::span<const std::string_view> offers);

}  // namespace gridlore::http
