/// The kinds of inline ids, and how the 56 bits behind a kind hold a value. Private to this folder.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "knowledge-engine/rdf/inline_term.h"

namespace gridlore::rdf {

/// How the written text and the value's number relate.
enum class InlineShape : std::uint8_t { Integer, Decimal, Floating, Boolean, DateTime, Date, Time };

/// A kind's number is its position in the table. Numbers stand in stores: the order is never changed, new kinds are
/// added behind.
struct InlineKind {
    std::string_view datatype;  ///< behind the namespace of XML Schema
    InlineSpace space;
    InlineShape shape;
    unsigned form_bits;  ///< of the 56
    std::int64_t least;  ///< value
    std::int64_t greatest;
    bool zoned = false;
};

inline constexpr unsigned inline_payload_bits = 56;
inline constexpr std::int64_t inline_integer_bound = std::int64_t{1} << 55;
/// Decimals and floating-point numbers are kept as millionths.
inline constexpr std::int64_t inline_scale = 1'000'000;
inline constexpr unsigned inline_scale_digits = 6;
inline constexpr std::int64_t inline_decimal_bound = std::int64_t{1} << 51;
/// Decimals of at most 15 digits are different doubles, those of 6 are different floats.
inline constexpr std::int64_t inline_double_bound = 1'000'000'000'000'000;
/// Years are written with four digits, and there is none before the first.
inline constexpr int earliest_inline_year = 1;
inline constexpr int latest_inline_year = 4000;
inline constexpr std::int64_t minutes_of_day = 24 * 60;
inline constexpr std::int64_t milliseconds_of_minute = 60'000;
inline constexpr std::int64_t milliseconds_of_day = minutes_of_day * milliseconds_of_minute;

inline constexpr auto inline_kinds = [] {
    constexpr std::int64_t whole = inline_integer_bound;
    constexpr auto first_day_of = [](int year) {
        return std::int64_t{std::chrono::sys_days(std::chrono::year(year) / 1 / 1).time_since_epoch().count()};
    };
    constexpr std::int64_t first_day = first_day_of(earliest_inline_year);
    constexpr std::int64_t end = first_day_of(latest_inline_year + 1);
    constexpr std::int64_t first = first_day * milliseconds_of_day;
    constexpr std::int64_t last = end * milliseconds_of_day - 1;
    using Space = InlineSpace;
    using Shape = InlineShape;
    return std::to_array<InlineKind>({
        {"integer", Space::Integer, Shape::Integer, 0, -whole, whole - 1},
        {"decimal", Space::Decimal, Shape::Decimal, 4, -inline_decimal_bound, inline_decimal_bound - 1},
        {"double", Space::Double, Shape::Floating, 4, 1 - inline_double_bound, inline_double_bound - 1},
        {"float", Space::Float, Shape::Floating, 4, 1 - inline_double_bound, inline_double_bound - 1},
        {"boolean", Space::Boolean, Shape::Boolean, 1, 0, 1},
        {"dateTime", Space::DateTime, Shape::DateTime, 9, first, last, true},
        {"dateTime", Space::DateTime, Shape::DateTime, 2, first, last},
        {"dateTimeStamp", Space::DateTime, Shape::DateTime, 9, first, last, true},
        {"date", Space::Date, Shape::Date, 7, first_day * minutes_of_day, end * minutes_of_day - 1, true},
        {"date", Space::Date, Shape::Date, 0, first_day, end - 1},
        {"time", Space::Time, Shape::Time, 9, -milliseconds_of_day, 2 * milliseconds_of_day, true},
        {"time", Space::Time, Shape::Time, 2, 0, milliseconds_of_day - 1},
        {"int", Space::Integer, Shape::Integer, 0, -2147483648LL, 2147483647LL},
        {"long", Space::Integer, Shape::Integer, 0, -whole, whole - 1},
        {"short", Space::Integer, Shape::Integer, 0, -32768, 32767},
        {"byte", Space::Integer, Shape::Integer, 0, -128, 127},
        {"nonNegativeInteger", Space::Integer, Shape::Integer, 0, 0, whole - 1},
        {"positiveInteger", Space::Integer, Shape::Integer, 0, 1, whole - 1},
        {"nonPositiveInteger", Space::Integer, Shape::Integer, 0, -whole, 0},
        {"negativeInteger", Space::Integer, Shape::Integer, 0, -whole, -1},
        {"unsignedLong", Space::Integer, Shape::Integer, 0, 0, whole - 1},
        {"unsignedInt", Space::Integer, Shape::Integer, 0, 0, 4294967295LL},
        {"unsignedShort", Space::Integer, Shape::Integer, 0, 0, 65535},
        {"unsignedByte", Space::Integer, Shape::Integer, 0, 0, 255},
    });
}();

inline constexpr std::size_t integer_kind = 0;
inline constexpr std::size_t decimal_kind = 1;
inline constexpr std::size_t zoned_date_time_kind = 5;
inline constexpr std::size_t local_date_time_kind = 6;

/// What a payload holds.
struct InlineParts {
    std::size_t kind = 0;
    std::int64_t value = 0;
    unsigned form = 0;
};

constexpr std::int64_t inline_bias(const InlineKind& kind) {
    return std::int64_t{1} << (inline_payload_bits - kind.form_bits - 1);
}

constexpr TermId pack_inline(const InlineParts& parts) {
    const InlineKind& kind = inline_kinds[parts.kind];
    const auto biased = static_cast<std::uint64_t>(parts.value + inline_bias(kind));
    return TermId(TermId::inline_bit | (std::uint64_t{parts.kind} << inline_payload_bits) | (biased << kind.form_bits) |
                  parts.form);
}

/// What the table does not have (an id of no making of ours) comes out as something that it has.
constexpr InlineParts unpack_inline(TermId id) {
    const std::size_t number = (id.bits() & (TermId::inline_bit - 1)) >> inline_payload_bits;
    const std::size_t known = number < inline_kinds.size() ? number : 0;
    const InlineKind& kind = inline_kinds[known];
    const std::uint64_t payload = id.bits() & ((std::uint64_t{1} << inline_payload_bits) - 1);
    const std::int64_t value = static_cast<std::int64_t>(payload >> kind.form_bits) - inline_bias(kind);
    return {known, std::clamp(value, kind.least, kind.greatest),
            static_cast<unsigned>(payload & ((std::uint64_t{1} << kind.form_bits) - 1))};
}

/// All forms of one value.
constexpr IdInterval all_forms(std::size_t kind, std::int64_t first, std::int64_t last) {
    return {pack_inline({kind, first, 0}), pack_inline({kind, last, (1U << inline_kinds[kind].form_bits) - 1})};
}

}  // namespace gridlore::rdf
