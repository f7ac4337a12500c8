#include "adapter/rest-api/json/exchange_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gridlore::rest_api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr TimePoint start{std::chrono::milliseconds(1'772'615'702'118)};

Result<ExchangeBody> read(std::string_view text, bool is_ask = true) {
    const auto json = parse_json(text);
    return json ? read_exchange_body(*json, is_ask) : json.error();
}

std::string error_of(std::string_view text, bool is_ask = true) {
    const auto body = read(text, is_ask);
    return body ? "no error" : body.error().message;
}

TEST(ExchangeBody, IsABindingSetOrAnObject) {
    const auto plain = read(R"([{"a":"<urn:x:y>"}])");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->request.bindings.size(), 1U);
    EXPECT_THAT(plain->request.recipients, IsEmpty());
    EXPECT_TRUE(plain->exchange_info);
    const auto object = read(R"({"recipientSelector":{"knowledgeBases":["urn:kb:1","urn:kb:2"]},"bindingSet":[{}]})");
    ASSERT_TRUE(object);
    EXPECT_THAT(object->request.recipients, ElementsAre("urn:kb:1", "urn:kb:2"));
}

TEST(ExchangeBody, PrefersTheOlderSelector) {
    const auto body = read(
        R"({"recipientSelector":{"singleKnowledgeBase":"urn:kb:1","knowledgeBases":["urn:kb:2"]},"bindingSet":[]})");
    ASSERT_TRUE(body);
    EXPECT_THAT(body->request.recipients, ElementsAre("urn:kb:1"));
}

TEST(ExchangeBody, RefusesOtherForms) {
    for (const std::string_view text :
         {R"("text")", "5", "null", "{}", R"({"recipientSelector":{"knowledgeBases":[]}})", R"({"bindingSet":[]})",
          R"({"bindingSet":[],"stranger":1})", R"({"recipientSelector":null,"bindingSet":[]})",
          R"({"recipientSelector":{"knowledgeBases":[]},"bindingSet":null})", R"({"explain":true})",
          R"({"recipientSelector":"x","bindingSet":[]})", R"({"recipientSelector":{},"bindingSet":[]})",
          R"({"recipientSelector":{"knowledgeBases":5},"bindingSet":[]})",
          R"({"recipientSelector":{"knowledgeBases":[null]},"bindingSet":[]})",
          R"({"recipientSelector":{"knowledgeBases":["no iri"]},"bindingSet":[]})",
          R"({"recipientSelector":{"singleKnowledgeBase":[]},"bindingSet":[]})",
          R"({"recipientSelector":{"knowledgeBases":[]},"bindingSet":{}})"}) {
        SCOPED_TRACE(text);
        EXPECT_FALSE(read(text));
        EXPECT_FALSE(read(text, false));
    }
}

TEST(ExchangeBody, NeedsNoSelectorBesideAnExtension) {
    EXPECT_TRUE(read(R"({"bindingSet":[],"explain":false})"));
    EXPECT_TRUE(read(R"({"bindingSet":[],"exchangeInfo":true})"));
    EXPECT_TRUE(read(R"({"bindingSet":[],"timeLimit":1})"));
    EXPECT_TRUE(read(R"({"bindingSet":[],"ranges":{}})"));
}

TEST(ExchangeBody, ReadsExtensions) {
    const auto body =
        read(R"({"bindingSet":[],"explain":true,"timeLimit":0.25,"exchangeInfo":false,"ranges":{"t":{"from":"5"}}})");
    ASSERT_TRUE(body);
    EXPECT_TRUE(body->request.explain);
    EXPECT_EQ(body->request.wait_for_knowledge_base, Duration(std::chrono::milliseconds(250)));
    EXPECT_FALSE(body->exchange_info);
    EXPECT_EQ(body->request.ranges.count("t"), 1U);
}

TEST(ExchangeBody, RefusesBadExtensions) {
    EXPECT_THAT(error_of(R"({"bindingSet":[],"timeLimit":-1})"), HasSubstr("`timeLimit`"));
    EXPECT_THAT(error_of(R"({"bindingSet":[],"timeLimit":0})"), HasSubstr("`timeLimit`"));
    EXPECT_THAT(error_of(R"({"bindingSet":[],"timeLimit":1e9})"), HasSubstr("`timeLimit`"));
    EXPECT_THAT(error_of(R"({"bindingSet":[],"timeLimit":"soon"})"), HasSubstr("`timeLimit`"));
    EXPECT_THAT(error_of(R"({"bindingSet":[],"explain":"maybe"})"), HasSubstr("`explain`"));
    EXPECT_THAT(error_of(R"({"bindingSet":[],"exchangeInfo":[]})"), HasSubstr("`exchangeInfo`"));
    EXPECT_THAT(error_of(R"({"bindingSet":[],"ranges":5})"), HasSubstr("/ranges"));
    EXPECT_THAT(error_of(R"({"bindingSet":[],"ranges":{"t":{"from":"5"}}})", false), HasSubstr("a post has none"));
}

TEST(ExchangeBody, NamesThePlaceInABareBindingSet) {
    EXPECT_THAT(error_of(R"([{},{"a":null}])"), HasSubstr("/1/a: "));
}

TEST(HandleBody, TakesTheIdAsNumberOrDigits) {
    for (const std::string_view id : {"17", "\"17\"", "17.0"}) {
        const auto json = parse_json("{\"handleRequestId\":" + std::string(id) + "}");
        EXPECT_EQ(read_handle_body(*json)->handle_request_id, 17U);
    }
}

TEST(HandleBody, RequiresTheId) {
    for (const std::string_view text :
         {"{}", R"({"handleRequestId":null})", R"({"handleRequestId":"x"})", R"({"handleRequestId":[]})", "[]", "5"}) {
        SCOPED_TRACE(text);
        EXPECT_FALSE(read_handle_body(*parse_json(text)));
    }
}

TEST(HandleBody, ChecksTheFormOfBindingsUnlessAnErrorCounts) {
    EXPECT_FALSE(read_handle_body(*parse_json(R"({"handleRequestId":1,"bindingSet":[null]})")));
    const auto body = parse_json(R"({"handleRequestId":1,"bindingSet":[null],"errorMessage":"broken"})");
    EXPECT_EQ(read_handle_body(*body)->error_message, "broken");
    EXPECT_FALSE(read_handle_body(*parse_json(R"({"handleRequestId":1,"errorMessage":{}})")));
}

exchange::ExchangeInfo entry() {
    exchange::ExchangeInfo info;
    info.knowledge_base = "urn:kb:1";
    info.interaction = "urn:kb:1/interaction/i";
    info.start = start;
    info.end = start + std::chrono::milliseconds(13);
    info.bindings = pattern::TermTable({{{"r", rdf::Term::iri("urn:r:3")}}});
    return info;
}

TEST(AskResponse, IsWrittenAsTheContractHasIt) {
    exchange::AskResult result;
    result.bindings = pattern::TermTable({{{"room", rdf::Term::iri("urn:r:3")}}});
    result.exchange_info = {entry()};
    EXPECT_EQ(ask_response(result, true),
              R"({"bindingSet":[{"room":"<urn:r:3>"}],"exchangeInfo":[{"initiator":"knowledgeBase",)"
              R"("knowledgeBaseId":"urn:kb:1","knowledgeInteractionId":"urn:kb:1/interaction/i",)"
              R"("exchangeStart":"2026-03-04T09:15:02.118+00:00","exchangeEnd":"2026-03-04T09:15:02.131+00:00",)"
              R"("status":"SUCCEEDED","bindingSet":[{"r":"<urn:r:3>"}]}]})");
    EXPECT_EQ(ask_response(result, false), R"({"bindingSet":[{"room":"<urn:r:3>"}]})");
    EXPECT_EQ(ask_response({}, true), R"({"bindingSet":[],"exchangeInfo":[]})");
}

TEST(AskResponse, TellsOfFailuresAndGaps) {
    exchange::AskResult result;
    auto failed = entry();
    failed.status = exchange::ExchangeStatus::Failed;
    failed.failed_message = "sensor is \"offline\"";
    failed.bindings = {};
    result.exchange_info = {failed};
    result.knowledge_gaps = {{"?a <urn:e:p> ?b"}};
    const std::string text = ask_response(result, true);
    EXPECT_THAT(text, HasSubstr(R"("status":"FAILED","failedMessage":"sensor is \"offline\"","bindingSet":[])"));
    EXPECT_THAT(text, HasSubstr(R"("knowledgeGaps":[["?a <urn:e:p> ?b"]])"));
    result.knowledge_gaps->clear();
    EXPECT_THAT(ask_response(result, true), HasSubstr(R"("knowledgeGaps":[])"));
}

TEST(PostResponse, ShowsArgumentAndResult) {
    exchange::PostResult result;
    auto reacted = entry();
    reacted.result = pattern::TermTable({{{"s", rdf::Term::string("accepted")}}});
    result.exchange_info = {reacted};
    EXPECT_THAT(post_response(result, true),
                HasSubstr(R"("argumentBindingSet":[{"r":"<urn:r:3>"}],"resultBindingSet":[{"s":"\"accepted\""}])"));
    EXPECT_EQ(post_response({}, true), R"({"resultBindingSet":[],"exchangeInfo":[]})");
    result.dropped_bindings = 2;
    EXPECT_EQ(post_response(result, false), R"({"resultBindingSet":[],"droppedBindings":2})");
}

TEST(HandleRequest, CarriesRangesOnlyIfThereAre) {
    exchange::Call call;
    call.interaction = "urn:kb:1/interaction/i";
    call.requesting_knowledge_base = "urn:kb:2";
    call.bindings = {{}};
    EXPECT_EQ(handle_request_json(call, 17),
              R"({"knowledgeInteractionId":"urn:kb:1/interaction/i","handleRequestId":17,"bindingSet":[{}],)"
              R"("requestingKnowledgeBaseId":"urn:kb:2"})");
    call.ranges["t"].from = rdf::Term::string("a");
    EXPECT_THAT(handle_request_json(call, 17), HasSubstr(R"("ranges":{"t":{"from":"\"a\""}})"));
}

TEST(TimeText, IsUtcWithThreeDecimals) {
    EXPECT_EQ(time_text(start), "2026-03-04T09:15:02.118+00:00");
    EXPECT_EQ(time_text(TimePoint{}), "1970-01-01T00:00:00.000+00:00");
    EXPECT_EQ(time_text(TimePoint(std::chrono::microseconds(-1))), "1969-12-31T23:59:59.999+00:00");
    EXPECT_EQ(time_text(start + std::chrono::microseconds(999)), "2026-03-04T09:15:02.118+00:00");
}

}  // namespace
}  // namespace gridlore::rest_api
