#include "adapter/mapping/author/draft.h"

#include <gmock/gmock.h>

#include "adapter/mapping/author/draft_terms.h"
#include "tests/unit/adapter/mapping/read/read_documents.h"

namespace gridlore::mapping {
namespace {

using nlohmann::ordered_json;
using testing::HasSubstr;

/// A draft is a document: it is read without an error, and its example goes there and back.
void expect_good_draft(const std::string& payload) {
    SCOPED_TRACE(payload);
    const auto draft = draft_document(payload, "a-draft");
    ASSERT_TRUE(draft) << draft.error().message;
    SCOPED_TRACE(*draft);
    const auto document = good_document(*draft);
    ASSERT_NE(document, nullptr);
    EXPECT_EQ(document->examples.size(), 1U);
}

TEST(Draft, IsADocumentForPayloadsOfAnyForm) {
    for (
        const char* payload : {
            R"x({"Authorization Token": "49d259db-755c-4929-8410-15ede30dbc2d"})x",
            R"x([{"User/Zone": "U123456", "Metering": [{"Time": "2021/09/27 10:00", "Measurement": 890, "Unit": "kW"},
                 {"Time": "2021/09/27 10:15", "Measurement": 890.50, "Unit": "kW"}]}])x",
            R"x([{"Request ID": 1, "Price (€/kWh)": "0,1", "Meter IDs": ["ID Meter1", "ID Meter2"]}])x",
            R"x({"Voltage_Monitoring": [{"Hems_ID": "ID1234", "Abnormal_Voltage": "Yes",
                 "timestamp": "2021-12-03T15:11:20Z"}]})x",
            R"x({"opportunities": [{"zip_code": "4200-013", "message": ["a", "b"]},
                 {"zip_code": "4260-339", "message": ["c"]}]})x",
            R"x({"id": "x", "first": [1, 2], "second": [{"a": true}, {"a": false}], "none": null, "empty": {}})x",
            R"x([{"id": 1, "note": "there"}, {"id": 2}, {"id": 3, "more": {"deep": [1.5]}}])x",
            R"x([{"id": 1, "list": [{"k": "x"}]}, {"id": 2, "list": []}])x",
            R"x({"id": "x", "a": [1, 2], "b": [{"k": 1, "c": [2, 3]}]})x",
            R"x({"id": "x", "L1": 1.5, "L2": 2, "L3": 3, "line 1": null, "line 2": null, "line 3": null, "N1": 1, "N2": 2})x",
            R"x([{"id": 1, "p1": 1, "p2": 2, "p3": 3}, {"id": 2}, {"id": 3, "p1": 1, "p2": 2, "p3": [3]}])x",
            R"x({"m": "x", "{a1}": {"a1": {"p1": 1, "p2": 2, "p3": 3, "1": 4}}, "{a2}": {"a2": {"p1": 1, "p2": 2, "p3": 3,
                 "2": 4}}, "{a3}": {"a3": {"p1": 1, "p2": 2, "p3": 3, "3": 4}}})x",
            R"x({"id": "x", "1": [{"h1": 7}], "2": [{"h2": 7}, {"h2": 8}], "3": [], "p\ue000": 1})x",
            R"x({"id": "x", "1": [{"h1": 7}], "2": [{"h2": 7}, {"h2": 8}], "3": [{"h3": 1}], "r": [{"k": 1, "i1": 1, "i2": 2,
                 "i3": 3}]})x",
            R"x({"$price": 1, "0": 2, "größe": "\"\\\n", "a": {"a": {"a": "x"}}})x",
        }) {
        expect_good_draft(payload);
    }
}

TEST(Draft, ReadsMembersThatDifferInANumberAsRows) {
    const auto draft = draft_document(R"x({"user": "U", "hours": [{"hour": 7, "y_i1": 2.1, "y_i1_unit": "kW", "y_i2": 2,
        "y_i2_unit": "kW", "y_i24": 3, "y_i24_unit": "kW"}], "trust_i1": [{"i1_value": 1}], "trust_i2": [{"i2_value": 2}],
        "trust_i3": [{"i3_value": 2}]})x",
                                      "a-draft");
    ASSERT_TRUE(draft) << draft.error().message;
    EXPECT_THAT(*draft, HasSubstr("json:\n"
                                  "  \"user\": ?user\n"
                                  "  \"hours\":\n"
                                  "    -\n"
                                  "      \"hour\": ?hour\n"
                                  "      $each:\n"
                                  "        \"y_i{number}\": ?yi2\n"
                                  "        \"y_i{number}_unit\": ?yIUnit\n"
                                  "  $each:\n"
                                  "    \"trust_i{number2}\":\n"
                                  "      -\n"
                                  "        \"i{number2}_value\": ?iValue\n"));
    EXPECT_THAT(*draft, HasSubstr("  ?yi my:number ?number .\n"));
}

TEST(Draft, RefusesWhatItWouldGetWrong) {
    const std::pair<const char*, const char*> cases[] = {
        {"{", "no JSON"},
        {"3", "object or a list"},
        {"[]", "object or a list"},
        {R"({"a": null})", "no value"},
        {R"({"a": {"b": 1, "b": 2}})", "\"b\" comes twice"},
        {"[[1, 2], [3, 4]]", "a list of lists"},
    };
    for (const auto& [payload, message] : cases) {
        const auto draft = draft_document(payload, "a-draft");
        ASSERT_FALSE(draft) << *draft;
        EXPECT_THAT(draft.error().message, HasSubstr(message));
    }
    std::string deep;
    for (int i = 0; i < 100; ++i) {
        deep += "{\"a\":";
    }
    const auto draft = draft_document(deep + "1" + std::string(100, '}'), "a-draft");
    ASSERT_FALSE(draft);
    EXPECT_THAT(draft.error().message, HasSubstr("deeper than"));
}

TEST(Draft, GuessesTermsByAllValues) {
    const std::pair<std::vector<ordered_json>, const char*> cases[] = {
        {{1, 2}, R"({ literal: "xsd:integer" })"},
        {{1, 2.5}, R"({ literal: "xsd:decimal" })"},
        {{true}, R"({ literal: "xsd:boolean" })"},
        {{"1", 2}, R"({ literal: "xsd:decimal", json: [number, string] })"},
        {{"3"}, R"({ literal: "xsd:decimal", json: string })"},
        {{"007"}, R"({ literal: "xsd:string" })"},
        {{"0,1"}, R"({ literal: "xsd:decimal", json: string, decimal: "," })"},
        {{"Yes", "No"}, R"({ boolean: ["Yes", "No"] })"},
        {{"2021-12-03T15:11:20Z"}, "{ dateTime: iso }"},
        {{"2021/09/27"}, R"({ date: "%Y/%m/%d" })"},
        {{"2021/09/27", "soon"}, R"({ literal: "xsd:string" })"},
    };
    for (const auto& [values, term] : cases) {
        EXPECT_EQ(guessed_term(values), term);
    }
}

TEST(Draft, MakesNamesOfMembers) {
    EXPECT_EQ(camel_case("Start time"), "startTime");
    EXPECT_EQ(camel_case("ID"), "id");
    EXPECT_EQ(camel_case("Hems_ID"), "hemsID");
    EXPECT_EQ(camel_case("0"), "value0");
    EXPECT_EQ(camel_case("€"), "value");
}

}  // namespace
}  // namespace gridlore::mapping
