/// Terms as numbers: inside the engine a term is its `TermId`; strings exist at the borders only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

#include "knowledge-engine/base/sharded_map.h"
#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/quad_view.h"
#include "knowledge-engine/rdf/term.h"
#include "knowledge-engine/rdf/term_id.h"

namespace gridlore::rdf {

/// A term with its hash, to look it up in several places.
struct HashedTerm {
    explicit HashedTerm(const Term& hashed) : term(hashed), hash(std::hash<Term>{}(hashed)) {}
    const Term& term;
    std::size_t hash;
    friend bool operator==(const HashedTerm& a, const Term& b) { return a.term == b; }
};

struct TermHash {
    using is_transparent = void;
    std::size_t operator()(const Term& term) const { return std::hash<Term>{}(term); }
    std::size_t operator()(const HashedTerm& term) const { return term.hash; }
};

/// Terms that the network's patterns and rules name, counted. A term stays, with the same id, from its first `add` to
/// its last `remove`; an id is never given out twice. Terms that have an inline id are always there, and not counted.
/// A copy is cheap (shards are shared): it is changed by its owner alone, and safe to share once it is published.
class NetworkTerms {
  public:
    /// Counts `term` (and the canonical term of its value) once more and returns its id.
    TermId add(const Term& term);
    /// Counts `term` once less; forgets it at zero. Precondition: it was added.
    void remove(const Term& term);

    std::optional<TermId> find(const Term& term) const;
    /// The same of a term that has no inline id.
    std::optional<TermId> find_counted(const HashedTerm& term) const;
    bool contains(TermId id) const { return id.is_inline() || terms_.find(id.bits()) != nullptr; }
    /// Precondition of these three: `contains(id)`.
    Term term(TermId id) const { return id.is_inline() ? inline_term(id) : counted(id); }
    /// The term where it is kept. Precondition: it is not inline.
    const Term& counted(TermId id) const;
    TermId value(TermId id) const;
    /// Of the terms that are counted.
    std::size_t size() const { return entries_.size(); }

  private:
    struct Entry {
        TermId id;
        TermId value;
        std::uint64_t count = 0;
    };
    ShardedMap<Term, Entry, TermHash> entries_;
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
    /// A copy.
    Term term(TermId id) const { return id.is_inline() ? inline_term(id) : stored(id); }
    /// The same without a copy: it views the dictionary (and its base), or `room`, which is changed for inline ids.
    TermView view(TermId id, std::string& room) const {
        return id.is_inline() ? inline_view(id, room) : view_of(stored(id));
    }
    /// The id that stands for the value: two terms are equal by value exactly if these ids are equal.
    TermId value(TermId id) const {
        return id.is_inline() ? inline_value(id) : (id.bits() & TermId::alias_bit) == 0 ? id : value_of_alias(id);
    }
    bool same_value(TermId a, TermId b) const { return a == b || value(a) == value(b); }

  private:
    /// A term of this exchange, with its hash.
    struct Local {
        std::size_t hash;
        std::size_t number;
        Term term;
    };
    struct LocalHash {
        using is_transparent = void;
        std::size_t operator()(const Local& local) const { return local.hash; }
        std::size_t operator()(const HashedTerm& term) const { return term.hash; }
    };
    struct LocalEqual {
        using is_transparent = void;
        bool operator()(const Local& a, const Local& b) const { return a.hash == b.hash && a.term == b.term; }
        bool operator()(const HashedTerm& a, const Local& b) const { return a.hash == b.hash && a == b.term; }
        bool operator()(const Local& a, const HashedTerm& b) const { return (*this)(b, a); }
    };

    template <typename AnyTerm>
    TermId interned(AnyTerm&& term);
    TermId id_of(std::size_t number) const;
    const Term& stored(TermId id) const;
    bool is_known(const HashedTerm& term) const;
    TermId value_of_alias(TermId id) const;

    std::shared_ptr<const NetworkTerms> base_;
    std::unordered_set<Local, LocalHash, LocalEqual> locals_;
    std::vector<const Term*> terms_;  ///< by local number; in `locals_`, where their addresses are stable
    std::vector<TermId> values_;      ///< by local number; unbound: the term stands for itself
    std::uint64_t blank_nodes_ = 0;
};

}  // namespace gridlore::rdf
