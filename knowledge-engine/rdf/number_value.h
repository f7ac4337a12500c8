/// The numbers that literals of XML Schema's datatypes denote. Pure functions; safe from any thread.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "knowledge-engine/rdf/term.h"

namespace gridlore::rdf {

/// A decimal number of any length: no zeros before `whole` or behind `fraction`, zero is not negative. Views the text.
struct Decimal {
    bool negative = false;
    std::string_view whole;
    std::string_view fraction;
    bool is_zero() const { return whole.empty() && fraction.empty(); }
};

std::strong_ordering compare(const Decimal& a, const Decimal& b);
/// Exact. Precondition: `number` is not NaN.
std::strong_ordering compare(const Decimal& decimal, double number);

/// The number that a literal of xsd:decimal or a type derived from it denotes, if it is well-typed; views `term`.
std::optional<Decimal> decimal_value(const Term& term);
Term canonical_decimal(const Decimal& number);

/// The value of a literal of xsd:double or xsd:float, which is a double or float of the machine; NaN included.
std::optional<double> double_value(const Term& term);
std::optional<float> float_value(const Term& term);
Term canonical_double(double value);
Term canonical_float(float value);

}  // namespace gridlore::rdf
