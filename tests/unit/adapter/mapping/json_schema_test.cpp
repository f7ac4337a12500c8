#include "adapter/mapping/json_schema.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/unit/adapter/mapping/read/read_documents.h"

namespace gridlore::mapping {
namespace {

using nlohmann::ordered_json;

constexpr const char* document_text = R"(
id: schema
prefixes: { ex: "http://example.org/" }
graph: "?reading ex:number ?number ; ex:unit ?unit ; ex:text ?text ; ex:value ?value ."
parts: { notes: "?reading ex:note ?note .", codes: "?reading ex:code ?code ." }
terms:
  number:  { literal: "xsd:integer", json: [string, number] }
  reading: { iri: "urn:reading:{number}" }
  unit:    { table: { kW: "ex:kw", W: "ex:w" } }
  value:   { literal: "xsd:decimal" }
json:
  - Number: { $value: ?number, $also: [No] }
    Quantity: { $text: "{value} {unit}" }
    Text: ?text
    Version: 2
    Any: { $ignore: 0 }
    Note: { $value: ?note, $optional: true }
    Codes: { $list: ?code, $empty: true }
)";

TEST(JsonSchema, SaysWhatIsTakenAndWhatIsGiven) {
    const auto document = good_document(document_text);
    ASSERT_NE(document, nullptr);
    const ordered_json taken = json_schema(*document, Traffic::Taken);
    const ordered_json given = json_schema(*document, Traffic::Given);
    EXPECT_EQ(given["type"], "array");
    EXPECT_FALSE(given.contains("minItems"));
    const ordered_json& item = given["items"];
    EXPECT_EQ(item["required"], (ordered_json{"Number", "Quantity", "Text", "Version", "Any", "Codes"}));
    EXPECT_EQ(item["additionalProperties"], false);
    EXPECT_EQ(item["properties"]["Number"]["type"], "string");
    EXPECT_EQ(item["properties"]["Quantity"]["type"], "string");
    EXPECT_EQ(item["properties"]["Version"], (ordered_json{{"const", 2}}));
    EXPECT_EQ(item["properties"]["Codes"]["type"], "array");
    EXPECT_EQ(item["properties"]["Codes"]["items"]["type"], "string");
    EXPECT_FALSE(item["properties"].contains("No"));
    const ordered_json& taken_item = taken["items"];
    EXPECT_EQ(taken_item["properties"]["Number"]["type"], (ordered_json{"string", "integer"}));
    EXPECT_EQ(taken_item["properties"]["No"], taken_item["properties"]["Number"]);
    EXPECT_EQ(taken_item["required"], (ordered_json{"Quantity", "Text", "Version", "Any", "Codes"}));
}

TEST(JsonSchema, SaysThatAListMustHaveSomethingIfItsElementsAreNeeded) {
    const auto document = good_document(R"(
id: lists
prefixes: { ex: "http://example.org/" }
graph: "?user ex:value ?value ."
terms: { user: { iri: "urn:user:{}" }, value: { literal: "xsd:integer" } }
json: [ { User: ?user, Values: [ ?value ] } ]
)");
    ASSERT_NE(document, nullptr);
    const ordered_json schema = json_schema(*document, Traffic::Taken);
    EXPECT_FALSE(schema.contains("minItems"));
    EXPECT_EQ(schema["items"]["properties"]["Values"]["minItems"], 1);
}

TEST(JsonSchema, ListsTheValuesOfATable) {
    const auto document = good_document(document_text);
    ASSERT_NE(document, nullptr);
    EXPECT_EQ(json_schema(document->variables[*document->find("unit")], Traffic::Taken),
              (ordered_json{{"enum", {"kW", "W"}}}));
}

}  // namespace
}  // namespace gridlore::mapping
