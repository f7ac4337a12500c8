#include "knowledge-engine/store/memory/term_table.h"

#include <algorithm>
#include <cassert>
#include <string>

#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/value.h"

namespace gridlore::store {
namespace {

using rdf::Term;
using rdf::TermId;

/// One literal of each set of literals that can be compared with each other.
const std::array<Term, 9>& examples() {
    static const auto xsd = [](std::string text, std::string_view type) {
        return Term::literal(std::move(text), std::string(rdf::xsd_ns) + std::string(type));
    };
    static const std::array<Term, 9> terms = {
        Term::string(""),
        xsd("0", "integer"),
        xsd("2000-01-01T00:00:00Z", "dateTime"),
        xsd("2000-01-01T00:00:00", "dateTime"),
        xsd("2000-01-01Z", "date"),
        xsd("2000-01-01", "date"),
        xsd("00:00:00Z", "time"),
        xsd("00:00:00", "time"),
        xsd("true", "boolean"),
    };
    return terms;
}

}  // namespace

bool TermTable::ByValue::operator()(const Entry* a, const Entry* b) const {
    const auto order = rdf::compare_values(a->term, b->term);
    return order && *order != 0 ? *order < 0 : a->id < b->id;
}

bool TermTable::ByValue::operator()(const Entry* a, const Term& b) const {
    const auto order = rdf::compare_values(a->term, b);
    return order && *order < 0;
}

bool TermTable::ByValue::operator()(const Term& a, const Entry* b) const {
    const auto order = rdf::compare_values(a, b->term);
    return order && *order < 0;
}

std::size_t TermTable::space_of(const Term& term) {
    const auto& all = examples();
    if (!term.is_literal() || !rdf::compare_values(term, term)) {
        return spaces;
    }
    return static_cast<std::size_t>(
        std::ranges::find_if(all, [&](const Term& one) { return rdf::compare_values(term, one).has_value(); }) -
        all.begin());
}

const TermTable::Entry& TermTable::entry(TermId id) const {
    assert(contains(id));
    return entries_[(id.bits() & ~TermId::alias_bit) - 1];
}

bool TermTable::contains(TermId id) const {
    const std::uint64_t number = id.bits() & ~TermId::alias_bit;
    return number >= 1 && number <= entries_.size() && entries_[number - 1].id == id;
}

std::optional<TermId> TermTable::find(const Term& term) const {
    if (const auto id = rdf::inline_id(term)) {
        return id;
    }
    const auto it = index_.find(term);
    return it == index_.end() ? std::nullopt : std::optional((*it)->id);
}

TermId TermTable::add(const Term& term) {
    if (const auto known = find(term)) {
        return *known;
    }
    const auto canonical = rdf::canonical_value(term);
    const TermId value = canonical ? add(*canonical) : TermId();
    const TermId id((entries_.size() + 1) | (canonical ? TermId::alias_bit : 0));
    const Entry& added = entries_.emplace_back(Entry{term, id, canonical ? value : id, space_of(term)});
    index_.insert(&added);
    if (canonical) {
        aliases_[value].push_back(id);
    }
    if (added.space < spaces) {
        ordered_[added.space].insert(&added);
    }
    return id;
}

TermId TermTable::add_blank_node() {
    Term node;
    do {
        node = Term::blank_node("m" + std::to_string(blank_nodes_++));
    } while (find(node));
    return add(node);
}

Term TermTable::term(TermId id) const {
    return id.is_inline() ? rdf::inline_term(id) : entry(id).term;
}

TermId TermTable::value(TermId id) const {
    return id.is_inline() ? rdf::inline_value(id) : entry(id).value;
}

Result<ValueIds> TermTable::within(const pattern::Range& range, std::size_t limit) const {
    ValueIds found;
    found.intervals = rdf::inline_range(range.from, range.until);
    const std::size_t space = space_of(range.from ? *range.from : *range.until);
    if (space == spaces || (range.until && space_of(*range.until) != space)) {
        return found;
    }
    const auto& literals = ordered_[space];
    for (auto it = range.from ? literals.lower_bound(*range.from) : literals.begin();
         it != literals.end() && (!range.until || ByValue()(*it, *range.until)); ++it) {
        if (found.ids.size() == limit) {
            return Error{ErrorKind::LimitExceeded,
                         "more than " + std::to_string(limit) + " literals of the store are in the range"};
        }
        found.ids.push_back((*it)->id);
    }
    std::ranges::sort(found.ids);
    return found;
}

ValueIds TermTable::equal_to(const Term& term) const {
    ValueIds found;
    found.intervals = rdf::inline_equal(term);
    const auto value = find(rdf::canonical_value(term).value_or(term));
    if (!value) {
        return found;
    }
    if (!value->is_inline()) {
        found.ids.push_back(*value);
    }
    if (const auto it = aliases_.find(*value); it != aliases_.end()) {
        found.ids.insert(found.ids.end(), it->second.begin(), it->second.end());
    }
    std::ranges::sort(found.ids);
    return found;
}

void TermTable::shrink(std::size_t size) {
    while (entries_.size() > size) {
        const Entry& last = entries_.back();
        index_.erase(&last);
        if (last.space < spaces) {
            ordered_[last.space].erase(&last);
        }
        if (last.value != last.id) {
            const auto it = aliases_.find(last.value);
            it->second.pop_back();
            if (it->second.empty()) {
                aliases_.erase(it);
            }
        }
        entries_.pop_back();
    }
}

}  // namespace gridlore::store
