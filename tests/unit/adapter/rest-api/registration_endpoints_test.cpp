#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/rest_client.h"

namespace gridlore::rest_api {
namespace {

using nlohmann::json;
using test_support::error_message;
using test_support::json_of;
using test_support::RestClient;
using testing::HasSubstr;

const std::string unknown = "Smart connector not found, because its ID is unknown.";

class RegistrationEndpoints : public testing::Test {
  protected:
    RestClient rest_;
};

TEST_F(RegistrationEndpoints, ShowAVersion) {
    const auto response = rest_.send("GET", "/rest/version");
    EXPECT_EQ(response->status(), 200U);
    EXPECT_TRUE(json_of(response)["version"].is_string());
}

TEST_F(RegistrationEndpoints, ListKnowledgeBases) {
    EXPECT_EQ(json_of(rest_.send("GET", "/rest/sc")), json::array());
    rest_.add_knowledge_base("urn:kb:1", R"(,"leaseRenewalTime":120,"reasonerLevel":4)");
    rest_.add_knowledge_base("urn:kb:2");
    EXPECT_EQ(json_of(rest_.send("GET", "/rest/sc")).size(), 2U);
    EXPECT_EQ(json_of(rest_.send("GET", "/rest/sc", {"urn:kb:1"})),
              json::parse(R"([{"knowledgeBaseId":"urn:kb:1","knowledgeBaseName":"","knowledgeBaseDescription":"",
                              "leaseRenewalTime":120,"reasonerLevel":4}])"));
    EXPECT_EQ(json_of(rest_.send("GET", "/rest/sc", {"urn:kb:2"}))[0]["reasonerLevel"], 2);
}

TEST_F(RegistrationEndpoints, FindNoUnknownKnowledgeBase) {
    const auto response = rest_.send("GET", "/rest/sc", {"urn:kb:9"});
    EXPECT_EQ(response->status(), 404U);
    EXPECT_EQ(error_message(response), unknown);
    EXPECT_EQ(rest_.send("GET", "/rest/sc", {"no iri"})->status(), 400U);
    EXPECT_EQ(rest_.send("GET", "/rest/sc", {""})->status(), 400U);
}

TEST_F(RegistrationEndpoints, AnswerSuccessWithAnEmptyBody) {
    const auto added =
        rest_.send("POST", "/rest/sc", {},
                   R"({"knowledgeBaseId":"urn:kb:1","knowledgeBaseName":"n","knowledgeBaseDescription":"d"})");
    EXPECT_EQ(added->status(), 200U);
    EXPECT_EQ(added->body(), "");
    const auto removed = rest_.send("DELETE", "/rest/sc", {"urn:kb:1"});
    EXPECT_EQ(removed->status(), 200U);
    EXPECT_EQ(removed->body(), "");
}

TEST_F(RegistrationEndpoints, RefuseBadKnowledgeBases) {
    rest_.add_knowledge_base("urn:kb:1");
    for (
        const char* body :
        {"", "{", "[]", "null", R"({"knowledgeBaseId":"urn:kb:2"})",
         R"({"knowledgeBaseId":"urn:kb:1","knowledgeBaseName":"","knowledgeBaseDescription":""})",
         R"({"knowledgeBaseId":"","knowledgeBaseName":"","knowledgeBaseDescription":""})",
         R"({"knowledgeBaseId":"/relative","knowledgeBaseName":"","knowledgeBaseDescription":""})",
         R"({"knowledgeBaseId":"urn:kb:2","knowledgeBaseName":"","knowledgeBaseDescription":"","leaseRenewalTime":29})",
         R"({"knowledgeBaseId":"urn:kb:2","knowledgeBaseName":"","knowledgeBaseDescription":"","leaseRenewalTime":3601})",
         R"({"knowledgeBaseId":"urn:kb:2","knowledgeBaseName":"","knowledgeBaseDescription":"","reasonerLevel":0})",
         R"({"knowledgeBaseId":"urn:kb:2","knowledgeBaseName":"","knowledgeBaseDescription":"","reasonerLevel":6})"}) {
        SCOPED_TRACE(body);
        const auto response = rest_.send("POST", "/rest/sc", {}, body);
        EXPECT_EQ(response->status(), 400U);
        EXPECT_NE(error_message(response), "");
    }
    EXPECT_EQ(json_of(rest_.send("GET", "/rest/sc")).size(), 1U);
}

TEST_F(RegistrationEndpoints, FreeTheIdOfARemovedKnowledgeBase) {
    for (int round = 0; round < 2; ++round) {
        rest_.add_knowledge_base("urn:kb:1");
        rest_.add_interaction("urn:kb:1", "Ask", "?a e:p ?b");
        EXPECT_EQ(json_of(rest_.send("GET", "/rest/sc/ki", {"urn:kb:1"})).size(), 1U);
        EXPECT_EQ(rest_.send("DELETE", "/rest/sc", {"urn:kb:1"})->status(), 200U);
    }
    const auto again = rest_.send("DELETE", "/rest/sc", {"urn:kb:1"});
    EXPECT_EQ(again->status(), 404U);
    EXPECT_EQ(error_message(again), unknown);
}

TEST_F(RegistrationEndpoints, EndTheOpenPollOfARemovedKnowledgeBase) {
    rest_.add_knowledge_base("urn:kb:1");
    const auto poll = rest_.poll("urn:kb:1");
    EXPECT_FALSE(poll->has_response());
    EXPECT_EQ(rest_.send("DELETE", "/rest/sc", {"urn:kb:1"})->status(), 200U);
    EXPECT_EQ(poll->status(), 410U);
    EXPECT_EQ(json_of(poll)["messageType"], "message");
    EXPECT_EQ(rest_.poll("urn:kb:1")->status(), 404U);
}

TEST_F(RegistrationEndpoints, RenewLeases) {
    rest_.add_knowledge_base("urn:kb:1", R"(,"leaseRenewalTime":120)");
    EXPECT_EQ(json_of(rest_.send("PUT", "/rest/sc/lease/renew", {"urn:kb:1"})),
              json::parse(R"({"knowledgeBaseId":"urn:kb:1","expires":"2026-03-04T09:17:02.000+00:00"})"));
    rest_.clock().advance(std::chrono::milliseconds(1500));
    EXPECT_EQ(json_of(rest_.send("PUT", "/rest/sc/lease/renew/", {"urn:kb:1"}))["expires"],
              "2026-03-04T09:17:03.500+00:00");
}

TEST_F(RegistrationEndpoints, RenewNoLeaseThatIsNone) {
    rest_.add_knowledge_base("urn:kb:1");
    EXPECT_EQ(rest_.send("PUT", "/rest/sc/lease/renew", {"urn:kb:1"})->status(), 404U);
    EXPECT_EQ(error_message(rest_.send("PUT", "/rest/sc/lease/renew", {"urn:kb:9"})), unknown);
    EXPECT_EQ(rest_.send("PUT", "/rest/sc/lease/renew")->status(), 400U);
    EXPECT_EQ(rest_.send("PUT", "/rest/sc/lease/renew", {"no iri"})->status(), 400U);
}

TEST_F(RegistrationEndpoints, ForgetAKnowledgeBaseWhoseLeaseRanOut) {
    rest_.add_knowledge_base("urn:kb:1", R"(,"leaseRenewalTime":30)");
    rest_.clock().advance(std::chrono::seconds(25));
    const auto poll = rest_.poll("urn:kb:1");
    EXPECT_EQ(rest_.send("GET", "/rest/sc", {"urn:kb:1"})->status(), 200U);
    rest_.clock().advance(std::chrono::seconds(16));
    EXPECT_EQ(poll->status(), 410U);
    EXPECT_EQ(rest_.send("GET", "/rest/sc", {"urn:kb:1"})->status(), 404U);
    EXPECT_EQ(error_message(rest_.poll("urn:kb:1")), unknown);
}

TEST_F(RegistrationEndpoints, RegisterAndListInteractions) {
    rest_.add_knowledge_base("urn:kb:1");
    EXPECT_EQ(json_of(rest_.send("GET", "/rest/sc/ki", {"urn:kb:1"})), json::array());
    const auto named = rest_.add_interaction(
        "urn:kb:1", "React", "?a e:p ?b", R"(,"resultGraphPattern":"?a e:q ?c .","knowledgeInteractionName":"deeds")");
    EXPECT_EQ(named, "urn:kb:1/interaction/deeds");
    const auto listed = json_of(rest_.send("GET", "/rest/sc/ki", {"urn:kb:1"}));
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0]["knowledgeInteractionId"], named);
    EXPECT_EQ(listed[0]["knowledgeInteractionName"], "deeds");
    EXPECT_EQ(listed[0]["argumentGraphPattern"], "?a <urn:e:p> ?b . ");
    EXPECT_EQ(listed[0]["resultGraphPattern"], "?a <urn:e:q> ?c . ");
    EXPECT_EQ(listed[0]["prefixes"], json::object());
    const auto unnamed = rest_.add_interaction("urn:kb:1", "Ask", "?a e:p ?b");
    EXPECT_TRUE(unnamed.starts_with("urn:kb:1/interaction/"));
}

TEST_F(RegistrationEndpoints, RefuseBadInteractions) {
    rest_.add_knowledge_base("urn:kb:1");
    rest_.add_interaction("urn:kb:1", "Ask", "?a e:p ?b", R"(,"knowledgeInteractionName":"taken")");
    for (const char* body : {"", "{", "{}", R"({"knowledgeInteractionType":"AskKnowledgeInteraction"})",
                             R"({"knowledgeInteractionType":"AskKnowledgeInteraction","graphPattern":"?a e:p ?b"})",
                             R"({"knowledgeInteractionType":"AskKnowledgeInteraction","graphPattern":"?a <urn:e:p> ?b",
              "knowledgeInteractionName":"taken"})",
                             R"({"knowledgeInteractionType":"AskKnowledgeInteraction","graphPattern":"?a <urn:e:p> ?b",
              "knowledgeInteractionName":"not good"})"}) {
        SCOPED_TRACE(body);
        EXPECT_EQ(rest_.send("POST", "/rest/sc/ki", {"urn:kb:1"}, body)->status(), 400U);
    }
    EXPECT_EQ(json_of(rest_.send("GET", "/rest/sc/ki", {"urn:kb:1"})).size(), 1U);
}

TEST_F(RegistrationEndpoints, RemoveInteractions) {
    rest_.add_knowledge_base("urn:kb:1");
    rest_.add_knowledge_base("urn:kb:2");
    const auto own = rest_.add_interaction("urn:kb:1", "Ask", "?a e:p ?b");
    EXPECT_EQ(rest_.send("DELETE", "/rest/sc/ki", {"urn:kb:2", own})->status(), 404U);
    EXPECT_EQ(rest_.send("DELETE", "/rest/sc/ki", {"urn:kb:1", "no iri"})->status(), 404U);
    EXPECT_EQ(rest_.send("DELETE", "/rest/sc/ki", {"urn:kb:1", "urn:kb:1/meta/knowledgeinteractions/ask"})->status(),
              404U);
    EXPECT_EQ(rest_.send("DELETE", "/rest/sc/ki", {"urn:kb:1"})->status(), 400U);
    EXPECT_EQ(rest_.send("DELETE", "/rest/sc/ki", {std::nullopt, own})->status(), 400U);
    EXPECT_EQ(error_message(rest_.send("DELETE", "/rest/sc/ki", {"urn:kb:9", own})), unknown);
    EXPECT_EQ(rest_.send("DELETE", "/rest/sc/ki", {"urn:kb:1", own})->status(), 200U);
    EXPECT_EQ(rest_.send("DELETE", "/rest/sc/ki", {"urn:kb:1", own})->status(), 404U);
}

TEST_F(RegistrationEndpoints, CountWhatWorkCanComeFor) {
    rest_.add_knowledge_base("urn:kb:1");
    const auto answer = rest_.add_interaction("urn:kb:1", "Answer", "?a e:p ?b");
    rest_.add_interaction("urn:kb:1", "Post", "?a e:p ?b");
    auto poll = rest_.poll("urn:kb:1");
    rest_.clock().advance(std::chrono::seconds(29));
    EXPECT_EQ(poll->status(), 202U);
    EXPECT_EQ(poll->body(), "");
    EXPECT_EQ(rest_.send("DELETE", "/rest/sc/ki", {"urn:kb:1", answer})->status(), 200U);
    poll = rest_.poll("urn:kb:1");
    rest_.clock().advance(std::chrono::seconds(29));
    EXPECT_EQ(poll->status(), 202U);
    EXPECT_EQ(json_of(poll)["messageType"], "info");
}

TEST_F(RegistrationEndpoints, LoadDomainKnowledge) {
    rest_.add_knowledge_base("urn:kb:1");
    const auto load = [this](const std::optional<std::string>& kb, const std::string& rules) {
        return rest_.send("POST", "/rest/sc/knowledge", {kb, std::nullopt, "text/plain"}, rules);
    };
    const auto loaded = load("urn:kb:1", "-> (<urn:e:s> <urn:e:p> <urn:e:o>) .");
    EXPECT_EQ(loaded->status(), 200U);
    EXPECT_EQ(loaded->body(), "");
    EXPECT_EQ(load("urn:kb:1", "")->status(), 200U);
    EXPECT_EQ(load("urn:kb:1", "(?x ?y")->status(), 400U);
    EXPECT_EQ(load("urn:kb:1", "-> (<urn:e:s> <urn:e:p> '\xFF') .")->status(), 400U);
    EXPECT_EQ(load(std::nullopt, "")->status(), 400U);
    EXPECT_EQ(load("no iri", "")->status(), 400U);
    EXPECT_EQ(error_message(load("urn:kb:9", "")), unknown);
    EXPECT_EQ(rest_.send("POST", "/rest/sc/knowledge", {"urn:kb:1", std::nullopt, "application/json"}, "")->status(),
              415U);
}

TEST_F(RegistrationEndpoints, AreWordedTheSameForEveryUnknownKnowledgeBase) {
    EXPECT_EQ(error_message(rest_.send("GET", "/rest/sc/ki", {"urn:kb:9"})), unknown);
    EXPECT_EQ(
        error_message(rest_.send("POST", "/rest/sc/ki", {"urn:kb:9"},
                                 R"({"knowledgeInteractionType":"AskKnowledgeInteraction","graphPattern":"?a"})")),
        unknown);
    EXPECT_EQ(rest_.send("POST", "/rest/sc/ki", {"urn:kb:9"}, "{")->status(), 400U);
    EXPECT_EQ(rest_.send("POST", "/rest/sc/ki", {}, "{}")->status(), 400U);
}

/// A knowledge base of the program's own house, which no client may act for.
class HouseKnowledgeBase final : public exchange::KnowledgeBase {
  public:
    Result<void> handle(exchange::Call) override { return {}; }
    void cancel(exchange::CallId) override {}
    void removed() override {}
};

TEST_F(RegistrationEndpoints, HideTheHousesOwnKnowledgeBases) {
    ASSERT_TRUE(rest_.exchange().add_knowledge_base({"urn:kb:house", "", "", std::nullopt, 2, true},
                                                    std::make_shared<HouseKnowledgeBase>()));
    EXPECT_EQ(json_of(rest_.send("GET", "/rest/sc")), json::array());
    EXPECT_EQ(rest_.send("GET", "/rest/sc", {"urn:kb:house"})->status(), 404U);
    EXPECT_EQ(rest_.send("DELETE", "/rest/sc", {"urn:kb:house"})->status(), 404U);
    EXPECT_EQ(rest_.poll("urn:kb:house")->status(), 404U);
}

TEST(RegistrationLimits, RefuseTheNewestAndSayWhy) {
    exchange::Settings settings;
    settings.knowledge_bases = 1;
    RestClient rest({}, settings);
    rest.add_knowledge_base("urn:kb:1");
    const auto refused =
        rest.send("POST", "/rest/sc", {},
                  R"({"knowledgeBaseId":"urn:kb:2","knowledgeBaseName":"","knowledgeBaseDescription":""})");
    EXPECT_EQ(refused->status(), 503U);
    EXPECT_NE(error_message(refused), "");
}

TEST(RegistrationSettings, GiveTheDefaultLevel) {
    Settings settings;
    settings.reasoner_level = 4;
    RestClient rest(settings);
    rest.add_knowledge_base("urn:kb:1");
    EXPECT_EQ(json_of(rest.send("GET", "/rest/sc"))[0]["reasonerLevel"], 4);
}

}  // namespace
}  // namespace gridlore::rest_api
