/// The dictionary of the memory store. Confined: its owner keeps changes and look-ups apart; look-ups may be at once.
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/pattern/range.h"
#include "knowledge-engine/rdf/term.h"
#include "knowledge-engine/rdf/term_id.h"
#include "knowledge-engine/store/snapshot.h"

namespace gridlore::store {

/// Terms that are not inline are kept here, with their values; literals among them that have an order, in order.
class TermTable {
  public:
    TermTable() = default;
    TermTable(const TermTable&) = delete;
    TermTable& operator=(const TermTable&) = delete;

    std::optional<rdf::TermId> find(const rdf::Term& term) const;
    rdf::TermId add(const rdf::Term& term);
    rdf::TermId add_blank_node();
    /// Precondition of these two: `id` is inline or was given by this table.
    rdf::Term term(rdf::TermId id) const;
    rdf::TermId value(rdf::TermId id) const;
    bool contains(rdf::TermId id) const;

    Result<ValueIds> within(const pattern::Range& range, std::size_t limit) const;
    ValueIds equal_to(const rdf::Term& term) const;

    std::size_t size() const { return entries_.size(); }
    /// Forgets what was added last, until `size` terms are left.
    void shrink(std::size_t size);

  private:
    struct Entry {
        rdf::Term term;
        rdf::TermId id;
        rdf::TermId value;
        std::size_t space = 0;  ///< of comparable literals; one past the last: of none
    };
    struct SameTerm {
        using is_transparent = void;
        bool operator()(const Entry* a, const Entry* b) const { return a == b; }
        bool operator()(const Entry* a, const rdf::Term& b) const { return a->term == b; }
        bool operator()(const rdf::Term& a, const Entry* b) const { return a == b->term; }
    };
    struct TermHash {
        using is_transparent = void;
        std::size_t operator()(const Entry* entry) const { return std::hash<rdf::Term>()(entry->term); }
        std::size_t operator()(const rdf::Term& term) const { return std::hash<rdf::Term>()(term); }
    };
    struct ByValue {
        using is_transparent = void;
        bool operator()(const Entry* a, const Entry* b) const;
        bool operator()(const Entry* a, const rdf::Term& b) const;
        bool operator()(const rdf::Term& a, const Entry* b) const;
    };

    static constexpr std::size_t spaces = 9;
    static std::size_t space_of(const rdf::Term& term);
    const Entry& entry(rdf::TermId id) const;

    std::deque<Entry> entries_;  ///< by number; addresses are stable
    std::unordered_set<const Entry*, TermHash, SameTerm> index_;
    std::unordered_map<rdf::TermId, std::vector<rdf::TermId>> aliases_;  ///< by the value that they share
    std::array<std::set<const Entry*, ByValue>, spaces> ordered_;
    std::uint64_t blank_nodes_ = 0;
};

}  // namespace gridlore::store
