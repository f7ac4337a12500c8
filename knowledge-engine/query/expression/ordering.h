/// The order of ORDER BY (SPARQL 1.1 Query, 15.1), made total: unbound cells, blank nodes, IRIs, literals. Literals of
/// one kind come by value (numbers as numbers with one another, exactly; times without a zone as if in UTC), equal ones
/// by datatype, language and lexical form; the kinds in the order of `SortKey::Rank`.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

#include "knowledge-engine/query/expression/query_terms.h"
#include "knowledge-engine/query/expression/value.h"

namespace gridlore::query {

/// A term decoded once to be compared often. A value type; the ids belong to one `QueryTerms`.
class SortKey {
  public:
    enum class Rank : std::uint8_t {
        Unbound,
        BlankNode,
        Iri,
        Number,
        String,
        LanguageString,
        Boolean,
        DateTime,
        Date,
        Other
    };

    /// `id` may be unbound.
    SortKey(rdf::TermId id, QueryTerms& terms);
    SortKey(Value value, QueryTerms& terms);

    Rank rank() const { return rank_; }
    const Value& value() const { return value_; }
    /// What it holds on to beside itself.
    std::size_t bytes() const { return value_.bytes(); }

    /// Equal exactly if the terms are the same.
    friend std::strong_ordering operator<=>(const SortKey& a, const SortKey& b);
    friend bool operator==(const SortKey& a, const SortKey& b) { return (a <=> b) == 0; }

  private:
    std::strong_ordering compare_values(const SortKey& other) const;

    Value value_;
    Rank rank_;
};

/// For a few comparisons; sorting many rows is cheaper with keys.
std::strong_ordering compare_terms(rdf::TermId a, rdf::TermId b, QueryTerms& terms);

}  // namespace gridlore::query
