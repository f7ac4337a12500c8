#include "adapter/http/router.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/support/recorded_response.h"

namespace gridlore::http {
namespace {

using test_support::RecordedResponse;

Handler answering(const std::string& text) {
    return [text](const Request& request, const std::shared_ptr<Responder>& responder) {
        responder->respond(Response::with_body(200, "text/plain", text + " " + request.method + " " + request.path));
    };
}

Router router() {
    return {
        {{"GET", "/", answering("root")},
         {"GET", "/a", answering("a")},
         {"POST", "/a", answering("post")},
         {"GET", "/a/b", answering("b")},
         {"DELETE", "/a/b", answering("delete")},
         {"GET", "/docs/*", answering("docs")},
         {"POST", "/docs/form", answering("form")},
         {"HEAD", "/head", answering("head")},
         {"GET", "/head", answering("get")}},
        [](unsigned status, const std::string& message) { return Response::with_body(status, "text/plain", message); }};
}

RecordedResponse send(const std::string& method, const std::string& path) {
    Request request;
    request.method = method;
    request.path = path;
    const auto response = std::make_shared<RecordedResponse>();
    router().handle(std::move(request), response);
    EXPECT_TRUE(response->has_response());
    return *response;
}

TEST(Router, ChoosesByMethodAndPath) {
    EXPECT_EQ(send("GET", "/").body(), "root GET /");
    EXPECT_EQ(send("GET", "/a").body(), "a GET /a");
    EXPECT_EQ(send("POST", "/a").body(), "post POST /a");
    EXPECT_EQ(send("DELETE", "/a/b").body(), "delete DELETE /a/b");
}

TEST(Router, ToleratesTrailingSlash) {
    EXPECT_EQ(send("GET", "/a/").body(), "a GET /a/");
    EXPECT_EQ(send("GET", "/a/b/").body(), "b GET /a/b/");
    EXPECT_EQ(send("GET", "/a//").status(), 404U);
}

TEST(Router, TellsPathsApartAsTheyWereSent) {
    for (const char* path : {"/A", "/%61", "/a%2Fb", "/a/b/c", "//a", "a", ""}) {
        EXPECT_EQ(send("GET", path).status(), 404U) << path;
    }
}

TEST(Router, ServesEverythingBelow) {
    EXPECT_EQ(send("GET", "/docs/x").body(), "docs GET /docs/x");
    EXPECT_EQ(send("GET", "/docs/x/y.html").body(), "docs GET /docs/x/y.html");
    EXPECT_EQ(send("GET", "/docs/").body(), "docs GET /docs/");
    EXPECT_EQ(send("GET", "/docs").status(), 404U);
    EXPECT_EQ(send("GET", "/docsx").status(), 404U);
}

TEST(Router, PrefersThatVeryPath) {
    EXPECT_EQ(send("POST", "/docs/form").body(), "form POST /docs/form");
    EXPECT_EQ(send("GET", "/docs/form").status(), 405U);
}

TEST(Router, ServesHeadByGet) {
    EXPECT_EQ(send("HEAD", "/a").body(), "a HEAD /a");
    EXPECT_EQ(send("HEAD", "/head").body(), "head HEAD /head");
}

TEST(Router, SaysThatThereIsNothing) {
    const auto response = send("GET", "/nowhere");
    EXPECT_EQ(response.status(), 404U);
    EXPECT_EQ(response.body(), "There is nothing at /nowhere.");
    EXPECT_EQ(response.header("Allow"), "");
}

TEST(Router, SaysWhatIsAllowedInstead) {
    const auto response = send("PUT", "/a");
    EXPECT_EQ(response.status(), 405U);
    EXPECT_EQ(response.header("Allow"), "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(response.body(), "/a does not serve PUT, only GET, HEAD, POST, OPTIONS.");
    EXPECT_EQ(send("HEAD", "/docs/form").header("Allow"), "POST, OPTIONS");
    EXPECT_EQ(send("POST", "/head").header("Allow"), "HEAD, GET, OPTIONS");
    EXPECT_EQ(send("get", "/a").status(), 405U);
}

TEST(Router, AnswersOptions) {
    const auto response = send("OPTIONS", "/a/b");
    EXPECT_EQ(response.status(), 204U);
    EXPECT_EQ(response.header("Allow"), "GET, HEAD, DELETE, OPTIONS");
    EXPECT_EQ(send("OPTIONS", "/nowhere").status(), 404U);
}

TEST(Router, HasNothingWithoutRoutes) {
    const Router empty({}, [](unsigned status, const std::string&) { return Response::empty(status); });
    const auto response = std::make_shared<RecordedResponse>();
    empty.handle({}, response);
    EXPECT_EQ(response->status(), 404U);
}

}  // namespace
}  // namespace gridlore::http
