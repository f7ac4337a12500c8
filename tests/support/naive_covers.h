/// Which triples a provider may serve at a reasoner level, and which providers together serve a pattern: the first half
/// of the naive matcher, literally as docs/decisions/0001-what-a-level-means.md defines uses and covers.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "tests/support/naive_rows.h"

namespace gridlore::naive {

struct Provider {
    enum class Kind { Answer, React, Rule, Fact, Posted };
    Kind kind;
    std::size_t index;  ///< of the interaction or rule
    Triples pattern;
};

/// Which triple of the provider each triple of the domain is assigned.
struct Use {
    std::size_t provider;
    std::map<std::size_t, std::size_t> assigned;
};
using Cover = std::vector<Use>;

/// Those that no other use of the same provider extends.
std::vector<Use> maximal(const std::vector<Use>& uses);

/// All providers that a question can meet. Exponential in everything; const functions only.
class Providers {
  public:
    Providers(int level, bool is_post, std::vector<Provider> all)
        : level_(level), is_post_(is_post), all_(std::move(all)) {}

    std::size_t size() const { return all_.size(); }
    const Provider& operator[](std::size_t index) const { return all_[index]; }

    std::vector<Use> uses(const Triples& target) const;
    std::vector<Cover> covers(const Triples& target) const;

    /// What a provider is asked because of one binding of the target; nothing if the two exclude each other.
    std::optional<Row> question(const Triples& target, const Use& use, const Row& binding) const;
    /// What one row of the provider gives to the variables of a use; nothing if it does not fit.
    std::optional<Row> gift(const Triples& target, const Use& use, const Row& row) const;

  private:
    bool is_consistent(const Triples& target, const Use& use) const;
    void extend_use(const Triples& target, std::size_t triple, Use use, std::vector<Use>& uses) const;
    bool may_join(const Cover& cover, const Use& use) const;
    void extend_cover(const Triples& target, const std::vector<Use>& uses, const std::set<std::size_t>& covered,
                      const Cover& cover, std::vector<Cover>& covers) const;

    int level_;
    bool is_post_;
    std::vector<Provider> all_;
};

}  // namespace gridlore::naive
