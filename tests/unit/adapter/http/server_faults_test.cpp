/// Clients that vanish, dawdle or are too many, over real sockets.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <vector>

#include "adapter/http/server.h"
#include "tests/unit/adapter/http/test_server.h"

namespace gridlore::http {
namespace {

using namespace std::chrono_literals;

ServerSettings with_timeouts(std::chrono::seconds idle, std::chrono::seconds read, std::chrono::seconds write) {
    ServerSettings settings;
    settings.idle_timeout = idle;
    settings.read_timeout = read;
    settings.write_timeout = write;
    return settings;
}

/// Connects and is answered, where the time to begin a request may be short: who was too late tries again.
RawConnection connection_in_use(const TestServer& server) {
    for (int tries = 0; tries < 30; ++tries) {
        auto client = server.connect();
        client.send(get_request("/a"));
        if (client.receive().status == 200U) {
            return client;
        }
    }
    ADD_FAILURE() << "no request was answered in time";
    return {};
}

TEST(ServerFaults, IdleConnectionIsClosedWithoutAWord) {
    TestServer server(with_timeouts(1s, 60s, 60s));
    auto used = connection_in_use(server);
    auto fresh = server.connect();
    EXPECT_TRUE(fresh.is_closed());
    EXPECT_TRUE(used.is_closed());
    EXPECT_TRUE(server.comes_to_have(0));
}

TEST(ServerFaults, ConnectionIsIdleAfterALineBreak) {
    TestServer server(with_timeouts(1s, 60s, 60s));
    auto client = server.connect();
    client.send(post_request("/a", "hello") + "\r\n");
    EXPECT_EQ(client.receive().body, "POST /a hello");
    EXPECT_TRUE(client.is_closed());
}

TEST(ServerFaults, WaitingForHandlerIsNotIdle) {
    TestServer server(with_timeouts(1s, 60s, 60s));
    auto other = server.connect();
    auto waiting = server.connect();
    waiting.send(get_request("/hold"));
    const auto held = server.held.next();
    ASSERT_TRUE(held);
    EXPECT_TRUE(other.is_closed());
    auto later = server.connect();
    EXPECT_TRUE(later.is_closed());  // two time-outs have gone by
    held->respond("at last");
    EXPECT_EQ(waiting.receive().body, "at last");
}

TEST(ServerFaults, HeaderThatNeverEndsIsRefused) {
    TestServer server(with_timeouts(60s, 1s, 60s));
    auto client = server.connect();
    client.send("GET /a HTTP/1.1\r\nHost: x\r\nA: ");
    EXPECT_EQ(client.receive().status, 408U);
    EXPECT_TRUE(client.is_closed());
}

TEST(ServerFaults, PipelinedHeaderThatNeverEndsIsRefused) {
    TestServer server(with_timeouts(60s, 1s, 60s));
    auto client = server.connect();
    client.send(get_request("/a") + "GET /b");
    EXPECT_EQ(client.receive().status, 200U);
    EXPECT_EQ(client.receive().status, 408U);
    EXPECT_TRUE(client.is_closed());
}

TEST(ServerFaults, BodyThatDoesNotComeIsRefused) {
    TestServer server(with_timeouts(60s, 1s, 60s));
    auto client = server.connect();
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhell");
    const RawResponse response = client.receive();
    EXPECT_EQ(response.status, 408U);
    EXPECT_TRUE(response.body.starts_with("refused: "));
    EXPECT_TRUE(client.is_closed());
}

TEST(ServerFaults, ResponseThatIsNotReadIsGivenUp) {
    TestServer server(with_timeouts(60s, 60s, 1s));
    RawConnection client;
    client.receive_little();
    client.connect(server->port());
    client.send(get_request("/large"));
    EXPECT_EQ(server.large_written.next(), false);
    EXPECT_TRUE(server.comes_to_have(0));
}

TEST(ServerFaults, LargeResponseIsReadByteAfterByte) {
    TestServer server;
    RawConnection client;
    client.receive_little();
    client.connect(server->port());
    client.send(get_request("/large"));
    std::size_t size = 0;
    std::string begin;
    for (; size < 100'000; ++size) {
        const std::string byte = client.receive_at_most(1);
        ASSERT_EQ(byte.size(), 1U);
        begin += size < 4096 ? byte : "";
    }
    const std::size_t whole = begin.find("\r\n\r\n") + 4 + TestServer::large_body()->size();
    EXPECT_EQ(server.large_written.size(), 0U);
    while (size < whole) {
        const std::string piece = client.receive_at_most(100'000);
        ASSERT_FALSE(piece.empty());
        size += piece.size();
    }
    EXPECT_EQ(size, whole);
    EXPECT_EQ(server.large_written.next(), true);
}

TEST(ServerFaults, ClientMayVanishInItsRequest) {
    TestServer server;
    for (const char* begin : {"", "G", "GET /a HTTP/1.1\r\nHost: x\r\nA: ", "POST /a HTTP/1.1\r\nHost: x\r\n",
                              "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nhello",
                              "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"}) {
        for (const bool is_hard : {false, true}) {
            SCOPED_TRACE(begin);
            auto client = server.connect();
            client.send(begin);
            is_hard ? client.reset() : client.close();
        }
    }
    auto last = server.connect();
    last.send(get_request("/a"));
    EXPECT_EQ(last.receive().status, 200U);
    EXPECT_TRUE(server.comes_to_have(1));
    EXPECT_EQ(server->statistics().requests, 1U);
}

TEST(ServerFaults, HandlerIsToldOfClientThatVanishes) {
    TestServer server;
    for (const bool is_hard : {false, true}) {
        auto client = server.connect();
        client.send(get_request("/hold"));
        const auto held = server.held.next();
        ASSERT_TRUE(held);
        is_hard ? client.reset() : client.close();
        EXPECT_EQ(server.gone.next(), "/hold");
        bool told_at_once = false;
        held->responder->on_disconnect([&] { told_at_once = true; });
        EXPECT_TRUE(told_at_once);
        Inbox<bool> written;
        held->respond("too late", [&](bool whole) { written.put(whole); });
        EXPECT_EQ(written.next(), false);
        EXPECT_TRUE(server.comes_to_have(0));
    }
}

TEST(ServerFaults, ClientThatFinishesWhileItWaitsHasGone) {
    TestServer server;
    auto client = server.connect();
    client.send(get_request("/hold"));
    const auto held = server.held.next();
    ASSERT_TRUE(held);
    client.finish();
    EXPECT_EQ(server.gone.next(), "/hold");
    EXPECT_TRUE(client.is_closed());
}

TEST(ServerFaults, NothingIsWrittenToAClientThatHasGoneBeforeItsResponse) {
    TestServer server;
    Inbox<bool> written;
    for (int i = 0; i < 500; ++i) {
        auto client = server.connect();
        client.send(get_request("/hold"));
        const auto held = server.held.next();
        ASSERT_TRUE(held);
        client.finish();
        client.close();
        // Now: the server may see the end and the response in either order, or at once.
        held->respond("x", [&](bool whole) { written.put(whole); });
        ASSERT_EQ(written.next(), false) << "attempt " << i;
    }
}

TEST(ServerFaults, HandlerIsToldOfClientThatVanishesBehindPipelinedBytes) {
    TestServer server;
    auto client = server.connect();
    client.send(get_request("/hold") + get_request("/a"));
    const auto held = server.held.next();
    ASSERT_TRUE(held);
    client.send(get_request("/b"));
    client.close();
    EXPECT_EQ(server.gone.next(), "/hold");
}

TEST(ServerFaults, HandlerIsToldOfClientThatVanishesBehindMoreThanIsKept) {
    TestServer server;
    auto client = server.connect();
    client.send(get_request("/hold"));
    const auto held = server.held.next();
    ASSERT_TRUE(held);
    client.send(post_request("/b", std::string(100'000, 'x')));
    client.reset();
    EXPECT_EQ(server.gone.next(), "/hold");
    EXPECT_TRUE(server.comes_to_have(0));
}

TEST(ServerFaults, ClientMayVanishInItsResponse) {
    TestServer server;
    for (int i = 0; i < 10; ++i) {
        auto client = server.connect();
        client.send(get_request("/large"));
        EXPECT_EQ(client.receive_at_most(1).size(), 1U);
        client.reset();
        EXPECT_EQ(server.large_written.next(), false);
    }
    EXPECT_TRUE(server.comes_to_have(0));
}

TEST(ServerFaults, HandlerThatThrowsCostsItsConnectionOnly) {
    TestServer server;
    auto other = server.connect();
    for (int i = 0; i < 3; ++i) {
        auto client = server.connect();
        client.send(get_request("/throw"));
        EXPECT_TRUE(client.is_closed());
        EXPECT_EQ(server.failures.next(), "defect");
    }
    other.send(get_request("/a"));
    EXPECT_EQ(other.receive().status, 200U);
    EXPECT_TRUE(server.comes_to_have(1));
}

TEST(ServerFaults, RefusedClientSeesWhyThoughItSendsOn) {
    ServerSettings settings;
    settings.body_limit = 1000;
    TestServer server(settings);
    auto client = server.connect();
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
    client.send(std::string(1'000'000, 'x'));
    EXPECT_EQ(client.receive().status, 413U);
    EXPECT_TRUE(client.is_closed());
}

TEST(ServerFaults, LastResponseSurvivesWhatIsSentBehindIt) {
    TestServer server;
    for (int i = 0; i < 20; ++i) {
        auto client = server.connect();
        client.send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" + std::string(100'000, 'x'));
        EXPECT_EQ(client.receive().body, "GET /a ");
        EXPECT_TRUE(client.is_closed());
    }
}

/// No file descriptor can be opened while it exists.
class NoFileDescriptors {
  public:
    NoFileDescriptors() {
        getrlimit(RLIMIT_NOFILE, &before_);
        const int lowest_free = ::fcntl(0, F_DUPFD, 0);
        ::close(lowest_free);
        rlimit none = before_;
        none.rlim_cur = static_cast<rlim_t>(lowest_free);
        EXPECT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
    }
    ~NoFileDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }
    NoFileDescriptors(const NoFileDescriptors&) = delete;
    NoFileDescriptors& operator=(const NoFileDescriptors&) = delete;

  private:
    rlimit before_{};
};

std::chrono::microseconds processor_time() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto sum = [](const timeval& time) {
        return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
    };
    return sum(usage.ru_utime) + sum(usage.ru_stime);
}

TEST(ServerFaults, WaitsForFileDescriptorsWithoutSpinning) {
    TestServer server;
    auto early = server.connect();
    early.send(get_request("/early"));
    EXPECT_EQ(early.receive().body, "GET /early ");
    std::vector<RawConnection> clients(20);
    {
        const NoFileDescriptors none;
        for (RawConnection& client : clients) {
            client.connect(server->port());
            client.send(get_request("/late"));
        }
        early.send(get_request("/meanwhile"));
        EXPECT_EQ(early.receive().body, "GET /meanwhile ");
        const auto before = processor_time();
        EXPECT_FALSE(clients.front().has_input_within(400));
        EXPECT_LT(processor_time() - before, 200ms);
    }
    for (RawConnection& client : clients) {
        EXPECT_EQ(client.receive().body, "GET /late ");
    }
}

TEST(ServerFaults, StopsWhileThereAreNoFileDescriptors) {
    TestServer server;
    RawConnection client;
    const NoFileDescriptors none;
    client.connect(server->port());
    server->stop(test_bound);
    EXPECT_TRUE(client.is_closed());
}

}  // namespace
}  // namespace gridlore::http
