#include <gtest/gtest.h>

#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

using namespace std::chrono_literals;
using test_support::ExchangeWorld;
using test_support::Party;
using test_support::WaitingChain;

TEST(Stop, IdleIsDoneAtOnceAndNothingBegins) {
    ExchangeWorld world;
    Party& app = world.add("app");
    const std::string interaction = app.asks("?a e:p ?b");
    int stopped = 0;
    world->stop(5s, [&] { ++stopped; });
    EXPECT_EQ(stopped, 1);
    EXPECT_EQ(world.ask(app, interaction)->error(), ErrorKind::Unavailable);
    const auto refused = world->add_knowledge_base({.id = "urn:kb:late", .name = {}, .description = {}, .lease = {}},
                                                   std::make_shared<Party>(*world, "urn:kb:late"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::Unavailable);
}

TEST(Stop, LetsExchangesUnderWayFinish) {
    ExchangeWorld world;
    WaitingChain chain(world);
    bool stopped = false;
    world->stop(5s, [&] { stopped = true; });
    ASSERT_TRUE(chain.source.replies("x=e:s y=1"));
    EXPECT_FALSE(stopped);
    ASSERT_TRUE(chain.converter.replies("x=e:s w=2"));
    EXPECT_TRUE(stopped);
    EXPECT_EQ(chain.ask->rows(), "a=e:s b=2");
}

TEST(Stop, AtItsBoundEndsEachWithWhatItHas) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("quick").answers("?x e:p ?y", "x=e:s y=1");
    Party& slow = world.add("slow");
    slow.waits_with_answer("?x e:p ?y");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"));
    bool stopped = false;
    world->stop(5s, [&] { stopped = true; });
    world.clock().advance(5s - 1ns);
    EXPECT_FALSE(stopped);
    world.clock().advance(1ns);
    EXPECT_TRUE(stopped);
    EXPECT_EQ(ask->rows(), "a=e:s b=1");
    EXPECT_EQ(ask->info(), "quick: x=e:s y=1, slow failed: The exchange is stopping.");
    EXPECT_TRUE(slow.was_cancelled(slow.last_call().id));
    EXPECT_TRUE(slow.replies("x=e:t y=1")) << "late, without effect";
}

TEST(Stop, ResultsAreToldBeforeItIsDone) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.waits_with_answer("?x e:p ?y");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"));
    std::string at_stop;
    world->stop(5s, [&] { at_stop = ask->rows(); });
    ASSERT_TRUE(meter.replies("x=e:s y=1"));
    EXPECT_EQ(at_stop, "a=e:s b=1");
}

TEST(Stop, AskedForTwiceTellsBoth) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.waits_with_answer("?x e:p ?y");
    world.ask(app, app.asks("?a e:p ?b"));
    int stopped = 0;
    world->stop(5s, [&] { ++stopped; });
    world->stop(1s, [&] { ++stopped; });
    EXPECT_EQ(stopped, 0);
    world.clock().advance(1s);
    EXPECT_EQ(stopped, 2);
    world.clock().advance(10s);
    EXPECT_EQ(stopped, 2);
}

TEST(Stop, TheEndOfTheExchangeEndsAllUnderWay) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.waits_with_answer("?x e:p ?y");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"));
    world.end();
    EXPECT_EQ(ask->info(), "meter failed: The exchange is stopping.");
    world.clock().advance(1h);
    EXPECT_TRUE(ask->done()) << "timers that are left find nobody";
}

}  // namespace
}  // namespace gridlore::exchange
