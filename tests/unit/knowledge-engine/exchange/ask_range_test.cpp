#include <gtest/gtest.h>

#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

using test_support::ExchangeWorld;
using test_support::Party;
using test_support::rows_of;

Request with_range(const std::string& variable, const std::string& from, const std::string& until) {
    Request request;
    pattern::Range& range = request.ranges[variable];
    if (!from.empty()) {
        range.from = test_support::term_of(from);
    }
    if (!until.empty()) {
        range.until = test_support::term_of(until);
    }
    return request;
}

InteractionSpec with_ranges() {
    InteractionSpec spec;
    spec.accepts_ranges = true;
    return spec;
}

TEST(AskRange, TravelsInTheAnswerersVariableAndIsAppliedAgain) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& store = world.add("store");
    store.answers("?x e:p ?y", "x=e:s y=4; x=e:s y=5.0; x=e:s y=9; x=e:s y=10", with_ranges());
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?b"), {}, with_range("b", "5", "10"))->rows(), "a=e:s b=5.0; a=e:s b=9");
    const Call call = store.last_call();
    ASSERT_EQ(call.ranges.size(), 1U);
    EXPECT_EQ(call.ranges.at("y").from, test_support::term_of("5"));
    EXPECT_EQ(call.ranges.at("y").until, test_support::term_of("10"));
}

TEST(AskRange, IsNamedForEachOfThoseWhoNameTheSamePatternDifferently) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& one = world.add("one");
    one.answers("?x e:p ?y", "x=e:s y=7", with_ranges());
    Party& other = world.add("other");
    other.answers("?y e:p ?x", "y=e:t x=8", with_ranges());
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?b"), {}, with_range("b", "5", "10"))->rows(), "a=e:s b=7; a=e:t b=8");
    EXPECT_TRUE(one.last_call().ranges.contains("y"));
    EXPECT_TRUE(other.last_call().ranges.contains("x"));
    EXPECT_FALSE(other.last_call().ranges.contains("y"));
}

TEST(AskRange, IsNotGivenToAPartyThatDidNotEnableIt) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=4; x=e:s y=6");
    Party& store = world.add("store");
    store.answers("?x e:p ?y", "x=e:t y=6; x=e:t y=99", with_ranges());
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?b"), {}, with_range("b", "5", "10"))->rows(), "a=e:s b=6; a=e:t b=6");
    EXPECT_TRUE(meter.last_call().ranges.empty());
    EXPECT_FALSE(store.last_call().ranges.empty());
}

TEST(AskRange, DropsWhatCannotBeCompared) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("meter").answers("?x e:p ?y", "x=e:s y=e:none; x=e:t y=\"6\"; x=e:u y=6");
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?b"), {}, with_range("b", "5", ""))->rows(), "a=e:u b=6");
}

TEST(AskRange, OnAVariableThatThePatternDoesNotHaveRestrictsNothing) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& store = world.add("store");
    store.answers("?x e:p ?y", "x=e:s y=4", with_ranges());
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?b"), {}, with_range("y", "5", ""))->rows(), "a=e:s b=4");
    EXPECT_TRUE(store.last_call().ranges.empty());
}

TEST(AskRange, IsNotHandedToWhoIsNeededForSomethingElseToo) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("doubler").reacts("?x e:p ?v", "?x e:p ?w",
                                [](const pattern::TermRows&) { return rows_of("x=e:s w=8"); });
    Party& store = world.add("store");
    store.answers("?x e:p ?y", "x=e:s y=4", with_ranges());
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?b"), {}, with_range("b", "5", ""))->rows(), "a=e:s b=8");
    EXPECT_TRUE(store.last_call().ranges.empty()) << "the REACT needs its rows outside the range as well";
}

}  // namespace
}  // namespace gridlore::exchange
