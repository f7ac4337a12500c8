/// The instants that literals of XML Schema's datatypes denote. Pure functions; safe from any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "knowledge-engine/rdf/term.h"

namespace gridlore::rdf {

/// A point in time, or what is written on a clock without a zone: in the proleptic Gregorian calendar.
/// Views the text it was read from. Instants with and without a zone are not comparable.
struct Instant {
    bool zoned = false;
    std::int64_t seconds = 0;   ///< since 1970-01-01T00:00:00
    std::string_view fraction;  ///< digits of a second, no zeros at the end
};

/// Precondition: both are zoned, or neither.
std::strong_ordering compare(const Instant& a, const Instant& b);

/// Of a literal of xsd:dateTime or xsd:dateTimeStamp, if it is well-typed; views `term`. Years beyond 32000
/// are not interpreted.
std::optional<Instant> date_time_value(const Term& term);
/// The same of its lexical form, without a `Term`; views `lexical`.
std::optional<Instant> date_time_value(std::string_view lexical);
Term canonical_date_time(const Instant& instant);
/// The lexical form of that. Replaces what is in `out`.
void write_date_time(const Instant& instant, std::string& out);
/// The beginning of the day that a literal of xsd:date denotes.
std::optional<Instant> date_value(const Term& term);

}  // namespace gridlore::rdf
