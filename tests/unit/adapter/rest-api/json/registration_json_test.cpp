#include "adapter/rest-api/json/registration_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gridlore::rest_api {
namespace {

using exchange::InteractionType;
using testing::ElementsAre;
using testing::HasSubstr;

Result<exchange::KnowledgeBaseDescription> knowledge_base(std::string_view text) {
    const auto json = parse_json(text);
    return json ? read_knowledge_base(*json, 2) : json.error();
}

TEST(KnowledgeBaseJson, ReadsAllFields) {
    const auto read = knowledge_base(R"({"knowledgeBaseId":"urn:kb:1","knowledgeBaseName":5,
        "knowledgeBaseDescription":"","leaseRenewalTime":"60","reasonerLevel":3.9,"unknown":{"deep":[null]}})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->id, "urn:kb:1");
    EXPECT_EQ(read->name, "5");
    EXPECT_EQ(read->description, "");
    EXPECT_EQ(read->lease, std::chrono::seconds(60));
    EXPECT_EQ(read->reasoner_level, 3);
    EXPECT_FALSE(read->built_in);
}

TEST(KnowledgeBaseJson, TakesTheDefaultLevel) {
    const auto read = knowledge_base(R"({"knowledgeBaseId":"urn:kb:1","knowledgeBaseName":"",
        "knowledgeBaseDescription":"","leaseRenewalTime":null,"reasonerLevel":null})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->lease, std::nullopt);
    EXPECT_EQ(read->reasoner_level, 2);
}

TEST(KnowledgeBaseJson, RefusesMissingFieldsAndWrongTypes) {
    for (
        const std::string_view text :
        {"[]", "5", "{}", R"({"knowledgeBaseId":"urn:kb:1","knowledgeBaseName":""})",
         R"({"knowledgeBaseId":null,"knowledgeBaseName":"","knowledgeBaseDescription":""})",
         R"({"knowledgeBaseId":"urn:kb:1","knowledgeBaseName":[],"knowledgeBaseDescription":""})",
         R"({"knowledgeBaseId":"urn:kb:1","knowledgeBaseName":"","knowledgeBaseDescription":"","reasonerLevel":"x"})",
         R"({"knowledgeBaseId":"urn:kb:1","knowledgeBaseName":"","knowledgeBaseDescription":"","reasonerLevel":258})",
         R"({"knowledgeBaseId":"urn:kb:1","knowledgeBaseName":"","knowledgeBaseDescription":"","reasonerLevel":-1})",
         R"({"knowledgeBaseId":"urn:kb:1","knowledgeBaseName":"","knowledgeBaseDescription":"","leaseRenewalTime":1e12})",
         R"({"knowledgeBaseId":"urn:kb:1","knowledgeBaseName":"","knowledgeBaseDescription":"","leaseRenewalTime":[]})"}) {
        SCOPED_TRACE(text);
        const auto read = knowledge_base(text);
        // A lease that is merely too long is the exchange's to refuse.
        EXPECT_TRUE(!read || read->lease > std::chrono::hours(1));
    }
}

Result<exchange::InteractionSpec> interaction(const std::string& members) {
    const auto json = parse_json("{" + members + "}");
    return json ? read_interaction(*json) : json.error();
}

std::string error_of(const std::string& members) {
    const auto spec = interaction(members);
    return spec ? "no error" : spec.error().message;
}

const std::string ask = R"("knowledgeInteractionType":"AskKnowledgeInteraction","graphPattern":"?a <urn:e:p> ?b")";

TEST(InteractionJson, ReadsEachType) {
    EXPECT_EQ(interaction(ask)->type, InteractionType::Ask);
    EXPECT_EQ(interaction(R"("knowledgeInteractionType":"AnswerKnowledgeInteraction","graphPattern":"?a <urn:e:p> ?b")")
                  ->type,
              InteractionType::Answer);
    const auto post = interaction(R"("knowledgeInteractionType":"PostKnowledgeInteraction",
        "argumentGraphPattern":"?a <urn:e:p> ?b","resultGraphPattern":"?a e:q ?c","prefixes":{"e":"urn:e:"})");
    ASSERT_TRUE(post);
    EXPECT_EQ(post->type, InteractionType::Post);
    ASSERT_TRUE(post->result_pattern);
    EXPECT_EQ(pattern::to_string(*post->result_pattern), "?a <urn:e:q> ?c . ");
    const auto react = interaction(R"("knowledgeInteractionType":"ReactKnowledgeInteraction",
        "argumentGraphPattern":"?a <urn:e:p> ?b","resultGraphPattern":null)");
    ASSERT_TRUE(react);
    EXPECT_FALSE(react->result_pattern);
}

TEST(InteractionJson, ReadsOptions) {
    const auto spec = interaction(ask + R"(,"knowledgeInteractionName":"n","knowledgeGapsEnabled":1,
        "includeMetaKIs":"true","rangesEnabled":true,
        "communicativeAct":{"requiredPurposes":["urn:x:a","urn:x:b"],"satisfiedPurposes":["urn:x:c"]})");
    ASSERT_TRUE(spec);
    EXPECT_EQ(spec->name, "n");
    EXPECT_TRUE(spec->knowledge_gaps_enabled);
    EXPECT_TRUE(spec->include_meta);
    EXPECT_TRUE(spec->accepts_ranges);
    EXPECT_THAT(spec->act.required, ElementsAre("urn:x:a", "urn:x:b"));
    EXPECT_THAT(spec->act.satisfied, ElementsAre("urn:x:c"));
}

TEST(InteractionJson, TakesNullsForAbsence) {
    const auto spec = interaction(ask + R"(,"knowledgeInteractionName":null,"prefixes":null,"communicativeAct":null,
        "knowledgeGapsEnabled":null,"includeMetaKIs":null,"knowledgeInteractionId":null,"resultGraphPattern":null)");
    ASSERT_TRUE(spec);
    EXPECT_EQ(spec->name, std::nullopt);
    EXPECT_EQ(spec->act, exchange::CommunicativeAct{});
}

TEST(InteractionJson, NamesTheFieldAtFault) {
    EXPECT_THAT(error_of(R"("graphPattern":"?a <urn:e:p> ?b")"), HasSubstr("`knowledgeInteractionType` is required"));
    EXPECT_THAT(error_of(R"("knowledgeInteractionType":"Ask")"), HasSubstr("`knowledgeInteractionType` has to be"));
    EXPECT_THAT(error_of(R"("knowledgeInteractionType":"AnswerKnowledgeInteraction")"),
                HasSubstr("`graphPattern` is required"));
    EXPECT_THAT(error_of(R"("knowledgeInteractionType":"ReactKnowledgeInteraction","resultGraphPattern":"?a ?b ?c")"),
                HasSubstr("`argumentGraphPattern` is required"));
    EXPECT_THAT(error_of(R"("knowledgeInteractionType":"AskKnowledgeInteraction","graphPattern":"?a e:p ?b")"),
                HasSubstr("`graphPattern`: "));
    EXPECT_THAT(error_of(R"("knowledgeInteractionType":"PostKnowledgeInteraction",
                            "argumentGraphPattern":"?a ?b ?c","resultGraphPattern":"?a")"),
                HasSubstr("`resultGraphPattern`: "));
    EXPECT_THAT(error_of(ask + R"(,"prefixes":[])"), HasSubstr("`prefixes`"));
    EXPECT_THAT(error_of(ask + R"(,"prefixes":{"e":null})"), HasSubstr("`e`"));
    EXPECT_THAT(error_of(ask + R"(,"knowledgeGapsEnabled":"perhaps")"), HasSubstr("`knowledgeGapsEnabled`"));
    EXPECT_THAT(error_of(ask + R"(,"knowledgeInteractionName":{})"), HasSubstr("`knowledgeInteractionName`"));
}

TEST(InteractionJson, RefusesBadCommunicativeActs) {
    for (const std::string_view act : {"5", "[]", "{}", R"({"requiredPurposes":["urn:x:a"]})",
                                       R"({"requiredPurposes":[],"satisfiedPurposes":["urn:x:a"]})",
                                       R"({"requiredPurposes":null,"satisfiedPurposes":["urn:x:a"]})",
                                       R"({"requiredPurposes":["urn:x:a"],"satisfiedPurposes":["no iri"]})",
                                       R"({"requiredPurposes":[null],"satisfiedPurposes":["urn:x:a"]})",
                                       R"({"requiredPurposes":"urn:x:a","satisfiedPurposes":["urn:x:a"]})"}) {
        SCOPED_TRACE(act);
        EXPECT_THAT(error_of(ask + R"(,"communicativeAct":)" + std::string(act)), HasSubstr("communicativeAct"));
    }
}

TEST(InteractionJson, MakesAPatternPastItsLimitsTheClientsFault) {
    std::string pattern;
    for (int i = 0; i < 10'000; ++i) {
        pattern += "?a <urn:e:p" + std::to_string(i) + "> ?b . ";
    }
    const auto spec =
        interaction(R"("knowledgeInteractionType":"AskKnowledgeInteraction","graphPattern":")" + pattern + "\"");
    ASSERT_FALSE(spec);
    EXPECT_EQ(spec.error().kind, ErrorKind::InvalidInput);
}

TEST(InteractionJson, WritesTheCanonicalPattern) {
    exchange::KnowledgeInteraction registered{"urn:kb:1/interaction/n", "urn:kb:1",
                                              *interaction(ask + R"(,"knowledgeInteractionName":"n")")};
    std::string out;
    append_interaction(out, registered);
    EXPECT_EQ(
        out,
        R"({"knowledgeInteractionId":"urn:kb:1/interaction/n","knowledgeInteractionType":"AskKnowledgeInteraction",)"
        R"("knowledgeInteractionName":"n","knowledgeGapsEnabled":false,"communicativeAct":{"requiredPurposes":)"
        R"(["https://w3id.org/knowledge-engine/InformPurpose"],"satisfiedPurposes":)"
        R"(["https://w3id.org/knowledge-engine/InformPurpose"]},"prefixes":{},"graphPattern":"?a <urn:e:p> ?b . "})");
}

TEST(KnowledgeBaseJson, LeavesAnAbsentLeaseOut) {
    exchange::KnowledgeBaseDescription description{"urn:kb:1", "n", "d", std::nullopt, 4, false};
    std::string out;
    append_knowledge_base(out, description);
    EXPECT_EQ(
        out,
        R"({"knowledgeBaseId":"urn:kb:1","knowledgeBaseName":"n","knowledgeBaseDescription":"d","reasonerLevel":4})");
    description.lease = std::chrono::seconds(120);
    out.clear();
    append_knowledge_base(out, description);
    EXPECT_THAT(out, HasSubstr(R"("leaseRenewalTime":120)"));
}

}  // namespace
}  // namespace gridlore::rest_api
