#include "adapter/mapping/author/explanation.h"

#include <gmock/gmock.h>

#include "adapter/mapping/author/written_document.h"
#include "adapter/mapping/json/json_scalar.h"
#include "tests/unit/adapter/mapping/documents.h"

namespace gridlore::mapping {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* document_text = R"(id: explained
prefixes: { ex: "http://example.org/" }
graph: |
  ?reading a ex:Reading ;   # the first two
      ex:of ?meter ; ex:at ?place .
  ?reading ex:value ?value , ?again .
parts:
  notes: "?reading ex:note ?note ."
terms:
  meter:   { iri: "urn:meter:{}" }
  reading: { iri: "urn:reading:{meter}:{place}" }
  place:   { position: 1 }
  value:   { literal: "xsd:decimal", json: [number, string] }
  again:   { table: { yes: "ex:good", 'no': "ex:bad" } }
  unit:    { literal: "xsd:string" }
json:
  list:
    $list:
      of: ?meter
      twice: ?meter
      size: { $text: "{value} {unit}" }
      again: ?again
      note: { $value: ?note, $optional: true }
      version: 1
      other: { $ignore: {} }
      $unknown: ignore
    $order: position
direction: lift
)";

constexpr std::string_view payload =
    R"({"list": [{"of": "a/b", "twice": "a/b", "size": "1.50 kW", "again": "yes", "version": 1, "other": {"x": [1]}},
                 {"more": [1, {"x": 2}], "note": "é", "again": "no", "size": "2 W", "twice": "c", "of": "c",
                  "version": 1, "other": 1}]})";

std::string shown(const Document& document, const Explanation& explanation, const ValueOrigin& origin) {
    std::string text = "?" + document.variables[origin.variable].name;
    for (const std::size_t number : origin.places) {
        const ReadPlace& place = explanation.places[number];
        text += " " + place.pointer + "=";
        if (place.value) {
            append_json(place.value->view(), text);
        }
    }
    for (const ValueOrigin& of : origin.made_of) {
        text += " (" + shown(document, explanation, of) + ")";
    }
    return text;
}

/// A line for each triple: predicate, object, the pattern's place, and where its variables come from.
std::vector<std::string> lines_of(const std::string& yaml, std::string_view json, const IsWanted& wanted = {}) {
    const auto document = document_of(yaml);
    const auto explanation = explain(*document, json, {}, wanted);
    if (!explanation) {
        return {explanation.error().message};
    }
    const auto written = WrittenDocument::read(*document, yaml);
    std::vector<std::string> lines;
    for (const ExplainedTriple& triple : explanation->triples) {
        const TextPosition position = written->triple(triple.part, triple.pattern);
        std::string& line = lines.emplace_back(triple.predicate.text.substr(triple.predicate.text.rfind('/') + 1));
        line += " " + triple.object.text + " " + std::to_string(position.line) + ":" + std::to_string(position.column);
        for (const ValueOrigin& origin : triple.origins) {
            line += " " + shown(*document, *explanation, origin);
        }
    }
    return lines;
}

TEST(Explanation, TellsWhereTheTermsOfATripleComeFrom) {
    const auto of_first = [](const rdf::QuadView& triple) { return triple.subject.text == "urn:reading:a%2Fb:1"; };
    const std::string reading = "?reading (?meter /list/0/of=\"a/b\" /list/0/twice=\"a/b\") (?place /list/0=)";
    EXPECT_THAT(lines_of(document_text, payload, of_first),
                ElementsAre("22-rdf-syntax-ns#type http://example.org/Reading 4:3 " + reading,
                            "of urn:meter:a%2Fb 5:7 " + reading + " ?meter /list/0/of=\"a/b\" /list/0/twice=\"a/b\"",
                            "at 1 5:22 " + reading + " ?place /list/0=",
                            "value 1.50 6:3 " + reading + " ?value /list/0/size=\"1.50\"",
                            "value http://example.org/good 6:30 " + reading + " ?again /list/0/again=\"yes\""));
}

TEST(Explanation, TellsOnlyOfWhatIsWanted) {
    const auto is_note = [](const rdf::QuadView& triple) { return triple.predicate.text == "http://example.org/note"; };
    EXPECT_THAT(lines_of(document_text, payload, is_note),
                ElementsAre("note é 8:11 ?reading (?meter /list/1/twice=\"c\" /list/1/of=\"c\") (?place /list/1=) "
                            "?note /list/1/note=\"é\""));
}

TEST(Explanation, TellsATripleOnceForEachPlaceThatSaysIt) {
    const std::string yaml = R"(id: nested
prefixes: { ex: "http://example.org/" }
graph: "?user ex:has ?meter . ?meter ex:value ?value ."
terms: { user: { iri: "urn:u:{}" }, meter: { iri: "urn:m:{}" }, value: { literal: "xsd:integer" } }
json: { user: ?user, meters: [ { meter: ?meter, values: [ ?value ] } ] }
)";
    EXPECT_THAT(lines_of(yaml, R"({"user": "u", "meters": [{"meter": "m", "values": [1, 2]}]})"),
                ElementsAre("has urn:m:m 3:9 ?user /user=\"u\" ?meter /meters/0/meter=\"m\"",
                            "value 1 3:31 ?meter /meters/0/meter=\"m\" ?value /meters/0/values/0=1",
                            "value 2 3:31 ?meter /meters/0/meter=\"m\" ?value /meters/0/values/1=2"));
}

TEST(Explanation, KnowsPlacesThatComeBeforeWhatTheyNeedAndThoseOfColumns) {
    const std::string yaml = R"(id: columns
prefixes: { ex: "http://example.org/" }
graph: "?meter ex:value ?value ; ex:tag ?tag ."
terms: { meter: { iri: "urn:m:{}" }, value: { literal: "xsd:integer" } }
json: { $zip: { values: ?value, tags: { $list: ?tag, $joined: "," } }, meter: ?meter }
)";
    EXPECT_THAT(lines_of(yaml, R"({"tags": ["a", "b,c"], "values": [1, 2], "meter": "m"})"),
                ElementsAre("value 1 3:9 ?meter /meter=\"m\" ?value /values/0=1",
                            "tag a 3:34 ?meter /meter=\"m\" ?tag /tags/0=\"a\"",
                            "value 2 3:9 ?meter /meter=\"m\" ?value /values/1=2",
                            "tag b 3:34 ?meter /meter=\"m\" ?tag /tags/1=\"b\"",
                            "tag c 3:34 ?meter /meter=\"m\" ?tag /tags/1=\"c\""));
}

TEST(Explanation, TellsWhatIsInNoTriple) {
    const auto document = document_of(document_text);
    const auto explanation = explain(*document, payload, {}, {});
    ASSERT_TRUE(explanation);
    using Why = UnusedPlace::Why;
    std::vector<std::pair<std::string, Why>> unused;
    for (const UnusedPlace& place : explanation->unused) {
        unused.emplace_back(place.pointer, place.why);
    }
    EXPECT_THAT(unused,
                ElementsAre(std::pair("/list/0/version", Why::Constant), std::pair("/list/0/other", Why::Ignored),
                            std::pair("/list/1/more", Why::Unknown), std::pair("/list/1/version", Why::Constant),
                            std::pair("/list/1/other", Why::Ignored), std::pair("/list/0/size", Why::NotLifted),
                            std::pair("/list/1/size", Why::NotLifted)));
    EXPECT_EQ(explanation->unused[1].position, (TextPosition{25, 14}));
    EXPECT_EQ(document->variables[*explanation->unused[5].variable].name, "unit");
    EXPECT_THAT(explanation->rows, ElementsAre(2, 1));
}

TEST(Explanation, KnowsWhatAPartLacks) {
    const auto document = document_of(document_text);
    const auto explanation = explain(
        *document, R"({"list": [{"of": "a", "twice": "a", "size": "1 W", "again": "no", "version": 1, "other": 1}]})",
        {}, {});
    ASSERT_TRUE(explanation);
    EXPECT_THAT(missing_of(*document, document->parts[0], *explanation), IsEmpty());
    EXPECT_THAT(missing_of(*document, document->parts[1], *explanation), ElementsAre(*document->find("note")));
}

TEST(Explanation, RefusesWhatLiftingRefuses) {
    EXPECT_THAT(lines_of(document_text, R"({"list": [{"of": "a", "twice": "b"}]})"),
                ElementsAre(HasSubstr("/list/0/twice")));
}

TEST(WrittenDocument, HasTermsInOneLine) {
    const std::string yaml = R"(id: written
prefixes: { ex: "http://example.org/" }
graph: "?a ex:p ?time , ?b ."
tables: { units: { kW: "ex:kilowatt" } }
terms:
  a: { iri: 'urn:"x":{}' }
  time:
    dateTime: iso
    also: [ "%d.%m.%Y" ]
    zone: Europe/Lisbon
  b: { table: units }
json: { a: ?a, time: ?time, b: ?b }
direction: lift
)";
    const auto document = document_of(std::string(yaml).replace(yaml.find("\"x\""), 3, "x"));
    ASSERT_NE(document, nullptr);
    const auto written = WrittenDocument::read(*document, yaml);
    ASSERT_TRUE(written);
    EXPECT_EQ(written->term("a"), R"({ iri: "urn:\"x\":{}" })");
    EXPECT_EQ(written->term("time"), R"({ dateTime: iso, also: ["%d.%m.%Y"], zone: Europe/Lisbon })");
    EXPECT_EQ(written->term("b"), "{ table: units }");
    EXPECT_EQ(written->term("none"), "");
}

}  // namespace
}  // namespace gridlore::mapping
