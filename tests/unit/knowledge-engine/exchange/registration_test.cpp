#include <gtest/gtest.h>

#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

using test_support::ExchangeWorld;
using test_support::Party;

Result<void> add(ExchangeWorld& world, KnowledgeBaseDescription description) {
    return world->add_knowledge_base(description, std::make_shared<Party>(*world, description.id));
}

KnowledgeBaseDescription named(const std::string& id) {
    KnowledgeBaseDescription description;
    description.id = id;
    return description;
}

TEST(Registration, RefusesIdsThatAreNoAbsoluteIri) {
    ExchangeWorld world;
    for (const char* id : {"", "meter", "/kb", "urn:with space", "<urn:kb>"}) {
        SCOPED_TRACE(id);
        EXPECT_EQ(add(world, named(id)).error().kind, ErrorKind::InvalidInput);
    }
    EXPECT_TRUE(world->knowledge_bases().empty());
}

TEST(Registration, LetsOnlyPostsRemoveWhatTheyAreConnectedWith) {
    ExchangeWorld world;
    ASSERT_TRUE(add(world, named("urn:kb:app")));
    InteractionSpec spec;
    spec.type = InteractionType::Post;
    spec.pattern = test_support::pattern_of("?w e:withdraws ?u");
    spec.removes = {test_support::pattern_of("?r e:of ?u"), test_support::pattern_of("?r e:value ?v")};
    EXPECT_EQ(world->add_interaction("urn:kb:app", spec).error().message,
              "What a POST removes has to share a variable with what it posts.");
    spec.removes.pop_back();
    EXPECT_TRUE(world->add_interaction("urn:kb:app", spec));
    spec.type = InteractionType::React;
    EXPECT_EQ(world->add_interaction("urn:kb:app", spec).error().message, "Only a POST may say what is no longer so.");
}

TEST(Registration, RefusesTextsThatMetaKnowledgeWouldRepeatTooOften) {
    ExchangeWorld world;
    KnowledgeBaseDescription wordy = named("urn:kb:wordy");
    wordy.description.assign(16385, 'x');
    EXPECT_EQ(add(world, wordy).error().kind, ErrorKind::InvalidInput);
    wordy.description.pop_back();
    EXPECT_TRUE(add(world, wordy));
    InteractionSpec spec;
    spec.pattern = test_support::pattern_of("?x e:p ?y");
    spec.act.required.assign(17, "urn:e:purpose");
    EXPECT_EQ(world->add_interaction("urn:kb:wordy", spec).error().kind, ErrorKind::InvalidInput);
    spec.act.required.pop_back();
    EXPECT_TRUE(world->add_interaction("urn:kb:wordy", spec));
}

TEST(Registration, RefusesMoreRulesThanAreAllowed) {
    Settings settings;
    settings.rules = 1;
    ExchangeWorld world(settings);
    const Party& party = world.add("party");
    const auto rules = parse_rules("-> (<urn:e:a> <urn:e:b> <urn:e:c>) . -> (<urn:e:a> <urn:e:b> <urn:e:d>) .");
    ASSERT_TRUE(rules) << rules.error().message;
    EXPECT_EQ(world->set_domain_knowledge(party.id, *rules).error().kind, ErrorKind::LimitExceeded);
    EXPECT_TRUE(world->set_domain_knowledge(party.id, {rules->front()}));
}

TEST(Registration, RefusesLevelsAndLeasesOutOfBounds) {
    ExchangeWorld world;
    for (const int level : {0, 6}) {
        auto description = named("urn:kb:x");
        description.reasoner_level = static_cast<std::uint8_t>(level);
        EXPECT_EQ(add(world, description).error().kind, ErrorKind::InvalidInput) << level;
    }
    for (const int lease : {-1, 0, 29, 3601}) {
        auto description = named("urn:kb:x");
        description.lease = std::chrono::seconds(lease);
        EXPECT_EQ(add(world, description).error().kind, ErrorKind::InvalidInput) << lease;
    }
    for (const int lease : {30, 3600}) {
        auto description = named("urn:kb:" + std::to_string(lease));
        description.lease = std::chrono::seconds(lease);
        EXPECT_TRUE(add(world, description)) << lease;
    }
}

TEST(Registration, OfAnIdInUseIsAConflictUntilItIsFree) {
    ExchangeWorld world;
    ASSERT_TRUE(add(world, named("urn:kb:x")));
    EXPECT_EQ(add(world, named("urn:kb:x")).error().kind, ErrorKind::Conflict);
    EXPECT_TRUE(add(world, named("urn:kb:X"))) << "ids are exact strings";
    ASSERT_TRUE(world->remove_knowledge_base("urn:kb:x"));
    EXPECT_TRUE(add(world, named("urn:kb:x")));
}

TEST(Registration, StopsAtItsBounds) {
    Settings settings;
    settings.knowledge_bases = 2;
    settings.interactions = 1;
    ExchangeWorld world(settings);
    Party& one = world.add("one");
    world.add("two");
    EXPECT_EQ(add(world, named("urn:kb:three")).error().kind, ErrorKind::LimitExceeded);
    const std::string first = one.asks("?a e:p ?b");
    InteractionSpec spec;
    spec.pattern = test_support::pattern_of("?a e:p ?b");
    EXPECT_EQ(world->add_interaction(one.id, spec).error().kind, ErrorKind::LimitExceeded);
    ASSERT_TRUE(world->remove_interaction(one.id, first));
    EXPECT_TRUE(world->add_interaction(one.id, spec));
}

TEST(Registration, NamesAnInteractionByItsNameOrAtRandom) {
    ExchangeWorld world;
    Party& party = world.add("party");
    InteractionSpec spec;
    spec.name = "Ask-7";
    EXPECT_EQ(party.asks("?a e:p ?b", spec), "urn:kb:party/interaction/Ask-7");
    const std::string one = party.asks("?a e:p ?b");
    const std::string two = party.asks("?a e:p ?b");
    EXPECT_NE(one, two);
    EXPECT_TRUE(one.starts_with("urn:kb:party/interaction/"));
    EXPECT_EQ(one.size(), std::string("urn:kb:party/interaction/").size() + 36);
}

TEST(Registration, RefusesNamesThatAreInUseOrUnfit) {
    ExchangeWorld world;
    Party& party = world.add("party");
    InteractionSpec spec;
    spec.name = "n";
    spec.pattern = test_support::pattern_of("?a e:p ?b");
    ASSERT_TRUE(world->add_interaction(party.id, spec));
    EXPECT_EQ(world->add_interaction(party.id, spec).error().kind, ErrorKind::Conflict);
    EXPECT_TRUE(world->add_interaction(world.add("other").id, spec)) << "unique in its knowledge base only";
    for (const char* name : {"a b", "a_b", "a/b", "ä"}) {
        spec.name = name;
        EXPECT_EQ(world->add_interaction(party.id, spec).error().kind, ErrorKind::InvalidInput) << name;
    }
}

TEST(Registration, RefusesAnInteractionWithoutPatternOrOwner) {
    ExchangeWorld world;
    Party& party = world.add("party");
    EXPECT_EQ(world->add_interaction(party.id, {}).error().kind, ErrorKind::InvalidInput);
    InteractionSpec spec;
    spec.pattern = test_support::pattern_of("?a e:p ?b");
    EXPECT_EQ(world->add_interaction("urn:kb:nobody", spec).error().kind, ErrorKind::NotFound);
}

TEST(Registration, ListsWhatWasDeclaredAsItWasDeclared) {
    ExchangeWorld world;
    Party& party = world.add("party");
    InteractionSpec spec;
    spec.act.required = {"urn:x:act"};
    const std::string react = party.waits_with_reaction("?v e:p ?w", "?w e:q \"x\"@EN", spec);
    const std::string ask = party.asks("?a e:p ?b");
    const auto listed = world->interactions(party.id);
    ASSERT_TRUE(listed);
    ASSERT_EQ(listed->size(), 2U);
    EXPECT_EQ((*listed)[0].id, react);
    EXPECT_EQ(to_string((*listed)[0].spec.pattern), "?v <urn:e:p> ?w . ");
    EXPECT_EQ(to_string(*(*listed)[0].spec.result_pattern), "?w <urn:e:q> \"x\"@en . ");
    EXPECT_EQ((*listed)[0].spec.act, spec.act);
    EXPECT_EQ((*listed)[1].id, ask);
    EXPECT_TRUE(world->find_interaction(party.id, ask));
    EXPECT_FALSE(world->find_interaction("urn:kb:other", ask));
    EXPECT_EQ(world->interactions("urn:kb:other").error().kind, ErrorKind::NotFound);
}

TEST(Registration, ListsKnowledgeBasesById) {
    ExchangeWorld world;
    for (const char* name : {"c", "a", "b"}) {
        world.add(name);
    }
    std::vector<std::string> ids;
    for (const auto& description : world->knowledge_bases()) {
        ids.push_back(description.id);
    }
    EXPECT_EQ(ids, (std::vector<std::string>{"urn:kb:a", "urn:kb:b", "urn:kb:c"}));
}

TEST(Registration, RulesOfNobodyAreNotFound) {
    ExchangeWorld world;
    EXPECT_EQ(world->set_domain_knowledge("urn:kb:nobody", {}).error().kind, ErrorKind::NotFound);
}

TEST(Registration, EachStartsWithTheGivenDomainKnowledge) {
    auto rules = parse_rules("@prefix e: <urn:e:> . (?x e:isA e:Sensor) -> (?x e:isA e:Device) .");
    ASSERT_TRUE(rules);
    ExchangeWorld world({}, *rules);
    Party& app = world.add("app");
    world.add("meter").answers("?x e:isA e:Sensor", "x=e:s");
    const std::string ask = app.asks("?d e:isA e:Device");
    EXPECT_EQ(world.ask(app, ask)->rows(), "d=e:s");
    world.set_rules(app, "");
    EXPECT_EQ(world.ask(app, ask)->rows(), "");
    Party& other = world.add("other");
    EXPECT_EQ(world.ask(other, other.asks("?d e:isA e:Device"))->rows(), "d=e:s");
}

TEST(Registration, CountsWhatIsThere) {
    ExchangeWorld world;
    Party& app = world.add("app");
    Party& meter = world.add("meter");
    meter.answers("?x e:p ?y", "x=e:s y=1");
    world.ask(app, app.asks("?a e:p ?b"));
    world.post(app, app.posts("?a e:z ?b"), "a=1 b=2");
    const Statistics figures = world->statistics();
    EXPECT_EQ(figures.knowledge_bases, 2U);
    EXPECT_EQ(figures.interactions, 3U);
    EXPECT_EQ(figures.asks, 1U);
    EXPECT_EQ(figures.posts, 1U);
    EXPECT_EQ(figures.calls, 1U);
    EXPECT_EQ(figures.failed_calls, 0U);
    ASSERT_TRUE(world->remove_knowledge_base(app.id));
    EXPECT_EQ(world->statistics().interactions, 1U);
}

}  // namespace
}  // namespace gridlore::exchange
