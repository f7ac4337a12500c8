#include "adapter/rest-api/rest_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

#include "adapter/rest-api/exchange_endpoints.h"
#include "adapter/rest-api/operator_endpoints.h"
#include "adapter/rest-api/registration_endpoints.h"
#include "tests/support/rest_client.h"

namespace gridlore::rest_api {
namespace {

using nlohmann::json;
using test_support::error_message;
using test_support::json_of;
using test_support::RestClient;
using testing::HasSubstr;

std::string large_knowledge_base(std::size_t bytes) {
    return std::string(bytes, ' ') +
           R"({"knowledgeBaseId":"urn:kb:1","knowledgeBaseName":"","knowledgeBaseDescription":""})";
}

/// The rows of all tables; what they serve is not to be called.
std::vector<Endpoint> all_endpoints() {
    ManualClock clock{TimePoint{}};
    exchange::Exchange exchange({}, clock);
    const auto services =
        std::make_shared<const Services>(Services{{},
                                                  exchange,
                                                  {},
                                                  std::make_shared<Mailboxes>(MailboxSettings{}, clock),
                                                  std::make_shared<Registrations>(nullptr),
                                                  {}});
    std::vector<Endpoint> all = registration_endpoints(services);
    for (const auto& endpoints : {exchange_endpoints(services), operator_endpoints({services, {}, {}, {}, {}, {}})}) {
        all.insert(all.end(), endpoints.begin(), endpoints.end());
    }
    return all;
}

TEST(RestApi, RefusesUnknownPathsAndMethodsInTheContractsForm) {
    RestClient rest;
    const auto unknown = rest.send("GET", "/rest/nowhere");
    EXPECT_EQ(unknown->status(), 404U);
    EXPECT_NE(error_message(unknown), "");
    const auto wrong = rest.send("PATCH", "/rest/sc");
    EXPECT_EQ(wrong->status(), 405U);
    EXPECT_NE(error_message(wrong), "");
    EXPECT_EQ(rest.send("GET", "/sc")->status(), 404U);
    EXPECT_EQ(rest.send("GET", "/rest/sc/ask")->status(), 405U);
}

TEST(RestApi, ToleratesATrailingSlashEverywhere) {
    RestClient rest;
    for (const Endpoint& endpoint : all_endpoints()) {
        const std::string& method = endpoint.method;
        const std::string& path = endpoint.path;
        if (path.ends_with("*") || path == "/") {
            continue;
        }
        SCOPED_TRACE(method + " " + path);
        const auto plain = rest.send(method, path);
        const auto slashed = rest.send(method, path + "/");
        EXPECT_EQ(slashed->status(), plain->status());
        EXPECT_NE(slashed->status(), 0U);
    }
}

TEST(RestApi, RefusesOtherContentTypes) {
    RestClient rest;
    for (const char* path : {"/rest/sc", "/rest/sc/ki", "/rest/sc/ask", "/rest/sc/post", "/rest/sc/handle"}) {
        SCOPED_TRACE(path);
        const auto response = rest.send("POST", path, {std::nullopt, std::nullopt, "application/xml"}, "<a/>");
        EXPECT_EQ(response->status(), 415U);
        EXPECT_NE(error_message(response), "");
    }
}

TEST(RestApi, RefusesBodiesThatCannotBeRead) {
    RestClient rest;
    rest.add_knowledge_base("urn:kb:1");
    const std::string deep(100'000, '[');
    for (const char* path : {"/rest/sc", "/rest/sc/ki", "/rest/sc/ask", "/rest/sc/post", "/rest/sc/handle"}) {
        for (const std::string& body : {std::string(), std::string("{"), std::string("[]\0x", 4),
                                        std::string("[\"\xFF\"]"), deep, std::string("\"text\""), std::string("5")}) {
            SCOPED_TRACE(std::string(path) + " " + body.substr(0, 10));
            const auto response = rest.send("POST", path, {"urn:kb:1", "urn:x:y"}, body);
            // A body that is JSON but of the wrong kind may first be told that its interaction is unknown.
            EXPECT_TRUE(response->status() == 400U || (body.size() < 8 && response->status() == 404U))
                << response->status();
            EXPECT_NE(error_message(response), "");
        }
    }
}

TEST(RestApi, ReadsLargeBodiesOffTheNetworksThreads) {
    RestClient rest;
    EXPECT_EQ(rest.send("POST", "/rest/sc", {}, large_knowledge_base(100'000))->status(), 200U);
    EXPECT_EQ(rest.works_executed, 1);
    EXPECT_EQ(rest.send("DELETE", "/rest/sc", {"urn:kb:1"})->status(), 200U);
    EXPECT_EQ(rest.send("POST", "/rest/sc", {}, large_knowledge_base(10))->status(), 200U);
    EXPECT_EQ(rest.works_executed, 1);
}

TEST(RestApi, RefusesLargeBodiesWhereThereIsNoRoom) {
    RestClient rest;
    rest.executor_is_full = true;
    const auto refused = rest.send("POST", "/rest/sc", {}, large_knowledge_base(100'000));
    EXPECT_EQ(refused->status(), 503U);
    EXPECT_NE(error_message(refused), "");
    EXPECT_EQ(rest.send("POST", "/rest/sc", {}, large_knowledge_base(10))->status(), 200U);
}

TEST(RestApi, TurnsTheUnexpectedIntoA500ThatTellsNothing) {
    RestClient rest;
    rest.api().use_server_statistics([]() -> http::ServerStatistics { throw std::runtime_error("secret"); });
    const auto response = rest.send("GET", "/metrics");
    EXPECT_EQ(response->status(), 500U);
    EXPECT_THAT(error_message(response), testing::Not(HasSubstr("secret")));
    EXPECT_THAT(rest.failures, testing::ElementsAre("GET /metrics (request ): secret"));
}

/// Another API on the exchange of `rest`, whose executor breaks.
class BrokenApi {
  public:
    explicit BrokenApi(RestClient& rest)
        : api_(
              settings(), rest.exchange(), rest.clock(),
              [](const std::function<void()>&) -> bool { throw std::runtime_error("no thread"); },
              [this](std::string_view failure) { failures.emplace_back(failure); }) {}

    test_support::Recorded post(const std::string& path, http::Headers headers, const std::string& body) {
        http::Request request;
        request.method = "POST";
        request.path = path;
        request.headers = std::move(headers);
        request.body = body;
        request.id = "17";
        const auto recorded = std::make_shared<test_support::RecordedResponse>();
        api_.handler()(std::move(request), recorded);
        return recorded;
    }

    std::vector<std::string> failures;

  private:
    static Settings settings() {
        Settings settings;
        settings.inline_rows = 0;
        return settings;
    }

    RestApi api_;
};

TEST(RestApi, TurnsAFaultAtALargeBodyIntoA500) {
    RestClient rest;
    BrokenApi broken(rest);
    EXPECT_EQ(broken.post("/rest/sc", {}, large_knowledge_base(100'000))->status(), 500U);
    EXPECT_THAT(broken.failures, testing::ElementsAre("POST /rest/sc (request 17): no thread"));
}

TEST(RestApi, TurnsAFaultAtALargeResultIntoA500) {
    RestClient rest;
    rest.add_knowledge_base("urn:kb:2");
    const auto answer = rest.add_interaction("urn:kb:2", "Answer", "?a e:p ?b");
    BrokenApi broken(rest);
    ASSERT_EQ(broken.post("/rest/sc", {}, large_knowledge_base(1))->status(), 200U);
    const http::Headers asker = {{"Knowledge-Base-Id", "urn:kb:1"}};
    const auto ask = json_of(
        broken.post("/rest/sc/ki", asker,
                    R"({"knowledgeInteractionType":"AskKnowledgeInteraction","graphPattern":"?a <urn:e:p> ?b"})"));
    const auto asked =
        broken.post("/rest/sc/ask", {asker[0], {"Knowledge-Interaction-Id", ask["knowledgeInteractionId"]}}, "[{}]");
    const auto call = json_of(rest.poll("urn:kb:2"))["handleRequestId"].dump();
    EXPECT_EQ(
        rest.handle("urn:kb:2", answer, R"({"handleRequestId":)" + call + R"(,"bindingSet":[{"a":"<urn:x>","b":"1"}]})")
            ->status(),
        200U);
    EXPECT_EQ(asked->status(), 500U);
    EXPECT_THAT(broken.failures, testing::ElementsAre("POST /rest/sc/ask (request 17): no thread"));
}

/// Fails in a way that nobody expects.
class Failing final : public exchange::KnowledgeBase {
  public:
    Result<void> handle(exchange::Call) override { throw std::runtime_error("secret of the inside"); }
    void cancel(exchange::CallId) override {}
    void removed() override {}
};

TEST(RestApi, TurnsAFaultInAnExchangeIntoA500) {
    RestClient rest;
    ASSERT_TRUE(rest.exchange().add_knowledge_base({.id = "urn:kb:broken", .name = {}, .description = {}, .lease = {}},
                                                   std::make_shared<Failing>()));
    exchange::InteractionSpec answer;
    answer.type = exchange::InteractionType::Answer;
    answer.pattern = *pattern::parse_pattern("?x <urn:e:p> ?y", {});
    ASSERT_TRUE(rest.exchange().add_interaction("urn:kb:broken", answer));
    const auto ask = rest.add_interaction(rest.add_knowledge_base("urn:kb:1"), "Ask", "?a e:p ?b");
    const auto asked = rest.send("POST", "/rest/sc/ask", {"urn:kb:1", ask}, "[{}]");
    EXPECT_EQ(asked->status(), 500U);
    EXPECT_THAT(asked->body(), testing::Not(HasSubstr("secret")));
    ASSERT_EQ(rest.failures.size(), 1U);
    EXPECT_THAT(rest.failures.front(), HasSubstr("secret of the inside"));
}

TEST(RestApi, WordsTheServersOwnErrors) {
    RestClient rest;
    const auto response = rest.api().refusal()(431, "The header is too large.");
    EXPECT_EQ(response.status, 431U);
    EXPECT_EQ(response.content_type, "application/json");
    EXPECT_EQ(*response.body, R"({"messageType":"error","message":"The header is too large."})");
}

TEST(RestApi, IsReadyUntilItStops) {
    RestClient rest;
    EXPECT_EQ(rest.send("GET", "/health/live")->status(), 200U);
    EXPECT_EQ(json_of(rest.send("GET", "/health/ready")), json::parse(R"({"status":"ready"})"));
    rest.api().not_ready();
    EXPECT_EQ(rest.send("GET", "/health/live")->status(), 200U);
    EXPECT_EQ(rest.send("GET", "/health/ready")->status(), 503U);
}

TEST(RestApi, EndsPollsWhenItStops) {
    RestClient rest;
    rest.add_knowledge_base("urn:kb:1");
    const auto open = rest.poll("urn:kb:1");
    rest.api().stopping();
    EXPECT_EQ(open->status(), 410U);
    EXPECT_EQ(json_of(open)["messageType"], "message");
    EXPECT_EQ(rest.poll("urn:kb:1")->status(), 410U);
    EXPECT_EQ(rest.send("GET", "/health/ready")->status(), 503U);
}

TEST(RestApi, RefusesNewWorkOnceTheExchangeStops) {
    RestClient rest;
    rest.add_knowledge_base("urn:kb:1");
    const auto ask = rest.add_interaction("urn:kb:1", "Ask", "?a e:p ?b");
    rest.exchange().stop(std::chrono::seconds(1), [] {});
    const auto refused = rest.send("POST", "/rest/sc/ask", {"urn:kb:1", ask}, "[{}]");
    EXPECT_EQ(refused->status(), 503U);
    EXPECT_NE(error_message(refused), "");
    EXPECT_EQ(rest.send("POST", "/rest/sc", {},
                        R"({"knowledgeBaseId":"urn:kb:2","knowledgeBaseName":"","knowledgeBaseDescription":""})")
                  ->status(),
              503U);
}

TEST(Metrics, ShowWhatHappens) {
    RestClient rest;
    rest.api().use_server_statistics([] { return http::ServerStatistics{7, 1234, 5}; });
    rest.add_knowledge_base("urn:kb:1");
    const auto ask = rest.add_interaction("urn:kb:1", "Ask", "?a e:p ?b");
    rest.poll("urn:kb:1");
    rest.send("POST", "/rest/sc/ask", {"urn:kb:1", ask}, "[{}]");
    rest.send("POST", "/rest/sc/ask", {"urn:kb:9", ask}, "[{}]");
    const auto response = rest.send("GET", "/metrics");
    EXPECT_EQ(response->status(), 200U);
    EXPECT_THAT(response->content_type(), HasSubstr("text/plain"));
    const std::string text = response->body();
    for (const char* expected :
         {"gridlore_knowledge_bases 1\n", "gridlore_asks_total 1\n", "gridlore_open_polls 1\n",
          "gridlore_queued_work 0\n", "gridlore_http_connections 7\n", "gridlore_http_requests_total 1234\n",
          "# TYPE gridlore_request_seconds histogram\n",
          R"(gridlore_request_seconds_count{method="POST",route="/rest/sc/ask",status="200"} 1)",
          R"(gridlore_request_seconds_count{method="POST",route="/rest/sc/ask",status="404"} 1)"}) {
        EXPECT_THAT(text, HasSubstr(expected));
    }
}

TEST(Viewer, IsAPageThatNeedsNoOtherHost) {
    RestClient rest;
    const auto page = rest.send("GET", "/docs/");
    EXPECT_EQ(page->status(), 200U);
    EXPECT_THAT(page->content_type(), HasSubstr("text/html"));
    EXPECT_THAT(page->header("Content-Security-Policy"), HasSubstr("default-src 'self'"));
    EXPECT_THAT(page->body(), testing::Not(HasSubstr("http")));
    // Every file that it names is there, and may be kept for long if its address bears a version.
    std::size_t files = 0;
    const std::string body = page->body();
    for (auto at = body.find("\"/docs/"); at != std::string::npos; at = body.find("\"/docs/", at + 1)) {
        const std::string address = body.substr(at + 1, body.find('"', at + 1) - at - 1);
        const std::string path = address.substr(0, address.find('?'));
        SCOPED_TRACE(path);
        const auto file = rest.send("GET", path);
        EXPECT_EQ(file->status(), 200U);
        EXPECT_FALSE(file->body().empty());
        EXPECT_THAT(file->header("Cache-Control"), HasSubstr(path == address ? "no-cache" : "max-age=31536000"));
        ++files;
    }
    EXPECT_EQ(files, 4U);
    EXPECT_THAT(rest.send("GET", "/docs/start.js")->body(), HasSubstr("validatorUrl: null"));
}

TEST(Viewer, ServesNothingElse) {
    RestClient rest;
    for (const char* path :
         {"/docs/nothing.js", "/docs/index.html", "/docs/../openapi.json", "/docs/%2e%2e", "/docs/index.html/x"}) {
        EXPECT_EQ(rest.send("GET", path)->status(), 404U) << path;
    }
    const auto root = rest.send("GET", "/");
    EXPECT_EQ(root->status(), 302U);
    EXPECT_EQ(root->header("Location"), "/docs");
}

/// What the document describes of this part; SPARQL and mappings, which others serve, are tried end to end.
/// `GET /docs/*` of the table is `get` of `/docs/{file}` in the document.
std::set<std::string> described(const json& document) {
    std::set<std::string> operations;
    for (const auto& [path, item] : document["paths"].items()) {
        if (path == "/sparql" || path == "/update" || path.starts_with("/graphs") || path.starts_with("/operator/") ||
            path.starts_with("/mappings/")) {
            continue;
        }
        for (const auto& [method, operation] : item.items()) {
            operations.insert(method + " " + (path == "/docs/{file}" ? "/docs/*" : path));
        }
    }
    return operations;
}

/// Method and path of every row of the tables, as the document has them.
std::set<std::string> served() {
    std::set<std::string> operations;
    for (const Endpoint& endpoint : all_endpoints()) {
        std::string method = endpoint.method;
        std::transform(method.begin(), method.end(), method.begin(),
                       [](char c) { return static_cast<char>(c | 0x20); });
        operations.insert(method + " " + endpoint.path);
    }
    return operations;
}

TEST(OpenApi, DescribesExactlyWhatIsServed) {
    RestClient rest;
    const auto response = rest.send("GET", "/openapi.json");
    EXPECT_EQ(response->content_type(), "application/json");
    const auto document = json_of(response);
    EXPECT_TRUE(document["openapi"].get<std::string>().starts_with("3.1."));
    EXPECT_EQ(described(document), served());
    EXPECT_EQ(rest.send("GET", "/rest/openapi.json")->body(), response->body());
}

TEST(OpenApi, IsWhatTheWholeServerIsDescribedByOnceThatIsKnown) {
    RestClient rest;
    std::shared_ptr<const std::string> whole;
    rest.api().use_description([&whole] { return whole; });
    EXPECT_EQ(described(json_of(rest.send("GET", "/openapi.json"))), served());
    whole = std::make_shared<const std::string>(R"({"openapi":"3.1.0","paths":{"/1.0/Data":{}}})");
    const auto response = rest.send("GET", "/openapi.json");
    EXPECT_EQ(response->body(), *whole);
    EXPECT_EQ(response->content_type(), "application/json");
    EXPECT_EQ(response->header("Cache-Control"), "no-cache");
    EXPECT_EQ(rest.send("GET", "/rest/openapi.json")->body(), *whole);
}

TEST(OpenApi, BearsTheServersVersion) {
    RestClient rest;
    EXPECT_EQ(json_of(rest.send("GET", "/openapi.json"))["info"]["version"],
              json_of(rest.send("GET", "/rest/version"))["version"]);
}

void expect_references_exist(const json& part, const json& document) {
    if (part.is_object() && part.contains("$ref")) {
        const auto reference = part["$ref"].get<std::string>();
        ASSERT_TRUE(reference.starts_with("#/")) << reference;
        EXPECT_TRUE(document.contains(json::json_pointer(reference.substr(1)))) << reference;
    }
    for (const auto& element : part) {
        if (element.is_structured()) {
            expect_references_exist(element, document);
        }
    }
}

TEST(OpenApi, RefersOnlyToWhatItHas) {
    RestClient rest;
    const auto document = json_of(rest.send("GET", "/openapi.json"));
    expect_references_exist(document, document);
}

TEST(OpenApi, DescribesEachErrorOfABody) {
    RestClient rest;
    const auto document = json_of(rest.send("GET", "/openapi.json"));
    for (const auto& [path, item] : document["paths"].items()) {
        for (const auto& [method, operation] : item.items()) {
            if (method == "parameters") {
                continue;
            }
            SCOPED_TRACE(method + " " + path);
            EXPECT_TRUE(operation.contains("operationId"));
            EXPECT_TRUE(operation.contains("summary"));
            if (operation.contains("requestBody")) {
                for (const char* status : {"400", "413", "415", "503"}) {
                    EXPECT_TRUE(operation["responses"].contains(status)) << status;
                }
                EXPECT_TRUE(operation["responses"].contains("200") || operation["responses"].contains("204"));
            }
        }
    }
}

}  // namespace
}  // namespace gridlore::rest_api
