#include "knowledge-engine/rdf/value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rdf {
namespace {

/// Bounds of the integer types, as canonical decimals; empty: none.
struct IntegerType {
    std::string_view name;
    std::string_view least;
    std::string_view greatest;
};
constexpr IntegerType integer_types[] = {
    {"integer", "", ""},
    {"int", "-2147483648", "2147483647"},
    {"long", "-9223372036854775808", "9223372036854775807"},
    {"short", "-32768", "32767"},
    {"byte", "-128", "127"},
    {"nonNegativeInteger", "0", ""},
    {"positiveInteger", "1", ""},
    {"nonPositiveInteger", "", "0"},
    {"negativeInteger", "", "-1"},
    {"unsignedLong", "0", "18446744073709551615"},
    {"unsignedInt", "0", "4294967295"},
    {"unsignedShort", "0", "65535"},
    {"unsignedByte", "0", "255"},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A decimal without superfluous characters, or nothing if `text` is none.
std::optional<std::string> canonical_decimal(std::string_view text, bool point_allowed) {
    bool negative = false;
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
        negative = text[0] == '-';
        text.remove_prefix(1);
    }
    const std::size_t point = text.find('.');
    if (point != std::string_view::npos && !point_allowed) {
        return std::nullopt;
    }
    std::string_view whole = text.substr(0, point);
    std::string_view fraction = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
    if ((whole.empty() && fraction.empty()) || !std::ranges::all_of(whole, is_digit) ||
        !std::ranges::all_of(fraction, is_digit)) {
        return std::nullopt;
    }
    whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
    fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
    if (whole.empty() && fraction.empty()) {
        return "0";
    }
    std::string canonical = negative ? "-" : "";
    canonical.append(whole.empty() ? "0" : whole);
    if (!fraction.empty()) {
        canonical.append(".").append(fraction);
    }
    return canonical;
}

std::strong_ordering compare_decimals(std::string_view a, std::string_view b) {
    const bool negative = a[0] == '-';
    if (negative != (b[0] == '-')) {
        return negative ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    if (negative) {
        return compare_decimals(b.substr(1), a.substr(1));
    }
    const auto whole = [](std::string_view text) { return text.substr(0, text.find('.')); };
    if (whole(a).size() != whole(b).size()) {
        return whole(a).size() <=> whole(b).size();
    }
    return a.compare(b) <=> 0;
}

std::optional<std::string> decimal_of(const Term& term) {
    if (term.datatype == xsd_decimal) {
        return canonical_decimal(term.text, true);
    }
    if (!term.datatype.starts_with(xsd_ns)) {
        return std::nullopt;
    }
    const std::string_view name = std::string_view(term.datatype).substr(xsd_ns.size());
    const auto* type = std::ranges::find(integer_types, name, &IntegerType::name);
    if (type == std::end(integer_types)) {
        return std::nullopt;
    }
    auto canonical = canonical_decimal(term.text, false);
    const bool inside = canonical && (type->least.empty() || compare_decimals(*canonical, type->least) >= 0) &&
                        (type->greatest.empty() || compare_decimals(*canonical, type->greatest) <= 0);
    return inside ? canonical : std::nullopt;
}

template <typename Number>
std::optional<Number> floating(std::string_view text) {
    if (text == "INF" || text == "+INF") {
        return std::numeric_limits<Number>::infinity();
    }
    if (text == "-INF") {
        return -std::numeric_limits<Number>::infinity();
    }
    if (text == "NaN") {
        return std::numeric_limits<Number>::quiet_NaN();
    }
    if (text.starts_with('+')) {
        text.remove_prefix(1);
    }
    if (text.empty() || text.find_first_not_of("0123456789.eE+-") != std::string_view::npos) {
        return std::nullopt;
    }
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end != text.data() + text.size() || error == std::errc::invalid_argument) {
        return std::nullopt;
    }
    if (error == std::errc::result_out_of_range) {
        return std::nullopt;
    }
    return number == 0 ? Number{0} : number;
}

template <typename Number>
std::string canonical_floating(Number number) {
    if (std::isnan(number)) {
        return "NaN";
    }
    if (std::isinf(number)) {
        return number < 0 ? "-INF" : "INF";
    }
    std::array<char, 64> buffer{};
    const auto result =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::scientific);
    return {buffer.data(), result.ptr};
}

/// A date and time with a zone, as an instant: whole seconds since 1970 and the digits behind the point.
struct Instant {
    std::int64_t seconds = 0;
    std::string fraction;
    bool zoned = false;
};

std::optional<int> number(std::string_view text, std::size_t at, std::size_t length) {
    if (at + length > text.size() || !std::ranges::all_of(text.substr(at, length), is_digit)) {
        return std::nullopt;
    }
    int value = 0;
    std::from_chars(text.data() + at, text.data() + at + length, value);
    return value;
}

/// `YYYY-MM-DD`, as days since 1970; four-digit years, which is what meters write.
std::optional<std::int64_t> days(std::string_view text) {
    const auto year = number(text, 0, 4);
    const auto month = number(text, 5, 2);
    const auto day = number(text, 8, 2);
    if (!year || !month || !day || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) {
        return std::nullopt;
    }
    return std::chrono::sys_days(date).time_since_epoch().count();
}

std::optional<Instant> instant_of(std::string_view text) {
    const auto day = text.size() >= 19 && text[10] == 'T' ? days(text.substr(0, 10)) : std::nullopt;
    const auto hour = number(text, 11, 2);
    const auto minute = number(text, 14, 2);
    const auto second = number(text, 17, 2);
    if (!day || !hour || !minute || !second || text[13] != ':' || text[16] != ':' || *hour > 24 || *minute > 59 ||
        *second > 59 || (*hour == 24 && *minute + *second > 0)) {
        return std::nullopt;
    }
    Instant instant;
    instant.seconds = *day * 86'400 + *hour * 3'600 + *minute * 60 + *second;
    std::string_view rest = text.substr(19);
    if (rest.starts_with('.')) {
        const std::size_t end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
        const std::string_view digits = rest.substr(1, end - 1);
        if (digits.empty()) {
            return std::nullopt;
        }
        instant.fraction = digits.substr(0, digits.find_last_not_of('0') + 1);
        rest.remove_prefix(end);
    }
    if (rest == "Z") {
        instant.zoned = true;
    } else if (rest.size() == 6 && (rest[0] == '+' || rest[0] == '-') && rest[3] == ':') {
        const auto hours = number(rest, 1, 2);
        const auto minutes = number(rest, 4, 2);
        if (!hours || !minutes || *hours > 14 || *minutes > 59) {
            return std::nullopt;
        }
        instant.zoned = true;
        instant.seconds -= (rest[0] == '-' ? -1 : 1) * (*hours * 3'600 + *minutes * 60);
    } else if (!rest.empty()) {
        return std::nullopt;
    }
    return instant;
}

bool is_date_time(const Term& term) {
    return term.datatype == xsd_date_time || term.datatype == std::string(xsd_ns) + "dateTimeStamp";
}

std::optional<std::string> canonical_instant(const Term& term) {
    const auto instant = instant_of(term.text);
    if (!instant) {
        return std::nullopt;
    }
    // Not a form that anybody reads: two literals share it exactly if they mean the same instant.
    return std::to_string(instant->seconds) + (instant->fraction.empty() ? "" : "." + instant->fraction) +
           (instant->zoned ? "Z" : "");
}

std::optional<bool> boolean_of(const Term& term) {
    if (term.datatype != xsd_boolean) {
        return std::nullopt;
    }
    if (term.text == "true" || term.text == "1") {
        return true;
    }
    return term.text == "false" || term.text == "0" ? std::optional(false) : std::nullopt;
}

std::optional<double> number_of(const Term& term) {
    if (const auto decimal = decimal_of(term)) {
        return floating<double>(*decimal);
    }
    if (term.datatype == xsd_double) {
        return floating<double>(term.text);
    }
    if (term.datatype == xsd_float) {
        if (const auto value = floating<float>(term.text)) {
            return static_cast<double>(*value);
        }
    }
    return std::nullopt;
}

std::optional<Term> unless_same(const Term& term, std::string lexical, std::string_view datatype) {
    if (term.text == lexical && term.datatype == datatype) {
        return std::nullopt;
    }
    return Term::literal(std::move(lexical), std::string(datatype));
}

}  // namespace

std::optional<Term> canonical_value(const Term& term) {
    if (!term.is_literal() || !term.datatype.starts_with(xsd_ns) || term.datatype == xsd_string) {
        return std::nullopt;
    }
    if (auto decimal = decimal_of(term)) {
        return unless_same(term, std::move(*decimal), xsd_decimal);
    }
    if (term.datatype == xsd_double) {
        const auto value = floating<double>(term.text);
        return value ? unless_same(term, canonical_floating(*value), xsd_double) : std::nullopt;
    }
    if (term.datatype == xsd_float) {
        const auto value = floating<float>(term.text);
        return value ? unless_same(term, canonical_floating(*value), xsd_float) : std::nullopt;
    }
    if (const auto value = boolean_of(term)) {
        return unless_same(term, *value ? "true" : "false", xsd_boolean);
    }
    if (is_date_time(term)) {
        auto instant = canonical_instant(term);
        return instant ? unless_same(term, std::move(*instant), "urn:gridlore:instant") : std::nullopt;
    }
    return std::nullopt;
}

std::optional<std::strong_ordering> compare_values(const Term& a, const Term& b) {
    if (!a.is_literal() || !b.is_literal()) {
        return std::nullopt;
    }
    const auto decimal_a = decimal_of(a);
    const auto decimal_b = decimal_of(b);
    if (decimal_a && decimal_b) {
        return compare_decimals(*decimal_a, *decimal_b);
    }
    const auto number_a = number_of(a);
    const auto number_b = number_of(b);
    if (number_a && number_b) {
        if (std::isnan(*number_a) || std::isnan(*number_b)) {
            return std::nullopt;
        }
        return *number_a < *number_b   ? std::strong_ordering::less
               : *number_a > *number_b ? std::strong_ordering::greater
                                       : std::strong_ordering::equal;
    }
    if (is_date_time(a) && is_date_time(b)) {
        const auto instant_a = instant_of(a.text);
        const auto instant_b = instant_of(b.text);
        if (!instant_a || !instant_b || instant_a->zoned != instant_b->zoned) {
            return std::nullopt;
        }
        const auto seconds = instant_a->seconds <=> instant_b->seconds;
        return seconds != 0 ? seconds : instant_a->fraction.compare(instant_b->fraction) <=> 0;
    }
    if (a.datatype != b.datatype) {
        return std::nullopt;
    }
    if (a.datatype == xsd_string) {
        return a.text.compare(b.text) <=> 0;
    }
    if (a.datatype == std::string(xsd_ns) + "date") {
        const auto day_a = a.text.size() == 10 ? days(a.text) : std::nullopt;
        const auto day_b = b.text.size() == 10 ? days(b.text) : std::nullopt;
        return day_a && day_b ? std::optional(*day_a <=> *day_b) : std::nullopt;
    }
    const auto boolean_a = boolean_of(a);
    const auto boolean_b = boolean_of(b);
    return boolean_a && boolean_b ? std::optional(*boolean_a <=> *boolean_b) : std::nullopt;
}

}  // namespace gridlore::rdf
