#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/rest_client.h"

namespace gridlore::rest_api {
namespace {

using nlohmann::json;
using std::chrono::seconds;
using test_support::error_message;
using test_support::json_of;
using test_support::Recorded;
using test_support::RestClient;
using testing::HasSubstr;

const std::string unknown = "Smart connector not found, because its ID is unknown.";
const std::string asker = "urn:kb:asker";
const std::string answerer = "urn:kb:answerer";

class ExchangeEndpoints : public testing::Test {
  protected:
    ExchangeEndpoints() {
        rest_.add_knowledge_base(asker);
        rest_.add_knowledge_base(answerer);
        ask_ = rest_.add_interaction(asker, "Ask", "?room e:temp ?t");
        post_ =
            rest_.add_interaction(asker, "Post", "?cmd e:target ?dev", R"(,"resultGraphPattern":"?cmd e:state ?s")");
    }

    void answer_asks(const std::string& more = {}) {
        answer_ = rest_.add_interaction(answerer, "Answer", "?r e:temp ?v", more);
    }
    void react_to_posts(const std::string& more = R"(,"resultGraphPattern":"?c e:state ?x")") {
        react_ = rest_.add_interaction(answerer, "React", "?c e:target ?d", more);
    }

    Recorded ask(const std::string& body = "[{}]") { return rest_.send("POST", "/rest/sc/ask", {asker, ask_}, body); }
    Recorded post(const std::string& body) { return rest_.send("POST", "/rest/sc/post", {asker, post_}, body); }
    Recorded handle(const std::string& body) {
        return rest_.handle(answerer, answer_.empty() ? react_ : answer_, body);
    }

    RestClient rest_;
    std::string ask_;
    std::string post_;
    std::string answer_;
    std::string react_;
};

TEST_F(ExchangeEndpoints, CarryAnAskToTheAnswererAndBack) {
    answer_asks();
    const auto asked = ask(R"([{"room":"<urn:room:3>"}])");
    EXPECT_FALSE(asked->has_response());
    const auto work = rest_.poll(answerer);
    EXPECT_EQ(json_of(work), (json{{"knowledgeInteractionId", answer_},
                                   {"handleRequestId", 1},
                                   {"bindingSet", {{{"r", "<urn:room:3>"}}}},
                                   {"requestingKnowledgeBaseId", asker}}));
    const auto handled = handle(R"({"handleRequestId":1,"bindingSet":[{"r":"<urn:room:3>","v":"21.5"}]})");
    EXPECT_EQ(handled->status(), 200U);
    EXPECT_EQ(handled->body(), "");
    ASSERT_EQ(asked->status(), 200U);
    const json result = json_of(asked);
    EXPECT_EQ(result["bindingSet"],
              json::parse(R"([{"room":"<urn:room:3>","t":"\"21.5\"^^<http://www.w3.org/2001/XMLSchema#decimal>"}])"));
    ASSERT_EQ(result["exchangeInfo"].size(), 1U);
    EXPECT_EQ(result["exchangeInfo"][0]["status"], "SUCCEEDED");
    EXPECT_EQ(result["exchangeInfo"][0]["bindingSet"],
              json::parse(R"([{"r":"<urn:room:3>","v":"\"21.5\"^^<http://www.w3.org/2001/XMLSchema#decimal>"}])"));
    EXPECT_FALSE(result.contains("explanation"));
    EXPECT_FALSE(result.contains("knowledgeGaps"));
}

TEST_F(ExchangeEndpoints, CarryAPostToTheReactorAndBack) {
    react_to_posts();
    const auto posted = post(R"([{"cmd":"<urn:c:7>","dev":"<urn:d:1>"}])");
    const auto work = json_of(rest_.poll(answerer));
    EXPECT_EQ(work["bindingSet"], json::parse(R"([{"c":"<urn:c:7>","d":"<urn:d:1>"}])"));
    EXPECT_EQ(handle(R"({"handleRequestId":1,"bindingSet":[{"c":"<urn:c:7>","x":"\"accepted\""}]})")->status(), 200U);
    ASSERT_EQ(posted->status(), 200U);
    const json result = json_of(posted);
    EXPECT_TRUE(result.contains("resultBindingSet"));
    EXPECT_EQ(result["exchangeInfo"][0]["argumentBindingSet"], work["bindingSet"]);
    EXPECT_EQ(result["exchangeInfo"][0]["resultBindingSet"], json::parse(R"([{"c":"<urn:c:7>","x":"\"accepted\""}])"));
    EXPECT_FALSE(result.contains("droppedBindings"));
}

TEST_F(ExchangeEndpoints, AnswerAtOnceWhereNobodyCan) {
    EXPECT_EQ(json_of(ask()), json::parse(R"({"bindingSet":[],"exchangeInfo":[]})"));
    EXPECT_EQ(json_of(post("[]")), json::parse(R"({"resultBindingSet":[],"exchangeInfo":[]})"));
}

TEST_F(ExchangeEndpoints, CheckHeadersInTheContractsOrder) {
    struct Case {
        test_support::RequestHeaders headers;
        std::string body;
        unsigned status;
    };
    const Case cases[] = {
        {{}, "{", 400},
        {{}, "[]", 400},
        {{asker}, "[]", 400},
        {{"urn:kb:9"}, "[]", 400},
        {{std::nullopt, ask_}, "[]", 400},
        {{"no iri", "no iri"}, "[]", 400},
        {{"urn:kb:9", "urn:x:y"}, "{", 400},
        {{"urn:kb:9", "no iri"}, "[]", 404},
        {{"urn:kb:9", "urn:x:y"}, R"([{"a":"no term"}])", 404},
        {{asker, "no iri"}, "[]", 400},
        {{asker, "no iri"}, R"([{"a":"no term"}])", 400},
        {{asker, asker + "/interaction/unknown"}, "[]", 404},
        {{asker, asker + "/interaction/unknown"}, R"([{"a":"no term"}])", 404},
        {{answerer, ask_}, "[]", 404},
        {{asker, post_}, "[]", 400},
        {{asker, ask_}, R"([{"a":"no term"}])", 400},
        {{asker, ask_}, "\"text\"", 400},
    };
    for (const Case& one : cases) {
        SCOPED_TRACE(one.headers.knowledge_base.value_or("-") + " " + one.headers.interaction.value_or("-") + " " +
                     one.body);
        const auto response = rest_.send("POST", "/rest/sc/ask", one.headers, one.body);
        EXPECT_EQ(response->status(), one.status);
        const std::string message = error_message(response);
        EXPECT_EQ(message == unknown, one.headers.knowledge_base == "urn:kb:9" && one.status == 404) << message;
    }
    EXPECT_EQ(rest_.send("POST", "/rest/sc/post", {asker, ask_}, "[]")->status(), 400U);
    EXPECT_EQ(rest_.send("POST", "/rest/sc/post", {asker, ask_}, R"([{"a":"no term"}])")->status(), 400U);
}

TEST_F(ExchangeEndpoints, TellOfAnAnswererThatFails) {
    answer_asks();
    const auto asked = ask();
    rest_.poll(answerer);
    EXPECT_EQ(
        handle(R"({"handleRequestId":1,"errorMessage":"sensor is offline","bindingSet":[{"r":"no term"}]})")->status(),
        200U);
    const auto entry = json_of(asked)["exchangeInfo"][0];
    EXPECT_EQ(entry["status"], "FAILED");
    EXPECT_THAT(entry["failedMessage"].get<std::string>(), HasSubstr("sensor is offline"));
    EXPECT_EQ(entry["bindingSet"], json::array());
}

TEST_F(ExchangeEndpoints, TellOfAnAnswererThatIsSilent) {
    answer_asks();
    const auto asked = ask();
    rest_.clock().advance(seconds(9));
    EXPECT_FALSE(asked->has_response());
    rest_.clock().advance(seconds(1));
    const auto entry = json_of(asked)["exchangeInfo"][0];
    EXPECT_EQ(entry["status"], "FAILED");
    EXPECT_THAT(entry["failedMessage"].get<std::string>(), HasSubstr("TimeoutException"));
    // What nobody waits for and nobody has fetched is dropped.
    EXPECT_FALSE(rest_.poll(answerer)->has_response());
}

TEST_F(ExchangeEndpoints, TakeALateAnswerWithoutEffectOnce) {
    answer_asks();
    const auto asked = ask();
    rest_.poll(answerer);
    rest_.clock().advance(seconds(10));
    EXPECT_EQ(asked->status(), 200U);
    const std::string late = R"({"handleRequestId":1,"bindingSet":[{"r":"<urn:room:3>","v":"21.5"}]})";
    EXPECT_EQ(handle(late)->status(), 200U);
    EXPECT_EQ(handle(late)->status(), 404U);
}

TEST_F(ExchangeEndpoints, TellOfAnAnswererThatLeaves) {
    answer_asks();
    const auto asked = ask();
    rest_.poll(answerer);
    EXPECT_EQ(rest_.send("DELETE", "/rest/sc", {answerer})->status(), 200U);
    EXPECT_EQ(json_of(asked)["exchangeInfo"][0]["status"], "FAILED");
    EXPECT_EQ(error_message(rest_.handle(answerer, answer_, R"({"handleRequestId":1})")), unknown);
}

TEST_F(ExchangeEndpoints, EndTheExchangeOfAnAskerThatLeaves) {
    answer_asks();
    const auto asked = ask();
    EXPECT_EQ(rest_.send("DELETE", "/rest/sc", {asker})->status(), 200U);
    ASSERT_TRUE(asked->has_response());
    EXPECT_TRUE(asked->status() == 200U || asked->status() == 410U) << asked->status();
}

TEST_F(ExchangeEndpoints, FailTheWorkOfARemovedInteraction) {
    answer_asks();
    const auto asked = ask();
    rest_.poll(answerer);
    EXPECT_EQ(rest_.send("DELETE", "/rest/sc/ki", {answerer, answer_})->status(), 200U);
    EXPECT_EQ(json_of(asked)["exchangeInfo"][0]["status"], "FAILED");
    const auto other = rest_.add_interaction(answerer, "Answer", "?x e:other ?y");
    EXPECT_EQ(rest_.handle(answerer, answer_, R"({"handleRequestId":1})")->status(), 400U);
    EXPECT_EQ(rest_.handle(answerer, other, R"({"handleRequestId":1})")->status(), 200U);
    EXPECT_EQ(rest_.handle(answerer, other, R"({"handleRequestId":1})")->status(), 404U);
}

TEST_F(ExchangeEndpoints, TakeNothingForAnEmptyAnswer) {
    answer_asks();
    for (const char* body : {R"({"handleRequestId":"1"})", R"({"handleRequestId":2,"bindingSet":null})",
                             R"({"handleRequestId":3.0,"bindingSet":[],"errorMessage":null})"}) {
        SCOPED_TRACE(body);
        const auto asked = ask();
        rest_.poll(answerer);
        EXPECT_EQ(handle(body)->status(), 200U);
        EXPECT_EQ(json_of(asked)["exchangeInfo"][0]["status"], "SUCCEEDED");
    }
}

TEST_F(ExchangeEndpoints, EndARequestWhoseAnswerHasBadContents) {
    answer_asks();
    std::uint64_t id = 0;
    for (const char* rows : {R"([{"r":"<urn:room:3>"}])", R"([{"r":"<urn:room:3>","v":"5","z":"5"}])", R"([{}])",
                             R"([{"r":"<urn:room:3>","v":"?v"}])", R"([{"r":"<urn:room:3>","v":"no term"}])"}) {
        SCOPED_TRACE(rows);
        const auto asked = ask();
        rest_.poll(answerer);
        const std::string number = std::to_string(++id);
        const auto refused = handle(R"({"handleRequestId":)" + number + R"(,"bindingSet":)" + rows + "}");
        EXPECT_EQ(refused->status(), 400U);
        EXPECT_NE(error_message(refused), "");
        const auto entry = json_of(asked)["exchangeInfo"][0];
        EXPECT_EQ(entry["status"], "FAILED");
        EXPECT_NE(entry["failedMessage"], "");
        EXPECT_EQ(handle(R"({"handleRequestId":)" + number + "}")->status(), 404U);
    }
}

TEST_F(ExchangeEndpoints, LeaveARequestPendingWhoseAnswerHasABadForm) {
    answer_asks();
    const auto asked = ask();
    rest_.poll(answerer);
    for (const char* body :
         {R"({"handleRequestId":1,"bindingSet":[)", R"({"handleRequestId":1,"bindingSet":[null]})",
          R"({"handleRequestId":1,"bindingSet":[{"r":null,"v":"5"}]})",
          R"({"handleRequestId":1,"bindingSet":[{"?r":"5","v":"5"}]})",
          R"({"handleRequestId":1,"bindingSet":[{"r":[],"v":"5"}]})", R"({"handleRequestId":1,"bindingSet":{}})",
          R"({"handleRequestId":1,"bindingSet":"x"})", R"({"handleRequestId":1,"bindingSet":["x"]})",
          R"({"bindingSet":[]})", R"({"handleRequestId":null})", "[]"}) {
        SCOPED_TRACE(body);
        EXPECT_EQ(handle(body)->status(), 400U);
        EXPECT_FALSE(asked->has_response());
    }
    EXPECT_EQ(handle(R"({"handleRequestId":1,"bindingSet":[{"r":"<urn:room:3>","v":"5"}]})")->status(), 200U);
    EXPECT_EQ(json_of(asked)["exchangeInfo"][0]["status"], "SUCCEEDED");
}

TEST_F(ExchangeEndpoints, CheckTheHeadersOfAnAnswer) {
    answer_asks();
    const std::string other = rest_.add_interaction(answerer, "Ask", "?a e:b ?c");
    ask();
    rest_.poll(answerer);
    const std::string good = R"({"handleRequestId":1})";
    EXPECT_EQ(rest_.send("POST", "/rest/sc/handle", {answerer}, good)->status(), 400U);
    EXPECT_EQ(rest_.send("POST", "/rest/sc/handle", {std::nullopt, answer_}, good)->status(), 400U);
    EXPECT_EQ(error_message(rest_.handle("urn:kb:9", answer_, good)), unknown);
    EXPECT_EQ(rest_.handle(answerer, answerer + "/interaction/unknown", good)->status(), 400U);
    EXPECT_EQ(rest_.handle(answerer, "no iri", good)->status(), 400U);
    EXPECT_EQ(rest_.handle(answerer, ask_, good)->status(), 400U);
    EXPECT_EQ(rest_.handle(answerer, answer_, R"({"handleRequestId":2})")->status(), 404U);
    EXPECT_EQ(rest_.handle(answerer, answer_, R"({"handleRequestId":-1})")->status(), 404U);
    EXPECT_EQ(rest_.handle(asker, ask_, good)->status(), 404U);
    // It only has to be one of the knowledge base's own.
    EXPECT_EQ(rest_.handle(answerer, other, good)->status(), 200U);
}

TEST_F(ExchangeEndpoints, RefuseBindingsOfAReactWithoutResult) {
    react_to_posts("");
    std::uint64_t id = 0;
    for (const char* rows : {"[{}]", R"([{"c":"<urn:c:7>"}])"}) {
        SCOPED_TRACE(rows);
        post(R"([{"cmd":"<urn:c:7>","dev":"<urn:d:1>"}])");
        rest_.poll(answerer);
        EXPECT_EQ(handle(R"({"handleRequestId":)" + std::to_string(++id) + R"(,"bindingSet":)" + rows + "}")->status(),
                  400U);
    }
}

TEST_F(ExchangeEndpoints, LimitTheRecipients) {
    answer_asks();
    EXPECT_EQ(json_of(ask(R"({"recipientSelector":{"knowledgeBases":["urn:kb:nobody"]},"bindingSet":[{}]})")),
              json::parse(R"({"bindingSet":[],"exchangeInfo":[]})"));
    const auto asked = ask(R"({"recipientSelector":{"singleKnowledgeBase":")" + answerer + R"("},"bindingSet":[{}]})");
    EXPECT_FALSE(asked->has_response());
    EXPECT_EQ(rest_.poll(answerer)->status(), 200U);
}

TEST_F(ExchangeEndpoints, ExplainWhenAskedTo) {
    answer_asks();
    const auto asked = ask(R"({"bindingSet":[{}],"explain":true})");
    rest_.poll(answerer);
    EXPECT_EQ(handle(R"({"handleRequestId":1,"bindingSet":[]})")->status(), 200U);
    const auto explanation = json_of(asked)["explanation"];
    EXPECT_EQ(explanation["pattern"], "?room <urn:e:temp> ?t . ");
    for (const char* member :
         {"level", "uncovered", "considered", "leftOut", "planReused", "planCut", "droppedBindings"}) {
        EXPECT_TRUE(explanation.contains(member)) << member;
    }
    ASSERT_FALSE(explanation["considered"].empty());
    EXPECT_EQ(explanation["considered"][0]["verdict"], "asked");
}

TEST_F(ExchangeEndpoints, HandRangesToThoseThatWantThem) {
    answer_asks(R"(,"rangesEnabled":true)");
    const auto asked = ask(R"({"bindingSet":[{}],"ranges":{"t":{"from":"20","until":"22"}}})");
    EXPECT_EQ(json_of(rest_.poll(answerer))["ranges"],
              json::parse(R"({"v":{"from":"\"20\"^^<http://www.w3.org/2001/XMLSchema#integer>",
                                   "until":"\"22\"^^<http://www.w3.org/2001/XMLSchema#integer>"}})"));
    EXPECT_EQ(handle(R"({"handleRequestId":1,"bindingSet":[{"r":"<urn:room:3>","v":"21.5"},
                                                           {"r":"<urn:room:4>","v":"22"}]})")
                  ->status(),
              200U);
    EXPECT_EQ(json_of(asked)["bindingSet"].size(), 1U);
}

TEST_F(ExchangeEndpoints, HandRangesToNobodyElse) {
    answer_asks();
    ask(R"({"bindingSet":[{}],"ranges":{"t":{"from":"20"}}})");
    EXPECT_FALSE(json_of(rest_.poll(answerer)).contains("ranges"));
}

TEST_F(ExchangeEndpoints, RefuseARangeOnAStrangeVariable) {
    const auto refused = ask(R"({"bindingSet":[{}],"ranges":{"stranger":{"from":"20"}}})");
    EXPECT_EQ(refused->status(), 400U);
    EXPECT_THAT(error_message(refused), HasSubstr("/ranges/stranger"));
}

TEST_F(ExchangeEndpoints, ObserveTheTimeLimitOfOneAsk) {
    answer_asks();
    const auto asked = ask(R"({"bindingSet":[{}],"timeLimit":2})");
    rest_.clock().advance(seconds(2));
    EXPECT_EQ(json_of(asked)["exchangeInfo"][0]["status"], "FAILED");
}

TEST_F(ExchangeEndpoints, LeaveTheExchangeInfoOutWhenAskedTo) {
    answer_asks();
    const auto asked = ask(R"({"bindingSet":[{}],"exchangeInfo":false})");
    rest_.clock().advance(seconds(10));
    EXPECT_EQ(json_of(asked), json::parse(R"({"bindingSet":[]})"));
}

TEST_F(ExchangeEndpoints, CountTheIncompleteRowsOfAPost) {
    react_to_posts("");
    const auto posted = post(R"([{"cmd":"<urn:c:7>","dev":"<urn:d:1>"},{"cmd":"<urn:c:8>"},{}])");
    EXPECT_EQ(json_of(rest_.poll(answerer))["bindingSet"].size(), 1U);
    EXPECT_EQ(handle(R"({"handleRequestId":1})")->status(), 200U);
    EXPECT_EQ(json_of(posted)["droppedBindings"], 2);
}

TEST_F(ExchangeEndpoints, PollOnlyForThoseWhoExist) {
    EXPECT_EQ(rest_.send("GET", "/rest/sc/handle")->status(), 400U);
    EXPECT_EQ(rest_.poll("no iri")->status(), 400U);
    const auto response = rest_.poll("urn:kb:9");
    EXPECT_EQ(response->status(), 404U);
    EXPECT_EQ(error_message(response), unknown);
}

TEST_F(ExchangeEndpoints, LoseNoWorkWithABrokenPoll) {
    answer_asks();
    const auto asked = ask();
    const auto broken = rest_.poll(answerer);
    EXPECT_EQ(broken->status(), 200U);
    broken->report_written(false);
    EXPECT_EQ(json_of(rest_.poll(answerer))["handleRequestId"], 1);
    EXPECT_EQ(handle(R"({"handleRequestId":1})")->status(), 200U);
    EXPECT_EQ(asked->status(), 200U);
}

TEST_F(ExchangeEndpoints, LoseNoWorkWithAHeadRequest) {
    answer_asks();
    ask();
    EXPECT_EQ(rest_.send("HEAD", "/rest/sc/handle", {answerer})->status(), 405U);
    EXPECT_EQ(json_of(rest_.poll(answerer))["handleRequestId"], 1);
    EXPECT_EQ(rest_.send("HEAD", "/rest/sc", {answerer})->status(), 200U);
}

TEST_F(ExchangeEndpoints, WriteLargeResultsElsewhere) {
    answer_asks();
    const auto asked = ask();
    rest_.poll(answerer);
    json rows = json::array();
    for (int i = 0; i < 2000; ++i) {
        rows.push_back({{"r", "<urn:room:" + std::to_string(i) + ">"}, {"v", "5"}});
    }
    const int before = rest_.works_executed;
    EXPECT_EQ(handle(json{{"handleRequestId", 1}, {"bindingSet", rows}}.dump())->status(), 200U);
    EXPECT_GT(rest_.works_executed, before);
    EXPECT_EQ(json_of(asked)["bindingSet"].size(), 2000U);
}

TEST(ExchangeLimits, RefuseTheNewestAskAndSayWhy) {
    exchange::Settings settings;
    settings.exchanges_under_way = 1;
    RestClient rest({}, settings);
    rest.add_knowledge_base(asker);
    rest.add_knowledge_base(answerer);
    const auto ki = rest.add_interaction(asker, "Ask", "?a e:p ?b");
    rest.add_interaction(answerer, "Answer", "?a e:p ?b");
    const auto first = rest.send("POST", "/rest/sc/ask", {asker, ki}, "[{}]");
    const auto second = rest.send("POST", "/rest/sc/ask", {asker, ki}, "[{}]");
    EXPECT_FALSE(first->has_response());
    EXPECT_EQ(second->status(), 503U);
    EXPECT_NE(error_message(second), "");
}

TEST(ExchangeLimits, TellTheAskerOfAFullQueue) {
    Settings settings;
    settings.queue_limit = 1;
    RestClient rest(settings);
    rest.add_knowledge_base(asker);
    rest.add_knowledge_base(answerer);
    const auto ki = rest.add_interaction(asker, "Ask", "?a e:p ?b");
    rest.add_interaction(answerer, "Answer", "?a e:p ?b");
    const auto first = rest.send("POST", "/rest/sc/ask", {asker, ki}, "[{}]");
    const auto second = rest.send("POST", "/rest/sc/ask", {asker, ki}, "[{}]");
    EXPECT_FALSE(first->has_response());
    const auto entry = json_of(second)["exchangeInfo"][0];
    EXPECT_EQ(entry["status"], "FAILED");
    EXPECT_THAT(entry["failedMessage"].get<std::string>(), HasSubstr("its queue is full"));
}

}  // namespace
}  // namespace gridlore::rest_api
