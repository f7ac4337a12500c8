/// "Did you mean …?" A pure function.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gridlore {

/// The candidate that needs the fewest changed letters, unless that is more than a third of them.
std::optional<std::string> nearest_name(std::string_view name, std::span<const std::string> candidates);

}  // namespace gridlore
