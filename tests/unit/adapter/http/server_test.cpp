/// What a server answers, over real sockets. server_faults_test.cpp has the clients that misbehave or vanish.

#include "adapter/http/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "tests/unit/adapter/http/test_server.h"

namespace gridlore::http {
namespace {

Server bare_server(const std::string& host, std::uint16_t port) {
    ServerSettings settings;
    settings.host = host;
    settings.port = port;
    settings.threads = 1;
    return {
        settings,
        [](const Request&, const std::shared_ptr<Responder>& responder) { responder->respond(Response::empty(204)); },
        [](unsigned status, const std::string&) { return Response::empty(status); },
        {}};
}

TEST(Server, Answers) {
    TestServer server;
    auto client = server.connect();
    client.send(post_request("/a?b=c", "hello"));
    const RawResponse response = client.receive();
    EXPECT_EQ(response.status, 200U);
    EXPECT_EQ(response.body, "POST /a hello");
    EXPECT_TRUE(response.has_line("Content-Type: text/plain"));
}

TEST(Server, KeepsConnection) {
    TestServer server;
    auto client = server.connect();
    for (int i = 0; i < 3; ++i) {
        const std::string path = "/" + std::to_string(i);
        client.send(get_request(path));
        EXPECT_EQ(client.receive().body, "GET " + path + " ");
    }
    EXPECT_EQ(server->statistics().connections, 1U);
    EXPECT_EQ(server->statistics().requests, 3U);
    client.close();
    EXPECT_TRUE(server.comes_to_have(0));
}

TEST(Server, LogsEachRequest) {
    TestServer server;
    auto client = server.connect();
    client.send(get_request("/a?b") + get_request("/empty"));
    const auto first = server.accesses.next();
    const auto second = server.accesses.next();
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->method, "GET");
    EXPECT_EQ(first->path, "/a");
    EXPECT_EQ(first->status, 200U);
    EXPECT_EQ(second->path, "/empty");
    EXPECT_EQ(second->status, 204U);
    EXPECT_NE(first->id, second->id);
    EXPECT_GE(first->time.count(), 0);
}

TEST(Server, LogsRequestsThatItRefuses) {
    ServerSettings settings;
    settings.body_limit = 10;
    TestServer server(settings);
    auto large = server.connect();
    large.send(post_request("/large", std::string(11, 'x')));
    const auto too_large = server.accesses.next();
    auto client = server.connect();
    client.send("nonsense\r\n\r\n");
    const auto unreadable = server.accesses.next();
    ASSERT_TRUE(too_large && unreadable);
    EXPECT_EQ(too_large->method, "POST");
    EXPECT_EQ(too_large->path, "/large");
    EXPECT_EQ(too_large->status, 413U);
    EXPECT_EQ(unreadable->path, "");
    EXPECT_EQ(unreadable->status, 400U);
    EXPECT_EQ(server->statistics().requests, 2U);
}

TEST(Server, LogsRequestWhoseClientLeft) {
    TestServer server;
    auto client = server.connect();
    client.send(get_request("/hold"));
    const auto held = server.held.next();
    client.close();
    const auto access = server.accesses.next();
    ASSERT_TRUE(held && access);
    EXPECT_EQ(access->id, held->request.id);
    EXPECT_EQ(access->path, "/hold");
    EXPECT_EQ(access->status, 499U);
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
    TestServer server;
    auto client = server.connect();
    std::string requests;
    for (int i = 0; i < 200; ++i) {
        requests += i % 3 == 0 ? post_request("/" + std::to_string(i), "body") : get_request("/" + std::to_string(i));
    }
    client.send(requests);
    for (int i = 0; i < 200; ++i) {
        const std::string path = "/" + std::to_string(i);
        ASSERT_EQ(client.receive().body, i % 3 == 0 ? "POST " + path + " body" : "GET " + path + " ");
    }
}

TEST(Server, AnswersPipelinedRequestsBehindOneThatWaits) {
    TestServer server;
    auto client = server.connect();
    client.send(get_request("/hold"));
    const auto held = server.held.next();
    ASSERT_TRUE(held);
    std::string requests;
    const std::string body(10'000, 'x');
    for (int i = 0; i < 10; ++i) {
        requests += post_request("/next", body);
    }
    std::thread sender([&] { client.send(requests); });
    held->respond("at last");
    EXPECT_EQ(client.receive().body, "at last");
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(client.receive().body, "POST /next " + body);
    }
    sender.join();
}

TEST(Server, AnswersWholeAfterClientHasSentAll) {
    TestServer server;
    auto client = server.connect();
    client.send(get_request("/a") + get_request("/b"));
    client.finish();
    EXPECT_EQ(client.receive().body, "GET /a ");
    EXPECT_EQ(client.receive().body, "GET /b ");
    EXPECT_TRUE(client.is_closed());
}

TEST(Server, SendsNoBodyForHead) {
    TestServer server;
    auto client = server.connect();
    client.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n" + get_request("/b"));
    const RawResponse response = client.receive(false);
    EXPECT_EQ(response.status, 200U);
    EXPECT_TRUE(response.has_line("Content-Length: 8"));
    EXPECT_EQ(client.receive().body, "GET /b ");
}

TEST(Server, SendsNoBodyWithoutContent) {
    TestServer server;
    auto client = server.connect();
    client.send(get_request("/empty") + get_request("/b"));
    const RawResponse response = client.receive();
    EXPECT_EQ(response.status, 204U);
    EXPECT_EQ(response.head.find("Content-Length"), std::string::npos);
    EXPECT_EQ(client.receive().body, "GET /b ");
}

TEST(Server, ClosesConnectionIfAsked) {
    TestServer server;
    auto client = server.connect();
    client.send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(client.receive().has_line("Connection: close"));
    EXPECT_TRUE(client.is_closed());
}

TEST(Server, ServesOldClients) {
    TestServer server;
    auto client = server.connect();
    client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_TRUE(client.receive().has_line("Connection: keep-alive"));
    client.send("GET /b HTTP/1.0\r\n\r\n");
    const RawResponse response = client.receive();
    EXPECT_EQ(response.body, "GET /b ");
    EXPECT_TRUE(response.has_line("Connection: close"));
    EXPECT_TRUE(client.is_closed());
}

TEST(Server, AsksForBodyThatIsHeldBack) {
    TestServer server;
    auto client = server.connect();
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    EXPECT_EQ(client.receive(false).status, 100U);
    client.send("hello");
    EXPECT_EQ(client.receive().body, "POST /a hello");
}

TEST(Server, RefusesWhatItDoesNotTake) {
    ServerSettings settings;
    settings.header_limit = 1000;
    settings.body_limit = 1000;
    TestServer server(settings);
    const std::string start = "POST /a HTTP/1.1\r\nHost: x\r\n";
    const std::vector<std::pair<std::string, unsigned>> cases = {
        {"nonsense\r\n", 400},
        {start + "A: " + std::string(1000, 'b') + "\r\n\r\n", 431},
        {post_request("/a", std::string(1001, 'b')), 413},
        {post_request("/a", std::string(1'000'000, 'b')), 413},
        {start + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n", 413},
        {start + "Transfer-Encoding: gzip\r\n\r\n", 501},
    };
    for (const auto& [bytes, status] : cases) {
        SCOPED_TRACE(bytes.substr(0, 100));
        auto client = server.connect();
        std::thread sender([&client, &text = bytes] { client.send(text); });
        const RawResponse response = client.receive();
        EXPECT_EQ(response.status, status);
        EXPECT_TRUE(response.body.starts_with("refused: ")) << response.body;
        EXPECT_TRUE(response.has_line("Connection: close"));
        sender.join();
        EXPECT_TRUE(client.is_closed());
    }
    EXPECT_EQ(server->statistics().requests, cases.size());
}

TEST(Server, TakesWhatIsJustWithinItsLimits) {
    ServerSettings settings;
    settings.body_limit = 1000;
    TestServer server(settings);
    auto client = server.connect();
    client.send(post_request("/a", std::string(1000, 'b')));
    EXPECT_EQ(client.receive().status, 200U);
}

TEST(Server, AnswersForHandlerThatDoesNot) {
    TestServer server;
    auto client = server.connect();
    client.send(get_request("/drop"));
    const RawResponse response = client.receive();
    EXPECT_EQ(response.status, 500U);
    EXPECT_EQ(response.body, "refused: The request was not answered.");
    client.send(get_request("/b"));
    EXPECT_EQ(client.receive().body, "GET /b ");
}

TEST(Server, TurnsAwayTooManyConnections) {
    ServerSettings settings;
    settings.connections = 2;
    TestServer server(settings);
    auto first = server.connect();
    auto second = server.connect();
    for (RawConnection* client : {&first, &second}) {
        client->send(get_request("/a"));
        EXPECT_EQ(client->receive().status, 200U);
    }
    auto third = server.connect();
    const RawResponse response = third.receive();
    EXPECT_EQ(response.status, 503U);
    EXPECT_TRUE(response.body.starts_with("refused: "));
    EXPECT_TRUE(third.is_closed());
    EXPECT_EQ(server->statistics().refused_connections, 1U);
    third.close();
    first.close();
    ASSERT_TRUE(server.comes_to_have(1));
    auto fourth = server.connect();
    fourth.send(get_request("/b"));
    EXPECT_EQ(fourth.receive().body, "GET /b ");
}

TEST(Server, AnswersThousandLongPollsFromAnotherThread) {
    constexpr std::size_t count = 1000;
    TestServer server;
    std::vector<RawConnection> clients;
    for (std::size_t i = 0; i < count; ++i) {
        clients.push_back(server.connect());
        clients.back().send(get_request("/hold" + std::to_string(i)));
    }
    Inbox<bool> written;
    std::thread handler([&] {
        for (std::size_t i = 0; i < count; ++i) {
            const auto held = server.held.next();
            ASSERT_TRUE(held);
            held->respond(held->request.path, [&written](bool whole) { written.put(whole); });
        }
    });
    for (std::size_t i = 0; i < count; ++i) {
        EXPECT_EQ(clients[i].receive().body, "/hold" + std::to_string(i));
        EXPECT_EQ(written.next(), true);
    }
    handler.join();
    EXPECT_EQ(server->statistics().connections, count);
}

TEST(Server, AnswersFromManyThreadsAtOnce) {
    TestServer server;
    std::atomic<bool> is_done = false;
    std::vector<std::thread> handlers(4);
    for (std::thread& handler : handlers) {
        handler = std::thread([&] {
            while (!is_done) {
                if (const auto held = server.held.next(std::chrono::milliseconds(1))) {
                    held->respond(held->request.body);
                }
            }
        });
    }
    std::vector<std::thread> clients(8);
    for (std::size_t i = 0; i < clients.size(); ++i) {
        clients[i] = std::thread([&server, i] {
            auto client = server.connect();
            for (int j = 0; j < 100; ++j) {
                const std::string body = std::to_string(i) + "/" + std::to_string(j);
                client.send(post_request(j % 4 == 0 ? "/now" : "/hold", body));
                ASSERT_EQ(client.receive().body, j % 4 == 0 ? "POST /now " + body : body);
            }
        });
    }
    for (std::thread& client : clients) {
        client.join();
    }
    is_done = true;
    for (std::thread& handler : handlers) {
        handler.join();
    }
    EXPECT_EQ(server->statistics().requests, 800U);
}

TEST(Server, SaysThatPortIsTaken) {
    TestServer first;
    Server second = bare_server("127.0.0.1", first->port());
    const auto refused = second.start();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::Conflict);
    EXPECT_NE(refused.error().message.find(std::to_string(first->port())), std::string::npos);
    first->stop(std::chrono::milliseconds(0));
    EXPECT_TRUE(second.start());
    RawConnection client(second.port());
    client.send(get_request("/a"));
    EXPECT_EQ(client.receive().status, 204U);
}

TEST(Server, SaysThatAddressIsNone) {
    for (const char* host : {"", "nowhere.example", "1.2.3", "127.0.0.1:80"}) {
        const auto refused = bare_server(host, 0).start();
        ASSERT_FALSE(refused) << host;
        EXPECT_EQ(refused.error().kind, ErrorKind::InvalidInput) << host;
    }
}

TEST(Server, SaysThatAddressIsNotOfThisMachine) {
    const auto refused = bare_server("192.0.2.1", 0).start();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::Unavailable);
}

TEST(Server, ListensOnLocalhost) {
    Server server = bare_server("localhost", 0);
    ASSERT_TRUE(server.start());
    RawConnection client(server.port());
    client.send(get_request("/a"));
    EXPECT_EQ(client.receive().status, 204U);
}

}  // namespace
}  // namespace gridlore::http
