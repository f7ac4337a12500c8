/// Terms as numbers: inside the engine a term is its `TermId`; strings exist at the borders only.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "knowledge-engine/base/sharded_map.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::rdf {

/// The number of a term. It has a meaning only together with the dictionary that gave it.
class TermId {
  public:
    constexpr TermId() = default;  ///< no term: an unbound cell
    constexpr explicit TermId(std::uint64_t bits) : bits_(bits) {}

    constexpr std::uint64_t bits() const { return bits_; }
    constexpr bool is_bound() const { return bits_ != 0; }

    friend constexpr bool operator==(TermId, TermId) = default;
    friend constexpr auto operator<=>(TermId, TermId) = default;

    /// Of the ids that a `Dictionary` gives over its base (see below).
    static constexpr std::uint64_t local_bit = std::uint64_t{1} << 63;
    /// The term is not the canonical one of its value: `Dictionary::value` differs from the id.
    static constexpr std::uint64_t alias_bit = std::uint64_t{1} << 62;

  private:
    std::uint64_t bits_ = 0;
};

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
    /// A new blank node, whatever its label was outside.
    TermId fresh_blank_node();
    /// The reference stays valid while the dictionary (and its base) lives.
    const Term& term(TermId id) const;
    /// The id that stands for the value: two terms are equal by value exactly if these ids are equal.
    TermId value(TermId id) const { return (id.bits() & TermId::alias_bit) == 0 ? id : value_of_alias(id); }
    bool same_value(TermId a, TermId b) const { return a == b || value(a) == value(b); }

  private:
    TermId value_of_alias(TermId id) const;

    std::shared_ptr<const NetworkTerms> base_;
    std::unordered_map<Term, TermId> ids_;
    std::vector<const Term*> terms_;  ///< by local number; keys of ids_, whose addresses are stable
    std::vector<TermId> values_;      ///< by local number
    std::uint64_t blank_nodes_ = 0;
};

}  // namespace gridlore::rdf

template <>
struct std::hash<gridlore::rdf::TermId> {
    std::size_t operator()(gridlore::rdf::TermId id) const noexcept {
        return static_cast<std::size_t>((id.bits() ^ (id.bits() >> 29)) * 0x9E3779B97F4A7C15ULL);
    }
};
