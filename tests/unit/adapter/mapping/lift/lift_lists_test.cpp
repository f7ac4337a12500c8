// Lists in lists, lists of columns, and what is empty or missing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/adapter/mapping/lift/lifting.h"

namespace gridlore::mapping {
namespace {

using testing::HasSubstr;

const std::string columns = head + R"(
graph: "?reading ex:of ?meter ; ex:at ?time ; ex:value ?value ."
terms:
  meter: { iri: "urn:x:meter:{}" }
  reading: { iri: "urn:x:reading:{meter}:{time}" }
  time: { dateTime: iso }
  value: { literal: "xsd:decimal" }
json:
  meter: ?meter
  $zip: { $order: ?time, Time: ?time, Value: { v: ?value } }
)";

TEST(Lift, ReadsColumnsAsRows) {
    const std::string rows =
        "core: reading=urn:x:reading:m:2021-01-01T00%3A00%3A00Z meter=urn:x:meter:m time=2021-01-01T00:00:00Z value=1\n"
        "core: reading=urn:x:reading:m:2021-01-01T01%3A00%3A00Z meter=urn:x:meter:m time=2021-01-01T01:00:00Z "
        "value=2.0\n";
    const std::string time = R"("Time": ["2021-01-01T00:00:00Z", "2021-01-01T01:00:00Z"])";
    const std::string value = R"("Value": [{"v": 1}, {"v": 2.0}])";
    const std::string meter = R"("meter": "m")";
    for (const std::string& json :
         {meter + "," + time + "," + value, value + "," + meter + "," + time, time + "," + value + "," + meter}) {
        EXPECT_EQ(lifted(columns, "{" + json + "}"), rows) << json;
    }
}

/// IC-6-Q8.
TEST(Lift, RefusesColumnsThatDoNotFit) {
    EXPECT_EQ(lifted(columns, R"({"meter": "m", "Time": ["2021-01-01T00:00:00Z"], "Value": [{"v": 1}, {"v": 2}]})"),
              "/Value: has a length of 2, and \"Time\" one of 1: they are columns of the same rows and must be equally "
              "long");
    EXPECT_EQ(lifted(columns, R"({"Time": [], "Value": [{"v": 1}], "meter": "m"})"),
              "/Value: has a length of 1, and \"Time\" one of 0: they are columns of the same rows and must be equally "
              "long");
    EXPECT_EQ(lifted(columns, R"({"meter": "m", "Time": [], "Value": []})"),
              "/Time: the list is empty: it must have one element at least");
    EXPECT_EQ(lifted(columns, R"({"meter": "m", "Time": ["2021-01-01T00:00:00Z"]})"),
              "the payload: the member \"Value\" is missing");
    EXPECT_EQ(lifted(columns, R"({"meter": "m", "Time": "2021"})"),
              "/Time: expected a list, for this is a column of rows, found the string \"2021\"");
    EXPECT_EQ(lifted(columns, R"({"meter": "m", "Time": {}})"),
              "/Time: expected a list, for this is a column of rows, found an object");
    const std::string times = R"("Time": ["2021-01-01T00:00:00Z", "2021-01-01T01:00:00Z"])";
    for (const std::string& json : {R"({"meter": "m", )" + times + R"(, "Value": [{"v": 1}, {"w": 2}]})",
                                    R"({)" + times + R"(, "Value": [{"v": 1}, {"w": 2}], "meter": "m"})"}) {
        EXPECT_EQ(lifted(columns, json), "/Value/1/w: the document has no such member: is \"v\" meant?");
    }
}

const std::string nested = head + R"(
graph: "?d ex:a ?a ; ex:b ?b ; ex:c ?c ; ex:i ?i ; ex:j ?j ."
terms:
  a: { literal: "xsd:string" }
  b: { literal: "xsd:string" }
  c: { literal: "xsd:integer" }
  d: { iri: "urn:x:{a}:{b}:{i}:{c}" }
  i: { position: 1 }
  j: { position: 0 }
json:
  a: ?a
  in:
    outer:
      $order: ?i
      $list: { b: ?b, inner: { $list: { c: ?c }, $order: ?j } }
)";

TEST(Lift, ReadsNestedListsInAnyOrderOfMembers) {
    const std::string b = R"("b": "x")";
    const std::string inner = R"("inner": [{"c": 1}, {"c": 2}])";
    const std::string second = R"({"b": "y", "inner": [{"c": 3}]})";
    std::vector<std::string> payloads;
    for (const std::string& element : {b + "," + inner, inner + "," + b}) {
        const std::string in = R"("in": {"outer": [{)" + element + "}," + second + "]}";
        payloads.push_back(R"({"a": "A", )" + in + "}");
        payloads.push_back("{" + in + R"(, "a": "A"})");
    }
    const std::string yaml = nested;
    const std::string first = lifted(yaml, payloads.front());
    EXPECT_THAT(first, HasSubstr("a=A b=x c=1"));
    EXPECT_THAT(first, HasSubstr("a=A b=x c=2"));
    EXPECT_THAT(first, HasSubstr("a=A b=y c=3"));
    for (const std::string& json : payloads) {
        EXPECT_EQ(lifted(yaml, json), first) << json;
        EXPECT_EQ(lifted_in_pieces(*document_of(yaml), json, 1), first) << json;
    }
}

TEST(Lift, NamesPlacesOfWhatHadToWait) {
    EXPECT_EQ(lifted(nested, R"({"in": {"outer": [{"inner": [{"c": 1}, {"d": 2}], "b": "x"}]}, "a": "A"})"),
              "/in/outer/0/inner/1/d: the document has no such member: is \"c\" meant?");
    EXPECT_EQ(lifted(nested, R"({"in": {"outer": [{"inner": [], "b": "x"}]}, "a": "A"})"),
              "/in/outer/0/inner: the list is empty: it must have one element at least");
}

TEST(Lift, WaitsForNothingThatIsNotNeeded) {
    const std::string yaml = head + R"(
graph: "?a ex:b ?b ."
parts: { note: "?a ex:note ?note ." }
terms: { a: { iri: "urn:x:{b}" }, b: { literal: "xsd:string" }, note: { literal: "xsd:string" } }
json: { list: [ { b: ?b, notes: [ ?note ] } ], time: { $ignore: "" } }
)";
    const auto document = document_of(yaml);
    std::size_t count = 0;
    const RowHandler counted = [&](std::size_t, std::span<const rdf::TermView>) {
        ++count;
        return Result<void>();
    };
    Lifter lifter(*document, counted);
    ASSERT_TRUE(lifter.write(R"({"list": [{"b": "x", "notes": ["n", "m")"));
    EXPECT_EQ(count, 2);
}

TEST(Lift, LetsPartsBeMissingAndListsBeEmpty) {
    const std::string yaml = head + R"(
graph: "?a ex:b ?b ."
parts: { note: "?a ex:note ?note .", level: "?a ex:note ?note ; ex:level ?level .", list: "?a ex:c ?c ." }
terms: { a: { iri: "urn:x:{b}" }, b: { literal: "xsd:string" }, note: { literal: "xsd:string" },
         level: { literal: "xsd:integer" }, c: { literal: "xsd:string" } }
json: [ { b: ?b, note: { $value: { text: ?note, level: { $value: ?level, $optional: true } }, $optional: true },
          list: [ ?c ] } ]
)";
    EXPECT_EQ(lifted(yaml, R"([{"b": "1", "note": {"text": "t", "level": 1}, "list": ["x"]},
                               {"b": "2", "note": {"text": "t"}, "list": []},
                               {"b": "3", "list": ["y", "z"]}])"),
              "core: a=urn:x:1 b=1\ncore: a=urn:x:2 b=2\ncore: a=urn:x:3 b=3\n"
              "note: a=urn:x:1 note=t\nnote: a=urn:x:2 note=t\n"
              "level: a=urn:x:1 note=t level=1\n"
              "list: a=urn:x:1 c=x\nlist: a=urn:x:3 c=y\nlist: a=urn:x:3 c=z\n");
    EXPECT_EQ(lifted(yaml, "[]"), "");
    EXPECT_EQ(lifted(yaml, R"([{"b": "1", "list": [null]}])").substr(0, 10), "/0/list/0:");
}

TEST(Lift, GivesNoRowsOfAListThatMayBeEmpty) {
    const std::string yaml = head + R"(
graph: "?a ex:b ?b ; ex:c ?c ."
terms: { a: { iri: "urn:x:{b}" }, b: { literal: "xsd:string" }, c: { literal: "xsd:string" } }
json: { b: ?b, list: { $list: ?c, $empty: true } }
direction: lift
)";
    EXPECT_EQ(lifted(yaml, R"({"b": "1", "list": []})"), "");
    EXPECT_EQ(lifted(yaml, R"({"list": [], "b": "1"})"), "");
    EXPECT_EQ(lifted(yaml, R"({"list": ["x"], "b": "1"})"), "core: a=urn:x:1 b=1 c=x\n");
}

TEST(Lift, TellsRepeatedHoursByTheTimesBeforeThemInTheirOwnList) {
    const std::string yaml = head + R"(
graph: "?a ex:at ?t ; ex:of ?u ; ex:n ?n ."
terms: { a: { iri: "urn:x:{u}:{n}" }, u: { literal: "xsd:string" }, n: { literal: "xsd:integer" },
         t: { dateTime: "%Y-%m-%d %H:%M", zone: Europe/Lisbon, repeated: in-order } }
json: [ { u: ?u, l: [ { n: ?n, t: ?t } ] } ]
direction: lift
)";
    const std::string list = R"("l": [{"n": 1, "t": "2021-10-31 00:30"}, {"n": 2, "t": "2021-10-31 01:30"},
                                      {"n": 3, "t": "2021-10-31 01:30"}])";
    const std::string rows = lifted(yaml, R"([{"u": "1", )" + list + R"(}, {"u": "2", )" + list + "}]");
    EXPECT_EQ(rows,
              "core: a=urn:x:1:1 t=2021-10-30T23:30:00Z u=1 n=1\ncore: a=urn:x:1:2 t=2021-10-31T00:30:00Z u=1 n=2\n"
              "core: a=urn:x:1:3 t=2021-10-31T01:30:00Z u=1 n=3\n"
              "core: a=urn:x:2:1 t=2021-10-30T23:30:00Z u=2 n=1\ncore: a=urn:x:2:2 t=2021-10-31T00:30:00Z u=2 n=2\n"
              "core: a=urn:x:2:3 t=2021-10-31T01:30:00Z u=2 n=3\n");
}

}  // namespace
}  // namespace gridlore::mapping
