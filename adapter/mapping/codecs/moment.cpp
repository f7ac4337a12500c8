#include "adapter/mapping/codecs/moment.h"

#include <chrono>

#include "knowledge-engine/rdf/time_value.h"

namespace gridlore::mapping {
namespace {

date::sys_seconds time_of(const rdf::Instant& instant) {
    return date::sys_seconds(std::chrono::seconds(instant.seconds));
}

}  // namespace

std::optional<Moment> moment_of(const rdf::TermView& literal) {
    if (literal.datatype == xsd_date) {
        const auto day = rdf::date_value(owned(literal));
        return day ? std::optional(Moment{day->zoned, time_of(*day), {}}) : std::nullopt;
    }
    const auto instant = rdf::date_time_value(literal.text);
    if (!instant || (literal.datatype == xsd_date_time_stamp && !instant->zoned)) {
        return std::nullopt;
    }
    return Moment{instant->zoned, time_of(*instant), instant->fraction};
}

void write_date_time(date::sys_seconds time, std::string_view fraction, std::string& room) {
    rdf::write_date_time({true, time.time_since_epoch().count(), fraction}, room);
}

}  // namespace gridlore::mapping
