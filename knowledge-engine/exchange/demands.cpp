#include "knowledge-engine/exchange/demands.h"

#include <algorithm>

#include "knowledge-engine/exchange/fitting.h"

namespace gridlore::exchange {

using pattern::BindingSet;
using pattern::Equality;
using rdf::TermId;

bool ask_for(const Target& target, const CompiledTriples& gives, const Use& use, BindingSet::Row asked,
             Equality equality, std::vector<TermId>& binding) {
    for (const Pair pair : use) {
        for (std::size_t i = 0; i < 3; ++i) {
            const Slot& wanted = target.triples[pair.target][i];
            const Slot& given = gives[pair.given][i];
            const TermId value = wanted.is_variable() ? asked[static_cast<std::size_t>(wanted.variable)] : wanted.term;
            if (!value.is_bound()) {
                continue;
            }
            if (!given.is_variable()) {
                if (!equality.equal(value, given.term)) {
                    return false;
                }
                continue;
            }
            TermId& cell = binding[static_cast<std::size_t>(given.variable)];
            if (cell.is_bound() && !equality.equal(cell, value)) {
                return false;
            }
            cell = cell.is_bound() ? cell : value;
        }
    }
    return true;
}

bool binds_needs(const Provider& answer, BindingSet::Row binding) {
    return std::ranges::all_of(answer.needs, [&](int v) { return binding[static_cast<std::size_t>(v)].is_bound(); });
}

Demands::Demands(const Plan& plan, const rdf::Dictionary& dictionary)
    : plan_(plan), equality_(Equality::by_value(dictionary)) {
    for (const Provider& provider : plan.providers) {
        of_providers_.emplace_back(provider.variable_count, equality_);
    }
    for (const Target& target : plan.targets) {
        of_targets_.emplace_back(target.variable_count, equality_);
    }
}

void Demands::ask(const BindingSet& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        of_targets_[plan_.result].insert(rows.row(i));
    }
    std::vector<std::size_t> open = {plan_.result};
    while (!open.empty()) {
        const std::size_t target = open.back();
        open.pop_back();
        for (const Service& service : plan_.targets[target].services) {
            const Provider& provider = plan_.providers[service.provider];
            const bool has_grown = ask(service, target);
            if (has_grown && provider.target != no_target && hand_on(provider, of_provider(service.provider))) {
                open.push_back(provider.target);
            }
        }
    }
}

/// True if the provider is asked something new.
bool Demands::ask(const Service& service, std::size_t index) {
    const Target& target = plan_.targets[index];
    const Provider& provider = plan_.providers[service.provider];
    const BindingSet& wanted = of_target(index);
    std::vector<TermId> binding;
    bool has_grown = false;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto asks = [&](const Use& use) {
            binding.assign(provider.variable_count, {});
            return ask_for(target, provider.gives, use, wanted.row(i), equality_, binding);
        };
        for_each_fitting(service, plan_.level, asks,
                         [&] { has_grown = of_providers_[service.provider].insert(binding) || has_grown; });
    }
    return has_grown;
}

/// What is demanded of a REACT or a rule, to the target that it derives it from. True if that is something new.
bool Demands::hand_on(const Provider& provider, const BindingSet& demanded) {
    const std::vector<bool> in_body = variables_of(plan_.targets[provider.target].triples, provider.variable_count);
    std::vector<TermId> binding(provider.variable_count);
    bool has_grown = false;
    for (std::size_t i = 0; i < demanded.size(); ++i) {
        for (std::size_t v = 0; v < binding.size(); ++v) {
            binding[v] = in_body[v] ? demanded.row(i)[v] : TermId();
        }
        has_grown = of_targets_[provider.target].insert(binding) || has_grown;
    }
    return has_grown;
}

BindingSet Demands::ask_beside(std::size_t answer, std::size_t index, const BindingSet& known) {
    const Target& target = plan_.targets[index];
    const Provider& provider = plan_.providers[answer];
    auto& asked = beside_.try_emplace({answer, index}, provider.variable_count, equality_).first->second;
    BindingSet added(provider.variable_count);
    std::vector<TermId> binding;
    for (const Service& service : target.services) {
        for (std::size_t i = 0; service.provider == answer && i < known.size(); ++i) {
            const auto asks = [&](const Use& use) {
                binding.assign(provider.variable_count, {});
                return ask_for(target, provider.gives, use, known.row(i), equality_, binding);
            };
            for_each_fitting(service, plan_.level, asks, [&] {
                if (!binds_needs(provider, binding)) {
                    return;
                }
                asked.insert(binding);
                if (of_providers_[answer].insert(binding)) {
                    added.add(binding);
                }
            });
        }
    }
    return added;
}

const BindingSet* Demands::beside(std::size_t answer, std::size_t target) const {
    const auto it = beside_.find({answer, target});
    return it == beside_.end() ? nullptr : &it->second.rows();
}

}  // namespace gridlore::exchange
