#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "knowledge-engine/exchange/circles.h"
#include "knowledge-engine/exchange/plan.h"

namespace gridlore::exchange {
namespace {

/// Triples, by the numbers of their texts, that nobody gives and that would together do.
using Gap = std::set<std::size_t>;
/// Each would do by itself.
using GapSet = std::set<Gap>;

/// Beyond this many alternatives a list helps nobody.
constexpr std::size_t gaps_limit = 1000;
/// How many candidates may be followed, and triples put into gaps, on the way.
constexpr std::size_t work_limit = 2'000'000;

/// Looked up once for each triple.
class GivenByUniversal {
  public:
    GivenByUniversal(const Plan& plan, const UniversalGives& gives) : plan_(plan), given_(plan.targets.size()) {
        for (std::size_t t = 0; t < plan.targets.size(); ++t) {
            for (std::size_t i = 0; i < plan.targets[t].triples.size(); ++i) {
                given_[t].push_back(may_give(t, i) && gives && looked_up_++ < most_looked_up && gives(t, i));
            }
        }
    }

    /// Whether the candidate is one that a gap need not be told of.
    bool counts(const Candidate& candidate, std::size_t target, std::size_t triple) const {
        return plan_.providers[candidate.provider].kind != ProviderKind::Universal || given_[target][triple];
    }

  private:
    static constexpr std::size_t most_looked_up = 1000;

    bool may_give(std::size_t target, std::size_t triple) const {
        return std::ranges::any_of(plan_.targets[target].candidates[triple], [&](const Candidate& candidate) {
            return plan_.providers[candidate.provider].kind == ProviderKind::Universal;
        });
    }

    const Plan& plan_;
    std::size_t looked_up_ = 0;
    std::vector<std::vector<bool>> given_;
};

/// Whose own targets can be covered: a least fixed point.
std::vector<bool> find_coverable(const Plan& plan, const GivenByUniversal& given) {
    // A triple's first coverable candidate is what counts; so each triple waits for any of its candidates' targets, and
    // a target for all of its triples.
    struct Triple {
        std::size_t target = 0;
        std::size_t number = 0;
    };
    std::vector<std::vector<Triple>> served_by(plan.targets.size());
    std::vector<std::vector<bool>> covered(plan.targets.size());
    std::vector<std::size_t> missing(plan.targets.size());
    std::vector<bool> coverable(plan.targets.size());
    std::vector<std::size_t> open;
    const auto cover = [&](Triple triple) {
        if (!covered[triple.target][triple.number]) {
            covered[triple.target][triple.number] = true;
            if (--missing[triple.target] == 0) {
                coverable[triple.target] = true;
                open.push_back(triple.target);
            }
        }
    };
    for (std::size_t t = 0; t < plan.targets.size(); ++t) {
        missing[t] = plan.targets[t].triples.size();
        covered[t].resize(missing[t]);
        if (missing[t] == 0) {
            coverable[t] = true;
            open.push_back(t);
        }
        for (std::size_t i = 0; i < covered[t].size(); ++i) {
            for (const Candidate& candidate : plan.targets[t].candidates[i]) {
                if (!given.counts(candidate, t, i)) {
                    continue;
                }
                const std::size_t body = plan.providers[candidate.provider].target;
                if (body == no_target) {
                    cover({t, i});
                } else {
                    served_by[body].push_back({t, i});
                }
            }
        }
    }
    while (!open.empty()) {
        const std::size_t target = open.back();
        open.pop_back();
        std::ranges::for_each(served_by[target], cover);
    }
    return coverable;
}

class GapFinder {
  public:
    GapFinder(const Plan& plan, const Interaction& ask, const rdf::NetworkTerms& terms, const UniversalGives& gives)
        : plan_(plan),
          ask_(ask),
          terms_(terms),
          given_(plan, gives),
          coverable_(find_coverable(plan, given_)),
          found_(plan.targets.size()),
          is_under_way_(plan.targets.size()),
          owner_(plan.targets.size()) {
        std::vector<std::vector<std::size_t>> lacks(plan.targets.size());
        for (std::size_t t = 0; t < plan.targets.size(); ++t) {
            for (std::size_t i = 0; !coverable_[t] && i < plan.targets[t].triples.size(); ++i) {
                for (const std::size_t body : bodies(t, i)) {
                    lacks[t].push_back(body);
                }
            }
        }
        circle_ = components(lacks);
        under_way_in_.resize(plan.targets.size());
        for (const Provider& provider : plan.providers) {
            if (provider.target != no_target) {
                owner_[provider.target] = &provider;
            }
        }
    }

    std::vector<std::vector<std::string>> find() {
        std::set<std::vector<std::string>> texts;
        if (!coverable_[plan_.result]) {
            for (const Gap& gap : of(plan_.result)) {
                std::vector<std::string> text;
                std::ranges::transform(gap, std::back_inserter(text), [&](std::size_t t) { return *texts_[t]; });
                std::ranges::sort(text);
                texts.insert(std::move(text));
            }
        }
        return {texts.begin(), texts.end()};
    }

  private:
    /// A target whose gaps are being looked for.
    struct Search {
        std::size_t target = 0;
        std::size_t triple = 0;
        std::vector<std::size_t> bodies;  ///< of what could give that triple, and lacks something itself
        std::size_t next = 0;             ///< which of them comes next
        GapSet of_triple;
        GapSet gaps;
        bool is_first_of_circle = false;
    };

    /// The targets of those that could give a triple; none if somebody gives it, or could without lacking anything.
    std::vector<std::size_t> bodies(std::size_t target, std::size_t triple) const {
        std::vector<std::size_t> found;
        for (const Candidate& candidate : plan_.targets[target].candidates[triple]) {
            if (!given_.counts(candidate, target, triple)) {
                continue;
            }
            const std::size_t body = plan_.providers[candidate.provider].target;
            if (body == no_target || coverable_[body]) {
                return {};
            }
            found.push_back(body);
        }
        std::ranges::sort(found);
        found.erase(std::unique(found.begin(), found.end()), found.end());
        return found;
    }

    bool is_covered(std::size_t target, std::size_t triple) const {
        return std::ranges::any_of(plan_.targets[target].candidates[triple], [&](const Candidate& candidate) {
            const std::size_t body = plan_.providers[candidate.provider].target;
            return given_.counts(candidate, target, triple) && (body == no_target || coverable_[body]);
        });
    }

    /// Sets of triples each of which would make the target coverable. What a target lacks depends on how it was come to
    /// only where that was through its own circle: otherwise it is found once. How deep rules and REACTs lead, clients
    /// choose: so what is under way is a list, and not the stack.
    const GapSet& of(std::size_t result) {
        begin(result);
        for (;;) {
            Search& search = under_way_.back();
            if (search.next < search.bodies.size()) {
                const std::size_t body = search.bodies[search.next++];
                if (is_under_way_[body] || is_spent() || search.of_triple.size() >= gaps_limit) {
                    continue;
                }
                if (found_[body] && under_way_in_[circle_[body]] == 0) {
                    add(search.of_triple, *found_[body]);
                } else {
                    begin(body);
                }
                continue;
            }
            end_triple(search);
            if (++search.triple < plan_.targets[search.target].triples.size()) {
                begin_triple(search);
                continue;
            }
            GapSet gaps = std::move(search.gaps);
            const std::size_t target = search.target;
            const bool keep = search.is_first_of_circle;
            is_under_way_[target] = false;
            --under_way_in_[circle_[target]];
            under_way_.pop_back();
            if (!under_way_.empty()) {
                add(under_way_.back().of_triple, gaps);
            }
            if (keep) {
                found_[target] = std::move(gaps);
            }
            if (under_way_.empty()) {
                return *found_[target];
            }
        }
    }

    void begin(std::size_t target) {
        is_under_way_[target] = true;
        under_way_.push_back({});
        under_way_.back().target = target;
        under_way_.back().is_first_of_circle = under_way_in_[circle_[target]]++ == 0;
        begin_triple(under_way_.back());
    }

    void begin_triple(Search& search) {
        search.bodies = bodies(search.target, search.triple);
        work_ += 1 + search.bodies.size();
        search.next = 0;
    }

    void end_triple(Search& search) {
        if (is_covered(search.target, search.triple)) {
            return;
        }
        if (search.of_triple.empty()) {
            search.of_triple.insert({number_of(search.target, search.triple)});
        }
        search.gaps =
            search.gaps.empty() ? std::move(search.of_triple) : combine(std::move(search.gaps), search.of_triple);
        search.of_triple.clear();
    }

    void add(GapSet& gaps, const GapSet& more) {
        for (const Gap& gap : more) {
            if (gaps.size() >= gaps_limit || is_spent()) {
                return;
            }
            work_ += gap.size();
            gaps.insert(gap);
        }
    }

    GapSet combine(GapSet a, const GapSet& b) {
        GapSet combined;
        if (is_spent() || (a.size() == 1 && b.size() == 1)) {
            auto first = a.extract(a.begin());
            first.value().insert(b.begin()->begin(), b.begin()->end());
            combined.insert(std::move(first));
            return combined;
        }
        for (const Gap& one : a) {
            for (const Gap& other : b) {
                Gap both = one;
                both.insert(other.begin(), other.end());
                work_ += both.size();
                combined.insert(std::move(both));
                if (combined.size() >= gaps_limit || is_spent()) {
                    return combined;
                }
            }
        }
        return combined;
    }

    /// Then a triple that could be given is named itself, instead of what those who could give it lack; and of
    /// alternatives one is enough.
    bool is_spent() const { return work_ >= work_limit; }

    std::size_t number_of(std::size_t target, std::size_t triple) {
        const auto [it, added] = numbers_.try_emplace(
            to_string(plan_.targets[target].triples[triple], variables(target), terms_), texts_.size());
        if (added) {
            texts_.push_back(&it->first);
        }
        return it->second;
    }

    const std::vector<std::string>& variables(std::size_t target) const {
        const Provider* owner = owner_[target];
        if (owner == nullptr) {
            return ask_.variables;
        }
        return owner->interactions ? owner->interactions->first().variables : plan_.rules->rules[owner->rule].variables;
    }

    const Plan& plan_;
    const Interaction& ask_;
    const rdf::NetworkTerms& terms_;
    const GivenByUniversal given_;
    std::vector<bool> coverable_;
    std::vector<std::size_t> circle_;           ///< of each target that is not coverable
    std::vector<std::optional<GapSet>> found_;  ///< of targets that were not come to through their own circles
    std::vector<Search> under_way_;
    std::vector<bool> is_under_way_;
    std::vector<std::size_t> under_way_in_;  ///< how many of each circle
    std::vector<const Provider*> owner_;     ///< of each target
    std::map<std::string, std::size_t> numbers_;
    std::vector<const std::string*> texts_;
    std::size_t work_ = 0;
};

}  // namespace

std::vector<std::vector<std::string>> knowledge_gaps(const Plan& plan, const Interaction& ask,
                                                     const rdf::NetworkTerms& terms,
                                                     const UniversalGives& universal_gives) {
    if (!plan.meta_uses.empty()) {
        return {};
    }
    return GapFinder(plan, ask, terms, universal_gives).find();
}

}  // namespace gridlore::exchange
