#include <gtest/gtest.h>

#include "knowledge-engine/exchange/plan.h"
#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

using test_support::ExchangeWorld;
using test_support::Party;

/// Tells whether the ask reuses its plan.
class PlanReuse : public testing::Test {
  protected:
    PlanReuse() : app_(world_.add("app")), meter_(world_.add("meter")) {
        meter_.answers("?x e:p ?y", "x=e:s y=1");
        ask_ = app_.asks("?a e:p ?b");
        world_.ask(app_, ask_);
    }

    bool reuses() {
        const auto before = world_->statistics();
        world_.ask(app_, ask_);
        const auto after = world_->statistics();
        EXPECT_EQ(after.plans_made + after.plans_reused, before.plans_made + before.plans_reused + 1);
        return after.plans_reused > before.plans_reused;
    }

    ExchangeWorld world_;
    Party& app_;
    Party& meter_;
    std::string ask_;
};

TEST_F(PlanReuse, WhileNothingChanges) {
    EXPECT_TRUE(reuses());
    EXPECT_TRUE(reuses());
}

TEST_F(PlanReuse, OverChangesThatDoNotConcernIt) {
    world_.add("other").answers("?x e:q ?y", "");
    EXPECT_TRUE(reuses());
    app_.asks("?a e:p ?b");
    app_.posts("?a e:p ?b");
    EXPECT_TRUE(reuses());
    world_.add("third").waits_with_reaction("?x e:q ?y", "?x e:r ?y");
    EXPECT_TRUE(reuses());
    ASSERT_TRUE(world_->remove_knowledge_base("urn:kb:other"));
    EXPECT_TRUE(reuses());
    world_.set_rules(meter_, "(?x e:r ?y) -> (?x e:p ?y) .");
    EXPECT_TRUE(reuses()) << "another's rules";
}

TEST_F(PlanReuse, EndsWithAnAnswerThatComes) {
    const std::string id = meter_.answers("?v e:p ?w", "v=e:t w=2");
    EXPECT_FALSE(reuses());
    EXPECT_TRUE(reuses());
    EXPECT_EQ(world_.ask(app_, ask_)->rows(), "a=e:s b=1; a=e:t b=2");
    ASSERT_TRUE(world_->remove_interaction(meter_.id, id));
    EXPECT_FALSE(reuses());
    EXPECT_EQ(world_.ask(app_, ask_)->rows(), "a=e:s b=1");
}

TEST_F(PlanReuse, EndsWithAReactThatGivesIt) {
    world_.add("converter").waits_with_reaction("?x e:q ?y", "?x e:p ?z");
    EXPECT_FALSE(reuses());
    EXPECT_TRUE(reuses());
    world_.add("source").answers("?x e:q ?y", "");
    EXPECT_FALSE(reuses()) << "what the REACT needs is part of the plan";
}

TEST_F(PlanReuse, EndsWithAVariablePredicate) {
    meter_.answers("?x ?any ?y", "");
    EXPECT_FALSE(reuses());
}

TEST_F(PlanReuse, EndsWithTheRulesOfTheAsker) {
    world_.set_rules(app_, "(?x e:r ?y) -> (?x e:p ?y) .");
    EXPECT_FALSE(reuses());
    EXPECT_TRUE(reuses());
    world_.add("other").answers("?x e:r ?y", "x=e:t y=3");
    EXPECT_FALSE(reuses());
    EXPECT_EQ(world_.ask(app_, ask_)->rows(), "a=e:s b=1; a=e:t b=3");
    world_.set_rules(app_, "");
    EXPECT_FALSE(reuses());
    EXPECT_EQ(world_.ask(app_, ask_)->rows(), "a=e:s b=1");
}

TEST_F(PlanReuse, OfAPostEndsWithAReactThatTakesIt) {
    const std::string post = meter_.posts("?a e:p ?b");
    world_.post(meter_, post, "a=e:s b=1");
    const auto before = world_->statistics().plans_made;
    world_.post(meter_, post, "a=e:s b=1");
    EXPECT_EQ(world_->statistics().plans_made, before);
    Party& store = world_.add("store");
    store.waits_with_reaction("?x e:p ?y");
    world_.post(meter_, post, "a=e:s b=1");
    EXPECT_EQ(world_->statistics().plans_made, before + 1);
    EXPECT_EQ(store.calls().size(), 1U);
}

TEST_F(PlanReuse, NamesTheAnswererOfNow) {
    ASSERT_TRUE(world_->remove_knowledge_base(meter_.id));
    world_.add("meter").answers("?x e:p ?y", "x=e:new y=9");
    EXPECT_EQ(world_.ask(app_, ask_)->rows(), "a=e:new b=9");
}

TEST(Plan, MadeFromALaterNetworkIsNotCurrentInAnEarlierOne) {
    KnowledgeInteraction ask{.id = "urn:ask", .knowledge_base = "urn:kb", .spec = {}};
    ask.spec.pattern = test_support::pattern_of("?a e:p ?b");
    Network early;
    const auto interaction = early.add(ask);
    Network late = early;
    KnowledgeInteraction answer{.id = "urn:answer", .knowledge_base = "urn:other", .spec = {}};
    answer.spec.type = InteractionType::Answer;
    answer.spec.pattern = test_support::pattern_of("?x e:p e:known-only-there");
    late.add(answer);
    const auto early_plan = make_plan(early, *interaction, 2, nullptr);
    const auto late_plan = make_plan(late, *interaction, 2, nullptr);
    EXPECT_TRUE(is_current(*early_plan, early, 2, nullptr));
    EXPECT_TRUE(is_current(*late_plan, late, 2, nullptr));
    EXPECT_FALSE(is_current(*early_plan, late, 2, nullptr));
    EXPECT_FALSE(is_current(*late_plan, early, 2, nullptr)) << "its terms have no meaning there";
    EXPECT_FALSE(is_current(*early_plan, early, 3, nullptr));
    const RuleSet rules;
    EXPECT_FALSE(is_current(*early_plan, early, 2, &rules));
}

}  // namespace
}  // namespace gridlore::exchange
