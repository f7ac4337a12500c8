#include "adapter/service/services.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/unit/adapter/http/test_server.h"
#include "tests/unit/adapter/service/documents.h"

namespace gridlore::service {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string served = plain_readings + R"(
bind:
  - serve: { GET: /readings, query: { ID: ?user, Kind: ?kind } }
    as: ask
)";

std::string called(const std::string& service) {
    std::string text = plain_readings + R"(
bind:
  - call: { GET: "/{user}", service: SERVICE, query: { kind: ?kind } }
    as: answer
    needs: [ ?user, ?kind ]
)";
    text.replace(text.find("SERVICE"), 7, service);
    return text.replace(text.find("test.plain"), 10, "test.called");
}

/// Hands the response to whoever waits for it.
class WaitingResponder final : public http::Responder {
  public:
    explicit WaitingResponder(http::Inbox<http::Response>& responses) : responses_(responses) {}
    void respond(http::Response response, std::function<void(bool)>) override { responses_.put(std::move(response)); }
    void on_disconnect(std::function<void()>) override {}

  private:
    http::Inbox<http::Response>& responses_;
};

/// Services on an exchange, with a folder of their own and a remote service that answers everything.
class World {
  public:
    World()
        : folder_(std::filesystem::temp_directory_path() /
                  ("gridlore-services-" + std::to_string(::getpid()) + "-" +
                   testing::UnitTest::GetInstance()->current_test_info()->name())),
          remote_(
              {.port = 0, .threads = 1},
              [this](const http::Request& request, const std::shared_ptr<http::Responder>& responder) {
                  asked.put(request.path + "?" + request.query);
                  responder->respond(
                      http::Response::with_body(200, "application/json",
                                                R"([{"User":")" + request.path.substr(1) +
                                                    R"(","Readings":[{"Time":"2021/09/27 10:00","Value":8.90}]}])"));
              },
              [](unsigned status, const std::string&) { return http::Response::empty(status); }, {}) {
        std::filesystem::create_directories(folder_);
        EXPECT_TRUE(remote_.start());
    }
    ~World() {
        services_.reset();
        std::filesystem::remove_all(folder_);
    }
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    void write(const std::string& name, const std::string& text) const { std::ofstream(folder_ / name) << text; }
    std::string service_line() const {
        return "vendor: { address: \"http://127.0.0.1:" + std::to_string(remote_.port()) + "\" }\n";
    }
    void write_services() const { write("services.yaml", service_line()); }
    void remove(const std::string& name) const { std::filesystem::remove(folder_ / name); }

    std::vector<std::string> load() {
        if (!services_) {
            Settings settings;
            settings.folders = {folder_.string()};
            settings.own_segments = {"rest"};
            services_ = std::make_unique<Services>(std::move(settings), exchange_, clock_, Executor(), Executor());
        }
        LoadOutcome outcome = services_->load();
        warnings = std::move(outcome.warnings);
        return std::move(outcome.problems);
    }

    /// `status body`.
    std::string get(const std::string& path, const std::string& query) {
        http::Request request;
        request.method = "GET";
        request.path = path;
        request.query = query;
        return send(std::move(request));
    }
    std::string post(const std::string& path, const std::string& body) {
        http::Request request;
        request.method = "POST";
        request.path = path;
        request.body = body;
        return send(std::move(request));
    }

    exchange::Exchange& exchange() { return exchange_; }
    http::Inbox<std::string> asked;
    std::vector<std::string> warnings;  ///< of the last load

  private:
    std::string send(http::Request request) {
        http::Inbox<http::Response> responses;
        const auto otherwise = [](const http::Request&, const std::shared_ptr<http::Responder>& responder) {
            responder->respond(http::Response::with_body(404, "text/plain", "otherwise"));
        };
        services_->handler(otherwise)(std::move(request), std::make_shared<WaitingResponder>(responses));
        const auto response = responses.next();
        return response ? std::to_string(response->status) + " " + (response->body ? *response->body : "") : "(none)";
    }

    SystemClock clock_;
    exchange::Exchange exchange_{exchange::Settings{}, clock_};
    const std::filesystem::path folder_;
    http::Server remote_;
    std::unique_ptr<Services> services_;
};

TEST(Services, AServedGetReachesAServiceAndComesBack) {
    World world;
    world.write_services();
    world.write("served.yaml", served);
    world.write("called.yaml", called("vendor"));
    ASSERT_THAT(world.load(), testing::IsEmpty());
    EXPECT_EQ(world.get("/readings", "ID=U1&Kind=1"),
              R"(200 [{"User":"U1","Readings":[{"Time":"2021-09-27T09:00:00Z","Value":8.90}]}])");
    EXPECT_EQ(world.asked.next(), "/U1?kind=1");
    EXPECT_EQ(world.get("/other", ""), "404 otherwise");
}

TEST(Services, TimesAreAnsweredInIsoUnlessTheRequestHasTheOtherForm) {
    World world;
    world.write_services();
    world.write("served.yaml", plain_readings + R"(
bind:
  - serve: { GET: /readings, query: { ID: ?user, Kind: ?kind, From: { from: ?time } } }
    as: ask
)");
    world.write("called.yaml", called("vendor"));
    ASSERT_THAT(world.load(), testing::IsEmpty());
    EXPECT_THAT(world.get("/readings", "ID=U1&Kind=1&From=2021-09-27T00:00:00Z"),
                HasSubstr(R"("Time":"2021-09-27T09:00:00Z")"));
    EXPECT_THAT(world.get("/readings", "ID=U1&Kind=1&From=2021/09/27%2000:00"),
                HasSubstr(R"("Time":"2021/09/27 10:00")"));
}

/// The document with another id, of which one thing alone is asked at `/readings`.
std::string served_for(const std::string& id, const std::string& parameters) {
    std::string text = plain_readings;
    text.replace(text.find("test.plain"), 10, id);
    return text + "bind:\n  - serve: { GET: /readings, query: { ID: ?user, Kind: ?kind" + parameters +
           " } }\n    as: ask\n";
}

TEST(Services, AConstantTellsApartWhoServesOnePath) {
    World world;
    world.write_services();
    world.write("called.yaml", called("vendor"));
    world.write("one.yaml", served_for("one", ", Type: User"));
    world.write("two.yaml", served_for("two", ", Type: Zone, Note: { ignore: true }"));
    ASSERT_THAT(world.load(), testing::IsEmpty());
    EXPECT_THAT(world.get("/readings", "ID=U1&Kind=1&Type=User"), HasSubstr("200 [{"));
    EXPECT_THAT(world.get("/readings", "ID=U1&Kind=1&Type=Zone&Note=x"), HasSubstr("200 [{"));
    EXPECT_THAT(world.get("/readings", "ID=U1&Kind=1&Type=User&Note=x"), HasSubstr("There is no parameter 'Note'"));
    EXPECT_THAT(world.get("/readings", "ID=U1&Kind=1&Type=Other"), HasSubstr("It must be 'User' or 'Zone'"));
    for (const char* const parameters : {", Type: Zone", ", Type: { is: ?user, optional: true }", ""}) {
        world.write("three.yaml", served_for("three", parameters));
        EXPECT_THAT(world.load(),
                    testing::Contains(AllOf(HasSubstr("three.yaml"), HasSubstr("nothing tells them apart"))))
            << parameters;
    }
    world.write("three.yaml", served_for("three", ", Type: Third"));
    EXPECT_THAT(world.load(), testing::IsEmpty());
}

TEST(Services, WhoeverIsToleratedSendsSomething) {
    World world;
    std::string text = served;
    world.write("served.yaml", text.replace(text.find("GET: /readings"), 14, "GET: /readings, partner: vendor"));
    world.write("services.yaml", "vendr: { address: none, tolerant: true }\n");
    EXPECT_THAT(world.load(), testing::IsEmpty());
    EXPECT_THAT(world.warnings,
                testing::ElementsAre(HasSubstr("'vendr' is tolerated, and is no document's `partner`")));
    world.write("services.yaml", "vendor: { address: none, tolerant: true }\n");
    EXPECT_THAT(world.load(), testing::IsEmpty());
    EXPECT_THAT(world.warnings, testing::IsEmpty());
}

TEST(Services, ADocumentMayBringItsServiceAlong) {
    World world;
    world.write("served.yaml", served);
    world.write("called.yaml", called("vendor") + "services:\n  " + world.service_line());
    ASSERT_THAT(world.load(), testing::IsEmpty());
    EXPECT_THAT(world.get("/readings", "ID=U1&Kind=1"), HasSubstr("200 [{"));
    world.write_services();
    EXPECT_THAT(world.load(),
                testing::ElementsAre(HasSubstr("the service 'vendor' has an address in another file, too")));
    world.write("services.yaml", "vendor: none\n");
    EXPECT_THAT(world.load(), testing::IsEmpty());
    world.write("called.yaml", called("vendor") + "services: { vendor: { adress: here } }\n");
    EXPECT_THAT(world.load(), testing::Contains(HasSubstr("called.yaml:19")));
}

TEST(Services, FaultsAreListedTogetherAndNothingIsThere) {
    World world;
    world.write("served.yaml", served);
    world.write("called.yaml", called("vendr"));
    world.write("again.yaml", served);
    world.write_services();
    const auto problems = world.load();
    EXPECT_THAT(problems, testing::IsSupersetOf({HasSubstr("services.yaml has no 'vendr': did you mean 'vendor'?"),
                                                 HasSubstr("The id 'test.plain' is that of"),
                                                 HasSubstr("GET /readings is served by")}));
    EXPECT_EQ(world.get("/readings", "ID=U1&Kind=1"), "404 otherwise");
    EXPECT_TRUE(world.exchange().knowledge_bases().empty());
}

TEST(Services, ANameThatIsTakenOnTheExchangePutsAllBack) {
    World world;
    world.write_services();
    world.write("called.yaml", called("vendor"));
    ASSERT_THAT(world.load(), testing::IsEmpty());
    class Other final : public exchange::KnowledgeBase {
        Result<void> handle(exchange::Call) override { return {}; }
        void cancel(exchange::CallId) override {}
        void removed() override {}
    };
    exchange::KnowledgeBaseDescription taken;
    taken.id = "urn:gridlore:served:test.plain";
    ASSERT_TRUE(world.exchange().add_knowledge_base(taken, std::make_shared<Other>()));
    world.write("served.yaml", served);
    EXPECT_EQ(world.load().size(), 1U);
    EXPECT_EQ(world.exchange().knowledge_bases().size(), 2U);
    EXPECT_TRUE(world.exchange().find_interaction("urn:gridlore:service:vendor",
                                                  "urn:gridlore:service:vendor/interaction/test-called-answer"));
    ASSERT_TRUE(world.exchange().remove_knowledge_base(taken.id));
    EXPECT_THAT(world.load(), testing::IsEmpty());
    EXPECT_THAT(world.get("/readings", "ID=U1&Kind=1"), HasSubstr("200 "));
}

TEST(Services, AreAskedWhileTheyAreReloaded) {
    World world;
    world.write_services();
    world.write("served.yaml", served);
    world.write("called.yaml", called("vendor"));
    ASSERT_THAT(world.load(), testing::IsEmpty());
    std::jthread asking([&] {
        for (int i = 0; i < 50; ++i) {
            // 503: what it asks with has just been replaced; 502: the service has just been moved.
            EXPECT_THAT(world.get("/readings", "ID=U1&Kind=1"), testing::MatchesRegex("(200|502|503) .*"));
        }
    });
    for (int i = 0; i < 20; ++i) {
        world.write("served.yaml", served + "# " + std::to_string(i) + "\n");
        EXPECT_THAT(world.load(), testing::IsEmpty());
    }
}

constexpr const char* withdrawal = R"(
id: test.withdrawal
prefixes: { e: "urn:e:" }
graph: "?withdrawal e:withdraws ?user ."
terms:
  user:       { iri: "urn:user:{}", given: true }
  withdrawal: { iri: "urn:withdrawal:{user}" }
json: {}
bind:
  - serve: { DELETE: "/readings/{user}", removes: test.readings }
    as: post
)";

TEST(Services, APostRemovesWhatAnotherDocumentPostsAsThatIsNow) {
    World world;
    const auto removed = [&world] {
        const auto interaction = world.exchange().find_interaction("urn:gridlore:served:test.withdrawal",
                                                                   "urn:gridlore:served:test.withdrawal/interaction/"
                                                                   "test-withdrawal-post");
        std::vector<std::string> patterns;
        for (const auto& pattern : interaction ? interaction->spec.removes : std::vector<pattern::GraphPattern>()) {
            patterns.push_back(to_string(pattern));
        }
        return patterns;
    };
    world.write("withdrawal.yaml", withdrawal);
    EXPECT_THAT(world.load(),
                ElementsAre(HasSubstr("There is no document 'test.readings', whose posts it `removes`.")));
    world.write("readings.yaml", readings);
    ASSERT_THAT(world.load(), testing::IsEmpty());
    ASSERT_EQ(removed().size(), 2U);
    EXPECT_THAT(removed()[0], AllOf(HasSubstr("?reading <urn:e:of> ?user"), Not(HasSubstr("?note"))));
    EXPECT_THAT(removed()[1], AllOf(HasSubstr("?reading <urn:e:of> ?user"), HasSubstr("?reading <urn:e:note> ?note")));
    std::string other = readings;
    other.replace(other.find("e:of"), 4, "e:by");
    world.write("readings.yaml", other);
    ASSERT_THAT(world.load(), testing::IsEmpty());
    EXPECT_THAT(removed()[0], HasSubstr("?reading <urn:e:by> ?user"));
    while (other.find("user") != std::string::npos) {
        other.replace(other.find("user"), 4, "client");
    }
    world.write("readings.yaml", other);
    EXPECT_THAT(world.load(), ElementsAre(HasSubstr("have no variable in common")));
}

TEST(Services, WhatIsTakenThoughItIsOddIsToldToTheSender) {
    World world;
    world.write("posted.yaml", R"(
id: test.posted
prefixes: { e: "urn:e:" }
graph: "?value e:unit ?unit ; e:number ?number ."
terms:
  value:  { iri: "urn:value:{number}" }
  unit:   { table: { kW: e:kW, kWh: e:kW }, odd: kWh }
json: [ { Number: ?number, Unit: ?unit } ]
bind:
  - serve: { POST: /values }
    as: post
)");
    ASSERT_THAT(world.load(), testing::IsEmpty());
    EXPECT_EQ(world.post("/values", R"([{"Number":"1","Unit":"kW"}])"), R"(200 {"acknowledged":true,"delivered":[]})");
    EXPECT_EQ(world.post("/values", R"([{"Number":"1","Unit":"kW"},{"Number":"2","Unit":"kWh"}])"),
              R"(200 {"acknowledged":true,"delivered":[],"warnings":[{"pointer":"/1/Unit",)"
              R"("message":"the string \"kWh\" is taken as <urn:e:kW>, which \"kW\" says"}]})");
}

TEST(Services, WhatIsGoneIsNoLongerServedOrCalled) {
    World world;
    world.write_services();
    world.write("served.yaml", served);
    world.write("called.yaml", called("vendor"));
    ASSERT_THAT(world.load(), testing::IsEmpty());
    world.remove("called.yaml");
    ASSERT_THAT(world.load(), testing::IsEmpty());
    EXPECT_EQ(world.get("/readings", "ID=U1&Kind=1"), "200 []");
    world.remove("served.yaml");
    ASSERT_THAT(world.load(), testing::IsEmpty());
    EXPECT_EQ(world.get("/readings", "ID=U1&Kind=1"), "404 otherwise");
    EXPECT_TRUE(world.exchange().knowledge_bases().empty());
}

}  // namespace
}  // namespace gridlore::service
