#include <gtest/gtest.h>

#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

using test_support::ExchangeWorld;
using test_support::Party;
using test_support::text_of;

TEST(Ask, TranslatesVariablesBothWays) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=1; x=e:t y=2");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"), "a=e:s");
    EXPECT_EQ(ask->rows(), "a=e:s b=1");
    EXPECT_EQ(meter.asked(), std::vector<std::string>{"x=e:s"});
    EXPECT_EQ(ask->info(), "meter: x=e:s y=1");
}

TEST(Ask, WithoutBindingsAsksForEverything) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=1");
    const std::string interaction = app.asks("?a e:p ?b");
    world.ask(app, interaction);
    world.ask(app, interaction, "{}");
    EXPECT_EQ(meter.asked(), (std::vector<std::string>{"{}", "{}"}));
}

TEST(Ask, IgnoresVariablesThatItDoesNotHave) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=1");
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?b"), "zone=7 a=e:s")->rows(), "a=e:s b=1");
    EXPECT_EQ(meter.asked(), std::vector<std::string>{"x=e:s"});
}

TEST(Ask, KeepsTheFormOfATermThatIsEqualByValue) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("meter").answers("?x e:p ?y", "x=e:s y=\"01\"^^<http://www.w3.org/2001/XMLSchema#int>");
    Party& other = world.add("other");
    other.waits_with_answer("?x e:p ?y");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"), "b=1");
    ASSERT_TRUE(other.replies("x=e:t y=001"));
    EXPECT_EQ(ask->rows(), "a=e:t b=001") << "the first answers only what equals `1` as a term";
}

TEST(Ask, IsNeverMatchedWithItself) {
    ExchangeWorld world;
    Party& app = world.add("app");
    app.answers("?x e:p ?y", "x=e:s y=1");
    const std::string ask = app.asks("?a e:p ?b");
    EXPECT_EQ(world.ask(app, ask)->rows(), "");
    world.add("meter").answers("?v e:p ?w", "v=e:t w=2");
    EXPECT_EQ(world.ask(app, ask)->rows(), "a=e:t b=2") << "another's of the same form takes part all the same";
    EXPECT_TRUE(app.calls().empty());
}

TEST(Ask, UnitesAnswersAndDropsDuplicates) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("one").answers("?x e:p ?y", "x=e:s y=1; x=e:t y=2");
    world.add("two").answers("?x e:p ?y", "x=e:s y=1");
    world.add("three").answers("?x e:p ?y . ?x e:q ?z", "x=e:s y=1 z=7; x=e:s y=3 z=7");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"));
    EXPECT_EQ(ask->rows(), "a=e:s b=1; a=e:s b=3; a=e:t b=2");
    EXPECT_EQ(ask->value().exchange_info.size(), 3U);
}

TEST(Ask, JoinsPartsAndSaysWhatEachGave) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("one").answers("?x e:p ?y", "x=e:s y=1; x=e:t y=2");
    world.add("two").answers("?x e:q ?y", "x=e:t y=5; x=e:u y=6");
    const auto ask = world.ask(app, app.asks("?a e:p ?b . ?a e:q ?c"));
    EXPECT_EQ(ask->rows(), "a=e:t b=2 c=5");
    EXPECT_EQ(ask->info(), "one: x=e:s y=1; x=e:t y=2, two: x=e:t y=5; x=e:u y=6");
}

TEST(Ask, JoinsByValue) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("one").answers("?x e:p ?y", "x=e:s y=1");
    world.add("two").answers("?x e:q ?y", "x=e:t y=1.0; x=e:u y=1e0");
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?v . ?b e:q ?v"))->rows(), "a=e:s b=e:t v=1");
}

TEST(Ask, AtLevelOneDoesNotJoin) {
    ExchangeWorld world;
    Party& app = world.add("app", 1);
    Party& one = world.add("one");
    one.answers("?x e:p ?y", "x=e:s y=1");
    world.add("two").answers("?x e:q ?y", "x=e:s y=5");
    world.add("whole").answers("?x e:p ?y . ?x e:q ?z", "x=e:w y=1 z=2");
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?b . ?a e:q ?c"))->rows(), "a=e:w b=1 c=2");
    EXPECT_TRUE(one.calls().empty());
}

struct SelfJoin {
    int level;
    const char* rows;
};

TEST(Ask, JoinsAnAnswerWithItselfFromLevelThree) {
    for (const SelfJoin& expected :
         {SelfJoin{1, ""}, {2, ""}, {3, "a=1 b=2 c=3"}, {4, "a=1 b=2 c=3"}, {5, "a=1 b=2 c=3"}}) {
        SCOPED_TRACE(expected.level);
        ExchangeWorld world;
        Party& app = world.add("app", expected.level);
        Party& line = world.add("line");
        line.answers("?x e:next ?y", "x=1 y=2; x=2 y=3");
        EXPECT_EQ(world.ask(app, app.asks("?a e:next ?b . ?b e:next ?c"))->rows(), expected.rows);
        EXPECT_LE(line.calls().size(), 1U) << "one call, however often it is used";
    }
}

TEST(Ask, OfTwoAnswerersOfOnePatternJoinsEachWithTheOther) {
    for (const auto& [level, rows] : {std::pair{2, "a=1 b=2 c=3"}, {3, "a=1 b=2 c=3; a=2 b=3 c=4"}}) {
        SCOPED_TRACE(level);
        ExchangeWorld world;
        Party& app = world.add("app", level);
        world.add("one").answers("?x e:next ?y", "x=1 y=2");
        world.add("two").answers("?x e:next ?y", "x=2 y=3; x=3 y=4");
        EXPECT_EQ(world.ask(app, app.asks("?a e:next ?b . ?b e:next ?c"))->rows(), rows);
    }
}

TEST(Ask, OfASelfJoinWithABoundStartSendsTheUnionOfWhatIsNeeded) {
    ExchangeWorld world;
    Party& app = world.add("app", 3);
    Party& line = world.add("line");
    line.answers("?x e:next ?y", "x=1 y=2; x=2 y=3");
    EXPECT_EQ(world.ask(app, app.asks("?a e:next ?b . ?b e:next ?c"), "a=1")->rows(), "a=1 b=2 c=3");
    EXPECT_EQ(line.asked(), std::vector<std::string>{"x=1; {}"});
}

TEST(Ask, SendsConstantsAsBindingsAndTakesThoseOfTheAnswerer) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& any = world.add("any");
    any.answers("?x e:p ?y", "x=e:s y=1; x=e:t y=2");
    Party& other = world.add("other");
    other.answers("e:u e:p ?y", "y=3");
    EXPECT_EQ(world.ask(app, app.asks("e:s e:p ?b"))->rows(), "b=1");
    EXPECT_EQ(any.asked(), std::vector<std::string>{"x=e:s"});
    EXPECT_TRUE(other.calls().empty());
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?b"))->rows(), "a=e:s b=1; a=e:t b=2; a=e:u b=3");
}

TEST(Ask, ContactsNobodyWhomTheBindingsContradict) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("e:u e:p ?y", "y=3");
    const auto ask = world.ask(app, app.asks("?a e:p ?b"), "a=e:s");
    EXPECT_EQ(ask->rows(), "");
    EXPECT_TRUE(ask->value().exchange_info.empty());
    EXPECT_TRUE(meter.calls().empty());
}

TEST(Ask, OfAVariablePredicateBindsIt) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("one").answers("?x e:p ?y", "x=e:s y=1");
    world.add("two").answers("?x ?k ?y", "x=e:s k=e:q y=2");
    EXPECT_EQ(world.ask(app, app.asks("?a ?how ?b"))->rows(), "a=e:s b=1 how=e:p; a=e:s b=2 how=e:q");
    EXPECT_EQ(world.ask(app, app.asks("?a e:q ?b"))->rows(), "a=e:s b=2");
}

TEST(Ask, OfOneVariableTwiceInATripleKeepsEqualRows) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=1 y=2; x=3 y=3");
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?a"))->rows(), "a=3");
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?a"), "a=3")->rows(), "a=3");
}

TEST(Ask, WithoutVariablesIsYesOrNo) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=e:o");
    EXPECT_EQ(world.ask(app, app.asks("e:s e:p e:o"))->rows(), "{}");
    EXPECT_EQ(world.ask(app, app.asks("e:s e:p e:q"))->rows(), "");
    EXPECT_EQ(meter.asked(), (std::vector<std::string>{"x=e:s y=e:o", "x=e:s y=e:q"}));
}

TEST(Ask, RestrictsToSelectedRecipients) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& one = world.add("one");
    one.answers("?x e:p ?y", "x=e:s y=1");
    world.add("two").answers("?x e:p ?y", "x=e:t y=2");
    const std::string interaction = app.asks("?a e:p ?b");
    Request request;
    request.recipients = {"urn:kb:two", "urn:kb:nobody"};
    EXPECT_EQ(world.ask(app, interaction, {}, request)->rows(), "a=e:t b=2");
    EXPECT_TRUE(one.calls().empty());
    EXPECT_EQ(world.ask(app, interaction)->rows(), "a=e:s b=1; a=e:t b=2") << "the plan that is reused selects nobody";
}

TEST(Ask, OfARestrictionWithSeveralRowsGivesWhatAgreesWithOne) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=1; x=e:t y=2; x=e:u y=3");
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?b"), "a=e:s; b=2")->rows(), "a=e:s b=1; a=e:t b=2");
    EXPECT_EQ(meter.asked(), std::vector<std::string>{"x=e:s; y=2"});
}

TEST(Ask, ErrorsNameWhatIsUnknown) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& other = world.add("other");
    const std::string ask = app.asks("?a e:p ?b");
    const std::string post = app.posts("?a e:p ?b");
    EXPECT_EQ(world.ask(other, ask)->error(), ErrorKind::NotFound);
    EXPECT_EQ(world.ask(app, "urn:nothing")->error(), ErrorKind::NotFound);
    EXPECT_EQ(world.ask(app, post)->error(), ErrorKind::InvalidInput);
    EXPECT_EQ(world.post(app, ask, "a=1 b=2")->error(), ErrorKind::InvalidInput);
    ASSERT_TRUE(world->remove_knowledge_base(app.id));
    EXPECT_EQ(world.ask(app, ask)->error(), ErrorKind::NotFound);
}

TEST(Ask, OfMoreRowsThanAllowedIsLimitExceeded) {
    Settings settings;
    settings.rows_per_exchange = 6;
    ExchangeWorld world(settings);
    Party& app = world.add("app");
    world.add("one").answers("?x e:p ?y", "x=1 y=1; x=2 y=1; x=3 y=1");
    world.add("two").answers("?x e:q ?y", "x=1 y=1; x=2 y=2; x=3 y=3");
    const auto ask = world.ask(app, app.asks("?a e:p ?b . ?c e:q ?d"));
    EXPECT_EQ(ask->error(), ErrorKind::LimitExceeded);
    EXPECT_EQ(world.ask(app, app.asks("?a e:p ?b"))->rows(), "a=1 b=1; a=2 b=1; a=3 b=1") << "the next one goes on";
}

TEST(Ask, BeyondTheExchangesAllowedIsRefused) {
    Settings settings;
    settings.exchanges_under_way = 1;
    ExchangeWorld world(settings);
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.waits_with_answer("?x e:p ?y");
    const std::string interaction = app.asks("?a e:p ?b");
    const auto first = world.ask(app, interaction);
    EXPECT_EQ(world.ask(app, interaction)->error(), ErrorKind::LimitExceeded);
    EXPECT_EQ(world->statistics().exchanges_under_way, 1U);
    ASSERT_TRUE(meter.replies("x=1 y=2"));
    EXPECT_EQ(first->rows(), "a=1 b=2");
    EXPECT_EQ(world->statistics().exchanges_under_way, 0U);
    EXPECT_EQ(world.ask(app, interaction)->rows(), "(under way)");
}

TEST(Ask, ThatHasEndedMakesRoomBeforeItsResultIsTold) {
    Settings settings;
    settings.exchanges_under_way = 1;
    ExchangeWorld world(settings);
    Party& app = world.add("app");
    world.add("meter").answers("?x e:p ?y", "x=1 y=2");
    Request request;
    request.knowledge_base = app.id;
    request.interaction = app.asks("?a e:p ?b");
    std::string second = "(never)";
    world->ask(request, [&](const Result<AskResult>& first) {
        ASSERT_TRUE(first);
        world->ask(request, [&](const Result<AskResult>& result) {
            second = result ? text_of(result->bindings) : result.error().message;
        });
    });
    EXPECT_EQ(second, "a=1 b=2");
}

}  // namespace
}  // namespace gridlore::exchange
