#include "adapter/mapping/lift/lift.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "knowledge-engine/rdf/namespaces.h"
#include "tests/unit/adapter/mapping/documents.h"

namespace gridlore::mapping {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

using Pairs = std::vector<std::pair<std::string, std::string>>;

const std::string head = R"(
id: test
prefixes: { ex: "https://example.org/" }
)";

/// docs/mapping-documents.md has this one.
const std::string metering = head + R"(
graph: "?reading a ex:Observation ; ex:madeBy ?meter ; ex:at ?time ; ex:value ?value ; ex:unit ?unit . ?meter ex:of ?user ."
terms:
  user:    { iri: "urn:x:user:{}" }
  meter:   { iri: "urn:x:meter:{user}" }
  reading: { iri: "urn:x:reading:{user}:{time}" }
  time:    { dateTime: "%Y/%m/%d %H:%M", zone: Europe/Lisbon }
  value:   { literal: "xsd:decimal" }
  unit:    { table: { kW: "ex:kilowatt", W: "ex:watt" } }
json:
  - User/Zone: ?user
    Metering: { $list: { Time: ?time, Measurement: ?value, Unit: ?unit }, $order: ?time }
)";

constexpr std::string_view two_readings =
    R"([{"User/Zone": "U 1", "Metering": [{"Time": "2021/09/27 10:00", "Measurement": 890, "Unit": "kW"},
                                          {"Time": "2021/12/27 10:15", "Measurement": -0.50, "Unit": "W"}]}])";

const std::string two_rows =
    "core: reading=urn:x:reading:U%201:2021-09-27T09%3A00%3A00Z meter=urn:x:meter:U%201 time=2021-09-27T09:00:00Z "
    "value=890 unit=https://example.org/kilowatt user=urn:x:user:U%201\n"
    "core: reading=urn:x:reading:U%201:2021-12-27T10%3A15%3A00Z meter=urn:x:meter:U%201 time=2021-12-27T10:15:00Z "
    "value=-0.50 unit=https://example.org/watt user=urn:x:user:U%201\n";

/// What is lifted as text, or the error.
std::string lifted(const std::string& yaml, std::string_view json, const LiftOptions& options = {}) {
    const auto document = document_of(yaml);
    if (document == nullptr) {
        return "no document";
    }
    const auto rows = lift(*document, json, options);
    return rows ? text_of(*document, *rows) : rows.error().message;
}

/// The same in pieces of that size; the error with its pointer.
std::string lifted_in_pieces(const Document& document, std::string_view json, std::size_t size) {
    PartRows rows;
    for (const Part& part : document.parts) {
        rows.emplace_back(part.variables.size());
    }
    const RowHandler keep = [&](std::size_t part, std::span<const rdf::TermView> row) {
        rows[part].add(row);
        return Result<void>();
    };
    Lifter lifter(document, keep);
    for (std::size_t at = 0; at < json.size(); at += size) {
        // A copy of its own, so that a view that outlives the call is found.
        if (const auto done = lifter.write(std::string(json.substr(at, size))); !done) {
            return lifter.pointer() + " | " + done.error().message;
        }
    }
    const auto done = lifter.finish();
    return done ? text_of(document, rows) : lifter.pointer() + " | " + done.error().message;
}

TEST(Lift, MakesARowOfEachReading) {
    EXPECT_EQ(lifted(metering, two_readings), two_rows);
}

TEST(Lift, KeepsKindsAndDatatypesOfTerms) {
    const auto document = document_of(metering);
    const auto rows = lift(*document, two_readings);
    ASSERT_TRUE(rows);
    const auto row = rows->front().row(0);
    EXPECT_EQ(owned(row[0]), rdf::Term::iri("urn:x:reading:U%201:2021-09-27T09%3A00%3A00Z"));
    EXPECT_EQ(owned(row[2]), rdf::Term::literal("2021-09-27T09:00:00Z", std::string(rdf::xsd_date_time)));
    EXPECT_EQ(owned(row[3]), rdf::Term::literal("890", std::string(rdf::xsd_decimal)));
}

TEST(Lift, MakesTheSameOfAPayloadThatIsCutAnywhere) {
    const auto document = document_of(metering);
    for (std::size_t cut = 1; cut <= two_readings.size(); ++cut) {
        const std::string first(two_readings.substr(0, cut));
        const std::string second(two_readings.substr(cut));
        std::size_t count = 0;
        const RowHandler counted = [&](std::size_t, std::span<const rdf::TermView>) {
            ++count;
            return Result<void>();
        };
        Lifter lifter(*document, counted);
        ASSERT_TRUE(lifter.write(first)) << cut;
        ASSERT_TRUE(lifter.write(second)) << cut;
        ASSERT_TRUE(lifter.finish()) << cut;
        EXPECT_EQ(count, 2) << cut;
    }
    for (const std::size_t size : {1, 2, 3, 5, 8, 13}) {
        EXPECT_EQ(lifted_in_pieces(*document, two_readings, size), two_rows) << size;
    }
}

TEST(Lift, HandsRowsOverAsSoonAsTheyAreComplete) {
    const auto document = document_of(metering);
    std::size_t count = 0;
    const RowHandler counted = [&](std::size_t, std::span<const rdf::TermView>) {
        ++count;
        return Result<void>();
    };
    Lifter lifter(*document, counted);
    ASSERT_TRUE(lifter.write(R"([{"User/Zone": "U", "Metering": [)"));
    EXPECT_EQ(count, 0);
    for (std::size_t reading = 1; reading < 5; ++reading) {
        ASSERT_TRUE(lifter.write(R"({"Time": "2021/09/27 10:00", "Measurement": 1, "Unit": "W"},)"));
        EXPECT_EQ(count, reading);
    }
}

TEST(Lift, TakesMembersInAnyOrder) {
    EXPECT_EQ(lifted(metering, R"([{"Metering": [{"Unit": "kW", "Measurement": 890, "Time": "2021/09/27 10:00"},
                                                 {"Measurement": -0.50, "Time": "2021/12/27 10:15", "Unit": "W"}],
                                    "User/Zone": "U 1"}])"),
              two_rows);
}

TEST(Lift, EndsWithTheHandlersError) {
    const auto document = document_of(metering);
    std::size_t count = 0;
    const RowHandler refuse = [&](std::size_t, std::span<const rdf::TermView>) -> Result<void> {
        ++count;
        return Error{ErrorKind::Unavailable, "no more room"};
    };
    Lifter lifter(*document, refuse);
    for (int again = 0; again < 2; ++again) {
        const auto done = lifter.write(two_readings);
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().kind, ErrorKind::Unavailable);
        EXPECT_EQ(done.error().message, "no more room");
    }
    EXPECT_EQ(count, 1);
    EXPECT_FALSE(lifter.finish());
}

struct Refused {
    std::string_view json;
    std::string_view pointer;
    std::string_view message;  ///< behind the pointer
};

class RefusedMetering : public testing::TestWithParam<Refused> {};

TEST_P(RefusedMetering, IsRefusedWithItsPlace) {
    const auto document = document_of(metering);
    const std::string pointer(GetParam().pointer);
    const std::string place = pointer.empty() ? "the payload" : pointer;
    const std::string expected = pointer + " | " + place + ": " + std::string(GetParam().message);
    EXPECT_EQ(lifted_in_pieces(*document, GetParam().json, GetParam().json.size()), expected);
    EXPECT_EQ(lifted_in_pieces(*document, GetParam().json, 1), expected);
    EXPECT_EQ(lift(*document, GetParam().json).error().kind, ErrorKind::InvalidInput);
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedMetering,
    testing::Values(
        Refused{R"({"User/Zone": "U"})", "", "expected a list, found an object"},
        Refused{R"("U")", "", "expected a list, found the string \"U\""},
        Refused{R"([[]])", "/0", "expected an object, found a list"},
        Refused{R"([null])", "/0", "expected an object, found null"},
        Refused{R"([{"User/Zone": "U"}])", "/0", "the member \"Metering\" is missing"},
        Refused{R"([{"User/Zone": "U", "Metering": []}])", "/0/Metering",
                "the list is empty: it must have one element at least"},
        Refused{R"([{"User/Zone": "U", "Metering": {}}])", "/0/Metering", "expected a list, found an object"},
        Refused{R"([{"User/Zone": "U", "Metering": null}])", "/0/Metering", "expected a list, found null"},
        Refused{R"([{"User/Zone": "U", "Metring": []}])", "/0/Metring",
                "the document has no such member: is \"Metering\" meant?"},
        Refused{R"([{"User/Zone": "U", "q": []}])", "/0/q", "the document has no such member"},
        Refused{R"([{"User/Zone": "U", "~/": []}])", "/0/~0~1", "the document has no such member"},
        Refused{R"([{"User/Zone": "U", "User/Zone": "U"}])", "/0/User~1Zone",
                "this member comes more often than the document says"},
        Refused{R"([{"User/Zone": ["U"]}])", "/0/User~1Zone", "expected ?user, IRI urn:x:user:{}, found a list"},
        Refused{R"([{"User/Zone": {}}])", "/0/User~1Zone", "expected ?user, IRI urn:x:user:{}, found an object"},
        Refused{R"([{"User/Zone": "U", "Metering": [{"Time": "2021/09/27 10:00", "Measurement": 1, "Unit": "W"}, 3]}])",
                "/0/Metering/1", "expected an object, found the number 3"},
        Refused{R"([{"User/Zone": "U", "Metering": [{"Time": "2021/09/27 10:00", "Measurement": 1}]}])",
                "/0/Metering/0", "the member \"Unit\" is missing"}));

/// Messages of codecs are theirs; that they get their place is ours.
TEST(Lift, PutsThePlaceBeforeWhatCodecsSay) {
    const auto with = [](const std::string& reading) {
        return R"([{"User/Zone": "U", "Metering": [{"Time": "2021/09/27 10:00", "Measurement": 1, "Unit": "W"}, )" +
               reading + "]}]";
    };
    const auto document = document_of(metering);
    for (const auto& [reading, pointer] : Pairs{
             {R"({"Time": "27.09.2021 10:00"})", "/0/Metering/1/Time"},
             {R"({"Time": null})", "/0/Metering/1/Time"},
             {R"({"Time": 5})", "/0/Metering/1/Time"},
             {R"({"Time": ""})", "/0/Metering/1/Time"},
             {R"({"Measurement": "890"})", "/0/Metering/1/Measurement"},
             {R"({"Measurement": true})", "/0/Metering/1/Measurement"},
             {R"({"Measurement": null})", "/0/Metering/1/Measurement"},
             {R"({"Unit": "kw"})", "/0/Metering/1/Unit"},
             {R"({"Unit": 5})", "/0/Metering/1/Unit"},
         }) {
        const std::string found = lifted_in_pieces(*document, with(reading), 1);
        EXPECT_THAT(found, StartsWith(pointer + " | " + pointer + ": ")) << reading;
        EXPECT_GT(found.size(), 2 * pointer.size() + 20) << found;
    }
}

TEST(Lift, RefusesTextThatIsNoJsonWithLineAndColumn) {
    const auto document = document_of(metering);
    const std::string good(two_readings);
    for (const auto& [json, place] : Pairs{{good.substr(0, good.size() - 1), "line 2, column "},
                                           {good + "]", "line 2, column "},
                                           {"", "line 1, column 1: "},
                                           {"[{\"User/Zone\": \"\xff\"}]", "line 1, column 17: "},
                                           {R"([{"User/Zone": "\ud800 no other half"}])", "line 1, column "},
                                           {R"([{"User/Zone": U}])", "line 1, column 16: "}}) {
        const std::string found = lifted_in_pieces(*document, json, json.size() + 1);
        EXPECT_THAT(found, StartsWith(" | " + place)) << json;
        EXPECT_THAT(lifted_in_pieces(*document, json, 1), StartsWith(" | line ")) << json;
    }
}

TEST(Lift, RefusesEveryPayloadThatIsTruncated) {
    const auto document = document_of(metering);
    for (std::size_t size = 0; size < two_readings.size(); ++size) {
        EXPECT_FALSE(lift(*document, two_readings.substr(0, size))) << size;
    }
}

TEST(Lift, BoundsDepthAndLengthWithThePlace) {
    const auto document = document_of(head + R"(
graph: "?a ex:b ?c ."
terms: { a: { iri: true }, c: { literal: "xsd:string" } }
json: { a: ?a, c: ?c, d: { $ignore: null } }
)");
    const std::string deep = R"({"a": "urn:x:a", "d": )" + std::string(100'000, '[');
    EXPECT_EQ(lifted_in_pieces(*document, deep, 1000), "/d | /d: more than 64 objects and lists in each other");
    EXPECT_EQ(lift(*document, deep).error().kind, ErrorKind::LimitExceeded);

    const std::string piece(1 << 20, 'x');
    const RowHandler none = [](std::size_t, std::span<const rdf::TermView>) { return Result<void>(); };
    Lifter lifter(*document, none);
    ASSERT_TRUE(lifter.write(R"({"c": ")"));
    Result<void> done;
    std::size_t pieces = 0;
    for (; pieces < 100 && done; ++pieces) {
        done = lifter.write(piece);
    }
    EXPECT_EQ(pieces, 2);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::LimitExceeded);
    EXPECT_EQ(done.error().message, "/c: a string, number or name of more than 1048576 bytes");
    EXPECT_EQ(lifter.pointer(), "/c");
}

TEST(Lift, KeepsTheDigitsOfHugeNumbers) {
    const std::string yaml = head + R"(
graph: "?a ex:b ?c ."
terms: { a: { iri: true }, c: { literal: "xsd:double" } }
json: { a: ?a, c: ?c }
)";
    EXPECT_EQ(lifted(yaml, R"({"a": "urn:x:a", "c": 1e999999})"), "core: a=urn:x:a c=1e999999\n");
    const std::string digits(400, '7');
    EXPECT_EQ(lifted(yaml, R"({"a": "urn:x:a", "c": )" + digits + "}"), "core: a=urn:x:a c=" + digits + "\n");
}

const std::string forms = head + R"(
graph: "?thing a ex:Thing ; ex:name ?name ; ex:size ?size ; ex:unit ?unit ."
parts:
  note: "?thing ex:note ?note ."
  tags: "?thing ex:tag ?tag ."
terms:
  thing: { iri: "urn:x:{name}" }
  name: { literal: "xsd:string" }
  size: { literal: "xsd:decimal" }
  unit: { table: { kW: "ex:kW", W: "ex:W" } }
  note: { literal: "xsd:string" }
  tag: { literal: "xsd:integer" }
json:
  kind: thing
  count: 1
  "null": null
  things:
    - name: { $value: ?name, $also: [Name, NAME] }
      power: { $text: "about {size} {unit}!" }
      note: { $value: ?note, $optional: true }
      tags: { $list: ?tag, $joined: "_" }
      other: { $value: { $ignore: [] }, $optional: true }
      $unknown: ignore
)";

std::string forms_with(const std::string& thing) {
    return R"({"kind": "thing", "count": 1, "null": null, "things": [)" + thing + "]}";
}

TEST(Lift, ReadsConstantsTextsSpellingsAndOptionalMembers) {
    EXPECT_EQ(lifted(forms, forms_with(R"({"Name": "a", "power": "about 20 kW!", "tags": "1_22_3", "note": "n"},
                                           {"name": "b", "power": "about 0.5 W!", "tags": "",
                                            "other": [{"deep": [1, "x", null]}], "unknown": {"a": [{}]}, "u": 1})")),
              "core: thing=urn:x:a name=a size=20 unit=https://example.org/kW\n"
              "core: thing=urn:x:b name=b size=0.5 unit=https://example.org/W\n"
              "note: thing=urn:x:a note=n\n"
              "tags: thing=urn:x:a tag=1\n"
              "tags: thing=urn:x:a tag=22\n"
              "tags: thing=urn:x:a tag=3\n");
}

TEST(Lift, ReadsAJoinedStringThatComesBeforeWhatItIsReadWith) {
    EXPECT_EQ(lifted(forms, forms_with(R"({"tags": "1_22", "power": "about 20 kW!", "name": "a"})")),
              "core: thing=urn:x:a name=a size=20 unit=https://example.org/kW\n"
              "tags: thing=urn:x:a tag=1\n"
              "tags: thing=urn:x:a tag=22\n");
}

class RefusedForm : public testing::TestWithParam<Refused> {};

TEST_P(RefusedForm, IsRefusedWithItsPlace) {
    EXPECT_EQ(lifted(forms, GetParam().json), std::string(GetParam().pointer) + ": " + std::string(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedForm,
    testing::Values(Refused{R"({"kind": "thing", "count": 1.0})", "/count",
                            "expected the number 1 exactly as it is written here, found the number 1.0"},
                    Refused{R"({"kind": "thing", "count": "1"})", "/count",
                            "expected the number 1 exactly as it is written here, found the string \"1\""},
                    Refused{R"({"kind": "Thing"})", "/kind",
                            "expected the string \"thing\" exactly as it is written here, found the string \"Thing\""},
                    Refused{R"({"kind": {}})", "/kind",
                            "expected the string \"thing\" exactly as it is written here, found an object"},
                    Refused{R"({"null": 0})", "/null",
                            "expected null exactly as it is written here, found the number 0"},
                    Refused{R"({"things": [{"name": "a", "NAME": "a"}]})", "/things/0/NAME",
                            "this member comes more often than the document says"},
                    Refused{R"({"things": [{"power": "20 kW"}]})", "/things/0/power",
                            "expected a string of the form \"about {size} {unit}!\", found the string \"20 kW\""},
                    Refused{R"({"things": [{"power": "about 20!"}]})", "/things/0/power",
                            "expected a string of the form \"about {size} {unit}!\", found the string \"about 20!\""},
                    Refused{R"({"things": [{"power": "about 20 kW"}]})", "/things/0/power",
                            "expected a string of the form \"about {size} {unit}!\", found the string \"about 20 kW\""},
                    Refused{R"({"things": [{"power": 20}]})", "/things/0/power",
                            "expected a string of the form \"about {size} {unit}!\", found the number 20"},
                    Refused{R"({"things": [{"tags": 3}]})", "/things/0/tags",
                            "expected a string of elements with \"_\" between them, found the number 3"},
                    Refused{R"({"things": [{"tags": [3]}]})", "/things/0/tags",
                            "expected a string of elements with \"_\" between them, found a list"}));

TEST(Lift, RefusesPiecesOfStringsThatAreNoValues) {
    EXPECT_THAT(lifted(forms, R"({"things": [{"power": "about much kW!"}]})"), StartsWith("/things/0/power: "));
    EXPECT_THAT(lifted(forms, R"({"things": [{"power": "about 20 kw!"}]})"), StartsWith("/things/0/power: "));
    EXPECT_THAT(lifted(forms, R"({"things": [{"name": "a", "tags": "1_x"}]})"), StartsWith("/things/0/tags: "));
    EXPECT_THAT(lifted(forms, R"({"things": [{"name": "a", "tags": "1_"}]})"), StartsWith("/things/0/tags: "));
    EXPECT_THAT(lifted(forms, R"({"things": [{"name": "a", "tags": "1_ 2"}]})"), StartsWith("/things/0/tags: "));
}

/// D4.2, 3.2.2: a name twice in one object, the value first and its unit behind it.
TEST(Lift, ReadsANameThatComesSeveralTimesInItsOrder) {
    const std::string yaml = head + R"(
graph: "?a ex:b ?value ; ex:c ?unit ; ex:d ?other ."
terms: { a: { iri: "urn:x:{other}" }, value: { literal: "xsd:decimal" }, unit: { literal: "xsd:string" },
         other: { literal: "xsd:string" } }
json: { $members: [ { A: ?value }, { B: ?other }, { A: ?unit } ] }
)";
    const std::string row = "core: a=urn:x:o value=5 unit=volts other=o\n";
    EXPECT_EQ(lifted(yaml, R"({"A": 5, "B": "o", "A": "volts"})"), row);
    EXPECT_EQ(lifted(yaml, R"({"B": "o", "A": 5, "A": "volts"})"), row);
    EXPECT_EQ(lifted(yaml, R"({"A": 5, "A": "volts", "B": "o"})"), row);
    EXPECT_THAT(lifted(yaml, R"({"A": "volts", "A": 5, "B": "o"})"), StartsWith("/A: "));
    EXPECT_EQ(lifted(yaml, R"({"A": 5, "B": "o"})"), "the payload: the member \"A\" is missing");
    EXPECT_EQ(lifted(yaml, R"({"A": 5, "B": "o", "A": "volts", "A": 1})"),
              "/A: this member comes more often than the document says");
}

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

TEST(Lift, WantsAVariableThatComesTwiceToAgree) {
    const std::string yaml = head + R"(
graph: "?a ex:b ?b ; ex:c ?c ."
terms: { a: { iri: "urn:x:{b}:{c}" }, b: { iri: "urn:b:{}" }, c: { literal: "xsd:string" } }
json: { b: ?b, list: [ { b: ?b, c: ?c } ] }
)";
    EXPECT_EQ(lifted(yaml, R"({"b": "1", "list": [{"b": "1", "c": "x"}, {"c": "y", "b": "1"}]})"),
              "core: a=urn:x:1:x b=urn:b:1 c=x\ncore: a=urn:x:1:y b=urn:b:1 c=y\n");
    const std::string different = "?b is <urn:b:2> here and <urn:b:1> elsewhere: both places must have the same";
    EXPECT_EQ(lifted(yaml, R"({"b": "1", "list": [{"b": "2", "c": "x"}]})"), "/list/0/b: " + different);
    EXPECT_EQ(lifted(yaml, R"({"list": [{"b": "2", "c": "x"}], "b": "1"})"), "/list/0/b: " + different);
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

TEST(Lift, MakesConstantsAndUuids) {
    const std::string yaml = head + R"(
graph: "?a ex:b ?b ; ex:kind ?kind ; ex:id ?all ."
terms: { a: { uuid: "urn:uuid:{}", for: "?b" }, all: { uuid: "urn:all:{}" }, b: { literal: "xsd:string" },
         kind: { constant: "ex:Kind" } }
json: [ ?b ]
direction: lift
)";
    const auto document = document_of(yaml);
    ASSERT_NE(document, nullptr);
    const auto rows = lift(*document, R"(["x", "y"])");
    ASSERT_TRUE(rows) << rows.error().message;
    const auto term = [&](std::size_t row, std::string_view name) {
        const auto& variables = document->parts.front().variables;
        const auto number = *document->find(name);
        const auto column = std::find(variables.begin(), variables.end(), number) - variables.begin();
        return rows->front().row(row)[static_cast<std::size_t>(column)].text;
    };
    ASSERT_EQ(rows->front().size(), 2);
    EXPECT_EQ(term(0, "kind"), "https://example.org/Kind");
    EXPECT_THAT(term(0, "a"), testing::MatchesRegex("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f-]*"));
    EXPECT_NE(term(0, "a"), term(1, "a"));
    EXPECT_EQ(term(0, "all"), term(1, "all"));
}

TEST(Lift, TakesWhatIsGivenWithThePayload) {
    const std::string yaml = head + R"(
graph: "?a ex:b ?b ; ex:c ?c ."
terms: { a: { iri: "urn:x:{b}:{c}" }, b: { literal: "xsd:string", given: true }, c: { literal: "xsd:string" } }
json: [ ?c ]
)";
    const auto document = document_of(yaml);
    LiftOptions options;
    options.given.emplace(*document->find("b"), rdf::Term::string("B"));
    EXPECT_EQ(lifted(yaml, R"(["x"])", options), "core: a=urn:x:B:x b=B c=x\n");
    EXPECT_EQ(lifted(yaml, R"(["x"])"),
              "the payload: ?b is not in it but in what it was asked with, and was not given");
}

TEST(Lift, IsTolerantWhereItIsAsked) {
    const std::string yaml = head + R"(
graph: "?a ex:b ?b ; ex:c ?c ."
terms: { a: { iri: "urn:x:{b}" }, b: { literal: "xsd:string" }, c: { boolean: ["Yes", "No"] } }
json: { list: [ { b: ?b, c: ?c } ] }
)";
    const std::string_view json = R"({"list": [{"b": "x" "c": Yes (boolean)}, {"b": "y", (string) "c": "No",},]})";
    EXPECT_THAT(lifted(yaml, json), StartsWith("line 1, column 21: "));
    Pairs warnings;
    LiftOptions options;
    options.is_tolerant = true;
    options.warn = [&](const std::string& pointer, const std::string& message) {
        warnings.emplace_back(pointer, message);
    };
    EXPECT_EQ(lifted(yaml, json, options), "core: a=urn:x:x b=x c=true\ncore: a=urn:x:y b=y c=false\n");
    EXPECT_THAT(warnings, ElementsAre(std::pair("/list/0/b", "a missing comma is put behind this value"),
                                      std::pair("/list/0/c", "the word Yes without quotes is taken as a string"),
                                      std::pair("/list/0/c", "a remark in parentheses is left out"),
                                      std::pair("/list/1/b", "a remark in parentheses is left out"),
                                      std::pair("/list/1/c", "a comma behind the last value is left out"),
                                      std::pair("/list/1", "a comma behind the last value is left out")));
}

TEST(Lift, WarnsOfValuesThatAreTakenThoughTheyAreOdd) {
    const std::string yaml = head + R"(
graph: "?a ex:b ?b ; ex:c ?c ; ex:v ?v ."
terms:
  a: { iri: "urn:x:{b}" }
  b: { table: units, odd: kWh }
  c: { table: units, odd: [kWh, kw] }
tables: { units: { kW: "ex:kW", kWh: "ex:kW", kw: "ex:kW" } }
json: [ { b: ?b, c: { $text: "{v} {c}" } } ]
)";
    Pairs warnings;
    LiftOptions options;
    options.warn = [&](const std::string& pointer, const std::string& message) {
        warnings.emplace_back(pointer, message);
    };
    EXPECT_THAT(lifted(yaml, R"([{"b": "kWh", "c": "1 kW"}, {"b": "kw", "c": "2 kw"}])", options), HasSubstr("v=2"));
    EXPECT_THAT(
        warnings,
        ElementsAre(std::pair("/0/b", "the string \"kWh\" is taken as <https://example.org/kW>, which \"kW\" says"),
                    std::pair("/1/c", "the string \"kw\" is taken as <https://example.org/kW>, which \"kW\" says")));
}

TEST(Lift, MakesTheTriplesOfARow) {
    const auto document = document_of(metering);
    const auto rows = lift(*document, two_readings);
    ASSERT_TRUE(rows);
    std::vector<std::string> triples;
    const auto done = each_triple(document->parts.front(), rows->front().row(1), [&](const rdf::QuadView& quad) {
        EXPECT_FALSE(quad.graph);
        triples.push_back(std::string(quad.subject.text) + " " + std::string(quad.predicate.text) + " " +
                          std::string(quad.object.text));
        return Result<void>();
    });
    ASSERT_TRUE(done);
    const std::string reading = "urn:x:reading:U%201:2021-12-27T10%3A15%3A00Z";
    EXPECT_THAT(triples, ElementsAre(reading + " http://www.w3.org/1999/02/22-rdf-syntax-ns#type "
                                               "https://example.org/Observation",
                                     reading + " https://example.org/madeBy urn:x:meter:U%201",
                                     reading + " https://example.org/at 2021-12-27T10:15:00Z",
                                     reading + " https://example.org/value -0.50",
                                     reading + " https://example.org/unit https://example.org/watt",
                                     "urn:x:meter:U%201 https://example.org/of urn:x:user:U%201"));
}

TEST(Lift, RefusesTriplesThatRdfHasNot) {
    const auto document = document_of(metering);
    const rdf::TermView iri{rdf::TermKind::Iri, "urn:x", {}, {}};
    const rdf::TermView literal{rdf::TermKind::Literal, "x", rdf::xsd_string, {}};
    const auto handler = [](const rdf::QuadView&) { return Result<void>(); };
    const std::vector<rdf::TermView> wrong = {literal, iri, iri, iri, iri, iri};
    const auto done = each_triple(document->parts.front(), wrong, handler);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().message, "?reading: a literal cannot be the subject of a triple, found \"x\"");
    const auto refuse = [](const rdf::QuadView&) -> Result<void> { return Error{ErrorKind::Conflict, "no"}; };
    const std::vector<rdf::TermView> right(6, iri);
    EXPECT_EQ(each_triple(document->parts.front(), right, refuse).error().kind, ErrorKind::Conflict);
}

}  // namespace
}  // namespace gridlore::mapping
