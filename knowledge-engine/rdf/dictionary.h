/// Terms as numbers: inside the engine a term is its `TermId`; strings exist at the borders only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "knowledge-engine/base/sharded_map.h"
#include "knowledge-engine/rdf/term.h"
#include "knowledge-engine/rdf/term_id.h"

namespace gridlore::rdf {

/// Terms that the network's patterns and rules name, counted. A term stays, with the same id, from its first `add` to
/// its last `remove`; an id is never given out twice.
/// A copy is cheap (shards are shared): it is changed by its owner alone, and safe to share once it is published.
class NetworkTerms {
  public:
    /// Counts `term` (and the canonical term of its value) once more and returns its id.
    TermId add(const Term& term);
    /// Counts `term` once less; forgets it at zero. Precondition: it was added.
    void remove(const Term& term);

    std::optional<TermId> find(const Term& term) const;
    bool contains(TermId id) const { return terms_.find(id.bits()) != nullptr; }
    /// Precondition of these two: `contains(id)`.
    const Term& term(TermId id) const;
    TermId value(TermId id) const;
    std::size_t size() const { return entries_.size(); }

  private:
    struct Entry {
        TermId id;
        TermId value;
        std::uint64_t count = 0;
    };
    ShardedMap<Term, Entry> entries_;
    ShardedMap<std::uint64_t, Term> terms_;
    std::uint64_t next_ = 1;
};

/// The terms of one exchange: the network's, and over them those that clients send, which end with the exchange.
/// Confined: its owner serialises all calls.
class Dictionary {
  public:
    Dictionary() : Dictionary(std::make_shared<const NetworkTerms>()) {}
    explicit Dictionary(std::shared_ptr<const NetworkTerms> base) : base_(std::move(base)) {}

    /// The id of `term`; the same for the same term. A blank node is found by its label here.
    TermId intern(const Term& term);
    TermId intern(Term&& term);
    /// A new blank node, whatever its label was outside.
    TermId fresh_blank_node();
    /// The reference stays valid while the dictionary (and its base) lives.
    const Term& term(TermId id) const;
    /// The id that stands for the value: two terms are equal by value exactly if these ids are equal.
    TermId value(TermId id) const { return (id.bits() & TermId::alias_bit) == 0 ? id : value_of_alias(id); }
    bool same_value(TermId a, TermId b) const { return a == b || value(a) == value(b); }

  private:
    using Ids = std::unordered_map<Term, TermId>;
    TermId give_id(Ids::value_type& entry);
    TermId value_of_alias(TermId id) const;

    std::shared_ptr<const NetworkTerms> base_;
    Ids ids_;
    std::vector<const Term*> terms_;  ///< by local number; keys of ids_, whose addresses are stable
    std::vector<TermId> values_;      ///< by local number
    std::uint64_t blank_nodes_ = 0;
};

}  // namespace gridlore::rdf
