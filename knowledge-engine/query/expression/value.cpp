#include "knowledge-engine/query/expression/value.h"

#include <array>
#include <cassert>
#include <cstdlib>
#include <string_view>
#include <tuple>
#include <utility>

#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/time_value.h"

namespace gridlore::query {
namespace {

constexpr std::string_view xsd_date = "http://www.w3.org/2001/XMLSchema#date";

std::optional<bool> boolean_value(const rdf::Term& term) {
    if (term.datatype != rdf::xsd_boolean) {
        return std::nullopt;
    }
    if (term.text == "true" || term.text == "1") {
        return true;
    }
    return term.text == "false" || term.text == "0" ? std::optional(false) : std::nullopt;
}

/// Datatypes whose ill-typed literals have an effective boolean value, false.
bool is_numeric_or_boolean(const rdf::Term& term) {
    static constexpr std::array<std::string_view, 17> names = {"boolean",
                                                               "integer",
                                                               "decimal",
                                                               "float",
                                                               "double",
                                                               "int",
                                                               "long",
                                                               "short",
                                                               "byte",
                                                               "unsignedByte",
                                                               "unsignedShort",
                                                               "unsignedInt",
                                                               "unsignedLong",
                                                               "positiveInteger",
                                                               "negativeInteger",
                                                               "nonNegativeInteger",
                                                               "nonPositiveInteger"};
    if (!term.datatype.starts_with(rdf::xsd_ns)) {
        return false;
    }
    const std::string_view name = std::string_view(term.datatype).substr(rdf::xsd_ns.size());
    for (const auto& candidate : names) {
        if (name == candidate) {
            return true;
        }
    }
    return false;
}

/// A time with what is needed to compare it; `fraction` views the term that it was read from.
struct Moment {
    bool zoned = false;
    std::int64_t seconds = 0;
    std::int64_t milliseconds = 0;  ///< of the second, if `fraction` was not read
    std::string_view fraction;
};

std::strong_ordering compare_moments(const Moment& a, const Moment& b) {
    return rdf::compare({a.zoned, a.seconds, a.fraction}, {b.zoned, b.seconds, b.fraction});
}

/// The bound on what an unknown zone can make of a time: 14 hours, either way.
constexpr std::int64_t zone_doubt = std::int64_t{14} * 3600;

}  // namespace

Value Value::of(rdf::TermId id, QueryTerms& terms) {
    if (!id.is_bound()) {
        return {};
    }
    if (id.is_inline()) {
        return of_inline(id);
    }
    Value value = of_shared(terms.term(id));
    value.id_ = id;
    return value;
}

Value Value::of(rdf::Term term) {
    return of_shared(std::make_shared<const rdf::Term>(std::move(term)));
}

Value Value::of(query::Number number) {
    Value value;
    value.kind_ = Kind::Number;
    value.number_ = std::move(number);
    return value;
}

Value Value::of(bool truth) {
    Value value;
    value.kind_ = Kind::Boolean;
    value.boolean_ = truth;
    return value;
}

Value Value::of_inline(rdf::TermId id) {
    Value value;
    value.id_ = id;
    switch (rdf::inline_space(id)) {
        case rdf::InlineSpace::Boolean:
            value.kind_ = Kind::Boolean;
            value.boolean_ = rdf::inline_boolean(id);
            return value;
        case rdf::InlineSpace::DateTime:
            value.kind_ = Kind::DateTime;
            return value;
        case rdf::InlineSpace::Date:
            value.kind_ = Kind::Date;
            return value;
        case rdf::InlineSpace::Time:
            value.kind_ = Kind::Other;
            value.term_ = std::make_shared<const rdf::Term>(rdf::inline_term(id));
            return value;
        default:
            break;
    }
    value.kind_ = Kind::Number;
    value.number_ = query::Number::of_inline(id);
    return value;
}

Value Value::of_shared(TermPtr term) {
    Value value;
    if (!term->is_literal()) {
        value.kind_ = term->is_iri() ? Kind::Iri : Kind::BlankNode;
    } else if (term->datatype == rdf::xsd_string) {
        value.kind_ = Kind::String;
    } else if (!term->language.empty()) {
        value.kind_ = Kind::LanguageString;
    } else if (!term->datatype.starts_with(rdf::xsd_ns)) {
        value.kind_ = Kind::Other;
    } else if ((value.number_ = query::Number::of(*term))) {
        value.kind_ = Kind::Number;
    } else if (const auto truth = boolean_value(*term)) {
        value.kind_ = Kind::Boolean;
        value.boolean_ = *truth;
    } else if (rdf::date_time_value(*term)) {
        value.kind_ = Kind::DateTime;
    } else {
        value.kind_ = rdf::date_value(*term) ? Kind::Date : Kind::Other;
    }
    value.term_ = std::move(term);
    return value;
}

TermPtr Value::term(QueryTerms& terms) const {
    assert(!is_error());
    if (term_) {
        return term_;
    }
    if (id_.is_bound()) {
        return terms.term(id_);
    }
    return std::make_shared<const rdf::Term>(
        kind_ == Kind::Number ? number_->term()
                              : rdf::Term::literal(boolean_ ? "true" : "false", std::string(rdf::xsd_boolean)));
}

rdf::TermId Value::id(QueryTerms& terms) const {
    return id_.is_bound() ? id_ : terms.intern(*term(terms));
}

void Value::identify(QueryTerms& terms) {
    id_ = id(terms);
    if (!id_.is_inline() && !term_) {
        term_ = terms.term(id_);
    }
}

std::strong_ordering Value::compare_forms(const Value& other) const {
    const rdf::Term mine = term_ ? *term_ : rdf::inline_term(id_);
    const rdf::Term others = other.term_ ? *other.term_ : rdf::inline_term(other.id_);
    return std::tie(mine.datatype, mine.language, mine.text) <=>
           std::tie(others.datatype, others.language, others.text);
}

std::optional<bool> Value::effective_boolean() const {
    switch (kind_) {
        case Kind::Boolean:
            return boolean_;
        case Kind::Number:
            return !number_->is_zero() && !number_->is_nan();
        case Kind::String:
            return !term_->text.empty();
        case Kind::Other:
            return is_numeric_or_boolean(*term_) ? std::optional(false) : std::nullopt;
        default:
            return std::nullopt;
    }
}

std::size_t Value::bytes() const {
    const std::size_t term =
        term_ ? sizeof(rdf::Term) + term_->text.capacity() + term_->datatype.capacity() + term_->language.capacity()
              : 0;
    return term + (number_ ? number_->bytes() : 0);
}

namespace {

Moment inline_moment(rdf::TermId id, std::string& digits) {
    const rdf::InlineInstant instant = rdf::inline_instant(id);
    Moment moment;
    moment.zoned = instant.zone_minutes.has_value();
    moment.milliseconds = instant.milliseconds % 1000;
    moment.seconds = instant.milliseconds / 1000;
    if (moment.milliseconds < 0) {
        moment.milliseconds += 1000;
        --moment.seconds;
    }
    if (moment.milliseconds != 0) {
        digits = std::to_string(1000 + moment.milliseconds).substr(1);
        digits.erase(digits.find_last_not_of('0') + 1);
    }
    moment.fraction = digits;
    return moment;
}

Moment read_moment(const rdf::Term& term) {
    auto instant = rdf::date_time_value(term);
    if (!instant) {
        instant = rdf::date_value(term);
    }
    assert(instant);
    return {instant->zoned, instant->seconds, 0, instant->fraction};
}

}  // namespace

std::partial_ordering compare_times(const Value& a, const Value& b) {
    if (a.id_.is_inline() && b.id_.is_inline()) {
        const auto x = rdf::inline_instant(a.id_);
        const auto y = rdf::inline_instant(b.id_);
        const bool doubtful = x.zone_minutes.has_value() != y.zone_minutes.has_value() &&
                              std::abs(x.milliseconds - y.milliseconds) <= zone_doubt * 1000;
        return doubtful ? std::partial_ordering::unordered : x.milliseconds <=> y.milliseconds;
    }
    std::string digits_of_a;
    std::string digits_of_b;
    const Moment x = a.id_.is_inline() ? inline_moment(a.id_, digits_of_a) : read_moment(*a.term_);
    Moment y = b.id_.is_inline() ? inline_moment(b.id_, digits_of_b) : read_moment(*b.term_);
    if (x.zoned == y.zoned) {
        return compare_moments(x, y);
    }
    y.zoned = x.zoned;
    const std::int64_t middle = y.seconds;
    y.seconds = middle - zone_doubt;
    const auto earliest = compare_moments(x, y);
    y.seconds = middle + zone_doubt;
    const auto latest = compare_moments(x, y);
    return earliest == latest ? std::partial_ordering(earliest) : std::partial_ordering::unordered;
}

std::strong_ordering compare_times_totally(const Value& a, const Value& b) {
    std::string digits_of_a;
    std::string digits_of_b;
    const Moment x = a.id_.is_inline() ? inline_moment(a.id_, digits_of_a) : read_moment(*a.term_);
    const Moment y = b.id_.is_inline() ? inline_moment(b.id_, digits_of_b) : read_moment(*b.term_);
    const auto order = compare_moments({true, x.seconds, 0, x.fraction}, {true, y.seconds, 0, y.fraction});
    return order != 0 ? order : static_cast<int>(x.zoned) <=> static_cast<int>(y.zoned);
}

std::optional<bool> same_term(const Value& a, const Value& b, QueryTerms& terms) {
    if (a.is_error() || b.is_error()) {
        return std::nullopt;
    }
    if (a.known_id().is_bound() && b.known_id().is_bound()) {
        return a.known_id() == b.known_id();
    }
    return *a.term(terms) == *b.term(terms);
}

std::optional<bool> equal(const Value& a, const Value& b, QueryTerms& terms) {
    if (a.is_error() || b.is_error()) {
        return std::nullopt;
    }
    if (a.kind() != b.kind()) {
        const bool misunderstood = a.kind() == Value::Kind::Other || b.kind() == Value::Kind::Other;
        return misunderstood && a.is_literal() && b.is_literal() ? std::nullopt : std::optional(false);
    }
    switch (a.kind()) {
        case Value::Kind::Number:
            return compare_promoted(a.number(), b.number()) == 0;
        case Value::Kind::Boolean:
            return a.boolean() == b.boolean();
        case Value::Kind::DateTime:
        case Value::Kind::Date: {
            const auto order = compare_times(a, b);
            return order == std::partial_ordering::unordered ? std::nullopt : std::optional(order == 0);
        }
        case Value::Kind::Other:
            return *same_term(a, b, terms) ? std::optional(true) : std::nullopt;
        default:
            return same_term(a, b, terms);
    }
}

std::optional<std::partial_ordering> compare(const Value& a, const Value& b) {
    if (a.kind() != b.kind()) {
        return std::nullopt;
    }
    switch (a.kind()) {
        case Value::Kind::Number:
            return compare_promoted(a.number(), b.number());
        case Value::Kind::Boolean:
            return static_cast<int>(a.boolean()) <=> static_cast<int>(b.boolean());
        case Value::Kind::String:
            return a.text().compare(b.text()) <=> 0;  // UTF-8 sorts as its code points do
        case Value::Kind::DateTime:
        case Value::Kind::Date: {
            const auto order = compare_times(a, b);
            return order == std::partial_ordering::unordered ? std::nullopt : std::optional(order);
        }
        default:
            return std::nullopt;
    }
}

}  // namespace gridlore::query
