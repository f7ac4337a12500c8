// An ask of this process that says which variables it looks at (docs/decisions/0014).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <random>
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

/// Gives of its rows those that agree with what it is asked, without what nobody looks at.
class Frugal final : public KnowledgeBase {
  public:
    Frugal(Exchange& exchange, pattern::TermRows rows) : exchange_(exchange), rows_(std::move(rows)) {}

    Result<void> handle(Call call) override {
        most_unread = std::max(most_unread, call.unread.size());
        Names names;
        for (const auto& [name, term] : rows_.front()) {
            if (std::ranges::find(call.unread, name) == call.unread.end()) {
                names.push_back(name);
            }
        }
        pattern::AnswerRows answer(names);
        for (const pattern::TermRow& row : rows_) {
            const auto agrees = [&](const pattern::TermRow& asked) { return test_support::agree(asked, row); };
            if (std::ranges::any_of(call.bindings, agrees)) {
                answer.add_row(cells(row, names, answer));
            }
        }
        const Result<void> taken = exchange_.reply(call.id, std::move(answer));
        EXPECT_TRUE(taken) << (taken ? "" : taken.error().message);
        return {};
    }
    void cancel(CallId) override {}
    void removed() override {}

    std::size_t most_unread = 0;

  private:
    static std::vector<rdf::TermId> cells(const pattern::TermRow& row, const Names& names,
                                          pattern::AnswerRows& answer) {
        std::vector<rdf::TermId> ids;
        for (const auto& [name, term] : row) {
            if (std::ranges::find(names, name) != names.end()) {
                ids.push_back(answer.add(term));
            }
        }
        return ids;
    }

    Exchange& exchange_;
    const pattern::TermRows rows_;
};

class RandomNetwork {
  public:
    explicit RandomNetwork(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t count) { return random_() % count; }
    std::string pick(const Names& all) { return all[below(all.size())]; }

    /// One to three triples of few variables, which begin with `prefix`.
    std::string pattern(const std::string& prefix) {
        const Names subjects = {"?" + prefix + "a", "?" + prefix + "a", "?" + prefix + "b"};
        const Names objects = {"?" + prefix + "b", "?" + prefix + "c", "?" + prefix + "d", "e:k"};
        std::string text;
        for (std::size_t count = 1 + below(3); count > 0; --count) {
            text += pick(subjects) + " " + pick({"e:p", "e:q", "e:r"}) + " " + pick(objects) + " . ";
        }
        return text;
    }
    pattern::TermRows rows(const std::string& pattern) {
        pattern::TermRows rows;
        for (std::size_t count = 1 + below(5); count > 0; --count) {
            rows.emplace_back();
            for (const std::string& variable : test_support::pattern_of(pattern).variables()) {
                rows.back().emplace_back(variable, test_support::term_of(pick({"e:k", "e:l", "1", "1.0"})));
            }
        }
        return rows;
    }
    Names some_of(const Names& all) {
        Names some;
        std::ranges::copy_if(all, std::back_inserter(some), [this](const std::string&) { return below(2) == 0; });
        return some;
    }

  private:
    std::mt19937 random_;
};

/// By value, as far as it is looked at.
std::set<std::string> seen(const pattern::TermTable& table, const Names& looked_at) {
    std::set<std::string> rows;
    for (const pattern::TermRow& row : table.to_rows()) {
        std::string text;
        for (const std::string& name : looked_at) {
            const auto cell = std::ranges::find(row, name, &pattern::TermRow::value_type::first);
            const bool is_one = cell != row.end() && cell->second.is_literal();
            text += cell == row.end() ? "none " : (is_one ? "1" : test_support::text_of(cell->second)) + " ";
        }
        rows.insert(text);
    }
    return rows;
}

/// Whatever the network: what is looked at is the same as if all were.
TEST(LookedAtInRandomNetworks, IsAsIfAllWereLookedAt) {
    std::size_t with_unread = 0;
    std::size_t with_rows = 0;
    for (unsigned seed = 1; seed <= 2000; ++seed) {
        RandomNetwork random(seed);
        ExchangeWorld world;
        Party& app = world.add("app", static_cast<int>(1 + random.below(5)));
        std::vector<std::shared_ptr<Frugal>> others;
        for (std::size_t number = 1 + random.below(2); number > 0; --number) {
            const std::string pattern = random.pattern("x");
            others.push_back(std::make_shared<Frugal>(*world, random.rows(pattern)));
            KnowledgeBaseDescription description;
            description.id = "urn:kb:frugal" + std::to_string(number);
            const std::string id = description.id;
            ASSERT_TRUE(world->add_knowledge_base(std::move(description), others.back()));
            InteractionSpec spec;
            spec.type = InteractionType::Answer;
            spec.pattern = test_support::pattern_of(pattern);
            ASSERT_TRUE(world->add_interaction(id, std::move(spec)));
        }
        const std::string pattern = random.pattern("");
        const Names variables = test_support::pattern_of(pattern).variables();
        const std::string interaction = app.asks(pattern);
        const std::string bindings =
            random.below(3) == 0 ? random.pick(variables) + "=" + random.pick({"e:k", "1"}) : "";
        const Names looked_at = random.some_of(variables);
        const Asked all = world.ask(app, interaction, bindings);
        const Asked some = world.ask(app, interaction, bindings, looking_at(looked_at));
        ASSERT_EQ(seen(some->value().bindings, looked_at), seen(all->value().bindings, looked_at))
            << seed << ": " << pattern;
        with_rows += all->value().bindings.empty() ? 0 : 1;
        with_unread += std::ranges::any_of(others, [](const auto& one) { return one->most_unread > 0; }) ? 1 : 0;
    }
    EXPECT_GT(with_rows, 200U);
    EXPECT_GT(with_unread, 100U);
}

}  // namespace
}  // namespace gridlore::exchange
