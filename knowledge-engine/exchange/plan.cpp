#include "knowledge-engine/exchange/plan.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>

#include "knowledge-engine/exchange/meta.h"

namespace gridlore::exchange {
namespace {

constexpr std::size_t search_budget = 20'000;
/// Of how many values of a variable a rule is specialised for each.
constexpr std::size_t domain_limit = 64;

bool triple_uses(const CompiledTriple& triple, int variable) {
    return std::ranges::any_of(triple, [&](const Slot& slot) { return slot.variable == variable; });
}

class Planner {
  public:
    Planner(const Network& network, const Interaction& interaction, int level, std::shared_ptr<const RuleSet> rules)
        : network_(network), interaction_(interaction) {
        plan_.level = level;
        plan_.is_post = interaction.declared.spec.type == InteractionType::Post;
        plan_.version = network.version();
        plan_.rules = std::move(rules);
    }

    std::shared_ptr<const Plan> make() {
        if (plan_.is_post) {
            plan_post();
        } else {
            plan_ask();
        }
        keep_what_is_needed();
        for (Target& target : plan_.targets) {
            describe_services(target);
        }
        for (std::size_t p = 0; p < plan_.providers.size(); ++p) {
            std::set<std::size_t> sources;
            std::set<std::size_t> seen;
            collect_sources(plan_.providers[p].target, seen, sources);
            sources.erase(p);
            plan_.providers[p].waits_for.assign(sources.begin(), sources.end());
        }
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

    void plan_ask() {
        plan_.result = add_target(interaction_.triples, interaction_.variables.size(), false);
        to_expand_.push_back(plan_.result);
        expand_all();
        if (interaction_.declared.spec.include_meta && acts_match(interaction_.act, meta_act(InteractionType::Answer))) {
            const MetaPattern pattern(network_.terms());
            if (pattern.usable_for(interaction_.triples)) {
                plan_.meta_uses = total_uses(interaction_.triples, pattern.triples(), 1, false);
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
            for (std::size_t r = 0; plan_.rules && r < plan_.rules->rules.size(); ++r) {
                const CompiledRule& rule = plan_.rules->rules[r];
                if (!rule.body.empty() && !rules.contains(r) &&
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
        while (!to_expand_.empty()) {
            const std::size_t target = to_expand_.front();
            to_expand_.pop_front();
            expand(target);
        }
    }

    void add_candidates(Target& target, std::size_t provider) {
        for (const Pair pair : matching_pairs(target.triples, plan_.providers[provider].gives)) {
            target.candidates[pair.target].push_back({provider, pair.given});
        }
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
        prune_by_constants(index);
        add_rules(index);
    }

    void add_facts(std::size_t index) {
        if (!plan_.rules) {
            return;
        }
        const RuleSet& rules = *plan_.rules;
        Target& target = plan_.targets[index];
        for (std::size_t t = 0; t < target.triples.size(); ++t) {
            bool any = false;
            for (std::size_t f = 0; f < rules.facts.size() && !any; ++f) {
                any = (plan_.level > 1 || (rules.fact_is_alone[f] && target.triples.size() == 1)) &&
                      triples_match(target.triples[t], rules.facts[f]);
            }
            if (any) {
                if (!facts_) {
                    Provider pool;
                    pool.kind = ProviderKind::Facts;
                    facts_ = add_provider(std::move(pool));
                    for (const CompiledTriple& fact : rules.facts) {
                        const std::array<rdf::TermId, 3> row = {fact[0].term, fact[1].term, fact[2].term};
                        plan_.facts.add(row);
                    }
                }
                target.candidates[t].push_back({*facts_, 0});
            }
        }
    }

    bool has_rule_for(const CompiledTriple& triple) const {
        return plan_.rules && std::ranges::any_of(plan_.rules->rules, [&](const CompiledRule& rule) {
                   return !rule.body.empty() && std::ranges::any_of(rule.head, [&](const CompiledTriple& head) {
                       return triples_match(triple, head);
                   });
               });
    }

    /// The constants (by value) that a variable can only have, if some triple's candidates all name one.
    std::optional<std::set<rdf::TermId>> domain(const Target& target, int variable) const {
        std::optional<std::set<rdf::TermId>> known;
        for (std::size_t t = 0; t < target.triples.size(); ++t) {
            const CompiledTriple& triple = target.triples[t];
            if (!triple_uses(triple, variable) || has_rule_for(triple)) {
                continue;
            }
            std::set<rdf::TermId> values;
            bool open = false;
            for (std::size_t position = 0; position < 3; ++position) {
                if (triple[position].variable != variable) {
                    continue;
                }
                for (const Candidate& candidate : target.candidates[t]) {
                    if (facts_ && candidate.provider == *facts_) {
                        for (const CompiledTriple& fact : plan_.rules->facts) {
                            if (triples_match(triple, fact)) {
                                values.insert(fact[position].value);
                            }
                        }
                    } else {
                        const Slot& slot = plan_.providers[candidate.provider].gives[candidate.given][position];
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

    /// Drops candidates whose constant no other triple's candidates can agree with.
    void prune_by_constants(std::size_t index) {
        if (plan_.level > 3) {
            return;
        }
        Target& target = plan_.targets[index];
        for (int v = 0; v < static_cast<int>(target.variable_count); ++v) {
            const auto values = domain(target, v);
            if (!values) {
                continue;
            }
            for (std::size_t t = 0; t < target.triples.size(); ++t) {
                std::erase_if(target.candidates[t], [&](const Candidate& candidate) {
                    if (facts_ && candidate.provider == *facts_) {
                        return false;
                    }
                    const CompiledTriple& given = plan_.providers[candidate.provider].gives[candidate.given];
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

    void add_rules(std::size_t index) {
        if (!plan_.rules) {
            return;
        }
        const CompiledTriples triples = plan_.targets[index].triples;
        for (std::size_t r = 0; r < plan_.rules->rules.size(); ++r) {
            const CompiledRule& rule = plan_.rules->rules[r];
            if (rule.body.empty()) {
                if (rule.head.size() > 1 && plan_.level == 1) {
                    add_matching(index, rule_provider(r, {}));
                }
                continue;
            }
            if (rule.head.size() > 1) {
                if (std::ranges::any_of(triples, [&](const auto& t) {
                        return std::ranges::any_of(rule.head, [&](const auto& h) { return triples_match(t, h); });
                    })) {
                    add_matching(index, rule_provider(r, {}));
                }
                continue;
            }
            for (std::size_t t = 0; t < triples.size(); ++t) {
                if (triples_match(triples[t], rule.head[0])) {
                    add_specialised(index, t, r);
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
    void add_specialised(std::size_t index, std::size_t t, std::size_t r) {
        const CompiledTriple head = plan_.rules->rules[r].head[0];
        const CompiledTriple triple = plan_.targets[index].triples[t];
        std::vector<std::map<int, Slot>> instances(1);
        for (std::size_t i = 0; i < 3; ++i) {
            if (!head[i].is_variable()) {
                continue;
            }
            std::vector<Slot> constants;
            if (!triple[i].is_variable()) {
                constants.push_back(triple[i]);
            } else if (const auto values = domain(plan_.targets[index], triple[i].variable);
                       values && values->size() <= domain_limit && plan_.level <= 3) {
                for (const rdf::TermId value : *values) {
                    constants.push_back({.variable = -1, .term = value, .value = value});
                }
            } else {
                continue;
            }
            std::vector<std::map<int, Slot>> next;
            for (const auto& instance : instances) {
                for (const Slot& constant : constants) {
                    auto one = instance;
                    const auto [it, added] = one.try_emplace(head[i].variable, constant);
                    if (added || it->second.value == constant.value) {
                        next.push_back(std::move(one));
                    }
                }
            }
            instances = std::move(next);
        }
        for (const auto& instance : instances) {
            const std::size_t provider = rule_provider(r, instance);
            plan_.targets[index].candidates[t].push_back({provider, 0});
        }
    }

    std::size_t rule_provider(std::size_t r, const std::map<int, Slot>& constants) {
        std::vector<std::pair<int, std::uint64_t>> key;
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
            return triples;
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

    // --- what is needed ---------------------------------------------------------------------------------------------

    /// Finds covers of a target, triple by triple.
    class CoverSearch {
      public:
        CoverSearch(const Planner& planner, const Target& target, const std::vector<bool>& allowed)
            : plan_(planner.plan_), facts_(planner.facts_), target_(target), allowed_(allowed),
              chosen_(target.triples.size()), is_chosen_(target.triples.size()), values_(target.variable_count) {}

        /// The providers of a cover that holds the candidate for that triple; nothing if there is none.
        std::optional<std::set<std::size_t>> with(std::size_t triple, const Candidate& candidate) {
            is_chosen_.assign(is_chosen_.size(), false);
            steps_ = 0;
            std::optional<std::set<std::size_t>> cover;
            const bool done = choose(triple, candidate, [&] { return extend(0); });
            if (done || steps_ > search_budget) {
                cover.emplace();
                for (std::size_t t = 0; t < chosen_.size(); ++t) {
                    if (is_chosen_[t]) {
                        cover->insert(chosen_[t].provider);
                    }
                }
                cover->insert(candidate.provider);
            }
            return cover;
        }

      private:
        bool is_facts(const Candidate& candidate) const { return facts_ && candidate.provider == *facts_; }

        bool fits(std::size_t triple, const Candidate& candidate) const {
            if (is_facts(candidate)) {
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
                for (const CompiledTriple& fact : plan_.rules->facts) {
                    if (!done && triples_match(target_.triples[triple], fact)) {
                        done = bind(triple, fact, next);
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
                return true;
            }
            for (const Candidate& candidate : target_.candidates[triple]) {
                if (allowed_[candidate.provider] &&
                    choose(triple, candidate, [&] { return extend(triple + 1); })) {
                    return true;
                }
            }
            return false;
        }

        const Plan& plan_;
        const std::optional<std::size_t>& facts_;
        const Target& target_;
        const std::vector<bool>& allowed_;
        std::vector<Candidate> chosen_;
        std::vector<bool> is_chosen_;
        std::vector<rdf::TermId> values_;
        std::size_t steps_ = 0;
    };

    bool serves_alone(const Target& target, const Candidate& candidate) const {
        if (facts_ && candidate.provider == *facts_) {
            return target.triples.size() == 1;
        }
        return !total_uses(target.triples, plan_.providers[candidate.provider].gives, 1, plan_.is_post, 1).empty();
    }

    /// The providers that take part in covers of `target` by allowed providers (in a post: covers with a fed one).
    std::set<std::size_t> providers_in_covers(const Target& target, const std::vector<bool>& allowed) const {
        std::set<std::size_t> in_covers;
        std::set<std::size_t> tried;
        CoverSearch search(*this, target, allowed);
        for (std::size_t t = 0; t < target.triples.size(); ++t) {
            for (const Candidate& candidate : target.candidates[t]) {
                if (!allowed[candidate.provider] ||
                    (target.needs_fed && !plan_.providers[candidate.provider].fed)) {
                    continue;
                }
                if (plan_.level == 1) {
                    if (tried.insert(candidate.provider).second && serves_alone(target, candidate)) {
                        in_covers.insert(candidate.provider);
                    }
                } else if (target.needs_fed || !in_covers.contains(candidate.provider)) {
                    if (const auto cover = search.with(t, candidate)) {
                        in_covers.insert(cover->begin(), cover->end());
                    }
                }
            }
        }
        return in_covers;
    }

    void keep_what_is_needed() {
        const std::size_t count = plan_.providers.size();
        std::vector<bool> viable(count);
        for (std::size_t p = 0; p < count; ++p) {
            const Provider& provider = plan_.providers[p];
            viable[p] = provider.target == no_target || plan_.level > 3;
        }
        for (bool changed = true; changed;) {
            changed = false;
            for (std::size_t p = 0; p < count; ++p) {
                Provider& provider = plan_.providers[p];
                const bool settled = plan_.is_post ? provider.fed : viable[p];
                if (settled || provider.target == no_target) {
                    continue;
                }
                const Target& target = plan_.targets[provider.target];
                const bool can = plan_.level > 3 ? feeds(target) : !providers_in_covers(target, viable).empty();
                if (can) {
                    viable[p] = true;
                    provider.fed = plan_.is_post;
                    changed = true;
                }
            }
        }
        std::vector<bool> needed(count);
        std::vector<std::size_t> open;
        const auto need = [&](std::size_t p) {
            if (!needed[p]) {
                needed[p] = true;
                if (plan_.providers[p].target != no_target) {
                    open.push_back(plan_.providers[p].target);
                }
            }
        };
        if (plan_.is_post) {
            for (std::size_t p = 0; p < count; ++p) {
                if (plan_.providers[p].fed && plan_.providers[p].kind != ProviderKind::Rule) {
                    need(p);
                }
            }
        } else {
            open.push_back(plan_.result);
        }
        std::set<std::size_t> done;
        while (!open.empty()) {
            const std::size_t index = open.back();
            open.pop_back();
            if (!done.insert(index).second) {
                continue;
            }
            const Target& target = plan_.targets[index];
            if (plan_.level > 3) {
                for (const auto& list : target.candidates) {
                    for (const Candidate& candidate : list) {
                        if (!plan_.is_post || viable[candidate.provider]) {
                            need(candidate.provider);
                        }
                    }
                }
            } else {
                for (const std::size_t p : providers_in_covers(target, viable)) {
                    need(p);
                }
            }
        }
        drop_all_but(needed);
    }

    bool feeds(const Target& target) const {
        return std::ranges::any_of(target.candidates, [&](const auto& list) {
            return std::ranges::any_of(list, [&](const Candidate& c) { return plan_.providers[c.provider].fed; });
        });
    }

    void drop_all_but(const std::vector<bool>& needed) {
        std::vector<std::size_t> renamed(needed.size());
        std::vector<Provider> kept;
        for (std::size_t p = 0; p < needed.size(); ++p) {
            renamed[p] = kept.size();
            if (needed[p]) {
                kept.push_back(std::move(plan_.providers[p]));
            } else if (plan_.providers[p].interactions) {
                plan_.rejected.push_back(plan_.providers[p].interactions);
            }
        }
        plan_.providers = std::move(kept);
        for (Target& target : plan_.targets) {
            for (auto& list : target.candidates) {
                std::erase_if(list, [&](const Candidate& candidate) { return !needed[candidate.provider]; });
                for (Candidate& candidate : list) {
                    candidate.provider = renamed[candidate.provider];
                }
            }
        }
    }

    void describe_services(Target& target) const {
        std::set<std::size_t> providers;
        for (const auto& list : target.candidates) {
            for (const Candidate& candidate : list) {
                providers.insert(candidate.provider);
            }
        }
        for (const std::size_t p : providers) {
            const Provider& provider = plan_.providers[p];
            Service service;
            service.provider = p;
            if (provider.kind != ProviderKind::Facts) {
                // Specialised rules are candidates only for the triples that they were specialised for.
                const auto allowed = [&](const Use& use) {
                    return std::ranges::all_of(use, [&](Pair pair) {
                        return std::ranges::any_of(target.candidates[pair.target], [&](const Candidate& c) {
                            return c.provider == p && c.given == pair.given;
                        });
                    });
                };
                service.maximal = maximal_uses(target.triples, provider.gives, plan_.level);
                std::erase_if(service.maximal, [&](const Use& use) { return !allowed(use); });
                if (plan_.level == 1) {
                    service.total = total_uses(target.triples, provider.gives, 1, plan_.is_post);
                    std::erase_if(service.total, [&](const Use& use) { return !allowed(use); });
                    service.maximal = service.total;
                }
                std::size_t pairs = 0;
                for (const auto& list : target.candidates) {
                    pairs += static_cast<std::size_t>(
                        std::ranges::count(list, p, [](const Candidate& c) { return c.provider; }));
                }
                service.simple = service.maximal.size() == 1 && service.maximal.front().size() == pairs;
            }
            target.services.push_back(std::move(service));
        }
    }

    void collect_sources(std::size_t target, std::set<std::size_t>& seen, std::set<std::size_t>& sources) const {
        if (target == no_target || !seen.insert(target).second) {
            return;
        }
        for (const Service& service : plan_.targets[target].services) {
            const Provider& provider = plan_.providers[service.provider];
            if (provider.kind == ProviderKind::Answer || provider.kind == ProviderKind::React) {
                sources.insert(service.provider);
            } else {
                collect_sources(provider.target, seen, sources);
            }
        }
    }

    const Network& network_;
    const Interaction& interaction_;
    Plan plan_;
    std::deque<std::size_t> to_expand_;
    std::map<const InteractionClass*, std::optional<std::size_t>> classes_;
    std::vector<ClassRef> kept_alive_;  ///< so that no address is used twice
    std::map<std::pair<std::size_t, std::vector<std::pair<int, std::uint64_t>>>, std::size_t> rule_instances_;
    std::map<std::size_t, std::size_t> rule_owners_;
    std::optional<std::size_t> facts_;
    std::size_t posted_ = 0;
    std::size_t next_owner_ = 0;
};

}  // namespace

std::shared_ptr<const Plan> make_plan(const Network& network, const Interaction& interaction, int level,
                                      std::shared_ptr<const RuleSet> rules) {
    return Planner(network, interaction, level, std::move(rules)).make();
}

bool is_current(const Plan& plan, const Network& network, int level, const RuleSet* rules) {
    return plan.level == level && plan.rules.get() == rules &&
           (plan.version == network.version() || std::ranges::all_of(plan.footprint, [&](const auto& triple) {
                return network.unchanged_since(plan.version, triple);
            }));
}

}  // namespace gridlore::exchange
