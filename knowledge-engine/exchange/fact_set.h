/// The facts of domain knowledge: triples that hold without anybody being asked. Immutable once indexed; safe to share.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "knowledge-engine/exchange/triples.h"

namespace gridlore::exchange {

class FactSet {
  public:
    /// `alone`: it was declared as a fact of one triple, which level 1 may use too.
    void add(const CompiledTriple& fact, bool alone);
    /// Sorts what was added, so that look-ups find it. O(n log n).
    void index();

    bool empty() const { return facts_.empty(); }
    std::size_t size() const { return facts_.size(); }
    const CompiledTriple& operator[](std::size_t number) const { return facts_[number]; }
    bool is_alone(std::size_t number) const { return alone_[number]; }

    /// The numbers of the facts that match `triple`, position by position: a range scan.
    std::span<const std::uint32_t> matching(const CompiledTriple& triple) const;

  private:
    /// Subject first, predicate first, object first: one of them has all constants of any triple in front.
    std::array<std::vector<std::uint32_t>, 3> orders_;
    std::vector<CompiledTriple> facts_;
    std::vector<bool> alone_;
};

}  // namespace gridlore::exchange
