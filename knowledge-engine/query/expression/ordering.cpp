#include "knowledge-engine/query/expression/ordering.h"

#include <utility>

namespace gridlore::query {
namespace {

SortKey::Rank rank_of(Value::Kind kind) {
    switch (kind) {
        case Value::Kind::Error:
            return SortKey::Rank::Unbound;
        case Value::Kind::BlankNode:
            return SortKey::Rank::BlankNode;
        case Value::Kind::Iri:
            return SortKey::Rank::Iri;
        case Value::Kind::Number:
            return SortKey::Rank::Number;
        case Value::Kind::String:
            return SortKey::Rank::String;
        case Value::Kind::LanguageString:
            return SortKey::Rank::LanguageString;
        case Value::Kind::Boolean:
            return SortKey::Rank::Boolean;
        case Value::Kind::DateTime:
            return SortKey::Rank::DateTime;
        case Value::Kind::Date:
            return SortKey::Rank::Date;
        case Value::Kind::Other:
            break;
    }
    return SortKey::Rank::Other;
}

}  // namespace

SortKey::SortKey(rdf::TermId id, QueryTerms& terms) : SortKey(Value::of(id, terms), terms) {}

SortKey::SortKey(Value value, QueryTerms& terms) : value_(std::move(value)), rank_(rank_of(value_.kind())) {
    if (rank_ != Rank::Unbound) {
        value_.identify(terms);
    }
}

std::strong_ordering SortKey::compare_values(const SortKey& other) const {
    switch (rank_) {
        case Rank::Number:
            return compare_exactly(value_.number(), other.value_.number());
        case Rank::Boolean:
            return static_cast<int>(value_.boolean()) <=> static_cast<int>(other.value_.boolean());
        case Rank::DateTime:
        case Rank::Date:
            return compare_times_totally(value_, other.value_);
        case Rank::Unbound:
            return std::strong_ordering::equal;
        default:
            return value_.text() <=> other.value_.text();
    }
}

std::strong_ordering operator<=>(const SortKey& a, const SortKey& b) {
    if (a.rank_ != b.rank_) {
        return a.rank_ <=> b.rank_;
    }
    if (a.value_.known_id() == b.value_.known_id()) {
        return std::strong_ordering::equal;
    }
    if (const auto order = a.compare_values(b); order != 0) {
        return order;
    }
    return a.value_.compare_forms(b.value_);
}

std::strong_ordering compare_terms(rdf::TermId a, rdf::TermId b, QueryTerms& terms) {
    return SortKey(a, terms) <=> SortKey(b, terms);
}

}  // namespace gridlore::query
