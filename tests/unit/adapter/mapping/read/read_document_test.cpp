#include "adapter/mapping/read/read_document.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "adapter/mapping/lift/lift.h"
#include "adapter/mapping/lower/lower.h"
#include "tests/unit/adapter/mapping/read/read_documents.h"

namespace gridlore::mapping {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// The first document of the reference.
std::string reference_document() {
    std::ifstream file(GRIDLORE_MAPPING_REFERENCE);
    std::stringstream text;
    text << file.rdbuf();
    const std::string all = text.str();
    const std::string begin = "```yaml\n";
    const std::size_t at = all.find(begin) + begin.size();
    return all.substr(at, all.find("```", at) - at);
}

const Variable& variable(const Document& document, std::string_view name) {
    return document.variables[document.find(name).value()];
}

std::vector<std::string> names(const Document& document, const std::vector<std::size_t>& variables) {
    std::vector<std::string> result;
    for (const std::size_t number : variables) {
        result.push_back(document.variables[number].name);
    }
    return result;
}

TEST(ReadDocument, ReadsTheDocumentOfTheReference) {
    const auto document = good_document(reference_document());
    ASSERT_NE(document, nullptr);
    EXPECT_EQ(document->id, "dso.metering-data");
    EXPECT_EQ(document->title, "Metering data of an end user or a zone");
    EXPECT_EQ(document->source, "InterConnect D4.2, 3.2.1.1.1.2");
    EXPECT_EQ(document->file, "d");
    EXPECT_EQ(document->prefixes.at("saref"), "https://saref.etsi.org/core/");
    EXPECT_EQ(document->prefixes.at("xsd"), "http://www.w3.org/2001/XMLSchema#");
    ASSERT_EQ(document->parts.size(), 1U);
    const Part& core = document->parts.front();
    EXPECT_EQ(core.pattern.triples.size(), 7U);
    EXPECT_THAT(names(*document, core.variables),
                ElementsAre("reading", "meter", "time", "result", "value", "unit", "user"));
    EXPECT_EQ(core.level, 2U);
    ASSERT_EQ(document->levels.size(), 3U);
    EXPECT_THAT(names(*document, document->levels[1].variables), ElementsAre("user"));
    EXPECT_THAT(names(*document, document->levels[2].variables), ElementsAre("time", "value", "unit"));
    EXPECT_EQ(document->levels[2].parent, 1U);
    EXPECT_EQ(document->levels[2].order.kind, Order::Kind::Variable);
    EXPECT_EQ(document->levels[2].order.variable, document->find("time"));
    ASSERT_EQ(document->examples.size(), 1U);
    EXPECT_EQ(document->examples.front().json,
              R"([{"User/Zone":"U123456","Metering":[{"Time":"2021/09/27 10:00","Measurement":890,"Unit":"kW"}]}])");
}

TEST(ReadDocument, SaysOfEachVariableWhereItComesFrom) {
    const auto document = good_document(reference_document());
    ASSERT_NE(document, nullptr);
    const Variable& user = variable(*document, "user");
    EXPECT_EQ(user.origin, Origin::Json);
    EXPECT_TRUE(user.is_in_json && user.is_in_graph);
    EXPECT_EQ(user.level, 1U);
    EXPECT_NE(user.codec, nullptr);
    const Variable& reading = variable(*document, "reading");
    EXPECT_EQ(reading.origin, Origin::Template);
    EXPECT_FALSE(reading.is_in_json);
    EXPECT_EQ(reading.level, 2U);
    EXPECT_THAT(names(*document, reading.parts_of_iri), ElementsAre("user", "time"));
    EXPECT_EQ(variable(*document, "meter").level, 1U);
    EXPECT_EQ(variable(*document, "time").position, (TextPosition{18, 3}));
}

TEST(ReadDocument, LiftsWhatItHasRead) {
    const auto document = good_document(reference_document());
    ASSERT_NE(document, nullptr);
    const auto rows = lift(*document, document->examples.front().json);
    ASSERT_TRUE(rows) << rows.error().message;
    ASSERT_EQ(rows->front().size(), 1U);
    EXPECT_EQ(owned(rows->front().row(0)[4]), rdf::Term::literal("890", "http://www.w3.org/2001/XMLSchema#decimal"));
}

TEST(ReadDocument, ReadsBackWhatIsInTheJsonOnly) {
    const auto document =
        good_document(heading +
                      "graph: \"?offer ex:price ?price\"\n"
                      "parts: { note: \"?offer ex:note ?note\" }\n"
                      "terms: { offer: { iri: \"urn:x:{zone}:{id}\" }, zone: { iri: \"urn:z:{}\" } }\n"
                      "json: [ { Zone: ?zone, Id: ?id, Price: ?price,\n"
                      "          Note: { $value: ?note, $optional: true } } ]\n"
                      "examples:\n"
                      "  - json: [ { Zone: z, Id: i, Price: p, Note: n }, { Zone: z, Id: k, Price: p } ]\n");
    ASSERT_NE(document, nullptr);
    const auto offer = document->find("offer");
    EXPECT_EQ(variable(*document, "zone").read_back_from, offer);
    EXPECT_EQ(variable(*document, "id").read_back_from, offer);
    EXPECT_EQ(variable(*document, "price").read_back_from, std::nullopt);
    ASSERT_EQ(document->parts.size(), 2U);
    EXPECT_EQ(document->parts[1].name, "note");
    EXPECT_THAT(names(*document, document->parts[1].variables), ElementsAre("offer", "note"));
    EXPECT_THAT(names(*document, document->parts[1].needed), ElementsAre("offer", "note", "zone", "id"));
}

TEST(ReadDocument, ReadsRequestAndResponse) {
    const auto document = good_document(heading +
                                        "graph: \"?m ex:of ?user ; ex:value ?value\"\n"
                                        "terms:\n"
                                        "  user: { iri: \"urn:user:{}\", given: true }\n"
                                        "  m: { iri: \"urn:m:{user}\" }\n"
                                        "  value: { literal: \"xsd:decimal\" }\n"
                                        "json: { Value: ?value }\n"
                                        "request: { User: ?user }\n"
                                        "response: { graph: \"?m ex:took ?when\", json: { At: ?when } }\n"
                                        "examples:\n"
                                        "  - { json: { Value: 1.50 }, given: { user: U1 }, request: { User: U1 },\n"
                                        "      response: { At: now } }\n"
                                        "  - json: { Value: 2 }\n");
    ASSERT_NE(document, nullptr);
    EXPECT_EQ(variable(*document, "user").origin, Origin::Given);
    ASSERT_NE(document->request, nullptr);
    EXPECT_EQ(variable(*document->request, "user").origin, Origin::Json);
    EXPECT_TRUE(document->request->parts.front().pattern.triples.empty());
    EXPECT_THAT(names(*document->request, document->request->parts.front().variables), ElementsAre("user"));
    EXPECT_EQ(document->request->examples.size(), 1U);
    ASSERT_NE(document->response, nullptr);
    EXPECT_EQ(variable(*document->response, "when").origin, Origin::Json);
    EXPECT_EQ(document->response->parts.front().pattern.triples.size(), 1U);
    EXPECT_EQ(document->response->examples.front().json, R"({"At":"now"})");
}

TEST(ReadDocument, AnswersWithWhatItIsToldBesideTheResponse) {
    const auto document = good_document(heading +
                                        "graph: \"?o ex:price ?price ; ex:id ?id\"\n"
                                        "terms: { o: { iri: \"urn:o:{id}\" } }\n"
                                        "json: { Id: ?id, Price: ?price }\n"
                                        "response: { graph: \"?o ex:accepted ?yes\", json: { Ok: ?yes } }\n");
    ASSERT_NE(document, nullptr);
    EXPECT_EQ(variable(*document->response, "id").origin, Origin::Given);
}

TEST(ReadDocument, PositionsCountTheirLists) {
    const auto document = good_document(heading +
                                        "graph: \"?a ex:place ?i ; ex:value ?v\"\n"
                                        "terms: { a: { iri: \"urn:a:{i}\" }, i: { position: 0 } }\n"
                                        "json: { Values: { $list: ?v, $order: position } }\n"
                                        "examples: [ { json: { Values: [ b, a, b ] } } ]\n");
    ASSERT_NE(document, nullptr);
    const Variable& place = variable(*document, "i");
    EXPECT_EQ(place.first_position, 0);
    EXPECT_EQ(place.level, 1U);
    EXPECT_EQ(document->levels[1].order.kind, Order::Kind::Position);
    EXPECT_EQ(document->levels[1].order.variable, document->find("i"));
}

TEST(ReadDocument, MakesUuidsForWhatTheySay) {
    const auto document = good_document(heading +
                                        "direction: lift\n"
                                        "graph: \"?offer ex:price ?price . ?message ex:has ?offer\"\n"
                                        "terms: { offer: { uuid: \"urn:uuid:{}\", for: ?price },\n"
                                        "         message: { uuid: \"urn:uuid:{}\" } }\n"
                                        "json: [ { Price: ?price } ]\n"
                                        "examples: [ { json: [ { Price: a }, { Price: b } ] } ]\n");
    ASSERT_NE(document, nullptr);
    EXPECT_EQ(variable(*document, "offer").level, 1U);
    EXPECT_EQ(variable(*document, "message").level, 0U);
    const auto rows = lift(*document, document->examples.front().json);
    ASSERT_TRUE(rows) << rows.error().message;
    ASSERT_EQ(rows->front().size(), 2U);
    EXPECT_NE(rows->front().row(0)[0], rows->front().row(1)[0]);
    EXPECT_EQ(rows->front().row(0)[2], rows->front().row(1)[2]);
}

TEST(ReadDocument, AValueMayStandAtSeveralPlaces) {
    const auto document =
        good_document(heading +
                      "graph: \"?a ex:user ?user ; ex:value ?v\"\n"
                      "terms: { a: { iri: \"urn:a:{user}:{v}\" } }\n"
                      "json: { Values: [ { By: ?user, Value: ?v } ], User: ?user }\n"
                      "examples:\n"
                      "  - json: { Values: [ { By: u, Value: a }, { By: u, Value: b } ], User: u }\n");
    ASSERT_NE(document, nullptr);
    EXPECT_EQ(variable(*document, "user").level, 0U);
    EXPECT_THAT(names(*document, document->levels[0].variables), ElementsAre("user"));
    EXPECT_THAT(names(*document, document->levels[1].variables), ElementsAre("v"));
}

TEST(ReadDocument, WarnsOfValuesThatNobodyDeclares) {
    const std::string text = heading +
                             "graph: \"?a a ex:Thing ; ex:unit ?u ; ex:id ?id\"\n"
                             "terms: { a: { iri: \"urn:a:{id}\" }, u: { table: { W: \"ex:wat\" } } }\n"
                             "json: { Unit: ?u, Id: ?id }\n";
    const DeclaredTerms declared = {"http://example.org/Thing", "http://example.org/unit", "http://example.org/id",
                                    "http://example.org/watt"};
    const ReadDocument read = read_document(text, "d", &declared);
    EXPECT_NE(read.document, nullptr);
    EXPECT_THAT(problems_of(read), ElementsAre("d:4:53: warning: ?u: no ontology that is loaded declares ex:wat: did "
                                               "you mean ex:watt?"));
}

TEST(ReadDocument, NamesOfPatternsMustBeDeclared) {
    const std::string text = heading +
                             "graph: |\n"
                             "  ?a a ex:Thingy ;\n"
                             "    ex:unitt ?u ; ex:id ?id ; <http://elsewhere.org/weight> ?w .\n"
                             "terms: { a: { iri: \"urn:a:{id}\" } }\n"
                             "json: { Unit: ?u, Id: ?id, W: ?w }\n";
    const DeclaredTerms declared = {"http://example.org/Thing", "http://example.org/unit", "http://example.org/id",
                                    "http://other.org/weight"};
    const ReadDocument read = read_document(text, "d", &declared);
    EXPECT_EQ(read.document, nullptr);
    EXPECT_THAT(
        problems_of(read),
        ElementsAre("d:4:8: of a class: no ontology that is loaded declares ex:Thingy: did you mean ex:Thing?",
                    "d:5:5: of a predicate: no ontology that is loaded declares ex:unitt: did you mean ex:unit?",
                    "d:5:31: of a predicate: no ontology that is loaded declares <http://elsewhere.org/weight>: "
                    "did you mean <http://other.org/weight>?"));
}

struct FormCase {
    std::string name;
    std::string body;  ///< behind the heading
};

class Forms : public testing::TestWithParam<FormCase> {};

/// Their examples are lifted, lowered and compared when they are read.
TEST_P(Forms, AreReadAndMapBothWays) {
    const auto document = good_document(heading + GetParam().body);
    ASSERT_NE(document, nullptr);
    EXPECT_THAT(document->examples, testing::Not(IsEmpty()));
}

/// A thing with an identifier and a value, and what the shape and the examples are.
std::string thing(const std::string& rest) {
    return "graph: \"?a ex:id ?id ; ex:v ?v\"\nterms:\n  a: { iri: \"urn:a:{id}\" }\n" + rest;
}

INSTANTIATE_TEST_SUITE_P(
    All, Forms,
    testing::Values(
        FormCase{"Constants",
                 thing("json: { Kind: thing, Three: 3.0, Yes: true, No: null, Mark: { $constant: \"?x\" },\n"
                       "        Text: \"3\", Id: ?id, V: ?v }\n"
                       "examples:\n"
                       "  - json: { Kind: thing, Three: 3.0, Yes: true, No: null, Mark: \"?x\", Text: \"3\",\n"
                       "            Id: i, V: v }\n")},
        FormCase{"NestedObjects", thing("json: { In: { Deep: { Id: ?id } }, V: ?v }\n"
                                        "examples: [ json: { In: { Deep: { Id: i } }, V: v } ]\n")},
        FormCase{"PlainList",
                 thing("json: [ { Id: ?id, V: ?v } ]\nexamples: [ json: [ { Id: b, V: v }, { Id: a, V: v } ] ]\n")},
        FormCase{"EmptyTopLevelList",
                 thing("json: { $list: { Id: ?id, V: ?v }, $empty: true }\nexamples: [ json: [] ]\n")},
        FormCase{"OrderedList", thing("json: { $list: { Id: ?id, V: ?v }, $order: ?id }\n"
                                      "examples: [ json: [ { Id: a, V: v }, { Id: b, V: v } ] ]\n")},
        FormCase{
            "JoinedList",
            thing("json: { Id: ?id, Vs: { $list: ?v, $joined: \"_\" } }\nexamples: [ json: { Id: i, Vs: b_a } ]\n")},
        FormCase{"TextOfSeveral", thing("  v: { literal: \"xsd:decimal\", json: string }\n"
                                        "json: { Both: { $text: \"{{{v}}} of {id}!\" } }\n"
                                        "examples: [ json: { Both: \"{3.10} of i!\" } ]\n")},
        FormCase{"Spellings", thing("json: { Id: ?id, V: { $value: ?v, $also: [ v, W ] } }\n"
                                    "examples: [ json: { Id: i, W: v } ]\n")},
        FormCase{"Zip", thing("json: { $zip: { $order: ?id, Ids: ?id, Vs: ?v } }\n"
                              "examples: [ json: { Ids: [ a, b ], Vs: [ x, y ] } ]\n")},
        FormCase{"MembersThatRepeat", thing("json: { $members: [ { A: ?id }, { A: ?v } ] }\n"
                                            "examples: [ text: '{ \"A\": \"i\", \"A\": \"v\" }' ]\n")},
        FormCase{"Ignored", thing("json: { Id: ?id, V: ?v, Note: { $ignore: { a: [ 1 ] } } }\n"
                                  "examples: [ json: { Id: i, V: v, Note: whatever } ]\n")},
        FormCase{"UnknownMembers", thing("json: { Id: ?id, In: { $unknown: ignore, V: ?v } }\n"
                                         "examples: [ json: { Id: i, In: { V: v, More: [ 1 ] } } ]\n")},
        FormCase{"UnknownEverywhere", thing("unknown: ignore\njson: { Id: ?id, V: ?v }\n"
                                            "examples: [ json: { Id: i, V: v, More: 1 } ]\n")},
        FormCase{"DollarNames", thing("json: { $$list: ?id, $$$x: ?v }\n"
                                      "examples: [ json: { $list: i, $$x: v } ]\n")},
        FormCase{"ListOfAPart",
                 "graph: \"?a ex:id ?id\"\nparts: { vs: \"?a ex:v ?v\" }\n"
                 "terms: { a: { iri: \"urn:a:{id}\" } }\n"
                 "json: [ { Id: ?id, Vs: [ ?v ] } ]\n"
                 "examples: [ json: [ { Id: i, Vs: [ x, y ] }, { Id: k, Vs: [] } ] ]\n"},
        FormCase{"NumbersKeepTheirDigits",
                 thing("  v: { literal: \"xsd:decimal\" }\njson: [ { Id: ?id, V: ?v } ]\n"
                       "examples:\n"
                       "  - json: [ { Id: a, V: 1.50 }, { Id: b, V: 123456789012345678901234567890 },\n"
                       "            { Id: c, V: -0.0 } ]\n")},
        FormCase{"SeveralJsonForms",
                 thing("  v: { literal: \"xsd:decimal\", json: [ string, number ], decimal: \",\" }\n"
                       "json: { Id: ?id, V: ?v }\n"
                       "examples: [ json: { Id: i, V: \"1,50\" }, json: { Id: i, V: 1.50 } ]\n")},
        FormCase{"Languages",
                 thing("  v: { language: pt }\njson: { Id: ?id, V: ?v }\nexamples: [ json: { Id: i, V: olá } ]\n")},
        FormCase{
            "Times",
            thing(
                "  v: { dateTime: \"%Y/%m/%d %H:%M\", zone: Europe/Lisbon, also: [ iso ], repeated: first,\n"
                "       end: true, interval: 15min }\n"
                "json: { Id: ?id, V: ?v }\n"
                "examples: [ json: { Id: i, V: 2021/09/27 10:15 }, json: { Id: i, V: \"2021-09-27T09:15:00Z\" } ]\n")},
        FormCase{"Dates", thing("  v: { date: \"%Y/%m/%d\", also: \"%d.%m.%Y\" }\njson: { Id: ?id, V: ?v }\n"
                                "examples: [ json: { Id: i, V: 2021/09/27 }, json: { Id: i, V: 27.09.2021 } ]\n")},
        FormCase{"TablesOfTheirOwn",
                 "tables: { units: { kW: \"ex:kilowatt\", 7: '\"seven\"@en', KW: \"<http://example.org/kilowatt>\",\n"
                 "                   true: 5, null: false } }\n" +
                     thing("  v: { table: units }\njson: [ { Id: ?id, V: ?v } ]\n"
                           "examples:\n"
                           "  - json: [ { Id: a, V: kW }, { Id: b, V: KW }, { Id: c, V: 7 }, { Id: d, V: true },\n"
                           "            { Id: e, V: null } ]\n")},
        FormCase{"Booleans", thing("  v: { boolean: [ \"Yes\", \"No\" ] }\njson: { Id: ?id, V: ?v }\n"
                                   "examples: [ json: { Id: i, V: \"No\" } ]\n")},
        FormCase{"WholeIris", thing("  v: { iri: true }\njson: { Id: ?id, V: ?v }\n"
                                    "examples: [ json: { Id: i, V: \"http://example.org/x\" } ]\n")},
        FormCase{"NumbersInIris", thing("  v: { iri: \"urn:v:{}\", json: number }\njson: { Id: ?id, V: ?v }\n"
                                        "examples: [ json: { Id: i, V: 7 } ]\n")},
        FormCase{"ConstantTerms",
                 "graph: \"?a ex:id ?id ; ex:kind ?k\"\n"
                 "terms: { a: { iri: \"urn:a:{id}\" }, k: { constant: \"ex:Kind\" } }\n"
                 "json: { Id: ?id }\nexamples: [ json: { Id: i } ]\n"},
        FormCase{"TheTimeOfComing",
                 "graph: \"?a ex:id ?id ; ex:at ?now\"\n"
                 "terms: { a: { iri: \"urn:a:{id}\" }, now: { dateTime: iso, given: now } }\n"
                 "json: { Id: ?id }\nexamples: [ json: { Id: i } ]\n"},
        FormCase{"IrisOfIris",
                 "graph: \"?a ex:has ?b . ?b ex:v ?v\"\n"
                 "terms: { b: { iri: \"urn:b:{id}\" }, a: { iri: \"urn:a:{b}\" } }\n"
                 "json: { Id: ?id, V: ?v }\nexamples: [ json: { Id: \"i/1\", V: v } ]\n"}),
    [](const auto& param) { return param.param.name; });

TEST(ReadDocument, ReadsDocumentsThatLiftOnly) {
    const auto document =
        good_document(heading +
                      "direction: lift\ngraph: \"?a ex:id ?id\"\nterms: { a: { iri: \"urn:a:{id}\" } }\n"
                      "json: { Id: ?id, More: ?more }\nexamples: [ json: { Id: i, More: m } ]\n");
    EXPECT_EQ(document->direction, Direction::Lift);
}

TEST(ReadDocument, ReadsDocumentsThatLowerOnly) {
    const auto document = good_document(heading +
                                        "direction: lower\ngraph: \"?a ex:id ?id ; ex:v ?v\"\n"
                                        "json: { Id: ?id }\n");
    EXPECT_EQ(document->direction, Direction::Lower);
}

TEST(ReadDocument, TellsWhatAnExampleBecame) {
    const ReadDocument read = read_document(heading +
                                                "graph: \"?a ex:id ?id ; ex:v ?v\"\nterms:\n"
                                                "  a: { iri: \"urn:a:{id}\" }\n"
                                                "json: { Id: ?id, Vs: [ ?v ] }\n"
                                                "examples:\n"
                                                "  - json: { Id: i, Vs: [ x, y, x ] }\n"
                                                "  - json: { Id: i, Vs: [ 3 ] }\n"
                                                "  - text: '{ \"Id\": \"i\", '\n",
                                            "d");
    EXPECT_EQ(read.document, nullptr);
    EXPECT_THAT(
        problems_of(read),
        ElementsAre("d:8:32: lifted and lowered again, the example is not what it was, at /Vs/2: expected \"x\", "
                    "found nothing; bindings keep equal elements only with `$order: position`",
                    HasSubstr("d:9:11: the example cannot be lifted: /Vs/0: "),
                    HasSubstr("d:10:11: line 1, column 14: the text ends before its JSON does")));
}

}  // namespace
}  // namespace gridlore::mapping
