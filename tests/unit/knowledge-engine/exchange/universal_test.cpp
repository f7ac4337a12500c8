#include <gtest/gtest.h>

#include <random>

#include "tests/support/exchange_world.h"
#include "tests/support/library.h"

namespace gridlore::exchange {
namespace {

using test_support::Asked;
using test_support::ExchangeWorld;
using test_support::Library;
using test_support::Party;
using test_support::Posted;

/// A library that knows something, and somebody who asks.
struct LibraryWorld : ExchangeWorld {
    explicit LibraryWorld(const std::string& known, int level = 2)
        : library(Library::add(*this, known)), app(add("app", level)) {}

    const std::shared_ptr<Library> library;
    Party& app;
};

TEST(Universal, AnswersAWholePatternAtLevelOne) {
    LibraryWorld world("e:s e:p e:t . e:t e:q 5 . e:u e:p e:v", 1);
    const Asked ask = world.ask(world.app, world.app.asks("?a e:p ?b . ?b e:q ?c"));
    EXPECT_EQ(ask->rows(), "a=e:s b=e:t c=5");
    EXPECT_EQ(ask->info(), "library: a=e:s b=e:t c=5");
}

TEST(Universal, GivesNoPartOfAPatternAtLevelOne) {
    LibraryWorld world("e:t e:q 5", 1);
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=e:t");
    const Asked ask = world.ask(world.app, world.app.asks("?a e:p ?b . ?b e:q ?c"));
    EXPECT_EQ(ask->rows(), "");
    EXPECT_EQ(ask->info(), "");
    EXPECT_TRUE(world.library->questions.empty());
}

TEST(Universal, IsJoinedWithOthersAndAskedOnlyForWhatFitsTheirRows) {
    LibraryWorld world("e:t e:q 5 . e:w e:q 6");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=e:t; x=e:r y=e:nowhere");
    const Asked ask = world.ask(world.app, world.app.asks("?a e:p ?b . ?b e:q ?c"));
    EXPECT_EQ(ask->rows(), "a=e:s b=e:t c=5");
    EXPECT_EQ(ask->info(), "meter: x=e:r y=e:nowhere; x=e:s y=e:t, library: b=e:t c=5");
    EXPECT_EQ(world.library->asked(), std::vector<std::string>{"?b e:q ?c | b=e:nowhere; b=e:t"});
}

TEST(Universal, GivesTheSameTriplesAsOthersBesideThem) {
    LibraryWorld world("e:a e:p e:m . e:b e:p e:n . e:m e:q 1 . e:k e:q 2");
    Party& first = world.add("first");
    first.answers("?x e:p ?y", "x=e:c y=e:m; x=e:d y=e:k");
    Party& second = world.add("second");
    second.answers("?x e:q ?y", "x=e:n y=3; x=e:k y=4");
    EXPECT_EQ(world.ask(world.app, world.app.asks("?a e:p ?b . ?b e:q ?c"))->rows(),
              "a=e:a b=e:m c=1; a=e:b b=e:n c=3; a=e:c b=e:m c=1; a=e:d b=e:k c=2; a=e:d b=e:k c=4");
}

TEST(Universal, LeavesNoTraceWhereItHasNothing) {
    LibraryWorld world("e:s e:other 1", 5);
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=5");
    InteractionSpec with_gaps;
    with_gaps.knowledge_gaps_enabled = true;
    const Asked nobody = world.ask(world.app, world.app.asks("?a e:q ?b", with_gaps));
    EXPECT_EQ(nobody->rows(), "");
    EXPECT_EQ(nobody->info(), "");
    EXPECT_EQ(nobody->value().knowledge_gaps, (std::vector<std::vector<std::string>>{{"?a <urn:e:q> ?b"}}));
    EXPECT_EQ(world.ask(world.app, world.app.asks("?a e:p ?b"))->info(), "meter: x=e:s y=5");
    EXPECT_TRUE(world.library->questions.empty()) << "nobody asks for what is not offered";
    EXPECT_EQ(world->knowledge_bases().size(), 2U);
}

TEST(Universal, LeavesNoTraceWhereNoneOfItsRowsFits) {
    LibraryWorld world("e:s e:p 1");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:t y=5");
    EXPECT_EQ(world.ask(world.app, world.app.asks("?a e:p ?b"), "a=e:t")->info(), "meter: x=e:t y=5");
    EXPECT_EQ(world.ask(world.app, world.app.asks("?a e:p ?b"), "a=e:nowhere")->info(), "meter: ");
}

TEST(Universal, ClosesAKnowledgeGapOnlyByGivingSomething) {
    LibraryWorld world("e:s e:p 1 . e:s e:q 2");
    InteractionSpec with_gaps;
    with_gaps.knowledge_gaps_enabled = true;
    const auto gaps = [&](const std::string& pattern) {
        return world.ask(world.app, world.app.asks(pattern, with_gaps))->value().knowledge_gaps;
    };
    using Gaps = std::vector<std::vector<std::string>>;
    EXPECT_EQ(gaps("?a e:p ?b"), Gaps());
    EXPECT_EQ(gaps("?a e:p ?b . ?a e:r ?c"), (Gaps{{"?a <urn:e:r> ?c"}}));
    EXPECT_EQ(gaps("?a e:p 7"), (Gaps{{"?a <urn:e:p> 7"}})) << "it has the predicate and gives no row";
}

TEST(Universal, TellsOfWhatItLearnsInTheNextAsk) {
    LibraryWorld world("");
    const std::string ask = world.app.asks("?a e:p ?b");
    EXPECT_EQ(world.ask(world.app, ask)->rows(), "");
    world.library->know("e:s e:p 1");
    EXPECT_EQ(world.ask(world.app, ask)->rows(), "a=e:s b=1");
}

TEST(Universal, GetsRangesOfTheAsk) {
    LibraryWorld world("e:s e:p 4 . e:s e:p 5 . e:s e:p 9");
    Request request;
    request.ranges["b"] = {test_support::term_of("5"), test_support::term_of("9")};
    EXPECT_EQ(world.ask(world.app, world.app.asks("?a e:p ?b"), {}, request)->rows(), "a=e:s b=5");
    ASSERT_EQ(world.library->questions.size(), 1U);
    EXPECT_EQ(world.library->questions.front().ranges, request.ranges);
}

TEST(Universal, ServesWhatRulesNeedAndIsAskedNothingTwice) {
    LibraryWorld world("e:m e:type e:UsagePoint . e:n e:type e:UsagePoint . e:m e:size 3", 3);
    world.set_rules(world.app, "[(?x e:type e:UsagePoint) -> (?x e:type e:Thing)]");
    EXPECT_EQ(world.ask(world.app, world.app.asks("?x e:type e:Thing . ?x e:size ?s"))->rows(), "s=3 x=e:m");
    const auto asked = world.library->asked();
    EXPECT_EQ(std::set<std::string>(asked.begin(), asked.end()).size(), asked.size());
}

TEST(Universal, GivesTheArgumentsOfReacts) {
    LibraryWorld world("e:s e:p 1");
    Party& converter = world.add("converter");
    converter.reacts("?x e:p ?v", "?x e:q ?w",
                     [](const pattern::TermRows&) { return test_support::rows_of("x=e:s w=2"); });
    EXPECT_EQ(world.ask(world.app, world.app.asks("?a e:q ?b"))->rows(), "a=e:s b=2");
    EXPECT_EQ(converter.asked(), std::vector<std::string>{"v=1 x=e:s"});
}

TEST(Universal, FailsWithoutTheOthers) {
    LibraryWorld world("e:s e:p 1");
    world.library->failure = Error{ErrorKind::LimitExceeded, "too slow"};
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:t y=5");
    const Asked ask = world.ask(world.app, world.app.asks("?a e:p ?b"));
    EXPECT_EQ(ask->rows(), "a=e:t b=5");
    EXPECT_EQ(ask->info(), "meter: x=e:t y=5, library failed: too slow");
}

TEST(Universal, IsAskedOnItsOwnThreads) {
    LibraryWorld world("e:s e:p 1");
    world.library->waits = true;
    const Asked ask = world.ask(world.app, world.app.asks("?a e:p ?b"));
    EXPECT_TRUE(world.library->questions.empty());
    EXPECT_FALSE(ask->done());
    world.library->work();
    EXPECT_EQ(ask->rows(), "a=e:s b=1");
}

TEST(Universal, LooksOnItsOwnThreadsWhatItOffers) {
    LibraryWorld world("e:s e:p 1");
    world.library->waits = world.library->looks = true;
    const Asked ask = world.ask(world.app, world.app.asks("?a e:p ?b"));
    EXPECT_EQ(world.library->waiting.size(), 1U);
    world.library->work();
    EXPECT_EQ(ask->rows(), "a=e:s b=1");
}

TEST(Universal, TakesItsTimeFromTheMomentWhenItsThreadsAreWaitedFor) {
    for (const bool looks : {false, true}) {
        SCOPED_TRACE(looks);
        ExchangeWorld world;
        const auto library = Library::add(world, "e:s e:p 1");
        library->waits = true;
        library->looks = looks;
        Party& app = world.add("app");
        const std::string ask = app.asks("?a e:p ?b");
        const Asked soon = world.ask(app, ask);
        world.clock().advance(std::chrono::seconds(3));
        library->work();
        EXPECT_EQ(soon->rows(), "a=e:s b=1");
        EXPECT_EQ(library->questions.back().time, library->time() - std::chrono::seconds(3));
        const Asked late = world.ask(app, ask);
        world.clock().advance(library->time());
        library->work();
        EXPECT_EQ(late->info(), "library failed: It took longer than it may for one exchange.");
        EXPECT_EQ(library->questions.size(), 1U);
    }
}

TEST(Universal, LosesNoTimeWhileOthersAreWaitedFor) {
    LibraryWorld world("e:t e:q 5");
    world.library->waits = true;
    Party& meter = world.add("meter");
    meter.waits_with_answer("?x e:p ?y");
    const Asked ask = world.ask(world.app, world.app.asks("?a e:p ?b . ?b e:q ?c"));
    world.clock().advance(std::chrono::seconds(1));
    world.library->work();
    world.clock().advance(std::chrono::seconds(7));
    ASSERT_TRUE(meter.replies("x=e:s y=e:t"));
    world.clock().advance(std::chrono::seconds(2));
    world.library->work();
    EXPECT_EQ(ask->rows(), "a=e:s b=e:t c=5");
    EXPECT_EQ(world.library->questions.back().time, world.library->time() - std::chrono::seconds(3));
}

TEST(Universal, IsLeftOutWhereItHasNoRoomAndTheAskerIsTold) {
    LibraryWorld world("e:s e:p 1");
    world.library->is_full = true;
    const Asked ask = world.ask(world.app, world.app.asks("?a e:p ?b"));
    EXPECT_EQ(ask->rows(), "");
    EXPECT_EQ(ask->info(), "library failed: Too much work waits for it.");
    EXPECT_TRUE(world.library->questions.empty());
}

TEST(Universal, IsLeftOutByARecipientSelectorThatDoesNotNameIt) {
    LibraryWorld world("e:s e:p 1");
    const std::string ask = world.app.asks("?a e:p ?b");
    Request others;
    others.recipients = {"urn:kb:somebody"};
    EXPECT_EQ(world.ask(world.app, ask, {}, others)->rows(), "");
    Request itself;
    itself.recipients = {"urn:kb:library"};
    EXPECT_EQ(world.ask(world.app, ask, {}, itself)->rows(), "a=e:s b=1");
}

TEST(Universal, IsNotAskedByThoseWhosePurposeIsAnother) {
    LibraryWorld world("e:s e:p 1");
    InteractionSpec spec;
    spec.act.required = {"https://w3id.org/knowledge-engine/ActuationPurpose"};
    EXPECT_EQ(world.ask(world.app, world.app.asks("?a e:p ?b", spec))->rows(), "");
}

TEST(Universal, CompletesTheArgumentOfAReactBesideWhatIsPosted) {
    LibraryWorld world("e:s e:q 7 . e:t e:q 8");
    Party& actor = world.add("actor");
    actor.reacts("?x e:p ?y . ?x e:q ?z", "", [](const pattern::TermRows&) { return pattern::TermRows{}; });
    world.post(world.app, world.app.posts("?a e:p ?b"), "a=e:s b=1");
    EXPECT_EQ(actor.asked(), std::vector<std::string>{"x=e:s y=1 z=7"});
    EXPECT_EQ(world.library->asked(), std::vector<std::string>{"?x e:q ?z | x=e:s"});
}

TEST(Universal, IsHandedWhatIsPostedIfItTakesIt) {
    for (const int level : {1, 2, 5}) {
        SCOPED_TRACE(level);
        ExchangeWorld world;
        const auto library = Library::add(world, "");
        library->stores = true;
        Party& meter = world.add("meter");
        meter.answers("?x e:p ?y", "x=e:t y=5");
        Party& app = world.add("app", level);
        const Posted post = world.post(app, app.posts("?a e:p ?b", "?a e:q ?b"), "a=e:s b=1; a=e:t");
        ASSERT_EQ(library->calls.size(), 1U);
        const Call& call = library->calls.front();
        EXPECT_EQ(test_support::text_of(call.bindings), "a=e:s b=1");
        EXPECT_EQ(*call.posted, test_support::pattern_of("?a e:p ?b"));
        EXPECT_EQ(post->rows(), "(under way)") << "it is acknowledged when it is stored";
        EXPECT_TRUE(world->reply(call.id, {}));
        EXPECT_EQ(post->info(), "library: a=e:s b=1");
        EXPECT_TRUE(meter.calls().empty());
    }
}

/// Any triple may then come from the one or the other, so that there are more than a million ways to the same row.
TEST(Universal, IsNoHindranceWhereItKnowsWhatIsPosted) {
    std::string pattern;
    std::string row = "s=e:s";
    std::string known;
    for (int i = 0; i < 10; ++i) {
        const std::string n = std::to_string(i);
        pattern += (i == 0 ? "" : " . ") + ("?s e:p" + n + " ?v" + n + " . ?v" + n + " e:value ?x" + n);
        row += " v" + n + "=e:v" + n + " x" + n + "=5";
        known += (i == 0 ? "" : " . ") + ("e:s e:p" + n + " e:v" + n + " . e:v" + n + " e:value 5");
    }
    for (const int level : {2, 5}) {
        SCOPED_TRACE(level);
        ExchangeWorld world;
        Library::add(world, known);
        Party& service = world.add("service");
        service.reacts(pattern, "", [](const pattern::TermRows&) { return pattern::TermRows(); });
        Party& app = world.add("app", level);
        const Posted post = world.post(app, app.posts(pattern), row);
        ASSERT_EQ(service.calls().size(), 1U);
        EXPECT_EQ(service.calls().front().bindings.size(), 1U);
        ASSERT_EQ(post->value().exchange_info.size(), 1U);
        EXPECT_EQ(post->value().exchange_info[0].status, ExchangeStatus::Succeeded);
    }
}

TEST(Universal, IsOneAtMost) {
    ExchangeWorld world;
    Library::add(world, "");
    KnowledgeBaseDescription description;
    description.id = "urn:kb:another";
    const auto added = world->add_universal_knowledge_base(description, std::make_shared<Library>(""));
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().kind, ErrorKind::Conflict);
}

TEST(Universal, TakesNoRoomOfOthers) {
    Settings settings;
    settings.knowledge_bases = 1;
    ExchangeWorld world(settings);
    Library::add(world, "");
    world.add("meter");
    EXPECT_EQ(world->statistics().knowledge_bases, 1U);
}

/// From level 2 it means what facts mean: any of its triples, as often as needed, beside whatever others give.
class UniversalAndFacts : public testing::Test {
  protected:
    int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
    std::string thing() { return "e:t" + std::to_string(below(4)); }
    std::string predicate() { return "e:p" + std::to_string(below(3)); }
    std::string place() { return below(5) == 0 ? thing() : "?v" + std::to_string(below(4)); }

    std::string pattern(int triples) {
        std::string text;
        for (int t = 0; t < triples; ++t) {
            text += place() + " " + predicate() + " " + place() + " . ";
        }
        return text;
    }

    std::string ground(int triples) {
        std::string text;
        for (int t = 0; t < triples; ++t) {
            text += thing() + " " + predicate() + " " + thing() + " . ";
        }
        return text;
    }

    std::string rows(const pattern::GraphPattern& of) {
        std::string text;
        for (int r = below(4); r > 0; --r) {
            std::string row;
            for (const std::string& variable : of.variables()) {
                row += variable + "=" + thing() + " ";
            }
            text += (text.empty() ? "" : ";") + (row.empty() ? "{}" : row);
        }
        return text;
    }

    std::mt19937 random_{20};  // NOLINT(*-msc32-*,*-msc51-*): the same in each run
};

TEST_F(UniversalAndFacts, GiveTheSameRows) {
    int with_rows = 0;
    for (int round = 0; round < 600; ++round) {
        const int level = 2 + round % 4;
        const std::string known = ground(1 + below(8));
        const std::string ask = pattern(1 + below(3));
        std::vector<std::pair<std::string, std::string>> answers;
        for (int a = below(4); a > 0; --a) {
            const std::string one = pattern(1 + below(2));
            answers.emplace_back(one, rows(test_support::pattern_of(one)));
        }
        const std::string rules = below(2) == 0 ? "" : "[(?x e:p0 ?y) (?y e:p1 ?z) -> (?x e:p2 ?z)]";
        std::string of_facts;
        for (const pattern::TriplePattern& triple : test_support::pattern_of(known).triples) {
            of_facts += "[-> (" + pattern::to_string(triple) + ")]\n";
        }
        std::vector<std::string> results;
        for (const bool is_universal : {true, false}) {
            ExchangeWorld world;
            Party& app = world.add("app", level);
            world.set_rules(app, rules + (is_universal ? "" : of_facts));
            if (is_universal) {
                Library::add(world, known);
            }
            int number = 0;
            for (const auto& [given, of_given] : answers) {
                world.add("answerer" + std::to_string(number++)).answers(given, of_given);
            }
            results.push_back(world.ask(app, app.asks(ask))->rows());
        }
        with_rows += results[0].empty() ? 0 : 1;
        ASSERT_EQ(results[0], results[1])
            << "level " << level << ", ask " << ask << "\nknown " << known << rules << testing::PrintToString(answers);
    }
    EXPECT_GT(with_rows, 100);
}

}  // namespace
}  // namespace gridlore::exchange
