#include <gtest/gtest.h>

#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

using namespace std::chrono_literals;
using test_support::ExchangeWorld;
using test_support::Party;
using test_support::rows_of;

TEST(Removal, OfWhoOwesAnAnswerFailsAtOnce) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.waits_with_answer("?x e:p ?y");
    Party& other = world.add("other");
    other.waits_with_answer("?x e:p ?y");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"));
    ASSERT_TRUE(world->remove_knowledge_base(meter.id));
    EXPECT_TRUE(meter.was_cancelled(meter.last_call().id));
    EXPECT_EQ(meter.removals(), 1);
    EXPECT_EQ(ask->rows(), "(under way)");
    ASSERT_TRUE(other.replies("x=e:s y=1"));
    EXPECT_EQ(ask->rows(), "a=e:s b=1");
    EXPECT_EQ(ask->info(), "meter failed: The knowledge base was removed., other: x=e:s y=1");
    EXPECT_EQ(world->remove_knowledge_base(meter.id).error().kind, ErrorKind::NotFound);
    EXPECT_EQ(meter.removals(), 1);
}

TEST(Removal, OfAnInteractionFailsItsCallsOnly) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    const std::string one = meter.waits_with_answer("?x e:p ?y");
    const std::string two = meter.waits_with_answer("?x e:p ?y . ?x e:q ?z");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"));
    ASSERT_EQ(meter.calls().size(), 2U);
    ASSERT_TRUE(world->remove_interaction(meter.id, one));
    EXPECT_EQ(ask->rows(), "(under way)");
    for (const Call& call : meter.calls()) {
        EXPECT_TRUE(world->reply(call.id, call.interaction == two ? rows_of("x=1 y=2 z=3") : rows_of("x=4 y=5")));
    }
    EXPECT_EQ(ask->rows(), "a=1 b=2");
    EXPECT_EQ(world->remove_interaction(meter.id, one).error().kind, ErrorKind::NotFound);
    EXPECT_EQ(world->remove_interaction(app.id, two).error().kind, ErrorKind::NotFound) << "another's";
}

TEST(Removal, OfTheAskerEndsItsExchanges) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.waits_with_answer("?x e:p ?y");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"));
    ASSERT_TRUE(world->remove_knowledge_base(app.id));
    EXPECT_EQ(ask->info(), "meter failed: The asking knowledge base was removed.");
    EXPECT_TRUE(meter.was_cancelled(meter.last_call().id));
    EXPECT_TRUE(meter.replies("x=e:s y=1"));
    EXPECT_EQ(world->statistics().exchanges_under_way, 0U);
}

TEST(Removal, BeforeItsStepOfAChainFailsThatStep) {
    Settings settings;
    settings.wait_for_knowledge_base = 0s;
    ExchangeWorld world(settings);
    Party& app = world.add("app");
    Party& source = world.add("source");
    source.waits_with_answer("?x e:p ?y");
    Party& converter = world.add("converter");
    converter.waits_with_reaction("?x e:p ?v", "?x e:q ?w");
    Request request;
    request.explain = true;
    const auto ask = world.ask(app, app.asks("?a e:q ?b"), {}, request);
    ASSERT_TRUE(world->remove_knowledge_base(converter.id));
    ASSERT_TRUE(source.replies("x=e:s y=1"));
    EXPECT_EQ(ask->rows(), "");
    EXPECT_TRUE(converter.calls().empty());
    ASSERT_TRUE(ask->value().explanation);
    const auto& considered = ask->value().explanation->considered;
    ASSERT_EQ(considered.size(), 2U);
    EXPECT_EQ(considered[1].reason, "It was asked and failed: The knowledge base was removed.");
}

TEST(Removal, OneThatComesBackIsNotCalledForAnOldExchange) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& source = world.add("source");
    source.waits_with_answer("?x e:p ?y");
    Party& converter = world.add("converter");
    InteractionSpec named;
    named.name = "convert";
    converter.waits_with_reaction("?x e:p ?v", "?x e:q ?w", named);
    const auto ask = world.ask(app, app.asks("?a e:q ?b"));
    ASSERT_TRUE(world->remove_knowledge_base(converter.id));
    Party& again = world.add("converter");
    again.waits_with_reaction("?x e:p ?other", "?x e:q ?names", named);
    ASSERT_TRUE(source.replies("x=e:s y=1"));
    EXPECT_TRUE(ask->done());
    EXPECT_TRUE(again.calls().empty());
}

/// Removes itself, or whom it is told to, from within the call.
class Leaver final : public KnowledgeBase {
  public:
    Leaver(ExchangeWorld& world, std::string leaves) : world_(world), leaves_(std::move(leaves)) {}
    Result<void> handle(Call) override { return world_->remove_knowledge_base(leaves_); }
    void cancel(CallId) override { ++cancelled; }
    void removed() override { ++removals; }
    int cancelled = 0;
    int removals = 0;

  private:
    ExchangeWorld& world_;
    std::string leaves_;
};

TEST(Removal, FromWithinACallEndsTheExchange) {
    for (const std::string leaves : {"urn:kb:leaver", "urn:kb:app"}) {
        SCOPED_TRACE(leaves);
        ExchangeWorld world;
        Party& app = world.add("app");
        const auto leaver = std::make_shared<Leaver>(world, leaves);
        ASSERT_TRUE(world->add_knowledge_base(
            {.id = "urn:kb:leaver", .name = {}, .description = {}, .lease = std::nullopt}, leaver));
        InteractionSpec spec;
        spec.type = InteractionType::Answer;
        spec.pattern = test_support::pattern_of("?x e:p ?y");
        ASSERT_TRUE(world->add_interaction("urn:kb:leaver", spec));
        const auto ask = world.ask(app, app.asks("?a e:p ?b"));
        EXPECT_TRUE(ask->done());
        EXPECT_EQ(leaver->cancelled, 1);
        EXPECT_EQ(leaver->removals, leaves == "urn:kb:leaver" ? 1 : 0);
    }
}

}  // namespace
}  // namespace gridlore::exchange
