#include "adapter/service/remote_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <latch>

#include "adapter/http/body_stream.h"
#include "tests/unit/adapter/http/test_server.h"

namespace gridlore::service {
namespace {

using http::Inbox;
using http::test_bound;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using testing::HasSubstr;
using testing::Not;

/// A server that does what a test says, and remembers what it was asked.
class OtherSide {
  public:
    using Behaviour = std::function<void(const http::Request&, const std::shared_ptr<http::Responder>&)>;

    explicit OtherSide(Behaviour behaviour)
        : server_(
              {.port = 0, .threads = 1},
              [this, behaviour = std::move(behaviour)](http::Request request,
                                                       std::shared_ptr<http::Responder> responder) {
                  requests.put(request);
                  behaviour(request, responder);
              },
              [](unsigned status, const std::string&) { return http::Response::empty(status); }, {}) {
        EXPECT_TRUE(server_.start());
    }
    std::string address() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/base"; }
    void end() { server_.stop(0ms); }

    Inbox<http::Request> requests;

  private:
    http::Server server_;
};

OtherSide::Behaviour answers(unsigned status, const std::string& body = "[]",
                             const std::string& type = "application/json") {
    return [=](const http::Request&, const std::shared_ptr<http::Responder>& responder) {
        responder->respond(http::Response::with_body(status, type, body));
    };
}

/// A service whose calls are waited for.
class World {
  public:
    explicit World(const std::string& address, const std::function<void(ServiceSettings&)>& change = {},
                   std::optional<std::string> secret = {})
        : service_(settings_of(address, change), std::move(secret), "us", clock_,
                   [this](std::string_view text) { warnings.put(std::string(text)); }) {}

    /// The body, or why there is none.
    std::string call(const std::string& method = "GET", const std::function<void(RemoteCall&)>& change = {}) {
        Inbox<std::string> outcome;
        submit(method, outcome, change);
        return outcome.next().value_or("(no outcome)");
    }
    void submit(const std::string& method, Inbox<std::string>& outcome,
                const std::function<void(RemoteCall&)>& change = {}) {
        const auto body = std::make_shared<std::string>();
        RemoteCall call;
        call.method = method;
        call.target = "/x?id=7";
        call.read = [body](const http::Response& response) -> Result<void> {
            *body = response.status == 204 ? "(nothing)" : *response.body;
            return {};
        };
        call.done = [body, &outcome](const Result<void>& done) { outcome.put(done ? *body : done.error().message); };
        if (change) {
            change(call);
        }
        service_.submit(std::move(call));
    }
    ManualClock& clock() { return clock_; }
    void stop() { service_.stop(); }

    Inbox<std::string> warnings;

  private:
    static ServiceSettings settings_of(const std::string& address,
                                       const std::function<void(ServiceSettings&)>& change) {
        ServiceSettings settings;
        settings.name = "vendor";
        settings.address = address;
        settings.back_off = 1ms;
        settings.timeout = test_bound;
        if (change) {
            change(settings);
        }
        return settings;
    }

    ManualClock clock_{TimePoint(1000h)};
    RemoteService service_;
};

TEST(RemoteService, AsksWithCredentialsAndSaysWhoAsks) {
    OtherSide other(answers(200, R"(["x"])"));
    World world(other.address(), {}, "s3cret");
    EXPECT_EQ(world.call("GET", [](RemoteCall& call) { call.headers = {{"Meter", "7"}}; }), R"(["x"])");
    const auto request = other.requests.next();
    ASSERT_TRUE(request);
    EXPECT_EQ(request->method + " " + request->path + "?" + request->query, "GET /base/x?id=7");
    EXPECT_EQ(request->header("Authorization"), "Bearer s3cret");
    EXPECT_EQ(request->header("Accept"), "application/json");
    EXPECT_EQ(request->header("Via"), "1.1 us");
    EXPECT_EQ(request->header("Meter"), "7");
}

TEST(RemoteService, SendsABody) {
    OtherSide other(answers(200));
    World world(other.address());
    EXPECT_EQ(world.call("POST", [](RemoteCall& call) { call.body = "{}"; }), "[]");
    const auto request = other.requests.next();
    ASSERT_TRUE(request);
    EXPECT_EQ(request->method, "POST");
    EXPECT_EQ(request->body, "{}");
    EXPECT_EQ(request->header("Content-Type"), "application/json");
}

TEST(RemoteService, AGetIsTriedAgain) {
    std::atomic<int> count = 0;
    OtherSide other([&](const http::Request&, const std::shared_ptr<http::Responder>& responder) {
        responder->respond(http::Response::with_body(++count < 3 ? 503 : 200, "application/json", "[1]"));
    });
    World world(other.address(), [](ServiceSettings& settings) { settings.attempts = 3; });
    EXPECT_EQ(world.call(), "[1]");
    EXPECT_EQ(other.requests.size(), 3U);
}

TEST(RemoteService, AGetIsTriedAsOftenAsSaid) {
    OtherSide other(answers(500));
    World world(other.address(), [](ServiceSettings& settings) { settings.attempts = 3; });
    EXPECT_EQ(world.call(), "Service 'vendor', GET /x: it answers with the status 500.");
    EXPECT_EQ(other.requests.size(), 3U);
}

TEST(RemoteService, AnythingElseIsTriedOnce) {
    OtherSide other(answers(500));
    World world(other.address(), [](ServiceSettings& settings) { settings.attempts = 3; });
    EXPECT_EQ(world.call("POST"), "Service 'vendor', POST /x: it answers with the status 500.");
    EXPECT_EQ(world.call("DELETE"), "Service 'vendor', DELETE /x: it answers with the status 500.");
    EXPECT_EQ(other.requests.size(), 2U);
}

TEST(RemoteService, WhatItRefusesIsNotAskedAgain) {
    OtherSide other(answers(400));
    World world(other.address(), [](ServiceSettings& settings) { settings.failures_to_open = 1; });
    EXPECT_EQ(world.call(), "Service 'vendor', GET /x: it answers with the status 400.");
    EXPECT_EQ(world.call(), "Service 'vendor', GET /x: it answers with the status 400.") << "it is well";
    EXPECT_EQ(other.requests.size(), 2U);
}

TEST(RemoteService, ARedirectIsNotFollowed) {
    OtherSide other(answers(302));
    World world(other.address());
    EXPECT_EQ(world.call(), "Service 'vendor', GET /x: it answers with the status 302.");
}

TEST(RemoteService, NotFoundMayMeanNothing) {
    OtherSide other(answers(404));
    World world(other.address());
    EXPECT_EQ(world.call(), "Service 'vendor', GET /x: it answers with the status 404.");
    EXPECT_EQ(world.call("GET", [](RemoteCall& call) { call.may_find_nothing = true; }), "(nothing)");
}

TEST(RemoteService, OneThatIsGoneFails) {
    std::string address;
    {
        OtherSide other(answers(200));
        address = other.address();
    }
    World world(address);
    EXPECT_THAT(world.call(), HasSubstr("Service 'vendor', GET /x: No answer from http://127.0.0.1:"));
}

TEST(RemoteService, OneThatIsSlowFails) {
    Inbox<std::shared_ptr<http::Responder>> held;
    OtherSide other(
        [&held](const http::Request&, const std::shared_ptr<http::Responder>& responder) { held.put(responder); });
    World world(other.address(), [](ServiceSettings& settings) {
        settings.timeout = 20ms;
        settings.attempts = 1;
    });
    EXPECT_THAT(world.call(), HasSubstr("No answer"));
    while (held.next(0ms)) {
        // A responder that is kept keeps its server.
    }
}

TEST(RemoteService, HalfABodyIsNone) {
    OtherSide other([](const http::Request&, const std::shared_ptr<http::Responder>& responder) {
        http::Response response = http::Response::empty(200);
        response.content_type = "application/json";
        response.stream = std::make_shared<http::BodyStream>(http::BodyStream::Limits{});
        (void)response.stream->write("[1,2,");
        response.stream->fail();
        responder->respond(std::move(response));
    });
    World world(other.address(), [](ServiceSettings& settings) { settings.attempts = 1; });
    EXPECT_THAT(world.call(), HasSubstr("No answer"));
}

TEST(RemoteService, AResponseBeyondItsLimitIsRefused) {
    OtherSide other(answers(200, std::string(2000, ' ')));
    World world(other.address(), [](ServiceSettings& settings) { settings.response_limit = 1000; });
    EXPECT_THAT(world.call(), HasSubstr("more than 1000 bytes (response-limit)"));
    EXPECT_EQ(other.requests.size(), 1U) << "the next would be as large";
}

TEST(RemoteService, WhatItsReaderRefusesCountsAsAFailure) {
    OtherSide other(answers(200));
    World world(other.address(), [](ServiceSettings& settings) { settings.failures_to_open = 2; });
    const auto lies = [](RemoteCall& call) {
        call.read = [](const http::Response&) { return invalid_input("a lie"); };
    };
    EXPECT_EQ(world.call("GET", lies), "Service 'vendor', GET /x: a lie");
    EXPECT_EQ(world.call("GET", lies), "Service 'vendor', GET /x: a lie");
    EXPECT_THAT(world.call(), HasSubstr("its circuit is open"));
    EXPECT_EQ(other.requests.size(), 2U);
}

TEST(RemoteService, TheCircuitOpensAndCloses) {
    std::atomic<unsigned> status = 500;
    OtherSide other([&](const http::Request&, const std::shared_ptr<http::Responder>& responder) {
        responder->respond(http::Response::with_body(status, "application/json", "[]"));
    });
    World world(other.address(), [](ServiceSettings& settings) {
        settings.attempts = 1;
        settings.failures_to_open = 2;
        settings.open_for = 30s;
    });
    EXPECT_THAT(world.call(), HasSubstr("status 500"));
    EXPECT_THAT(world.call(), HasSubstr("status 500"));
    EXPECT_EQ(world.warnings.next(), "service 'vendor': its circuit is open: it has failed too often");
    status = 200;
    EXPECT_THAT(world.call(), HasSubstr("its circuit is open"));
    EXPECT_EQ(other.requests.size(), 2U) << "it was left alone";
    world.clock().advance(30s);
    EXPECT_EQ(world.call(), "[]");
    EXPECT_EQ(world.warnings.next(), "service 'vendor': its circuit is closed again");
    EXPECT_EQ(world.call(), "[]");
}

TEST(RemoteService, IsAskedSeveralThingsAtOnceAndNoMore) {
    Inbox<std::shared_ptr<http::Responder>> held;
    OtherSide other(
        [&](const http::Request&, const std::shared_ptr<http::Responder>& responder) { held.put(responder); });
    World world(other.address(), [](ServiceSettings& settings) { settings.at_once = 2; });
    Inbox<std::string> outcomes;
    for (int i = 0; i < 3; ++i) {
        world.submit("GET", outcomes);
    }
    const auto first = held.next();
    const auto second = held.next();
    ASSERT_TRUE(first && second);
    EXPECT_FALSE(held.next(30ms)) << "a third is not sent before there is room";
    (*first)->respond(http::Response::with_body(200, "application/json", "1"));
    EXPECT_EQ(outcomes.next(), "1");
    const auto third = held.next();
    ASSERT_TRUE(third);
    (*second)->respond(http::Response::with_body(200, "application/json", "2"));
    (*third)->respond(http::Response::with_body(200, "application/json", "3"));
    EXPECT_TRUE(outcomes.next() && outcomes.next());
}

TEST(RemoteService, WhatNobodyWaitsForIsNotAsked) {
    OtherSide other(answers(200));
    World world(other.address());
    const auto cancelled = std::make_shared<std::atomic<bool>>(true);
    EXPECT_THAT(world.call("GET", [&](RemoteCall& call) { call.cancelled = cancelled; }),
                HasSubstr("nobody waits for it"));
    EXPECT_THAT(world.call("GET", [&](RemoteCall& call) { call.deadline = world.clock().now(); }),
                HasSubstr("nobody waits for it"));
    EXPECT_EQ(other.requests.size(), 0U);
}

TEST(RemoteService, StoppingEndsWhatIsUnderWayAndWhatWaits) {
    Inbox<std::shared_ptr<http::Responder>> held;
    OtherSide other(
        [&](const http::Request&, const std::shared_ptr<http::Responder>& responder) { held.put(responder); });
    World world(other.address(), [](ServiceSettings& settings) { settings.at_once = 1; });
    Inbox<std::string> outcomes;
    world.submit("GET", outcomes);
    world.submit("GET", outcomes);
    ASSERT_TRUE(held.next());
    world.stop();
    EXPECT_EQ(outcomes.size(), 2U);
    EXPECT_THAT(world.call(), HasSubstr("no longer asked"));
}

TEST(RemoteService, NoMessageHasTheSecret) {
    OtherSide other(answers(401));
    World world(other.address(), {}, "s3cret");
    EXPECT_THAT(world.call(), Not(HasSubstr("s3cret")));
}

}  // namespace
}  // namespace gridlore::service
