/// Which of many alternatives a join can do without. Where a provider has at most one use in a cover, what rules an
/// alternative out is that a provider it uses is used again. So of alternatives that give the same and share no
/// provider, one more than there are later choices is enough: at least one is left whatever is chosen.
/// Confined to one evaluation.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "knowledge-engine/pattern/binding_set.h"

namespace gridlore::exchange {

/// Who gives a row: one interaction of a provider, however that was specialised.
struct Giver {
    std::uint32_t owner = 0;
    std::uint32_t member = 0;
    friend auto operator<=>(const Giver&, const Giver&) = default;
};

/// Of rows of the same values.
struct ValuesHash {
    std::size_t operator()(const std::vector<rdf::TermId>& keys) const;
};

class Alternatives {
  public:
    /// `later_choices`: how many rows of other providers may still be chosen beside one of these.
    Alternatives(pattern::Equality equality, std::size_t later_choices)
        : equality_(equality), enough_(later_choices + 1) {}

    /// Whether there are enough that give these values. Those that hand on what was posted count apart.
    bool has_enough(pattern::BindingSet::Row values, bool fed);
    /// There is one more, which uses rows of these.
    void add(pattern::BindingSet::Row values, bool fed, std::span<const Giver> givers);

  private:
    struct Disjoint {
        std::vector<Giver> givers;
        std::size_t count = 0;
    };
    Disjoint& find(pattern::BindingSet::Row values, bool fed);

    pattern::Equality equality_;
    std::size_t enough_;
    std::vector<rdf::TermId> key_;
    std::unordered_map<std::vector<rdf::TermId>, Disjoint, ValuesHash> fed_;
    std::unordered_map<std::vector<rdf::TermId>, Disjoint, ValuesHash> not_fed_;
};

}  // namespace gridlore::exchange
