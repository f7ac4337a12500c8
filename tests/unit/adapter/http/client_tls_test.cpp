#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapter/http/client.h"
#include "tests/unit/adapter/http/other_server.h"
#include "tests/unit/adapter/http/test_server.h"
#include "tests/unit/adapter/http/tls_peer.h"

namespace gridlore::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view empty_answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
constexpr const char* everywhere = "DNS:localhost,IP:127.0.0.1";

const Authority& authority() {
    static const Authority made;
    return made;
}

std::string base_of(const OtherServer& server, const std::string& host = "127.0.0.1") {
    return "https://" + host + ":" + server.port();
}

Client client_of(const std::string& base, ClientSettings settings = {}) {
    settings.timeout = settings.timeout == ClientSettings().timeout ? test_bound : settings.timeout;
    settings.certificate_authorities = authority().pem();
    auto client = Client::make(base, settings);
    if (!client) {
        throw std::invalid_argument(base);
    }
    return std::move(*client);
}

unsigned status_of(const Result<Response>& response) {
    EXPECT_TRUE(response) << response.error().message;
    return response ? response->status : 0;
}

/// Why there is no response.
std::string failure_of(const Result<Response>& response, ErrorKind kind = ErrorKind::Unavailable) {
    EXPECT_FALSE(response);
    EXPECT_EQ(response ? ErrorKind::Internal : response.error().kind, kind);
    return response ? "" : response.error().message;
}

// NOLINTBEGIN(clang-analyzer-cplusplus.NewDeleteLeaks): it loses sight of std::function's memory

/// Each test is of both versions that there are.
class TlsClient : public testing::TestWithParam<int> {
  protected:
    static std::function<void(int)> serves(TlsBehaviour behave) {
        return over_tls(authority().certifies(everywhere), std::move(behave), GetParam());
    }
    /// The answer to a GET; then the connection ends without a word.
    static std::function<void(int)> serves_text(const std::string& text) {
        return serves([text](TlsSocket& socket) {
            socket.receive_until("\r\n\r\n");
            socket.send(text);
        });
    }
};

INSTANTIATE_TEST_SUITE_P(Versions, TlsClient, testing::Values(TLS1_2_VERSION, TLS1_3_VERSION),
                         [](const auto& version) { return version.param == TLS1_2_VERSION ? "Tls12" : "Tls13"; });

TEST_P(TlsClient, KeepsItsConnection) {
    const OtherServer server({serves([](TlsSocket& socket) {
        EXPECT_THAT(socket.receive_until("first"), StartsWith("POST /base/a HTTP/1.1\r\n"));
        socket.send(empty_answer);
        socket.receive_until("second");
        socket.send(empty_answer);
    })});
    Client client = client_of(base_of(server) + "/base");
    EXPECT_EQ(status_of(client.send("POST", "/a", {}, "first")), 200U);
    EXPECT_EQ(status_of(client.send("POST", "/b", {}, "second")), 200U);
}

TEST_P(TlsClient, SaysWhichNameItWantsAndOfWhichAddressItIsNothing) {
    std::vector<std::string> names;
    const auto note_name = serves([&](TlsSocket& socket) {
        names.push_back(socket.name());
        socket.receive_until("\r\n\r\n");
        socket.send(empty_answer);
    });
    const OtherServer server({note_name, note_name});
    EXPECT_EQ(status_of(client_of(base_of(server, "localhost")).send("GET", "/")), 200U);
    EXPECT_EQ(status_of(client_of(base_of(server)).send("GET", "/")), 200U);
    EXPECT_THAT(names, testing::ElementsAre("localhost", ""));
}

TEST_P(TlsClient, ConnectsAnewWhenTheServerHasSaidThatItCloses) {
    Inbox<int> closed;
    const OtherServer server({serves([&](TlsSocket& socket) {
                                  socket.receive_until("\r\n\r\n");
                                  socket.send(empty_answer);
                                  socket.close_notify();
                                  closed.put(::dup(socket.socket()));  // the socket itself stays open
                              }),
                              serves_text(std::string(empty_answer))});
    Client client = client_of(base_of(server));
    EXPECT_EQ(status_of(client.send("GET", "/a")), 200U);
    const auto socket = closed.next();
    ASSERT_TRUE(socket);
    EXPECT_EQ(status_of(client.send("POST", "/b")), 200U);
    ::close(*socket);
}

TEST_P(TlsClient, ConnectsAnewWhenTheServerHasClosedWithoutAWord) {
    Inbox<bool> closed;
    const auto answer_and_close = serves([&](TlsSocket& socket) {
        socket.receive_until("\r\n\r\n");
        socket.send(empty_answer);
        ::shutdown(socket.socket(), SHUT_RDWR);
        closed.put(true);
    });
    const OtherServer server({answer_and_close, answer_and_close});
    Client client = client_of(base_of(server));
    EXPECT_EQ(status_of(client.send("GET", "/a")), 200U);
    ASSERT_TRUE(closed.next());
    EXPECT_EQ(status_of(client.send("POST", "/b")), 200U);
}

TEST_P(TlsClient, SendsNothingTwiceThatSomebodyMayHaveSeen) {
    std::atomic<int> connections = 0;
    const OtherServer server({serves([&](TlsSocket& socket) {
                                  ++connections;
                                  socket.receive_until("first");
                                  socket.send(empty_answer);
                                  socket.receive_until("second");  // and goes without a word
                              }),
                              [&](int) { ++connections; }});
    Client client = client_of(base_of(server));
    EXPECT_EQ(status_of(client.send("POST", "/", {}, "first")), 200U);
    failure_of(client.send("POST", "/", {}, "second"));
    EXPECT_EQ(connections, 1);
    failure_of(client.send("GET", "/"));
}

TEST_P(TlsClient, TakesAWholeResponseWhateverComesBehind) {
    for (const char* text : {"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody",
                             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n"}) {
        const OtherServer server({serves_text(text)});
        const auto response = client_of(base_of(server)).send("GET", "/");
        ASSERT_EQ(status_of(response), 200U);
        EXPECT_EQ(*response->body, "body");
    }
}

TEST_P(TlsClient, TakesNoPartOfAResponseForAllOfIt) {
    for (const char* text : {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nbody",
                             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n",
                             "HTTP/1.1 200 OK\r\n\r\nbody", "HTTP/1.1 200"}) {
        const OtherServer server({serves_text(text)});
        EXPECT_THAT(failure_of(client_of(base_of(server)).send("GET", "/")),
                    StartsWith("No answer from " + base_of(server) + ": "));
    }
}

TEST_P(TlsClient, TakesABodyThatEndsWithTheConnectionIfTheServerSaysThatItEnds) {
    for (const bool is_whole : {true, false}) {
        const OtherServer server({serves([is_whole](TlsSocket& socket) {
            socket.receive_until("\r\n\r\n");
            socket.send(is_whole ? "HTTP/1.1 200 OK\r\n\r\nbody" : "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbody");
            socket.close_notify();
        })});
        const auto response = client_of(base_of(server)).send("GET", "/");
        EXPECT_EQ(response.has_value(), is_whole);
    }
}

TEST_P(TlsClient, TakesNoLargerResponseThanAllowed) {
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n";
    const OtherServer server({serves_text(head + std::string(100'000, 'x')), serves_text(head)});
    ClientSettings settings;
    settings.response_limit = 100'000;
    EXPECT_EQ(status_of(client_of(base_of(server), settings).send("GET", "/")), 200U);
    settings.response_limit = 99'999;
    failure_of(client_of(base_of(server), settings).send("GET", "/"), ErrorKind::LimitExceeded);
}

TEST_P(TlsClient, SendsAndReceivesBodiesOfManyRecords) {
    const std::string body = std::string(3'000'000, 'y') + "end";
    const OtherServer server({serves([&](TlsSocket& socket) {
        EXPECT_THAT(socket.receive_until("end"), EndsWith("\r\n\r\n" + body));
        socket.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    })});
    const auto response = client_of(base_of(server)).send("POST", "/", {}, body);
    ASSERT_EQ(status_of(response), 200U);
    EXPECT_TRUE(*response->body == body);
}

TEST_P(TlsClient, StreamsBodiesOfBothSides) {
    const std::string body(1'000'000, 'y');
    const OtherServer server({serves([&](TlsSocket& socket) {
        EXPECT_GT(socket.receive_until("\r\n0\r\n\r\n").size(), body.size());
        socket.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    })});
    std::string taken;
    StreamedRequest request;
    request.method = "POST";
    request.path = "/";
    request.body = [&](const BodySink& sink) { return sink(body); };
    request.take = [&](std::string_view bytes) {
        taken += bytes;
        return Result<void>();
    };
    EXPECT_EQ(status_of(client_of(base_of(server)).stream(request)), 200U);
    EXPECT_TRUE(taken == body);
}

TEST_P(TlsClient, EndsWhatIsUnderWayOnceItIsCancelled) {
    std::atomic<bool> cancelled = false;
    ClientSettings settings;
    settings.cancelled = &cancelled;
    const OtherServer server({serves([&](TlsSocket& socket) {
        socket.receive_until("\r\n\r\n");
        cancelled = true;
        socket.receive_until("never");
    })});
    failure_of(client_of(base_of(server), settings).send("GET", "/"));
}

TEST_P(TlsClient, RefusesACertificateThatIsNotOfTheHost) {
    const Identity other = authority().certifies("DNS:other.example,DNS:localhost.other.example,IP:127.0.0.2");
    const auto unseen = over_tls(
        other, [](TlsSocket&) { ADD_FAILURE(); }, GetParam());
    const OtherServer server({unseen, unseen});
    EXPECT_EQ(
        failure_of(client_of(base_of(server, "localhost")).send("GET", "/")),
        "No answer from " + base_of(server, "localhost") + ": its certificate is not accepted: hostname mismatch");
    EXPECT_EQ(failure_of(client_of(base_of(server)).send("GET", "/")),
              "No answer from " + base_of(server) + ": its certificate is not accepted: IP address mismatch");
}

TEST_P(TlsClient, RefusesACertificateOutOfItsTime) {
    const Identity past = authority().certifies(everywhere, {-7200, -3600});
    const Identity future = authority().certifies(everywhere, {3600, 7200});
    const TlsBehaviour unseen = [](TlsSocket&) { ADD_FAILURE(); };
    const OtherServer server({over_tls(past, unseen, GetParam()), over_tls(future, unseen, GetParam())});
    EXPECT_THAT(failure_of(client_of(base_of(server)).send("GET", "/")),
                EndsWith(": its certificate is not accepted: certificate has expired"));
    EXPECT_THAT(failure_of(client_of(base_of(server)).send("GET", "/")),
                EndsWith(": its certificate is not accepted: certificate is not yet valid"));
}

TEST_P(TlsClient, RefusesACertificateOfSomebodyUnknown) {
    const Identity stranger = Authority("Stranger").certifies(everywhere);
    // Of the same name as the one that is known, with another key.
    const Identity impostor = Authority().certifies(everywhere);
    const TlsBehaviour unseen = [](TlsSocket&) { ADD_FAILURE(); };
    const OtherServer server({over_tls(stranger, unseen, GetParam()), over_tls(impostor, unseen, GetParam())});
    EXPECT_THAT(failure_of(client_of(base_of(server)).send("GET", "/")),
                EndsWith(": its certificate is not accepted: unable to get local issuer certificate"));
    EXPECT_THAT(failure_of(client_of(base_of(server)).send("GET", "/")),
                HasSubstr(": its certificate is not accepted: "));
}

TEST(TlsHandshake, TrustsTheSystemUnlessItIsToldOthers) {
    const OtherServer server({over_tls(authority().certifies(everywhere), [](TlsSocket&) { ADD_FAILURE(); })});
    auto client = Client::make(base_of(server), {.timeout = test_bound});
    ASSERT_TRUE(client);
    EXPECT_THAT(failure_of(client->send("GET", "/")),
                EndsWith(": its certificate is not accepted: unable to get local issuer certificate"));
}

TEST(TlsHandshake, TicketsThatComeLateCloseNothing) {
    Inbox<bool> sent;
    const OtherServer server({over_tls(authority().certifies(everywhere), [&](TlsSocket& socket) {
        socket.receive_until("\r\n\r\n");
        socket.send(empty_answer);
        socket.send_ticket();
        sent.put(true);
        socket.receive_until("second");
        socket.send(empty_answer);
    })});
    Client client = client_of(base_of(server));
    EXPECT_EQ(status_of(client.send("GET", "/")), 200U);
    ASSERT_TRUE(sent.next());
    EXPECT_EQ(status_of(client.send("POST", "/", {}, "second")), 200U);
}

TEST(TlsHandshake, RefusesVersionsThatAreTooOld) {
    const OtherServer server({over_tls(
        authority().certifies(everywhere), [](TlsSocket&) { ADD_FAILURE(); }, TLS1_1_VERSION)});
    EXPECT_THAT(failure_of(client_of(base_of(server)).send("GET", "/")), HasSubstr("protocol version"));
}

TEST(TlsHandshake, SaysThatAServerSpeaksNoTls) {
    const OtherServer server({[](int socket) {
        send_text(socket, "HTTP/1.1 400 Bad Request\r\n\r\n");
        receive_until(socket, "never");
    }});
    EXPECT_EQ(failure_of(client_of(base_of(server)).send("GET", "/")),
              "No answer from " + base_of(server) + ": what answers there is no TLS");
}

TEST(TlsHandshake, SaysThatAServerGoesAway) {
    const OtherServer server({[](int) {}});
    EXPECT_THAT(failure_of(client_of(base_of(server)).send("GET", "/")),
                StartsWith("No answer from " + base_of(server) + ": no TLS connection comes about: "));
}

TEST(TlsHandshake, EndsOnceItIsCancelledOrItsTimeIsUp) {
    std::atomic<bool> cancelled = false;
    const OtherServer server({[&](int socket) {
                                  cancelled = true;
                                  receive_until(socket, "never");
                              },
                              [](int socket) { receive_until(socket, "never"); }});
    ClientSettings settings;
    settings.cancelled = &cancelled;
    failure_of(client_of(base_of(server), settings).send("GET", "/"));
    settings = {};
    settings.timeout = std::chrono::milliseconds(50);
    failure_of(client_of(base_of(server), settings).send("GET", "/"));
}

TEST(TlsAuthorities, AreCertificatesInPem) {
    EXPECT_TRUE(check_certificate_authorities(authority().pem()));
    EXPECT_TRUE(check_certificate_authorities("Ours:\n" + authority().pem() + Authority("Theirs").pem()));
    for (const char* text : {"", "secret", "-----BEGIN CERTIFICATE-----\nxyz\n-----END CERTIFICATE-----\n"}) {
        const auto checked = check_certificate_authorities(text);
        ASSERT_FALSE(checked) << text;
        EXPECT_EQ(checked.error().kind, ErrorKind::InvalidInput) << text;
    }
    const auto client = Client::make("https://localhost", {.certificate_authorities = "secret"});
    ASSERT_FALSE(client);
    EXPECT_EQ(client.error().kind, ErrorKind::InvalidInput);
}

// NOLINTEND(clang-analyzer-cplusplus.NewDeleteLeaks)

}  // namespace
}  // namespace gridlore::http
