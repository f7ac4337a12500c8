#include "knowledge-engine/exchange/explanation.h"

#include <gtest/gtest.h>

#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

using test_support::ExchangeWorld;
using test_support::Party;

Request explained() {
    Request request;
    request.explain = true;
    return request;
}

Explanation explain(ExchangeWorld& world, Party& app, const std::string& interaction, const std::string& bindings = {},
                    Request request = explained()) {
    const auto ask = world.ask(app, interaction, bindings, std::move(request));
    EXPECT_TRUE(ask->value().explanation);
    return ask->value().explanation.value_or(Explanation{});
}

/// `meter asked 1, …`: who, the verdict, and how many rows it gave.
std::string considered(const Explanation& explanation) {
    std::string text;
    for (const Consideration& one : explanation.considered) {
        text.append(text.empty() ? "" : ", ").append(one.knowledge_base.substr(7) + " " + to_string(one.verdict));
        if (one.verdict == Verdict::Asked) {
            text.append(" " + std::to_string(one.rows));
        }
        EXPECT_FALSE(one.reason.empty());
    }
    return text;
}

TEST(Explanation, IsMadeOnlyOnDemand) {
    ExchangeWorld world;
    Party& app = world.add("app");
    EXPECT_FALSE(world.ask(app, app.asks("?a e:p ?b"))->value().explanation);
}

TEST(Explanation, SaysWhoWasAskedAndWhatMatched) {
    ExchangeWorld world;
    Party& app = world.add("app", 3);
    world.add("meter").answers("?x e:q ?z . ?x e:p ?y", "x=e:s y=1 z=2; x=e:t y=3 z=4");
    const auto explanation = explain(world, app, app.asks("?a e:p ?b"));
    EXPECT_EQ(explanation.level, 3);
    EXPECT_EQ(explanation.pattern, "?a <urn:e:p> ?b . ");
    EXPECT_TRUE(explanation.uncovered.empty());
    EXPECT_FALSE(explanation.plan_reused);
    ASSERT_EQ(considered(explanation), "meter asked 2");
    EXPECT_EQ(explanation.considered.front().matched, std::vector<std::string>{"?a <urn:e:p> ?b = ?x <urn:e:p> ?y"});
}

TEST(Explanation, SaysWhoFailedAndWhy) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.waits_with_answer("?x e:p ?y");
    meter.refuse({ErrorKind::LimitExceeded, "its queue is full"});
    const auto explanation = explain(world, app, app.asks("?a e:p ?b"));
    ASSERT_EQ(considered(explanation), "meter asked 0");
    EXPECT_EQ(explanation.considered.front().reason, "It was asked and failed: its queue is full");
}

TEST(Explanation, NamesTriplesThatNobodyGives) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("meter").answers("?x e:p ?y", "x=e:s y=1");
    const auto explanation = explain(world, app, app.asks("?a e:p ?b . ?a e:q ?c"));
    EXPECT_EQ(explanation.uncovered, std::vector<std::string>{"?a <urn:e:q> ?c"});
    EXPECT_EQ(considered(explanation), "meter incomplete");
}

TEST(Explanation, GivesAReasonForEachThatWasNotAsked) {
    ExchangeWorld world;
    Party& app = world.add("app");
    app.answers("?x e:p ?y", "");
    InteractionSpec actuation;
    actuation.act.required = {std::string(rdf::ke_ns) + "ActuationPurpose"};
    world.add("actuator").answers("?x e:p ?y", "", actuation);
    world.add("unselected").answers("?x e:p ?y", "");
    world.add("contradicted").answers("e:t e:p ?y", "");
    world.add("constant").answers("?x e:p e:never", "");
    world.add("elsewhere").answers("?x e:other ?y", "");
    world.add("idle").reacts("?x e:q ?y", "?x e:p ?z", [](const auto&) { return pattern::TermRows{}; });
    world.add("source").answers("?x e:q ?y", "");
    Request request = explained();
    request.recipients = {"urn:kb:actuator", "urn:kb:contradicted", "urn:kb:idle", "urn:kb:source"};
    const auto explanation = explain(world, app, app.asks("?a e:p 7"), "a=e:s", request);
    std::map<std::string, std::string> verdicts;
    for (const Consideration& one : explanation.considered) {
        verdicts[one.knowledge_base.substr(7)] = to_string(one.verdict);
    }
    EXPECT_EQ(verdicts, (std::map<std::string, std::string>{{"app", "ownInteraction"},
                                                            {"actuator", "otherPurpose"},
                                                            {"unselected", "notSelected"},
                                                            {"contradicted", "contradicted"},
                                                            {"constant", "noMatch"},
                                                            {"idle", "nothingToHandOn"},
                                                            {"source", "asked"}}));
    EXPECT_TRUE(explanation.considered.front().verdict == Verdict::Asked) << "those first";
}

TEST(Explanation, OfAPostNamesItsReactsAndWhatWasDropped) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    world.add("store").reacts("?x e:p ?y", "?x e:q ?z", [](const auto&) { return test_support::rows_of("x=e:s z=1"); });
    world.add("bigger").waits_with_reaction("?x e:p ?y . ?x e:r ?z");
    const auto post = world.post(sensor, sensor.posts("?a e:p ?b"), "a=e:s b=1; a=e:t", explained());
    ASSERT_TRUE(post->value().explanation);
    EXPECT_EQ(considered(*post->value().explanation), "store asked 1, bigger incomplete");
    EXPECT_EQ(post->value().explanation->dropped_bindings, 1U);
}

TEST(Explanation, ListsABoundedNumberBeyondThoseAsked) {
    Settings settings;
    settings.explanation_entries = 3;
    ExchangeWorld world(settings);
    Party& app = world.add("app");
    for (int i = 0; i < 10; ++i) {
        world.add("other" + std::to_string(i)).answers("?x e:p " + std::to_string(i), "");
    }
    const auto explanation = explain(world, app, app.asks("?a e:p 4"));
    EXPECT_EQ(explanation.considered.size(), 1U + 3U);
    EXPECT_EQ(explanation.left_out, 6U);
}

TEST(Explanation, SaysWhetherThePlanWasReused) {
    ExchangeWorld world;
    Party& app = world.add("app");
    const std::string ask = app.asks("?a e:p ?b");
    EXPECT_FALSE(explain(world, app, ask).plan_reused);
    EXPECT_TRUE(explain(world, app, ask).plan_reused);
}

TEST(Explanation, SaysThatAPlanOfRulesThatAllMatchEachOtherWasCut) {
    ExchangeWorld world;
    Party& app = world.add("app");
    std::string rules;
    for (int i = 0; i < 600; ++i) {
        rules += "(?x e:p ?y) -> (?y e:p ?x) .\n";
    }
    world.set_rules(app, rules);
    world.add("meter").answers("?x e:p ?y", "x=1 y=2");
    EXPECT_TRUE(explain(world, app, app.asks("?a e:p ?b")).plan_cut);
}

TEST(Explanation, SaysWhetherThePlanWasCut) {
    ExchangeWorld world;
    Party& app = world.add("app", 1);
    const std::string four = "?a e:p ?b . ?c e:p ?d . ?e e:p ?f . ?g e:p ?h";
    world.add("meter").answers(four, "");
    EXPECT_FALSE(explain(world, app, app.asks(four)).plan_cut) << "24 ways to match";
    const std::string five = four + " . ?i e:p ?j";
    world.add("other").answers(five, "");
    EXPECT_TRUE(explain(world, app, app.asks(five)).plan_cut) << "120 ways to match, of which 64 are taken";
}

TEST(Explanation, NamesTheConverterThatAnAskUsedOnTheWay) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("source").answers("?x e:p ?y", "x=e:s y=1");
    world.add("converter").reacts("?x e:p ?v", "?x e:q ?w", [](const auto&) {
        return test_support::rows_of("x=e:s w=2");
    });
    const auto ask = world.ask(app, app.asks("?a e:q ?b"), {}, explained());
    EXPECT_EQ(ask->value().exchange_info.size(), 1U);
    ASSERT_TRUE(ask->value().explanation);
    ASSERT_EQ(ask->value().explanation->considered.size(), 2U);
    EXPECT_EQ(ask->value().explanation->considered[1].knowledge_base, "urn:kb:converter");
    EXPECT_EQ(ask->value().explanation->considered[1].matched,
              std::vector<std::string>{"?a <urn:e:q> ?b = ?x <urn:e:q> ?w"});
}

TEST(Explanation, HasAWordForEachVerdict) {
    std::set<std::string> words;
    for (int verdict = 0; verdict <= static_cast<int>(Verdict::NoMatch); ++verdict) {
        words.insert(to_string(static_cast<Verdict>(verdict)));
    }
    EXPECT_EQ(words.size(), 9U);
    EXPECT_FALSE(words.contains(""));
}

}  // namespace
}  // namespace gridlore::exchange
