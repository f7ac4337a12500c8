/// What `GET /1.0/Data/Metering` answers for a long time, the same each time. Pure functions.
#pragma once

#include <cstddef>
#include <string>

namespace gridlore::bench {

inline constexpr std::size_t readings_of_year = 35'040;  // quarter hours

/// One user's readings from number `first` on, each a quarter hour behind the one before it, on Lisbon's clock: the
/// elements of their list, without commas at its ends.
std::string metering_elements(std::size_t first, std::size_t count);
/// The payload around them.
std::string metering_begin();
std::string metering_end();

}  // namespace gridlore::bench
