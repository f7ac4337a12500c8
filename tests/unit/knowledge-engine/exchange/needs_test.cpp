// ANSWERs that must be given some of their variables (docs/decisions/0010).

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/support/exchange_world.h"
#include "tests/support/library.h"

namespace gridlore::exchange {
namespace {

using test_support::Asked;
using test_support::ExchangeWorld;
using test_support::Library;
using test_support::Party;
using test_support::Posted;
using Texts = std::vector<std::string>;

InteractionSpec needing(std::vector<std::string> variables) {
    InteractionSpec spec;
    spec.needs = std::move(variables);
    return spec;
}

Request explained() {
    Request request;
    request.explain = true;
    return request;
}

/// The verdict on a knowledge base of that name, and the reason if it was not asked.
std::string verdict_on(const std::string& name, const std::optional<Explanation>& explanation) {
    for (const Consideration& one : explanation ? explanation->considered : std::vector<Consideration>{}) {
        if (one.knowledge_base == "urn:kb:" + name) {
            return to_string(one.verdict) + (one.verdict == Verdict::Asked ? "" : ": " + one.reason);
        }
    }
    return "not considered";
}

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

// --- where they do not come from -----------------------------------------------------------------------------------

TEST(Needs, ThatNobodyMeetsLeaveTheAnswerOutAndAreNamed) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y . ?x e:at ?t", "x=e:s y=1 t=2", needing({"x", "t"}));
    const Asked ask = world.ask(app, app.asks("?a e:p ?b . ?a e:at ?c"), {}, explained());
    EXPECT_EQ(ask->rows(), "");
    EXPECT_EQ(ask->info(), "");
    EXPECT_TRUE(meter.calls().empty());
    EXPECT_EQ(
        verdict_on("meter", ask->value().explanation),
        "needsBindings: It must be given ?x and ?t, and neither the bindings asked for nor rows of others that fit "
        "together give that.");
    const Asked with_one = world.ask(app, app.asks("?a e:p ?b . ?a e:at ?c"), "a=e:s", explained());
    EXPECT_EQ(verdict_on("meter", with_one->value().explanation),
              "needsBindings: It must be given ?t, and neither the bindings asked for nor rows of others that fit "
              "together give that.");
    EXPECT_TRUE(meter.calls().empty());
}

TEST(Needs, AreNamedAtLevelOneToo) {
    ExchangeWorld world;
    Party& app = world.add("app", 1);
    world.add("meter").answers("?x e:p ?y", "", needing({"y"}));
    const Asked ask = world.ask(app, app.asks("?a e:p ?b"), "a=e:s", explained());
    EXPECT_EQ(verdict_on("meter", ask->value().explanation),
              "needsBindings: It must be given ?y, and neither the bindings asked for nor rows of others that fit "
              "together give that.");
}

TEST(Needs, AreNamedAsEachOfThoseWithTheSamePatternNamesThem) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("one").answers("?x e:p ?y", "", needing({"x"}));
    world.add("other").answers("?y e:p ?x", "", needing({"y"}));
    const Asked ask = world.ask(app, app.asks("?a e:p ?b"), {}, explained());
    EXPECT_NE(verdict_on("one", ask->value().explanation).find("given ?x,"), std::string::npos);
    EXPECT_NE(verdict_on("other", ask->value().explanation).find("given ?y,"), std::string::npos);
}

TEST(Needs, TellApartThoseWithTheSamePattern) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& one = world.add("one");
    one.answers("?x e:p ?y", "x=e:s y=1", needing({"x"}));
    Party& other = world.add("other");
    other.answers("?x e:p ?y", "x=e:s y=2");
    Party& third = world.add("third");
    third.answers("?x e:p ?y", "x=e:s y=3", needing({"y"}));
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?b"), "a=e:s")->rows(), "a=e:s b=1; a=e:s b=2");
    EXPECT_TRUE(third.calls().empty()) << "beside it nobody serves the only triple";
}

TEST(Needs, AreNotMetByARange) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    InteractionSpec spec = needing({"x"});
    spec.accepts_ranges = true;
    meter.answers("?x e:p ?y", "x=1 y=1", spec);
    Request request = explained();
    request.ranges["a"].from = test_support::term_of("1");
    request.ranges["a"].until = test_support::term_of("2");
    const Asked ask = world.ask(app, app.asks("?a e:p ?b"), {}, request);
    EXPECT_EQ(ask->rows(), "");
    EXPECT_TRUE(meter.calls().empty());
    EXPECT_TRUE(verdict_on("meter", ask->value().explanation).starts_with("needsBindings"));
}

TEST(Needs, AreGivenOnlyRowsWithinTheRangesOfTheAsk) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    InteractionSpec spec = needing({"t"});
    spec.accepts_ranges = true;
    meter.answers("?t e:p ?y", "t=2 y=20; t=3 y=30; t=4 y=40", spec);
    world.add("calendar").answers("?d e:has ?t", "d=e:today t=1; d=e:today t=2; d=e:today t=3; d=e:today t=4");
    Request request;
    request.ranges["t"].from = test_support::term_of("2");
    request.ranges["t"].until = test_support::term_of("4");
    EXPECT_EQ(world.ask(app, app.asks("?d e:has ?t . ?t e:p ?v"), {}, request)->rows(),
              "d=e:today t=2 v=20; d=e:today t=3 v=30");
    EXPECT_EQ(meter.asked(), Texts{"t=2; t=3"});
    EXPECT_TRUE(meter.last_call().ranges.contains("t"));
}

TEST(Needs, InACircleLeaveBothOut) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& one = world.add("one");
    one.answers("?x e:p ?y", "x=1 y=2", needing({"x"}));
    Party& other = world.add("other");
    other.answers("?y e:q ?x", "y=2 x=1", needing({"y"}));
    const Asked ask = world.ask(app, app.asks("?a e:p ?b . ?b e:q ?a"), {}, explained());
    EXPECT_EQ(ask->rows(), "");
    EXPECT_TRUE(one.calls().empty());
    EXPECT_TRUE(other.calls().empty());
    EXPECT_TRUE(verdict_on("one", ask->value().explanation).starts_with("needsBindings"));
    EXPECT_TRUE(verdict_on("other", ask->value().explanation).starts_with("needsBindings"));
}

TEST(Needs, InACircleAreMetWhereOneHasRows) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& one = world.add("one");
    one.answers("?x e:p ?y", "x=1 y=2; x=5 y=6", needing({"x"}));
    Party& other = world.add("other");
    other.answers("?y e:q ?x", "y=2 x=1; y=6 x=5", needing({"y"}));
    world.add("list").answers("?u e:at ?x", "u=e:s x=1");
    EXPECT_EQ(world.ask(app, app.asks("?u e:at ?a . ?a e:p ?b . ?b e:q ?a"))->rows(), "a=1 b=2 u=e:s");
    EXPECT_EQ(one.asked(), Texts{"x=1"});
    EXPECT_EQ(other.asked(), Texts{"y=2"});
}

TEST(Needs, OfOneLeftOutStopThoseThatNeedItsRows) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& last = world.add("last");
    last.answers("?y e:q ?z", "y=1 z=2", needing({"y"}));
    Party& first = world.add("first");
    first.answers("?x e:p ?y", "x=1 y=1", needing({"x"}));
    const Asked ask = world.ask(app, app.asks("?a e:p ?b . ?b e:q ?c"), {}, explained());
    EXPECT_TRUE(last.calls().empty());
    EXPECT_TRUE(verdict_on("last", ask->value().explanation).starts_with("needsBindings: It must be given ?y,"));
    EXPECT_TRUE(verdict_on("first", ask->value().explanation).starts_with("needsBindings: It must be given ?x,"));
}

TEST(Needs, AreNotMetByOneWhoFails) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=1", needing({"x"}));
    Party& list = world.add("list");
    list.waits_with_answer("?u e:owns ?m");
    const Asked ask = world.ask(app, app.asks("?u e:owns ?m . ?m e:p ?v"), {}, explained());
    EXPECT_TRUE(meter.calls().empty());
    ASSERT_TRUE(world->fail(list.last_call().id, "offline"));
    EXPECT_EQ(ask->info(), "list failed: offline");
    EXPECT_TRUE(meter.calls().empty());
    EXPECT_TRUE(verdict_on("meter", ask->value().explanation).starts_with("needsBindings"));
}

TEST(Needs, AreNotMetByOneWhoTakesTooLong) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=1; x=e:t y=2", needing({"x"}));
    world.add("slow").waits_with_answer("?u e:owns ?m");
    world.add("list").answers("?u e:owns ?n . ?n e:is e:meter", "u=1 n=e:t");
    const Asked ask = world.ask(app, app.asks("?u e:owns ?m . ?m e:p ?v"));
    EXPECT_TRUE(meter.calls().empty());
    world.clock().advance(std::chrono::seconds(11));
    EXPECT_EQ(ask->rows(), "m=e:t u=1 v=2");
    EXPECT_EQ(meter.asked(), Texts{"x=e:t"});
}

TEST(Needs, AreNotMetByOneWhomTheSelectorLeavesOut) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=1", needing({"x"}));
    world.add("list").answers("?u e:owns ?m", "u=1 m=e:s");
    Request request = explained();
    request.recipients = {"urn:kb:meter"};
    const Asked ask = world.ask(app, app.asks("?u e:owns ?m . ?m e:p ?v"), {}, request);
    EXPECT_TRUE(meter.calls().empty());
    EXPECT_TRUE(verdict_on("meter", ask->value().explanation).starts_with("needsBindings"));
    EXPECT_TRUE(verdict_on("list", ask->value().explanation).starts_with("notSelected"));
}

TEST(Needs, AreNoMatterWhereTheBindingsContradictThePattern) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("meter").answers("?x e:p 5", "", needing({"x"}));
    const Asked ask = world.ask(app, app.asks("?a e:p ?b"), "b=6", explained());
    EXPECT_TRUE(verdict_on("meter", ask->value().explanation).starts_with("contradicted"));
}

// --- answers -------------------------------------------------------------------------------------------------------

TEST(Needs, BindAnAnswerToWhatItWasGiven) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.waits_with_answer("?x e:p ?y", needing({"x"}));
    world.add("list").answers("?u e:owns ?m", "u=1 m=e:s");
    const Asked ask = world.ask(app, app.asks("?u e:owns ?m . ?m e:p ?v"));
    ASSERT_TRUE(meter.replies("x=e:s y=1; x=e:other y=2"));
    EXPECT_EQ(ask->info(),
              "list: m=e:s u=1, meter failed: Binding 1 of the answer agrees with none of the bindings asked for, so "
              "the whole answer was discarded.");
}

TEST(Needs, OfAnAnswerThatFailsEndTheAskWithoutIt) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.refuse({ErrorKind::Unavailable, "busy"});
    meter.waits_with_answer("?x e:p ?y", needing({"x"}));
    world.add("list").answers("?u e:owns ?m", "u=1 m=e:s");
    const Asked ask = world.ask(app, app.asks("?u e:owns ?m . ?m e:p ?v"));
    EXPECT_EQ(ask->info(), "list: m=e:s u=1, meter failed: busy");
    EXPECT_EQ(ask->rows(), "");
}

TEST(Needs, AreAppliedAnewWhenAPlanIsReused) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=1; x=e:t y=2", needing({"x"}));
    const std::string ask = app.asks("?a e:p ?b");
    EXPECT_EQ(world.ask(app, ask)->rows(), "");
    EXPECT_EQ(world.ask(app, ask, "a=e:s")->rows(), "a=e:s b=1");
    EXPECT_EQ(world.ask(app, ask, "b=2")->rows(), "");
    EXPECT_EQ(world.ask(app, ask, "a=e:t")->rows(), "a=e:t b=2");
    EXPECT_EQ(world->statistics().plans_made, 1U);
    EXPECT_EQ(meter.asked(), (Texts{"x=e:s", "x=e:t"}));
}

TEST(Needs, AreMetByOneWhoComesLater) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:is e:meter . ?x e:p ?y", "x=e:s y=1", needing({"x"}));
    const std::string ask = app.asks("?m e:is e:meter . ?m e:p ?v");
    EXPECT_EQ(world.ask(app, ask)->rows(), "");
    Party& list = world.add("list");
    const std::string answer = list.answers("?m e:is e:meter", "m=e:s");
    EXPECT_EQ(world.ask(app, ask)->rows(), "m=e:s v=1");
    ASSERT_TRUE(world->remove_interaction(list.id, answer));
    EXPECT_EQ(world.ask(app, ask)->rows(), "");
    EXPECT_EQ(meter.calls().size(), 1U);
}

TEST(Needs, OfOneWhoLeavesWhileOthersAreAskedFailIt) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    const std::string answer = meter.answers("?x e:p ?y", "x=e:s y=1", needing({"x"}));
    Party& list = world.add("list");
    list.waits_with_answer("?u e:owns ?m");
    const Asked ask = world.ask(app, app.asks("?u e:owns ?m . ?m e:p ?v"));
    ASSERT_TRUE(world->remove_interaction(meter.id, answer));
    ASSERT_TRUE(list.replies("u=1 m=e:s"));
    EXPECT_EQ(ask->info(), "list: m=e:s u=1, meter failed: The knowledge interaction was removed.");
}

TEST(Needs, CountTowardsTheRowsOfAnExchange) {
    Settings settings;
    settings.rows_per_exchange = 3;
    ExchangeWorld world(settings);
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "", needing({"x"}));
    world.add("list").answers("?u e:owns ?m", "u=1 m=1; u=2 m=2; u=3 m=3");
    const Asked ask = world.ask(app, app.asks("?u e:owns ?m . ?m e:p ?v"));
    EXPECT_EQ(ask->info(), "list: m=1 u=1; m=2 u=2; m=3 u=3, meter failed: The exchange has no room for so many rows.");
    EXPECT_TRUE(meter.calls().empty());
}

TEST(Needs, ThatTooManyRowsWouldMeetEndTheAsk) {
    Settings settings;
    settings.rows_per_exchange = 30;
    ExchangeWorld world(settings);
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y . ?x e:r ?z", "", needing({"y", "z"}));
    std::string rows;
    for (int i = 0; i < 10; ++i) {
        rows += (i > 0 ? "; y=" : "y=") + std::to_string(i) + " z=" + std::to_string(i);
    }
    world.add("first").answers("?y e:is ?z", rows);
    world.add("second").answers("?y e:has ?z", rows);
    const Asked ask = world.ask(app, app.asks("?a e:p ?b . ?a e:r ?c . ?b e:is ?d . ?c e:has ?e"));
    EXPECT_EQ(ask->error(), ErrorKind::LimitExceeded);
    EXPECT_TRUE(meter.calls().empty());
}

// --- posts ---------------------------------------------------------------------------------------------------------

TEST(Needs, AreMetByWhatIsPosted) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    Party& names = world.add("names");
    names.answers("?x e:name ?n", "x=e:s n=1; x=e:t n=2", needing({"x"}));
    Party& store = world.add("store");
    store.waits_with_reaction("?x e:p ?y . ?x e:name ?n");
    world.post(sensor, sensor.posts("?a e:p ?b"), "a=e:s b=7");
    EXPECT_EQ(names.asked(), Texts{"x=e:s"});
    EXPECT_EQ(store.asked(), Texts{"n=1 x=e:s y=7"});
}

TEST(Needs, ThatWhatIsPostedDoesNotMeetLeaveTheAnswerOut) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    Party& names = world.add("names");
    names.answers("?x e:name ?n", "x=e:s n=1", needing({"n"}));
    Party& store = world.add("store");
    store.waits_with_reaction("?x e:p ?y . ?x e:name ?n");
    const Posted post = world.post(sensor, sensor.posts("?a e:p ?b"), "a=e:s b=7", explained());
    EXPECT_TRUE(post->done());
    EXPECT_TRUE(names.calls().empty());
    EXPECT_TRUE(store.calls().empty());
    EXPECT_TRUE(verdict_on("names", post->value().explanation).starts_with("needsBindings: It must be given ?n,"));
}

TEST(Needs, BesideWhatIsPostedAreMetByOtherAnswersInAChain) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    Party& tariffs = world.add("tariffs");
    tariffs.answers("?c e:tariff ?t", "c=7 t=1; c=8 t=2; c=9 t=3", needing({"c"}));
    Party& contracts = world.add("contracts");
    contracts.answers("?u e:contract ?c", "u=e:u c=7; u=e:u c=8; u=e:v c=9", needing({"u"}));
    Party& owners = world.add("owners");
    owners.answers("?u e:owns ?x", "u=e:u x=e:s; u=e:v x=e:t");
    Party& store = world.add("store");
    store.waits_with_reaction("?x e:p ?y . ?u e:owns ?x . ?u e:contract ?c . ?c e:tariff ?t");
    world.post(sensor, sensor.posts("?a e:p ?b"), "a=e:s b=5");
    EXPECT_EQ(owners.asked(), Texts{"x=e:s"});
    EXPECT_EQ(contracts.asked(), Texts{"u=e:u"});
    EXPECT_EQ(tariffs.asked(), Texts{"c=7; c=8"});
    EXPECT_EQ(store.asked(), Texts{"c=7 t=1 u=e:u x=e:s y=5; c=8 t=2 u=e:u x=e:s y=5"});
}

TEST(Needs, InACircleBesideWhatIsPostedLeaveBothOut) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    Party& one = world.add("one");
    one.answers("?v e:q ?w", "v=1 w=2", needing({"v"}));
    Party& other = world.add("other");
    other.answers("?w e:r ?v", "w=2 v=1", needing({"w"}));
    Party& store = world.add("store");
    store.waits_with_reaction("?x e:p ?y . ?v e:q ?w . ?w e:r ?v");
    const Posted post = world.post(sensor, sensor.posts("?a e:p ?b"), "a=e:s b=5", explained());
    EXPECT_TRUE(post->done());
    EXPECT_TRUE(one.calls().empty() && other.calls().empty() && store.calls().empty());
    EXPECT_TRUE(verdict_on("one", post->value().explanation).starts_with("needsBindings"));
    EXPECT_TRUE(verdict_on("other", post->value().explanation).starts_with("needsBindings"));
}

// --- under load ----------------------------------------------------------------------------------------------------

/// Answers every call at once with the same rows.
class Parrot final : public KnowledgeBase {
  public:
    Parrot(Exchange& exchange, const std::string& rows) : exchange_(exchange), rows_(test_support::rows_of(rows)) {}
    Result<void> handle(Call call) override { return exchange_.reply(call.id, rows_); }
    void cancel(CallId) override {}
    void removed() override {}

  private:
    Exchange& exchange_;
    const pattern::TermRows rows_;
};

TEST(Needs, HoldWhileOthersComeAndGo) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:is e:meter . ?x e:p ?y", "x=e:s y=1; x=e:t y=2", needing({"x"}));
    world.add("list").answers("?m e:listed e:yes", "m=e:s");
    const std::string ask = app.asks("?m e:listed e:yes . ?m e:is e:meter . ?m e:p ?v");
    ASSERT_TRUE(world->add_knowledge_base({.id = "urn:kb:visitor", .name = {}, .description = {}, .lease = {}},
                                          std::make_shared<Parrot>(*world, "m=e:t")));
    InteractionSpec visit;
    visit.type = InteractionType::Answer;
    visit.pattern = test_support::pattern_of("?m e:listed e:yes");
    std::atomic<bool> stop = false;
    std::thread coming_and_going([&] {
        while (!stop) {
            const auto answer = world->add_interaction("urn:kb:visitor", visit);
            EXPECT_TRUE(answer && world->remove_interaction("urn:kb:visitor", *answer));
        }
    });
    std::atomic<int> with_visitor = 0;
    std::atomic<int> wrong = 0;
    std::vector<std::thread> asking;
    for (int t = 0; t < 2; ++t) {
        asking.emplace_back([&] {
            for (int i = 0; i < 300; ++i) {
                const std::string rows = world.ask(app, ask)->rows();
                with_visitor += rows == "m=e:s v=1; m=e:t v=2" ? 1 : 0;
                wrong += rows == "m=e:s v=1" || rows == "m=e:s v=1; m=e:t v=2" ? 0 : 1;
            }
        });
    }
    std::ranges::for_each(asking, &std::thread::join);
    stop = true;
    coming_and_going.join();
    EXPECT_EQ(wrong, 0) << with_visitor << " with the visitor";
    for (const std::string& asked : meter.asked()) {
        EXPECT_TRUE(asked == "x=e:s" || asked == "x=e:s; x=e:t") << asked;
    }
}

}  // namespace
}  // namespace gridlore::exchange
