#include <gtest/gtest.h>

#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

using namespace std::chrono_literals;
using test_support::ExchangeWorld;
using test_support::Party;
using test_support::rows_of;
using test_support::WaitingChain;

constexpr const char* timed_out = "TimeoutException: the knowledge base did not answer in time.";

TEST(TimeLimit, WhoDoesNotAnswerFailsAndTheOthersCount) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("quick").answers("?x e:p ?y", "x=e:s y=1");
    Party& slow = world.add("slow");
    slow.waits_with_answer("?x e:p ?y");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"));
    EXPECT_EQ(slow.last_call().deadline, world.clock().now() + 10s);
    world.clock().advance(10s - 1ns);
    EXPECT_EQ(ask->rows(), "(under way)");
    world.clock().advance(1ns);
    EXPECT_EQ(ask->rows(), "a=e:s b=1");
    EXPECT_EQ(ask->info(), std::string("quick: x=e:s y=1, slow failed: ") + timed_out);
    EXPECT_EQ(ask->value().exchange_info[1].end - ask->value().exchange_info[1].start, 10s);
    EXPECT_TRUE(slow.was_cancelled(slow.last_call().id));
    EXPECT_EQ(world->statistics().failed_calls, 1U);
}

TEST(TimeLimit, ALateReplyHasNoEffectAndSucceedsOnce) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& slow = world.add("slow");
    slow.waits_with_answer("?x e:p ?y");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"));
    world.clock().advance(10s);
    EXPECT_EQ(ask->rows(), "");
    EXPECT_TRUE(slow.replies("x=e:s y=1"));
    EXPECT_EQ(ask->rows(), "");
    const auto again = slow.replies("x=e:s y=1");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, ErrorKind::NotFound);
}

TEST(TimeLimit, StartsAnewForEachStepOfAChain) {
    ExchangeWorld world;
    WaitingChain chain(world);
    world.clock().advance(9s);
    ASSERT_TRUE(chain.source.replies("x=e:s y=1"));
    world.clock().advance(9s);
    ASSERT_TRUE(chain.converter.replies("x=e:s w=2"));
    EXPECT_EQ(chain.ask->rows(), "a=e:s b=2");
}

TEST(TimeLimit, OfTheRequestStandsInsteadOfTheSetting) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& slow = world.add("slow");
    slow.waits_with_answer("?x e:p ?y");
    Request request;
    request.wait_for_knowledge_base = 2s;
    const auto ask = world.ask(app, app.asks("?a e:p ?b"), {}, request);
    world.clock().advance(2s);
    EXPECT_EQ(ask->info(), std::string("slow failed: ") + timed_out);
}

TEST(TimeLimit, OfZeroWaitsForEver) {
    Settings settings;
    settings.wait_for_knowledge_base = 0s;
    ExchangeWorld world(settings);
    Party& app = world.add("app");
    Party& slow = world.add("slow");
    slow.waits_with_answer("?x e:p ?y");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"));
    EXPECT_EQ(slow.last_call().deadline, TimePoint::max());
    world.clock().advance(24h * 365);
    EXPECT_EQ(ask->rows(), "(under way)");
    ASSERT_TRUE(slow.replies("x=e:s y=1"));
    EXPECT_EQ(ask->rows(), "a=e:s b=1");
}

TEST(TimeLimit, WhoFailsOrRefusesFailsAtOnceWithItsMessage) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& full = world.add("full");
    full.waits_with_answer("?x e:p ?y");
    full.refuse({ErrorKind::LimitExceeded, "its queue is full"});
    Party& broken = world.add("broken");
    broken.waits_with_answer("?x e:p ?y");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"));
    ASSERT_TRUE(world->fail(broken.last_call().id, "out of order"));
    EXPECT_EQ(ask->info(), "full failed: its queue is full, broken failed: out of order");
    EXPECT_FALSE(world->fail(broken.last_call().id, "again"));
    EXPECT_FALSE(world->fail(full.last_call().id, "again"));
}

TEST(TimeLimit, AFailedReactLeavesTheOthersOfAPost) {
    ExchangeWorld world;
    Party& sensor = world.add("sensor");
    world.add("good").reacts("?x e:p ?y", "?x e:q ?z", [](const auto&) { return rows_of("x=e:s z=1"); });
    Party& broken = world.add("broken");
    broken.waits_with_reaction("?x e:p ?y", "?x e:q ?z");
    const auto post = world.post(sensor, sensor.posts("?a e:p ?b", "?a e:q ?c"), "a=e:s b=7");
    ASSERT_TRUE(world->fail(broken.last_call().id, "out of order"));
    EXPECT_EQ(post->rows(), "a=e:s c=1");
}

}  // namespace
}  // namespace gridlore::exchange
