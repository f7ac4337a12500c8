#include "knowledge-engine/exchange/cover_search.h"

#include <algorithm>
#include <cstdint>
#include <functional>

namespace gridlore::exchange {
namespace {

constexpr std::size_t search_budget = 20'000;

/// Finds covers of a target, triple by triple.
class CoverSearch {
  public:
    CoverSearch(const Plan& plan, const Target& target, const std::vector<bool>& allowed)
        : plan_(plan),
          target_(target),
          allowed_(allowed),
          chosen_(target.triples.size()),
          is_chosen_(target.triples.size()),
          values_(target.variable_count) {}

    /// Whether some cover holds the candidate for that triple. If it was found, `chosen` tells which.
    bool finds(std::size_t triple, const Candidate& candidate) {
        is_chosen_.assign(is_chosen_.size(), false);
        steps_ = 0;
        return choose(triple, candidate, [&] { return extend(0); }) || steps_ > search_budget;
    }
    bool is_whole() const { return std::ranges::all_of(is_chosen_, std::identity()); }
    const std::vector<Candidate>& chosen() const { return chosen_; }

  private:
    bool is_facts(const Candidate& candidate) const {
        return plan_.providers[candidate.provider].kind == ProviderKind::Facts;
    }

    /// Level 2, and one interaction only: what the grouping at the end would find too late.
    bool fits(std::size_t triple, const Candidate& candidate) const {
        if (is_facts(candidate) || plan_.level != 2 || members(candidate) > 1) {
            return true;
        }
        const Provider& provider = plan_.providers[candidate.provider];
        for (std::size_t t = 0; t < chosen_.size(); ++t) {
            if (!is_chosen_[t] || plan_.providers[chosen_[t].provider].owner != provider.owner) {
                continue;
            }
            if (chosen_[t].provider != candidate.provider ||
                !compatible(target_.triples, provider.gives, {t, chosen_[t].given}, {triple, candidate.given}, 2)) {
                return false;
            }
        }
        return true;
    }

    /// How many interactions the candidate stands for.
    std::size_t members(const Candidate& candidate) const {
        const Provider& provider = plan_.providers[candidate.provider];
        return provider.interactions ? provider.interactions->members.size() : 1;
    }

    /// Whether the chosen candidates can be put together to uses, each of one interaction, as the level allows.
    bool can_be_grouped() {
        if (plan_.level == 5) {
            return true;
        }
        std::set<std::size_t> owners;
        for (const Candidate& candidate : chosen_) {
            if (!is_facts(candidate)) {
                owners.insert(plan_.providers[candidate.provider].owner);
            }
        }
        return std::ranges::all_of(owners, [&](std::size_t owner) {
            groups_.clear();
            return group(owner, 0);
        });
    }

    /// Pairs of one provider and one of its interactions.
    struct Group {
        std::size_t provider = 0;
        std::size_t member = 0;
        Use use;
    };

    /// Puts the pairs of an owner into groups, from `triple` on.
    bool group(std::size_t owner, std::size_t triple) {
        if (++steps_ > search_budget) {
            return true;
        }
        while (triple < chosen_.size() &&
               (is_facts(chosen_[triple]) || plan_.providers[chosen_[triple].provider].owner != owner)) {
            ++triple;
        }
        if (triple == chosen_.size()) {
            return groups_may_stand_together();
        }
        const Candidate& candidate = chosen_[triple];
        const Pair pair{triple, candidate.given};
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            const CompiledTriples& gives = plan_.providers[candidate.provider].gives;
            if (groups_[g].provider == candidate.provider && std::ranges::all_of(groups_[g].use, [&](Pair other) {
                    return compatible(target_.triples, gives, other, pair, plan_.level);
                })) {
                groups_[g].use.push_back(pair);
                if (group(owner, triple + 1)) {
                    return true;
                }
                groups_[g].use.pop_back();
            }
        }
        std::size_t used = 0;
        for (const Group& other : groups_) {
            used = std::max(used, other.member + 1);
        }
        // Members are alike: of those not used yet one is as good as any.
        for (std::size_t m = 0; m < std::min(used + 1, members(candidate)); ++m) {
            groups_.push_back({candidate.provider, m, {pair}});
            if (group(owner, triple + 1)) {
                return true;
            }
            groups_.pop_back();
        }
        return false;
    }

    bool groups_may_stand_together() const {
        for (std::size_t a = 0; a < groups_.size(); ++a) {
            for (std::size_t b = a + 1; b < groups_.size(); ++b) {
                if (groups_[a].member != groups_[b].member) {
                    continue;
                }
                const auto in_a = [&](Pair pair) {
                    return std::ranges::find(groups_[a].use, pair.given, &Pair::given) != groups_[a].use.end();
                };
                if (plan_.level == 2 || std::ranges::none_of(groups_[b].use, in_a)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// The triple with what its variables are bound to so far.
    CompiledTriple with_values(CompiledTriple triple) const {
        for (Slot& slot : triple) {
            if (slot.is_variable()) {
                const rdf::TermId value = values_[static_cast<std::size_t>(slot.variable)];
                slot = value.is_bound() ? Slot{.variable = -1, .term = value, .value = value} : slot;
            }
        }
        return triple;
    }

    template <typename Next>
    bool bind(std::size_t triple, const CompiledTriple& given, Next next) {
        std::vector<std::size_t> bound;
        bool fits_values = true;
        for (std::size_t i = 0; i < 3 && fits_values; ++i) {
            const Slot& slot = target_.triples[triple][i];
            if (!slot.is_variable() || given[i].is_variable()) {
                continue;
            }
            rdf::TermId& value = values_[static_cast<std::size_t>(slot.variable)];
            if (!value.is_bound()) {
                value = given[i].value;
                bound.push_back(static_cast<std::size_t>(slot.variable));
            } else {
                fits_values = value == given[i].value;
            }
        }
        const bool done = fits_values && next();
        for (const std::size_t variable : bound) {
            values_[variable] = {};
        }
        return done;
    }

    template <typename Next>
    bool choose(std::size_t triple, const Candidate& candidate, Next next) {
        if (++steps_ > search_budget || !fits(triple, candidate)) {
            return false;
        }
        is_chosen_[triple] = true;
        chosen_[triple] = candidate;
        bool done = false;
        if (is_facts(candidate)) {
            const FactSet& facts = plan_.rules->facts;
            for (const std::uint32_t fact : facts.matching(with_values(target_.triples[triple]))) {
                done = bind(triple, facts[fact], next);
                if (done || steps_ > search_budget) {
                    break;
                }
            }
        } else {
            done = bind(triple, plan_.providers[candidate.provider].gives[candidate.given], next);
        }
        is_chosen_[triple] = done;
        return done;
    }

    bool extend(std::size_t triple) {
        while (triple < chosen_.size() && is_chosen_[triple]) {
            ++triple;
        }
        if (triple == chosen_.size()) {
            const auto is_fed = [&](const Candidate& candidate) { return plan_.providers[candidate.provider].fed; };
            return (!target_.needs_fed || std::ranges::any_of(chosen_, is_fed)) && can_be_grouped();
        }
        for (const Candidate& candidate : target_.candidates[triple]) {
            if (allowed_[candidate.provider] && choose(triple, candidate, [&] { return extend(triple + 1); })) {
                return true;
            }
        }
        return false;
    }

    const Plan& plan_;
    const Target& target_;
    const std::vector<bool>& allowed_;
    std::vector<Candidate> chosen_;
    std::vector<bool> is_chosen_;
    std::vector<rdf::TermId> values_;
    std::vector<Group> groups_;
    std::size_t steps_ = 0;
};

bool serves_alone(const Plan& plan, const Target& target, const Candidate& candidate) {
    const Provider& provider = plan.providers[candidate.provider];
    if (target.needs_fed && !provider.fed) {
        return false;
    }
    if (provider.kind == ProviderKind::Facts) {
        return target.triples.size() == 1;
    }
    return !total_uses(target.triples, provider.gives, 1, plan.is_post, 1).empty();
}

}  // namespace

std::vector<std::set<Candidate>> candidates_in_covers(const Plan& plan, const Target& target,
                                                      const std::vector<bool>& allowed) {
    std::vector<std::set<Candidate>> in_covers(target.triples.size());
    CoverSearch search(plan, target, allowed);
    for (std::size_t t = 0; t < target.triples.size(); ++t) {
        for (const Candidate& candidate : target.candidates[t]) {
            if (!allowed[candidate.provider] || in_covers[t].contains(candidate)) {
                continue;
            }
            if (plan.level == 1) {
                if (serves_alone(plan, target, candidate)) {
                    in_covers[t].insert(candidate);
                }
            } else if (search.finds(t, candidate)) {
                in_covers[t].insert(candidate);
                for (std::size_t other = 0; search.is_whole() && other < in_covers.size(); ++other) {
                    in_covers[other].insert(search.chosen()[other]);
                }
            }
        }
    }
    return in_covers;
}

bool has_cover(const Plan& plan, const Target& target, const std::vector<bool>& allowed) {
    if (target.triples.empty()) {
        return true;
    }
    CoverSearch search(plan, target, allowed);
    return std::ranges::any_of(target.candidates.front(), [&](const Candidate& candidate) {
        return allowed[candidate.provider] &&
               (plan.level == 1 ? serves_alone(plan, target, candidate) : search.finds(0, candidate));
    });
}

}  // namespace gridlore::exchange
