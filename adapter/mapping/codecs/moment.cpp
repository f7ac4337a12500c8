#include "adapter/mapping/codecs/moment.h"

#include <chrono>

#include "adapter/mapping/codecs/time_format.h"
#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/time_value.h"

namespace gridlore::mapping {
namespace {

std::string fraction_of(std::chrono::milliseconds rest) {
    std::string digits;
    if (rest.count() != 0) {
        append_number(static_cast<int>(rest.count()), 3, digits);
        digits.erase(digits.find_last_not_of('0') + 1);
    }
    return digits;
}

}  // namespace

std::optional<Moment> moment_of(const rdf::TermView& literal) {
    if (const auto id = rdf::inline_id(literal.text, literal.datatype)) {
        const rdf::InlineInstant instant = rdf::inline_instant(*id);
        const date::sys_time<std::chrono::milliseconds> exact{std::chrono::milliseconds(instant.milliseconds)};
        const auto time = date::floor<std::chrono::seconds>(exact);
        return Moment{instant.zone_minutes.has_value(), time, fraction_of(exact - time)};
    }
    const rdf::Term term = rdf::Term::literal(std::string(literal.text), std::string(literal.datatype));
    const auto instant = literal.datatype == xsd_date ? rdf::date_value(term) : rdf::date_time_value(term);
    if (!instant) {
        return std::nullopt;
    }
    return Moment{instant->zoned, date::sys_seconds(std::chrono::seconds(instant->seconds)),
                  std::string(instant->fraction)};
}

void write_date_time(date::sys_seconds time, std::string_view fraction, std::string& room) {
    rdf::write_date_time({true, time.time_since_epoch().count(), fraction}, room);
}

}  // namespace gridlore::mapping
