#include "knowledge-engine/exchange/constants.h"

#include <algorithm>
#include <utility>

namespace gridlore::exchange {
namespace {

/// Of more facts than these, the values are not listed in advance.
constexpr std::size_t listed_facts = 10'000;

bool triple_uses(const CompiledTriple& triple, int variable) {
    return std::ranges::any_of(triple, [&](const Slot& slot) { return slot.variable == variable; });
}

bool is(const Plan& plan, const Candidate& candidate, ProviderKind kind) {
    return plan.providers[candidate.provider].kind == kind;
}

bool has_facts(const Plan& plan, const std::vector<Candidate>& candidates) {
    return std::ranges::any_of(candidates, [&](const Candidate& one) { return is(plan, one, ProviderKind::Facts); });
}

bool has_rule_for(const Plan& plan, const RuleIndex* rules, const CompiledTriple& triple) {
    return rules != nullptr && std::ranges::any_of(rules->with_head(triple), [&](std::size_t r) {
               const CompiledRule& rule = plan.rules->rules[r];
               return !rule.body.empty() && std::ranges::any_of(rule.head, [&](const CompiledTriple& head) {
                   return triples_match(triple, head);
               });
           });
}

}  // namespace

std::optional<std::set<rdf::TermId>> domain_of(const Plan& plan, const RuleIndex* rules, const Target& target,
                                               int variable, Beside beside) {
    std::optional<std::set<rdf::TermId>> known;
    for (std::size_t t = 0; t < target.triples.size(); ++t) {
        const CompiledTriple& triple = target.triples[t];
        if (!triple_uses(triple, variable) || has_rule_for(plan, rules, triple)) {
            continue;
        }
        std::set<rdf::TermId> values;
        bool open = false;
        for (std::size_t position = 0; position < 3; ++position) {
            if (triple[position].variable != variable) {
                continue;
            }
            for (const Candidate& candidate : target.candidates[t]) {
                if (is(plan, candidate, ProviderKind::Universal)) {
                    open = open || beside == Beside::Nothing || !has_facts(plan, target.candidates[t]);
                } else if (is(plan, candidate, ProviderKind::Facts)) {
                    const FactSet& facts = plan.rules->facts;
                    const auto matching = facts.matching(triple);
                    open = open || matching.size() > listed_facts;
                    for (std::size_t f = 0; f < matching.size() && !open; ++f) {
                        values.insert(facts[matching[f]][position].value);
                    }
                } else {
                    const Slot& slot = plan.providers[candidate.provider].gives[candidate.given][position];
                    open = open || slot.is_variable();
                    values.insert(slot.value);
                }
            }
            break;
        }
        if (open) {
            continue;
        }
        if (!known) {
            known = std::move(values);
        } else {
            std::erase_if(*known, [&](rdf::TermId value) { return !values.contains(value); });
        }
    }
    return known;
}

void prune_by_constants(const Plan& plan, const RuleIndex* rules, Target& target) {
    for (int v = 0; v < static_cast<int>(target.variable_count); ++v) {
        const auto values = domain_of(plan, rules, target, v, Beside::Nothing);
        if (!values) {
            continue;
        }
        for (std::size_t t = 0; t < target.triples.size(); ++t) {
            if (!triple_uses(target.triples[t], v)) {
                continue;
            }
            std::erase_if(target.candidates[t], [&](const Candidate& candidate) {
                if (is(plan, candidate, ProviderKind::Universal) || is(plan, candidate, ProviderKind::Facts)) {
                    return false;
                }
                const CompiledTriple& given = plan.providers[candidate.provider].gives[candidate.given];
                for (std::size_t i = 0; i < 3; ++i) {
                    if (target.triples[t][i].variable == v && !given[i].is_variable() &&
                        !values->contains(given[i].value)) {
                        return true;
                    }
                }
                return false;
            });
        }
    }
}

std::vector<RuleInstance> instances_of(const CompiledTriple& head, const CompiledTriple& triple,
                                       const std::function<std::vector<Slot>(const Slot&)>& constants_of) {
    std::vector<RuleInstance> instances(1);
    for (std::size_t i = 0; i < 3; ++i) {
        if (!head[i].is_variable()) {
            continue;
        }
        const std::vector<Slot> constants = constants_of(triple[i]);
        if (constants.empty() || instances.size() * constants.size() > instances_limit) {
            continue;
        }
        std::vector<RuleInstance> next;
        for (const RuleInstance& instance : instances) {
            for (const Slot& constant : constants) {
                RuleInstance one = instance;
                const Slot of_head = one.head.try_emplace(head[i].variable, constant).first->second;
                const Slot of_target = triple[i].is_variable()
                                           ? one.target.try_emplace(triple[i].variable, constant).first->second
                                           : constant;
                if (of_head.value == constant.value && of_target.value == constant.value) {
                    next.push_back(std::move(one));
                }
            }
        }
        instances = std::move(next);
    }
    return instances;
}

}  // namespace gridlore::exchange
