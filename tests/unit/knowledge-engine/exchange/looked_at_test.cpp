// An ask of this process that says which variables it looks at (docs/decisions/0014).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

using test_support::Asked;
using test_support::ExchangeWorld;
using test_support::Party;
using testing::HasSubstr;

using Names = std::vector<std::string>;

Request looking_at(Names names) {
    Request request;
    request.looked_at = std::move(names);
    return request;
}

/// A meter's readings, `?r e:of ?m ; e:at ?t ; e:value ?v`, under names of its own.
class LookedAt : public testing::Test {
  protected:
    LookedAt() : app_(world_.add("app")), meter_(world_.add("meter")) {
        InteractionSpec spec;
        spec.accepts_ranges = true;
        meter_.waits_with_answer("?r e:of ?m ; e:at ?t ; e:value ?v", spec);
        interaction_ = app_.asks("?reading e:of ?meter ; e:at ?time ; e:value ?value");
    }
    Asked ask(Request request, const std::string& bindings = {}) {
        return world_.ask(app_, interaction_, bindings, std::move(request));
    }
    std::set<std::string> unread() const {
        const Names names = meter_.last_call().unread;
        return {names.begin(), names.end()};
    }
    static pattern::AnswerRows rows(Names names, const std::vector<Names>& texts) {
        pattern::AnswerRows rows(std::move(names));
        for (const Names& row : texts) {
            std::vector<rdf::TermId> cells;
            for (const std::string& text : row) {
                cells.push_back(rows.add(test_support::term_of(text)));
            }
            rows.add_row(cells);
        }
        return rows;
    }

    ExchangeWorld world_;
    Party& app_;
    Party& meter_;
    std::string interaction_;
};

TEST_F(LookedAt, IsWhatWhoeverAloneAnswersMustGive) {
    const Asked asked = ask(looking_at({"time", "value"}));
    EXPECT_EQ(unread(), (std::set<std::string>{"r", "m"}));
    ASSERT_TRUE(world_->reply(meter_.last_call().id, rows({"t", "v"}, {{"1", "5"}, {"2", "5"}, {"1", "5"}})));
    EXPECT_EQ(asked->rows(), "time=1 value=5; time=2 value=5");
    EXPECT_EQ(asked->info(), "meter: t=1 v=5; t=2 v=5");
}

TEST_F(LookedAt, MayComeWithTheRest) {
    const Asked asked = ask(looking_at({"time", "value"}));
    ASSERT_TRUE(world_->reply(meter_.last_call().id,
                              rows({"r", "m", "t", "v"}, {{"e:a", "e:m", "1", "5"}, {"e:b", "e:m", "1", "5"}})));
    EXPECT_EQ(asked->rows(), "meter=e:m reading=e:a time=1 value=5; meter=e:m reading=e:b time=1 value=5");
}

TEST_F(LookedAt, IsAllUnlessItIsSaid) {
    ask({});
    EXPECT_TRUE(unread().empty());
    EXPECT_FALSE(world_->reply(meter_.last_call().id, rows({"t", "v"}, {{"1", "5"}})));
}

TEST_F(LookedAt, MustBeThere) {
    const Asked asked = ask(looking_at({"time", "value"}));
    const auto refused = world_->reply(meter_.last_call().id, rows({"t"}, {{"1"}}));
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("'v' is missing"));
    EXPECT_EQ(asked->rows(), "");
}

/// Contract, section 6: a client's rows are complete.
TEST_F(LookedAt, IsNothingToClients) {
    const Asked asked = ask(looking_at({"time", "value"}));
    const auto refused = meter_.replies("t=1 v=5");
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("'r' is missing"));
}

TEST_F(LookedAt, IsWhatIsAskedFor) {
    const Asked asked = ask(looking_at({"value"}), "meter=e:m; time=7");
    EXPECT_EQ(unread(), (std::set<std::string>{"r"}));
    ASSERT_TRUE(world_->reply(meter_.last_call().id, rows({"m", "t", "v"}, {{"e:m", "1", "5"}, {"e:n", "7", "6"}})));
    EXPECT_EQ(asked->rows(), "meter=e:m time=1 value=5; meter=e:n time=7 value=6");
}

TEST_F(LookedAt, IsWhatARangeRestricts) {
    Request request = looking_at({"value"});
    request.ranges.emplace("time", pattern::Range{test_support::term_of("2"), std::nullopt});
    const Asked asked = ask(std::move(request));
    EXPECT_EQ(unread(), (std::set<std::string>{"r", "m"}));
    ASSERT_TRUE(world_->reply(meter_.last_call().id, rows({"t", "v"}, {{"1", "5"}, {"2", "6"}})));
    EXPECT_EQ(asked->rows(), "time=2 value=6");
}

TEST_F(LookedAt, IsAllThatAnExplanationShows) {
    Request request = looking_at({"value"});
    request.explain = true;
    ask(std::move(request));
    EXPECT_TRUE(unread().empty());
}

/// What nobody looks at may be what their rows are joined by.
TEST_F(LookedAt, IsAllWhereSeveralAnswer) {
    Party& other = world_.add("other");
    other.waits_with_answer("?r e:value ?v");
    const Asked asked = ask(looking_at({"time", "value"}));
    EXPECT_TRUE(unread().empty());
    ASSERT_TRUE(meter_.replies("r=e:a m=e:m t=1 v=5"));
    ASSERT_TRUE(other.replies("r=e:a v=6"));
    EXPECT_EQ(asked->rows(), "meter=e:m reading=e:a time=1 value=5; meter=e:m reading=e:a time=1 value=6");
}

TEST_F(LookedAt, IsAllWhereSeveralAnswerTheSamePattern) {
    Party& other = world_.add("other");
    InteractionSpec spec;
    spec.accepts_ranges = true;
    other.waits_with_answer("?a e:of ?b ; e:at ?c ; e:value ?d", spec);
    const Asked asked = ask(looking_at({"time", "value"}));
    EXPECT_TRUE(unread().empty());
    ASSERT_TRUE(meter_.replies("r=e:a m=e:m t=1 v=5"));
    ASSERT_TRUE(other.replies("a=e:a b=e:m c=2 d=6"));
    EXPECT_EQ(asked->rows(),
              "meter=e:m reading=e:a time=1 value=5; meter=e:m reading=e:a time=1 value=6; "
              "meter=e:m reading=e:a time=2 value=5; meter=e:m reading=e:a time=2 value=6");
}

TEST_F(LookedAt, IsAllWhereRowsOfOneMayBeJoined) {
    Party& deep = world_.add("deep", 5);
    Request request = looking_at({"time", "value"});
    const Asked asked =
        world_.ask(deep, deep.asks("?reading e:of ?meter ; e:at ?time ; e:value ?value"), {}, std::move(request));
    EXPECT_TRUE(unread().empty());
}

TEST_F(LookedAt, IsAllWhereRulesTakePart) {
    Party& app = world_.add("rules");
    world_.set_rules(app, "(?r e:at ?t) -> (?r e:when ?t) .");
    world_.ask(app, app.asks("?reading e:when ?time ; e:value ?value"), {}, looking_at({"value"}));
    ASSERT_FALSE(meter_.calls().empty());
    EXPECT_TRUE(unread().empty());
}

TEST(LookedAtBeside, IsWhatIsComparedWithAConstantOrWithItself) {
    ExchangeWorld world;
    Party& app = world.add("app", 4);
    Party& meter = world.add("meter");
    meter.waits_with_answer("?r e:from ?a ; e:to ?b ; e:kind ?k ; e:value ?v");
    Request request = looking_at({"value"});
    const Asked asked =
        world.ask(app, app.asks("?r e:from ?x ; e:to ?x ; e:kind e:hour ; e:value ?value"), {}, std::move(request));
    EXPECT_EQ(meter.last_call().unread, Names{"r"});
    pattern::AnswerRows rows({"a", "b", "k", "v"});
    const auto add = [&](const char* a, const char* b, const char* kind, const char* value) {
        std::vector<rdf::TermId> cells;
        for (const char* const text : {a, b, kind, value}) {
            cells.push_back(rows.add(test_support::term_of(text)));
        }
        rows.add_row(cells);
    };
    add("e:m", "e:m", "e:hour", "1");
    add("e:m", "e:n", "e:hour", "2");
    ASSERT_TRUE(world->reply(meter.last_call().id, std::move(rows)));
    EXPECT_EQ(asked->rows(), "value=1 x=e:m");
}

}  // namespace
}  // namespace gridlore::exchange
