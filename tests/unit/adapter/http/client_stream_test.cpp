#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "adapter/http/client.h"
#include "tests/unit/adapter/http/test_server.h"

namespace gridlore::http {
namespace {

Client client_of(TestServer& server) {
    auto client = Client::make("http://127.0.0.1:" + std::to_string(server->port()), {.timeout = test_bound});
    if (!client) {
        throw std::invalid_argument("address");
    }
    return std::move(*client);
}

/// `size` bytes, a few at a time.
BodyWriter writes(std::size_t size) {
    return [size](const BodySink& sink) -> Result<void> {
        constexpr std::size_t few = 1000;
        for (std::size_t sent = 0; sent < size; sent += few) {
            if (auto taken = sink(std::string(std::min(few, size - sent), 'x')); !taken) {
                return taken;
            }
        }
        return {};
    };
}

TEST(StreamingClient, SendsABodyWhoseLengthItDoesNotSay) {
    TestServer server;
    for (const std::size_t size : {std::size_t{0}, std::size_t{5}, std::size_t{5'000'000}}) {
        const auto response =
            client_of(server).stream({.method = "POST", .path = "/a", .headers = {}, .body = writes(size), .take = {}});
        ASSERT_TRUE(response) << response.error().message;
        EXPECT_EQ(response->status, 200U);
        EXPECT_EQ(*response->body, ("POST /a " + std::string(size, 'x')).substr(0, response->body->size()));
        EXPECT_GE(response->body->size(), std::min<std::size_t>(size, 1 << 20));
    }
}

TEST(StreamingClient, HandsAResponseOverPieceByPiece) {
    TestServer server;
    std::string taken;
    std::size_t largest = 0;
    const auto response = client_of(server).stream(
        {.method = "GET", .path = "/large", .headers = {}, .body = {}, .take = [&](std::string_view bytes) {
             taken += bytes;
             largest = std::max(largest, bytes.size());
             return Result<void>();
         }});
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(*response->body, "");
    EXPECT_EQ(taken, *TestServer::large_body());
    EXPECT_LE(largest, std::size_t{1} << 20);
}

TEST(StreamingClient, PassesOnTheErrorOfWhoTakesTheResponse) {
    TestServer server;
    const auto response = client_of(server).stream(
        {.method = "GET", .path = "/large", .headers = {}, .body = {}, .take = [](std::string_view) {
             return Result<void>(invalid_input("enough"));
         }});
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().message, "enough");
}

TEST(StreamingClient, EndsARequestWhoseBodyFailsSoThatNobodyTakesItForWhole) {
    TestServer server;
    const auto response = client_of(server).stream({.method = "POST",
                                                    .path = "/hold",
                                                    .headers = {},
                                                    .body =
                                                        [](const BodySink& sink) {
                                                            auto sent = writes(200'000)(sink);
                                                            return sent ? Result<void>(invalid_input("broken")) : sent;
                                                        },
                                                    .take = {}});
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().message, "broken");
    EXPECT_TRUE(server.comes_to_have(0));
    EXPECT_EQ(server.held.size(), 0U);
}

TEST(StreamingClient, HearsARefusalOnItsWay) {
    ServerSettings settings;
    settings.body_limit = 100'000;
    TestServer server(settings);
    const auto response = client_of(server).stream(
        {.method = "POST", .path = "/a", .headers = {}, .body = writes(150'000), .take = [](std::string_view) {
             ADD_FAILURE() << "A refusal is not what was wanted.";
             return Result<void>();
         }});
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->status, 413U);
    EXPECT_TRUE(response->body->starts_with("refused: "));
}

TEST(StreamingClient, SaysThatNobodyAnswers) {
    auto client = Client::make("http://127.0.0.1:1", {.timeout = test_bound});
    ASSERT_TRUE(client);
    const auto response = client->stream({.method = "GET", .path = "/", .headers = {}, .body = {}, .take = {}});
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind, ErrorKind::Unavailable);
}

}  // namespace
}  // namespace gridlore::http
