/// The quarter hours, hours and days of a zone's clock.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"

namespace gridlore::sql {

enum class Granularity : std::uint8_t { QuarterHour, Hour, Day };

/// `15min`, `hour`, `day`; `PT15M`, `PT1H`, `P1D`; and the IRIs gridlore:QuarterHourly, gridlore:Hourly,
/// gridlore:Daily, as text without brackets.
std::optional<Granularity> granularity_of(std::string_view text);

struct Interval {
    std::chrono::sys_seconds from;
    std::chrono::sys_seconds until;  ///< not in it
    friend bool operator==(const Interval&, const Interval&) = default;
};

/// For how long a zone's clock goes with one offset.
struct ClockPeriod {
    Interval interval;
    std::chrono::seconds offset{};  ///< ahead of UTC
};

/// Immutable; safe from any thread. By the machine's copy of the IANA time zone database.
class Calendar {
  public:
    /// InvalidInput: there is no such zone.
    static Result<Calendar> of(const std::string& zone);

    /// Which one `time` is in. A local day has 23, 24 or 25 hours where clocks change by one; an hour and a quarter end
    /// where the clock changes.
    Interval interval_at(std::chrono::sys_seconds time, Granularity granularity) const;
    /// The same of many times: `period` is kept from call to call, at first empty.
    Interval interval_at(std::chrono::sys_seconds time, Granularity granularity, ClockPeriod& period) const;
    /// `time` itself if an interval begins there, else where the next begins.
    std::chrono::sys_seconds first_begin(std::chrono::sys_seconds time, Granularity granularity) const;

  private:
    explicit Calendar(const void* zone) : zone_(zone) {}
    Interval day_at(std::chrono::sys_seconds time) const;
    ClockPeriod period_at(std::chrono::sys_seconds time) const;
    const void* zone_;  ///< the library's, for as long as the program runs
};

}  // namespace gridlore::sql
