/// Finds the rules that could give a triple, or follow from it, without looking at all of them. Immutable once made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "knowledge-engine/exchange/compiled.h"

namespace gridlore::exchange {

class RuleIndex {
  public:
    explicit RuleIndex(const RuleSet& rules);

    /// The numbers, in order, of rules with a triple in their head that agrees with `triple` in predicate and object:
    /// all that match it, and others.
    std::vector<std::size_t> with_head(const CompiledTriple& triple) const { return find(heads_, triple); }
    /// The same of their bodies.
    std::vector<std::size_t> with_body(const CompiledTriple& triple) const { return find(bodies_, triple); }

  private:
    /// By the values of predicate and object; a variable has the value 0.
    using Numbers = std::map<std::uint64_t, std::map<std::uint64_t, std::vector<std::size_t>>>;

    static void add(Numbers& numbers, const CompiledTriples& triples, std::size_t rule);
    static std::vector<std::size_t> find(const Numbers& numbers, const CompiledTriple& triple);

    Numbers heads_;
    Numbers bodies_;
};

}  // namespace gridlore::exchange
