#include "adapter/sql/time_text.h"

#include "knowledge-engine/rdf/clock_text.h"
#include "knowledge-engine/rdf/time_value.h"

namespace gridlore::sql {
namespace {

using std::chrono::sys_seconds;

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

Cell utc_cell(std::string_view text, std::string& room) {
    std::string_view rest = text;
    if (const auto usual = rdf::take_clock_time(rest); usual && rest == "Z") {
        return {Kind::Time, text, sys_seconds(std::chrono::seconds(*usual))};
    }
    std::string form;
    auto instant = rdf::date_time_value(text);
    if (!instant || !instant->zoned) {
        form = schema_form(text);
        instant = rdf::date_time_value(form);
    }
    if (!instant) {
        return {Kind::Text, text};
    }
    rdf::write_date_time(*instant, room);
    return {Kind::Time, room};
}

std::optional<std::chrono::sys_seconds> whole_second_before(std::string_view text) {
    const auto instant = rdf::date_time_value(text);
    if (!instant || !instant->zoned) {
        return std::nullopt;
    }
    return std::chrono::sys_seconds(std::chrono::seconds(instant->seconds));
}

Result<std::string> whole_second_at_or_after(const std::string& text) {
    const auto instant = rdf::date_time_value(text);
    if (!instant || !instant->zoned) {
        return invalid_input("'" + text + "' is no time in UTC.");
    }
    const std::int64_t whole = instant->seconds + (instant->fraction.empty() ? 0 : 1);
    return utc_text(std::chrono::sys_seconds(std::chrono::seconds(whole)));
}

void write_utc(std::chrono::sys_seconds time, std::string& out) {
    rdf::write_date_time({true, time.time_since_epoch().count(), {}}, out);
}

std::string utc_text(std::chrono::sys_seconds time) {
    std::string text;
    write_utc(time, text);
    return text;
}

}  // namespace gridlore::sql
