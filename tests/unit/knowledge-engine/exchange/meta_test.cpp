#include "knowledge-engine/exchange/meta.h"

#include <gtest/gtest.h>

#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

using namespace std::chrono_literals;
using test_support::ExchangeWorld;
using test_support::Party;
using test_support::text_of;

InteractionSpec with_meta() {
    InteractionSpec spec;
    spec.include_meta = true;
    return spec;
}

InteractionSpec about(const char* purpose) {
    InteractionSpec spec;
    spec.act.required = {std::string(rdf::ke_ns) + purpose};
    return spec;
}

std::string value_of(const pattern::TermRow& row, const std::string& name) {
    for (const auto& [variable, term] : row) {
        if (variable == name) {
            return term.text;
        }
    }
    return "(unbound)";
}

TEST(Meta, DescribesEachCombinationOfInteractionPatternAndPurposes) {
    ExchangeWorld world;
    KnowledgeBaseDescription description;
    description.name = "meters";
    description.description = "all of them";
    Party& meter = world.add("meter", description);
    Party& app = world.add("app");
    const std::string ask = app.asks(to_string(meta_pattern()), with_meta());
    EXPECT_EQ(world.ask(app, ask)->value().bindings.size(), 8U) << "the meta interactions";
    InteractionSpec spec;
    spec.name = "r";
    spec.act.required = {"urn:e:one", "urn:e:two"};
    meter.waits_with_reaction("?x e:p ?y", "?x e:q ?z", spec);
    const pattern::TermRows rows = world.ask(app, ask)->value().bindings.to_rows();
    EXPECT_EQ(rows.size(), 8U + 2 * 2);
    std::set<std::string> own;
    for (const pattern::TermRow& row : rows) {
        EXPECT_EQ(value_of(row, "kb"), meter.id);
        EXPECT_EQ(value_of(row, "name"), "meters");
        EXPECT_EQ(value_of(row, "description"), "all of them");
        if (value_of(row, "isMeta") == "false") {
            own.insert(value_of(row, "ki") + " " + value_of(row, "kiType") + " " + value_of(row, "reqType") + " " +
                       value_of(row, "gp") + " " + value_of(row, "patternType") + " " + value_of(row, "pattern"));
        }
    }
    const std::string ki = "urn:kb:meter/interaction/r";
    const std::string ke(rdf::ke_ns);
    const std::string start = ki + " " + ke + "ReactKnowledgeInteraction ";
    const std::string argument = " " + ki + "/argumentgp " + ke + "ArgumentGraphPattern ?x <urn:e:p> ?y . ";
    const std::string result = " " + ki + "/resultgp " + ke + "ResultGraphPattern ?x <urn:e:q> ?z . ";
    EXPECT_EQ(own, (std::set<std::string>{start + "urn:e:one" + argument, start + "urn:e:two" + argument,
                                          start + "urn:e:one" + result, start + "urn:e:two" + result}));
}

TEST(Meta, IsInvisibleWithoutTheFlag) {
    ExchangeWorld world;
    world.add("meter");
    Party& app = world.add("app");
    EXPECT_EQ(world.ask(app, app.asks("?kb a ke:KnowledgeBase"))->rows(), "");
}

TEST(Meta, DescribesAllOthersAndNeverTheAsker) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("one");
    world.add("two");
    const std::string ask = app.asks("?kb a ke:KnowledgeBase", with_meta());
    EXPECT_EQ(world.ask(app, ask)->rows(), "kb=<urn:kb:one>; kb=<urn:kb:two>");
    EXPECT_EQ(world.ask(app, ask, "kb=<urn:kb:two>")->rows(), "kb=<urn:kb:two>");
    Request request;
    request.recipients = {"urn:kb:one"};
    EXPECT_EQ(world.ask(app, ask, {}, request)->rows(), "kb=<urn:kb:one>");
    ASSERT_TRUE(world->remove_knowledge_base("urn:kb:one"));
    EXPECT_EQ(world.ask(app, ask)->rows(), "kb=<urn:kb:two>") << "though the plan is reused";
}

TEST(Meta, BuiltInOnesAreNotDescribedOrListed) {
    ExchangeWorld world;
    Party& app = world.add("app");
    KnowledgeBaseDescription description;
    description.built_in = true;
    world.add("store", description);
    EXPECT_EQ(world.ask(app, app.asks("?kb a ke:KnowledgeBase", with_meta()))->rows(), "");
    ASSERT_EQ(world->knowledge_bases().size(), 1U);
    EXPECT_EQ(world->knowledge_bases().front().id, app.id);
}

TEST(Meta, AnswersAPatternWhoseConstantsNobodyElseNames) {
    ExchangeWorld world;
    Party& app = world.add("app");
    world.add("other");
    const auto ask =
        world.ask(app, app.asks("?s ?p ?o", with_meta()), "o=<" + std::string(rdf::ke_ns) + "KnowledgeBase>");
    ASSERT_EQ(ask->value().bindings.size(), 1U);
    EXPECT_EQ(value_of(ask->value().bindings.to_rows().front(), "s"), "urn:kb:other");
    EXPECT_EQ(value_of(ask->value().bindings.to_rows().front(), "p"), rdf::rdf_type);
    EXPECT_GT(world.ask(app, app.asks("?s ?p ?o", with_meta()))->value().bindings.size(), 8U);
}

TEST(Meta, ReportsNoGapsForWhatItAnswers) {
    ExchangeWorld world;
    Party& app = world.add("app");
    InteractionSpec spec = with_meta();
    spec.knowledge_gaps_enabled = true;
    const auto ask = world.ask(app, app.asks("?kb a ke:KnowledgeBase", spec));
    ASSERT_TRUE(ask->value().knowledge_gaps);
    EXPECT_TRUE(ask->value().knowledge_gaps->empty());
}

/// The meta pattern in a subscriber's own names and order.
std::string subscription() {
    std::string text;
    for (const pattern::TriplePattern& triple : meta_pattern().triples) {
        text = to_string(triple) + " . " + text;
    }
    for (std::size_t at = 0; (at = text.find('?', at)) != std::string::npos; ++at) {
        text.insert(at + 1, "own_");
    }
    return text;
}

struct Told {
    std::string about;
    std::size_t rows;
    friend bool operator==(const Told&, const Told&) = default;
    friend std::ostream& operator<<(std::ostream& out, const Told& told) {
        return out << told.about << " " << told.rows;
    }
};

std::vector<Told> told_to(const Party& party) {
    std::vector<Told> told;
    for (const Call& call : party.calls()) {
        told.push_back({call.requesting_knowledge_base, call.bindings.size()});
        for (const pattern::TermRow& row : call.bindings) {
            EXPECT_EQ(value_of(row, "own_kb"), call.requesting_knowledge_base);
            EXPECT_EQ(row.size(), 14U);
        }
    }
    return told;
}

TEST(Subscription, TellsOfComingsChangesAndGoings) {
    ExchangeWorld world;
    Party& watcher = world.add("watcher");
    watcher.waits_with_reaction(subscription());
    Party& meter = world.add("meter");
    const std::string interaction = meter.waits_with_answer("?x e:p ?y");
    ASSERT_TRUE(world->remove_interaction(meter.id, interaction));
    meter.waits_with_answer("?x e:q ?y");
    ASSERT_TRUE(world->remove_knowledge_base(meter.id));
    EXPECT_EQ(told_to(watcher),
              (std::vector<Told>{{meter.id, 8}, {meter.id, 9}, {meter.id, 8}, {meter.id, 9}, {meter.id, 9}}));
    EXPECT_TRUE(watcher.replies(""));
}

TEST(Subscription, WhoseNewsIsNotAnsweredInTimeIsNoLongerWaitedFor) {
    ExchangeWorld world;
    Party& watcher = world.add("watcher");
    watcher.waits_with_reaction(subscription());
    world.add("meter");
    const Call call = watcher.last_call();
    EXPECT_EQ(call.deadline, world.clock().now() + 5min);
    world.clock().advance(5min);
    EXPECT_TRUE(watcher.was_cancelled(call.id));
    EXPECT_TRUE(watcher.replies("")) << "late, without effect";
}

TEST(Subscription, IsAnsweredWithoutRowsIfItHasNoResultPattern) {
    ExchangeWorld world;
    Party& watcher = world.add("watcher");
    watcher.waits_with_reaction(subscription());
    world.add("meter");
    const auto refused = watcher.replies("x=1");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::InvalidInput);
}

TEST(Subscription, ByPurposeTellsOfThatOnly) {
    ExchangeWorld world;
    Party& news = world.add("news");
    news.waits_with_reaction(subscription(), {}, about("NewKnowledgePurpose"));
    Party& changes = world.add("changes");
    changes.waits_with_reaction(subscription(), {}, about("ChangedKnowledgePurpose"));
    Party& goings = world.add("goings");
    goings.waits_with_reaction(subscription(), {}, about("RemovedKnowledgePurpose"));
    const std::size_t before = changes.calls().size();
    Party& meter = world.add("meter");
    EXPECT_EQ(told_to(news).back(), (Told{meter.id, 8}));
    meter.waits_with_answer("?x e:p ?y");
    EXPECT_EQ(changes.calls().size(), before + 1);
    EXPECT_EQ(told_to(changes).back(), (Told{meter.id, 9}));
    EXPECT_TRUE(goings.calls().empty());
    ASSERT_TRUE(world->remove_knowledge_base(meter.id));
    EXPECT_EQ(told_to(goings), (std::vector<Told>{{meter.id, 9}}));
}

TEST(Subscription, TellsOfExpiredLeases) {
    ExchangeWorld world;
    Party& watcher = world.add("watcher");
    watcher.waits_with_reaction(subscription(), {}, about("RemovedKnowledgePurpose"));
    KnowledgeBaseDescription description;
    description.lease = 30s;
    Party& meter = world.add("meter", description);
    world.clock().advance(30s);
    EXPECT_EQ(told_to(watcher), (std::vector<Told>{{meter.id, 8}}));
}

TEST(Subscription, NeverTellsOfOneselfNorOfBuiltInOnes) {
    ExchangeWorld world;
    Party& watcher = world.add("watcher");
    watcher.waits_with_reaction(subscription());
    watcher.waits_with_answer("?x e:p ?y");
    KnowledgeBaseDescription description;
    description.built_in = true;
    world.add("store", description).waits_with_answer("?x e:p ?y");
    EXPECT_TRUE(watcher.calls().empty());
}

TEST(Subscription, ToAPartOfThePatternIsNeverTriggered) {
    ExchangeWorld world;
    Party& watcher = world.add("watcher");
    watcher.waits_with_reaction("?kb a ke:KnowledgeBase . ?kb ke:hasName ?name");
    world.add("meter");
    EXPECT_TRUE(watcher.calls().empty());
}

TEST(Subscription, EndsWithItsInteraction) {
    ExchangeWorld world;
    Party& watcher = world.add("watcher");
    const std::string interaction = watcher.waits_with_reaction(subscription());
    world.add("one");
    ASSERT_TRUE(world->remove_interaction(watcher.id, interaction));
    EXPECT_TRUE(watcher.was_cancelled(watcher.last_call().id));
    world.add("two");
    EXPECT_EQ(watcher.calls().size(), 1U);
}

TEST(Subscription, OneThatDoesNotAnswerHoldsNobodyUp) {
    ExchangeWorld world;
    Party& watcher = world.add("watcher");
    watcher.waits_with_reaction(subscription());
    watcher.refuse({ErrorKind::LimitExceeded, "full"});
    Party& other = world.add("other");
    other.waits_with_reaction(subscription());
    world.add("meter");
    EXPECT_EQ(told_to(other), (std::vector<Told>{{"urn:kb:meter", 8}}));
    EXPECT_EQ(world->statistics().exchanges_under_way, 0U);
}

/// Looks, whenever it is told of something, whether that is there.
class Looker final : public KnowledgeBase {
  public:
    explicit Looker(Exchange& exchange) : exchange_(exchange) {}
    Result<void> handle(Call call) override {
        const std::lock_guard lock(mutex_);
        const auto interactions = exchange_.interactions(call.requesting_knowledge_base);
        seen_.push_back(interactions ? interactions->size() : 99);
        return exchange_.reply(call.id, {});
    }
    void cancel(CallId) override {}
    void removed() override {}
    std::vector<std::size_t> seen() {
        const std::lock_guard lock(mutex_);
        return seen_;
    }

  private:
    Exchange& exchange_;
    std::mutex mutex_;
    std::vector<std::size_t> seen_;
};

TEST(Subscription, TellsOfWhatIsThereAlready) {
    ExchangeWorld world;
    const auto looker = std::make_shared<Looker>(*world);
    ASSERT_TRUE(world->add_knowledge_base({.id = "urn:kb:looker", .name = {}, .description = {}, .lease = std::nullopt},
                                          looker));
    InteractionSpec spec;
    spec.type = InteractionType::React;
    spec.pattern = test_support::pattern_of(subscription());
    ASSERT_TRUE(world->add_interaction("urn:kb:looker", spec));
    world.add("meter").waits_with_answer("?x e:p ?y");
    EXPECT_EQ(looker->seen(), (std::vector<std::size_t>{0, 1}));
}

}  // namespace
}  // namespace gridlore::exchange
