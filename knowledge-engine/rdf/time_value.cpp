#include "knowledge-engine/rdf/time_value.h"

#include <chrono>
#include <cstdlib>
#include <string>
#include <utility>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/clock_text.h"
#include "knowledge-engine/rdf/digits.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rdf {
namespace {

constexpr std::string_view xsd_date_time_stamp = "http://www.w3.org/2001/XMLSchema#dateTimeStamp";
constexpr std::string_view xsd_date = "http://www.w3.org/2001/XMLSchema#date";

constexpr std::int64_t seconds_of_day = 86400;
constexpr int latest_year = 32000;

/// Years that the calendar of <chrono> has, with room for a day and a time zone at both ends; others are left
/// uninterpreted.
std::optional<int> take_year(std::string_view& text) {
    const bool negative = take(text, '-');
    const std::size_t digits = count_ascii_digits(text);
    if (digits < 4 || digits > 5 || (digits > 4 && text.front() == '0')) {
        return std::nullopt;
    }
    const int year = *take_number(text, digits);
    if ((negative && year == 0) || year > latest_year) {
        return std::nullopt;
    }
    return negative ? -year : year;
}

/// A date as days since 1970-01-01.
std::optional<std::int64_t> take_date(std::string_view& text) {
    const auto year = take_year(text);
    if (!year || !take(text, '-')) {
        return std::nullopt;
    }
    const auto month = take_number(text, 2);
    if (!month || !take(text, '-')) {
        return std::nullopt;
    }
    const auto day = take_number(text, 2);
    if (!day) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day)));
    if (!date.ok()) {
        return std::nullopt;
    }
    return std::chrono::sys_days(date).time_since_epoch().count();
}

struct Zone {
    bool given = false;
    int seconds = 0;  ///< east of Greenwich
};

/// The rest of a text as a time zone; empty text is none given. Nothing: malformed.
std::optional<Zone> read_zone(std::string_view text) {
    if (text.empty()) {
        return Zone{};
    }
    if (text == "Z") {
        return Zone{true, 0};
    }
    const bool negative = text.front() == '-';
    if (!negative && text.front() != '+') {
        return std::nullopt;
    }
    text.remove_prefix(1);
    const auto hours = take_number(text, 2);
    if (!hours || !take(text, ':')) {
        return std::nullopt;
    }
    const auto minutes = take_number(text, 2);
    if (!minutes || !text.empty() || *minutes > 59 || *hours * 60 + *minutes > 14 * 60) {
        return std::nullopt;
    }
    const int seconds = (*hours * 60 + *minutes) * 60;
    return Zone{true, negative ? -seconds : seconds};
}

/// False: the rest of the text is no zone.
bool add_zone(std::string_view zone_text, Instant& instant) {
    const auto zone = read_zone(zone_text);
    if (!zone) {
        return false;
    }
    instant.zoned = zone->given;
    instant.seconds -= zone->seconds;
    return true;
}

/// The digits behind a second, without zeros at the end. False: there is a point without digits.
bool take_fraction(std::string_view& text, Instant& instant) {
    if (!take(text, '.')) {
        return true;
    }
    const std::size_t digits = count_ascii_digits(text);
    instant.fraction = text.substr(0, digits);
    instant.fraction = instant.fraction.substr(0, instant.fraction.find_last_not_of('0') + 1);
    text.remove_prefix(digits);
    return digits != 0;
}

/// Of any year, and 24:00:00.
bool read_unusual_date_time(std::string_view text, Instant& instant) {
    const auto days = take_date(text);
    if (!days || !take(text, 'T')) {
        return false;
    }
    const auto hour = take_number(text, 2);
    const bool first_colon = take(text, ':');
    const auto minute = take_number(text, 2);
    const bool second_colon = take(text, ':');
    const auto second = take_number(text, 2);
    if (!hour || !first_colon || !minute || !second_colon || !second || *minute > 59 || *second > 59) {
        return false;
    }
    if (!take_fraction(text, instant)) {
        return false;
    }
    const bool end_of_day = *hour == 24 && *minute == 0 && *second == 0 && instant.fraction.empty();
    if (*hour > 23 && !end_of_day) {
        return false;
    }
    instant.seconds = *days * seconds_of_day + std::int64_t{*hour} * 3600 + std::int64_t{*minute} * 60 + *second;
    return add_zone(text, instant);
}

/// False: it is none, and `instant` means nothing.
bool read_date_time(std::string_view text, Instant& instant) {
    std::string_view rest = text;
    const auto seconds = take_clock_time(rest);
    if (!seconds) {
        return read_unusual_date_time(text, instant);
    }
    instant.seconds = *seconds;
    return take_fraction(rest, instant) && add_zone(rest, instant);
}

bool read_date(std::string_view text, Instant& instant) {
    const auto days = take_date(text);
    if (!days) {
        return false;
    }
    instant.seconds = *days * seconds_of_day;
    return add_zone(text, instant);
}

/// Of any year.
void append_unusual_time(std::int64_t seconds, std::string& out) {
    const std::chrono::sys_seconds time{std::chrono::seconds(seconds)};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    const int year = static_cast<int>(date.year());
    out.append(year < 0 ? "-" : "");
    append_padded(out, std::abs(year), 4);
    append_padded(out += '-', static_cast<unsigned>(date.month()), 2);
    append_padded(out += '-', static_cast<unsigned>(date.day()), 2);
    append_padded(out += 'T', clock.hours().count(), 2);
    append_padded(out += ':', clock.minutes().count(), 2);
    append_padded(out += ':', clock.seconds().count(), 2);
}

}  // namespace

std::strong_ordering compare(const Instant& a, const Instant& b) {
    const auto order = a.seconds <=> b.seconds;
    return order != 0 ? order : a.fraction <=> b.fraction;
}

std::optional<Instant> date_time_value(const Term& term) {
    const bool stamp = term.datatype == xsd_date_time_stamp;
    if (!stamp && term.datatype != xsd_date_time) {
        return std::nullopt;
    }
    auto instant = date_time_value(std::string_view(term.text));
    if (instant && stamp && !instant->zoned) {
        instant.reset();
    }
    return instant;
}

std::optional<Instant> date_time_value(std::string_view lexical) {
    std::optional<Instant> instant(std::in_place);  // where it is returned: there is no copy
    if (!read_date_time(lexical, *instant)) {
        instant.reset();
    }
    return instant;
}

void write_date_time(const Instant& instant, std::string& out) {
    out.clear();
    if (!append_clock_time(instant.seconds, out)) {
        append_unusual_time(instant.seconds, out);
    }
    if (!instant.fraction.empty()) {
        out.append(".").append(instant.fraction);
    }
    out += instant.zoned ? "Z" : "";
}

Term canonical_date_time(const Instant& instant) {
    std::string text;
    write_date_time(instant, text);
    return Term::literal(std::move(text), std::string(xsd_date_time));
}

std::optional<Instant> date_value(const Term& term) {
    std::optional<Instant> instant(std::in_place);
    if (term.datatype != xsd_date || !read_date(term.text, *instant)) {
        instant.reset();
    }
    return instant;
}

}  // namespace gridlore::rdf
