#include "knowledge-engine/rdf/dictionary.h"

#include <cassert>

#include "knowledge-engine/rdf/value.h"

namespace gridlore::rdf {

TermId NetworkTerms::add(const Term& term) {
    const auto canonical = canonical_value(term);
    const TermId value = canonical ? add(*canonical) : TermId();
    Entry entry;
    if (const Entry* known = entries_.find(term)) {
        entry = *known;
    } else {
        entry.id = TermId(next_++ | (canonical ? TermId::alias_bit : 0));
        entry.value = canonical ? value : entry.id;
        terms_.insert_or_assign(entry.id.bits(), term);
    }
    ++entry.count;
    entries_.insert_or_assign(term, entry);
    return entry.id;
}

void NetworkTerms::remove(const Term& term) {
    const Entry* known = entries_.find(term);
    assert(known != nullptr);
    Entry entry = *known;
    if (--entry.count == 0) {
        terms_.erase(entry.id.bits());
        entries_.erase(term);
    } else {
        entries_.insert_or_assign(term, entry);
    }
    if (const auto canonical = canonical_value(term)) {
        remove(*canonical);
    }
}

std::optional<TermId> NetworkTerms::find(const Term& term) const {
    const Entry* known = entries_.find(term);
    return known == nullptr ? std::nullopt : std::optional(known->id);
}

const Term& NetworkTerms::term(TermId id) const {
    const Term* term = terms_.find(id.bits());
    assert(term != nullptr);
    return *term;
}

TermId NetworkTerms::value(TermId id) const {
    if ((id.bits() & TermId::alias_bit) == 0) {
        return id;
    }
    const Entry* entry = entries_.find(term(id));
    assert(entry != nullptr);
    return entry->value;
}

TermId Dictionary::intern(const Term& term) {
    if (const auto known = base_->find(term)) {
        return *known;
    }
    const auto [place, is_new] = ids_.try_emplace(term);
    return is_new ? give_id(*place) : place->second;
}

TermId Dictionary::intern(Term&& term) {
    if (const auto known = base_->find(term)) {
        return *known;
    }
    const auto [place, is_new] = ids_.try_emplace(std::move(term));
    return is_new ? give_id(*place) : place->second;
}

/// Of a new entry, which keeps its address.
TermId Dictionary::give_id(Ids::value_type& entry) {
    auto canonical = canonical_value(entry.first);
    const TermId value = canonical ? intern(std::move(*canonical)) : TermId();
    entry.second = TermId((terms_.size() + 1) | TermId::local_bit | (canonical ? TermId::alias_bit : 0));
    terms_.push_back(&entry.first);
    values_.push_back(canonical ? value : entry.second);
    return entry.second;
}

TermId Dictionary::fresh_blank_node() {
    Term node;
    do {
        node = Term::blank_node("b" + std::to_string(blank_nodes_++) + "x");
    } while (base_->find(node) || ids_.contains(node));
    return intern(node);
}

const Term& Dictionary::term(TermId id) const {
    if ((id.bits() & TermId::local_bit) == 0) {
        return base_->term(id);
    }
    return *terms_[(id.bits() & ~(TermId::local_bit | TermId::alias_bit)) - 1];
}

TermId Dictionary::value_of_alias(TermId id) const {
    if ((id.bits() & TermId::local_bit) == 0) {
        return base_->value(id);
    }
    return values_[(id.bits() & ~(TermId::local_bit | TermId::alias_bit)) - 1];
}

}  // namespace gridlore::rdf
