#include "adapter/mapping/lower/lower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/adapter/mapping/lower/lowering.h"

namespace gridlore::mapping {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

const std::string metering = R"(
id: metering
graph: "?reading ex:of ?user ; ex:at ?time ; ex:value ?value ; ex:unit ?unit ."
terms:
  user:    { iri: "urn:user:{}" }
  reading: { iri: "urn:reading:{user}:{time}" }
  time:    { dateTime: "%Y/%m/%d %H:%M", zone: Europe/Lisbon }
  value:   { literal: "xsd:decimal" }
  unit:    { table: { kW: "om:kilowatt", W: "om:watt" } }
json:
  - User/Zone: ?user
    Metering: { $list: { Time: ?time, Measurement: ?value, Unit: ?unit }, $order: ?time }
)";

const std::string offers = R"(
id: offers
graph: "?offer ex:number ?number ."
parts:
  comments: "?offer ex:comment ?comment ."
  meters: "?offer ex:meter ?meter ."
terms:
  number:  { literal: "xsd:integer" }
  offer:   { iri: "urn:offer:{number}" }
  comment: { literal: "xsd:string" }
  meter:   { iri: "urn:meter:{}" }
json:
  - { Offer: ?number, Comment: { $value: ?comment, $optional: true }, Meters: [ ?meter ] }
)";

std::map<std::string, std::string> reading(const std::string& user, const std::string& time, const std::string& value,
                                           const std::string& unit = "kilowatt") {
    return {{"reading", "<urn:r:" + user + time + ">"},
            {"user", "<urn:user:" + user + ">"},
            {"time", xsd(time, "dateTime")},
            {"value", xsd(value, "decimal")},
            {"unit", "<http://www.ontology-of-units-of-measure.org/resource/om-2/" + unit + ">"}};
}

std::map<std::string, std::string> offer(const std::string& number) {
    return {{"offer", "<urn:offer:" + number + ">"}, {"number", xsd(number, "integer")}};
}

std::map<std::string, std::string> about_offer(const std::string& number, const std::string& name,
                                               const std::string& term) {
    return {{"offer", "<urn:offer:" + number + ">"}, {name, term}};
}

TEST(Lower, WritesAListForEachElementThatItsRowsStandIn) {
    Lowering rows(metering);
    rows.add("", reading("U2", "2021-09-27T10:00:00Z", "7"));
    rows.add("", reading("U1", "2021-09-27T10:15:00Z", "12.50", "watt"));
    rows.add("", reading("U1", "2021-09-27T09:00:00Z", "890"));
    EXPECT_EQ(rows.json(),
              R"([{"User/Zone":"U1","Metering":[{"Time":"2021/09/27 10:00","Measurement":890,"Unit":"kW"},)"
              R"({"Time":"2021/09/27 11:15","Measurement":12.50,"Unit":"W"}]},)"
              R"({"User/Zone":"U2","Metering":[{"Time":"2021/09/27 11:00","Measurement":7,"Unit":"kW"}]}])");
}

std::vector<std::vector<std::string>> looked_at(const Document& document) {
    std::vector<std::vector<std::string>> names;
    for (const auto& variables : variables_of_lowering(document)) {
        names.emplace_back();
        for (const std::size_t variable : variables) {
            names.back().push_back(document.variables[variable].name);
        }
    }
    return names;
}

TEST(Lower, LooksAtWhatIsWrittenSortedComparedOrJoined) {
    EXPECT_THAT(looked_at(*document_of(heading + metering)),
                ElementsAre(UnorderedElementsAre("user", "time", "value", "unit")));
    EXPECT_THAT(looked_at(*document_of(heading + offers)),
                ElementsAre(UnorderedElementsAre("offer", "number"), UnorderedElementsAre("offer", "comment"),
                            UnorderedElementsAre("offer", "meter")));
    EXPECT_THAT(looked_at(*document_of(heading + std::string(R"(
id: days
graph: "?reading ex:value ?value ; ex:kind ?kind ; ex:note ?note ; ex:fixed ?fixed ."
terms:
  day:     { literal: "xsd:string" }
  reading: { iri: "urn:reading:{day}:{kind}" }
  value:   { literal: "xsd:decimal" }
  kind:    { table: { "1": ex:quarter }, given: true }
  note:    { literal: "xsd:string", given: true }
  fixed:   { constant: ex:same }
json: [ { Day: ?day, Value: ?value } ]
)"))),
                ElementsAre(UnorderedElementsAre("reading", "value", "kind", "fixed")))
        << "the day is read back from the reading, whose kind must be the one beside it";
}

/// Cells that are not looked at make no difference.
TEST(Lower, WritesTheSameOfRowsThatLackWhatIsNotLookedAt) {
    const auto document = document_of(heading + metering);
    const Part& core = document->parts.front();
    const auto looked_at = variables_of_lowering(*document);
    pattern::TermRows bindings;
    pattern::TermRows less;
    for (const char* const hour : {"10", "11"}) {
        for (const char* const user : {"A", "B"}) {
            const auto time = "2021-09-27T" + std::string(hour) + ":00:00Z";
            bindings.push_back(
                {{"reading", rdf::Term::iri("urn:r:" + time)},
                 {"user", rdf::Term::iri(std::string("urn:user:") + user)},
                 {"time", rdf::Term::literal(time, "http://www.w3.org/2001/XMLSchema#dateTime")},
                 {"value", rdf::Term::literal("1.50", "http://www.w3.org/2001/XMLSchema#decimal")},
                 {"unit", rdf::Term::iri("http://www.ontology-of-units-of-measure.org/resource/om-2/watt")}});
            less.emplace_back(bindings.back().begin() + 1, bindings.back().end());
        }
    }
    const auto json_of = [&](Result<Rows> rows) {
        EXPECT_TRUE(rows) << (rows ? "" : rows.error().message);
        const auto json = lower(*document, only_part(*std::move(rows)));
        EXPECT_TRUE(json) << (json ? "" : json.error().message);
        return json ? *json : "";
    };
    const std::string whole = json_of(from_bindings(*document, core, pattern::TermTable(bindings)));
    EXPECT_EQ(json_of(from_bindings(*document, core, pattern::TermTable(less), looked_at.front())), whole);
    EXPECT_THAT(whole, HasSubstr(R"({"Time":"2021/09/27 11:00","Measurement":1.50,"Unit":"W"})"));
    EXPECT_FALSE(from_bindings(*document, core, pattern::TermTable(less)));
}

TEST(Lower, CountsARowThatComesTwiceOnceAlsoIfItsTimeIsWrittenInAnotherZone) {
    Lowering rows(metering);
    rows.add("", reading("U1", "2021-09-27T10:00:00Z", "7"));
    rows.add("", reading("U1", "2021-09-27T12:00:00+02:00", "7"));
    rows.add("", reading("U1", "2021-09-27T10:00:00Z", "7"));
    EXPECT_EQ(rows.json(),
              R"([{"User/Zone":"U1","Metering":[{"Time":"2021/09/27 11:00","Measurement":7,"Unit":"kW"}]}])");
}

TEST(Lower, KeepsTheDigitsOfANumberAndSoTwoElementsOfOneValue) {
    Lowering rows(metering);
    rows.add("", reading("U1", "2021-09-27T10:00:00Z", "7.0"));
    rows.add("", reading("U1", "2021-09-27T10:00:00Z", "7"));
    EXPECT_EQ(rows.json(), R"([{"User/Zone":"U1","Metering":[{"Time":"2021/09/27 11:00","Measurement":7,"Unit":"kW"},)"
                           R"({"Time":"2021/09/27 11:00","Measurement":7.0,"Unit":"kW"}]}])");
}

std::string values_in_order(const std::string& term, const std::vector<std::string>& values) {
    Lowering rows(
        "\nid: values\ngraph: \"?x ex:value ?value .\"\n"
        "terms: { x: { constant: \"ex:x\" }, value: " +
        term + " }\njson: [ ?value ]\n");
    for (const std::string& value : values) {
        rows.add("", {{"x", "<http://example.org/x>"}, {"value", value}});
    }
    return rows.json();
}

TEST(Lower, PutsTheElementsOfASetInTheOrderOfTheirValues) {
    const auto decimal = [](const std::string& text) { return xsd(text, "decimal"); };
    EXPECT_EQ(values_in_order("{ literal: \"xsd:decimal\" }",
                              {decimal("10"), decimal("9"), decimal("-3"), decimal("9.5"), decimal("0.25")}),
              "[-3,0.25,9,9.5,10]");
    EXPECT_EQ(values_in_order("{ literal: \"xsd:decimal\" }",
                              {decimal("10"), decimal("123456789012345678901234567890.5"), decimal("9"),
                               decimal("-123456789012345678901234567890.5"), decimal("0.123456789")}),
              "[-123456789012345678901234567890.5,0.123456789,9,10,123456789012345678901234567890.5]");
    EXPECT_EQ(values_in_order("{ literal: \"xsd:string\" }", {"\"b\"", "\"10\"", "\"9\"", "\"ä\"", "\"B\""}),
              R"(["10","9","B","b","ä"])");
    EXPECT_EQ(values_in_order("{ iri: \"urn:v:{}\" }", {"<urn:v:b>", "<urn:v:a>", "<urn:v:10>"}), R"(["10","a","b"])");
    EXPECT_EQ(values_in_order("{ dateTime: iso }",
                              {xsd("2021-09-27T12:00:00+03:00", "dateTime"), xsd("2021-09-27T10:00:00Z", "dateTime")}),
              R"(["2021-09-27T09:00:00Z","2021-09-27T10:00:00Z"])");
}

TEST(Lower, OrdersAListByItsVariableBeforeTheOthersOfAnElement) {
    Lowering rows(R"(
id: order
graph: "?x ex:a ?a ; ex:b ?b ."
terms: { x: { iri: "urn:x:{a}" }, a: { literal: "xsd:string" }, b: { literal: "xsd:integer" } }
json: { $list: { A: ?a, B: ?b }, $order: ?b }
)");
    for (const auto& [a, b] : std::vector<std::pair<std::string, std::string>>{{"x", "10"}, {"z", "9"}, {"y", "10"}}) {
        rows.add("", {{"x", "<urn:x:" + a + ">"}, {"a", "\"" + a + "\""}, {"b", xsd(b, "integer")}});
    }
    EXPECT_EQ(rows.json(), R"([{"A":"z","B":9},{"A":"x","B":10},{"A":"y","B":10}])");
}

const std::string places = R"(
id: places
graph: "?x ex:in ?list ; ex:place ?place ; ex:value ?value ."
terms:
  list: { iri: "urn:list:{}" }
  x: { iri: "urn:x:{list}:{place}" }
  place: { position: 1 }
  value: { literal: "xsd:integer" }
json: { List: ?list, Values: { $list: ?value, $order: ?place } }
)";

std::map<std::string, std::string> placed(const std::string& place, const std::string& value) {
    return {{"list", "<urn:list:A>"},
            {"x", "<urn:x:A:" + place + ">"},
            {"place", xsd(place, "integer")},
            {"value", xsd(value, "integer")}};
}

TEST(Lower, PutsElementsAtTheirPlacesWhichAreNotWritten) {
    Lowering rows(places);
    rows.add("", placed("10", "5")).add("", placed("9", "7")).add("", placed("2", "5"));
    EXPECT_EQ(rows.json(), R"({"List":"A","Values":[5,7,5]})");
}

TEST(Lower, RefusesTwoElementsAtOnePlace) {
    Lowering rows(places);
    rows.add("", placed("2", "5")).add("", placed("2", "7"));
    EXPECT_EQ(rows.json(),
              "error: there are two values for ?value, where there is room for one: the number 5 and the number 7");
}

TEST(Lower, RefusesAPlaceThatIsNone) {
    Lowering rows(places);
    auto row = placed("2", "5");
    row["place"] = "\"first\"";
    rows.add("", row);
    EXPECT_THAT(rows.json(), HasSubstr("row 1: ?place: \"first\" is no place in a list"));
}

TEST(Lower, JoinsPartsToTheElementsOfTheCore) {
    Lowering rows(offers);
    rows.add("", offer("2")).add("", offer("1")).add("", offer("3"));
    rows.add("comments", about_offer("2", "comment", "\"soon\""));
    rows.add("comments", about_offer("4", "comment", "\"of no offer\""));
    rows.add("meters", about_offer("1", "meter", "<urn:meter:b>"));
    rows.add("meters", about_offer("3", "meter", "<urn:meter:a>"));
    rows.add("meters", about_offer("1", "meter", "<urn:meter:a>"));
    EXPECT_EQ(rows.json(), R"([{"Offer":1,"Meters":["a","b"]},{"Offer":2,"Comment":"soon","Meters":[]},)"
                           R"({"Offer":3,"Meters":["a"]}])");
}

TEST(Lower, RefusesTwoValuesForOneMember) {
    Lowering rows(offers);
    rows.add("", offer("2"));
    rows.add("comments", about_offer("2", "comment", "\"soon\""));
    rows.add("comments", about_offer("2", "comment", "\"later\""));
    EXPECT_THAT(rows.json(), HasSubstr("error: there are two values for ?comment, where there is room for one: "));
}

TEST(Lower, TakesTheSameValueTwice) {
    Lowering rows(offers);
    rows.add("", offer("2"));
    rows.add("comments", about_offer("2", "comment", "\"soon\""));
    rows.add("comments", about_offer("2", "comment", "\"soon\""));
    EXPECT_EQ(rows.json(), R"([{"Offer":2,"Comment":"soon","Meters":[]}])");
}

TEST(Lower, NamesPartRowVariableAndTermOfWhatDoesNotFit) {
    Lowering rows(offers);
    rows.add("", offer("2"));
    rows.add("meters", about_offer("2", "meter", "<urn:meter:a>"));
    rows.add("meters", about_offer("2", "meter", "<urn:other:b>"));
    EXPECT_THAT(rows.json(), testing::StartsWith("error: part meters, row 2: ?meter: <urn:other:b>: "));
}

TEST(Lower, LeavesOutRowsThatDoNotFitIfSomeoneIsTold) {
    Lowering rows(offers);
    rows.add("", offer("2")).add("", {{"offer", "<urn:offer:x>"}, {"number", "\"x\""}}).add("", offer("3"));
    rows.add("meters", about_offer("2", "meter", "\"no IRI\""));
    rows.add("meters", about_offer("2", "meter", "<urn:meter:a>"));
    std::vector<std::string> told;
    LowerOptions options;
    options.left_out = [&](std::size_t part, std::size_t row, const std::string& why) {
        told.push_back(std::to_string(part) + " " + std::to_string(row) + " " + why.substr(0, why.find(':', 9)));
    };
    EXPECT_EQ(rows.json(options), R"([{"Offer":2,"Meters":["a"]},{"Offer":3,"Meters":[]}])");
    EXPECT_THAT(told, ElementsAre("0 1 ?number: \"x\"", "2 0 ?meter: \"no IRI\""));
}

TEST(Lower, RefusesRowsWithAnotherTermThanAConstant) {
    Lowering rows(R"(
id: constant
graph: "?x ex:limit ?limit ; ex:value ?value ."
terms: { x: { iri: "urn:x:{value}" }, limit: { constant: 5 }, value: { literal: "xsd:string" } }
json: [ ?value ]
)");
    rows.add("", {{"x", "<urn:x:a>"}, {"limit", xsd("5.0", "decimal")}, {"value", "\"a\""}});
    EXPECT_EQ(rows.json(), R"(["a"])");
    rows.add("", {{"x", "<urn:x:b>"}, {"limit", xsd("6", "integer")}, {"value", "\"b\""}});
    EXPECT_EQ(rows.json(), "error: row 2: ?limit: it must be 5, and is 6");
}

const std::string read_back = R"(
id: read-back
graph: "?reading ex:of ?user ; ex:value ?value ."
terms:
  user: { iri: "urn:user:{}" }
  time: { dateTime: "%Y/%m/%d %H:%M", zone: Europe/Lisbon }
  reading: { iri: "urn:reading:{user}:{time}" }
  value: { literal: "xsd:decimal" }
json: { User: ?user, Readings: { $list: { Time: ?time, Value: ?value }, $order: ?time } }
)";

std::map<std::string, std::string> reading_of(const std::string& user, const std::string& iri) {
    return {{"reading", "<" + iri + ">"}, {"user", "<urn:user:" + user + ">"}, {"value", xsd("1", "decimal")}};
}

TEST(Lower, ReadsBackFromAnIriWhatIsInNoColumn) {
    Lowering rows(read_back);
    rows.add("", reading_of("A", "urn:reading:A:2021-09-27T10%3A00%3A00Z"));
    rows.add("", reading_of("A", "urn:reading:A:2021-01-27T10%3A00%3A00Z"));
    EXPECT_EQ(
        rows.json(),
        R"({"User":"A","Readings":[{"Time":"2021/01/27 10:00","Value":1},{"Time":"2021/09/27 11:00","Value":1}]})");
}

TEST(Lower, RefusesAnIriThatIsNotOfTheFormThatIsReadBack) {
    EXPECT_EQ(Lowering(read_back).add("", reading_of("A", "urn:other:1")).json(),
              "error: row 1: ?reading: <urn:other:1> is no IRI of the form urn:reading:{user}:{time}, from which other "
              "values are read back");
    EXPECT_EQ(Lowering(read_back).add("", reading_of("A", "urn:reading:B:2021-09-27T10%3A00%3A00Z")).json(),
              "error: row 1: ?reading: <urn:reading:B:2021-09-27T10%3A00%3A00Z> has B where ?user is <urn:user:A>");
    EXPECT_THAT(Lowering(read_back).add("", reading_of("A", "urn:reading:A:noon")).json(),
                HasSubstr("error: row 1: ?time: \"noon\"^^<http://www.w3.org/2001/XMLSchema#dateTime>: "));
}

TEST(Lower, RefusesTwoValuesForWhatIsInNoList) {
    Lowering rows(read_back);
    rows.add("", reading_of("A", "urn:reading:A:2021-09-27T10%3A00%3A00Z"));
    rows.add("", reading_of("B", "urn:reading:B:2021-09-27T10%3A00%3A00Z"));
    EXPECT_EQ(rows.json(),
              "error: there are two values for ?user, where there is room for one: the string \"A\" and "
              "the string \"B\"");
}

TEST(Lower, MakesOfNoRowsAnEmptyListButNoObject) {
    EXPECT_EQ(Lowering(metering).json(), "[]");
    EXPECT_THAT(Lowering(read_back).json(), testing::StartsWith("error: no row has a value of ?user, which the payload "
                                                                "needs: there are no rows"));
    EXPECT_THAT(Lowering("\nid: object\ngraph: \"?x ex:is ex:there .\"\nterms: { x: { constant: \"ex:x\" } }\n"
                         "json: { Is: there }\n")
                    .json(),
                testing::StartsWith("error: there are no rows, and the payload is an object"));
}

const std::string strings = R"(
id: strings
graph: "?x ex:name ?name ; ex:unit ?unit ."
parts: { tags: "?x ex:tag ?tag ." }
terms:
  x: { iri: "urn:x:{name}" }
  name: { literal: "xsd:string" }
  unit: { literal: "xsd:string" }
  tag: { literal: "xsd:string" }
json: [ { Text: { $text: "{name} in {unit}" }, Tags: { $list: ?tag, $joined: "; ", $empty: true } } ]
)";

std::map<std::string, std::string> named(const std::string& name, const std::string& unit) {
    return {{"x", "<urn:x>"}, {"name", "\"" + name + "\""}, {"unit", "\"" + unit + "\""}};
}

std::map<std::string, std::string> tagged(const std::string& tag) {
    return {{"x", "<urn:x>"}, {"tag", "\"" + tag + "\""}};
}

TEST(Lower, WritesSeveralValuesIntoOneString) {
    EXPECT_EQ(Lowering(strings).add("", named("b", "\\\"W\\\"")).json(), R"([{"Text":"b in \"W\"","Tags":""}])");
    EXPECT_EQ(Lowering(strings).add("", named("b", "W")).add("tags", tagged("b")).add("tags", tagged("a")).json(),
              R"([{"Text":"b in W","Tags":"a; b"}])");
}

TEST(Lower, RefusesAValueThatCouldNotBeToldFromWhatStandsBehindIt) {
    EXPECT_EQ(Lowering(strings).add("", named("in in", "W")).json(),
              "error: the string \"in in\" cannot be told from what stands behind it in a string, for that begins with "
              "\" in \"");
    EXPECT_EQ(Lowering(strings).add("", named("a", "W")).add("tags", tagged("V; W")).json(),
              "error: the string \"V; W\" cannot be told from what stands behind it in a string, for that begins with "
              "\"; \"");
    EXPECT_THAT(Lowering(strings).add("", named("a", "W")).add("tags", tagged("")).json(),
                HasSubstr("the only element of a joined string is empty"));
}

TEST(Lower, GivesTheSinkPiecesAndPassesItsErrorOn) {
    Lowering rows(offers);
    for (int number = 0; number < 20'000; ++number) {
        rows.add("", offer(std::to_string(number)));
    }
    std::string written;
    std::size_t longest = 0;
    const TextSink sink = [&](std::string_view piece) {
        written += piece;
        longest = std::max(longest, piece.size());
        return Result<void>();
    };
    ASSERT_TRUE(lower(rows.document(), rows.rows(), sink));
    EXPECT_EQ(written, rows.json());
    EXPECT_GT(written.size(), longest);
    EXPECT_LE(longest, 65536U);
    const TextSink broken = [](std::string_view) { return Result<void>(Error{ErrorKind::Unavailable, "gone"}); };
    EXPECT_EQ(lower(rows.document(), rows.rows(), broken).error().message, "gone");
}

TEST(Lower, GivesTheSinkNothingIfThereIsAnErrorInTheRows) {
    Lowering rows(offers);
    rows.add("", offer("1")).add("", {{"offer", "<urn:offer:x>"}, {"number", "\"x\""}});
    const TextSink sink = [](std::string_view piece) {
        ADD_FAILURE() << piece;
        return Result<void>();
    };
    EXPECT_EQ(lower(rows.document(), rows.rows(), sink).error().kind, ErrorKind::InvalidInput);
}

}  // namespace
}  // namespace gridlore::mapping
