#include "adapter/main/terminal/report.h"

#include <gtest/gtest.h>

#include "adapter/main/terminal/prefixes.h"

namespace gridlore::terminal {
namespace {

using nlohmann::json;

const Style plain(false);

ReportForm form() {
    return {well_known_prefixes(), plain};
}

TEST(TerminalReport, BindingsAreATable) {
    const auto bindings = json::parse(R"([
        {"v": "\"7\"^^<http://www.w3.org/2001/XMLSchema#integer>", "m": "<https://saref.etsi.org/core/Meter>"}])");
    EXPECT_EQ(bindings_report(bindings, {"m", "v"}, form()),
              "?m           ?v\n"
              "saref:Meter  7\n");
    EXPECT_EQ(bindings_report(json::array(), {"m"}, form()), "no bindings\n");
    EXPECT_EQ(bindings_report(json::parse("[{}]"), {}, form()), "yes: the pattern holds\n");
}

TEST(TerminalReport, ContactsSayWhatCameOfThem) {
    const auto contacts = json::parse(R"([
        {"knowledgeBaseId": "https://a.example", "knowledgeInteractionId": "https://a.example/interaction/x",
         "status": "SUCCEEDED", "bindingSet": [{}, {}]},
        {"knowledgeBaseId": "https://b.example", "knowledgeInteractionId": "https://b.example/interaction/y",
         "status": "FAILED", "failedMessage": "TimeoutException", "bindingSet": []},
        {"knowledgeBaseId": "https://c.example", "knowledgeInteractionId": "https://c.example/interaction/z",
         "status": "SUCCEEDED", "argumentBindingSet": [{}], "resultBindingSet": []}])");
    EXPECT_EQ(contacts_report(contacts, form()),
              "answered  https://a.example  x: 2 bindings\n"
              "failed    https://b.example  y: TimeoutException\n"
              "answered  https://c.example  z: 1 binding in, 0 back\n");
    EXPECT_EQ(contacts_report(json::array(), form()), "nobody was contacted\n");
}

TEST(TerminalReport, GapsListAlternatives) {
    const auto gaps = json::parse(R"([["?a <https://saref.etsi.org/core/hasValue> ?b"],
                                      ["?a <https://e.example/p> ?b", "?b <https://e.example/q> ?c"]])");
    EXPECT_EQ(gaps_report(gaps, form()),
              "missing, any one of these:\n"
              "  - ?a saref:hasValue ?b\n"
              "  - ?a <https://e.example/p> ?b\n"
              "    ?b <https://e.example/q> ?c\n");
    EXPECT_EQ(gaps_report(json::array(), form()), "no knowledge gaps\n");
}

TEST(TerminalReport, ExplanationSaysWhoAndWhy) {
    const auto explanation = json::parse(R"json({
        "level": 2, "planReused": true, "planCut": true, "pattern": "?a <https://saref.etsi.org/core/hasValue> ?b . ",
        "uncovered": ["?a <https://saref.etsi.org/core/madeBy> ?c"], "leftOut": 3,
        "considered": [
            {"knowledgeBaseId": "https://a.example", "knowledgeInteractionId": "https://a.example/interaction/x",
             "verdict": "asked", "reason": "it gives all of it", "rows": 1,
             "matched": ["?a <https://saref.etsi.org/core/hasValue> ?b = ?x <https://saref.etsi.org/core/hasValue> 5"]},
            {"knowledgeBaseId": "https://b.example", "knowledgeInteractionId": "https://b.example/interaction/y",
             "verdict": "noMatch"}]})json");
    EXPECT_EQ(explanation_report(explanation, form()),
              "why (reasoner level 2, plan reused, not all that could serve was looked at):\n"
              "  to cover: ?a saref:hasValue ?b\n"
              "  nobody gives: ?a saref:madeBy ?c\n"
              "  asked  https://a.example  x: 1 binding\n"
              "      it gives all of it\n"
              "      ?a saref:hasValue ?b  =  ?x saref:hasValue 5\n"
              "  no match  https://b.example  y\n"
              "  and 3 more interactions that share a predicate\n");
}

TEST(TerminalReport, KnowledgeBaseListsItsInteractions) {
    const auto knowledge_base =
        json::parse(R"({"knowledgeBaseId": "https://a.example", "knowledgeBaseName": "A", "reasonerLevel": 2})");
    const auto interactions = json::parse(R"([
        {"knowledgeInteractionId": "https://a.example/interaction/x", "knowledgeInteractionType": "ReactKnowledgeInteraction",
         "argumentGraphPattern": "?a <https://e.example/p> ?b . ?b <https://e.example/q> ?c . ",
         "resultGraphPattern": "?a <https://saref.etsi.org/core/hasValue> ?c . "}])");
    EXPECT_EQ(knowledge_base_report(knowledge_base, interactions, form()),
              "https://a.example  A  level 2\n"
              "  React  https://a.example/interaction/x\n"
              "      in:  ?a <https://e.example/p> ?b\n"
              "           ?b <https://e.example/q> ?c\n"
              "      out: ?a saref:hasValue ?c\n");
}

}  // namespace
}  // namespace gridlore::terminal
