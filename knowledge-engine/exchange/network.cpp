#include "knowledge-engine/exchange/network.h"

#include <algorithm>
#include <set>

namespace gridlore::exchange {
namespace {

void count_terms(rdf::NetworkTerms& terms, const std::vector<pattern::TriplePattern>& triples, bool add) {
    for (const pattern::TriplePattern& triple : triples) {
        for (const pattern::PatternTerm* term : {&triple.subject, &triple.predicate, &triple.object}) {
            if (const auto* constant = std::get_if<rdf::Term>(term)) {
                if (add) {
                    terms.add(*constant);
                } else {
                    terms.remove(*constant);
                }
            }
        }
    }
}

void count_fact(rdf::NetworkTerms& terms, const CompiledTriple& fact, bool add) {
    for (const Slot& slot : fact) {
        const rdf::Term term = terms.term(slot.term);
        if (add) {
            terms.add(term);
        } else {
            terms.remove(term);
        }
    }
}

void count_terms(rdf::NetworkTerms& terms, const InteractionSpec& spec, bool add) {
    count_terms(terms, spec.pattern.triples, add);
    if (spec.result_pattern) {
        count_terms(terms, spec.result_pattern->triples, add);
    }
}

/// Of variables by name, in order. Those that the pattern does not have are left out: nothing of that kind is
/// registered.
std::vector<int> numbers_of(const std::vector<std::string>& names, const std::vector<std::string>& variables) {
    std::vector<int> numbers;
    for (std::size_t v = 0; v < variables.size(); ++v) {
        if (std::ranges::find(names, variables[v]) != names.end()) {
            numbers.push_back(static_cast<int>(v));
        }
    }
    return numbers;
}

}  // namespace

std::shared_ptr<const KnowledgeBaseState> Network::find(const std::string& knowledge_base) const {
    const auto* found = knowledge_bases_.find(knowledge_base);
    return found == nullptr ? nullptr : *found;
}

std::shared_ptr<const Interaction> Network::find_interaction(const std::string& id) const {
    const auto* found = interactions_.find(id);
    return found == nullptr ? nullptr : *found;
}

void Network::for_each(const std::function<void(const KnowledgeBaseState&)>& visit) const {
    knowledge_bases_.for_each([&](const std::string&, const auto& state) { visit(*state); });
}

void Network::put(std::shared_ptr<const KnowledgeBaseState> state) {
    ++version_;
    const std::string id = state->description.id;
    if (state->universal) {
        universal_ = state;
    }
    knowledge_bases_.insert_or_assign(id, std::move(state));
}

void Network::erase(const std::string& knowledge_base) {
    ++version_;
    if (universal_ && universal_->description.id == knowledge_base) {
        universal_ = nullptr;
    }
    knowledge_bases_.erase(knowledge_base);
}

rdf::NetworkTerms& Network::own_terms() {
    auto own = std::make_shared<rdf::NetworkTerms>(*terms_);
    rdf::NetworkTerms& terms = *own;
    terms_ = std::move(own);
    return terms;
}

std::string Network::class_key(const Interaction& interaction) {
    std::string key;
    const auto append = [&](const auto& value) { key.append(std::to_string(value)).push_back(' '); };
    append(static_cast<int>(interaction.declared.spec.type));
    append(interaction.declared.spec.accepts_ranges ? 1 : 0);
    for (const int needed : interaction.needs) {
        append(needed);
    }
    key.push_back('/');
    for (const CompiledTriples* triples : {&interaction.triples, &interaction.result}) {
        for (const CompiledTriple& triple : *triples) {
            for (const Slot& slot : triple) {
                append(slot.variable);
                append(slot.term.bits());
            }
        }
        key.push_back('/');
    }
    for (const auto* purposes : {&interaction.act.required, &interaction.act.satisfied}) {
        for (const std::string& purpose : *purposes) {
            key.append(purpose).push_back(' ');
        }
        key.push_back('/');
    }
    return key;
}

void Network::index(ClassId id, const CompiledTriples& triples, bool gives, bool add) {
    const auto change = [&](const Key& key) {
        const auto* found = index_.find(key);
        auto list = found == nullptr ? std::make_shared<std::vector<ClassId>>()
                                     : std::make_shared<std::vector<ClassId>>(**found);
        // Ids grow, so the lists stay sorted.
        const auto at = std::ranges::lower_bound(*list, id);
        const bool present = at != list->end() && *at == id;
        if (add && !present) {
            list->insert(at, id);
        } else if (!add && present) {
            list->erase(at);
        }
        if (list->empty()) {
            index_.erase(key);
        } else {
            index_.insert_or_assign(key, std::move(list));
        }
    };
    for (const CompiledTriple& triple : triples) {
        const std::uint64_t predicate = triple[1].value.bits();
        change({gives, predicate, 0});
        change({gives, predicate, triple[2].is_variable() ? variable_object : triple[2].value.bits()});
    }
}

void Network::touch(const Interaction& interaction) {
    const InteractionType type = interaction.declared.spec.type;
    if (type != InteractionType::Answer && type != InteractionType::React) {
        return;
    }
    last_change_ = version_;
    for (const CompiledTriples* triples : {&interaction.triples, &interaction.result}) {
        for (const CompiledTriple& triple : *triples) {
            changed_.insert_or_assign(triple[1].value.bits(), version_);
        }
    }
}

std::shared_ptr<const Interaction> Network::add(KnowledgeInteraction declared) {
    ++version_;
    const InteractionSpec& spec = declared.spec;
    count_terms(own_terms(), spec, true);
    Compiler compiler(*terms_);
    auto interaction = std::make_shared<Interaction>();
    interaction->triples = compiler.compile(spec.pattern.triples);
    if (spec.result_pattern) {
        interaction->result = compiler.compile(spec.result_pattern->triples);
    }
    interaction->variables = compiler.variables();
    interaction->needs = numbers_of(spec.needs, interaction->variables);
    interaction->act = close(spec.act);
    interaction->declared = std::move(declared);
    interactions_.insert_or_assign(interaction->declared.id, interaction);
    touch(*interaction);

    const InteractionType type = interaction->declared.spec.type;
    if (type == InteractionType::Answer || type == InteractionType::React) {
        const std::string key = class_key(*interaction);
        const ClassId* known = class_ids_.find(key);
        const ClassId id = known == nullptr ? next_class_++ : *known;
        auto members = std::make_shared<InteractionClass>();
        if (known != nullptr) {
            *members = **classes_.find(id);
        } else {
            class_ids_.insert_or_assign(key, id);
            if (type == InteractionType::Answer) {
                index(id, interaction->triples, true, true);
            } else {
                index(id, interaction->triples, false, true);
                index(id, interaction->result, true, true);
            }
        }
        members->members.push_back(interaction);
        classes_.insert_or_assign(id, std::move(members));
    }
    return interaction;
}

void Network::remove(const Interaction& interaction) {
    ++version_;
    touch(interaction);
    const InteractionType type = interaction.declared.spec.type;
    if (type == InteractionType::Answer || type == InteractionType::React) {
        const std::string key = class_key(interaction);
        const ClassId id = *class_ids_.find(key);
        auto members = std::make_shared<InteractionClass>(**classes_.find(id));
        std::erase_if(members->members, [&](const auto& member) { return member.get() == &interaction; });
        if (members->members.empty()) {
            index(id, interaction.triples, type == InteractionType::Answer, false);
            index(id, interaction.result, true, false);
            classes_.erase(id);
            class_ids_.erase(key);
        } else {
            classes_.insert_or_assign(id, std::move(members));
        }
    }
    count_terms(own_terms(), interaction.declared.spec, false);
    forget_changes(interaction.triples);
    forget_changes(interaction.result);
    interactions_.erase(std::string(interaction.declared.id));
}

/// When a predicate changed concerns nobody once nobody names it; its id is never given again.
void Network::forget_changes(const CompiledTriples& triples) {
    for (const CompiledTriple& triple : triples) {
        const Slot& predicate = triple[1];
        if (!predicate.is_variable() && !terms_->contains(predicate.value)) {
            changed_.erase(predicate.value.bits());
        }
    }
}

std::vector<ClassRef> Network::candidates(const CompiledTriple& triple, bool gives) const {
    std::vector<ClassId> ids;
    const auto collect = [&](const Key& key) {
        if (const auto* found = index_.find(key)) {
            ids.insert(ids.end(), (*found)->begin(), (*found)->end());
        }
    };
    if (triple[1].is_variable()) {
        classes_.for_each([&](ClassId id, const ClassRef&) { ids.push_back(id); });
    } else {
        const std::uint64_t predicate = triple[1].value.bits();
        if (triple[2].is_variable()) {
            collect({gives, predicate, 0});
        } else {
            collect({gives, predicate, triple[2].value.bits()});
            collect({gives, predicate, variable_object});
        }
        collect({gives, 0, 0});
    }
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::vector<ClassRef> found;
    found.reserve(ids.size());
    for (const ClassId id : ids) {
        found.push_back(*classes_.find(id));
    }
    return found;
}

bool Network::unchanged_since(std::uint64_t version, const CompiledTriple& triple) const {
    const auto before = [&](std::uint64_t predicate) {
        const std::uint64_t* changed = changed_.find(predicate);
        return changed == nullptr || *changed <= version;
    };
    return triple[1].is_variable() ? last_change_ <= version : before(triple[1].value.bits()) && before(0);
}

std::shared_ptr<const RuleSet> Network::compile(const std::vector<Rule>& rules) {
    auto compiled = std::make_shared<RuleSet>();
    ++version_;
    rdf::NetworkTerms& terms = own_terms();
    for (const Rule& rule : rules) {
        count_terms(terms, rule.body, true);
        count_terms(terms, rule.head, true);
        Compiler compiler(*terms_);
        CompiledRule one;
        one.body = compiler.compile(rule.body);
        one.head = compiler.compile(rule.head);
        one.variables = compiler.variables();
        one.rule = rule;
        const bool is_lone_fact = rule.body.empty() && one.head.size() == 1;
        if (rule.body.empty()) {
            for (const CompiledTriple& fact : one.head) {
                compiled->facts.add(fact, is_lone_fact);
            }
        }
        if (!is_lone_fact) {
            compiled->rules.push_back(std::move(one));
        } else if (rule.head.size() > 1) {
            // Only the triple that stands for all of that value is kept, so only its terms are.
            count_fact(terms, one.head.front(), true);
            count_terms(terms, rule.head, false);
        }
    }
    compiled->facts.index();
    return compiled;
}

void Network::forget(const RuleSet& rules) {
    rdf::NetworkTerms& terms = own_terms();
    for (const CompiledRule& rule : rules.rules) {
        count_terms(terms, rule.rule.body, false);
        count_terms(terms, rule.rule.head, false);
    }
    for (std::size_t f = 0; f < rules.facts.size(); ++f) {
        if (rules.facts.is_alone(f)) {
            count_fact(terms, rules.facts[f], false);
        }
    }
}

}  // namespace gridlore::exchange
