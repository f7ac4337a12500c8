// Exchanges of many rows are moved on by the executor, others by whoever brings an answer.
#include <gtest/gtest.h>

#include <deque>
#include <new>

#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

using namespace std::chrono_literals;
using test_support::ExchangeWorld;
using test_support::Party;
using test_support::WaitingChain;

/// Work that a test runs by hand.
struct Waiting {
    std::deque<std::function<void()>> work;
    std::size_t room = 100;

    Executor executor() {
        return [this](std::function<void()> one) {
            const bool taken = work.size() < room;
            if (taken) {
                work.push_back(std::move(one));
            }
            return taken;
        };
    }
    void run() {
        while (!work.empty()) {
            const auto one = std::move(work.front());
            work.pop_front();
            one();
        }
    }
};

Settings of_rows_at_once(std::size_t rows) {
    Settings settings;
    settings.rows_at_once = rows;
    return settings;
}

TEST(ExchangeExecutor, GetsOnlyWhatHasManyRows) {
    Waiting waiting;
    ExchangeWorld world(of_rows_at_once(2), {}, waiting.executor());
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.waits_with_answer("?x e:p ?y");
    const std::string interaction = app.asks("?a e:p ?b");
    const auto small = world.ask(app, interaction);
    EXPECT_TRUE(meter.replies("x=1 y=1"));
    EXPECT_EQ(small->rows(), "a=1 b=1");

    const auto large = world.ask(app, interaction);
    EXPECT_TRUE(meter.replies("x=1 y=1; x=2 y=2"));
    EXPECT_EQ(large->rows(), "(under way)") << "the answer was accepted, the rest comes later";
    EXPECT_EQ(world->statistics().exchanges_under_way, 1U);
    waiting.run();
    EXPECT_EQ(large->rows(), "a=1 b=1; a=2 b=2");
    EXPECT_EQ(world->statistics().exchanges_under_way, 0U);
}

TEST(ExchangeExecutor, WithoutRoomLeavesTheWorkWhereItIs) {
    Waiting waiting;
    waiting.room = 0;
    ExchangeWorld world(of_rows_at_once(0), {}, waiting.executor());
    Party& app = world.add("app");
    world.add("meter").answers("?x e:p ?y", "x=1 y=1");
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?b"))->rows(), "a=1 b=1");
}

TEST(ExchangeExecutor, MovesAChainOnStepByStep) {
    Waiting waiting;
    ExchangeWorld world(of_rows_at_once(0), {}, waiting.executor());
    WaitingChain chain(world);
    EXPECT_TRUE(chain.source.calls().empty());
    waiting.run();
    EXPECT_TRUE(chain.source.replies("x=e:s y=1"));
    EXPECT_TRUE(chain.converter.calls().empty());
    waiting.run();
    EXPECT_TRUE(chain.converter.replies("x=e:s w=2"));
    waiting.run();
    EXPECT_EQ(chain.ask->rows(), "a=e:s b=2");
}

TEST(ExchangeExecutor, IsNotOvertakenByAnAnswerToWhoIsStillAsked) {
    Waiting waiting;
    ExchangeWorld world(of_rows_at_once(1), {}, waiting.executor());
    Party& app = world.add("app");
    Party& one = world.add("one");
    one.waits_with_answer("?x e:p ?y");
    Party& two = world.add("two");
    two.waits_with_answer("?x e:q ?y");
    Party& converter = world.add("converter");
    converter.waits_with_reaction("?x e:p ?v", "?x e:r ?w");
    const auto ask = world.ask(app, app.asks("?a e:q ?b . ?a e:r ?c"));
    EXPECT_TRUE(one.replies("x=1 y=1; x=2 y=2"));
    EXPECT_TRUE(two.replies("x=1 y=3"));
    EXPECT_EQ(ask->rows(), "(under way)") << "nobody owes an answer, but one has not been looked at";
    waiting.run();
    EXPECT_TRUE(converter.replies("x=1 w=4; x=2 w=5"));
    waiting.run();
    EXPECT_EQ(ask->rows(), "a=1 b=3 c=4");
}

TEST(ExchangeExecutor, ThatNeverGetsToItDoesNotKeepAnExchangeFromStopping) {
    Waiting waiting;
    ExchangeWorld world(of_rows_at_once(1), {}, waiting.executor());
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.waits_with_answer("?x e:p ?y");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"));
    EXPECT_TRUE(meter.replies("x=1 y=1; x=2 y=2"));
    bool stopped = false;
    world->stop(1s, [&] { stopped = true; });
    world.clock().advance(1s);
    EXPECT_TRUE(stopped);
    EXPECT_EQ(ask->rows(), "a=1 b=1; a=2 b=2");
    waiting.run();
    EXPECT_TRUE(ask->done());
}

/// Has no memory left when it is called.
class Exhausted final : public KnowledgeBase {
  public:
    Result<void> handle(Call) override { throw std::bad_alloc(); }
    void cancel(CallId) override {}
    void removed() override {}
};

TEST(ExchangeExecutor, ThatRunsOutOfMemoryEndsThatExchangeOnly) {
    Waiting waiting;
    ExchangeWorld world(of_rows_at_once(0), {}, waiting.executor());
    Party& app = world.add("app");
    const std::string interaction = app.asks("?a e:p ?b");
    ASSERT_TRUE(world->add_knowledge_base({.id = "urn:kb:exhausted", .name = {}, .description = {}, .lease = {}},
                                          std::make_shared<Exhausted>()));
    InteractionSpec spec;
    spec.type = InteractionType::Answer;
    spec.pattern = test_support::pattern_of("?x e:p ?y");
    ASSERT_TRUE(world->add_interaction("urn:kb:exhausted", spec));
    const auto ask = world.ask(app, interaction);
    waiting.run();
    EXPECT_EQ(ask->error(), ErrorKind::Internal);
    EXPECT_EQ(world->statistics().exchanges_under_way, 0U);

    ASSERT_TRUE(world->remove_knowledge_base("urn:kb:exhausted"));
    const auto next = world.ask(app, interaction);
    waiting.run();
    EXPECT_EQ(next->rows(), "");
}

}  // namespace
}  // namespace gridlore::exchange
