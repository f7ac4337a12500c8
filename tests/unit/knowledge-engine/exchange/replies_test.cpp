#include <gtest/gtest.h>

#include <array>

#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

using test_support::ExchangeWorld;
using test_support::Party;

class Reply : public testing::Test {
  protected:
    Reply() : app_(world_.add("app")), meter_(world_.add("meter")) {
        meter_.waits_with_answer("?x e:p ?y . ?x e:q 7");
        ask_ = world_.ask(app_, app_.asks("?a e:p ?b . ?a e:q 7"), "a=e:s; a=e:t");
    }

    ExchangeWorld world_;
    Party& app_;
    Party& meter_;
    test_support::Asked ask_;
};

TEST_F(Reply, TwiceIsNotFoundTheSecondTime) {
    ASSERT_TRUE(meter_.replies("x=e:s y=1"));
    const auto again = meter_.replies("x=e:t y=2");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, ErrorKind::NotFound);
    EXPECT_EQ(ask_->rows(), "a=e:s b=1");
}

TEST_F(Reply, ToACallThatNeverWasIsNotFound) {
    EXPECT_FALSE(world_->reply(123456, {}));
    EXPECT_EQ(ask_->rows(), "(under way)");
}

TEST_F(Reply, WithAnotherVariableIsRefusedAndEndsTheCall) {
    const auto refused = meter_.replies("x=e:s y=1 z=2");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::InvalidInput);
    EXPECT_NE(refused.error().message.find("/bindingSet/0/z"), std::string::npos) << refused.error().message;
    EXPECT_EQ(ask_->rows(), "");
    EXPECT_EQ(ask_->value().exchange_info.front().status, ExchangeStatus::Failed);
}

TEST_F(Reply, WithAMissingVariableIsRefusedAndNamesTheRow) {
    const auto refused = meter_.replies("x=e:s y=1; x=e:t");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::InvalidInput);
    EXPECT_NE(refused.error().message.find("/bindingSet/1"), std::string::npos) << refused.error().message;
    EXPECT_NE(refused.error().message.find("'y'"), std::string::npos) << refused.error().message;
    EXPECT_EQ(ask_->rows(), "");
}

/// `x=e:s y=1` and `x=e:t y=1`, whose terms are each there once; under other names if wanted.
pattern::AnswerRows two_rows(std::vector<std::string> names) {
    pattern::AnswerRows rows(std::move(names));
    const auto one = rows.add(test_support::term_of("1"));
    rows.add_row(std::array{rows.add(test_support::term_of("e:s")), one});
    rows.add_row(std::array{rows.add(test_support::term_of("e:t")), one});
    return rows;
}

TEST_F(Reply, MayNameItsVariablesOnce) {
    ASSERT_TRUE(world_->reply(meter_.last_call().id, two_rows({"x", "y"})));
    EXPECT_EQ(ask_->rows(), "a=e:s b=1; a=e:t b=1");
    EXPECT_EQ(ask_->info(), "meter: x=e:s y=1; x=e:t y=1");
}

TEST_F(Reply, OfNothingMayNameItsVariablesOnce) {
    ASSERT_TRUE(world_->reply(meter_.last_call().id, pattern::AnswerRows({"x"})));
    EXPECT_EQ(ask_->rows(), "");
    EXPECT_EQ(ask_->value().exchange_info.front().status, ExchangeStatus::Succeeded);
}

TEST_F(Reply, ThatNamesWrongVariablesOnceIsRefused) {
    const auto refused = world_->reply(meter_.last_call().id, two_rows({"x", "z"}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::InvalidInput);
    EXPECT_NE(refused.error().message.find("/bindingSet/0/z"), std::string::npos) << refused.error().message;
    EXPECT_EQ(ask_->value().exchange_info.front().status, ExchangeStatus::Failed);
}

TEST_F(Reply, ThatHasARowTwiceCountsItOnce) {
    pattern::AnswerRows rows({"x", "y"});
    for (const char* const number : {"1", "01", "2", "1"}) {
        rows.add_row(std::array{rows.add(test_support::term_of("e:s")), rows.add(test_support::term_of(number))});
    }
    ASSERT_TRUE(world_->reply(meter_.last_call().id, std::move(rows)));
    EXPECT_EQ(ask_->rows(), "a=e:s b=1; a=e:s b=2");
}

TEST_F(Reply, WithABlankNodeInTwoRowsHasTwoOfThem) {
    Party& other = world_.add("other");
    other.waits_with_answer("?m e:r ?n");
    const auto ask = world_.ask(app_, app_.asks("?a e:r ?b"));
    pattern::AnswerRows rows({"m", "n"});
    const auto node = rows.add(rdf::Term::blank_node("n"));
    rows.add_row(std::array{rows.add(test_support::term_of("e:s")), node});
    rows.add_row(std::array{rows.add(test_support::term_of("e:t")), node});
    ASSERT_TRUE(world_->reply(other.last_call().id, std::move(rows)));
    const pattern::TermTable& found = ask->value().bindings;
    ASSERT_EQ(found.size(), 2U);
    EXPECT_TRUE(found.term(found.row(0)[1]).is_blank_node());
    EXPECT_NE(found.row(0)[1], found.row(1)[1]) << "as of those who name them in each row";
}

TEST_F(Reply, WithARowThatWasNotAskedForLosesAll) {
    EXPECT_TRUE(meter_.replies("x=e:s y=1; x=e:u y=2"));
    EXPECT_EQ(ask_->rows(), "");
    EXPECT_NE(ask_->info().find("Binding 1"), std::string::npos) << ask_->info();
}

TEST_F(Reply, OfNothingIsNothingFound) {
    EXPECT_TRUE(meter_.replies(""));
    EXPECT_EQ(ask_->info(), "meter: ");
}

TEST(ReplyUnvalidated, KeepsWhatWasAskedFor) {
    Settings settings;
    settings.validate_answers = false;
    ExchangeWorld world(settings);
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.waits_with_answer("?x e:p ?y");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"), "a=e:s");
    EXPECT_TRUE(meter.replies("x=e:s y=1; x=e:u y=2"));
    EXPECT_EQ(ask->rows(), "a=e:s b=1");
}

TEST(ReplyLimit, MoreRowsThanAnExchangeMayHoldFail) {
    Settings settings;
    settings.rows_per_exchange = 2;
    ExchangeWorld world(settings);
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.waits_with_answer("?x e:p ?y");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"));
    EXPECT_TRUE(meter.replies("x=1 y=1; x=2 y=1; x=3 y=1"));
    EXPECT_EQ(ask->value().exchange_info.front().status, ExchangeStatus::Failed);
}

TEST(ReplyLimit, CountsTheRowsOfAllWhoAnswer) {
    Settings settings;
    settings.rows_per_exchange = 3;
    ExchangeWorld world(settings);
    Party& app = world.add("app");
    world.add("one").answers("?x e:p ?y", "x=1 y=1; x=2 y=1");
    world.add("two").answers("?x e:p ?y", "x=3 y=1; x=4 y=1");
    world.add("three").answers("?x e:p ?y", "x=5 y=1");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"));
    EXPECT_EQ(ask->info(),
              "one: x=1 y=1; x=2 y=1, two failed: The exchange has no room for so many rows., three: x=5 y=1");
    EXPECT_EQ(ask->rows(), "a=1 b=1; a=2 b=1; a=5 b=1");
}

TEST(ReplyLimit, CountsWhatIsHandedToAllWhoAreAsked) {
    Settings settings;
    settings.rows_per_exchange = 3;
    ExchangeWorld world(settings);
    Party& app = world.add("app");
    world.add("one").answers("?x e:p ?y", "x=1 y=1");
    Party& two = world.add("two");
    two.answers("?x e:p ?y", "x=2 y=1");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"), "a=1; a=2");
    EXPECT_EQ(ask->info(), "one: x=1 y=1, two failed: The exchange has no room for so many rows.");
    EXPECT_TRUE(two.calls().empty());
}

TEST(ReplyCheck, OfAReactComparesWhatTheResultRepeatsOfTheArgument) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("meter").answers("?x e:p ?y", "x=e:s y=1; x=e:s y=2; x=e:t y=3");
    Party& converter = world.add("converter");
    converter.waits_with_reaction("?x e:p ?y", "?x e:q ?z");
    const auto ask = world.ask(app, app.asks("?a e:q ?b"));
    EXPECT_TRUE(converter.replies("x=e:s z=5; x=e:u z=6"));
    EXPECT_EQ(ask->rows(), "");
    const auto again = world.ask(app, app.asks("?a e:q ?b"));
    EXPECT_TRUE(converter.replies("x=e:s z=5; x=e:t z=6"));
    EXPECT_EQ(again->rows(), "a=e:s b=5; a=e:t b=6");
}

}  // namespace
}  // namespace gridlore::exchange
