#include "knowledge-engine/exchange/uses.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>

namespace gridlore::exchange {
namespace {

/// How many comparisons one search may take before it settles for an approximation: one provider must not use up the
/// work of a whole plan.
constexpr std::size_t search_limit = 1'000'000;
/// A search is as deep as the target is long. Patterns have at most 1,000 triples.
constexpr std::size_t longest_target = 1'000;

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
    Search(const CompiledTriples& target, const CompiledTriples& given, int level, Work& work)
        : target_(target), given_(given), level_(level), work_(work), pairs_(matching_pairs(target, given)) {}

    const std::vector<Pair>& pairs() const { return pairs_; }
    bool gave_up() const { return comparisons_ > search_limit || work_.is_spent() || target_.size() > longest_target; }

    bool fits(const Use& use, Pair pair) {
        return std::ranges::all_of(use, [&](Pair other) {
            charge();
            return may_share_use(target_, given_, other, pair, level_);
        });
    }

    /// Calls `found` with every use; with `total` only with those that leave no target triple out. `found` returns
    /// false to stop.
    void run(bool total, const std::function<bool(const Use&)>& found) {
        Use use;
        extend(0, 0, total, use, found);
    }

  private:
    bool extend(std::size_t triple, std::size_t at, bool total, Use& use,
                const std::function<bool(const Use&)>& found) {
        charge();
        if (gave_up()) {
            return false;
        }
        if (triple == target_.size()) {
            return use.empty() || found(use);
        }
        std::size_t end = at;
        while (end < pairs_.size() && pairs_[end].target == triple) {
            ++end;
        }
        for (std::size_t i = at; i < end && !gave_up(); ++i) {
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

    void charge() {
        ++comparisons_;
        work_.charge();
    }

    const CompiledTriples& target_;
    const CompiledTriples& given_;
    int level_;
    Work& work_;
    std::vector<Pair> pairs_;
    std::size_t comparisons_ = 0;
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

bool may_share_use(const CompiledTriples& target, const CompiledTriples& given, Pair a, Pair b, int level) {
    if (a.target == b.target || a.given == b.given) {
        return false;
    }
    const auto& rule = level <= 2 ? one_to_one : possible;
    return rule(target[a.target], given[a.given], target[b.target], given[b.given]) &&
           possible(target[a.target], given[a.given], target[b.target], given[b.given]);
}

std::vector<Use> maximal_uses(const CompiledTriples& target, const CompiledTriples& given, int level, Work& work,
                              std::size_t limit) {
    Search search(target, given, level, work);
    std::vector<Use> uses;
    const auto is_maximal = [&](const Use& use) {
        return std::ranges::none_of(search.pairs(), [&](Pair pair) { return search.fits(use, pair); });
    };
    search.run(false, [&](const Use& use) {
        if (is_maximal(use)) {
            uses.push_back(use);
        }
        return uses.size() <= limit;
    });
    if (uses.size() > limit || search.gave_up()) {
        uses.clear();
        for (const Pair pair : search.pairs()) {
            uses.push_back({pair});
        }
    }
    return uses;
}

namespace {

bool can_be_total(const CompiledTriples& target, const CompiledTriples& given, bool both_whole) {
    return both_whole ? target.size() == given.size() : target.size() <= given.size();
}

}  // namespace

FoundUses total_uses(const CompiledTriples& target, const CompiledTriples& given, int level, bool both_whole,
                     Work& work, std::size_t limit) {
    FoundUses found;
    if (can_be_total(target, given, both_whole)) {
        Search search(target, given, level, work);
        search.run(true, [&](const Use& use) {
            found.complete = found.uses.size() < limit;
            if (found.complete) {
                found.uses.push_back(use);
            }
            return found.complete;
        });
        found.complete = found.complete && !search.gave_up();
    }
    return found;
}

std::vector<Use> total_uses(const CompiledTriples& target, const CompiledTriples& given, int level, bool both_whole,
                            std::size_t limit) {
    Work work;
    return total_uses(target, given, level, both_whole, work, limit).uses;
}

bool has_total_use(const CompiledTriples& target, const CompiledTriples& given, int level, bool both_whole,
                   Work& work) {
    if (!can_be_total(target, given, both_whole)) {
        return false;
    }
    Search search(target, given, level, work);
    bool found = false;
    search.run(true, [&](const Use&) {
        found = true;
        return false;
    });
    return found || search.gave_up();
}

namespace {

constexpr std::size_t parts_tried = 1'000;
/// A use of a thousand pairs has a thousand parts of almost as many.
constexpr std::size_t pairs_in_parts = 1'000'000;

/// Adds the fitting parts of a use that does not fit, found by leaving out one pair after the other.
void add_fitting_parts(const Use& use, const std::function<bool(const Use&)>& fits, std::vector<Use>& found) {
    Use possible;
    std::ranges::copy_if(use, std::back_inserter(possible), [&](Pair pair) { return fits({pair}); });
    std::set<Use> open = {possible};
    std::size_t pairs = 0;
    for (std::size_t tried = 0; !open.empty() && tried < parts_tried; ++tried) {
        const Use part = open.extract(open.begin()).value();
        if (part.empty() || fits(part)) {
            found.push_back(part);
            continue;
        }
        for (std::size_t i = 0; i < part.size() && pairs < pairs_in_parts; ++i) {
            pairs += part.size();
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
    std::ranges::sort(found,
                      [](const Use& a, const Use& b) { return a.size() != b.size() ? a.size() > b.size() : a < b; });
    found.erase(std::unique(found.begin(), found.end()), found.end());
    std::vector<Use> largest;
    for (const Use& part : found) {
        const auto holds = [&](const Use& other) { return std::ranges::includes(other, part); };
        const auto larger = std::ranges::partition_point(largest, [&](const Use& u) { return u.size() > part.size(); });
        if (!part.empty() && std::none_of(largest.begin(), larger, holds)) {
            largest.push_back(part);
        }
    }
    return largest;
}

}  // namespace gridlore::exchange
