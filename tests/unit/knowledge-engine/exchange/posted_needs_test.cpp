// What ANSWERs need, from what is posted (docs/decisions/0010), and while others come and go.

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <thread>

#include "tests/unit/knowledge-engine/exchange/needs.h"

namespace gridlore::exchange {
namespace {

using needs::explained;
using needs::needing;
using needs::Texts;
using needs::verdict_on;
using test_support::ExchangeWorld;
using test_support::Party;
using test_support::Posted;

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
    // Whoever comes or goes may bring the last piece, on its own thread.
    Request request;
    request.knowledge_base = app.id;
    request.interaction = ask;
    const auto rows_asked_for = [&] {
        const auto rows = std::make_shared<std::promise<std::string>>();
        world->ask(request, [rows](const Result<AskResult>& result) {
            rows->set_value(result ? test_support::text_of(result->bindings) : result.error().message);
        });
        return rows->get_future().get();
    };
    std::atomic<int> with_visitor = 0;
    std::atomic<int> wrong = 0;
    std::vector<std::thread> asking;
    for (int t = 0; t < 2; ++t) {
        asking.emplace_back([&] {
            for (int i = 0; i < 300; ++i) {
                const std::string rows = rows_asked_for();
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
