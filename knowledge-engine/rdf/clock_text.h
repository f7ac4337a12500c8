/// The usual form of a clock's time, `2021-09-27T09:00:00`, read and written in one go: most times that come have it.
/// Years have four digits. Pure functions; safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gridlore::rdf {

/// Takes a time of exactly that form off the front of `text`, as seconds since 1970-01-01T00:00:00 of the same clock.
/// Nothing, and nothing taken: it does not begin with one, or there is no such day or time (24:00:00 is none here).
std::optional<std::int64_t> take_clock_time(std::string_view& text);

/// Appends it. False, and nothing appended: the year has more than four digits, or is before 0.
bool append_clock_time(std::int64_t seconds, std::string& out);

}  // namespace gridlore::rdf
