/// What a zone's clock does behind the changes that the database lists one by one: the rule at the end of its file
/// (RFC 8536, 3.3). Private to this folder.
///
/// The date library does not read it: without it a clock would stay as it is after the last listed change, which of
/// Debian's database is in 2037.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <date/date.h>

namespace gridlore::mapping {

/// From `begin` on the clock is `offset` ahead of UTC.
struct OffsetChange {
    date::sys_seconds begin;
    std::chrono::seconds offset;
};

/// The changes behind `from` and before `until`, in their order; none if the zone has no rule, or one that the library
/// does not read. Precondition: the database has a zone of that name.
std::vector<OffsetChange> changes_by_rule(const std::string& zone, date::sys_seconds from, date::sys_seconds until);

}  // namespace gridlore::mapping
