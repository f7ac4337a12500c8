#include "adapter/sql/calendar.h"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace gridlore::sql {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

const date::time_zone& zone_behind(const void* zone) {
    return *static_cast<const date::time_zone*>(zone);
}

/// Of a length that divides the day, on a clock that does not change in it.
Interval interval_of(sys_seconds time, const ClockPeriod& clock, seconds length) {
    const seconds local = time.time_since_epoch() + clock.offset;
    const seconds into = ((local % length) + length) % length;
    const sys_seconds from = time - into;
    return {std::max(from, clock.interval.from), std::min(from + length, clock.interval.until)};
}

}  // namespace

std::optional<Granularity> granularity_of(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, Granularity>, 9> names = {{
        {"15min", Granularity::QuarterHour},
        {"hour", Granularity::Hour},
        {"day", Granularity::Day},
        {"PT15M", Granularity::QuarterHour},
        {"PT1H", Granularity::Hour},
        {"P1D", Granularity::Day},
        {"https://w3id.org/gridlore#QuarterHourly", Granularity::QuarterHour},
        {"https://w3id.org/gridlore#Hourly", Granularity::Hour},
        {"https://w3id.org/gridlore#Daily", Granularity::Day},
    }};
    const auto* const found =
        std::find_if(names.begin(), names.end(), [&](const auto& name) { return name.first == text; });
    return found == names.end() ? std::nullopt : std::optional(found->second);
}

Result<Calendar> Calendar::of(const std::string& zone) {
    try {
        return Calendar(date::locate_zone(zone));
    } catch (const std::runtime_error&) {
        return invalid_input("there is no time zone '" + zone + "'; write it as Europe/Lisbon.");
    }
}

Interval Calendar::day_at(sys_seconds time) const {
    const date::time_zone& zone = zone_behind(zone_);
    const auto day = date::floor<date::days>(zone.to_local(time));
    // Where midnight never comes or comes twice, a day begins when the clock first shows it.
    return {zone.to_sys(day, date::choose::earliest), zone.to_sys(day + date::days(1), date::choose::earliest)};
}

ClockPeriod Calendar::period_at(sys_seconds time) const {
    const date::sys_info clock = zone_behind(zone_).get_info(time);
    return {{clock.begin, clock.end}, clock.offset};
}

Interval Calendar::interval_at(sys_seconds time, Granularity granularity) const {
    ClockPeriod period;
    return interval_at(time, granularity, period);
}

Interval Calendar::interval_at(sys_seconds time, Granularity granularity, ClockPeriod& period) const {
    if (granularity == Granularity::Day) {
        return day_at(time);
    }
    if (time < period.interval.from || time >= period.interval.until) {
        period = period_at(time);
    }
    const seconds length = granularity == Granularity::Hour ? std::chrono::hours(1) : std::chrono::minutes(15);
    return interval_of(time, period, length);
}

sys_seconds Calendar::first_begin(sys_seconds time, Granularity granularity) const {
    const Interval interval = interval_at(time, granularity);
    return interval.from == time ? time : interval.until;
}

}  // namespace gridlore::sql
