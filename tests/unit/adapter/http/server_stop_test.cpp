/// How a server ends, over real sockets.

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapter/http/server.h"
#include "tests/unit/adapter/http/test_server.h"

namespace gridlore::http {
namespace {

using namespace std::chrono_literals;

TEST(ServerStop, ClosesIdleConnections) {
    TestServer server;
    auto fresh = server.connect();
    auto used = server.connect();
    used.send(get_request("/a"));
    EXPECT_EQ(used.receive().status, 200U);
    ASSERT_TRUE(server.comes_to_have(2));
    server->stop(test_bound);
    EXPECT_TRUE(fresh.is_closed());
    EXPECT_TRUE(used.is_closed());
    EXPECT_EQ(server->statistics().connections, 0U);
}

TEST(ServerStop, LetsRequestsFinish) {
    TestServer server;
    auto idle = server.connect();
    auto busy = server.connect();
    busy.send(get_request("/hold"));
    const auto held = server.held.next();
    ASSERT_TRUE(held && server.comes_to_have(2));
    std::thread stopping([&] { server->stop(test_bound); });
    EXPECT_TRUE(idle.is_closed());  // so it has begun
    Inbox<bool> written;
    held->respond("finished", [&](bool whole) { written.put(whole); });
    const RawResponse response = busy.receive();
    EXPECT_EQ(response.body, "finished");
    EXPECT_TRUE(response.has_line("Connection: close"));
    EXPECT_TRUE(busy.is_closed());
    EXPECT_EQ(written.next(), true);
    stopping.join();
    EXPECT_EQ(server->statistics().connections, 0U);
}

TEST(ServerStop, LetsRequestArriveThatHasBegun) {
    TestServer server;
    auto idle = server.connect();
    auto busy = server.connect();
    busy.send("POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    EXPECT_EQ(busy.receive(false).status, 100U);
    ASSERT_TRUE(server.comes_to_have(2));
    std::thread stopping([&] { server->stop(test_bound); });
    EXPECT_TRUE(idle.is_closed());
    busy.send("hello");
    EXPECT_EQ(busy.receive().body, "POST /a hello");
    EXPECT_TRUE(busy.is_closed());
    stopping.join();
}

TEST(ServerStop, ClosesAllAfterItsBound) {
    TestServer server;
    auto waiting = server.connect();
    waiting.send(get_request("/hold"));
    auto arriving = server.connect();
    arriving.send("GET /never");
    const auto held = server.held.next();
    ASSERT_TRUE(held && server.comes_to_have(2));
    server->stop(10ms);
    EXPECT_TRUE(waiting.is_closed());
    EXPECT_TRUE(arriving.is_closed());
    EXPECT_EQ(server.gone.next(), "/hold");
    EXPECT_EQ(server->statistics().connections, 0U);
    Inbox<bool> written;
    held->respond("too late", [&](bool whole) { written.put(whole); });
    EXPECT_EQ(written.next(), false);
}

TEST(ServerStop, ClosesClientThatDoesNotReadItsResponse) {
    TestServer server;
    RawConnection client;
    client.receive_little();
    client.connect(server->port());
    client.send(get_request("/large"));
    ASSERT_TRUE(client.has_input_within(30'000));
    server->stop(10ms);
    EXPECT_EQ(server.large_written.next(), false);
}

TEST(ServerStop, ClosesWhoWasNotAcceptedYet) {
    for (int round = 0; round < 50; ++round) {
        TestServer server;
        auto client = server.connect();
        server->stop(test_bound);
        EXPECT_TRUE(client.is_closed());
    }
}

TEST(ServerStop, MayBeCalledAgain) {
    TestServer server;
    server->stop(0ms);
    server->stop(test_bound);
}

TEST(ServerStop, MayBeCalledBeforeStart) {
    Server server({}, {}, {}, {});
    server.stop(test_bound);
}

TEST(ServerStop, MayBeCalledByManyThreads) {
    TestServer server;
    std::vector<RawConnection> clients;
    for (int i = 0; i < 100; ++i) {
        clients.push_back(server.connect());
        clients.back().send(i % 2 == 0 ? get_request("/hold") : get_request("/large"));
    }
    ASSERT_TRUE(server.held.next());
    std::vector<std::thread> threads(4);
    for (std::thread& thread : threads) {
        thread = std::thread([&] { server->stop(10ms); });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
}

/// The handler outlives the server, as a pool of threads may.
TEST(ServerStop, ResponderOutlivesServer) {
    std::optional<Held> held;
    std::optional<RawConnection> client;
    {
        TestServer server;
        client.emplace(server->port());
        client->send(get_request("/hold"));
        held = server.held.next();
        ASSERT_TRUE(held);
    }
    EXPECT_TRUE(client->is_closed());
    Inbox<bool> written;
    held->respond("too late", [&](bool whole) { written.put(whole); });
    EXPECT_EQ(written.next(), false);
    held.reset();
}

TEST(ServerStop, ResponsesMayComeMeanwhile) {
    for (int round = 0; round < 20; ++round) {
        TestServer server;
        std::vector<RawConnection> clients;
        std::vector<Held> held;
        for (int i = 0; i < 10; ++i) {
            clients.push_back(server.connect());
            clients.back().send(get_request("/hold"));
            auto next = server.held.next();
            ASSERT_TRUE(next);
            held.push_back(std::move(*next));
        }
        Inbox<bool> written;
        std::thread handler([&] {
            for (const Held& one : held) {
                one.respond("x", [&](bool whole) { written.put(whole); });
            }
        });
        server->stop(0ms);
        handler.join();
        for (RawConnection& client : clients) {
            const auto whole = written.next();
            ASSERT_TRUE(whole);
            client.receive();
            EXPECT_TRUE(client.is_closed());
        }
    }
}

}  // namespace
}  // namespace gridlore::http
