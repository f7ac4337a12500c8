#include <gtest/gtest.h>

#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

using test_support::ExchangeWorld;
using test_support::Party;
using test_support::rows_of;

Party::Reaction nothing() {
    return [](const pattern::TermRows&) { return pattern::TermRows{}; };
}
Party::Reaction always(const std::string& rows) {
    return [rows](const pattern::TermRows&) { return rows_of(rows); };
}

TEST(Post, DeliversAllRowsInOneCall) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    Party& store = world.add("store");
    store.reacts("?x e:p ?y", "", nothing());
    const auto post = world.post(sensor, sensor.posts("?a e:p ?b"), "a=e:s b=1; a=e:t b=2");
    EXPECT_EQ(store.asked(), std::vector<std::string>{"x=e:s y=1; x=e:t y=2"});
    EXPECT_EQ(post->rows(), "");
    EXPECT_EQ(post->info(), "store: x=e:s y=1; x=e:t y=2");
}

TEST(Post, CountsIncompleteRowsAndDeliversTheOthers) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    Party& store = world.add("store");
    store.reacts("?x e:p ?y", "", nothing());
    const auto post = world.post(sensor, sensor.posts("?a e:p ?b"), "a=e:s b=1; a=e:t; {}; a=e:s b=1 zone=3");
    EXPECT_EQ(store.asked(), std::vector<std::string>{"x=e:s y=1"});
    EXPECT_EQ(post->value().dropped_bindings, 2U);
}

TEST(Post, OfNoRowsCallsNobody) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    Party& store = world.add("store");
    store.reacts("?x e:p ?y", "", nothing());
    const auto post = world.post(sensor, sensor.posts("?a e:p ?b"), "");
    EXPECT_TRUE(post->done());
    EXPECT_TRUE(post->value().exchange_info.empty());
    EXPECT_TRUE(store.calls().empty());
}

TEST(Post, UnitesResults) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    world.add("one").reacts("?x e:p ?y", "?x e:q ?z", always("x=e:s z=1"));
    world.add("two").reacts("?x e:p ?y", "?x e:q ?z", always("x=e:s z=2"));
    const auto post = world.post(sensor, sensor.posts("?a e:p ?b", "?a e:q ?c"), "a=e:s b=7");
    EXPECT_EQ(post->rows(), "a=e:s c=1; a=e:s c=2");
    ASSERT_EQ(post->value().exchange_info.size(), 2U);
    EXPECT_EQ(test_support::text_of(post->value().exchange_info[0].result), "x=e:s z=1");
}

TEST(Post, JoinsAResultOfTwoReacts) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    world.add("one").reacts("?x e:p ?y", "?x e:q ?z", always("x=e:s z=1"));
    world.add("two").reacts("?x e:p ?y", "?x e:r ?z", always("x=e:s z=2"));
    EXPECT_EQ(world.post(sensor, sensor.posts("?a e:p ?b", "?a e:q ?c . ?a e:r ?d"), "a=e:s b=7")->rows(),
              "a=e:s c=1 d=2");
}

TEST(Post, DeliversWhereTheResultDoesNotCount) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    Party& silent = world.add("silent");
    silent.reacts("?x e:p ?y", "", nothing());
    Party& other = world.add("other");
    other.reacts("?x e:p ?y", "?x e:unrelated ?z", always("x=e:s z=2"));
    const auto post = world.post(sensor, sensor.posts("?a e:p ?b", "?a e:q ?c"), "a=e:s b=7");
    EXPECT_EQ(post->rows(), "");
    EXPECT_EQ(silent.calls().size(), 1U);
    EXPECT_EQ(other.calls().size(), 1U);
}

TEST(Post, ProjectsOntoASmallerArgumentFromLevelTwo) {
    for (const int level : {1, 2}) {
        SCOPED_TRACE(level);
        ExchangeWorld world;
        Party& sensor = world.add("sensor", level);
        Party& store = world.add("store");
        store.reacts("?x e:p ?y", "", nothing());
        world.post(sensor, sensor.posts("?a e:p ?b . ?a e:q ?c"), "a=e:s b=1 c=2");
        EXPECT_EQ(store.asked(), level == 1 ? std::vector<std::string>{} : std::vector<std::string>{"x=e:s y=1"});
    }
}

TEST(Post, FillsABiggerArgumentFromAnAnswerThatIsAskedForTheRest) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    Party& store = world.add("store");
    store.reacts("?x e:p ?y . ?x e:in ?r", "", nothing());
    const std::string interaction = sensor.posts("?a e:p ?b");
    world.post(sensor, interaction, "a=e:s b=1");
    EXPECT_TRUE(store.calls().empty());
    Party& places = world.add("places");
    places.answers("?t e:in ?room", "t=e:s room=e:hall; t=e:u room=e:attic");
    const auto post = world.post(sensor, interaction, "a=e:s b=1; a=e:t b=2");
    EXPECT_EQ(places.asked(), std::vector<std::string>{"t=e:s; t=e:t"});
    EXPECT_EQ(store.asked(), std::vector<std::string>{"r=e:hall x=e:s y=1"});
    EXPECT_EQ(post->info(), "store: r=e:hall x=e:s y=1") << "a post tells of REACTs";
}

TEST(Post, GoesForwardThroughReacts) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    world.add("converter").reacts("?x e:celsius ?v", "?x e:kelvin ?w", always("x=e:s w=293"));
    Party& store = world.add("store");
    store.reacts("?x e:kelvin ?w", "", nothing());
    Party& unrelated = world.add("unrelated");
    unrelated.reacts("?x e:other ?w", "", nothing());
    world.post(sensor, sensor.posts("?a e:celsius ?b"), "a=e:s b=20");
    EXPECT_EQ(store.asked(), std::vector<std::string>{"w=293 x=e:s"});
    EXPECT_TRUE(unrelated.calls().empty());
}

TEST(Post, DeliversWhatFitsAConstantOfTheArgument) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    Party& store = world.add("store");
    store.reacts("e:s e:p ?y", "", nothing());
    const std::string interaction = sensor.posts("?a e:p ?b");
    world.post(sensor, interaction, "a=e:s b=1; a=e:t b=2");
    world.post(sensor, interaction, "a=e:t b=2");
    EXPECT_EQ(store.asked(), std::vector<std::string>{"y=1"});
}

TEST(Post, IsNotHandedToItsOwnReact) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    sensor.reacts("?x e:p ?y", "", nothing());
    EXPECT_TRUE(world.post(sensor, sensor.posts("?a e:p ?b"), "a=1 b=2")->done());
    EXPECT_TRUE(sensor.calls().empty());
}

TEST(Post, GoesToSelectedRecipientsOnly) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    Party& one = world.add("one");
    one.reacts("?x e:p ?y", "", nothing());
    Party& two = world.add("two");
    two.reacts("?x e:p ?y", "", nothing());
    Request request;
    request.recipients = {two.id};
    world.post(sensor, sensor.posts("?a e:p ?b"), "a=1 b=2", request);
    EXPECT_TRUE(one.calls().empty());
    EXPECT_EQ(two.calls().size(), 1U);
}

TEST(Post, HandsOnWhatRulesDerive) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    world.set_rules(sensor, "(?x e:temperature ?y) -> (?x e:reading ?y) .");
    Party& store = world.add("store");
    store.reacts("?x e:reading ?y", "", nothing());
    world.post(sensor, sensor.posts("?a e:temperature ?b"), "a=e:s b=20");
    EXPECT_EQ(store.asked(), std::vector<std::string>{"x=e:s y=20"});
}

TEST(Post, RefusesAResultOfAReactThatHasNoResultPattern) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    Party& store = world.add("store");
    store.waits_with_reaction("?x e:p ?y");
    const auto post = world.post(sensor, sensor.posts("?a e:p ?b"), "a=e:s b=1");
    EXPECT_FALSE(store.replies("x=e:s"));
    EXPECT_EQ(post->value().exchange_info.front().status, ExchangeStatus::Failed);
}

TEST(Post, AResultThatAgreesWithNoArgumentIsDiscardedAsAWhole) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    Party& store = world.add("store");
    store.waits_with_reaction("?x e:p ?y", "?x e:q ?z");
    const auto post = world.post(sensor, sensor.posts("?a e:p ?b", "?a e:q ?c"), "a=e:s b=1");
    EXPECT_TRUE(store.replies("x=e:s z=1; x=e:t z=2")) << "the responder is not to blame at this interface";
    EXPECT_EQ(post->rows(), "");
    EXPECT_EQ(post->value().exchange_info.front().status, ExchangeStatus::Failed);
}

}  // namespace
}  // namespace gridlore::exchange
