#include <gtest/gtest.h>

#include "knowledge-engine/exchange/plan.h"
#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

using test_support::ExchangeWorld;
using test_support::Party;

/// Alternatives by lines, the triples of each by ` & `; `(none)` if the field is absent.
std::string gaps_of(ExchangeWorld& world, Party& app, const std::string& pattern, bool enabled = true) {
    InteractionSpec spec;
    spec.knowledge_gaps_enabled = enabled;
    const auto ask = world.ask(app, app.asks(pattern, spec));
    if (!ask->value().knowledge_gaps) {
        return "(none)";
    }
    std::set<std::string> lines;
    for (const auto& alternative : *ask->value().knowledge_gaps) {
        std::string line;
        for (const std::string& triple : std::set<std::string>(alternative.begin(), alternative.end())) {
            line.append(line.empty() ? "" : " & ").append(triple);
        }
        lines.insert(line);
    }
    std::string text;
    for (const std::string& line : lines) {
        text.append(text.empty() ? "" : "\n").append(line);
    }
    return text;
}

pattern::TermRows nothing(const pattern::TermRows&) {
    return {};
}

TEST(KnowledgeGaps, AreAbsentWithoutTheFlag) {
    ExchangeWorld world;
    EXPECT_EQ(gaps_of(world, world.add("app"), "?a e:p ?b", false), "(none)");
}

TEST(KnowledgeGaps, OfNobodyAtAllAreAllTriples) {
    ExchangeWorld world;
    EXPECT_EQ(gaps_of(world, world.add("app"), "?a e:p ?b . ?a e:q 7"), "?a <urn:e:p> ?b & ?a <urn:e:q> 7");
}

TEST(KnowledgeGaps, NameTheTripleThatIsMissing) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=1");
    EXPECT_EQ(gaps_of(world, app, "?a e:p ?b . ?a e:q ?c"), "?a <urn:e:q> ?c");
}

TEST(KnowledgeGaps, AreEmptyForWhatIsCoveredThoughNothingWasFound) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "");
    EXPECT_EQ(gaps_of(world, app, "?a e:p ?b"), "");
    meter.answers("?x e:q ?y", "x=e:s y=1");
    EXPECT_EQ(gaps_of(world, app, "?a e:q ?b"), "");
    EXPECT_EQ(gaps_of(world, app, "?a e:p ?b . ?a e:q ?c"), "");
}

TEST(KnowledgeGaps, NameWhatAReactLacksInItsOwnVariables) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("converter").reacts("?x e:celsius ?v . ?x e:room ?r", "?x e:kelvin ?w", nothing);
    EXPECT_EQ(gaps_of(world, app, "?a e:kelvin ?b"), "?x <urn:e:celsius> ?v & ?x <urn:e:room> ?r");
    world.add("rooms").answers("?s e:room ?t", "");
    EXPECT_EQ(gaps_of(world, app, "?a e:kelvin ?b"), "?x <urn:e:celsius> ?v");
}

TEST(KnowledgeGaps, OfTwoReactsAreTwoAlternatives) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("one").reacts("?x e:celsius ?v", "?x e:kelvin ?w", nothing);
    world.add("two").reacts("?y e:fahrenheit ?v", "?y e:kelvin ?w", nothing);
    EXPECT_EQ(gaps_of(world, app, "?a e:kelvin ?b"), "?x <urn:e:celsius> ?v\n?y <urn:e:fahrenheit> ?v");
    EXPECT_EQ(gaps_of(world, app, "?a e:kelvin ?b . ?a e:room ?c"),
              "?a <urn:e:room> ?c & ?x <urn:e:celsius> ?v\n?a <urn:e:room> ?c & ?y <urn:e:fahrenheit> ?v");
    world.add("source").answers("?s e:celsius ?t", "");
    EXPECT_EQ(gaps_of(world, app, "?a e:kelvin ?b"), "") << "one way is whole";
}

TEST(KnowledgeGaps, OfACircleNameWhatWouldEnterIt) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("ab").reacts("?x e:a ?v", "?x e:b ?w", nothing);
    world.add("ba").reacts("?y e:b ?w", "?y e:a ?v", nothing);
    EXPECT_EQ(gaps_of(world, app, "?s e:a ?t"), "?x <urn:e:a> ?v");
}

TEST(KnowledgeGaps, SeeRulesAndFacts) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.set_rules(app, "(?x e:celsius ?v) -> (?x e:temperature ?v) . -> (e:s e:room e:hall) .");
    EXPECT_EQ(gaps_of(world, app, "?a e:temperature ?b . ?a e:room ?c"), "?x <urn:e:celsius> ?v");
}

TEST(KnowledgeGaps, AskWhoGivesAPartOnly) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=1");
    gaps_of(world, app, "?a e:p ?b . ?a e:q ?c");
    EXPECT_EQ(meter.calls().size(), 1U) << "an ask with gaps is planned at level 5";
}

TEST(KnowledgeGaps, OfManyAlternativesAreBounded) {
    ExchangeWorld world;
    Party& app = world.add("app");
    std::string pattern;
    for (int t = 0; t < 6; ++t) {
        pattern += "?a e:p" + std::to_string(t) + " ?b" + std::to_string(t) + " . ";
        for (int r = 0; r < 6; ++r) {
            world.add("react" + std::to_string(t) + "-" + std::to_string(r))
                .reacts("?x e:from" + std::to_string(t) + "-" + std::to_string(r) + " ?v",
                        "?x e:p" + std::to_string(t) + " ?w", nothing);
        }
    }
    InteractionSpec spec;
    spec.knowledge_gaps_enabled = true;
    const auto ask = world.ask(app, app.asks(pattern, spec));
    ASSERT_TRUE(ask->value().knowledge_gaps);
    EXPECT_EQ(ask->value().knowledge_gaps->size(), 1000U) << "of 46656";
}

TEST(KnowledgeGaps, OfAWideLadderOfReactsAreFoundSoon) {
    ExchangeWorld world;
    Party& app = world.add("app");
    for (int step = 0; step < 12; ++step) {
        for (int r = 0; r < 4; ++r) {
            world.add("react" + std::to_string(step) + "-" + std::to_string(r))
                .reacts("?x e:p" + std::to_string(step) + " ?v . ?x a e:C" + std::to_string(r),
                        "?x e:p" + std::to_string(step + 1) + " ?w" + " . ?x e:by e:R" + std::to_string(r), nothing);
        }
    }
    for (int r = 0; r < 4; ++r) {
        world.add("class" + std::to_string(r)).answers("?x a e:C" + std::to_string(r), "");
    }
    EXPECT_EQ(gaps_of(world, app, "?a e:p12 ?b"), "?x <urn:e:p0> ?v");
}

TEST(KnowledgeGaps, OfLayersInWhichAllLeadToAllAreFoundOnce) {
    ExchangeWorld world;
    Party& app = world.add("app");
    for (int layer = 0; layer < 12; ++layer) {
        for (int r = 0; r < 10; ++r) {
            world.add("react" + std::to_string(layer) + "-" + std::to_string(r))
                .reacts("?x e:p" + std::to_string(layer) + " ?v" +
                            (layer == 0 ? " . ?x e:q" + std::to_string(r) + " ?w" : ""),
                        "?x e:p" + std::to_string(layer + 1) + " ?w . ?x e:by e:R" + std::to_string(r), nothing);
        }
    }
    EXPECT_EQ(std::ranges::count(gaps_of(world, app, "?a e:p12 ?b"), '\n'), 9) << "ten, and not 10 to the 12th paths";
}

TEST(KnowledgeGaps, OfManyCirclesInOneAreFoundSoon) {
    ExchangeWorld world;
    Party& app = world.add("app");
    for (int from = 0; from < 14; ++from) {
        for (int to = 0; to < 14; ++to) {
            if (from != to) {
                world.add("react" + std::to_string(from) + "-" + std::to_string(to))
                    .reacts("?x e:p" + std::to_string(from) + " ?v", "?x e:p" + std::to_string(to) + " ?w", nothing);
            }
        }
    }
    EXPECT_NE(gaps_of(world, app, "?a e:p0 ?b"), "");
}

/// Planned without an exchange, which would bound how many rules there may be.
TEST(KnowledgeGaps, OfAChainOfRulesAsLongAsAClientLikes) {
    Network network;
    KnowledgeInteraction ask;
    ask.knowledge_base = "urn:kb:app";
    ask.id = "urn:kb:app/ask";
    ask.spec.pattern = test_support::pattern_of("?a e:p0 ?b");
    const auto interaction = network.add(std::move(ask));
    constexpr int links = 50'000;
    std::string text = "@prefix e: <urn:e:> .";
    for (int link = 0; link < links; ++link) {
        text += "(?x e:p" + std::to_string(link + 1) + " ?y) -> (?x e:p" + std::to_string(link) + " ?y) .\n";
    }
    const auto rules = parse_rules(text);
    ASSERT_TRUE(rules);
    const auto plan = make_plan(network, *interaction, 5, network.compile(*rules));
    EXPECT_EQ(plan->providers.size(), static_cast<std::size_t>(links));
    EXPECT_EQ(knowledge_gaps(*plan, *interaction, network.terms()),
              (std::vector<std::vector<std::string>>{{"?x <urn:e:p" + std::to_string(links) + "> ?y"}}));
}

}  // namespace
}  // namespace gridlore::exchange
