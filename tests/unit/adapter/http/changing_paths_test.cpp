#include <gtest/gtest.h>

#include <atomic>

#include "tests/unit/adapter/http/test_server.h"

namespace gridlore::http {
namespace {

std::string hold_of(const RawResponse& response) {
    return std::to_string(response.status) + " " + response.body;
}

TEST(ChangingPaths, HaveLimitsAndWordsOfTheirOwnWhileTheyAreThere) {
    std::atomic<bool> is_there = false;
    ServerSettings settings;
    settings.body_limit = 10;
    settings.changing_paths =
        ChangingPaths{[&](std::string_view path) { return is_there && path == "/news"; }, 30, 1000,
                      [](unsigned status, const std::string&) {
                          return Response::with_body(status, "text/plain", "in other words");
                      }};
    TestServer server(settings);
    const auto post = [&](std::size_t size) {
        RawConnection connection = server.connect();
        connection.send(post_request("/news", std::string(size, 'x')));
        return hold_of(connection.receive());
    };
    EXPECT_EQ(post(20).substr(0, 12), "413 refused:");
    is_there = true;
    EXPECT_EQ(post(20), "200 POST /news " + std::string(20, 'x'));
    EXPECT_EQ(post(40), "413 in other words");
    is_there = false;
    EXPECT_EQ(post(20).substr(0, 12), "413 refused:");
}

}  // namespace
}  // namespace gridlore::http
