#include "knowledge-engine/exchange/uses.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>

namespace gridlore::exchange {
namespace {

/// How much a search may try before it settles for an approximation.
constexpr std::size_t search_budget = 50'000;

bool same_term(const Slot& a, const Slot& b) {
    return a.variable == b.variable && (a.is_variable() || a.value == b.value);
}

/// One variable of one side goes to one term of the other, in both triples.
bool one_to_one(const CompiledTriple& t, const CompiledTriple& g, const CompiledTriple& t2, const CompiledTriple& g2) {
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            if (t[i].is_variable() && same_term(t[i], t2[j]) && !same_term(g[i], g2[j])) {
                return false;
            }
            if (g[i].is_variable() && same_term(g[i], g2[j]) && !same_term(t[i], t2[j])) {
                return false;
            }
        }
    }
    return true;
}

/// No variable of either side meets two different constants.
bool possible(const CompiledTriple& t, const CompiledTriple& g, const CompiledTriple& t2, const CompiledTriple& g2) {
    const auto clash = [](const Slot& variable, const Slot& other, const Slot& variable2, const Slot& other2) {
        return variable.is_variable() && variable.variable == variable2.variable && !other.is_variable() &&
               !other2.is_variable() && other.value != other2.value;
    };
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            if (clash(t[i], g[i], t2[j], g2[j]) || clash(g[i], t[i], g2[j], t2[j])) {
                return false;
            }
        }
    }
    return true;
}

/// Adds pairs to a use, one target triple after the other.
class Search {
  public:
    Search(const CompiledTriples& target, const CompiledTriples& given, int level)
        : target_(target), given_(given), level_(level), pairs_(matching_pairs(target, given)) {}

    const std::vector<Pair>& pairs() const { return pairs_; }
    bool exhausted() const { return steps_ > search_budget; }

    bool fits(const Use& use, Pair pair) const {
        return std::ranges::all_of(use, [&](Pair other) { return compatible(target_, given_, other, pair, level_); });
    }

    /// Calls `found` with every use; with `total` only with those that leave no target triple out. `found` returns
    /// false to stop.
    bool run(bool total, const std::function<bool(const Use&)>& found) {
        Use use;
        return extend(0, 0, total, use, found);
    }

  private:
    bool extend(std::size_t triple, std::size_t at, bool total, Use& use,
                const std::function<bool(const Use&)>& found) {
        if (++steps_ > search_budget) {
            return false;
        }
        if (triple == target_.size()) {
            return use.empty() || found(use);
        }
        std::size_t end = at;
        while (end < pairs_.size() && pairs_[end].target == triple) {
            ++end;
        }
        for (std::size_t i = at; i < end; ++i) {
            if (fits(use, pairs_[i])) {
                use.push_back(pairs_[i]);
                const bool go_on = extend(triple + 1, end, total, use, found);
                use.pop_back();
                if (!go_on) {
                    return false;
                }
            }
        }
        return total || extend(triple + 1, end, total, use, found);
    }

    const CompiledTriples& target_;
    const CompiledTriples& given_;
    int level_;
    std::vector<Pair> pairs_;
    std::size_t steps_ = 0;
};

}  // namespace

bool triples_match(const CompiledTriple& target, const CompiledTriple& given) {
    for (std::size_t i = 0; i < 3; ++i) {
        if (!target[i].is_variable() && !given[i].is_variable() && target[i].value != given[i].value) {
            return false;
        }
    }
    return possible(target, given, target, given);
}

std::vector<Pair> matching_pairs(const CompiledTriples& target, const CompiledTriples& given) {
    std::vector<Pair> pairs;
    for (std::size_t t = 0; t < target.size(); ++t) {
        for (std::size_t g = 0; g < given.size(); ++g) {
            if (triples_match(target[t], given[g])) {
                pairs.push_back({t, g});
            }
        }
    }
    return pairs;
}

bool compatible(const CompiledTriples& target, const CompiledTriples& given, Pair a, Pair b, int level) {
    if (a.target == b.target || a.given == b.given) {
        return false;
    }
    const auto& rule = level <= 2 ? one_to_one : possible;
    return rule(target[a.target], given[a.given], target[b.target], given[b.given]) &&
           possible(target[a.target], given[a.given], target[b.target], given[b.given]);
}

std::vector<Use> maximal_uses(const CompiledTriples& target, const CompiledTriples& given, int level,
                              std::size_t limit) {
    Search search(target, given, level);
    std::vector<Use> uses;
    const auto is_maximal = [&](const Use& use) {
        return std::ranges::none_of(search.pairs(), [&](Pair pair) { return search.fits(use, pair); });
    };
    const bool complete = search.run(false, [&](const Use& use) {
        if (is_maximal(use)) {
            uses.push_back(use);
        }
        return uses.size() <= limit;
    });
    if (!complete) {
        uses.clear();
        for (const Pair pair : search.pairs()) {
            uses.push_back({pair});
        }
    }
    return uses;
}

std::vector<Use> total_uses(const CompiledTriples& target, const CompiledTriples& given, int level, bool both_whole,
                            std::size_t limit) {
    std::vector<Use> uses;
    if (target.size() > given.size() || (both_whole && target.size() != given.size())) {
        return uses;
    }
    Search(target, given, level).run(true, [&](const Use& use) {
        uses.push_back(use);
        return uses.size() < limit;
    });
    return uses;
}

namespace {

constexpr std::size_t parts_tried = 1'000;

/// Adds the fitting parts of a use that does not fit, found by leaving out one pair after the other.
void add_fitting_parts(const Use& use, const std::function<bool(const Use&)>& fits, std::vector<Use>& found) {
    Use possible;
    std::ranges::copy_if(use, std::back_inserter(possible), [&](Pair pair) { return fits({pair}); });
    std::set<Use> open = {possible};
    for (std::size_t tried = 0; !open.empty() && tried < parts_tried; ++tried) {
        const Use part = open.extract(open.begin()).value();
        if (part.empty() || fits(part)) {
            found.push_back(part);
            continue;
        }
        for (std::size_t i = 0; i < part.size(); ++i) {
            Use smaller = part;
            smaller.erase(smaller.begin() + static_cast<std::ptrdiff_t>(i));
            open.insert(std::move(smaller));
        }
    }
}

}  // namespace

std::vector<Use> fitting_parts(const std::vector<Use>& uses, const std::function<bool(const Use&)>& fits) {
    std::vector<Use> found;
    for (const Use& use : uses) {
        if (fits(use)) {
            found.push_back(use);
        } else {
            add_fitting_parts(use, fits, found);
        }
    }
    if (found == uses) {
        return found;
    }
    std::ranges::sort(found, std::ranges::greater(), &Use::size);
    std::vector<Use> largest;
    for (const Use& part : found) {
        const auto holds = [&](const Use& other) { return std::ranges::includes(other, part); };
        if (!part.empty() && std::ranges::none_of(largest, holds)) {
            largest.push_back(part);
        }
    }
    return largest;
}

}  // namespace gridlore::exchange
