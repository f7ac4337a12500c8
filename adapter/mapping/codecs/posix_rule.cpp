#include "adapter/mapping/codecs/posix_rule.h"

#include <date/ptz.h>

#include <exception>
#include <fstream>

namespace gridlore::mapping {
namespace {

/// Where the date library finds the system's database, too.
constexpr const char* database_folder = "/usr/share/zoneinfo/";

/// The last line of the zone's file; empty if there is none.
std::string rule_of(const std::string& zone) {
    std::ifstream file(database_folder + zone, std::ios::binary);
    std::string line;
    std::string last;
    while (std::getline(file, line)) {
        last = line;
    }
    return last;
}

}  // namespace

std::vector<OffsetChange> changes_by_rule(const std::string& zone, date::sys_seconds from, date::sys_seconds until) {
    std::vector<OffsetChange> changes;
    try {
        const Posix::time_zone rule(rule_of(zone));
        date::sys_info info = rule.get_info(from);
        while (info.end < until) {
            info = rule.get_info(info.end);
            changes.push_back({info.begin, info.offset});
        }
    } catch (const std::exception&) {
        changes.clear();
    }
    return changes;
}

}  // namespace gridlore::mapping
