#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/clock_text.h"
#include "knowledge-engine/rdf/digits.h"
#include "knowledge-engine/rdf/inline_form.h"
#include "knowledge-engine/rdf/inline_kind.h"
#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rdf {
namespace {

/// A whole number without sign, and without zeros before it.
std::optional<std::int64_t> take_whole(std::string_view& text) {
    const std::size_t digits = count_ascii_digits(text);
    if (digits == 0 || digits > 18 || (digits > 1 && text.front() == '0')) {
        return std::nullopt;
    }
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + digits, number);
    text.remove_prefix(digits);
    return number;
}

std::optional<InlineParts> read_integer(std::string_view text) {
    const bool negative = take(text, '-');
    const auto whole = take_whole(text);
    if (!whole || !text.empty() || (negative && *whole == 0)) {
        return std::nullopt;
    }
    return InlineParts{0, negative ? -*whole : *whole, 0};
}

/// A decimal in its plain form; what is left of `text` is for the caller.
std::optional<InlineParts> take_decimal(std::string_view& text) {
    const bool negative = take(text, '-');
    const auto whole = take_whole(text);
    if (!whole || *whole > inline_double_bound / inline_scale * 10) {
        return std::nullopt;
    }
    std::int64_t scaled = *whole * inline_scale;
    unsigned digits = 0;
    if (take(text, '.')) {
        digits = static_cast<unsigned>(std::min<std::size_t>(count_ascii_digits(text), inline_scale_digits + 1));
        if (digits == 0 || digits > inline_scale_digits) {
            return std::nullopt;
        }
        scaled += std::int64_t{*take_number(text, digits)} * powers_of_ten[inline_scale_digits - digits];
    }
    if (negative && scaled == 0) {
        return std::nullopt;
    }
    return InlineParts{0, negative ? -scaled : scaled, digits};
}

std::optional<InlineParts> read_decimal(std::string_view text) {
    const auto parts = take_decimal(text);
    return text.empty() ? parts : std::nullopt;
}

/// The number whose `scientific_text` might be `text`.
std::optional<std::int64_t> read_scientific(std::string_view text) {
    const bool negative = take(text, '-');
    if (text.size() < 2 || text[1] != '.') {
        return std::nullopt;
    }
    std::int64_t number = take_number(text, 1).value_or(-1);
    text.remove_prefix(number < 0 ? 0 : 1);
    const std::size_t digits = count_ascii_digits(text);
    if (number < 0 || digits == 0 || digits > 14) {
        return std::nullopt;
    }
    for (const char c : text.substr(0, digits)) {
        number = number * 10 + (c - '0');
    }
    text.remove_prefix(digits);
    if (!take(text, 'E')) {
        return std::nullopt;
    }
    const bool below_one = take(text, '-');
    const int exponent = text.size() <= 2 ? take_number(text, text.size()).value_or(-1) : -1;
    if (exponent < 0) {
        return std::nullopt;
    }
    int shift = (below_one ? -exponent : exponent) - static_cast<int>(digits) + static_cast<int>(inline_scale_digits);
    for (; shift > 0 && number < inline_double_bound; --shift) {
        number *= 10;
    }
    for (; shift < 0 && number % 10 == 0 && number != 0; ++shift) {
        number /= 10;
    }
    if ((shift != 0 && number != 0) || number >= inline_double_bound) {
        return std::nullopt;
    }
    return negative ? -number : number;
}

std::optional<InlineParts> read_floating(std::string_view text, InlineSpace space) {
    std::optional<InlineParts> parts;
    if (text.find('E') == std::string_view::npos) {
        parts = read_decimal(text);
    } else if (const auto scaled = read_scientific(text); scaled && scientific_text(*scaled) == text) {
        parts = InlineParts{0, *scaled, scientific_form};
    }
    if (parts && space == InlineSpace::Float) {
        std::int64_t digits = std::abs(parts->value);
        while (digits != 0 && digits % 10 == 0) {
            digits /= 10;
        }
        if (digits >= inline_scale) {
            return std::nullopt;
        }
    }
    return parts;
}

std::optional<InlineParts> read_boolean(std::string_view text) {
    if (text == "true" || text == "false") {
        return InlineParts{0, text == "true" ? 1 : 0, word_form};
    }
    if (text == "1" || text == "0") {
        return InlineParts{0, text == "1" ? 1 : 0, digit_form};
    }
    return std::nullopt;
}

/// Days since 1970-01-01.
std::optional<std::int64_t> take_day(std::string_view& text) {
    const int year = take_number(text, 4).value_or(-1);
    const bool first = take(text, '-');
    const int month = take_number(text, 2).value_or(-1);
    const bool second = take(text, '-');
    const int day = take_number(text, 2).value_or(-1);
    if (year < earliest_inline_year || year > latest_inline_year || !first || month < 0 || !second || day < 0) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day)));
    if (!date.ok()) {
        return std::nullopt;
    }
    return std::chrono::sys_days(date).time_since_epoch().count();
}

/// Adds a second's fraction to milliseconds, with its digits as form.
std::optional<InlineParts> take_fraction(std::string_view& text, std::int64_t milliseconds) {
    unsigned digits = 0;
    if (take(text, '.')) {
        digits = static_cast<unsigned>(std::min<std::size_t>(count_ascii_digits(text), 4));
        if (digits == 0 || digits > 3) {
            return std::nullopt;
        }
        milliseconds += *take_number(text, digits) * powers_of_ten[3 - digits];
    }
    return InlineParts{0, milliseconds, digits};
}

/// Milliseconds since midnight, with the digits of the second's fraction as form.
std::optional<InlineParts> take_time_of_day(std::string_view& text) {
    const int hour = take_number(text, 2).value_or(-1);
    const bool first = take(text, ':');
    const int minute = take_number(text, 2).value_or(-1);
    const bool second = take(text, ':');
    const int seconds = take_number(text, 2).value_or(-1);
    if (hour < 0 || hour > 23 || !first || minute < 0 || minute > 59 || !second || seconds < 0 || seconds > 59) {
        return std::nullopt;
    }
    return take_fraction(text, ((std::int64_t{hour} * 60 + minute) * 60 + seconds) * 1000);
}

/// All of `text` as a time zone's code. Nothing: it is none, or none that has a code.
std::optional<unsigned> read_zone(std::string_view text) {
    if (text == "Z") {
        return utc_code;
    }
    const bool east = take(text, '+');
    if (!east && !take(text, '-')) {
        return std::nullopt;
    }
    const int hours = take_number(text, 2).value_or(-1);
    const bool colon = take(text, ':');
    const int minutes = take_number(text, 2).value_or(-1);
    const int offset = hours * 60 + minutes;
    if (hours < 0 || !colon || minutes < 0 || minutes > 59 || !text.empty() || minutes % quarter != 0 ||
        offset > 14 * 60 || (!east && offset == 0)) {
        return std::nullopt;
    }
    return static_cast<unsigned>(zone_code_of_zero + (east ? offset : -offset) / quarter);
}

/// Adds the zone, which is the rest of `text`, to a local time.
std::optional<InlineParts> with_zone(InlineParts local, std::string_view text, bool zoned, std::int64_t unit_of_minute,
                                     unsigned shift) {
    if (!zoned) {
        return text.empty() ? std::optional(local) : std::nullopt;
    }
    const auto code = read_zone(text);
    if (!code) {
        return std::nullopt;
    }
    local.value -= zone_minutes(*code) * unit_of_minute;
    local.form |= *code << shift;
    return local;
}

std::optional<InlineParts> read_date_time(std::string_view text, bool zoned) {
    const auto seconds = take_clock_time(text);
    const auto local = seconds ? take_fraction(text, *seconds * 1000) : std::nullopt;
    // The years that the clock may show are those of times without a zone.
    const InlineKind& of_clock = inline_kinds[local_date_time_kind];
    if (!local || local->value < of_clock.least || local->value > of_clock.greatest) {
        return std::nullopt;
    }
    return with_zone(*local, text, zoned, milliseconds_of_minute, fraction_form_bits);
}

std::optional<InlineParts> read_date(std::string_view text, bool zoned) {
    const auto day = take_day(text);
    if (!day) {
        return std::nullopt;
    }
    return with_zone({0, zoned ? *day * minutes_of_day : *day, 0}, text, zoned, 1, 0);
}

std::optional<InlineParts> read_time(std::string_view text, bool zoned) {
    const auto local = take_time_of_day(text);
    return local ? with_zone(*local, text, zoned, milliseconds_of_minute, fraction_form_bits) : std::nullopt;
}

std::optional<InlineParts> read(const InlineKind& kind, std::string_view text) {
    switch (kind.shape) {
        case InlineShape::Integer:
            return read_integer(text);
        case InlineShape::Decimal:
            return read_decimal(text);
        case InlineShape::Floating:
            return read_floating(text, kind.space);
        case InlineShape::Boolean:
            return read_boolean(text);
        case InlineShape::DateTime:
            return read_date_time(text, kind.zoned);
        case InlineShape::Date:
            return read_date(text, kind.zoned);
        case InlineShape::Time:
            return read_time(text, kind.zoned);
    }
    return std::nullopt;
}

}  // namespace

std::optional<TermId> inline_id(std::string_view lexical, std::string_view datatype) {
    if (!datatype.starts_with(xsd_ns) || lexical.empty() || lexical.size() > 40) {
        return std::nullopt;
    }
    datatype.remove_prefix(xsd_ns.size());
    const auto first = std::ranges::find(inline_kinds, datatype, &InlineKind::datatype);
    // Kinds of one datatype stand together.
    for (auto number = static_cast<std::size_t>(first - inline_kinds.begin());
         number < inline_kinds.size() && inline_kinds[number].datatype == datatype; ++number) {
        const InlineKind& kind = inline_kinds[number];
        if (auto parts = read(kind, lexical); parts && parts->value >= kind.least && parts->value <= kind.greatest) {
            parts->kind = number;
            return pack_inline(*parts);
        }
    }
    return std::nullopt;
}

std::optional<TermId> inline_id(const Term& term) {
    return term.is_literal() && term.language.empty() ? inline_id(term.text, term.datatype) : std::nullopt;
}

}  // namespace gridlore::rdf
