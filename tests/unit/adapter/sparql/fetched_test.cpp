#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "adapter/http/server.h"
#include "tests/unit/adapter/sparql/sparql_world.h"

namespace gridlore::sparql {
namespace {

using testing::HasSubstr;

/// Another server, whose handler a test gives; it is called on the server's one network thread.
class Elsewhere {
  public:
    explicit Elsewhere(http::Handler handler)
        : server_({.port = 0, .threads = 1}, std::move(handler),
                  [](unsigned status, const std::string& message) {
                      return http::Response::with_body(status, "text/plain", message);
                  },
                  {}) {
        EXPECT_TRUE(server_.start());
    }
    std::string address() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/"; }

  private:
    http::Server server_;
};

http::Response one_row() {
    return http::Response::with_body(200, "text/csv", "v\r\n7\r\n");
}

Settings with_remote(const std::string& allowed, std::chrono::seconds time = std::chrono::seconds(20)) {
    Settings settings;
    settings.load.allowed = settings.service.allowed = {allowed};
    settings.load.time = settings.service.time = time;
    return settings;
}

constexpr const char* count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?v }";

TEST(Fetched, LetsOthersWriteWhileAnotherEndpointIsAsked) {
    SparqlWorld* world = nullptr;
    const Elsewhere elsewhere([&world](const http::Request&, const std::shared_ptr<http::Responder>& responder) {
        EXPECT_EQ(world->update("INSERT DATA { <urn:meanwhile> <urn:p> 1 }").status, 204U);
        responder->respond(one_row());
    });
    SparqlWorld here(with_remote(elsewhere.address(), std::chrono::seconds(2)));
    world = &here;
    const Answered answer =
        here.update("INSERT { <urn:a> <urn:p> ?v } WHERE { SERVICE <" + elsewhere.address() + "> { ?s <urn:q> ?v } }");
    EXPECT_EQ(answer.status, 204U) << answer.body;
    EXPECT_EQ(here.rows("SELECT ?v { <urn:a> ?p ?v }"), "7\r\n");
}

TEST(Fetched, AsksOnceForEachServiceWhereverItStands) {
    std::atomic<int> calls = 0;
    const Elsewhere elsewhere([&calls](const http::Request&, const std::shared_ptr<http::Responder>& responder) {
        ++calls;
        responder->respond(one_row());
    });
    const SparqlWorld world(with_remote(elsewhere.address()));
    ASSERT_EQ(world.update("INSERT DATA { <urn:a> <urn:q> 1 }").status, 204U);
    const std::string service = "SERVICE <" + elsewhere.address() + "> { ?x <urn:q> ?v }";
    EXPECT_EQ(
        world
            .update("INSERT { <urn:a> <urn:p> ?v } WHERE { { SELECT ?v { " + service +
                    " } } } ; INSERT { <urn:b> <urn:p> 1 } WHERE { ?s <urn:q> 1 FILTER EXISTS { " + service + " } }")
            .status,
        204U);
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(world.rows(count), "3\r\n");
}

TEST(Fetched, RefusesAServiceThatAVariableNames) {
    const SparqlWorld world(with_remote("http://elsewhere.example/"));
    for (const std::string pattern : {"{ ?x ?p ?o SERVICE ?x { ?s ?q ?v } }",
                                      "{ ?x ?p ?o FILTER (1 = 2 || NOT EXISTS { SERVICE SILENT ?x {} }) }"}) {
        const Answered answer = world.update("INSERT { <urn:a> <urn:p> 1 } WHERE " + pattern);
        EXPECT_EQ(answer.status, 400U) << pattern;
        EXPECT_THAT(answer.detail(), HasSubstr("name the endpoint by its IRI")) << pattern;
    }
}

TEST(Fetched, EndsWithItsClient) {
    std::vector<std::shared_ptr<http::Responder>> held;
    std::promise<void> asked;
    {
        const Elsewhere elsewhere([&](const http::Request&, const std::shared_ptr<http::Responder>& responder) {
            held.push_back(responder);
            asked.set_value();
        });
        const SparqlWorld world(with_remote(elsewhere.address()));
        const auto response = std::make_shared<AwaitedResponse>();
        http::Request request;
        request.method = "POST";
        request.path = "/update";
        request.headers = {{"Content-Type", "application/sparql-update"}};
        request.body = "LOAD SILENT <" + elsewhere.address() + "x.ttl> ; INSERT DATA { <urn:a> <urn:p> 1 }";
        std::jthread client([&] { world.handler()(request, response); });
        asked.get_future().wait();
        response->disconnect();
        const Answered answer = answered(response->wait());
        EXPECT_EQ(answer.status, 503U);
        EXPECT_THAT(answer.detail(), HasSubstr("cancelled"));
        EXPECT_EQ(world.rows(count), "0\r\n");
    }
    held.clear();
}

TEST(Fetched, HasOneAllowanceForARequestWhichSilentDoesNotLift) {
    const auto folder = std::filesystem::temp_directory_path() / ("gridlore-fetched-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const std::string text = "<urn:a> <urn:p> 1 .";
    std::ofstream(folder / "a.ttl") << text;
    std::ofstream(folder / "b.ttl") << text;
    const auto load = [&](const char* name) { return "LOAD SILENT <file://" + (folder / name).string() + ">"; };
    Settings settings = with_remote("file://" + folder.string() + "/");
    settings.load.bytes = text.size() * 2;
    settings.load.fetches = 2;
    EXPECT_EQ(SparqlWorld(settings).update(load("a.ttl") + ";" + load("b.ttl") + ";" + load("a.ttl")).status, 204U);
    settings.load.bytes -= 1;
    const Answered too_large = SparqlWorld(settings).update(load("a.ttl") + ";" + load("b.ttl"));
    EXPECT_EQ(too_large.status, 503U);
    EXPECT_THAT(too_large.detail(), HasSubstr("bytes in all"));
    settings.load.fetches = 1;
    const Answered too_many = SparqlWorld(settings).update(load("a.ttl") + ";" + load("b.ttl"));
    EXPECT_EQ(too_many.status, 503U);
    EXPECT_THAT(too_many.detail(), HasSubstr("more than 1 times"));
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace gridlore::sparql
