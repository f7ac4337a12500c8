/// Literals that are short enough to be held by their id: numbers, dates, times and booleans in their usual forms.
/// Pure functions; safe from any thread; nothing allocates but what returns a `Term`.
///
/// An inline id is `inline_bit`, a kind (one for each datatype, and for zoned and unzoned times apart) and 56 bits: the
/// value first, in order, then which form was written (`21.5` or `21.50`). So the ids of one kind are in the order of
/// their values, and a range of values is one range of ids for each kind.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge-engine/rdf/quad_view.h"
#include "knowledge-engine/rdf/term.h"
#include "knowledge-engine/rdf/term_id.h"

namespace gridlore::rdf {

/// Ids from `first` to `last`, both of them included.
struct IdInterval {
    TermId first;
    TermId last;
    bool contains(TermId id) const { return first <= id && id <= last; }
    friend bool operator==(const IdInterval&, const IdInterval&) = default;
};

/// The id that holds `term`, if there is one: a term has an inline id or one of a dictionary, never both.
/// What is not held: IRIs, blank nodes, strings, unknown datatypes, ill-typed literals, unusual forms (`007`, `+1`,
/// `-0`, `24:00:00`), and values that need more bits.
std::optional<TermId> inline_id(const Term& term);
/// The same without a `Term`: `datatype` is an IRI, the literal has no language.
std::optional<TermId> inline_id(std::string_view lexical, std::string_view datatype);

/// The id of an xsd:dateTime in UTC without a fraction, that many seconds after 1970-01-01T00:00:00Z. Nothing: its
/// year has none.
std::optional<TermId> inline_date_time(std::int64_t seconds);

/// Precondition of these: `id.is_inline()`.
Term inline_term(TermId id);
/// The same as a view of `room`, in which its lexical form is written.
TermView inline_view(TermId id, std::string& room);
/// The (inline) id of the canonical term of its value (`canonical_value` in value.h): `"5.0"^^xsd:decimal` gives that
/// of `5`.
TermId inline_value(TermId id);

/// The intervals, one for each kind, that hold exactly the inline ids whose terms compare (`compare_values`) as
/// `from <= term` and `term < until`; an absent bound does not restrict, but at least one is there. In ascending order.
/// Terms outside inline ids are the dictionary's to find. Empty: the bounds are not comparable with anything inline.
std::vector<IdInterval> inline_range(const std::optional<Term>& from, const std::optional<Term>& until);
/// The intervals that hold exactly the inline ids of terms equal to `term` by value (`canonical_value`).
std::vector<IdInterval> inline_equal(const Term& term);

/// What arithmetic and comparison need, without text.
enum class InlineSpace : std::uint8_t { Integer, Decimal, Float, Double, Boolean, DateTime, Date, Time };
InlineSpace inline_space(TermId id);
/// Precondition: an integer of any datatype (`Integer` covers those derived from it). Its value, exactly.
std::int64_t inline_integer(TermId id);
/// Precondition: Decimal, Float or Double. Its value times 10^6, exactly as written.
std::int64_t inline_scaled(TermId id);
/// Precondition: Boolean.
bool inline_boolean(TermId id);

/// A time of a store or a clock, in milliseconds since 1970-01-01T00:00:00: UTC if there is a zone, else as written.
/// Of a date the beginning of its day, of a time without a date since midnight.
struct InlineInstant {
    std::int64_t milliseconds = 0;
    std::optional<int> zone_minutes;  ///< east of Greenwich; none was written
};
/// Precondition: DateTime, Date or Time.
InlineInstant inline_instant(TermId id);

}  // namespace gridlore::rdf
