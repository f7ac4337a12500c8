#include "adapter/graph/search_terms.h"

namespace gridlore::graph {

using rdf::Term;
using rdf::TermId;
using store::ValueIds;

namespace {

/// Literals of the dictionary that a range may name one by one; beyond it each quad is compared.
constexpr std::size_t most_listed_literals = 10'000;
constexpr std::size_t most_remembered_terms = 10'000;

}  // namespace

Result<TermId> SearchTerms::find(const Term& inside) const {
    const auto id = snapshot_.find(inside);
    return id ? Result<TermId>(id->value_or(TermId())) : id.error();
}

Result<Alternatives> SearchTerms::equal_to(const Term& literal, KeptAlternatives& kept) const {
    auto equal = snapshot_.equal_to(literal);
    if (!equal) {
        return std::move(equal).error();
    }
    kept.push_back(std::make_unique<ValueIds>(std::move(*equal)));
    return kept.back().get();
}

Result<Alternatives> SearchTerms::equal_to(TermId id) {
    const auto known = equal_ids_.find(id);
    if (known != equal_ids_.end()) {
        return &known->second;
    }
    const auto term = snapshot_.term(id);
    if (!term) {
        return term.error();
    }
    auto equal = term->is_literal() ? snapshot_.equal_to(*term) : Result<ValueIds>(ValueIds{{}, {id}});
    if (!equal) {
        return std::move(equal).error();
    }
    if (equal_ids_.size() >= most_remembered_terms) {
        equal_ids_.clear();
    }
    return &equal_ids_.emplace(id, std::move(*equal)).first->second;
}

Result<Alternatives> SearchTerms::within(const pattern::Range& range, KeptAlternatives& kept) const {
    auto within = snapshot_.within(range, most_listed_literals);
    if (within) {
        kept.push_back(std::make_unique<ValueIds>(std::move(*within)));
        return kept.back().get();
    }
    return within.error().kind == ErrorKind::LimitExceeded ? Result<Alternatives>(nullptr) : within.error();
}

Result<Term> SearchTerms::outside(TermId id) {
    const auto known = terms_.find(id);
    if (known != terms_.end()) {
        return known->second;
    }
    auto term = snapshot_.term(id);
    if (!term) {
        return term;
    }
    Term found = blank_nodes_.outside(std::move(*term));
    if (terms_.size() < most_remembered_terms) {
        terms_.emplace(id, found);
    }
    return found;
}

}  // namespace gridlore::graph
