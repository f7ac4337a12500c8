#include "adapter/http/client.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "tests/unit/adapter/http/other_server.h"
#include "tests/unit/adapter/http/test_server.h"

namespace gridlore::http {
namespace {

using namespace std::chrono_literals;

std::string address_of(const Server& server) {
    return "http://127.0.0.1:" + std::to_string(server.port());
}

Client client_of(const std::string& base, std::chrono::seconds timeout = test_bound) {
    auto client = Client::make(base, {.timeout = timeout});
    if (!client) {
        throw std::invalid_argument(base);
    }
    return std::move(*client);
}

Client client_of(const Server& server, const std::string& path = "", std::chrono::seconds timeout = test_bound) {
    return client_of(address_of(server) + path, timeout);
}

/// Of status 0 if there was none.
Response response_of(const Result<Response>& response) {
    EXPECT_TRUE(response);
    return response ? *response : Response::with_body(0, "", "");
}

std::string body_of(const Result<Response>& response) {
    return *response_of(response).body;
}

/// Why there is no response.
std::string failure_of(Result<Response> response, ErrorKind kind = ErrorKind::Unavailable) {
    EXPECT_FALSE(response);
    const Error error = response ? Error{ErrorKind::Internal, "There is one."} : std::move(response).error();
    EXPECT_EQ(error.kind, kind);
    return error.message;
}

TEST(Client, SendsAndReceives) {
    TestServer server;
    Client client = client_of(*server);
    const Response response = response_of(client.send("POST", "/a", {}, "hello"));
    EXPECT_EQ(response.status, 200U);
    EXPECT_EQ(*response.body, "POST /a hello");
    EXPECT_EQ(response.content_type, "text/plain");
    EXPECT_NE(std::ranges::find(response.headers, std::pair<std::string, std::string>("Content-Length", "13")),
              response.headers.end());
}

TEST(Client, SendsHeaders) {
    TestServer server;
    Client client = client_of(*server);
    std::thread handler([&] {
        const auto held = server.held.next();
        ASSERT_TRUE(held);
        EXPECT_EQ(held->request.header("Knowledge-Base-Id"), "urn:kb");
        EXPECT_EQ(held->request.header("Content-Type"), "application/json");
        EXPECT_EQ(held->request.header("Host"), "127.0.0.1:" + std::to_string(server->port()));
        EXPECT_EQ(held->request.query, "a=b");
        held->respond("x");
    });
    EXPECT_EQ(body_of(client.send("POST", "/hold?a=b", {{"Knowledge-Base-Id", "urn:kb"}}, "{}")), "x");
    handler.join();
}

TEST(Client, SendsABodyOfAnotherType) {
    TestServer server;
    Client client = client_of(*server);
    std::thread handler([&] {
        const auto held = server.held.next();
        ASSERT_TRUE(held);
        EXPECT_EQ(held->request.header("Content-Type"), "application/sparql-query");
        held->respond("x");
    });
    EXPECT_EQ(body_of(client.send("POST", "/hold", {{"Content-Type", "application/sparql-query"}}, "ASK {}")), "x");
    handler.join();
}

TEST(Client, TakesNoLargerResponseThanAllowed) {
    TestServer server;
    auto client = Client::make(address_of(*server), {.timeout = test_bound, .response_limit = 16});
    ASSERT_TRUE(client);
    EXPECT_EQ(body_of(client->send("POST", "/a", {}, "12345678")), "POST /a 12345678");
    failure_of(client->send("POST", "/a", {}, "123456789"), ErrorKind::LimitExceeded);
}

TEST(Client, AppendsToPathOfBase) {
    TestServer server;
    EXPECT_EQ(body_of(client_of(*server, "/rest").send("GET", "/sc")), "GET /rest/sc ");
    EXPECT_EQ(body_of(client_of(*server, "/rest//").send("GET", "/sc")), "GET /rest/sc ");
    EXPECT_EQ(body_of(client_of(*server, "/").send("GET", "/")), "GET / ");
}

TEST(Client, KeepsItsConnection) {
    TestServer server;
    Client client = client_of(*server);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(body_of(client.send("GET", "/a")), "GET /a ");
    }
    EXPECT_EQ(server->statistics().connections, 1U);
    Client moved = std::move(client);
    EXPECT_EQ(body_of(moved.send("GET", "/b")), "GET /b ");
    EXPECT_EQ(server->statistics().connections, 1U);
}

TEST(Client, ExpectsNoBodyForHead) {
    TestServer server;
    Client client = client_of(*server);
    const Response response = response_of(client.send("HEAD", "/a"));
    EXPECT_EQ(response.status, 200U);
    EXPECT_EQ(*response.body, "");
    EXPECT_EQ(body_of(client.send("GET", "/a")), "GET /a ");
}

TEST(Client, ReceivesErrorsAsResponses) {
    TestServer server;
    Client client = client_of(*server);
    EXPECT_EQ(response_of(client.send("GET", "/drop")).status, 500U);
}

TEST(Client, ReceivesLargeResponses) {
    TestServer server;
    Client client = client_of(*server);
    EXPECT_TRUE(body_of(client.send("GET", "/large")) == *TestServer::large_body());
    const std::string body(3'000'000, 'y');
    EXPECT_TRUE(body_of(client.send("POST", "/a", {}, body)) == "POST /a " + body);
}

TEST(Client, ConnectsAnewWhenServerClosesEachTime) {
    TestServer server;
    Client client = client_of(*server);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(body_of(client.send("GET", "/a", {{"Connection", "close"}})), "GET /a ");
    }
}

/// Whether it is answered at last: in a short time even a good answer may come too late, but not each time.
bool comes_to_be_answered(Client& client, const std::string& path) {
    for (int tries = 0; tries < 30; ++tries) {
        if (client.send("GET", path)) {
            return true;
        }
    }
    return false;
}

TEST(Client, SendsNothingTwiceAfterItsTimeout) {
    TestServer server;
    Client client = client_of(*server, "", 1s);
    EXPECT_TRUE(comes_to_be_answered(client, "/a"));
    const std::string failure = failure_of(client.send("POST", "/hold", {}, "x"));
    EXPECT_TRUE(failure.starts_with("No answer from " + address_of(*server) + ": ")) << failure;
    EXPECT_EQ(server.gone.next(), "/hold");
    EXPECT_EQ(server.held.size(), 1U);
    EXPECT_TRUE(comes_to_be_answered(client, "/b"));
}

TEST(Client, SaysThatNobodyListens) {
    const TakenPort port;
    const std::string failure = failure_of(client_of(port.base()).send("GET", "/"));
    EXPECT_TRUE(failure.starts_with("No answer from " + port.base() + ": ")) << failure;
}

TEST(Client, SaysThatAnswerIsNoHttp) {
    const OtherServer server({[](int socket) {
        send_text(socket, "+OK hello\r\n");
        receive_until(socket, "never");
    }});
    const std::string failure = failure_of(client_of(server.base()).send("GET", "/"));
    EXPECT_TRUE(failure.starts_with("No answer from " + server.base() + ": ")) << failure;
}

TEST(Client, ConnectsAnewWhenServerHasClosed) {
    Inbox<bool> closed;
    const auto answer_and_close = [&](int socket) {
        receive_until(socket, "\r\n\r\n");
        send_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        ::shutdown(socket, SHUT_RDWR);
        closed.put(true);
    };
    const OtherServer server({answer_and_close, answer_and_close});
    Client client = client_of(server.base());
    EXPECT_EQ(response_of(client.send("GET", "/a")).status, 200U);
    ASSERT_TRUE(closed.next());
    EXPECT_EQ(response_of(client.send("GET", "/b")).status, 200U);
}

TEST(Client, SendsNothingTwiceThatSomebodyMayHaveSeen) {
    std::atomic<int> connections = 0;
    const OtherServer server({[&](int socket) {
                                  ++connections;
                                  receive_until(socket, "first");
                                  send_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                                  receive_until(socket, "second");  // and goes without a word
                              },
                              [&](int) { ++connections; }});
    Client client = client_of(server.base());
    EXPECT_EQ(response_of(client.send("POST", "/", {}, "first")).status, 200U);
    failure_of(client.send("POST", "/", {}, "second"));
    EXPECT_EQ(connections, 1);
    failure_of(client.send("GET", "/"));
}

TEST(Client, RefusesOtherAddresses) {
    for (const char* base : {"", "localhost", "localhost:80", "https://", "http://", "http:///a", "http://x y",
                             "http://u:p@localhost", "http://localhost?a", "http://localhost/#a", "ftp://localhost"}) {
        auto client = Client::make(base);
        ASSERT_FALSE(client) << base;
        EXPECT_EQ(std::move(client).error().kind, ErrorKind::InvalidInput) << base;
    }
    for (const char* base : {"http://localhost", "HTTP://localhost:80/", "http://[::1]:80/a", "http://localhost:"}) {
        EXPECT_TRUE(Client::make(base)) << base;
        EXPECT_TRUE(Client::make("https" + std::string(base).substr(4))) << base;
    }
}

}  // namespace
}  // namespace gridlore::http
