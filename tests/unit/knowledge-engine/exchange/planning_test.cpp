// What clients may choose (how many rules and REACTs there are, and how they lead to each other) must not decide how
// long or how deep planning goes. Plans are made without an exchange, which would bound some of it at registration.

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "knowledge-engine/exchange/circles.h"
#include "knowledge-engine/exchange/plan.h"
#include "knowledge-engine/exchange/rule_index.h"
#include "knowledge-engine/exchange/waiting.h"
#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

std::string number(int value) {
    return std::to_string(value);
}

/// A network in which each knowledge base has one interaction.
class PlannedNetwork {
  public:
    std::shared_ptr<const Interaction> add(InteractionType type, const std::string& pattern,
                                           const std::string& result = {}) {
        KnowledgeInteraction one;
        one.knowledge_base = "urn:kb:" + number(count_++);
        one.id = one.knowledge_base + "/only";
        one.spec.type = type;
        one.spec.pattern = test_support::pattern_of(pattern);
        if (!result.empty()) {
            one.spec.result_pattern = test_support::pattern_of(result);
        }
        return network_.add(std::move(one));
    }
    std::shared_ptr<const RuleSet> compile(const std::string& rules) {
        const auto parsed = parse_rules("@prefix e: <urn:e:> .\n" + rules);
        EXPECT_TRUE(parsed) << (parsed ? "" : parsed.error().message);
        return network_.compile(*parsed);
    }
    std::shared_ptr<const Plan> plan(const std::string& ask, int level,
                                     std::shared_ptr<const RuleSet> rules = nullptr) {
        return make_plan(network_, *add(InteractionType::Ask, ask), level, std::move(rules));
    }
    std::shared_ptr<const Plan> plan_post(const std::string& post, int level,
                                          std::shared_ptr<const RuleSet> rules = nullptr) {
        return make_plan(network_, *add(InteractionType::Post, post), level, std::move(rules));
    }

  private:
    Network network_;
    int count_ = 0;
};

std::string chain_of_rules(int links) {
    std::string text;
    for (int link = 0; link < links; ++link) {
        text += "(?x e:p" + number(link + 1) + " ?y) -> (?x e:p" + number(link) + " ?y) .\n";
    }
    return text;
}

TEST(Planning, FollowsAChainOfRulesAsLongAsAClientLikes) {
    constexpr int links = 20'000;
    for (int level = 1; level <= 5; ++level) {
        SCOPED_TRACE(level);
        PlannedNetwork network;
        network.add(InteractionType::Answer, "?s e:p" + number(links) + " ?o");
        const auto rules = network.compile(chain_of_rules(links));
        EXPECT_EQ(network.plan("?a e:p0 ?b", level, rules)->providers.size(), links + 1U);
    }
    PlannedNetwork network;
    network.add(InteractionType::React, "?s e:p0 ?o");
    const auto rules = network.compile(chain_of_rules(links));
    EXPECT_EQ(network.plan_post("?a e:p" + number(links) + " ?b", 2, rules)->providers.size(), links + 2U);
}

TEST(Planning, SpecialisesARuleInABoundedNumberOfWays) {
    std::string rules = "(?x e:from ?y) -> (?x e:p ?y) .\n";
    for (int i = 0; i < 60; ++i) {
        rules += "-> (e:s" + number(i) + " e:q e:c) .\n-> (e:o" + number(i) + " e:r e:d) .\n";
    }
    PlannedNetwork network;
    network.add(InteractionType::Answer, "?s e:from ?o");
    const auto plan = network.plan("?a e:p ?b . ?a e:q ?c . ?b e:r ?d", 3, network.compile(rules));
    const auto instances = std::ranges::count(plan->providers, ProviderKind::Rule, &Provider::kind);
    EXPECT_EQ(instances, 60) << "by one of the variables, and not 3600 by both";
}

TEST(Planning, FindsRulesByPredicateAndObject) {
    PlannedNetwork network;
    const auto rules = network.compile(
        "(?x e:a ?y) -> (?x e:p ?y) . (?x e:a ?y) -> (?x e:p e:o) . (?x e:a ?y) -> (?x e:p 1) ."
        "(?x ?v ?y) -> (?y ?v ?x) . (?x ?v e:a) -> (?x ?v e:o) . (?x e:b ?y), (?y e:c e:o) -> (?x e:q ?y), (?y e:q 1) ."
        "-> (e:s e:p e:o), (e:s e:q e:o) .");
    const RuleIndex index(*rules);
    for (const char* text : {"?a e:p ?b", "?a e:p e:o", "?a e:p 01", "?a ?p ?b", "?a ?p e:o", "?a e:q ?b", "?a e:c e:a",
                             "e:s e:none e:none"}) {
        SCOPED_TRACE(text);
        const CompiledTriple triple = network.plan(text, 2)->targets.front().triples.front();
        const auto expect_all = [&](const std::vector<std::size_t>& found, CompiledTriples CompiledRule::*side) {
            EXPECT_TRUE(std::ranges::is_sorted(found));
            for (std::size_t r = 0; r < rules->rules.size(); ++r) {
                const bool matches = std::ranges::any_of(
                    rules->rules[r].*side, [&](const auto& other) { return triples_match(triple, other); });
                EXPECT_LE(matches ? 1 : 0, std::ranges::count(found, r)) << r;
                EXPECT_LE(std::ranges::count(found, r), 1) << r;
            }
        };
        expect_all(index.with_head(triple), &CompiledRule::head);
        expect_all(index.with_body(triple), &CompiledRule::body);
    }
}

std::string triples_of_one_predicate(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += "?s" + number(i) + " e:p ?o" + number(i) + " . ";
    }
    return text;
}

TEST(Planning, OfManyTriplesThatAllMatchEachOtherEnds) {
    for (const int count : {30, 300}) {
        for (int level = 1; level <= 5; ++level) {
            SCOPED_TRACE(number(count) + " at level " + number(level));
            PlannedNetwork network;
            network.add(InteractionType::Answer, triples_of_one_predicate(count));
            const auto plan = network.plan(triples_of_one_predicate(count), level);
            EXPECT_EQ(plan->providers.size(), 1U);
            for (const auto& candidates : plan->targets.front().candidates) {
                ASSERT_EQ(candidates.size(), static_cast<std::size_t>(count));
            }
            EXPECT_EQ(plan->is_cut, level == 1) << "there are more ways than are listed";
        }
    }
}

TEST(Planning, OfManyOverlappingAnswersEnds) {
    PlannedNetwork network;
    std::string chain;
    for (int i = 0; i < 200; ++i) {
        chain += "?p" + number(i) + " e:p ?p" + number(i + 1) + " . ";
        network.add(InteractionType::Answer, "?x e:p ?y . ?y e:p ?z . ?x e:own" + number(i) + " ?o");
    }
    EXPECT_EQ(network.plan(chain, 2)->providers.size(), 200U);
}

TEST(Circles, AreNumberedAfterThoseTheyLeadTo) {
    EXPECT_TRUE(components({}).empty());
    EXPECT_EQ(components({{}, {0}, {1}}), (std::vector<std::size_t>{0, 1, 2}));
    EXPECT_EQ(components({{1}, {2}, {0, 3}, {4}, {3}, {5}}), (std::vector<std::size_t>{1, 1, 1, 0, 0, 2}));
    EXPECT_EQ(components({{1, 3}, {2}, {}, {2, 1}}), (std::vector<std::size_t>{3, 1, 0, 2}));
}

using Waits = std::vector<std::vector<std::size_t>>;

std::set<std::size_t> circle(const Waits& all, const std::function<bool(std::size_t)>& waits) {
    return waiting_circle(all.size(), waits, [&](std::size_t p) -> const std::vector<std::size_t>& { return all[p]; });
}

TEST(Waiting, IsForACircleThatWaitsForNobodyElse) {
    const Waits all = {{1, 4}, {2}, {1, 3}, {}, {}};
    std::set<std::size_t> waiting = {0, 1, 2};
    const auto waits = [&](std::size_t p) { return waiting.contains(p); };
    EXPECT_EQ(circle(all, waits), (std::set<std::size_t>{1, 2}));
    waiting = {0};
    EXPECT_EQ(circle(all, waits), std::set<std::size_t>{0});
    waiting = {};
    EXPECT_TRUE(circle(all, waits).empty());
}

TEST(Waiting, EndsSoonForAChainAsLongAsClientsLike) {
    constexpr std::size_t length = 200'000;
    Waits all(length);
    for (std::size_t p = 0; p + 1 < length; ++p) {
        all[p] = {p + 1};
    }
    EXPECT_EQ(circle(all, [](std::size_t) { return true; }), std::set<std::size_t>{length - 1});
}

}  // namespace
}  // namespace gridlore::exchange
