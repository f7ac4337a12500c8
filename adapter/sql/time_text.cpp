#include "adapter/sql/time_text.h"

#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term.h"
#include "knowledge-engine/rdf/time_value.h"

namespace gridlore::sql {
namespace {

rdf::Term date_time(std::string text) {
    return rdf::Term::literal(std::move(text), std::string(rdf::xsd_date_time));
}

/// As XML Schema writes it, if it is a time at all.
std::string schema_form(std::string_view text) {
    constexpr std::size_t day = 10;
    constexpr std::size_t minutes = 16;
    if (text.size() < minutes || (text[day] != ' ' && text[day] != 'T')) {
        return {};
    }
    std::string form(text);
    form[day] = 'T';
    if (form.size() == minutes || form[minutes] != ':') {
        form.insert(minutes, ":00");
    }
    const auto zone = form.find_first_of("+-Z", day);
    if (zone == std::string::npos) {
        return form + "Z";
    }
    const bool has_hours_only = form[zone] != 'Z' && form.size() == zone + 3;
    return has_hours_only ? form + ":00" : form;
}

}  // namespace

bool utc_time(std::string_view text, std::string& room) {
    const rdf::Term term = date_time(schema_form(text));
    const auto instant = rdf::date_time_value(term);
    room = instant ? rdf::canonical_date_time(*instant).text : std::string(text);
    return instant.has_value();
}

std::optional<std::chrono::sys_seconds> whole_second_before(std::string_view text) {
    const rdf::Term term = date_time(std::string(text));
    const auto instant = rdf::date_time_value(term);
    if (!instant || !instant->zoned) {
        return std::nullopt;
    }
    return std::chrono::sys_seconds(std::chrono::seconds(instant->seconds));
}

Result<std::string> whole_second_at_or_after(const std::string& text) {
    const rdf::Term term = date_time(text);
    const auto instant = rdf::date_time_value(term);
    if (!instant || !instant->zoned) {
        return invalid_input("'" + text + "' is no time in UTC.");
    }
    const std::int64_t whole = instant->seconds + (instant->fraction.empty() ? 0 : 1);
    return utc_text(std::chrono::sys_seconds(std::chrono::seconds(whole)));
}

std::string utc_text(std::chrono::sys_seconds time) {
    return rdf::canonical_date_time({true, time.time_since_epoch().count(), {}}).text;
}

}  // namespace gridlore::sql
