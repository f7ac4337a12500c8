#include "knowledge-engine/exchange/inputs.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "knowledge-engine/exchange/waiting.h"

namespace gridlore::exchange {

using pattern::BindingSet;

Inputs::Inputs(const Plan& plan, const Interaction& asker, const pattern::Ranges& ranges, Demands& demands,
               GatheredRows& gathered, UniversalRows& universal, const rdf::Dictionary& dictionary, std::size_t limit)
    : plan_(plan),
      asker_(asker),
      ranges_(ranges),
      demands_(demands),
      gathered_(gathered),
      universal_(universal),
      dictionary_(dictionary),
      limit_(limit) {}

void Inputs::begin() {
    if (!plan_.has_needs || plan_.is_post || plan_.level == 1) {
        return;
    }
    for (std::size_t p = 0; p < plan_.providers.size(); ++p) {
        if (std::vector<int> missing = missing_of(p); !missing.empty()) {
            waiting_[p].missing = std::move(missing);
        }
    }
    if (!waiting_.empty()) {
        servings_.emplace(plan_);
    }
    for (auto& [answer, waiting] : waiting_) {
        find_sources(answer, waiting);
    }
}

/// What it needs and does not have in everything that is asked of it.
std::vector<int> Inputs::missing_of(std::size_t answer) const {
    const BindingSet& asked = demands_.of_provider(answer);
    std::vector<int> missing;
    for (const int needed : plan_.providers[answer].needs) {
        for (std::size_t i = 0; i < asked.size(); ++i) {
            if (!asked.row(i)[static_cast<std::size_t>(needed)].is_bound()) {
                missing.push_back(needed);
                break;
            }
        }
    }
    return missing;
}

/// Follows what is missing to the variables that face it, and on to where what it serves is made something else.
void Inputs::find_sources(std::size_t answer, Waiting& waiting) const {
    std::set<std::size_t> sources;
    std::vector<std::pair<std::size_t, int>> open;
    const auto follow = [&](std::size_t provider, int variable) {
        for (const Servings::Serving& serving : servings_->of_provider[provider]) {
            const Target& target = plan_.targets[serving.target];
            for (const Use& use : serving.service->maximal) {
                for (const int v : facing(target, plan_.providers[provider].gives, use, variable).variables) {
                    add_sources(provider, serving.target, use, v, sources);
                    if (waiting.wanted[serving.target].insert(v).second) {
                        open.emplace_back(serving.target, v);
                    }
                }
            }
        }
    };
    for (const int missing : waiting.missing) {
        follow(answer, missing);
    }
    while (!open.empty()) {
        const auto [target, variable] = open.back();
        open.pop_back();
        if (servings_->owner[target] != Servings::nobody) {
            follow(servings_->owner[target], variable);
        }
    }
    sources.erase(answer);
    waiting.sources.assign(sources.begin(), sources.end());
}

/// Those who may give a variable of a target beside one provider's use.
void Inputs::add_sources(std::size_t self, std::size_t target, const Use& use, int variable,
                         std::set<std::size_t>& sources) const {
    const CompiledTriples& triples = plan_.targets[target].triples;
    for (std::size_t t = 0; t < triples.size(); ++t) {
        for (const Candidate& candidate : plan_.targets[target].candidates[t]) {
            const Provider& provider = plan_.providers[candidate.provider];
            if (candidate.provider == self || serves_only(use, t) || !may_give(candidate, triples[t], variable)) {
                continue;
            }
            if (provider.interactions) {
                sources.insert(candidate.provider);
            } else if (provider.target != no_target) {
                sources.merge(sources_of(plan_, provider.target));
            }
        }
    }
}

/// Whether the candidate could tell a value of the variable. One that must be given it itself cannot.
bool Inputs::may_give(const Candidate& candidate, const CompiledTriple& triple, int variable) const {
    const auto it = waiting_.find(candidate.provider);
    for (std::size_t i = 0; i < 3; ++i) {
        if (triple[i].variable != variable) {
            continue;
        }
        if (it == waiting_.end()) {
            return true;
        }
        const int theirs = plan_.providers[candidate.provider].gives[candidate.given][i].variable;
        if (std::ranges::find(it->second.missing, theirs) == it->second.missing.end()) {
            return true;
        }
    }
    return false;
}

BindingSet Inputs::of(std::size_t answer, const std::function<bool(std::size_t)>& is_done) {
    const Provider& provider = plan_.providers[answer];
    const BindingSet& asked = demands_.of_provider(answer);
    BindingSet found(provider.variable_count);
    if (waits(answer)) {
        found = search(answer, is_done);
    } else {
        for (std::size_t i = 0; i < asked.size(); ++i) {
            if (binds_needs(provider, asked.row(i))) {
                found.add(asked.row(i));
            }
        }
    }
    if (!found.empty()) {
        lacking_.erase(answer);
    } else if (!asked.empty()) {
        lacking_[answer] = missing_of(answer);
    }
    return found;
}

/// More may come of a provider if its own rows are not there yet, or some that a rule is derived from.
BindingSet Inputs::search(std::size_t answer, const std::function<bool(std::size_t)>& is_done) {
    std::map<std::size_t, bool> open_rules;
    const auto is_open = [&](std::size_t p) {
        const Provider& provider = plan_.providers[p];
        if (provider.kind != ProviderKind::Rule || provider.target == no_target) {
            return provider.interactions && !is_done(p);
        }
        const auto [it, added] = open_rules.try_emplace(p, false);
        if (added) {
            it->second = !std::ranges::all_of(sources_of(plan_, provider.target), is_done);
        }
        return it->second;
    };
    const KnownRows known = known_rows(gathered_.all(), is_open);
    InputSearch search(known, *servings_, demands_, waiting_.at(answer).wanted);
    BindingSet found = search.bindings_for(answer);
    if (search.is_too_large()) {
        gathered_.end();
    }
    return found;
}

/// Nothing counts as settled: what others answer may still grow, and then it is asked again.
BindingSet Inputs::beside(std::size_t answer, std::size_t target) {
    const BindingSet fed = gathered_.given_by_fed(target);
    if (fed.empty()) {
        return BindingSet(plan_.providers[answer].variable_count);
    }
    const std::vector<ProviderRows> rows = gathered_.all_for(target);
    const KnownRows known = known_rows(rows, [](std::size_t) { return true; });
    InputRows others(known, target);
    const BindingSet extended = extended_for(known, others, target, answer, fed);
    if (others.is_too_large()) {
        gathered_.end();
    }
    BindingSet asked = demands_.ask_beside(answer, target, extended);
    if (demands_.of_provider(answer).empty()) {
        lacking_[answer] = plan_.providers[answer].needs;
    } else {
        lacking_.erase(answer);
    }
    return asked;
}

KnownRows Inputs::known_rows(const std::vector<ProviderRows>& rows, std::function<bool(std::size_t)> is_open) const {
    return {.plan = plan_,
            .rows = rows,
            .universal = universal_,
            .dictionary = dictionary_,
            .is_open = std::move(is_open),
            .ranges = ranges_,
            .variables = asker_.variables,
            .limit = limit_};
}

}  // namespace gridlore::exchange
