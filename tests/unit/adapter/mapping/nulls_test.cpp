// Members of which null says that they are missing (`$optional: null`): read, written, compared, described.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "adapter/mapping/author/explanation.h"
#include "adapter/mapping/json/equal_json.h"
#include "adapter/mapping/json_schema.h"
#include "adapter/mapping/lift/lift.h"
#include "tests/unit/adapter/mapping/lower/lowering.h"

namespace gridlore::mapping {
namespace {

using nlohmann::ordered_json;

const std::string meters = R"(
id: meters
graph: "?meter ex:name ?name ."
parts:
  limits: "?meter ex:limit ?limit ."
  places: "?meter ex:place ?place ."
  tags: "?meter ex:tag ?tag ."
  phases: "?phase ex:of ?meter ; ex:number ?number ; ex:value ?value ."
  bounds: "?phase ex:bound ?bound ."
terms:
  name:   { literal: "xsd:string" }
  meter:  { iri: "urn:meter:{name}" }
  limit:  { literal: "xsd:decimal" }
  number: { literal: "xsd:integer" }
  phase:  { iri: "urn:phase:{name}:{number}" }
  value:  { literal: "xsd:decimal" }
  bound:  { literal: "xsd:decimal" }
json:
  - name: ?name
    limit: { $value: ?limit, $optional: null }
    place: { $value: { text: ?place }, $optional: null }
    tags: { $value: [ ?tag ], $optional: null }
    note: { $value: { $ignore: null }, $optional: null }
    $each:
      "L{number}": ?value
      "bound of L{number}": { $value: ?bound, $optional: null }
      $empty: true
)";

std::string lifted(std::string_view json) {
    const auto document = document_of(heading + meters);
    const auto rows = lift(*document, json);
    return rows ? text_of(*document, *rows) : rows.error().message;
}

TEST(Nulls, SayWhatMissingSays) {
    const std::string core = "core: meter=urn:meter:a name=a\n";
    EXPECT_EQ(lifted(R"([{"name": "a"}])"), core);
    EXPECT_EQ(lifted(R"([{"limit": null, "place": null, "tags": null, "note": null, "name": "a"}])"), core);
    EXPECT_EQ(lifted(R"([{"limit": 2.50, "name": "a", "note": {"deep": [1]}}])"),
              core + "limits: meter=urn:meter:a limit=2.50\n");
    EXPECT_EQ(lifted(R"([{"name": "a", "L1": 1, "bound of L1": null}])"),
              core + "phases: phase=urn:phase:a:1 meter=urn:meter:a number=1 value=1\n");
}

TEST(Nulls, AreRefusedWhereNothingSaysThatTheyMayCome) {
    EXPECT_EQ(lifted(R"([{"name": null}])"), "/0/name: null is not a string");
    EXPECT_EQ(lifted(R"([{"name": "a", "place": {"text": null}}])"), "/0/place/text: null is not a string");
    EXPECT_EQ(lifted(R"([{"name": "a", "tags": [null]}])"), "/0/tags/0: null is not a string");
    EXPECT_EQ(lifted(R"([{"name": "a", "L1": null}])"), "/0/L1: null is not a number");
    EXPECT_EQ(lifted(R"([{"name": "a", "limit": null, "limit": 1}])").substr(0, 8), "/0/limit");
}

TEST(Nulls, AreWrittenWhereNothingIsKnown) {
    Lowering rows(meters);
    rows.add("", {{"meter", "<urn:meter:a>"}, {"name", "\"a\""}});
    rows.add("", {{"meter", "<urn:meter:b>"}, {"name", "\"b\""}});
    rows.add("limits", {{"meter", "<urn:meter:b>"}, {"limit", xsd("2.50", "decimal")}});
    rows.add("phases", {{"phase", "<urn:phase:b:1>"},
                        {"meter", "<urn:meter:b>"},
                        {"number", xsd("1", "integer")},
                        {"value", xsd("7", "decimal")}});
    EXPECT_EQ(rows.json(),
              R"([{"name":"a","limit":null,"place":null,"tags":null,"note":null},)"
              R"({"name":"b","limit":2.50,"place":null,"tags":null,"note":null,"L1":7,"bound of L1":null}])");
}

/// The first difference as words; empty: they are equal.
std::string difference(std::string_view expected, std::string_view found) {
    const auto document = document_of(heading + meters);
    const auto different = json_difference(*document, *read_json(expected), *read_json(found));
    EXPECT_EQ(*equal_json(*document, expected, found), !different.has_value());
    return different ? to_string(*different) : "";
}

TEST(Nulls, AreEqualToWhatIsMissing) {
    EXPECT_EQ(difference(R"([{"name": "a"}])", R"([{"name": "a", "limit": null, "place": null, "note": null}])"), "");
    EXPECT_EQ(difference(R"([{"name": "a", "tags": []}])", R"([{"name": "a"}])"), "");
    EXPECT_EQ(difference(R"([{"name": "a", "L1": 1, "bound of L1": null}])", R"([{"name": "a", "L1": 1}])"), "");
    EXPECT_EQ(difference(R"([{"name": "a", "limit": 1}])", R"([{"name": "a", "limit": null}])"),
              "at /0/limit: expected 1, found nothing");
    EXPECT_EQ(difference(R"([{"name": "a", "L1": 1, "bound of L1": 2}])", R"([{"name": "a", "L1": 1}])"),
              "at /0/bound of L1: expected 2, found nothing");
}

const std::string hours = R"(
id: hours
graph: "?hour ex:at ?time ; ex:value ?value ."
parts: { limits: "?hour ex:limit ?limit ." }
terms:
  time: { literal: "xsd:string" }
  hour: { iri: "urn:hour:{time}" }
  value: { literal: "xsd:decimal" }
  limit: { literal: "xsd:decimal" }
json: { $zip: { time: ?time, value: ?value, limit: { $value: ?limit, $optional: null }, $order: ?time } }
)";

TEST(Nulls, StandInColumnsForWhatIsMissing) {
    const std::string json = R"({"time":["7","8"],"value":[1,2.5],"limit":[null,3]})";
    const auto document = document_of(heading + hours);
    const auto rows = lift(*document, json);
    ASSERT_TRUE(rows) << rows.error().message;
    EXPECT_EQ(text_of(*document, *rows),
              "core: hour=urn:hour:7 time=7 value=1\ncore: hour=urn:hour:8 time=8 value=2.5\n"
              "limits: hour=urn:hour:8 limit=3\n");
    EXPECT_EQ(lower(*document, *rows).value(), json);
    EXPECT_TRUE(equal_json(*document, json, R"({"limit":[3,null],"time":["8","7"],"value":[2.5,1]})").value());
    EXPECT_FALSE(equal_json(*document, json, R"({"time":["7","8"],"value":[1,2.5],"limit":[3,null]})").value());
    EXPECT_EQ(lift(*document, R"({"time":["7"],"value":[null],"limit":[1]})").error().message,
              "/value/0: null is not a number");
    EXPECT_EQ(lift(*document, R"({"time":["7"],"value":[1]})").error().message,
              "the payload: the member \"limit\" is missing");
    const ordered_json limits = json_schema(*document, Traffic::Given)["properties"]["limit"];
    EXPECT_EQ(limits["items"]["anyOf"][1], (ordered_json{{"type", "null"}}));
}

TEST(Nulls, AreInTheSchema) {
    const auto document = document_of(heading + meters);
    const ordered_json item = json_schema(*document, Traffic::Taken)["items"];
    EXPECT_EQ(item["required"], (ordered_json{"name"}));
    EXPECT_EQ(item["properties"]["limit"]["anyOf"][1], (ordered_json{{"type", "null"}}));
    EXPECT_EQ(item["properties"]["limit"]["anyOf"][0]["type"], "number");
}

TEST(Nulls, AreExplained) {
    const auto document = document_of(heading + meters);
    const auto explanation = explain(*document, R"([{"name": "a", "limit": null}])", {}, {});
    ASSERT_TRUE(explanation);
    ASSERT_EQ(explanation->unused.size(), 1U);
    EXPECT_EQ(explanation->unused[0].why, UnusedPlace::Why::Null);
    EXPECT_EQ(explanation->unused[0].pointer, "/0/limit");
}

TEST(Nulls, AreTheOnlyOtherWordBesideTrueAndFalse) {
    const ReadDocument read =
        read_document(heading + std::string("id: d\ngraph: \"?a ex:v ?v .\"\nterms: { a: { iri: \"urn:a:{}\" } }\n"
                                            "json: { A: ?a, V: { $value: ?v, $optional: nothing } }\n"),
                      "d");
    EXPECT_EQ(read.document, nullptr);
    ASSERT_FALSE(read.problems.empty());
    EXPECT_EQ(read.problems[0].message, "`$optional` is `true`, `false` or `null`; found is `nothing`");
}

}  // namespace
}  // namespace gridlore::mapping
