// What is refused, and what is taken with a warning.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "tests/unit/adapter/mapping/lift/lifting.h"

namespace gridlore::mapping {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

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

}  // namespace
}  // namespace gridlore::mapping
