#include <gtest/gtest.h>

#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

using test_support::ExchangeWorld;
using test_support::Party;

/// Every `from` as `to`, with everything else as it is.
Party::Reaction renaming(const std::string& from, const std::string& to) {
    return [=](pattern::TermRows rows) {
        for (pattern::TermRow& row : rows) {
            for (auto& [name, term] : row) {
                name = name == from ? to : name;
            }
        }
        return rows;
    };
}

TEST(AskChain, ConvertsBackwardThroughAReact) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& converter = world.add("converter");
    converter.reacts("?x e:celsius ?v", "?x e:kelvin ?w", renaming("v", "w"));
    Party& sensor = world.add("sensor");
    sensor.answers("?s e:celsius ?t", "s=e:a t=20; s=e:b t=30");
    const auto ask = world.ask(app, app.asks("?r e:kelvin ?k"), "r=e:b");
    EXPECT_EQ(ask->rows(), "k=30 r=e:b");
    EXPECT_EQ(sensor.asked(), std::vector<std::string>{"s=e:b"}) << "the binding flows back through what both share";
    EXPECT_EQ(converter.asked(), std::vector<std::string>{"v=30 x=e:b"});
    EXPECT_EQ(ask->info(), "sensor: s=e:b t=30") << "an ask tells of ANSWERs";
}

TEST(AskChain, AValueOfTheResultAloneFiltersAfterwards) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("converter").reacts("?x e:celsius ?v", "?x e:kelvin ?w", renaming("v", "w"));
    Party& sensor = world.add("sensor");
    sensor.answers("?s e:celsius ?t", "s=e:a t=20; s=e:b t=30");
    EXPECT_EQ(world.ask(app, app.asks("?r e:kelvin ?k"), "k=20")->rows(), "k=20 r=e:a");
    EXPECT_EQ(sensor.asked(), std::vector<std::string>{"{}"});
}

TEST(AskChain, DoesNotCallAReactWithoutASource) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& converter = world.add("converter");
    converter.reacts("?x e:celsius ?v", "?x e:kelvin ?w", renaming("v", "w"));
    const std::string interaction = app.asks("?r e:kelvin ?k");
    EXPECT_EQ(world.ask(app, interaction)->rows(), "");
    world.add("sensor").answers("?s e:celsius ?t", "");
    EXPECT_EQ(world.ask(app, interaction)->rows(), "");
    EXPECT_TRUE(converter.calls().empty());
}

TEST(AskChain, IsOfAnyLength) {
    ExchangeWorld world;
    Party& app = world.add("app", 1);
    for (int i = 0; i < 20; ++i) {
        world.add("step" + std::to_string(i))
            .reacts("?x e:p" + std::to_string(i) + " ?v", "?x e:p" + std::to_string(i + 1) + " ?w", renaming("v", "w"));
    }
    world.add("source").answers("?x e:p0 ?y", "x=e:s y=1; x=e:t y=2");
    EXPECT_EQ(world.ask(app, app.asks("?a e:p20 ?b"), "a=e:t")->rows(), "a=e:t b=2");
}

TEST(AskChain, JoinsTheArgumentOfAReact) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& converter = world.add("converter");
    converter.reacts("?x e:p ?v . ?x e:r ?u", "?x e:q ?w", [](const pattern::TermRows& rows) {
        pattern::TermRows given;
        for (const pattern::TermRow& row : rows) {
            for (const auto& [name, term] : row) {
                if (name == "u") {
                    given.push_back({{"x", row.front().second}, {"w", term}});
                }
            }
        }
        return given;
    });
    world.add("one").answers("?x e:p ?y", "x=e:s y=1");
    world.add("two").answers("?x e:r ?y", "x=e:s y=5; x=e:t y=6");
    EXPECT_EQ(world.ask(app, app.asks("?a e:q ?b"))->rows(), "a=e:s b=5");
    EXPECT_EQ(converter.asked(), std::vector<std::string>{"u=5 v=1 x=e:s"});
}

TEST(AskChain, AReactThatAnswersDirectlyAndFeedsAnotherIsCalledOnce) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& first = world.add("first");
    first.reacts("?x e:p ?v", "?x e:q ?w", renaming("v", "w"));
    Party& second = world.add("second");
    second.reacts("?x e:q ?v", "?x e:r ?w", renaming("v", "w"));
    world.add("source").answers("?x e:p ?y", "x=e:s y=1");
    EXPECT_EQ(world.ask(app, app.asks("?a e:q ?b . ?a e:r ?c"))->rows(), "a=e:s b=1 c=1");
    EXPECT_EQ(first.calls().size(), 1U);
    EXPECT_EQ(second.calls().size(), 1U);
}

TEST(AskChain, ReactsThatFeedEachOtherInACircleStartWithThoseThatHaveRows) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& to_kelvin = world.add("to-kelvin");
    to_kelvin.reacts("?x e:celsius ?v", "?x e:kelvin ?w", renaming("v", "w"));
    Party& to_celsius = world.add("to-celsius");
    to_celsius.reacts("?x e:kelvin ?w", "?x e:celsius ?v", renaming("w", "v"));
    world.add("sensor").answers("?s e:celsius ?t", "s=e:a t=20");
    EXPECT_EQ(world.ask(app, app.asks("?r e:kelvin ?k"))->rows(), "k=20 r=e:a");
    EXPECT_EQ(to_kelvin.calls().size(), 1U);
    EXPECT_LE(to_celsius.calls().size(), 1U);
}

TEST(AskChain, WhoWaitsForACircleIsCalledAfterIt) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("ab").reacts("?x e:a ?v", "?x e:b ?w", renaming("v", "w"));
    world.add("ba").reacts("?x e:b ?w", "?x e:a ?v", renaming("w", "v"));
    Party& last = world.add("last");
    last.reacts("?x e:b ?v", "?x e:c ?w", renaming("v", "w"));
    world.add("source").answers("?x e:a ?y", "x=e:s y=1");
    world.add("other").answers("?x e:b ?y", "x=e:t y=2");
    EXPECT_EQ(world.ask(app, app.asks("?x e:c ?y"))->rows(), "x=e:s y=1; x=e:t y=2");
    EXPECT_EQ(last.calls().size(), 1U);
}

TEST(AskChain, ACircleWithoutASourceCallsNobodyAndEnds) {
    ExchangeWorld world;
    Party& app = world.add("app", 5);
    Party& ab = world.add("ab");
    ab.reacts("?x e:a ?v", "?x e:b ?w", renaming("v", "w"));
    Party& ba = world.add("ba");
    ba.reacts("?x e:b ?w", "?x e:a ?v", renaming("w", "v"));
    EXPECT_EQ(world.ask(app, app.asks("?x e:a ?y"))->rows(), "");
    EXPECT_TRUE(ab.calls().empty());
    EXPECT_TRUE(ba.calls().empty());
}

TEST(AskChain, AppliesRulesOfTheAskerOnly) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& stranger = world.add("stranger");
    world.set_rules(app, "(?x e:isA e:Sensor) -> (?x e:isA e:Device) .");
    world.add("meter").answers("?x e:isA e:Sensor", "x=e:s");
    EXPECT_EQ(world.ask(app, app.asks("?d e:isA e:Device"))->rows(), "d=e:s");
    EXPECT_EQ(world.ask(stranger, stranger.asks("?d e:isA e:Device"))->rows(), "");
}

}  // namespace
}  // namespace gridlore::exchange
