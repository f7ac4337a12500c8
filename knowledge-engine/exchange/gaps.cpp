#include <algorithm>
#include <set>

#include "knowledge-engine/exchange/plan.h"

namespace gridlore::exchange {
namespace {

using Gap = std::set<std::string>;
using Alternatives = std::set<Gap>;

/// Beyond this many alternatives a list helps nobody.
constexpr std::size_t alternatives_limit = 1000;

class GapFinder {
  public:
    GapFinder(const Plan& plan, const Interaction& ask, const rdf::NetworkTerms& terms)
        : plan_(plan), ask_(ask), terms_(terms) {}

    /// Sets of triples each of which would make the target coverable; empty if it is.
    Alternatives of(std::size_t index) {
        Alternatives gaps;
        if (index == no_target || !under_way_.insert(index).second) {
            return gaps;
        }
        const Target& target = plan_.targets[index];
        for (std::size_t t = 0; t < target.triples.size(); ++t) {
            Alternatives of_triple;
            bool covered = false;
            for (const Candidate& candidate : target.candidates[t]) {
                const std::size_t body = plan_.providers[candidate.provider].target;
                if (under_way_.contains(body)) {
                    continue;
                }
                const Alternatives of_body = of(body);
                covered = covered || of_body.empty();
                of_triple.insert(of_body.begin(), of_body.end());
            }
            if (covered) {
                continue;
            }
            if (of_triple.empty()) {
                of_triple.insert({to_string(target.triples[t], variables(index), terms_)});
            }
            gaps = combine(gaps, of_triple);
        }
        under_way_.erase(index);
        return gaps;
    }

  private:
    static Alternatives combine(const Alternatives& a, const Alternatives& b) {
        if (a.empty()) {
            return b;
        }
        Alternatives combined;
        for (const Gap& one : a) {
            for (const Gap& other : b) {
                Gap both = one;
                both.insert(other.begin(), other.end());
                combined.insert(std::move(both));
                if (combined.size() >= alternatives_limit) {
                    return combined;
                }
            }
        }
        return combined;
    }

    const std::vector<std::string>& variables(std::size_t index) const {
        for (const Provider& provider : plan_.providers) {
            if (provider.target == index) {
                return provider.interactions ? provider.interactions->first().variables
                                             : plan_.rules->rules[provider.rule].variables;
            }
        }
        return ask_.variables;
    }

    const Plan& plan_;
    const Interaction& ask_;
    const rdf::NetworkTerms& terms_;
    std::set<std::size_t> under_way_;
};

}  // namespace

std::vector<std::vector<std::string>> knowledge_gaps(const Plan& plan, const Interaction& ask,
                                                     const rdf::NetworkTerms& terms) {
    std::vector<std::vector<std::string>> gaps;
    if (!plan.meta_uses.empty()) {
        return gaps;
    }
    for (const Gap& gap : GapFinder(plan, ask, terms).of(plan.result)) {
        gaps.emplace_back(gap.begin(), gap.end());
    }
    return gaps;
}

}  // namespace gridlore::exchange
