#include "knowledge-engine/exchange/plan.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>

#include "knowledge-engine/exchange/constants.h"
#include "knowledge-engine/exchange/meta.h"
#include "knowledge-engine/exchange/needs.h"
#include "knowledge-engine/exchange/rule_index.h"

namespace gridlore::exchange {
namespace {

/// For all triples of a plan: rules that all match each other give as many as their number squared.
constexpr std::size_t most_candidates = 250'000;
class Planner {
  public:
    Planner(const Network& network, const Interaction& interaction, int level, std::shared_ptr<const RuleSet> rules)
        : network_(network), interaction_(interaction) {
        plan_.level = level;
        plan_.is_post = interaction.declared.spec.type == InteractionType::Post;
        plan_.version = network.version();
        plan_.rules = std::move(rules);
        if (plan_.rules) {
            rule_index_.emplace(*plan_.rules);
        }
        const auto& universal = network.universal();
        if (universal && acts_match(interaction.act, close(CommunicativeAct{}))) {
            plan_.universal = universal;
            plan_.universal_version = universal->universal->version();
        }
    }

    std::shared_ptr<const Plan> make() {
        if (plan_.is_post) {
            plan_post();
        } else {
            plan_ask();
        }
        Work work;
        keep_what_is_needed(plan_, work);
        describe_services(plan_, work);
        plan_.has_needs = std::ranges::any_of(plan_.providers, [](const Provider& p) { return !p.needs.empty(); });
        plan_.may_block = std::ranges::any_of(
            plan_.providers, [](const Provider& provider) { return provider.kind == ProviderKind::Universal; });
        return std::make_shared<const Plan>(std::move(plan_));
    }

  private:
    std::size_t add_target(CompiledTriples triples, std::size_t variable_count, bool needs_fed) {
        Target target;
        target.candidates.resize(triples.size());
        target.triples = std::move(triples);
        target.variable_count = variable_count;
        target.needs_fed = needs_fed;
        plan_.targets.push_back(std::move(target));
        return plan_.targets.size() - 1;
    }

    std::size_t add_provider(Provider provider) {
        provider.owner = provider.kind == ProviderKind::Rule ? rule_owner(provider.rule) : next_owner_++;
        plan_.providers.push_back(std::move(provider));
        return plan_.providers.size() - 1;
    }

    std::size_t rule_owner(std::size_t rule) {
        const auto [it, added] = rule_owners_.try_emplace(rule, next_owner_);
        next_owner_ += added ? 1 : 0;
        return it->second;
    }

    const RuleIndex* rules() const { return rule_index_ ? &*rule_index_ : nullptr; }

    void plan_ask() {
        plan_.result = add_target(interaction_.triples, interaction_.variables.size(), false);
        to_expand_.push_back(plan_.result);
        expand_all();
        if (interaction_.declared.spec.include_meta && acts_match(interaction_.act, meta_answer_act())) {
            const MetaPattern pattern(network_.terms());
            if (pattern.usable_for(interaction_.triples)) {
                Work work;
                FoundUses found = total_uses(interaction_.triples, pattern.triples(), 1, false, work);
                plan_.meta_uses = std::move(found.uses);
                plan_.is_cut = plan_.is_cut || !found.complete;
            }
        }
    }

    void plan_post() {
        Provider posted;
        posted.kind = ProviderKind::Posted;
        posted.gives = interaction_.triples;
        posted.variable_count = interaction_.variables.size();
        posted.fed = true;
        posted_ = add_provider(std::move(posted));
        find_reacts_forward();
        expand_all();
        add_store();
        if (!interaction_.result.empty()) {
            plan_.result = add_target(interaction_.result, interaction_.variables.size(), false);
            Target& target = plan_.targets[plan_.result];
            for (std::size_t p = 0; p < plan_.providers.size(); ++p) {
                if (plan_.providers[p].kind == ProviderKind::React) {
                    add_candidates(target, p);
                }
            }
        }
    }

    /// The universal knowledge base as a REACT to just what is posted: what others know beside it is not its concern.
    void add_store() {
        const InteractionSpec& spec = interaction_.declared.spec;
        const auto takes = [this](const pattern::GraphPattern& one) { return plan_.universal->universal->takes(one); };
        if (!plan_.universal || (!takes(spec.pattern) && std::ranges::none_of(spec.removes, takes))) {
            return;
        }
        const auto store = std::make_shared<Interaction>();
        store->declared.knowledge_base = plan_.universal->description.id;
        store->declared.id = plan_.universal->description.id + "/interaction/store";
        store->declared.spec.type = InteractionType::React;
        store->declared.spec.pattern = spec.pattern;
        store->declared.spec.removes = spec.removes;
        store->variables = interaction_.variables;
        store->triples = interaction_.triples;
        auto alone = std::make_shared<InteractionClass>();
        alone->members.push_back(store);
        Provider provider;
        provider.kind = ProviderKind::React;
        provider.interactions = std::move(alone);
        provider.variable_count = interaction_.variables.size();
        provider.target = add_target(interaction_.triples, interaction_.variables.size(), true);
        add_candidates(plan_.targets[provider.target], posted_);
        add_provider(std::move(provider));
    }

    /// Every REACT that what was posted may reach, through rules and other REACTs.
    void find_reacts_forward() {
        std::deque<CompiledTriple> given(interaction_.triples.begin(), interaction_.triples.end());
        std::set<std::size_t> rules;
        while (!given.empty()) {
            const CompiledTriple triple = given.front();
            given.pop_front();
            plan_.footprint.push_back(triple);
            for (const ClassRef& found : network_.candidates(triple, false)) {
                if (found->first().declared.spec.type != InteractionType::React || classes_.contains(found.get())) {
                    continue;
                }
                const CompiledTriples& argument = found->first().triples;
                if (std::ranges::none_of(argument, [&](const auto& t) { return triples_match(t, triple); })) {
                    continue;
                }
                if (const auto provider = provider_of(found)) {
                    const CompiledTriples& result = plan_.providers[*provider].gives;
                    given.insert(given.end(), result.begin(), result.end());
                }
            }
            for (const std::size_t r : rule_index_ ? rule_index_->with_body(triple) : std::vector<std::size_t>{}) {
                const CompiledRule& rule = plan_.rules->rules[r];
                if (!rules.contains(r) &&
                    std::ranges::any_of(rule.body, [&](const auto& t) { return triples_match(t, triple); })) {
                    rules.insert(r);
                    given.insert(given.end(), rule.head.begin(), rule.head.end());
                }
            }
        }
    }

    /// The provider for a class, made if it is new; nothing if the class does not fit the asker.
    std::optional<std::size_t> provider_of(const ClassRef& found) {
        if (const auto it = classes_.find(found.get()); it != classes_.end()) {
            return it->second;
        }
        const std::string& asker = interaction_.declared.knowledge_base;
        const auto is_own = [&](const auto& member) { return member->declared.knowledge_base == asker; };
        ClassRef others = found;
        if (std::ranges::any_of(found->members, is_own)) {
            auto filtered = std::make_shared<InteractionClass>(*found);
            std::erase_if(filtered->members, is_own);
            others = std::move(filtered);
        }
        kept_alive_.push_back(found);
        if (others->members.empty() || !acts_match(interaction_.act, found->first().act)) {
            classes_.emplace(found.get(), std::nullopt);
            plan_.rejected.push_back(found);
            return std::nullopt;
        }
        const Interaction& first = others->first();
        Provider provider;
        provider.interactions = others;
        provider.variable_count = first.variables.size();
        if (first.declared.spec.type == InteractionType::Answer) {
            provider.kind = ProviderKind::Answer;
            provider.gives = first.triples;
            provider.needs = first.needs;
        } else {
            provider.kind = ProviderKind::React;
            provider.gives = first.result;
            provider.target = add_target(first.triples, first.variables.size(), plan_.is_post);
            to_expand_.push_back(provider.target);
        }
        const std::size_t index = add_provider(std::move(provider));
        classes_.emplace(found.get(), index);
        return index;
    }

    void expand_all() {
        while (!to_expand_.empty() && candidates_ < most_candidates) {
            const std::size_t target = to_expand_.front();
            to_expand_.pop_front();
            expand(target);
        }
    }

    void add_candidates(Target& target, std::size_t provider) {
        for (const Pair pair : matching_pairs(target.triples, plan_.providers[provider].gives)) {
            add_candidate(target, pair.target, {provider, pair.given});
        }
    }

    void add_candidate(Target& target, std::size_t triple, Candidate candidate) {
        if (candidates_ < most_candidates) {
            target.candidates[triple].push_back(candidate);
            ++candidates_;
        }
        plan_.is_cut = plan_.is_cut || candidates_ == most_candidates;
    }

    void expand(std::size_t index) {
        // Providers that are found on the way add targets, so no reference into the list is kept.
        const CompiledTriples triples = plan_.targets[index].triples;
        std::set<std::size_t> found;
        for (const CompiledTriple& triple : triples) {
            plan_.footprint.push_back(triple);
            for (const ClassRef& candidate : network_.candidates(triple, true)) {
                const bool is_answer = candidate->first().declared.spec.type == InteractionType::Answer;
                if (plan_.is_post && (is_answer ? plan_.level == 1 : !classes_.contains(candidate.get()))) {
                    continue;
                }
                const CompiledTriples& gives = is_answer ? candidate->first().triples : candidate->first().result;
                if (std::ranges::none_of(gives, [&](const auto& given) { return triples_match(triple, given); })) {
                    continue;
                }
                if (const auto provider = provider_of(candidate)) {
                    found.insert(*provider);
                }
            }
        }
        if (plan_.is_post) {
            found.insert(posted_);
        }
        for (const std::size_t provider : found) {
            add_candidates(plan_.targets[index], provider);
        }
        add_facts(index);
        add_universal(index);
        const std::vector<bool> given = covered_triples(plan_.targets[index]);
        if (plan_.level <= 3) {
            prune_by_constants(plan_, rules(), plan_.targets[index]);
        }
        add_rules(index);
        if (index == plan_.result) {
            const std::vector<bool> by_rules = covered_triples(plan_.targets[index]);
            for (std::size_t t = 0; t < given.size(); ++t) {
                if (!given[t] && !by_rules[t]) {
                    plan_.uncovered.push_back(t);
                }
            }
        }
    }

    static std::vector<bool> covered_triples(const Target& target) {
        std::vector<bool> covered;
        for (const auto& candidates : target.candidates) {
            covered.push_back(!candidates.empty());
        }
        return covered;
    }

    void add_facts(std::size_t index) {
        Target& target = plan_.targets[index];
        if (!plan_.rules || (plan_.level == 1 && target.triples.size() > 1)) {
            return;
        }
        const FactSet& facts = plan_.rules->facts;
        for (std::size_t t = 0; t < target.triples.size(); ++t) {
            const auto usable = [&](std::uint32_t fact) { return plan_.level > 1 || facts.is_alone(fact); };
            if (!std::ranges::any_of(facts.matching(target.triples[t]), usable)) {
                continue;
            }
            if (!facts_) {
                Provider pool;
                pool.kind = ProviderKind::Facts;
                facts_ = add_provider(std::move(pool));
            }
            add_candidate(target, t, {*facts_, 0});
        }
    }

    bool is_offered(const CompiledTriple& triple) {
        const Slot& predicate = triple[1];
        const auto [it, added] = plan_.offered.try_emplace(predicate.term, false);
        if (added) {
            it->second = plan_.universal->universal->offers(
                predicate.is_variable() ? std::nullopt : std::optional(network_.terms().term(predicate.term)));
        }
        return it->second;
    }

    /// At level 1 it serves the whole or nothing.
    void add_universal(std::size_t index) {
        if (!plan_.universal || (plan_.level == 1 && plan_.is_post)) {
            return;
        }
        Target& target = plan_.targets[index];
        std::vector<bool> offered;
        std::ranges::transform(target.triples, std::back_inserter(offered),
                               [&](const CompiledTriple& triple) { return is_offered(triple); });
        const bool is_whole = std::ranges::find(offered, false) == offered.end();
        for (std::size_t t = 0; t < offered.size(); ++t) {
            if (!offered[t] || (plan_.level == 1 && !is_whole)) {
                continue;
            }
            if (!universal_) {
                Provider universal;
                universal.kind = ProviderKind::Universal;
                universal_ = add_provider(std::move(universal));
            }
            add_candidate(target, t, {*universal_, 0});
        }
    }

    /// The constants that each variable of a target can only have, as far as somebody wanted to know.
    using DomainsOfTarget = std::map<int, std::vector<Slot>>;

    void add_rules(std::size_t index) {
        if (!plan_.rules) {
            return;
        }
        const CompiledTriples triples = plan_.targets[index].triples;
        std::map<std::size_t, std::vector<std::size_t>> triples_of_rules;
        for (std::size_t t = 0; t < triples.size(); ++t) {
            for (const std::size_t r : rule_index_->with_head(triples[t])) {
                triples_of_rules[r].push_back(t);
            }
        }
        DomainsOfTarget domains;
        for (const auto& [r, served] : triples_of_rules) {
            const CompiledRule& rule = plan_.rules->rules[r];
            const auto gives = [&](std::size_t t) {
                return std::ranges::any_of(rule.head, [&](const auto& h) { return triples_match(triples[t], h); });
            };
            if (rule.body.empty() || rule.head.size() > 1) {
                // Facts of several triples count one by one from level 2.
                if ((!rule.body.empty() || (plan_.level == 1 && rule.head.size() > 1)) &&
                    std::ranges::any_of(served, gives)) {
                    add_matching(index, rule_provider(r, {}));
                }
                continue;
            }
            for (const std::size_t t : served) {
                if (gives(t)) {
                    add_specialised(index, t, r, domains);
                }
            }
        }
    }

    void add_matching(std::size_t index, std::size_t provider) {
        Target& target = plan_.targets[index];
        const bool present = std::ranges::any_of(target.candidates, [&](const auto& list) {
            return std::ranges::any_of(list, [&](const Candidate& c) { return c.provider == provider; });
        });
        if (!present) {
            add_candidates(target, provider);
        }
    }

    /// A rule with one triple in its head, for each set of constants that the target's triple may have there.
    void add_specialised(std::size_t index, std::size_t t, std::size_t r, DomainsOfTarget& domains) {
        const CompiledTriple head = plan_.rules->rules[r].head[0];
        const CompiledTriple triple = plan_.targets[index].triples[t];
        const auto constants_of = [&](const Slot& place) { return constants_at(plan_.targets[index], place, domains); };
        for (const RuleInstance& instance : instances_of(head, triple, constants_of)) {
            const std::size_t provider = rule_provider(r, instance.head);
            add_candidate(plan_.targets[index], t, {provider, 0});
        }
    }

    /// The constants that a place of a target can only have; none if they are not known, or too many to matter.
    std::vector<Slot> constants_at(const Target& target, const Slot& place, DomainsOfTarget& domains) const {
        if (!place.is_variable()) {
            return {place};
        }
        if (plan_.level > 3) {
            return {};
        }
        const auto [it, added] = domains.try_emplace(place.variable);
        if (added) {
            // Rules are specialised by what facts say, and not by what the graph may say beyond that: else whoever has
            // an ontology in the graph would have every rule of classes applied to everything.
            const auto values = domain_of(plan_, rules(), target, place.variable, Beside::Facts);
            if (values && values->size() <= instances_limit) {
                for (const rdf::TermId value : *values) {
                    it->second.push_back({.variable = -1, .term = value, .value = value});
                }
            }
        }
        return it->second;
    }

    std::size_t rule_provider(std::size_t r, const std::map<int, Slot>& constants) {
        std::vector<std::pair<int, std::uint64_t>> key;
        key.reserve(constants.size());
        for (const auto& [variable, slot] : constants) {
            key.emplace_back(variable, slot.value.bits());
        }
        const auto known = rule_instances_.find({r, key});
        if (known != rule_instances_.end()) {
            return known->second;
        }
        const CompiledRule& rule = plan_.rules->rules[r];
        const auto specialise = [&](CompiledTriples triples) {
            for (CompiledTriple& triple : triples) {
                for (Slot& slot : triple) {
                    if (const auto it = constants.find(slot.variable); it != constants.end()) {
                        slot = it->second;
                    }
                }
            }
            return distinct(triples);
        };
        Provider provider;
        provider.kind = ProviderKind::Rule;
        provider.rule = r;
        provider.gives = specialise(rule.head);
        provider.variable_count = rule.variables.size();
        if (!rule.body.empty()) {
            provider.target = add_target(specialise(rule.body), rule.variables.size(), plan_.is_post);
            to_expand_.push_back(provider.target);
        }
        const std::size_t index = add_provider(std::move(provider));
        rule_instances_.emplace(std::make_pair(r, key), index);
        return index;
    }

    const Network& network_;
    const Interaction& interaction_;
    Plan plan_;
    std::optional<RuleIndex> rule_index_;  ///< if there are rules
    std::deque<std::size_t> to_expand_;
    std::size_t candidates_ = 0;
    std::map<const InteractionClass*, std::optional<std::size_t>> classes_;
    std::vector<ClassRef> kept_alive_;  ///< so that no address is used twice
    std::map<std::pair<std::size_t, std::vector<std::pair<int, std::uint64_t>>>, std::size_t> rule_instances_;
    std::map<std::size_t, std::size_t> rule_owners_;
    std::optional<std::size_t> facts_;
    std::optional<std::size_t> universal_;
    std::size_t posted_ = 0;
    std::size_t next_owner_ = 0;
};

}  // namespace

std::shared_ptr<const Plan> make_plan(const Network& network, const Interaction& interaction, int level,
                                      std::shared_ptr<const RuleSet> rules) {
    return Planner(network, interaction, level, std::move(rules)).make();
}

}  // namespace gridlore::exchange
