// ANSWERs that must be given some of their variables (docs/decisions/0010): what may be declared, where the values come
// from.

#include <gtest/gtest.h>

#include "tests/support/library.h"
#include "tests/unit/knowledge-engine/exchange/needs.h"

namespace gridlore::exchange {
namespace {

using needs::needing;
using needs::Texts;
using test_support::ExchangeWorld;
using test_support::Library;
using test_support::Party;

// --- what may be declared ------------------------------------------------------------------------------------------

TEST(Needs, AreVariablesOfAnAnswersPattern) {
    ExchangeWorld world;
    const Party& meter = world.add("meter");
    InteractionSpec spec = needing({"x", "z"});
    spec.type = InteractionType::Answer;
    spec.pattern = test_support::pattern_of("?x e:p ?y");
    const auto unknown = world->add_interaction(meter.id, spec);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(unknown.error().message,
              "The needed variable 'z' is none of the graph pattern's. Name variables of the pattern, without '?'.");
    spec.needs = {"x"};
    EXPECT_TRUE(world->add_interaction(meter.id, spec));
}

TEST(Needs, AreOfNoOtherInteraction) {
    ExchangeWorld world;
    const Party& meter = world.add("meter");
    for (const InteractionType type : {InteractionType::Ask, InteractionType::Post, InteractionType::React}) {
        InteractionSpec spec = needing({"x"});
        spec.type = type;
        spec.pattern = test_support::pattern_of("?x e:p ?y");
        const auto added = world->add_interaction(meter.id, spec);
        ASSERT_FALSE(added);
        EXPECT_EQ(added.error().kind, ErrorKind::InvalidInput);
        EXPECT_EQ(added.error().message,
                  "Only an ANSWER may need variables, and 'x' is needed by another interaction. Leave it out.");
    }
}

// --- where they come from ------------------------------------------------------------------------------------------

TEST(Needs, AreMetByTheBindingsOfTheAskAtEveryLevel) {
    for (int level = 1; level <= 5; ++level) {
        ExchangeWorld world;
        Party& app = world.add("app", level);
        Party& meter = world.add("meter");
        meter.answers("?x e:p ?y", "x=e:s y=1; x=e:t y=2", needing({"x"}));
        EXPECT_EQ(world.ask(app, app.asks("?a e:p ?b"), "a=e:s; b=2")->rows(), "a=e:s b=1") << level;
        EXPECT_EQ(meter.asked(), Texts{"x=e:s"}) << level;
    }
}

TEST(Needs, AreMetByAConstantOfTheAsk) {
    for (int level = 1; level <= 5; ++level) {
        ExchangeWorld world;
        Party& app = world.add("app", level);
        Party& meter = world.add("meter");
        meter.answers("?x e:p ?y", "x=e:s y=1; x=e:t y=2", needing({"x"}));
        EXPECT_EQ(world.ask(app, app.asks("e:t e:p ?b"))->rows(), "b=2") << level;
        EXPECT_EQ(meter.asked(), Texts{"x=e:t"}) << level;
    }
}

TEST(Needs, AreMetByRowsOfAnotherAnswerEachOnce) {
    for (int level = 2; level <= 5; ++level) {
        ExchangeWorld world;
        Party& app = world.add("app", level);
        Party& meter = world.add("meter");
        meter.answers("?x e:p ?y", "x=e:s y=1; x=e:t y=2; x=e:never y=3", needing({"x"}));
        Party& list = world.add("list");
        list.answers("?u e:owns ?m", "u=1 m=e:s; u=2 m=e:s; u=2 m=e:t; u=3 m=e:none");
        EXPECT_EQ(world.ask(app, app.asks("?u e:owns ?m . ?m e:p ?v"))->rows(),
                  "m=e:s u=1 v=1; m=e:s u=2 v=1; m=e:t u=2 v=2");
        EXPECT_EQ(list.asked(), Texts{"{}"}) << level;
        EXPECT_EQ(meter.asked(), Texts{"x=e:none; x=e:s; x=e:t"}) << level;
    }
}

TEST(Needs, CountEqualValuesOnce) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.waits_with_answer("?x e:p ?y", needing({"x"}));
    world.add("list").answers("?u e:hour ?h", "u=1 h=7; u=2 h=07; u=3 h=7.0; u=4 h=8");
    world.ask(app, app.asks("?u e:hour ?h . ?h e:p ?v"));
    EXPECT_EQ(meter.last_call().bindings.size(), 2U);
    EXPECT_EQ(meter.calls().size(), 1U);
}

TEST(Needs, AreNotMetByOthersAtLevelOne) {
    ExchangeWorld world;
    Party& app = world.add("app", 1);
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y . ?u e:owns ?x", "x=e:s y=1 u=1", needing({"x"}));
    Party& list = world.add("list");
    list.answers("?u e:owns ?m . ?m e:p ?y", "u=1 m=e:s y=1");
    const std::string ask = app.asks("?u e:owns ?m . ?m e:p ?v");
    EXPECT_EQ(world.ask(app, ask)->info(), "list: m=e:s u=1 y=1");
    EXPECT_TRUE(meter.calls().empty());
    EXPECT_EQ(world.ask(app, ask, "m=e:s")->info(), "meter: u=1 x=e:s y=1, list: m=e:s u=1 y=1");
}

TEST(Needs, AreMetByWhatSeveralOthersGiveTogether) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:at ?t . ?x e:p ?y", "x=e:s t=1 y=5; x=e:s t=2 y=6; x=e:t t=2 y=7", needing({"x", "t"}));
    world.add("list").answers("?u e:owns ?x", "u=1 x=e:s; u=2 x=e:t");
    world.add("calendar").answers("?d e:has ?t", "d=e:today t=1; d=e:today t=2");
    EXPECT_EQ(world.ask(app, app.asks("?u e:owns ?m . e:today e:has ?t . ?m e:at ?t . ?m e:p ?v"), "u=1")->rows(),
              "m=e:s t=1 u=1 v=5; m=e:s t=2 u=1 v=6");
    EXPECT_EQ(meter.asked(), Texts{"t=1 x=e:s; t=2 x=e:s"});
}

TEST(Needs, AreGivenOnlyRowsThatFitTheRestOfTheQuestion) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=1; x=e:t y=2", needing({"x"}));
    world.add("owners").answers("?u e:owns ?m", "u=e:a m=e:s; u=e:b m=e:t; u=e:c m=e:w");
    world.add("names").answers("?u e:name ?n", "u=e:a n=1; u=e:b n=2");
    EXPECT_EQ(world.ask(app, app.asks("?u e:name 2 . ?u e:owns ?m . ?m e:p ?v"))->rows(), "m=e:t u=e:b v=2");
    EXPECT_EQ(meter.asked(), Texts{"x=e:t"});
}

TEST(Needs, GoFromAnswerToAnswerInAChain) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& last = world.add("last");
    last.answers("?y e:r ?z", "y=1 z=7; y=2 z=8; y=3 z=9", needing({"y"}));
    Party& middle = world.add("middle");
    middle.answers("?x e:q ?y", "x=e:s y=1; x=e:s y=2; x=e:t y=3", needing({"x"}));
    Party& first = world.add("first");
    first.answers("?u e:p ?x", "u=1 x=e:s");
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?b . ?b e:q ?c . ?c e:r ?d"))->rows(),
              "a=1 b=e:s c=1 d=7; a=1 b=e:s c=2 d=8");
    EXPECT_EQ(first.asked(), Texts{"{}"});
    EXPECT_EQ(middle.asked(), Texts{"x=e:s"});
    EXPECT_EQ(last.asked(), Texts{"y=1; y=2"});
}

TEST(Needs, WaitForAllWhoMayGiveThem) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& last = world.add("last");
    last.answers("?y e:r ?z", "y=1 z=7; y=2 z=8", needing({"y"}));
    world.add("middle").answers("?x e:q ?y", "x=e:s y=1", needing({"x"}));
    world.add("beside").answers("?x e:q ?y", "x=e:s y=2");
    world.add("first").answers("?u e:p ?x", "u=1 x=e:s");
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?b . ?b e:q ?c . ?c e:r ?d"))->rows(),
              "a=1 b=e:s c=1 d=7; a=1 b=e:s c=2 d=8");
    EXPECT_EQ(last.asked(), Texts{"y=1; y=2"});
}

TEST(Needs, AreMetByOneWhoGivesATripleThatTheNeedyOneHasToo) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:is e:meter . ?x e:p ?y", "x=e:s y=1; x=e:t y=2", needing({"x"}));
    world.add("list").answers("?m e:is ?c", "m=e:s c=e:meter; m=e:house c=e:building");
    EXPECT_EQ(world.ask(app, app.asks("?m e:is e:meter . ?m e:p ?v"))->rows(), "m=e:s v=1");
    EXPECT_EQ(meter.asked(), Texts{"x=e:s"});
}

TEST(Needs, AreMetByFacts) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=1; x=e:t y=2", needing({"x"}));
    world.set_rules(app, "-> (e:me e:owns e:t) .");
    EXPECT_EQ(world.ask(app, app.asks("e:me e:owns ?m . ?m e:p ?v"))->rows(), "m=e:t v=2");
    EXPECT_EQ(meter.asked(), Texts{"x=e:t"});
}

TEST(Needs, AreMetByTheGraph) {
    ExchangeWorld world;
    const auto library = Library::add(world, "e:me e:owns e:t . e:you e:owns e:s . e:t e:is e:meter");
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:is e:meter . ?x e:p ?y", "x=e:s y=1; x=e:t y=2", needing({"x"}));
    EXPECT_EQ(world.ask(app, app.asks("e:me e:owns ?m . ?m e:is e:meter . ?m e:p ?v"))->rows(), "m=e:t v=2");
    EXPECT_EQ(meter.asked(), Texts{"x=e:t"});
    EXPECT_EQ(world.ask(app, app.asks("?m e:is e:meter . ?m e:p ?v"))->rows(), "m=e:t v=2");
    EXPECT_EQ(meter.asked(), (Texts{"x=e:t", "x=e:t"}));
}

TEST(Needs, AreMetByWhatAReactMakes) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=1; x=e:t y=2", needing({"x"}));
    world.add("list").answers("?u e:old ?m", "u=1 m=e:s");
    world.add("converter").reacts("?u e:old ?m", "?u e:owns ?m", [](const auto& rows) { return rows; });
    EXPECT_EQ(world.ask(app, app.asks("?u e:owns ?m . ?m e:p ?v"))->rows(), "m=e:s u=1 v=1");
    EXPECT_EQ(meter.asked(), Texts{"x=e:s"});
}

TEST(Needs, AreMetInTheArgumentOfAReact) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=1; x=e:t y=2", needing({"x"}));
    world.add("list").answers("?u e:owns ?m", "u=1 m=e:s");
    Party& converter = world.add("converter");
    converter.reacts("?u e:owns ?m . ?m e:p ?v", "?u e:uses ?v",
                     [](const auto&) { return test_support::rows_of("u=1 v=1"); });
    EXPECT_EQ(world.ask(app, app.asks("?u e:uses ?v"))->rows(), "u=1 v=1");
    EXPECT_EQ(meter.asked(), Texts{"x=e:s"});
    EXPECT_EQ(converter.asked(), Texts{"m=e:s u=1 v=1"});
}

TEST(Needs, AreMetInTheBodyOfARuleByWhatIsJoinedWithItsHead) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=1; x=e:t y=2", needing({"x"}));
    world.add("list").answers("?u e:owns ?m", "u=1 m=e:s");
    world.set_rules(app, "(?a e:p ?b) -> (?a e:q ?b) .\n(?a e:q ?b) -> (?a e:r ?b) .");
    EXPECT_EQ(world.ask(app, app.asks("?u e:owns ?m . ?m e:r ?v"))->rows(), "m=e:s u=1 v=1");
    EXPECT_EQ(meter.asked(), Texts{"x=e:s"});
    EXPECT_EQ(world.ask(app, app.asks("?m e:r ?v"))->rows(), "");
    EXPECT_EQ(meter.calls().size(), 1U) << "there is nothing that its head is joined with";
}

TEST(Needs, AreMetByARule) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=1; x=e:t y=2", needing({"x"}));
    world.add("list").answers("?u e:owns ?m", "u=1 m=e:s");
    world.set_rules(app, "(?a e:owns ?b) -> (?b e:of ?a) .");
    EXPECT_EQ(world.ask(app, app.asks("?m e:of ?u . ?m e:p ?v"))->rows(), "m=e:s u=1 v=1");
    EXPECT_EQ(meter.asked(), Texts{"x=e:s"});
}

TEST(Needs, OfARuleThatFeedsItselfEnd) {
    ExchangeWorld world;
    Party& app = world.add("app", 5);
    Party& grid = world.add("grid");
    grid.answers("?x e:near ?y", "x=1 y=2; x=2 y=3; x=3 y=4", needing({"x"}));
    world.add("list").answers("?u e:at ?x", "u=e:s x=1; u=e:t x=2");
    world.set_rules(app, "(?a e:near ?b), (?b e:near ?c) -> (?a e:near ?c) .");
    EXPECT_EQ(world.ask(app, app.asks("?u e:at ?x . ?x e:near ?y"))->rows(),
              "u=e:s x=1 y=2; u=e:s x=1 y=3; u=e:t x=2 y=3");
    EXPECT_EQ(grid.asked(), Texts{"x=1; x=2"}) << "called once: what it gives itself it is not asked with";
}

}  // namespace
}  // namespace gridlore::exchange
