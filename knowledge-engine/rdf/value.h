/// What a literal denotes, as far as the exchange compares terms by value (ke-rest-contract, section 6, "Equality").
/// Pure functions; safe from any thread.
#pragma once

#include <compare>
#include <optional>

#include "knowledge-engine/rdf/term.h"

namespace gridlore::rdf {

/// The term that stands for `term`'s value, so that two terms are equal by value exactly if these are `==`.
/// `std::nullopt`: the term stands for itself (IRIs, blank nodes, strings, unknown datatypes, ill-typed literals, and
/// literals that are canonical already).
///
/// Value spaces: xsd:decimal, xsd:integer and its derived types are one (`1`, `01`, `1.0`, `"1"^^xsd:int`); xsd:double
/// and xsd:float are one each; xsd:boolean; xsd:dateTime and xsd:dateTimeStamp with a time zone are compared as
/// instants (together), without one as written fields. A derived integer outside its type's range is ill-typed.
std::optional<Term> canonical_value(const Term& term);

/// Order of two values of one ordered space: numbers (decimals, floats and doubles are compared as numbers with one
/// another here), instants, xsd:date, strings by code point, booleans. `std::nullopt`: not comparable.
std::optional<std::strong_ordering> compare_values(const Term& a, const Term& b);

}  // namespace gridlore::rdf
