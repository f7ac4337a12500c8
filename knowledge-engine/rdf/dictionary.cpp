#include "knowledge-engine/rdf/dictionary.h"

#include <cassert>

#include "knowledge-engine/rdf/value.h"

namespace gridlore::rdf {

TermId NetworkTerms::add(const Term& term) {
    if (const auto inlined = inline_id(term)) {
        return *inlined;
    }
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
    if (inline_id(term)) {
        return;
    }
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
    const auto inlined = inline_id(term);
    return inlined ? inlined : find_counted(HashedTerm(term));
}

std::optional<TermId> NetworkTerms::find_counted(const HashedTerm& term) const {
    const Entry* known = entries_.find(term);
    return known == nullptr ? std::nullopt : std::optional(known->id);
}

const Term& NetworkTerms::counted(TermId id) const {
    const Term* term = terms_.find(id.bits());
    assert(term != nullptr);
    return *term;
}

TermId NetworkTerms::value(TermId id) const {
    if (id.is_inline()) {
        return inline_value(id);
    }
    if ((id.bits() & TermId::alias_bit) == 0) {
        return id;
    }
    const Entry* entry = entries_.find(counted(id));
    assert(entry != nullptr);
    return entry->value;
}

template <typename AnyTerm>
TermId Dictionary::interned(AnyTerm&& term) {
    if (const auto inlined = inline_id(term)) {
        return *inlined;
    }
    const HashedTerm hashed(term);
    if (const auto known = base_->find_counted(hashed)) {
        return *known;
    }
    if (const auto known = locals_.find(hashed); known != locals_.end()) {
        return id_of(known->number);
    }
    // Before the term has a number: this gets one, too.
    auto canonical = canonical_value(term);
    const TermId value = canonical ? intern(*std::move(canonical)) : TermId();
    const std::size_t number = terms_.size();
    values_.push_back(value);
    terms_.push_back(&locals_.insert({hashed.hash, number, std::forward<AnyTerm>(term)}).first->term);
    return id_of(number);
}

TermId Dictionary::intern(const Term& term) {
    return interned(term);
}

TermId Dictionary::intern(Term&& term) {
    return interned(std::move(term));
}

TermId Dictionary::id_of(std::size_t number) const {
    return TermId((number + 1) | TermId::local_bit | (values_[number].is_bound() ? TermId::alias_bit : 0));
}

bool Dictionary::is_known(const HashedTerm& term) const {
    return base_->find_counted(term) || locals_.contains(term);
}

TermId Dictionary::fresh_blank_node() {
    Term node;
    do {
        node = Term::blank_node("b" + std::to_string(blank_nodes_++) + "x");
    } while (is_known(HashedTerm(node)));
    return intern(std::move(node));
}

const Term& Dictionary::stored(TermId id) const {
    if ((id.bits() & TermId::local_bit) == 0) {
        return base_->counted(id);
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
