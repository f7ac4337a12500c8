#include "adapter/graph/graph_knowledge_base.h"

#include <gtest/gtest.h>

#include <future>

#include "knowledge-engine/store/memory/memory_store.h"
#include "tests/support/exchange_world.h"

namespace gridlore::graph {
namespace {

using test_support::Asked;
using test_support::ExchangeWorld;
using test_support::Party;
using test_support::Posted;

/// A graph in memory on an exchange; what may block is done at once.
class Graph : public testing::Test {
  protected:
    ~Graph() override {
        if (graph_) {
            graph_->stop();
        }
        world_.end();
    }

    void begin(const Settings& settings = {}) {
        graph_ = std::make_shared<GraphKnowledgeBase>(settings, store_, BlankNodeNames("here"), *world_,
                                                      [](const std::function<void()>& work) {
                                                          work();
                                                          return true;
                                                      });
        ASSERT_TRUE(GraphKnowledgeBase::add(graph_));
    }

    void know(const std::string& subject, const std::string& predicate, const std::string& object) {
        const auto written = store_.write([&](store::WriteTransaction& transaction) -> Result<void> {
            store::QuadIds quad;
            quad.subject = *transaction.add_term(test_support::term_of(subject));
            quad.predicate = *transaction.add_term(test_support::term_of(predicate));
            quad.object = *transaction.add_term(test_support::term_of(object));
            return transaction.insert(quad) ? Result<void>() : Result<void>(invalid_input("not inserted"));
        });
        ASSERT_TRUE(written);
    }

    /// Waits until the store has made all changes, and what they led to has been told.
    void settle() {
        ASSERT_TRUE(store_.write([](store::WriteTransaction&) { return Result<void>(); }));
    }

    WatchedStore store_{store::make_memory_store()};
    ExchangeWorld world_;
    std::shared_ptr<GraphKnowledgeBase> graph_;
};

TEST_F(Graph, AnswersFromWhatIsStoredNow) {
    begin();
    Party& app = world_.add("app", 1);
    const std::string ask = app.asks("?a e:p ?b");
    EXPECT_EQ(world_.ask(app, ask)->rows(), "");
    know("e:s", "e:p", "5");
    EXPECT_EQ(world_.ask(app, ask)->rows(), "a=e:s b=5");
    EXPECT_EQ(world_.ask(app, ask)->info(), "graph: a=e:s b=5");
}

TEST_F(Graph, NeedNotLookWhileItIsKnownToBeEmpty) {
    begin();
    EXPECT_TRUE(graph_->must_look());
    EXPECT_FALSE(graph_->offers(rdf::Term::iri("urn:e:p")));
    EXPECT_FALSE(graph_->must_look());
    know("e:s", "e:p", "5");
    EXPECT_TRUE(graph_->must_look());
    EXPECT_TRUE(graph_->offers(rdf::Term::iri("urn:e:p")));
    EXPECT_FALSE(graph_->offers(rdf::Term::iri("urn:e:q")));
    EXPECT_TRUE(graph_->offers(std::nullopt));
}

TEST_F(Graph, AnswersNothingWhereConfigurationNamesNoGraph) {
    Settings settings;
    settings.answers_from = {};
    begin(settings);
    know("e:s", "e:p", "5");
    EXPECT_FALSE(graph_->must_look());
    Party& app = world_.add("app");
    EXPECT_EQ(world_.ask(app, app.asks("?a e:p ?b"))->rows(), "");
}

TEST_F(Graph, AnswersOnlyFromTheGraphsThatConfigurationNames) {
    Settings settings;
    settings.answers_from = {.default_graph = false, .all_named = true, .named = {}};
    begin(settings);
    know("e:s", "e:p", "5");
    EXPECT_FALSE(graph_->offers(rdf::Term::iri("urn:e:p")));
}

TEST_F(Graph, TakesNoPostsUnlessItIsTold) {
    begin();
    Party& app = world_.add("app");
    const Posted post = world_.post(app, app.posts("?a e:p ?b"), "a=e:s b=1");
    EXPECT_EQ(post->info(), "");
    settle();
    EXPECT_EQ((*store_.snapshot())->size(), 0U);
}

TEST_F(Graph, StoresWhatIsPostedAndTellsThen) {
    Settings settings;
    settings.posts_to = {.default_graph = false, .all_named = false, .named = {"urn:g:posts"}};
    settings.posted_predicates = {"urn:e:p"};
    begin(settings);
    Party& app = world_.add("app");
    const Posted post = world_.post(app, app.posts("?a e:p ?b . ?a e:q ?c"), "a=e:s b=1 c=2; a=e:t b=_:x c=3");
    settle();
    settle();
    ASSERT_TRUE(post->done());
    const auto snapshot = *store_.snapshot();
    EXPECT_EQ(snapshot->size(), 2U) << "only the predicate that is stored";
    EXPECT_TRUE(*snapshot->has_graph(**snapshot->find(rdf::Term::iri("urn:g:posts"))));
}

TEST_F(Graph, KnowsABlankNodeAgainThatIsPosted) {
    Settings settings;
    settings.posts_to = {.default_graph = true, .all_named = false, .named = {}};
    begin(settings);
    Party& app = world_.add("app");
    (void)world_.post(app, app.posts("?a e:p ?b"), "a=_:x b=1");
    settle();
    const Asked node = world_.ask(app, app.asks("?a e:p ?b"));
    ASSERT_EQ(node->value().bindings.size(), 1U);
    const std::string iri = node->value().bindings.to_rows()[0][0].second.text;
    EXPECT_TRUE(iri.starts_with("urn:gridlore:blank:here:"));
    (void)world_.post(app, app.posts("?a e:q ?b"), "a=<" + iri + "> b=2");
    settle();
    const Asked both = world_.ask(app, app.asks("?a e:p ?b . ?a e:q ?c"));
    ASSERT_EQ(both->value().bindings.size(), 1U);
    EXPECT_EQ(both->value().bindings.to_rows()[0][0].second.text, iri);
}

exchange::InteractionSpec removing(const std::vector<std::string>& patterns) {
    exchange::InteractionSpec spec;
    for (const std::string& pattern : patterns) {
        spec.removes.push_back(test_support::pattern_of(pattern));
    }
    return spec;
}

TEST_F(Graph, ForgetsWhatAPostSaysIsNoLongerSo) {
    Settings settings;
    settings.posts_to = {.default_graph = false, .all_named = false, .named = {"urn:g:posts"}};
    begin(settings);
    know("e:r9", "e:of", "e:u1");  // in another graph
    Party& app = world_.add("app");
    const std::string data = app.posts("?r e:of ?u . ?r e:value ?v . ?v e:number ?n");
    (void)world_.post(app, data, "r=e:r1 u=e:u1 v=e:v1 n=1; r=e:r2 u=e:u1 v=e:v2 n=2.0; r=e:r3 u=e:u2 v=e:v1 n=1");
    settle();
    EXPECT_EQ((*store_.snapshot())->size(), 9U);
    const std::string withdrawal =
        app.posts("?w e:withdraws ?u", "", removing({"?r e:of ?u . ?r e:value ?v . ?v e:number ?n"}));
    (void)world_.post(app, withdrawal, "w=e:w1 u=e:u1; w=e:w2 u=e:u1; w=e:w3 u=e:nobody");
    settle();
    const std::string all = app.asks("?r e:of ?u");
    EXPECT_EQ(world_.ask(app, all)->rows(), "r=e:r3 u=e:u2; r=e:r9 u=e:u1");
    EXPECT_EQ(world_.ask(app, app.asks("?w e:withdraws ?u"))->value().bindings.size(), 3U);
    EXPECT_EQ(world_.ask(app, app.asks("?r e:value ?v"))->rows(), "r=e:r3 v=e:v1");
    EXPECT_EQ(world_.ask(app, app.asks("?v e:number ?n"))->rows(), "") << "it was said of two";
}

TEST_F(Graph, ReplacesWhatItKnew) {
    Settings settings;
    settings.posts_to = {.default_graph = true, .all_named = false, .named = {}};
    begin(settings);
    Party& app = world_.add("app");
    const std::string state = app.posts("?d e:state ?s", "", removing({"?d e:state ?before"}));
    (void)world_.post(app, state, "d=e:d1 s=1; d=e:d2 s=1");
    (void)world_.post(app, state, "d=e:d1 s=2");
    settle();
    EXPECT_EQ(world_.ask(app, app.asks("?d e:state ?s"))->rows(), "d=e:d1 s=2; d=e:d2 s=1");
}

TEST_F(Graph, ForgetsOnlyWhatItWouldStoreAndWhatIsConnectedByIt) {
    Settings settings;
    settings.posts_to = {.default_graph = true, .all_named = false, .named = {}};
    settings.posted_predicates = {"urn:e:of", "urn:e:number"};
    begin(settings);
    Party& app = world_.add("app");
    (void)world_.post(app, app.posts("?r e:of ?u . ?r e:value ?v . ?v e:number ?n"), "r=e:r1 u=e:u1 v=e:v1 n=1");
    settle();
    const Posted post =
        world_.post(app, app.posts("?w e:withdraws ?u", "", removing({"?r e:of ?u . ?r e:value ?v . ?v e:number ?n"})),
                    "w=e:w1 u=e:u1");
    settle();
    settle();
    ASSERT_TRUE(post->done());
    EXPECT_EQ(post->value().exchange_info.size(), 1U) << "though nothing of it is stored";
    EXPECT_EQ(world_.ask(app, app.asks("?r e:of ?u"))->rows(), "");
    EXPECT_EQ(world_.ask(app, app.asks("?v e:number ?n"))->rows(), "n=1 v=e:v1") << "nothing tells whose it is";
    EXPECT_EQ(world_.ask(app, app.asks("?w e:withdraws ?u"))->rows(), "");
}

TEST_F(Graph, RefusesWhatIsNoTripleAndStoresNothingOfIt) {
    Settings settings;
    settings.posts_to = {.default_graph = true, .all_named = false, .named = {}};
    begin(settings);
    Party& app = world_.add("app");
    const Posted post = world_.post(app, app.posts("?a e:p ?b"), "a=e:s b=1; a=5 b=1");
    ASSERT_EQ(post->value().exchange_info.size(), 1U);
    EXPECT_EQ(post->value().exchange_info[0].status, exchange::ExchangeStatus::Failed);
    settle();
    EXPECT_EQ((*store_.snapshot())->size(), 0U);
}

}  // namespace
}  // namespace gridlore::graph
