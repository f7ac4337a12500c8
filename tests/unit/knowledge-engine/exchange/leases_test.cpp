#include <gtest/gtest.h>

#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

using namespace std::chrono_literals;
using test_support::ExchangeWorld;
using test_support::Party;

KnowledgeBaseDescription leased(std::chrono::seconds lease) {
    KnowledgeBaseDescription description;
    description.lease = lease;
    return description;
}

TEST(Lease, ExpiredOnesAreRemovedAtTheNextCheck) {
    ExchangeWorld world;
    Party& short_lived = world.add("short", leased(35s));
    world.add("endless");
    world.clock().advance(39s);
    EXPECT_TRUE(world->find_knowledge_base(short_lived.id)) << "it is looked after every 10 s";
    world.clock().advance(1s);
    EXPECT_FALSE(world->find_knowledge_base(short_lived.id));
    EXPECT_EQ(short_lived.removals(), 1);
    EXPECT_EQ(world->knowledge_bases().size(), 1U);
}

TEST(Lease, RenewedInTimeLivesOn) {
    ExchangeWorld world;
    Party& party = world.add("party", leased(30s));
    for (int i = 0; i < 10; ++i) {
        world.clock().advance(25s);
        const auto renewed = world->renew_lease(party.id);
        ASSERT_TRUE(renewed) << i;
        EXPECT_EQ(*renewed, world.clock().now() + 30s);
    }
    world.clock().advance(40s);
    EXPECT_FALSE(world->renew_lease(party.id));
}

TEST(Lease, OfNobodyOrWithoutOneCannotBeRenewed) {
    ExchangeWorld world;
    Party& party = world.add("party");
    EXPECT_EQ(world->renew_lease(party.id).error().kind, ErrorKind::NotFound);
    EXPECT_EQ(world->renew_lease("urn:kb:nobody").error().kind, ErrorKind::NotFound);
}

TEST(Lease, ThatExpiresEndsWhatItsKnowledgeBaseOwes) {
    Settings settings;
    settings.wait_for_knowledge_base = 0s;
    ExchangeWorld world(settings);
    Party& app = world.add("app");
    Party& meter = world.add("meter", leased(30s));
    meter.waits_with_answer("?x e:p ?y");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"));
    world.clock().advance(30s);
    EXPECT_EQ(ask->info(), "meter failed: The knowledge base was removed.");
}

}  // namespace
}  // namespace gridlore::exchange
