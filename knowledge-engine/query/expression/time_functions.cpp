/// Functions on dates and times (SPARQL 1.1 Query, 17.4.5). The parts of a time are those that are written: they are
/// read from the literal, which is known to be well-formed (`-2011-01-10T14:45:13.815-05:00`), or computed from an
/// inline id. Those of a date are given, too.
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string>
#include <string_view>

#include "knowledge-engine/query/expression/function_table.h"
#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::query {
namespace {

/// Views of a time's text; the clock's are empty for a date.
struct TimeParts {
    std::string_view year, month, day, hours, minutes, seconds, zone;
};

TimeParts split(std::string_view text) {
    TimeParts parts;
    const std::size_t year_end = text.find('-', 1);
    parts.year = text.substr(0, year_end);
    parts.month = text.substr(year_end + 1, 2);
    parts.day = text.substr(year_end + 4, 2);
    text.remove_prefix(year_end + 6);
    if (text.starts_with('T')) {
        parts.hours = text.substr(1, 2);
        parts.minutes = text.substr(4, 2);
        const std::size_t zone_at = std::min(text.find_first_of("Z+-"), text.size());
        parts.seconds = text.substr(7, zone_at - 7);
        text.remove_prefix(zone_at);
    }
    parts.zone = text;
    return parts;
}

Value whole(std::string_view digits) {
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return Value::of(Number::integer(number));
}

Value decimal(std::string_view digits) {
    return Value::of(Number::of(rdf::Term::literal(std::string(digits), std::string(rdf::xsd_decimal))));
}

bool is_time(const Value& value) {
    return value.kind() == Value::Kind::DateTime || value.kind() == Value::Kind::Date;
}

/// What was written on a clock in the place of an inline time, since 1970-01-01T00:00:00.
std::chrono::milliseconds written_time(rdf::TermId id) {
    const rdf::InlineInstant instant = rdf::inline_instant(id);
    return std::chrono::milliseconds(instant.milliseconds) + std::chrono::minutes(instant.zone_minutes.value_or(0));
}

using Make = Value (*)(std::string_view part);
using Compute = std::int64_t (*)(std::chrono::milliseconds time);

std::chrono::year_month_day date_of(std::chrono::milliseconds time) {
    return std::chrono::year_month_day(std::chrono::sys_days(std::chrono::floor<std::chrono::days>(time)));
}
std::chrono::hh_mm_ss<std::chrono::milliseconds> clock_of(std::chrono::milliseconds time) {
    return std::chrono::hh_mm_ss(time - std::chrono::floor<std::chrono::days>(time));
}
std::int64_t year_of(std::chrono::milliseconds time) {
    return static_cast<int>(date_of(time).year());
}
std::int64_t month_of(std::chrono::milliseconds time) {
    return static_cast<unsigned>(date_of(time).month());
}
std::int64_t day_of(std::chrono::milliseconds time) {
    return static_cast<unsigned>(date_of(time).day());
}
std::int64_t hours_of(std::chrono::milliseconds time) {
    return clock_of(time).hours().count();
}
std::int64_t minutes_of(std::chrono::milliseconds time) {
    return clock_of(time).minutes().count();
}

template <std::string_view TimeParts::*part, Make make>
Value part_of(Arguments arguments, ExpressionContext& context) {
    if (!is_time(arguments[0])) {
        return {};
    }
    const TermPtr term = arguments[0].term(context.terms());
    const TimeParts parts = split(term->text);
    return (parts.*part).empty() && part != &TimeParts::zone ? Value() : make(parts.*part);
}

/// A whole part: without text where the id tells.
template <std::string_view TimeParts::*part, Compute compute>
Value number_of(Arguments arguments, ExpressionContext& context) {
    const bool has_clock = arguments[0].kind() == Value::Kind::DateTime;
    const bool of_date = part == &TimeParts::year || part == &TimeParts::month || part == &TimeParts::day;
    const rdf::TermId id = arguments[0].known_id();
    if (id.is_inline() && (has_clock || (of_date && arguments[0].kind() == Value::Kind::Date))) {
        return Value::of(Number::integer(compute(written_time(id))));
    }
    return part_of<part, whole>(arguments, context);
}

Value zone_text(std::string_view zone) {
    return Value::string(std::string(zone));
}

/// An xsd:dayTimeDuration: `PT0S`, `-PT8H`, `PT5H30M`; an error without a zone.
Value zone_duration(std::string_view zone) {
    static constexpr std::string_view duration = "http://www.w3.org/2001/XMLSchema#dayTimeDuration";
    if (zone.empty()) {
        return {};
    }
    int hours = 0;
    int minutes = 0;
    if (zone != "Z") {
        std::from_chars(zone.data() + 1, zone.data() + 3, hours);
        std::from_chars(zone.data() + 4, zone.data() + 6, minutes);
    }
    std::string text = zone.front() == '-' && hours + minutes > 0 ? "-PT" : "PT";
    text += hours > 0 ? std::to_string(hours) + "H" : "";
    text += minutes > 0 ? std::to_string(minutes) + "M" : "";
    text += hours + minutes == 0 ? "0S" : "";
    return Value::of(rdf::Term::literal(std::move(text), std::string(duration)));
}

Value now(Arguments, ExpressionContext& context) {
    return Value::of(context.now(), context.terms());
}

constexpr std::array<FunctionEntry, 9> table = {{{Function::Now, now},
                                                 {Function::Year, number_of<&TimeParts::year, year_of>},
                                                 {Function::Month, number_of<&TimeParts::month, month_of>},
                                                 {Function::Day, number_of<&TimeParts::day, day_of>},
                                                 {Function::Hours, number_of<&TimeParts::hours, hours_of>},
                                                 {Function::Minutes, number_of<&TimeParts::minutes, minutes_of>},
                                                 {Function::Seconds, part_of<&TimeParts::seconds, decimal>},
                                                 {Function::Timezone, part_of<&TimeParts::zone, zone_duration>},
                                                 {Function::Tz, part_of<&TimeParts::zone, zone_text>}}};

}  // namespace

std::span<const FunctionEntry> time_functions() {
    return table;
}

}  // namespace gridlore::query
