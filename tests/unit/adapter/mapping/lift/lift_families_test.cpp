// Members whose names have a variable in them.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "adapter/mapping/lift/lift.h"
#include "tests/unit/adapter/mapping/documents.h"

namespace gridlore::mapping {
namespace {

const std::string forecast = R"(
id: test
prefixes: { ex: "https://example.org/" }
graph: "?hour ex:number ?number . ?power ex:of ?hour ; ex:slot ?slot ; ex:value ?value ; ex:unit ?unit ."
parts: { bounds: "?power ex:bound ?bound ." }
terms:
  number: { literal: "xsd:integer" }
  slot:   { literal: "xsd:integer" }
  value:  { literal: "xsd:decimal" }
  bound:  { literal: "xsd:decimal" }
  unit:   { table: { kW: "ex:kW" } }
  hour:   { iri: "urn:hour:{number}" }
  power:  { iri: "urn:hour:{number}:{slot}" }
json:
  - hour: ?number
    $each:
      "y_i{slot}": { $value: ?value, $also: ["Y {slot}"] }
      "y_i{slot}_unit": ?unit
      "bound {slot}": { $value: ?bound, $optional: true }
)";

/// Intervals of signals, in each of which the name of the signal stands again.
const std::string trust = R"(
id: test
prefixes: { ex: "https://example.org/" }
graph: "?user ex:has ?trust . ?trust ex:of ?signal ; ex:at ?hour ; ex:value ?value ."
parts: { signals: "?user ex:sees ?signal ." }
terms:
  name:   { iri: "urn:user:{}" }
  user:   { iri: "urn:user:{name}:data" }
  signal: { table: { Cost: "ex:cost", Price: "ex:cost", CO2: "ex:co2" } }
  hour:   { literal: "xsd:integer" }
  value:  { literal: "xsd:decimal" }
  trust:  { iri: "urn:user:{name}:{signal}:{hour}" }
json:
  $each:
    "trust in {signal}":
      - hour: ?hour
        "{signal}_value": ?value
        "{{signal}}": 1
  user: ?name
)";

/// A name for each value, and names that are the object's own.
const std::string meters = R"(
id: test
prefixes: { ex: "https://example.org/" }
graph: "?reading ex:of ?meter ; ex:value ?value ; ex:unit ?unit ."
terms:
  meter:   { iri: "urn:meter:{}" }
  value:   { literal: "xsd:decimal" }
  unit:    { literal: "xsd:string" }
  reading: { iri: "urn:reading:{meter}" }
json: { unit: ?unit, $each: { "{meter}": ?value, $empty: true } }
)";

/// Rows as text, or the error; the same whole and in pieces of one byte.
std::string lifted(const std::string& yaml, std::string_view json) {
    const auto document = document_of(yaml);
    if (document == nullptr) {
        return "no document";
    }
    const auto rows = lift(*document, json);
    PartRows in_pieces;
    for (const Part& part : document->parts) {
        in_pieces.emplace_back(part.variables.size());
    }
    const RowHandler keep = [&](std::size_t part, std::span<const rdf::TermView> row) {
        in_pieces[part].add(row);
        return Result<void>();
    };
    Lifter lifter(*document, keep);
    Result<void> done;
    for (std::size_t at = 0; at < json.size() && done; ++at) {
        done = lifter.write(std::string(json.substr(at, 1)));
    }
    done = done ? lifter.finish() : done;
    EXPECT_EQ(done.has_value(), rows.has_value());
    if (!rows) {
        EXPECT_EQ(done.error().message, rows.error().message);
        EXPECT_TRUE(rows.error().message.starts_with(lifter.pointer().empty() ? "the payload" : lifter.pointer()));
        return rows.error().message;
    }
    EXPECT_EQ(text_of(*document, in_pieces), text_of(*document, *rows));
    return text_of(*document, *rows);
}

std::string power(const std::string& slot, const std::string& value) {
    return "core: hour=urn:hour:7 number=7 power=urn:hour:7:" + slot + " slot=" + slot + " value=" + value +
           " unit=https://example.org/kW\n";
}

TEST(LiftFamilies, MakesARowOfEachValueInTheNames) {
    const std::string rows = power("1", "2.10") + power("24", "1.5") + "bounds: power=urn:hour:7:24 bound=3\n";
    EXPECT_EQ(lifted(forecast, R"([{"hour": 7, "y_i1": 2.10, "y_i1_unit": "kW", "y_i24": 1.5, "y_i24_unit": "kW",
                                    "bound 24": 3}])"),
              rows);
    EXPECT_EQ(lifted(forecast, R"([{"y_i1_unit": "kW", "bound 24": 3, "Y 24": 1.5, "Y 1": 2.10, "hour": 7,
                                    "y_i24_unit": "kW"}])"),
              power("1", "2.10") + power("24", "1.5") + "bounds: power=urn:hour:7:24 bound=3\n");
}

TEST(LiftFamilies, ReadsTheSameValueInNamesFurtherIn) {
    const std::string rows =
        "core: user=urn:user:U:data trust=urn:user:U:Cost:7 signal=https://example.org/cost hour=7 value=12\n"
        "core: user=urn:user:U:data trust=urn:user:U:Cost:8 signal=https://example.org/cost hour=8 value=13\n"
        "core: user=urn:user:U:data trust=urn:user:U:CO2:7 signal=https://example.org/co2 hour=7 value=14\n"
        "signals: user=urn:user:U:data signal=https://example.org/cost\n"
        "signals: user=urn:user:U:data signal=https://example.org/co2\n";
    EXPECT_EQ(lifted(trust, R"({"user": "U",
        "trust in Price": [{"hour": 7, "Cost_value": 12, "{signal}": 1}, {"Price_value": 13, "{signal}": 1, "hour": 8}],
        "trust in CO2": [{"hour": 7, "CO2_value": 14, "{signal}": 1}]})"),
              rows);
    EXPECT_EQ(lifted(trust, R"({
        "trust in Price": [{"hour": 7, "Cost_value": 12, "{signal}": 1}, {"Price_value": 13, "{signal}": 1, "hour": 8}],
        "trust in CO2": [{"hour": 7, "CO2_value": 14, "{signal}": 1}],
        "user": "U"})"),
              rows);
}

TEST(LiftFamilies, LeavesTheObjectItsOwnNames) {
    EXPECT_EQ(lifted(meters, R"({"M/1": 1, "unit": "kW", "": 2})"),
              "/: in the member's name: the string is empty, and so names nothing in urn:meter:{}");
    EXPECT_EQ(lifted(meters, R"({"M/1": 1, "unit": "kW"})"),
              "core: reading=urn:reading:M%2F1 meter=urn:meter:M%2F1 value=1 unit=kW\n");
    EXPECT_EQ(lifted(meters, R"({"unit": "kW"})"), "");
    EXPECT_EQ(lifted(meters, R"({"unit": "kW", "unit": "W"})"),
              "/unit: this member comes more often than the document says");
}

struct Refused {
    const std::string* document;
    std::string_view json;
    std::string_view message;
};

class RefusedFamily : public testing::TestWithParam<Refused> {};

TEST_P(RefusedFamily, IsRefusedWithItsPlace) {
    EXPECT_EQ(lifted(*GetParam().document, GetParam().json), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedFamily,
    testing::Values(
        Refused{&forecast, R"([{"hour": 7}])", "/0: there is no member \"y_i{slot}\": there must be one at least"},
        Refused{&forecast, R"([{"hour": 7, "y_i1": 1, "y_i1_unit": "kW", "y_i2_unit": "kW"}])",
                "/0: the member \"y_i2\" is missing, which belongs to \"y_i2_unit\""},
        Refused{&forecast, R"([{"hour": 7, "y_ix": 1}])",
                "/0/y_ix: in the member's name: the string \"x\" is not a number"},
        Refused{&forecast, R"([{"hour": 7, "y_i1.5": 1}])",
                "/0/y_i1.5: in the member's name: the number 1.5 is not of xsd:integer, which has neither point nor "
                "exponent; declare xsd:decimal or xsd:double for numbers that have one"},
        Refused{&forecast, R"([{"hour": 7, "y_i01": 1}])",
                "/0/y_i01: in the member's name: the string \"01\" is not a number"},
        Refused{&forecast, R"([{"hour": 7, "y_i1": 1, "y_i1_unit": "kW", "y_i1": 1}])",
                "/0/y_i1: this member comes twice"},
        Refused{&forecast, R"([{"hour": 7, "y_i1": 1, "y_i1_unit": "kW", "Y 1": 1}])",
                "/0/Y 1: this member comes twice, before as \"y_i1\""},
        Refused{&forecast, R"([{"hour": 7, "y_i1": 1, "y_i1_unit": "kW", "y_1": 1}])",
                "/0/y_1: the document has no such member"},
        Refused{&forecast, R"([{"hour": 7, "y_i1": 1, "y_i1_unit": "W"}])",
                "/0/y_i1_unit: the string \"W\" is not in the table `unit`; it has \"kW\""},
        Refused{&forecast, R"([{"hour": 7, "y_i1": [1], "y_i1_unit": "kW"}])",
                "/0/y_i1: expected ?value, literal xsd:decimal, found a list"},
        Refused{&forecast, R"([{"y_i1": 1, "y_i1_unit": "kW"}])", "/0: the member \"hour\" is missing"},
        Refused{&trust, R"({"user": "U", "trust in Cost": [{"hour": 7, "{signal}": 1, "CO2_value": 12}]})",
                "/trust in Cost/0/CO2_value: ?signal is <https://example.org/co2> here and <https://example.org/cost> "
                "elsewhere: both places must have the same"},
        Refused{&trust, R"({"user": "U", "trust in Cost": [{"hour": 7, "{signal}": 1}]})",
                "/trust in Cost/0: the member \"{signal}_value\" is missing"},
        Refused{&trust,
                R"({"user": "U", "trust in Cost": [{"hour": 7, "{signal}": 1, "Cost_value": 1, "Price_value": 1}]})",
                "/trust in Cost/0/Price_value: this member comes more often than the document says"},
        Refused{&trust, R"({"trust in Cost": [{"hour": 7, "{signal}": 1, "Cost_value": true}], "user": "U"})",
                "/trust in Cost/0/Cost_value: true is not a number"},
        Refused{&trust, R"({"trust in Cost": 1, "user": "U"})", "/trust in Cost: expected a list, found the number 1"},
        Refused{&trust, R"({"trust in Hope": [], "user": "U"})",
                "/trust in Hope: in the member's name: the string \"Hope\" is not in the table `signal`; it has "
                "\"Cost\", \"Price\", \"CO2\""}));

}  // namespace
}  // namespace gridlore::mapping
