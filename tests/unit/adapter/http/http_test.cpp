#include "adapter/http/http.h"

#include <gtest/gtest.h>

namespace gridlore::http {
namespace {

Request request_with(Headers headers) {
    Request request;
    request.headers = std::move(headers);
    return request;
}

TEST(Request, FindsHeaderWithoutRegardToCase) {
    const Request request = request_with({{"Knowledge-Base-Id", "urn:kb"}});
    for (const char* name : {"Knowledge-Base-Id", "knowledge-base-id", "KNOWLEDGE-BASE-ID"}) {
        EXPECT_EQ(request.header(name), "urn:kb") << name;
    }
}

TEST(Request, TellsAbsentHeaderFromEmptyOne) {
    const Request request = request_with({{"Accept", ""}});
    EXPECT_EQ(request.header("Accept"), "");
    EXPECT_EQ(request.header("Content-Type"), std::nullopt);
    EXPECT_EQ(Request().header("Accept"), std::nullopt);
}

TEST(Request, ComparesWholeNames) {
    const Request request = request_with({{"Accept-Language", "nl"}, {"Accept@", "x"}});
    EXPECT_EQ(request.header("Accept"), std::nullopt);
    EXPECT_EQ(request.header("Accept`"), std::nullopt);  // differs from @ in the bit that tells letters' case
    EXPECT_EQ(request.header(""), std::nullopt);
}

TEST(Request, GivesFirstOfSeveralValues) {
    EXPECT_EQ(request_with({{"a", "1"}, {"A", "2"}}).header("A"), "1");
}

TEST(Response, IsMadeOfItsParts) {
    const Response empty = Response::empty(204);
    EXPECT_EQ(empty.status, 204U);
    EXPECT_EQ(empty.body, nullptr);
    EXPECT_EQ(empty.content_type, "");
    const Response full = Response::with_body(201, "application/json", "{}");
    EXPECT_EQ(full.status, 201U);
    EXPECT_EQ(full.content_type, "application/json");
    EXPECT_EQ(*full.body, "{}");
}

}  // namespace
}  // namespace gridlore::http
