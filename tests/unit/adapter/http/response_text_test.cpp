#include "adapter/http/response_text.h"

#include <gtest/gtest.h>

#include <string>

namespace gridlore::http {
namespace {

constexpr std::string_view date = "Sun, 06 Nov 1994 08:49:37 GMT";

std::string head_of(const Response& response, const ConnectionPersistence& persistence = {}) {
    return response_head(response, persistence, date);
}

bool has_line(const std::string& head, const std::string& line) {
    return head.find("\r\n" + line + "\r\n") != std::string::npos;
}

TEST(ResponseText, BeginsWithStatusAndEndsWithEmptyLine) {
    const std::string head = head_of(Response::with_body(200, "text/plain", "hello"));
    EXPECT_TRUE(head.starts_with("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n")) << head;
    EXPECT_TRUE(head.ends_with("\r\n\r\n")) << head;
    EXPECT_EQ(head.find("\r\n\r\n"), head.size() - 4);
    EXPECT_TRUE(has_line(head, "Content-Type: text/plain"));
    EXPECT_TRUE(has_line(head, "Content-Length: 5"));
}

TEST(ResponseText, SaysReasonOfStatus) {
    EXPECT_TRUE(head_of(Response::empty(404)).starts_with("HTTP/1.1 404 Not Found\r\n"));
    EXPECT_TRUE(head_of(Response::empty(431)).starts_with("HTTP/1.1 431 Request Header Fields Too Large\r\n"));
    EXPECT_TRUE(head_of(Response::empty(299)).starts_with("HTTP/1.1 299 "));
}

TEST(ResponseText, SaysThatBodyIsEmpty) {
    const std::string head = head_of(Response::empty(200));
    EXPECT_TRUE(has_line(head, "Content-Length: 0"));
    EXPECT_EQ(head.find("\r\nContent-Type"), std::string::npos);
}

TEST(ResponseText, HasNoLengthWhereNoBodyMayBe) {
    for (const unsigned status : {204U, 304U}) {
        EXPECT_FALSE(may_have_body(status));
        EXPECT_EQ(head_of(Response::empty(status)).find("Content-Length"), std::string::npos);
    }
    EXPECT_FALSE(may_have_body(100));
    for (const unsigned status : {200U, 201U, 202U, 400U, 500U}) {
        EXPECT_TRUE(may_have_body(status));
    }
}

TEST(ResponseText, SaysWhetherConnectionIsKept) {
    const Response response = Response::empty(200);
    EXPECT_EQ(head_of(response, {.keep_alive = true, .is_http_1_0 = false}).find("Connection:"), std::string::npos);
    EXPECT_TRUE(has_line(head_of(response, {.keep_alive = true, .is_http_1_0 = true}), "Connection: keep-alive"));
    EXPECT_TRUE(has_line(head_of(response, {.keep_alive = false, .is_http_1_0 = false}), "Connection: close"));
    EXPECT_TRUE(has_line(head_of(response, {.keep_alive = false, .is_http_1_0 = true}), "Connection: close"));
}

TEST(ResponseText, AllowsOtherOrigins) {
    const std::string head = head_of(Response::empty(200));
    EXPECT_TRUE(has_line(head, "Access-Control-Allow-Origin: *"));
    EXPECT_TRUE(has_line(head, "Access-Control-Allow-Methods: GET, POST, PUT, DELETE, HEAD"));
    EXPECT_TRUE(has_line(head,
                         "Access-Control-Allow-Headers: Accept, Content-Type, Knowledge-Base-Id, "
                         "Knowledge-Interaction-Id"));
}

TEST(ResponseText, KeepsHeadersInTheirOrder) {
    Response response = Response::empty(200);
    response.headers = {{"Allow", "GET"}, {"X", "1"}, {"X", "2"}};
    EXPECT_TRUE(head_of(response).ends_with("\r\nAllow: GET\r\nX: 1\r\nX: 2\r\n\r\n"));
}

TEST(ResponseText, ValueForgesNoHeader) {
    Response response = Response::with_body(200, "text/plain\r\nSet-Cookie: a", "");
    response.headers = {{"Location", "/a\r\n\r\n<html>"}, {"X", "a\nb"}};
    const std::string head = head_of(response);
    EXPECT_TRUE(has_line(head, "Content-Type: text/plain  Set-Cookie: a"));
    EXPECT_TRUE(has_line(head, "Location: /a    <html>"));
    EXPECT_TRUE(has_line(head, "X: a b"));
}

TEST(DateText, WritesDates) {
    DateText text;
    EXPECT_EQ(text.at(784111777), date);
    EXPECT_EQ(text.at(0), "Thu, 01 Jan 1970 00:00:00 GMT");
    EXPECT_EQ(text.at(1709210096), "Thu, 29 Feb 2024 12:34:56 GMT");
    EXPECT_EQ(text.at(4102444799), "Thu, 31 Dec 2099 23:59:59 GMT");
}

TEST(DateText, StaysInTheSameSecond) {
    DateText text;
    const std::string_view first = text.at(784111777);
    EXPECT_EQ(text.at(784111777).data(), first.data());
    EXPECT_EQ(text.at(784111778), "Sun, 06 Nov 1994 08:49:38 GMT");
}

}  // namespace
}  // namespace gridlore::http
