#include "knowledge-engine/exchange/input_search.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "knowledge-engine/exchange/fitting.h"

namespace gridlore::exchange {

using pattern::BindingSet;
using pattern::RowSet;
using rdf::TermId;

Facing facing(const Target& target, const CompiledTriples& gives, const Use& use, int variable) {
    Facing found;
    for (const Pair pair : use) {
        for (std::size_t i = 0; i < 3; ++i) {
            if (gives[pair.given][i].variable != variable) {
                continue;
            }
            const Slot& wanted = target.triples[pair.target][i];
            if (wanted.is_variable()) {
                found.variables.push_back(wanted.variable);
            } else {
                found.is_constant = true;
            }
        }
    }
    return found;
}

namespace {

/// What of a target's variables must be known for those of the provider, beside what is bound already.
std::vector<Alternatives> unknown(const Target& target, const CompiledTriples& gives, const Use& use,
                                  const std::vector<int>& needed, const std::vector<bool>& bound) {
    const auto is_bound = [&](int variable) { return bound[static_cast<std::size_t>(variable)]; };
    std::vector<Alternatives> wanted;
    for (const int variable : needed) {
        Facing found = facing(target, gives, use, variable);
        if (!found.is_constant && !found.variables.empty() && std::ranges::none_of(found.variables, is_bound)) {
            wanted.push_back(std::move(found.variables));
        }
    }
    return wanted;
}

}  // namespace

BindingSet extended_for(const KnownRows& known, InputRows& others, std::size_t index, std::size_t p,
                        const BindingSet& bindings) {
    const Target& target = known.plan.targets[index];
    const Provider& provider = known.plan.providers[p];
    RowSet extended(target.variable_count, pattern::Equality::by_value(known.dictionary));
    const auto add = [&](const BindingSet& rows) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            extended.insert(rows.row(i));
        }
    };
    for (const Service& service : target.services) {
        for (const Use& use : service.provider == p ? service.maximal : std::vector<Use>{}) {
            for (const BindingSet& bound : by_bound_variables(bindings)) {
                const auto wanted = unknown(target, provider.gives, use, provider.needs, bound_variables(bound));
                std::ranges::for_each(others.extend(bound, use, wanted, true), add);
            }
        }
    }
    return std::move(extended).rows();
}

Servings::Servings(const Plan& plan) : of_provider(plan.providers.size()), owner(plan.targets.size(), nobody) {
    for (std::size_t t = 0; t < plan.targets.size(); ++t) {
        for (const Service& service : plan.targets[t].services) {
            of_provider[service.provider].push_back({t, &service});
        }
    }
    for (std::size_t p = 0; p < plan.providers.size(); ++p) {
        if (plan.providers[p].target != no_target) {
            owner[plan.providers[p].target] = p;
        }
    }
}

InputSearch::InputSearch(const KnownRows& known, const Servings& servings, const Demands& demands,
                         const VariablesOfTargets& wanted)
    : known_(known),
      servings_(servings),
      demands_(demands),
      wanted_(wanted),
      equality_(pattern::Equality::by_value(known.dictionary)) {
    for (const auto& [target, variables] : wanted) {
        add_target(target);
    }
    hand_on();
}

bool InputSearch::is_too_large() const {
    return std::ranges::any_of(others_, [](const auto& other) { return other.second.is_too_large(); });
}

void InputSearch::add_target(std::size_t target) {
    if (!others_.try_emplace(target, known_, target).second) {
        return;
    }
    RowSet& asked = asked_.try_emplace(target, known_.plan.targets[target].variable_count, equality_).first->second;
    const BindingSet& demanded = demands_.of_target(target);
    for (std::size_t i = 0; i < demanded.size(); ++i) {
        asked.insert(demanded.row(i));
    }
}

/// What a provider is asked for a target, with what others know of the variables that it needs; with `all`, only where
/// that is everything. One binding may be visited more than once.
void InputSearch::questions(std::size_t p, const Servings::Serving& serving, const std::vector<int>& needed, bool all,
                            const Visit& visit) {
    const Provider& provider = known_.plan.providers[p];
    const Target& target = known_.plan.targets[serving.target];
    std::vector<TermId> binding;
    const auto visit_all = [&](const BindingSet& rows) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto asks = [&](const Use& use) {
                binding.assign(provider.variable_count, {});
                return ask_for(target, provider.gives, use, rows.row(i), equality_, binding);
            };
            for_each_fitting(*serving.service, known_.plan.level, asks, [&] { visit(binding); });
        }
    };
    for (const BindingSet& bound : by_bound_variables(asked_.at(serving.target).rows())) {
        for (const Use& use : serving.service->maximal) {
            const auto wanted = unknown(target, provider.gives, use, needed, bound_variables(bound));
            std::ranges::for_each(others_.at(serving.target).extend(bound, use, wanted, all), visit_all);
        }
    }
}

/// A rule or a REACT asks on with what is known where it serves: until nothing new comes, since rules may feed
/// themselves.
void InputSearch::hand_on() {
    for (bool has_grown = true; has_grown && !is_too_large();) {
        has_grown = false;
        for (const auto& [target, variables] : wanted_) {
            if (servings_.owner[target] != Servings::nobody) {
                has_grown = hand_on(target, variables) || has_grown;
            }
        }
    }
}

/// True if what `derived` is asked for has grown.
bool InputSearch::hand_on(std::size_t derived, const std::set<int>& wanted) {
    const std::size_t owner = servings_.owner[derived];
    const Provider& provider = known_.plan.providers[owner];
    const std::vector<bool> in_body = variables_of(known_.plan.targets[derived].triples, provider.variable_count);
    const std::vector<int> needed(wanted.begin(), wanted.end());
    RowSet& asked = asked_.at(derived);
    const std::size_t before = asked.rows().size();
    for (const Servings::Serving& serving : servings_.of_provider[owner]) {
        if (!wanted_.contains(serving.target)) {
            continue;
        }
        std::vector<std::vector<TermId>> handed;  // apart: a rule may serve its own body
        questions(owner, serving, needed, false, [&](const std::vector<TermId>& binding) {
            handed.push_back(binding);
            for (std::size_t v = 0; v < in_body.size(); ++v) {
                handed.back()[v] = in_body[v] ? binding[v] : TermId();
            }
        });
        std::ranges::for_each(handed, [&](const auto& binding) { asked.insert(binding); });
    }
    return asked.rows().size() > before;
}

BindingSet InputSearch::bindings_for(std::size_t answer) {
    const Provider& provider = known_.plan.providers[answer];
    RowSet found(provider.variable_count, equality_);
    for (const Servings::Serving& serving : servings_.of_provider[answer]) {
        add_target(serving.target);
        questions(answer, serving, provider.needs, true, [&](const std::vector<TermId>& binding) {
            if (binds_needs(provider, binding)) {
                found.insert(binding);
            }
        });
    }
    return std::move(found).rows();
}

}  // namespace gridlore::exchange
