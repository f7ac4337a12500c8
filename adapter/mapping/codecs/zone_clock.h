/// The clock of a time zone, without the library's locks and names: which offset it has when. Private to this folder.
#pragma once

#include <date/date.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "knowledge-engine/base/result.h"

namespace gridlore::mapping {

/// Immutable; safe from any thread. Knows the changes of the IANA database up to the year 2100, and takes no more of
/// them to come. Time of a look-up is the logarithm of their number.
class ZoneClock {
  public:
    /// InvalidInput: the database of this machine has no such zone.
    static Result<ZoneClock> of(const std::string& zone);

    const std::string& zone() const { return zone_; }
    /// Ahead of UTC.
    std::chrono::seconds offset_at(date::sys_seconds time) const;

    /// When the clock shows a time: never, once or twice.
    struct Times {
        std::array<date::sys_seconds, 2> times;  ///< in their order
        std::size_t count = 0;
    };
    Times times_of(date::local_seconds shown) const;

    /// What the clock shows before and behind the change that leaves out `shown`.
    struct Gap {
        date::local_seconds from;
        date::local_seconds to;
    };
    /// Precondition: the clock never shows it.
    Gap gap_at(date::local_seconds shown) const;

  private:
    /// Lasts until the next one begins.
    struct Stretch {
        date::sys_seconds begin;
        std::chrono::seconds offset;
    };

    explicit ZoneClock(std::string zone) : zone_(std::move(zone)) {}
    void add(Stretch stretch);
    void add_listed();
    void add_by_rule();
    std::size_t stretch_at(date::sys_seconds time) const;

    std::string zone_;
    std::vector<Stretch> stretches_;  ///< the first has no beginning
};

}  // namespace gridlore::mapping
