#include "adapter/http/client.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "tests/unit/adapter/http/test_server.h"

namespace gridlore::http {
namespace {

using namespace std::chrono_literals;

std::string address_of(const Server& server) {
    return "http://127.0.0.1:" + std::to_string(server.port());
}

Client client_of(const std::string& base, std::chrono::seconds timeout = test_bound) {
    auto client = Client::make(base, timeout);
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
std::string failure_of(Result<Response> response) {
    EXPECT_FALSE(response);
    const Error error = response ? Error{ErrorKind::Internal, "There is one."} : std::move(response).error();
    EXPECT_EQ(error.kind, ErrorKind::Unavailable);
    return error.message;
}

TEST(Client, SendsAndReceives) {
    TestServer server;
    Client client = client_of(*server);
    const Response response = response_of(client.send("POST", "/a", {}, "hello", "text/plain"));
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

TEST(Client, ConnectsAnewWhenServerHasClosed) {
    ServerSettings settings;
    settings.idle_timeout = 1s;
    TestServer server(settings);
    Client client = client_of(*server);
    EXPECT_EQ(body_of(client.send("GET", "/a")), "GET /a ");
    ASSERT_TRUE(server.comes_to_have(0));
    EXPECT_EQ(body_of(client.send("GET", "/b")), "GET /b ");
}

TEST(Client, ConnectsAnewWhenServerClosesEachTime) {
    TestServer server;
    Client client = client_of(*server);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(body_of(client.send("GET", "/a", {{"Connection", "close"}})), "GET /a ");
    }
}

TEST(Client, SendsNothingTwiceAfterItsTimeout) {
    TestServer server;
    Client client = client_of(*server, "", 1s);
    EXPECT_EQ(body_of(client.send("GET", "/a")), "GET /a ");
    const std::string failure = failure_of(client.send("POST", "/hold", {}, "x"));
    EXPECT_TRUE(failure.starts_with("No answer from " + address_of(*server) + ": ")) << failure;
    EXPECT_EQ(server.gone.next(), "/hold");
    EXPECT_EQ(server.held.size(), 1U);
    EXPECT_EQ(body_of(client.send("GET", "/b")), "GET /b ");
}

TEST(Client, SaysThatNobodyListens) {
    std::string address;
    {
        TestServer server;
        address = address_of(*server);
    }
    const std::string failure = failure_of(client_of(address).send("GET", "/"));
    EXPECT_TRUE(failure.starts_with("No answer from " + address + ": ")) << failure;
}

TEST(Client, SaysThatAnswerIsNoHttp) {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ASSERT_EQ(::bind(listener, reinterpret_cast<const sockaddr*>(&address), size), 0);
    ASSERT_EQ(::listen(listener, 1), 0);
    ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
    std::thread other([listener] {
        const int socket = ::accept(listener, nullptr, nullptr);
        EXPECT_EQ(::send(socket, "+OK hello\r\n", 11, MSG_NOSIGNAL), 11);
        char byte = 0;
        while (::recv(socket, &byte, 1, 0) > 0) {
        }
        ::close(socket);
    });
    const std::string base = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    const std::string failure = failure_of(client_of(base).send("GET", "/"));
    EXPECT_TRUE(failure.starts_with("No answer from " + base + ": ")) << failure;
    other.join();
    ::close(listener);
}

TEST(Client, RefusesOtherAddresses) {
    for (const char* base : {"", "localhost", "localhost:80", "https://localhost", "http://", "http:///a", "http://x y",
                             "http://u:p@localhost", "http://localhost?a", "http://localhost/#a", "ftp://localhost"}) {
        auto client = Client::make(base);
        ASSERT_FALSE(client) << base;
        EXPECT_EQ(std::move(client).error().kind, ErrorKind::InvalidInput) << base;
    }
    for (const char* base : {"http://localhost", "HTTP://localhost:80/", "http://[::1]:80/a", "http://localhost:"}) {
        EXPECT_TRUE(Client::make(base)) << base;
    }
}

}  // namespace
}  // namespace gridlore::http
