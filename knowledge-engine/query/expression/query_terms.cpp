#include "knowledge-engine/query/expression/query_terms.h"

#include <cassert>
#include <string>
#include <utility>

#include "knowledge-engine/rdf/inline_term.h"

namespace gridlore::query {
namespace {

constexpr std::size_t cache_slots = 1024;  ///< a power of two
constexpr std::size_t cached_text = 1024;  ///< longer terms are read anew

/// A local term with its places in both directions, about.
std::size_t bytes_of(const rdf::Term& term) {
    return sizeof(rdf::Term) + 80 + term.text.size() + term.datatype.size() + term.language.size();
}

}  // namespace

QueryTerms::QueryTerms(const store::Snapshot& snapshot) : snapshot_(snapshot) {}

void QueryTerms::fail(Error error) {
    if (!fault_) {
        fault_ = std::move(error);
        placeholder_ = std::make_shared<const rdf::Term>(rdf::Term::string({}));
    }
}

std::optional<rdf::TermId> QueryTerms::find_in_store(const rdf::Term& term) {
    auto found = snapshot_.find(term);
    if (!found) {
        fail(std::move(found).error());
        return std::nullopt;
    }
    return *found;
}

rdf::TermId QueryTerms::intern(const rdf::Term& term) {
    if (const auto id = rdf::inline_id(term)) {
        return *id;
    }
    if (const auto known = local_ids_.find(&term); known != local_ids_.end()) {
        return known->second;
    }
    const auto stored = find_in_store(term);
    return stored ? *stored : add_local(term);
}

rdf::TermId QueryTerms::add_local(const rdf::Term& term) {
    const rdf::TermId id((local_terms_.size() + 1) | rdf::TermId::local_bit);
    local_terms_.push_back(std::make_shared<const rdf::Term>(term));
    local_ids_.emplace(local_terms_.back().get(), id);
    bytes_ += bytes_of(term);
    return id;
}

rdf::TermId QueryTerms::fresh_blank_node() {
    while (true) {
        const auto node = rdf::Term::blank_node("q" + std::to_string(blank_nodes_++));
        if (!local_ids_.contains(&node) && !find_in_store(node)) {
            return add_local(node);
        }
    }
}

TermPtr QueryTerms::term(rdf::TermId id) {
    assert(id.is_bound());
    if (id.is_inline()) {
        return std::make_shared<const rdf::Term>(rdf::inline_term(id));
    }
    if (id.is_local()) {
        return local_terms_[(id.bits() & ~rdf::TermId::local_bit) - 1];
    }
    return stored_term(id);
}

TermPtr QueryTerms::stored_term(rdf::TermId id) {
    if (has_failed()) {
        return placeholder_;
    }
    if (cache_.empty()) {
        cache_.resize(cache_slots);
    }
    Cached& slot = cache_[(std::hash<rdf::TermId>{}(id) >> 20) & (cache_slots - 1)];
    if (slot.id == id) {
        return slot.term;
    }
    auto read = snapshot_.term(id);
    if (!read) {
        fail(std::move(read).error());
        return placeholder_;
    }
    auto term = std::make_shared<const rdf::Term>(*std::move(read));
    if (term->text.size() <= cached_text) {
        slot = {id, term};
    }
    return term;
}

}  // namespace gridlore::query
