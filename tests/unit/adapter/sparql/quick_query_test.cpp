#include <gmock/gmock.h>

#include <optional>

#include "tests/unit/adapter/sparql/sparql_world.h"

namespace gridlore::sparql {
namespace {

using testing::HasSubstr;

constexpr const char* two = "INSERT DATA { <urn:a> <urn:p> 1 . <urn:b> <urn:p> 2 }";
constexpr const char* values = "SELECT ?v { ?s <urn:p> ?v } ORDER BY ?v";

Settings quick_within(std::chrono::nanoseconds time) {
    Settings settings;
    settings.quick_time = time;
    return settings;
}

/// All that is small enough is quick: how long it takes is the machine's business.
class QuickQuery : public testing::Test {
  protected:
    /// Whether it is answered when the executor takes nothing more.
    Answered without_executor(const std::string& text, const std::string& accept = "text/csv",
                              const std::string& more = "") {
        world_.is_full = true;
        Answered answer = world_.query(text, accept, more);
        world_.is_full = false;
        return answer;
    }

    SparqlWorld world_{quick_within(std::chrono::seconds(100))};
};

TEST_F(QuickQuery, IsAnsweredWithoutTheExecutorOnceItWasAnsweredByIt) {
    ASSERT_EQ(world_.update(two).status, 204U);
    EXPECT_EQ(without_executor(values).status, 503U);
    const Answered first = world_.query(values);
    const Answered again = without_executor(values);
    EXPECT_EQ(again.status, 200U);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.content_type, first.content_type);
    EXPECT_EQ(again.headers, first.headers);
    EXPECT_EQ(without_executor("SELECT ?other { ?s <urn:p> ?other }").status, 503U);
}

TEST_F(QuickQuery, ComesInEachFormAndByEachMethod) {
    ASSERT_EQ(world_.update(two).status, 204U);
    for (const std::string text : {"ASK { <urn:a> ?p ?o }", "CONSTRUCT WHERE { <urn:a> ?p ?o }", "DESCRIBE <urn:a>"}) {
        const Answered first = world_.query(text, "");
        EXPECT_EQ(first.status, 200U) << first.body;
        EXPECT_EQ(without_executor(text, "").body, first.body) << text;
    }
    const http::Headers headers = {{"Content-Type", "application/sparql-query"}, {"Accept", "text/csv"}};
    const auto post = [&] { return world_.send("POST", "/sparql", "", headers, values); };
    EXPECT_EQ(post().status, 200U);
    world_.is_full = true;
    EXPECT_EQ(post().body, "v\r\n1\r\n2\r\n");
}

TEST_F(QuickQuery, SeesWhatWasWrittenSince) {
    ASSERT_EQ(world_.update(two).status, 204U);
    world_.query(values);
    ASSERT_EQ(world_.update("INSERT DATA { <urn:c> <urn:p> 3 }").status, 204U);
    EXPECT_EQ(without_executor(values).body, "v\r\n1\r\n2\r\n3\r\n");
}

TEST_F(QuickQuery, HasTheDatasetOfItsRequest) {
    ASSERT_EQ(world_.update("INSERT DATA { <urn:a> <urn:p> 1 . GRAPH <urn:g> { <urn:c> <urn:p> 3 } }").status, 204U);
    world_.query(values);
    EXPECT_EQ(without_executor(values, "text/csv", "&default-graph-uri=urn%3Ag").body, "v\r\n3\r\n");
    EXPECT_EQ(without_executor(values).body, "v\r\n1\r\n");
}

TEST_F(QuickQuery, WithALargeResultWaitsForTheExecutor) {
    ASSERT_EQ(world_.update(two).status, 204U);
    world_.query(values);
    ASSERT_EQ(without_executor(values).status, 200U);
    std::string many = "INSERT DATA {";
    for (int i = 0; i < 5000; ++i) {
        many += "<urn:m> <urn:p> " + std::to_string(i) + " .\n";
    }
    ASSERT_EQ(world_.update(many + "}").status, 204U);
    EXPECT_EQ(without_executor(values).status, 503U) << "was quick, but is not any more";
    EXPECT_THAT(world_.query(values).body, HasSubstr("\r\n4999\r\n"));
    EXPECT_EQ(without_executor(values).status, 503U);
}

TEST_F(QuickQuery, IsExplainedAndRefusedByTheExecutor) {
    world_.query(values);
    EXPECT_EQ(without_executor(values, "text/csv", "&explain=true").status, 503U);
    EXPECT_EQ(without_executor(values, "image/png").status, 503U);
    EXPECT_EQ(world_.query(values, "image/png").status, 406U);
    EXPECT_EQ(without_executor(values, "text/csv", "&timeout=x").status, 400U);
}

TEST_F(QuickQuery, NeverStandsInForAService) {
    // By the executor, an endpoint that must not be asked gives nothing: it is SILENT.
    const std::string text = "SELECT ?v { SERVICE SILENT <http://localhost:1/> { ?s ?p ?v } }";
    EXPECT_EQ(world_.query(text).status, 200U);
    EXPECT_EQ(without_executor(text).status, 503U);
}

TEST(QuickQueries, AreNotAnsweredAtOnceWhereThatIsOff) {
    SparqlWorld world(quick_within(std::chrono::nanoseconds(0)));
    world.query(values);
    world.is_full = true;
    EXPECT_EQ(world.query(values).status, 503U);
}

TEST(QuickQueries, GiveUpWhenTheyHaveBecomeSlow) {
    Settings settings = quick_within(std::chrono::milliseconds(200));
    settings.query.time = std::chrono::seconds(2);
    SparqlWorld world(settings);
    const std::string explodes =
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c != ?f) }";
    ASSERT_EQ(world.query(explodes).body, "n\r\n0\r\n");
    std::string many = "INSERT DATA {";
    for (int i = 0; i < 1000; ++i) {
        many += "<urn:m> <urn:p> " + std::to_string(i) + " .\n";
    }
    ASSERT_EQ(world.update(many + "}").status, 204U);
    world.is_full = true;
    EXPECT_EQ(world.query(explodes).status, 503U);
    world.is_full = false;
    EXPECT_THAT(world.query(explodes).detail(), HasSubstr("query-time"));
}

/// The memory store's reader waits while somebody writes; a connection's thread must not.
TEST(QuickQueries, DoNotWaitForAWriter) {
    SparqlWorld world(quick_within(std::chrono::seconds(100)));
    world.query(values);
    std::optional<unsigned> status;
    const auto written = world.store->write([&](store::WriteTransaction&) -> Result<void> {
        world.is_full = true;
        status = world.query(values).status;
        return {};
    });
    ASSERT_TRUE(written);
    EXPECT_EQ(status, 503U);
}

}  // namespace
}  // namespace gridlore::sparql
