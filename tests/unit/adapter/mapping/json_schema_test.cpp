#include "adapter/mapping/json_schema.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/unit/adapter/mapping/read/read_documents.h"

namespace gridlore::mapping {
namespace {

using nlohmann::ordered_json;
using testing::ElementsAre;
using testing::SizeIs;
using testing::UnorderedElementsAre;

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

std::vector<std::string> patterns_of(const ordered_json& schema) {
    std::vector<std::string> patterns;
    for (const auto& [pattern, value] : schema["patternProperties"].items()) {
        patterns.push_back(pattern);
    }
    return patterns;
}

TEST(JsonSchema, HasPatternsForNamesWithAVariable) {
    const auto document = good_document(R"y(
id: names
prefixes: { ex: "http://example.org/" }
graph: "?power ex:slot ?slot ; ex:value ?value ; ex:signal ?signal ; ex:day ?day ."
terms:
  power:  { iri: "urn:power:{slot}:{signal}:{day}" }
  slot:   { literal: "xsd:integer" }
  value:  { literal: "xsd:decimal" }
  signal: { table: { "C(O)": "ex:co", Price: "ex:price"
}
}
  day:    { date: "%Y/%m/%d" }
json:
  $each:
    "y.{slot}":
      $each:
        "{signal}": [ { day: ?day, "{signal}/{{}}": ?value } ]
)y");
    ASSERT_NE(document, nullptr);
  const ordered_json schema = json_schema(*document, Traffic::Given);
  EXPECT_THAT(patterns_of(schema), ElementsAre("^y\\.(?:-?(?:0|[1-9][0-9]*))$"));
  const ordered_json& slot = schema["patternProperties"].front();
  EXPECT_THAT(patterns_of(slot), ElementsAre("^(?:C\\(O\\)|Price)$"));
  const ordered_json& day = slot["patternProperties"].front()["items"];
  EXPECT_THAT(patterns_of(day), ElementsAre("^(?:C\\(O\\)|Price)\\/\\{\\}$"));
  EXPECT_EQ(day["required"], ordered_json{"day"});
  EXPECT_EQ(day["additionalProperties"], false);
  }

  TEST(JsonSchema, KeepsNamesThatBelongToOthersOutOfPatterns) {
      const auto document = good_document(R"(
id: names
prefixes: { ex: "http://example.org/" }
graph: "?power ex:name ?name ; ex:value ?value ; ex:unit ?unit ."
terms:
  power: { iri: "urn:power:{name}" }
  value: { literal: "xsd:decimal" }
json:
  unit of: ?unit
  $each:
    "{name}": { $value: ?value, $also: [ "the {name}" ] }
    "{name} unit": true
)");
      ASSERT_NE(document, nullptr);
      EXPECT_THAT(patterns_of(json_schema(*document, Traffic::Given)),
                  UnorderedElementsAre("^(?!(?:unit of|(?:[\\s\\S]*) unit)$)(?:[\\s\\S]*)$", "^(?:[\\s\\S]*) unit$"));
      EXPECT_THAT(patterns_of(json_schema(*document, Traffic::Taken)), SizeIs(3));
  }

  TEST(JsonSchema, WhatIsGivenAsANumberMayBeAStringWhereThatIsTaken) {
    const auto document = good_document(R"(
id: numbers
prefixes: { ex: "http://example.org/" }
graph: "?offer ex:number ?number ; ex:price ?price ; ex:value ?value ."
terms:
  offer:  { iri: "urn:offer:{number}" }
  number: { literal: "xsd:integer", json: [number, string] }
  price:  { literal: "xsd:decimal", json: [string, number] }
  value:  { literal: "xsd:decimal" }
json: [ { Number: ?number, Price: ?price, Value: ?value } ]
)");
    ASSERT_NE(document, nullptr);
    const ordered_json given = json_schema(*document, Traffic::Given)["items"]["properties"];
    EXPECT_EQ(given["Number"]["type"], (ordered_json{"integer", "string"}));
    EXPECT_EQ(given["Price"]["type"], "string");
    EXPECT_EQ(given["Value"]["type"], "number");
}

TEST(JsonSchema, ListsTheValuesOfATable) {
      const auto document = good_document(document_text);
      ASSERT_NE(document, nullptr);
      EXPECT_EQ(json_schema(document->variables[*document->find("unit")], Traffic::Taken),
                (ordered_json{{"enum", {"kW", "W"}}}));
  }

  }  // namespace
  }  // namespace gridlore::mapping
