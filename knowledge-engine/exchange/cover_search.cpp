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

    bool fits(std::size_t triple, const Candidate& candidate) const {
        if (is_facts(candidate) || plan_.level == 5) {
            return true;
        }
        const Provider& provider = plan_.providers[candidate.provider];
        const bool several = provider.interactions && provider.interactions->members.size() > 1;
        for (std::size_t t = 0; t < chosen_.size(); ++t) {
            if (!is_chosen_[t] || is_facts(chosen_[t])) {
                continue;
            }
            const Provider& other = plan_.providers[chosen_[t].provider];
            if (plan_.level >= 3 && other.owner == provider.owner && chosen_[t].given == candidate.given) {
                continue;
            }
            if (other.owner == provider.owner && !several &&
                (chosen_[t].provider != candidate.provider ||
                 !compatible(target_.triples, provider.gives, {t, chosen_[t].given}, {triple, candidate.given},
                             plan_.level))) {
                return false;
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
            return !target_.needs_fed || std::ranges::any_of(chosen_, [&](const Candidate& candidate) {
                return plan_.providers[candidate.provider].fed;
            });
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
