#include "knowledge-engine/rdf/inline_term.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cstdlib>
#include <string>
#include <utility>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/inline_form.h"
#include "knowledge-engine/rdf/inline_kind.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rdf {
namespace {

std::string decimal_text(std::int64_t scaled, unsigned digits) {
    std::string text = scaled < 0 ? "-" : "";
    const std::int64_t magnitude = std::abs(scaled);
    text += std::to_string(magnitude / inline_scale);
    if (digits > 0) {
        text += '.';
        append_padded(text, magnitude % inline_scale / powers_of_ten[inline_scale_digits - digits], digits);
    }
    return text;
}

void append_zone(std::string& out, unsigned code) {
    if (code == utc_code) {
        out += 'Z';
        return;
    }
    const int minutes = zone_minutes(code);
    out += minutes < 0 ? '-' : '+';
    append_padded(out, std::abs(minutes) / 60, 2);
    out += ':';
    append_padded(out, std::abs(minutes) % 60, 2);
}

void append_day(std::string& out, std::int64_t day) {
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
    append_padded(out, static_cast<int>(date.year()), 4);
    out += '-';
    append_padded(out, static_cast<unsigned>(date.month()), 2);
    out += '-';
    append_padded(out, static_cast<unsigned>(date.day()), 2);
}

void append_time_of_day(std::string& out, std::int64_t milliseconds, unsigned digits) {
    const std::int64_t seconds = milliseconds / 1000;
    append_padded(out, seconds / 3600, 2);
    out += ':';
    append_padded(out, seconds / 60 % 60, 2);
    out += ':';
    append_padded(out, seconds % 60, 2);
    if (digits > 0) {
        out += '.';
        append_padded(out, milliseconds % 1000 / powers_of_ten[3 - digits], digits);
    }
}

std::int64_t floor_divide(std::int64_t number, std::int64_t by) {
    return number / by - (number % by < 0 ? 1 : 0);
}

std::string date_time_text(const InlineParts& parts, bool zoned, bool with_day) {
    const unsigned zone = parts.form >> fraction_form_bits;
    const std::int64_t local = parts.value + (zoned ? zone_minutes(zone) * milliseconds_of_minute : 0);
    const std::int64_t day = floor_divide(local, milliseconds_of_day);
    std::string text;
    if (with_day) {
        append_day(text, day);
        text += 'T';
    }
    append_time_of_day(text, local - day * milliseconds_of_day, parts.form & fraction_form_mask);
    if (zoned) {
        append_zone(text, zone);
    }
    return text;
}

std::string date_text(const InlineParts& parts, bool zoned) {
    std::string text;
    append_day(text, zoned ? floor_divide(parts.value + zone_minutes(parts.form), minutes_of_day) : parts.value);
    if (zoned) {
        append_zone(text, parts.form);
    }
    return text;
}

std::string text_of(const InlineParts& parts) {
    const InlineKind& kind = inline_kinds[parts.kind];
    switch (kind.shape) {
        case InlineShape::Integer:
            return std::to_string(parts.value);
        case InlineShape::Decimal:
            return decimal_text(parts.value, std::min(parts.form, inline_scale_digits));
        case InlineShape::Floating:
            return parts.form >= scientific_form ? scientific_text(parts.value) : decimal_text(parts.value, parts.form);
        case InlineShape::Boolean:
            return parts.form == word_form ? (parts.value != 0 ? "true" : "false") : (parts.value != 0 ? "1" : "0");
        case InlineShape::DateTime:
            return date_time_text(parts, kind.zoned, true);
        case InlineShape::Date:
            return date_text(parts, kind.zoned);
        case InlineShape::Time:
            return date_time_text(parts, kind.zoned, false);
    }
    return {};
}

/// How many digits behind the point `scaled` needs.
unsigned needed_digits(std::int64_t scaled) {
    unsigned digits = inline_scale_digits;
    while (digits > 0 && scaled % powers_of_ten[inline_scale_digits - digits + 1] == 0) {
        --digits;
    }
    return digits;
}

/// How many digits of a second's fraction are needed.
unsigned needed_fraction(std::int64_t milliseconds) {
    return milliseconds % 1000 == 0 ? 0 : milliseconds % 100 == 0 ? 1 : milliseconds % 10 == 0 ? 2 : 3;
}

InlineParts canonical_parts(InlineParts parts) {
    const InlineKind& kind = inline_kinds[parts.kind];
    switch (kind.shape) {
        case InlineShape::Integer:
            return {integer_kind, parts.value, 0};
        case InlineShape::Decimal:
            return parts.value % inline_scale == 0 ? InlineParts{integer_kind, parts.value / inline_scale, 0}
                                                   : InlineParts{decimal_kind, parts.value, needed_digits(parts.value)};
        case InlineShape::Floating:
            return {parts.kind, parts.value, scientific_form};
        case InlineShape::Boolean:
            return {parts.kind, parts.value, word_form};
        case InlineShape::DateTime:
            return {kind.zoned ? zoned_date_time_kind : parts.kind, parts.value, needed_fraction(parts.value)};
        case InlineShape::Date:
        case InlineShape::Time:
            break;
    }
    return parts;
}

}  // namespace

std::string scientific_text(std::int64_t scaled) {
    if (scaled == 0) {
        return "0.0E0";
    }
    std::string digits = std::to_string(std::abs(scaled));
    const int exponent = static_cast<int>(digits.size()) - 1 - static_cast<int>(inline_scale_digits);
    digits.erase(digits.find_last_not_of('0') + 1);
    std::string text = scaled < 0 ? "-" : "";
    text.append(1, digits.front()).append(".").append(digits.size() > 1 ? digits.substr(1) : "0");
    return text.append("E").append(std::to_string(exponent));
}

Term inline_term(TermId id) {
    const InlineParts parts = unpack_inline(id);
    std::string datatype(xsd_ns);
    datatype += inline_kinds[parts.kind].datatype;
    return Term::literal(text_of(parts), std::move(datatype));
}

TermId inline_value(TermId id) {
    return pack_inline(canonical_parts(unpack_inline(id)));
}

InlineSpace inline_space(TermId id) {
    return inline_kinds[unpack_inline(id).kind].space;
}

std::int64_t inline_integer(TermId id) {
    assert(inline_space(id) == InlineSpace::Integer);
    return unpack_inline(id).value;
}

std::int64_t inline_scaled(TermId id) {
    return unpack_inline(id).value;
}

bool inline_boolean(TermId id) {
    assert(inline_space(id) == InlineSpace::Boolean);
    return unpack_inline(id).value != 0;
}

InlineInstant inline_instant(TermId id) {
    const InlineParts parts = unpack_inline(id);
    const InlineKind& kind = inline_kinds[parts.kind];
    const bool is_date = kind.shape == InlineShape::Date;
    const std::int64_t unit = !is_date ? 1 : kind.zoned ? milliseconds_of_minute : milliseconds_of_day;
    InlineInstant instant{parts.value * unit, std::nullopt};
    if (kind.zoned) {
        instant.zone_minutes = zone_minutes(is_date ? parts.form : parts.form >> fraction_form_bits);
    }
    return instant;
}

}  // namespace gridlore::rdf
