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

// What is read goes into `parts` as it is found: a value that is made, handed on and copied by each function takes
// longer than to read it. False: the text is none of that form, and `parts` means nothing.

bool read_integer(std::string_view text, InlineParts& parts) {
    const bool negative = take(text, '-');
    const auto whole = take_whole(text);
    if (!whole || !text.empty() || (negative && *whole == 0)) {
        return false;
    }
    parts.value = negative ? -*whole : *whole;
    parts.form = 0;
    return true;
}

/// In its plain form.
bool read_decimal(std::string_view text, InlineParts& parts) {
    const bool negative = take(text, '-');
    const auto whole = take_whole(text);
    if (!whole || *whole > inline_double_bound / inline_scale * 10) {
        return false;
    }
    std::int64_t scaled = *whole * inline_scale;
    unsigned digits = 0;
    if (take(text, '.')) {
        digits = static_cast<unsigned>(std::min<std::size_t>(count_ascii_digits(text), inline_scale_digits + 1));
        if (digits == 0 || digits > inline_scale_digits) {
            return false;
        }
        scaled += std::int64_t{*take_number(text, digits)} * powers_of_ten[inline_scale_digits - digits];
    }
    parts.value = negative ? -scaled : scaled;
    parts.form = digits;
    return text.empty() && !(negative && scaled == 0);
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

/// Whether it is told apart from its neighbours in a space.
bool is_short_enough(std::int64_t value, InlineSpace space) {
    if (space != InlineSpace::Float) {
        return true;
    }
    std::int64_t digits = std::abs(value);
    while (digits != 0 && digits % 10 == 0) {
        digits /= 10;
    }
    return digits < inline_scale;
}

bool read_floating(std::string_view text, InlineSpace space, InlineParts& parts) {
    if (text.find('E') == std::string_view::npos) {
        return read_decimal(text, parts) && is_short_enough(parts.value, space);
    }
    const auto scaled = read_scientific(text);
    if (!scaled || scientific_text(*scaled) != text) {
        return false;
    }
    parts.value = *scaled;
    parts.form = scientific_form;
    return is_short_enough(*scaled, space);
}

bool read_boolean(std::string_view text, InlineParts& parts) {
    const bool is_word = text == "true" || text == "false";
    parts.value = text == "true" || text == "1" ? 1 : 0;
    parts.form = is_word ? word_form : digit_form;
    return is_word || text == "1" || text == "0";
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

/// Adds a second's fraction to the value, which is in milliseconds, with its digits as form.
bool take_fraction(std::string_view& text, InlineParts& parts) {
    parts.form = 0;
    if (!take(text, '.')) {
        return true;
    }
    const auto digits = static_cast<unsigned>(std::min<std::size_t>(count_ascii_digits(text), 4));
    if (digits == 0 || digits > 3) {
        return false;
    }
    parts.value += *take_number(text, digits) * powers_of_ten[3 - digits];
    parts.form = digits;
    return true;
}

/// Milliseconds since midnight, with the digits of the second's fraction as form.
bool take_time_of_day(std::string_view& text, InlineParts& parts) {
    const int hour = take_number(text, 2).value_or(-1);
    const bool first = take(text, ':');
    const int minute = take_number(text, 2).value_or(-1);
    const bool second = take(text, ':');
    const int seconds = take_number(text, 2).value_or(-1);
    if (hour < 0 || hour > 23 || !first || minute < 0 || minute > 59 || !second || seconds < 0 || seconds > 59) {
        return false;
    }
    parts.value = ((std::int64_t{hour} * 60 + minute) * 60 + seconds) * 1000;
    return take_fraction(text, parts);
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
bool add_zone(std::string_view text, bool zoned, std::int64_t unit_of_minute, unsigned shift, InlineParts& parts) {
    if (!zoned) {
        return text.empty();
    }
    const auto code = read_zone(text);
    if (!code) {
        return false;
    }
    parts.value -= zone_minutes(*code) * unit_of_minute;
    parts.form |= *code << shift;
    return true;
}

bool read_date_time(std::string_view text, bool zoned, InlineParts& parts) {
    const auto seconds = take_clock_time(text);
    if (!seconds) {
        return false;
    }
    parts.value = *seconds * 1000;
    // The years that the clock may show are those of times without a zone.
    const InlineKind& of_clock = inline_kinds[local_date_time_kind];
    return take_fraction(text, parts) && parts.value >= of_clock.least && parts.value <= of_clock.greatest &&
           add_zone(text, zoned, milliseconds_of_minute, fraction_form_bits, parts);
}

bool read_date(std::string_view text, bool zoned, InlineParts& parts) {
    const auto day = take_day(text);
    if (!day) {
        return false;
    }
    parts.value = zoned ? *day * minutes_of_day : *day;
    parts.form = 0;
    return add_zone(text, zoned, 1, 0, parts);
}

bool read_time(std::string_view text, bool zoned, InlineParts& parts) {
    return take_time_of_day(text, parts) && add_zone(text, zoned, milliseconds_of_minute, fraction_form_bits, parts);
}

bool read(const InlineKind& kind, std::string_view text, InlineParts& parts) {
    switch (kind.shape) {
        case InlineShape::Integer:
            return read_integer(text, parts);
        case InlineShape::Decimal:
            return read_decimal(text, parts);
        case InlineShape::Floating:
            return read_floating(text, kind.space, parts);
        case InlineShape::Boolean:
            return read_boolean(text, parts);
        case InlineShape::DateTime:
            return read_date_time(text, kind.zoned, parts);
        case InlineShape::Date:
            return read_date(text, kind.zoned, parts);
        case InlineShape::Time:
            return read_time(text, kind.zoned, parts);
    }
    return false;
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
        InlineParts parts{number, 0, 0};
        if (read(kind, lexical, parts) && parts.value >= kind.least && parts.value <= kind.greatest) {
            return pack_inline(parts);
        }
    }
    return std::nullopt;
}

std::optional<TermId> inline_id(const Term& term) {
    return term.is_literal() && term.language.empty() ? inline_id(term.text, term.datatype) : std::nullopt;
}

}  // namespace gridlore::rdf
