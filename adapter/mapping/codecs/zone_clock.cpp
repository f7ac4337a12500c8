#include "adapter/mapping/codecs/zone_clock.h"

#include <date/tz.h>

#include <algorithm>
#include <exception>

#include "adapter/mapping/codecs/posix_rule.h"
#include "knowledge-engine/base/nearest_name.h"

namespace gridlore::mapping {
namespace {

/// No clock is further from UTC.
constexpr std::chrono::hours furthest_offset{26};
constexpr date::sys_seconds end_of_rules = date::sys_days(date::year(2101) / date::January / 1);

date::sys_seconds utc(date::local_seconds shown, std::chrono::seconds offset) {
    return date::sys_seconds(shown.time_since_epoch() - offset);
}

Error no_such_zone(const std::string& zone) {
    std::vector<std::string> names;
    try {
        for (const date::time_zone& known : date::get_tzdb().zones) {
            names.push_back(known.name());
        }
    } catch (const std::exception& failure) {
        return {ErrorKind::Unavailable, std::string("there is no time zone database here: ") + failure.what()};
    }
    const auto nearest = nearest_name(zone, names);
    return invalid_input("there is no time zone `" + zone + "`; " +
                         (nearest ? "did you mean `" + *nearest + "`?" : "write one such as `Europe/Lisbon`"));
}

}  // namespace

Result<ZoneClock> ZoneClock::of(const std::string& zone) {
    ZoneClock clock(zone.empty() ? "UTC" : zone);
    try {
        clock.add_listed();
    } catch (const std::exception&) {
        return no_such_zone(zone);
    }
    clock.add_by_rule();
    return clock;
}

void ZoneClock::add(Stretch stretch) {
    if (stretches_.empty() || stretches_.back().offset != stretch.offset) {
        stretches_.push_back(stretch);
    }
}

void ZoneClock::add_listed() {
    const date::time_zone* const zone = date::locate_zone(zone_);
    date::sys_info info = zone->get_info(date::sys_seconds(date::sys_days(date::year::min() / date::January / 1)));
    add({date::sys_seconds::min(), info.offset});
    while (info.end < end_of_rules) {
        info = zone->get_info(info.end);
        add({info.begin, info.offset});
    }
}

void ZoneClock::add_by_rule() {
    for (const OffsetChange& change : changes_by_rule(zone_, stretches_.back().begin, end_of_rules)) {
        add({change.begin, change.offset});
    }
}

std::size_t ZoneClock::stretch_at(date::sys_seconds time) const {
    const auto behind = std::ranges::upper_bound(stretches_, time, {}, &Stretch::begin);
    return static_cast<std::size_t>(behind - stretches_.begin()) - 1;
}

std::chrono::seconds ZoneClock::offset_at(date::sys_seconds time) const {
    return stretches_[stretch_at(time)].offset;
}

ZoneClock::Times ZoneClock::times_of(date::local_seconds shown) const {
    Times found;
    const date::sys_seconds latest = utc(shown, -furthest_offset);
    for (std::size_t i = stretch_at(utc(shown, furthest_offset));
         i < stretches_.size() && stretches_[i].begin <= latest && found.count < found.times.size(); ++i) {
        const date::sys_seconds time = utc(shown, stretches_[i].offset);
        if (stretches_[i].begin <= time && (i + 1 == stretches_.size() || time < stretches_[i + 1].begin)) {
            found.times[found.count++] = time;
        }
    }
    return found;
}

ZoneClock::Gap ZoneClock::gap_at(date::local_seconds shown) const {
    std::size_t i = stretch_at(utc(shown, furthest_offset)) + 1;
    const auto shown_at = [](date::sys_seconds time, const Stretch& stretch) {
        return date::local_seconds(time.time_since_epoch() + stretch.offset);
    };
    while (i + 1 < stretches_.size() && shown_at(stretches_[i].begin, stretches_[i]) <= shown) {
        ++i;
    }
    return {shown_at(stretches_[i].begin, stretches_[i - 1]), shown_at(stretches_[i].begin, stretches_[i])};
}

}  // namespace gridlore::mapping
