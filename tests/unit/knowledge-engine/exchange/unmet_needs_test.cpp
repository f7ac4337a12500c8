// ANSWERs that are not given what they need (docs/decisions/0010), and what becomes of the ask.

#include <gtest/gtest.h>

#include "tests/unit/knowledge-engine/exchange/needs.h"

namespace gridlore::exchange {
namespace {

using needs::explained;
using needs::needing;
using needs::Texts;
using needs::verdict_on;
using test_support::Asked;
using test_support::ExchangeWorld;
using test_support::Party;

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

}  // namespace
}  // namespace gridlore::exchange
