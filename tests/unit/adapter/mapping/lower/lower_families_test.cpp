// Members whose names have a variable in them.
#include <gtest/gtest.h>

#include <string>

#include "adapter/mapping/codecs/iri_template.h"
#include "tests/unit/adapter/mapping/lower/lowering.h"

namespace gridlore::mapping {
namespace {

const std::string forecast = R"(
id: forecast
graph: "?power ex:hour ?hour ; ex:slot ?slot ; ex:value ?value ; ex:unit ?unit ."
parts: { bounds: "?power ex:bound ?bound ." }
terms:
  hour:  { literal: "xsd:integer" }
  slot:  { literal: "xsd:integer" }
  value: { literal: "xsd:decimal" }
  bound: { literal: "xsd:decimal" }
  unit:  { literal: "xsd:string" }
  power: { iri: "urn:power:{hour}:{slot}" }
json:
  - $each:
      "y_i{slot}": { $value: ?value, $also: ["Y {slot}"] }
      "y_i{slot}_unit": ?unit
      "bound {slot}": { $value: ?bound, $optional: true }
    hour: ?hour
)";

/// Names that are as the object's own, or as those of another form.
const std::string meters = R"(
id: meters
graph: "?reading ex:of ?meter ; ex:value ?value ; ex:unit ?unit ."
terms: { reading: { iri: "urn:reading:{meter}" }, value: { literal: "xsd:decimal" } }
json: { unit: ?unit, $each: { "{meter}": ?value, "about {meter}": true, $order: ?value } }
)";

std::map<std::string, std::string> power(const std::string& hour, const std::string& slot, const std::string& value) {
    return {{"power", "<urn:power:" + hour + ":" + slot + ">"},
            {"hour", xsd(hour, "integer")},
            {"slot", xsd(slot, "integer")},
            {"value", xsd(value, "decimal")},
            {"unit", "\"kW\""}};
}

std::map<std::string, std::string> reading(const std::string& meter, const std::string& value) {
    std::string encoded;
    append_percent_encoded(meter, encoded);
    return {{"reading", "<urn:reading:" + encoded + ">"},
            {"meter", "\"" + meter + "\""},
            {"value", xsd(value, "decimal")},
            {"unit", "\"kW\""}};
}

TEST(LowerFamilies, WritesTheMembersOfEachRowBehindTheObjectsOwnByTheValueInTheirNames) {
    Lowering rows(forecast);
    rows.add("", power("8", "1", "7"));
    rows.add("", power("7", "24", "1.50"));
    rows.add("", power("7", "3", "2"));
    rows.add("bounds", {{"power", "<urn:power:7:24>"}, {"bound", xsd("9", "decimal")}});
    EXPECT_EQ(rows.json(), R"([{"hour":7,"y_i3":2,"y_i3_unit":"kW","y_i24":1.50,"y_i24_unit":"kW","bound 24":9},)"
                           R"({"hour":8,"y_i1":7,"y_i1_unit":"kW"}])");
}

TEST(LowerFamilies, WritesThemInAnotherOrderIfOneIsSaid) {
    Lowering rows(meters);
    rows.add("", reading("a", "3"));
    rows.add("", reading("b/c", "2.5"));
    EXPECT_EQ(rows.json(), R"({"unit":"kW","b/c":2.5,"about b/c":true,"a":3,"about a":true})");
}

TEST(LowerFamilies, RefusesTwoRowsForOneName) {
    Lowering rows(forecast);
    rows.add("", power("7", "1", "7"));
    rows.add("", power("7", "1", "8"));
    EXPECT_EQ(rows.json(), "error: there are two rows for the name \"y_i1\", which an object has once");
}

TEST(LowerFamilies, RefusesNamesThatWouldBeReadAsThoseOfOthers) {
    EXPECT_EQ(Lowering(meters).add("", reading("unit", "1")).json(),
              "error: the name \"unit\" would be read as that of another member than \"{meter}\"");
    EXPECT_EQ(Lowering(meters).add("", reading("about ", "1")).json(),
              "error: the name \"about \" would be read as that of another member than \"{meter}\"");
}

TEST(LowerFamilies, NeedsARowWhereNoneMayBeMissing) {
    EXPECT_EQ(Lowering(meters).json(),
              "error: no row has a value of ?unit, which the payload needs: there are no rows");
    EXPECT_EQ(Lowering(forecast).json(), "[]");
}

}  // namespace
}  // namespace gridlore::mapping
