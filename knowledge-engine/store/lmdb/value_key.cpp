#include "knowledge-engine/store/lmdb/value_key.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>

#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/number_value.h"
#include "knowledge-engine/rdf/time_value.h"
#include "knowledge-engine/store/lmdb/tables.h"

namespace gridlore::store::lmdb {
namespace {

/// Part of the file's format.
enum class Space : char { Number = 1, ZonedDateTime, UnzonedDateTime, ZonedDate, UnzonedDate, Boolean, String };

constexpr std::size_t text_bytes = 16;
constexpr std::size_t fraction_digits = 12;
constexpr std::uint64_t sign = std::uint64_t{1} << 63;

std::string key_of(Space space, std::string_view bytes) {
    std::string key(1, static_cast<char>(space));
    return key.append(bytes);
}

std::optional<std::string> number_key(double number) {
    if (std::isnan(number)) {
        return std::nullopt;
    }
    const auto bits = std::bit_cast<std::uint64_t>(number + 0.0);  // -0 becomes 0
    return key_of(Space::Number, IdBytes((bits & sign) != 0 ? ~bits : bits | sign).view());
}

/// The nearest double: rounding keeps the order.
double nearest(const rdf::Decimal& decimal) {
    std::string text(decimal.negative ? "-" : "");
    text.append(decimal.whole.empty() ? "0" : decimal.whole).append(".");
    text.append(decimal.fraction.empty() ? "0" : decimal.fraction);
    double number = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc::result_out_of_range) {
        const double magnitude = decimal.whole.empty() ? 0 : std::numeric_limits<double>::infinity();
        return decimal.negative ? -magnitude : magnitude;
    }
    return number;
}

std::string instant_key(Space zoned, Space unzoned, const rdf::Instant& instant) {
    std::string key =
        key_of(instant.zoned ? zoned : unzoned, IdBytes(static_cast<std::uint64_t>(instant.seconds) ^ sign).view());
    return key.append(instant.fraction.substr(0, fraction_digits));
}

}  // namespace

std::optional<std::string> value_key(const rdf::Term& term) {
    if (!term.datatype.starts_with(rdf::xsd_ns)) {
        return std::nullopt;
    }
    if (term.datatype == rdf::xsd_string) {
        return key_of(Space::String, std::string_view(term.text).substr(0, text_bytes));
    }
    if (const auto decimal = rdf::decimal_value(term)) {
        return number_key(nearest(*decimal));
    }
    if (const auto number = rdf::double_value(term)) {
        return number_key(*number);
    }
    if (const auto number = rdf::float_value(term)) {
        return number_key(static_cast<double>(*number));
    }
    if (const auto instant = rdf::date_time_value(term)) {
        return instant_key(Space::ZonedDateTime, Space::UnzonedDateTime, *instant);
    }
    if (const auto day = rdf::date_value(term)) {
        return instant_key(Space::ZonedDate, Space::UnzonedDate, *day);
    }
    if (term.datatype == rdf::xsd_boolean && (term.text == "true" || term.text == "1")) {
        return key_of(Space::Boolean, "1");
    }
    if (term.datatype == rdf::xsd_boolean && (term.text == "false" || term.text == "0")) {
        return key_of(Space::Boolean, "0");
    }
    return std::nullopt;
}

}  // namespace gridlore::store::lmdb
