#include "knowledge-engine/rdf/number_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rdf {
namespace {

std::optional<Decimal> read_decimal(std::string_view text) {
    Decimal number;
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        number.negative = text.front() == '-';
        text.remove_prefix(1);
    }
    number.whole = text.substr(0, count_ascii_digits(text));
    text.remove_prefix(number.whole.size());
    if (text.starts_with('.')) {
        number.fraction = text.substr(1, count_ascii_digits(text.substr(1)));
        text.remove_prefix(1 + number.fraction.size());
    }
    if (!text.empty() || number.is_zero()) {
        return std::nullopt;
    }
    number.whole.remove_prefix(std::min(number.whole.find_first_not_of('0'), number.whole.size()));
    number.fraction = number.fraction.substr(0, number.fraction.find_last_not_of('0') + 1);
    number.negative = number.negative && !number.is_zero();
    return number;
}

std::strong_ordering compare_magnitude(const Decimal& a, const Decimal& b) {
    if (const auto order = a.whole.size() <=> b.whole.size(); order != 0) {
        return order;
    }
    if (const auto order = a.whole <=> b.whole; order != 0) {
        return order;
    }
    return a.fraction <=> b.fraction;
}

std::string to_lexical(const Decimal& number) {
    std::string text = number.negative ? "-" : "";
    text += number.whole.empty() ? "0" : number.whole;
    if (!number.fraction.empty()) {
        text.append(".").append(number.fraction);
    }
    return text;
}

/// The types derived from xsd:integer and their bounds; an empty bound is none (XML Schema 1.1 part 2, 3.4).
struct IntegerType {
    std::string_view name;
    std::string_view least;
    std::string_view greatest;
};
constexpr std::array<IntegerType, 13> integer_types = {{{"integer", "", ""},
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
                                                        {"unsignedByte", "0", "255"}}};

bool is_in_range(const Decimal& number, const IntegerType& type) {
    const bool enough = type.least.empty() || compare(number, *read_decimal(type.least)) >= 0;
    const bool not_too_much = type.greatest.empty() || compare(number, *read_decimal(type.greatest)) <= 0;
    return enough && not_too_much;
}

/// Which way a number went that fits no finite float: to infinity, or to zero.
template <typename Float>
Float out_of_range_value(std::string_view text) {
    const std::size_t exponent_at = std::min(text.find_first_of("eE"), text.size());
    const std::string_view mantissa = text.substr(0, exponent_at);
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    const std::size_t first = mantissa.find_first_of("123456789");
    if (first == std::string_view::npos) {
        return 0;
    }
    std::string_view exponent = text.substr(std::min(exponent_at + 1, text.size()));
    const bool negative = exponent.starts_with('-');
    exponent.remove_prefix(!exponent.empty() && !is_ascii_digit(exponent.front()) ? 1 : 0);
    std::int64_t power = 0;
    if (std::from_chars(exponent.data(), exponent.data() + exponent.size(), power).ec ==
        std::errc::result_out_of_range) {
        power = std::numeric_limits<std::int64_t>::max() / 2;
    }
    const auto leading = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first);
    return leading + (negative ? -power : power) > 0 ? std::numeric_limits<Float>::infinity() : Float{0};
}

/// True for the lexical forms of xsd:double with digits.
bool is_floating_lexical(std::string_view text) {
    const std::size_t exponent_at = text.find_first_of("eE");
    if (!read_decimal(text.substr(0, exponent_at))) {
        return false;
    }
    if (exponent_at == std::string_view::npos) {
        return true;
    }
    std::string_view exponent = text.substr(exponent_at + 1);
    if (!exponent.empty() && (exponent.front() == '+' || exponent.front() == '-')) {
        exponent.remove_prefix(1);
    }
    return !exponent.empty() && count_ascii_digits(exponent) == exponent.size();
}

template <typename Float>
std::optional<Float> read_floating(std::string_view text) {
    if (text == "NaN") {
        return std::numeric_limits<Float>::quiet_NaN();
    }
    const bool negative = text.starts_with('-');
    if (text == "INF" || text == "+INF" || text == "-INF") {
        const Float infinity = std::numeric_limits<Float>::infinity();
        return negative ? -infinity : infinity;
    }
    if (!is_floating_lexical(text)) {
        return std::nullopt;
    }
    text.remove_prefix(negative || text.starts_with('+') ? 1 : 0);
    Float value = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc::result_out_of_range) {
        value = out_of_range_value<Float>(text);
    }
    return negative ? -value : value;
}

/// XML Schema's canonical form, `2.15E1`; both zeros are one value.
template <typename Float>
std::string floating_lexical(Float value) {
    if (std::isnan(value)) {
        return "NaN";
    }
    if (std::isinf(value)) {
        return value > 0 ? "INF" : "-INF";
    }
    std::array<char, 64> buffer{};
    const Float written = value == 0 ? Float{0} : value;
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), written, std::chars_format::scientific);
    const std::string_view text(buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data()));
    const std::size_t exponent_at = text.find('e');
    std::string result(text.substr(0, exponent_at));
    if (result.find('.') == std::string::npos) {
        result += ".0";
    }
    const std::string_view exponent = text.substr(exponent_at + 1);
    const std::string_view digits = exponent.substr(std::min(exponent.find_first_not_of("+-0"), exponent.size() - 1));
    result.append(exponent.starts_with('-') && digits != "0" ? "E-" : "E").append(digits);
    return result;
}

}  // namespace

std::strong_ordering compare(const Decimal& a, const Decimal& b) {
    if (a.negative != b.negative) {
        return a.negative ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    return a.negative ? compare_magnitude(b, a) : compare_magnitude(a, b);
}

std::strong_ordering compare(const Decimal& decimal, double number) {
    const std::string text = to_lexical(decimal);
    // Rounding keeps order, so only a tie has to be looked at in full.
    const double rounded = *read_floating<double>(text);
    if (rounded != number) {
        return rounded < number ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    if (std::isinf(number)) {
        return number > 0 ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    // A double has at most 309 digits before the point and 1074 behind it, and this prints all of them.
    std::array<char, 1400> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed, 1074);
    const auto exact = read_decimal({buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data())});
    return compare(decimal, *exact);
}

std::optional<Decimal> decimal_value(const Term& term) {
    if (!term.datatype.starts_with(xsd_ns)) {
        return std::nullopt;
    }
    const std::string_view name = std::string_view(term.datatype).substr(xsd_ns.size());
    if (name == "decimal") {
        return read_decimal(term.text);
    }
    const auto type = std::find_if(integer_types.begin(), integer_types.end(),
                                   [&](const IntegerType& candidate) { return candidate.name == name; });
    if (type == integer_types.end() || term.text.find('.') != std::string::npos) {
        return std::nullopt;
    }
    const auto number = read_decimal(term.text);
    return number && is_in_range(*number, *type) ? number : std::nullopt;
}

Term canonical_decimal(const Decimal& number) {
    return Term::literal(to_lexical(number), std::string(number.fraction.empty() ? xsd_integer : xsd_decimal));
}

std::optional<double> double_value(const Term& term) {
    return term.datatype == xsd_double ? read_floating<double>(term.text) : std::nullopt;
}

std::optional<float> float_value(const Term& term) {
    return term.datatype == xsd_float ? read_floating<float>(term.text) : std::nullopt;
}

Term canonical_double(double value) {
    return Term::literal(floating_lexical(value), std::string(xsd_double));
}

Term canonical_float(float value) {
    return Term::literal(floating_lexical(value), std::string(xsd_float));
}

}  // namespace gridlore::rdf
