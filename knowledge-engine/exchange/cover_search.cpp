#include "knowledge-engine/exchange/cover_search.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <map>
#include <set>

namespace gridlore::exchange {
namespace {

/// How many comparisons the search for one candidate may take: a hard one must not use up the work of a whole plan.
constexpr std::size_t search_limit = 300'000;
/// A search is as deep as the target is long. Patterns have at most 1,000 triples.
constexpr std::size_t longest_target = 1'000;

/// Finds covers of a target, triple by triple.
class CoverSearch {
  public:
    CoverSearch(const Plan& plan, const Target& target, const std::vector<bool>& allowed, Work& work)
        : plan_(plan),
          target_(target),
          allowed_(allowed),
          work_(work),
          chosen_(target.triples.size()),
          is_chosen_(target.triples.size()),
          values_(target.variable_count) {}

    /// Whether some cover holds the candidate for that triple. If it was found, `chosen` tells which.
    bool finds(std::size_t triple, const Candidate& candidate) {
        is_whole_ = false;
        comparisons_ = 0;
        if (gave_up()) {
            return true;
        }
        is_chosen_.assign(is_chosen_.size(), false);
        is_whole_ = choose(triple, candidate, [&] { return extend(0); }) &&
                    std::ranges::find(is_chosen_, false) == is_chosen_.end();
        return is_whole_ || gave_up();
    }
    bool is_whole() const { return is_whole_; }
    const std::vector<Candidate>& chosen() const { return chosen_; }

  private:
    void charge(std::size_t comparisons = 1) {
        comparisons_ += comparisons;
        work_.charge(comparisons);
    }
    bool gave_up() const { return comparisons_ > search_limit || work_.is_spent() || chosen_.size() > longest_target; }

    ProviderKind kind_of(const Candidate& candidate) const { return plan_.providers[candidate.provider].kind; }
    bool is_facts(const Candidate& candidate) const { return kind_of(candidate) == ProviderKind::Facts; }
    /// It may be used for any number of triples, whatever else is.
    bool is_free(const Candidate& candidate) const {
        return is_facts(candidate) || kind_of(candidate) == ProviderKind::Universal;
    }

    /// Level 2, and one interaction only: what the grouping at the end would find too late.
    bool fits(std::size_t triple, const Candidate& candidate) {
        if (is_free(candidate) || plan_.level != 2 || members(candidate) > 1) {
            return true;
        }
        const Provider& provider = plan_.providers[candidate.provider];
        for (std::size_t t = 0; t < chosen_.size(); ++t) {
            charge();
            if (!is_chosen_[t] || plan_.providers[chosen_[t].provider].owner != provider.owner) {
                continue;
            }
            if (chosen_[t].provider != candidate.provider ||
                !may_share_use(target_.triples, provider.gives, {t, chosen_[t].given}, {triple, candidate.given}, 2)) {
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
        charge(chosen_.size());
        std::set<std::size_t> owners;
        for (const Candidate& candidate : chosen_) {
            if (!is_free(candidate)) {
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
        charge();
        if (gave_up()) {
            return true;
        }
        while (triple < chosen_.size() &&
               (is_free(chosen_[triple]) || plan_.providers[chosen_[triple].provider].owner != owner)) {
            ++triple;
        }
        if (triple == chosen_.size()) {
            return groups_may_stand_together();
        }
        const Candidate& candidate = chosen_[triple];
        const Pair pair{triple, candidate.given};
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            const CompiledTriples& gives = plan_.providers[candidate.provider].gives;
            charge();
            if (groups_[g].provider == candidate.provider && std::ranges::all_of(groups_[g].use, [&](Pair other) {
                    charge();
                    return may_share_use(target_.triples, gives, other, pair, plan_.level);
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

    bool groups_may_stand_together() {
        for (std::size_t a = 0; a < groups_.size(); ++a) {
            for (std::size_t b = a + 1; b < groups_.size(); ++b) {
                charge();
                if (groups_[a].member != groups_[b].member) {
                    continue;
                }
                charge(groups_[a].use.size() * groups_[b].use.size());
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
        charge();
        if (gave_up() || !fits(triple, candidate)) {
            return false;
        }
        is_chosen_[triple] = true;
        chosen_[triple] = candidate;
        bool done = false;
        if (is_facts(candidate)) {
            const FactSet& facts = plan_.rules->facts;
            for (const std::uint32_t fact : facts.matching(with_values(target_.triples[triple]))) {
                charge();
                done = bind(triple, facts[fact], next);
                if (done || gave_up()) {
                    break;
                }
            }
        } else if (is_free(candidate)) {
            done = next();
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
            charge(chosen_.size());
            const auto is_fed = [&](const Candidate& candidate) { return plan_.providers[candidate.provider].fed; };
            return (!target_.needs_fed || std::ranges::any_of(chosen_, is_fed)) && can_be_grouped();
        }
        for (const Candidate& candidate : target_.candidates[triple]) {
            if (allowed_[candidate.provider] && choose(triple, candidate, [&] { return extend(triple + 1); })) {
                return true;
            }
            if (gave_up()) {
                break;
            }
        }
        return false;
    }

    const Plan& plan_;
    const Target& target_;
    const std::vector<bool>& allowed_;
    Work& work_;
    std::vector<Candidate> chosen_;
    std::vector<bool> is_chosen_;
    std::vector<rdf::TermId> values_;
    std::vector<Group> groups_;
    std::size_t comparisons_ = 0;
    bool is_whole_ = false;
};

/// Triples of one provider are alike if they differ in the names of variables only, and these occur nowhere else in it.
/// Exchanging two of them makes a cover of every cover: of those alike, one stands for all.
class AlikeTriples {
  public:
    explicit AlikeTriples(const Plan& plan) : plan_(plan) {}

    Candidate first_like(const Candidate& candidate) {
        const auto [it, added] = first_.try_emplace(candidate.provider);
        if (added) {
            it->second = first_of(plan_.providers[candidate.provider].gives);
        }
        return {candidate.provider, it->second.empty() ? 0 : it->second[candidate.given]};
    }

  private:
    static std::vector<std::size_t> first_of(const CompiledTriples& triples) {
        std::map<int, std::size_t> occurrences;  // of each variable, in how many triples
        for (const CompiledTriple& triple : triples) {
            std::set<int> own;
            std::ranges::transform(triple, std::inserter(own, own.end()), &Slot::variable);
            std::ranges::for_each(own, [&](int variable) { ++occurrences[variable]; });
        }
        std::map<std::array<std::int64_t, 3>, std::size_t> shapes;
        std::vector<std::size_t> first(triples.size());
        for (std::size_t g = 0; g < triples.size(); ++g) {
            const CompiledTriple& triple = triples[g];
            std::array<std::int64_t, 3> shape{};
            bool is_apart = true;
            for (std::size_t i = 0; i < 3; ++i) {
                const auto same = std::ranges::find(triple, triple[i].variable, &Slot::variable);
                shape[i] = triple[i].is_variable() ? -1 - (same - triple.begin())
                                                   : static_cast<std::int64_t>(triple[i].value.bits());
                is_apart = is_apart && (!triple[i].is_variable() || occurrences[triple[i].variable] == 1);
            }
            first[g] = is_apart ? shapes.try_emplace(shape, g).first->second : g;
        }
        return first;
    }

    const Plan& plan_;
    std::map<std::size_t, std::vector<std::size_t>> first_;  ///< of each provider
};

/// Level 1: whether a provider has a use of the whole target.
class Alone {
  public:
    Alone(const Plan& plan, const Target& target, Work& work) : plan_(plan), target_(target), work_(work) {}

    bool serves(std::size_t p) {
        const auto [it, added] = known_.try_emplace(p);
        if (added) {
            const Provider& provider = plan_.providers[p];
            it->second = (!target_.needs_fed || provider.fed) &&
                         (provider.kind == ProviderKind::Facts ? target_.triples.size() == 1
                          : provider.kind == ProviderKind::Universal
                              ? true
                              : has_total_use(target_.triples, provider.gives, 1, plan_.is_post, work_));
        }
        return it->second;
    }

  private:
    const Plan& plan_;
    const Target& target_;
    Work& work_;
    std::map<std::size_t, bool> known_;
};

}  // namespace

std::vector<std::vector<Candidate>> candidates_in_covers(const Plan& plan, const Target& target,
                                                         const std::vector<bool>& allowed, Work& work) {
    std::vector<std::vector<Candidate>> in_covers(target.triples.size());
    std::vector<std::set<Candidate>> found(target.triples.size());
    CoverSearch search(plan, target, allowed, work);
    AlikeTriples alike(plan);
    Alone alone(plan, target, work);
    for (std::size_t t = 0; t < target.triples.size(); ++t) {
        for (const Candidate& candidate : target.candidates[t]) {
            if (!allowed[candidate.provider]) {
                continue;
            }
            const Candidate first = alike.first_like(candidate);
            if (plan.level == 1 ? alone.serves(candidate.provider)
                                : found[t].contains(first) || search.finds(t, candidate)) {
                in_covers[t].push_back(candidate);
            }
            if (search.is_whole() && !found[t].contains(first)) {
                for (std::size_t other = 0; other < found.size(); ++other) {
                    found[other].insert(alike.first_like(search.chosen()[other]));
                }
            }
        }
    }
    return in_covers;
}

bool has_cover(const Plan& plan, const Target& target, const std::vector<bool>& allowed, Work& work) {
    if (target.triples.empty()) {
        return true;
    }
    CoverSearch search(plan, target, allowed, work);
    Alone alone(plan, target, work);
    return std::ranges::any_of(target.candidates.front(), [&](const Candidate& candidate) {
        return allowed[candidate.provider] &&
               (plan.level == 1 ? alone.serves(candidate.provider) : search.finds(0, candidate));
    });
}

}  // namespace gridlore::exchange
