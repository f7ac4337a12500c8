#include "knowledge-engine/rdf/inline_term.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>
#include <cstdlib>
#include <string>
#include <utility>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/clock_text.h"
#include "knowledge-engine/rdf/inline_form.h"
#include "knowledge-engine/rdf/inline_kind.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rdf {
namespace {

void append_decimal(std::string& out, std::int64_t scaled, unsigned digits) {
    out.append(scaled < 0 ? "-" : "");
    const std::int64_t magnitude = std::abs(scaled);
    append_padded(out, magnitude / inline_scale, 1);
    if (digits > 0) {
        out += '.';
        append_padded(out, magnitude % inline_scale / powers_of_ten[inline_scale_digits - digits], digits);
    }
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

/// Of a second, if it has digits.
void append_fraction(std::string& out, std::int64_t milliseconds, unsigned digits) {
    if (digits > 0) {
        out += '.';
        append_padded(out, milliseconds % 1000 / powers_of_ten[3 - digits], digits);
    }
}

void append_time_of_day(std::string& out, std::int64_t milliseconds, unsigned digits) {
    const std::int64_t seconds = milliseconds / 1000;
    append_padded(out, seconds / 3600, 2);
    out += ':';
    append_padded(out, seconds / 60 % 60, 2);
    out += ':';
    append_padded(out, seconds % 60, 2);
    append_fraction(out, milliseconds, digits);
}

std::int64_t floor_divide(std::int64_t number, std::int64_t by) {
    return number / by - (number % by < 0 ? 1 : 0);
}

void append_date_time(std::string& out, const InlineParts& parts, bool zoned, bool with_day) {
    const unsigned zone = parts.form >> fraction_form_bits;
    const std::int64_t local = parts.value + (zoned ? zone_minutes(zone) * milliseconds_of_minute : 0);
    const std::int64_t day = floor_divide(local, milliseconds_of_day);
    const unsigned digits = parts.form & fraction_form_mask;
    if (with_day) {
        append_clock_time(floor_divide(local, 1000), out);
        append_fraction(out, local - day * milliseconds_of_day, digits);
    } else {
        append_time_of_day(out, local - day * milliseconds_of_day, digits);
    }
    if (zoned) {
        append_zone(out, zone);
    }
}

void append_date(std::string& out, const InlineParts& parts, bool zoned) {
    append_day(out, zoned ? floor_divide(parts.value + zone_minutes(parts.form), minutes_of_day) : parts.value);
    if (zoned) {
        append_zone(out, parts.form);
    }
}

void append_boolean(std::string& out, const InlineParts& parts) {
    const bool is_true = parts.value != 0;
    out += parts.form == word_form ? (is_true ? "true" : "false") : (is_true ? "1" : "0");
}

void append_text(std::string& out, const InlineParts& parts) {
    const InlineKind& kind = inline_kinds[parts.kind];
    switch (kind.shape) {
        case InlineShape::Integer:
            out += std::to_string(parts.value);
            return;
        case InlineShape::Decimal:
            append_decimal(out, parts.value, std::min(parts.form, inline_scale_digits));
            return;
        case InlineShape::Floating:
            if (parts.form >= scientific_form) {
                out += scientific_text(parts.value);
            } else {
                append_decimal(out, parts.value, parts.form);
            }
            return;
        case InlineShape::Boolean:
            append_boolean(out, parts);
            return;
        case InlineShape::DateTime:
            append_date_time(out, parts, kind.zoned, true);
            return;
        case InlineShape::Date:
            append_date(out, parts, kind.zoned);
            return;
        case InlineShape::Time:
            append_date_time(out, parts, kind.zoned, false);
    }
}

/// Whole IRIs, by kind.
const std::array<std::string, inline_kinds.size()>& datatypes() {
    static const auto iris = [] {
        std::array<std::string, inline_kinds.size()> all;
        std::ranges::transform(inline_kinds, all.begin(),
                               [](const InlineKind& kind) { return std::string(xsd_ns).append(kind.datatype); });
        return all;
    }();
    return iris;
}

/// How many digits behind the point `scaled` needs.
unsigned needed_digits(std::int64_t scaled) {
    unsigned digits = inline_scale_digits;
    for (; digits > 0 && scaled % 10 == 0; scaled /= 10) {
        --digits;
    }
    return digits;
}

/// Of a time: in UTC, and without a fraction.
constexpr std::uint64_t plain_form_mask = (1U << inline_kinds[zoned_date_time_kind].form_bits) - 1;

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

std::optional<TermId> inline_date_time(std::int64_t seconds) {
    constexpr const InlineKind& kind = inline_kinds[zoned_date_time_kind];
    if (seconds < kind.least / 1000 || seconds > kind.greatest / 1000) {
        return std::nullopt;
    }
    return pack_inline({zoned_date_time_kind, seconds * 1000, utc_code << fraction_form_bits});
}

Term inline_term(TermId id) {
    std::string text;
    const TermView view = inline_view(id, text);
    return Term::literal(std::move(text), std::string(view.datatype));
}

TermView inline_view(TermId id, std::string& room) {
    const InlineParts parts = unpack_inline(id);
    room.clear();
    append_text(room, parts);
    return {TermKind::Literal, room, datatypes()[parts.kind], {}};
}

TermId inline_value(TermId id) {
    const std::uint64_t kind = (id.bits() & (TermId::inline_bit - 1)) >> inline_payload_bits;
    const bool is_plain = kind == integer_kind || (kind == zoned_date_time_kind && (id.bits() & plain_form_mask) == 0);
    if (is_plain) {
        return id;  // as most are
    }
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
