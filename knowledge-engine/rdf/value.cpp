#include "knowledge-engine/rdf/value.h"

#include <cmath>
#include <string>
#include <utility>

#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/number_value.h"
#include "knowledge-engine/rdf/time_value.h"

namespace gridlore::rdf {
namespace {

std::optional<bool> boolean_value(const Term& term) {
    if (term.datatype != xsd_boolean) {
        return std::nullopt;
    }
    if (term.text == "true" || term.text == "1") {
        return true;
    }
    return term.text == "false" || term.text == "0" ? std::optional<bool>(false) : std::nullopt;
}

/// The canonical term of a literal whose value is understood.
std::optional<Term> canonical_term(const Term& term) {
    if (const auto number = decimal_value(term)) {
        return canonical_decimal(*number);
    }
    if (const auto number = double_value(term)) {
        return canonical_double(*number);
    }
    if (const auto number = float_value(term)) {
        return canonical_float(*number);
    }
    if (const auto instant = date_time_value(term)) {
        return canonical_date_time(*instant);
    }
    if (const auto truth = boolean_value(term)) {
        return Term::literal(*truth ? "true" : "false", std::string(xsd_boolean));
    }
    return std::nullopt;
}

/// A number of any of the three spaces; a float is a double, exactly.
struct Number {
    std::optional<Decimal> decimal;
    double floating = 0;
};

std::optional<Number> number_value(const Term& term) {
    if (const auto decimal = decimal_value(term)) {
        return Number{decimal, 0};
    }
    if (const auto number = double_value(term)) {
        return Number{std::nullopt, *number};
    }
    if (const auto number = float_value(term)) {
        return Number{std::nullopt, static_cast<double>(*number)};
    }
    return std::nullopt;
}

std::optional<std::strong_ordering> compare_numbers(const Number& a, const Number& b) {
    if (a.decimal && b.decimal) {
        return compare(*a.decimal, *b.decimal);
    }
    if ((!a.decimal && std::isnan(a.floating)) || (!b.decimal && std::isnan(b.floating))) {
        return std::nullopt;
    }
    if (a.decimal) {
        return compare(*a.decimal, b.floating);
    }
    if (b.decimal) {
        return 0 <=> compare(*b.decimal, a.floating);
    }
    if (a.floating == b.floating) {
        return std::strong_ordering::equal;
    }
    return a.floating < b.floating ? std::strong_ordering::less : std::strong_ordering::greater;
}

std::optional<std::strong_ordering> compare_instants(const Instant& a, const Instant& b) {
    return a.zoned == b.zoned ? std::optional(compare(a, b)) : std::nullopt;
}

/// All datatypes whose values are understood are XML Schema's, so that most terms are told apart by one look.
bool may_have_value(const Term& term) {
    return term.datatype.starts_with(xsd_ns);
}

}  // namespace

std::optional<Term> canonical_value(const Term& term) {
    if (!may_have_value(term)) {
        return std::nullopt;
    }
    if (const auto id = inline_id(term)) {  // as most are: nothing is made
        const TermId value = inline_value(*id);
        return value == *id ? std::nullopt : std::optional(inline_term(value));
    }
    auto canonical = canonical_term(term);
    if (canonical && *canonical == term) {
        canonical.reset();
    }
    return canonical;
}

std::optional<std::strong_ordering> compare_values(const Term& a, const Term& b) {
    if (!may_have_value(a) || !may_have_value(b)) {
        return std::nullopt;
    }
    if (a.datatype == xsd_string && b.datatype == xsd_string) {
        return a.text <=> b.text;  // UTF-8 sorts as its code points do
    }
    if (const auto x = number_value(a), y = number_value(b); x && y) {
        return compare_numbers(*x, *y);
    }
    if (const auto x = date_time_value(a), y = date_time_value(b); x && y) {
        return compare_instants(*x, *y);
    }
    if (const auto x = date_value(a), y = date_value(b); x && y) {
        return compare_instants(*x, *y);
    }
    if (const auto x = boolean_value(a), y = boolean_value(b); x && y) {
        return static_cast<int>(*x) <=> static_cast<int>(*y);
    }
    return std::nullopt;
}

}  // namespace gridlore::rdf
