// Members that are constants, texts, optional, joined, spelled in several ways or there several times.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/adapter/mapping/lift/lifting.h"

namespace gridlore::mapping {
namespace {

using testing::StartsWith;

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

}  // namespace
}  // namespace gridlore::mapping
