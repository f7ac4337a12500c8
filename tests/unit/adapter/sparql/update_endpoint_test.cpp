#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <future>

#include "tests/unit/adapter/sparql/sparql_world.h"

namespace gridlore::sparql {
namespace {

using testing::HasSubstr;

constexpr const char* all_values = "SELECT ?v { ?s <urn:p> ?v } ORDER BY ?v";

TEST(UpdateEndpoint, ChangesByFormAndByBody) {
    const SparqlWorld world;
    EXPECT_EQ(world.update("INSERT DATA { <urn:a> <urn:p> 1 }").status, 204U);
    EXPECT_EQ(world
                  .send("POST", "/update", "", {{"Content-Type", "application/x-www-form-urlencoded"}},
                        "update=" + encoded("INSERT DATA { <urn:b> <urn:p> 2 }"))
                  .status,
              204U);
    EXPECT_EQ(world.rows(all_values), "1\r\n2\r\n");
}

TEST(UpdateEndpoint, TakesTheDatasetFromItsParameters) {
    const SparqlWorld world;
    ASSERT_EQ(world.update("INSERT DATA { <urn:a> <urn:q> 1 . GRAPH <urn:g> { <urn:a> <urn:q> 2 } }").status, 204U);
    ASSERT_EQ(world.update("INSERT { ?s <urn:p> ?v } WHERE { ?s <urn:q> ?v }", "using-graph-uri=urn%3Ag").status, 204U);
    EXPECT_EQ(world.rows(all_values), "2\r\n");
    EXPECT_EQ(
        world.update("INSERT { ?s <urn:p> 9 } USING <urn:g> WHERE { ?s ?q ?v }", "using-graph-uri=urn%3Ag").status,
        400U);
    EXPECT_EQ(world.rows(all_values), "2\r\n");
}

TEST(UpdateEndpoint, RefusesWhatIsNoUpdateAndChangesNothing) {
    const SparqlWorld world;
    ASSERT_EQ(world.update("INSERT DATA { <urn:a> <urn:p> 1 }").status, 204U);
    const http::Headers form = {{"Content-Type", "application/x-www-form-urlencoded"}};
    EXPECT_EQ(world.send("GET", "/update", "update=CLEAR%20ALL").status, 405U);
    EXPECT_EQ(world.send("POST", "/update", "", form, "update=CLEAR%20ALL&update=CLEAR%20ALL").status, 400U);
    EXPECT_EQ(world.send("POST", "/update", "", {}, "CLEAR ALL").status, 415U);
    EXPECT_EQ(world.update("CLEAR XYZ").status, 400U);
    EXPECT_EQ(world.update("CLEAR ALL ; CLEAR XYZ").status, 400U);
    const Answered query = world.update("SELECT * {}");
    EXPECT_EQ(query.status, 400U);
    const Answered form_query = world.send("POST", "/update", "", form, "query=ASK%20%7B%7D");
    EXPECT_EQ(form_query.status, 400U);
    EXPECT_THAT(form_query.detail(), HasSubstr("/sparql"));
    EXPECT_EQ(world.rows(all_values), "1\r\n");
}

TEST(UpdateEndpoint, UndoesAllOfARequestThatFails) {
    const SparqlWorld world;
    const Answered answer = world.update("INSERT DATA { <urn:a> <urn:p> 1 } ; LOAD <http://elsewhere.example/x.ttl>");
    EXPECT_EQ(answer.status, 400U);
    EXPECT_THAT(answer.detail(), HasSubstr("not allowed"));
    EXPECT_EQ(world.rows(all_values), "");
}

TEST(UpdateEndpoint, LoadsOnlyWhatIsAllowed) {
    const auto folder = std::filesystem::temp_directory_path() / ("gridlore-load-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder / "inside");
    std::ofstream(folder / "inside" / "a.ttl") << "<urn:a> <urn:p> 1 .";
    std::ofstream(folder / "inside" / "bad.ttl") << "<urn:a> <urn:p> 1 .\n<urn:b> .";
    std::ofstream(folder / "b.ttl") << "<urn:b> <urn:p> 2 .";
    Settings settings;
    settings.load.allowed = {"file://" + (folder / "inside").string() + "/"};
    const SparqlWorld world(settings);
    const std::string inside = "LOAD <file://" + (folder / "inside").string();
    EXPECT_EQ(world.update(inside + "/a.ttl>").status, 204U);
    EXPECT_EQ(world.update("LOAD <file://" + (folder / "b.ttl").string() + ">").status, 400U);
    EXPECT_EQ(world.update(inside + "/../b.ttl>").status, 400U);
    EXPECT_EQ(world.update(inside + "/%2E%2E/b.ttl>").status, 400U);
    EXPECT_EQ(world.update(inside + "/none.ttl>").status, 404U);
    const Answered bad = world.update(inside + "/bad.ttl>");
    EXPECT_EQ(bad.status, 400U);
    EXPECT_THAT(bad.detail(), HasSubstr("line 2"));
    EXPECT_EQ(world.update("LOAD SILENT <http://elsewhere.example/x> ; INSERT DATA { <urn:c> <urn:p> 3 }").status,
              204U);
    EXPECT_EQ(world.rows(all_values), "1\r\n3\r\n");
    std::filesystem::remove_all(folder);
}

TEST(UpdateEndpoint, TakesNoOtherHostForOneThatIsAllowed) {
    Settings settings;
    settings.load.allowed = {"http://127.0.0.1:1"};  // nothing listens there
    const SparqlWorld world(settings);
    EXPECT_EQ(world.update("LOAD <http://127.0.0.1:1/x.ttl>").status, 503U);
    for (const std::string iri : {"http://127.0.0.1:1.elsewhere.example/x.ttl", "http://127.0.0.1:11/x.ttl",
                                  "http://127.0.0.1:1@elsewhere.example/x.ttl"}) {
        const Answered other = world.update("LOAD <" + iri + ">");
        EXPECT_EQ(other.status, 400U) << iri;
        EXPECT_THAT(other.detail(), HasSubstr("not allowed")) << iri;
    }
}

TEST(UpdateEndpoint, ReadsALargeFormOnTheExecutorOnly) {
    SparqlWorld world;
    world.is_full = true;
    const std::string query = "query=" + std::string(20'000, 'x') + "%";
    const http::Headers form = {{"Content-Type", "application/x-www-form-urlencoded"}};
    EXPECT_EQ(world.send("POST", "/update", "", form, "update=%").status, 503U);
    EXPECT_EQ(world.send("POST", "/sparql", "", form, query).status, 503U);
    world.is_full = false;
    EXPECT_EQ(world.send("POST", "/update", "", form, "update=%").status, 400U);
    EXPECT_EQ(world.send("POST", "/sparql", "", form, query).status, 400U);
}

/// Keeps the store's writer busy until it is released.
class BusyWriter {
  public:
    explicit BusyWriter(store::QuadStore& store) {
        std::promise<void> begun;
        auto has_begun = begun.get_future();
        store.submit(
            [&begun, released = released_](store::WriteTransaction&) {
                begun.set_value();
                released.wait();
                return Result<void>();
            },
            [](const Result<void>&) {});
        has_begun.wait();
    }
    void release() { release_.set_value(); }

  private:
    std::promise<void> release_;
    const std::shared_future<void> released_ = release_.get_future().share();
};

http::Request update_request(const std::string& text) {
    http::Request request;
    request.method = "POST";
    request.path = "/update";
    request.headers = {{"Content-Type", "application/sparql-update"}};
    request.body = text;
    return request;
}

TEST(UpdateEndpoint, MakesNoChangeThatWaitsWhenTheServerStops) {
    SparqlWorld world;
    BusyWriter writer(*world.store);
    const auto response = std::make_shared<AwaitedResponse>();
    world.handler()(update_request("INSERT DATA { <urn:a> <urn:p> 1 }"), response);
    world.api().stopping();
    writer.release();
    EXPECT_EQ(response->wait().status, 503U);
    EXPECT_EQ((*world.store->snapshot())->size(), 0U);
}

TEST(UpdateEndpoint, MayBeGoneWhenAChangeEnds) {
    auto world = std::make_unique<SparqlWorld>();
    const std::unique_ptr<store::QuadStore> store = std::move(world->store);
    ASSERT_TRUE(
        world->send("PUT", "/graphs", "default", {{"Content-Type", "text/turtle"}}, "<urn:a> <urn:p> 1 .").status ==
        201);
    BusyWriter writer(*store);
    const auto updated = std::make_shared<AwaitedResponse>();
    world->handler()(update_request("INSERT { <urn:b> ?p ?v } WHERE { ?s ?p ?v }"), updated);
    world.reset();
    writer.release();
    EXPECT_EQ(updated->wait().status, 204U);
}

}  // namespace
}  // namespace gridlore::sparql
