#include <gmock/gmock.h>

#include "tests/unit/adapter/mapping/read/read_documents.h"

namespace gridlore::mapping {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct ProblemCase {
    std::string name;
    std::string text;                   ///< the whole document
    std::vector<std::string> problems;  ///< each a beginning or a piece of one; all of them, in order
};

class Problems : public testing::TestWithParam<ProblemCase> {};

TEST_P(Problems, AreToldWithPlaceAndRemedy) {
    const ReadDocument read = read_document(GetParam().text, "d");
    EXPECT_EQ(read.document, nullptr);
    const std::vector<std::string> found = problems_of(read);
    ASSERT_EQ(found.size(), GetParam().problems.size()) << lines(found);
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_THAT(found[i], HasSubstr(GetParam().problems[i])) << lines(found);
    }
}

/// Behind the heading.
std::string with(const std::string& rest) {
    return heading + rest;
}

/// A thing with an identifier and a value; what follows begins in line 5 within the terms.
std::string thing(const std::string& rest) {
    return with("graph: \"?a ex:id ?id ; ex:v ?v\"\nterms: { a: { iri: \"urn:a:{id}\" } }\n" + rest);
}

/// The same with the term of `v`, which begins in line 6, column 6.
std::string thing_with_term(const std::string& term) {
    return with("graph: \"?a ex:id ?id ; ex:v ?v\"\nterms:\n  a: { iri: \"urn:a:{id}\" }\n  v: " + term +
                "\njson: { Id: ?id, V: ?v }\n");
}

std::string shape(const std::string& json) {
    return thing("json: " + json + "\n");
}

const auto name_of_case = [](const auto& param) { return param.param.name; };

INSTANTIATE_TEST_SUITE_P(
    TopLevel, Problems,
    testing::Values(
        ProblemCase{"NoMap", "- a\n", {"d:1:1: a mapping document needs members, `name: value`; found is a list"}},
        ProblemCase{"Nothing", "", {"d:1:1: a mapping document needs members"}},
        ProblemCase{"NoId",
                    "graph: \"?a <http://x.org/p> ?b\"\nterms: { a: { iri: \"urn:x:{b}\" } }\njson: ?b\n",
                    {"d:1:1: a document needs an `id` of letters, digits, `.`, `-` and `_`"}},
        ProblemCase{"BadId",
                    "id: a b\ngraph: \"?a <http://x.org/p> ?b\"\nterms: { a: { iri: \"urn:x:{b}\" } }\njson: ?b\n",
                    {"d:1:5: a document needs an `id`"}},
        ProblemCase{"UnknownKey",
                    shape("{ Id: ?id, V: ?v }\nexmples: []"),
                    {"d:6:1: a mapping document has no `exmples`: did you mean `examples`?"}},
        ProblemCase{"FarKey",
                    shape("{ Id: ?id, V: ?v }\nzzz: []"),
                    {"d:6:1: a mapping document has no `zzz`; known are `id`, `title`, "}},
        ProblemCase{"TwiceAKey",
                    shape("{ Id: ?id, V: ?v }\nid: other"),
                    {"d:6:1: `id` stands here a second time; leave one of the two out"}},
        ProblemCase{"TwiceInAShape", shape("{ Id: ?id, V: ?v, V: ?v }"), {"d:5:25: `V` stands here a second time"}},
        ProblemCase{"TitleIsAList",
                    shape("{ Id: ?id, V: ?v }\ntitle: [ a ]"),
                    {"d:6:8: `title` needs a text; found is a list"}},
        ProblemCase{"Direction",
                    shape("{ Id: ?id, V: ?v }\ndirection: up"),
                    {"d:6:12: `direction` is `both`, `lift` or `lower`; found is `up`"}},
        ProblemCase{"Unknown",
                    shape("{ Id: ?id, V: ?v }\nunknown: drop"),
                    {"d:6:10: `unknown` is `refuse` or `ignore`; found is `drop`"}},
        ProblemCase{"Bind",
                    shape("{ Id: ?id, V: ?v }\nbind: { serve: x }"),
                    {"d:6:7: `bind` is a list, `- serve: …` or `- call: …`; found is members in braces"}},
        ProblemCase{"NoGraph",
                    with("terms: { a: { iri: \"urn:x:{b}\" } }\njson: ?b\n"),
                    {"d:1:1: `graph` is missing", "d:3:10: ?a: `terms` has it, but neither `graph` nor `json` does"}},
        ProblemCase{"NoJson", with("graph: \"?a ex:p ?b\"\n"), {"d:1:1: `json` is missing"}},
        ProblemCase{
            "Prefix",
            "id: x\nprefixes: { 1x: \"http://x.org/\", ex: x, q: [ a ] }\ngraph: \"?a <http://x.org/p> ?b\"\nterms: { "
            "a: { iri: \"urn:x:{b}\" } }\njson: ?b\n",
            {"d:2:13: `1x` is no name of a prefix",
             "d:2:38: a prefix stands for an absolute IRI, as in \"https://saref.etsi.org/core/\"; found is `x`",
             "d:2:44: a prefix stands for an absolute IRI"}},
        ProblemCase{"Prefixes",
                    "id: x\nprefixes: [ a ]\ngraph: \"?a <http://x.org/p> ?b\"\nterms: { a: { iri: \"urn:x:{b}\" } "
                    "}\njson: ?b\n",
                    {"d:2:11: `prefixes` needs members"}},
        ProblemCase{
            "ExamplesAreNoList", shape("{ Id: ?id, V: ?v }\nexamples: { json: 1 }"), {"d:6:11: `examples` is a list"}},
        ProblemCase{"ExampleHasNothing",
                    shape("{ Id: ?id, V: ?v }\nexamples: [ { given: {} } ]"),
                    {"d:6:13: an example has its payload as `json` or as `text`, one of the two"}},
        ProblemCase{"ExampleHasBoth",
                    shape("{ Id: ?id, V: ?v }\nexamples: [ { json: 1, text: \"1\" } ]"),
                    {"d:6:13: an example has its payload as `json` or as `text`, one of the two"}},
        ProblemCase{"ExampleOfNothing",
                    shape("{ Id: ?id, V: ?v }\nexamples: [ { request: 1 } ]"),
                    {"d:6:15: the document has no `request`"}},
        ProblemCase{"GivenThatIsNot",
                    shape("{ Id: ?id, V: ?v }\nexamples: [ { json: { Id: i, V: v }, given: { v: 1 } } ]"),
                    {"d:6:21: `given` has ?v, whose term does not say `given: true`"}},
        ProblemCase{"RequestOfNothing",
                    shape("{ Id: ?id, V: ?v }\nrequest: { Idd: ?idd }"),
                    {"d:6:17: ?idd: it is in `request`, but neither in `graph` nor in `json`, so that nothing is asked "
                     "with it; write `{ $ignore: … }` here: did you mean `?id`?"}},
        ProblemCase{"OptionalInRequest",
                    shape("{ Id: ?id, V: ?v }\nrequest: { Id: { $value: ?id, $optional: true } }"),
                    {"d:6:26: ?id: its member may be missing, which cannot be here; leave out `$optional`"}},
        ProblemCase{
            "ResponseHasNoGraph", shape("{ Id: ?id, V: ?v }\nresponse: { json: 1 }"), {"d:6:11: `graph` is missing"}},
        ProblemCase{"ResponseHasMore",
                    shape("{ Id: ?id, V: ?v }\nresponse: { json: ?id, graph: \"?a ex:q ?id\", jsn: 1 }"),
                    {"d:6:46: a response has no `jsn`: did you mean `json`?"}}),
    name_of_case);

INSTANTIATE_TEST_SUITE_P(
    Patterns, Problems,
    testing::Values(
        ProblemCase{"BlockPlace",
                    with("graph: |\n\n    ?a ex:id ?id ;\n      ey:v ?v .\njson: 1\n"),
                    {"d:6:7: the prefix `ey:` is not declared"}},
        ProblemCase{
            "QuotedPlace", with("graph: \"?a ey:id ?id\"\njson: 1\n"), {"d:3:12: the prefix `ey:` is not declared"}},
        ProblemCase{"PlainPlace", with("graph: ?a ey:id ?id\njson: 1\n"), {"d:3:11: the prefix `ey:` is not declared"}},
        ProblemCase{
            "FoldedPlace", with("graph: >\n  ?a ey:id ?id\njson: 1\n"), {"d:3:8: the prefix `ey:` is not declared"}},
        ProblemCase{
            "GraphIsAList", with("graph: [ a ]\njson: 1\n"), {"d:3:8: a graph pattern is a text; found is a list"}},
        ProblemCase{"PartsAreAList",
                    with("graph: \"?a ex:p ?b\"\nparts: [ a ]\njson: 1\n"),
                    {"d:4:8: `parts` needs members, `name: pattern`; found is a list"}},
        ProblemCase{"Part",
                    with("graph: \"?a ex:p ?b\"\nparts: { x: \"?a ex:q\" }\njson: 1\n"),
                    {"d:4:21: expected a variable, an IRI"}},
        ProblemCase{"NotConnected",
                    with("graph: |\n  ?a ex:id ?id .\n  ?b ex:v ?v .\nterms: { a: { iri: \"urn:a:{id}\" }, b: { iri: "
                         "\"urn:b:{v}\" } }\njson: { I: ?id, V: ?v }\n"),
                    {"d:3:8: the triple `?b <http://example.org/v> ?v` of the core is not connected with `?a "
                     "<http://example.org/id> ?id`: no variable leads from one to the other"}},
        ProblemCase{"PartOfItsOwn",
                    with("graph: \"?a ex:id ?id\"\nparts: { p: \"?b ex:v ?v\" }\nterms: { a: { iri: \"urn:a:{id}\" }, "
                         "b: { iri: \"urn:b:{v}\" } }\njson: { I: ?id, V: { $value: ?v, $optional: true } }\n"),
                    {"d:4:13: the part `p` shares no variable with the core"}}),
    name_of_case);

INSTANTIATE_TEST_SUITE_P(
    Terms, Problems,
    testing::Values(
        ProblemCase{"NoMapOfTerms",
                    with("graph: \"?a ex:p ?b\"\nterms: x\njson: { A: ?a, B: ?b }\n"),
                    {"d:4:8: `terms` needs members"}},
        ProblemCase{"NoTerm",
                    thing_with_term("xsd:decimal"),
                    {"d:6:6: ?v: a term says its kind, as in `{ literal: \"xsd:decimal\" }`; found is `xsd:decimal`"}},
        ProblemCase{"NoKind",
                    thing_with_term("{ litral: \"xsd:decimal\" }"),
                    {"d:6:6: ?v: a term needs its kind, `iri`, `literal`, `dateTime`, `date`, `table`, `boolean`, "
                     "`position`, `constant` or `uuid`: did you mean `literal`?"}},
        ProblemCase{"OtherMember",
                    thing_with_term("{ literal: \"xsd:decimal\", jsn: string }"),
                    {"d:6:32: a term of the kind `literal` has no `jsn`: did you mean `json`?"}},
        ProblemCase{"NameOfAVariable",
                    with("graph: \"?a ex:p ?b\"\nterms: { ?a: { iri: true } }\njson: { A: ?a, B: ?b }\n"),
                    {"d:4:10: `?a` is no variable's name: letters, digits and `_`, without `?`"}},
        ProblemCase{
            "IriIsNoText", thing_with_term("{ iri: [ a ] }"), {"d:6:13: ?v: `iri` needs a text; found is a list"}},
        ProblemCase{"IriIsFalse",
                    thing_with_term("{ iri: false }"),
                    {"d:6:13: ?v: an `iri` is `true` (an IRI as it is) or a text with braces"}},
        ProblemCase{"IriWithoutBraces",
                    thing_with_term("{ iri: \"urn:x:y\" }"),
                    {"d:6:13: ?v: nothing stands in braces in this IRI; one that is always the same is a `constant`"}},
        ProblemCase{"IriWithOpenBrace", thing_with_term("{ iri: \"urn:x:{\" }"), {"d:6:13: ?v: "}},
        ProblemCase{"OwnValueAndOthers",
                    thing_with_term("{ iri: \"urn:x:{}:{id}\" }"),
                    {"d:6:13: ?v: the own value `{}` stands alone in an IRI"}},
        ProblemCase{"JsonOfMadeIri",
                    with("graph: \"?a ex:p ?b\"\nterms: { a: { iri: \"urn:x:{b}\", json: string } }\njson: ?b\n"),
                    {"d:4:33: ?a: an IRI that is made of other variables is not in the JSON; leave `json` out"}},
        ProblemCase{"JsonKind",
                    thing_with_term("{ literal: \"xsd:decimal\", json: text }"),
                    {"d:6:38: ?v: `json` is `string`, `number` or `boolean`; found is `text`"}},
        ProblemCase{"JsonKinds",
                    thing_with_term("{ literal: \"xsd:decimal\", json: { a: b } }"),
                    {"d:6:38: a text or a list of texts is needed; found is members in braces"}},
        ProblemCase{"Datatype",
                    thing_with_term("{ literal: \"xsdd:decimal\" }"),
                    {"d:6:17: ?v: the prefix `xsdd:` is not declared"}},
        ProblemCase{"DatatypeAndMore",
                    thing_with_term("{ literal: \"xsd:decimal x\" }"),
                    {"d:6:17: ?v: behind the datatype stands"}},
        ProblemCase{"DecimalMark",
                    thing_with_term("{ literal: \"xsd:decimal\", json: string, decimal: x }"),
                    {"d:6:55: ?v: `decimal` is \",\" or \".\""}},
        ProblemCase{"TimeFormat", thing_with_term("{ dateTime: \"%Y/%m\" }"), {"d:6:18: ?v: "}},
        ProblemCase{"Zone", thing_with_term("{ dateTime: iso, zone: Europe/Nowhere }"), {"d:6:18: ?v: "}},
        ProblemCase{"Repeated",
                    thing_with_term("{ dateTime: iso, repeated: third }"),
                    {"d:6:33: ?v: `repeated` is `refuse`, `first`, `second` or `in-order`; found is `third`"}},
        ProblemCase{"EndWithoutInterval",
                    thing_with_term("{ dateTime: iso, end: true }"),
                    {"d:6:28: ?v: the end of an interval needs its length: `interval: 15min`"}},
        ProblemCase{"EndIsAText",
                    thing_with_term("{ dateTime: iso, end: yes }"),
                    {"d:6:28: `end` is `true` or `false`; found is `yes`"}},
        ProblemCase{"Interval",
                    thing_with_term("{ dateTime: iso, end: true, interval: 15 }"),
                    {"d:6:44: ?v: the end of an interval needs its length"}},
        ProblemCase{"IntervalAlone",
                    thing_with_term("{ dateTime: iso, interval: 15min }"),
                    {"d:6:23: ?v: `interval` belongs to `end: true`"}},
        ProblemCase{"TableName",
                    "tables: { units: { W: 1 } }\n" + thing_with_term("{ table: unit }"),
                    {"d:7:15: ?v: `tables` has no `unit`: did you mean `units`?"}},
        ProblemCase{"NoTables", thing_with_term("{ table: unit }"), {"d:6:15: ?v: `tables` has no `unit`"}},
        ProblemCase{"TablesAreNone",
                    "tables: x\n" + thing_with_term("{ table: units }"),
                    {"d:1:9: `tables` needs members", "d:7:15: ?v: `tables` has no `units`"}},
        ProblemCase{
            "TableIsNone",
            "tables: { units: x }\n" + thing_with_term("{ table: units }"),
            {"d:1:18: a table needs members, `value: term`; found is `x`", "d:7:15: ?v: `tables` has no `units`"}},
        ProblemCase{"OddInNoTable",
                    thing_with_term("{ table: { W: \"ex:w\" }, odd: kW }"),
                    {"d:6:35: ?v: the table has no `kW`, so that it cannot be `odd`"}},
        ProblemCase{"EmptyTable", thing_with_term("{ table: {} }"), {"d:6:15: ?v: "}},
        ProblemCase{
            "TableEntry", thing_with_term("{ table: { W: \"watt\" } }"), {"d:6:20: ?v: expected a variable, an IRI"}},
        ProblemCase{"TableEntryAndMore",
                    thing_with_term("{ table: { W: \"ex:watt hour\" } }"),
                    {"d:6:20: ?v: behind the term stands white space; text is written in quotes of its own"}},
        ProblemCase{"TableEntryIsAList",
                    thing_with_term("{ table: { W: [ a ] } }"),
                    {"d:6:20: ?v: `W` needs a text; found is a list"}},
        ProblemCase{"Boolean", thing_with_term("{ boolean: [ yes ] }"), {"d:6:17: ?v: `boolean` has two values"}},
        ProblemCase{"Position",
                    with("graph: \"?a ex:i ?i ; ex:v ?v\"\nterms: { a: { iri: \"urn:x:{i}\" }, i: { position: first } "
                         "}\njson: { $list: ?v, $order: ?i }\n"),
                    {"d:4:50: ?i: `position` is the number of the first element"}},
        ProblemCase{"UuidBraces",
                    with("direction: lift\ngraph: \"?a ex:v ?v\"\nterms: { a: { uuid: \"urn:x:{b}\" } }\njson: ?v\n"),
                    {"d:5:21: ?a: a `uuid` has one pair of empty braces"}},
        ProblemCase{
            "UuidFor",
            with("direction: lift\ngraph: \"?a ex:v ?v\"\nterms: { a: { uuid: \"urn:x:{}\", for: v } }\njson: ?v\n"),
            {"d:5:38: ?a: `for` is a variable, as in `for: ?offer`"}},
        ProblemCase{"UuidBothWays",
                    with("graph: \"?a ex:v ?v\"\nterms: { a: { uuid: \"urn:x:{}\" } }\njson: ?v\n"),
                    {"d:4:10: ?a: a uuid cannot be read back"}},
        ProblemCase{"GivenConstant",
                    with("graph: \"?a ex:v ?v\"\nterms: { a: { constant: \"ex:a\", given: true } }\njson: ?v\n"),
                    {"d:4:33: a term of the kind `constant` has no `given`",
                     "d:4:33: ?a: only a term of a value in JSON can be given"}},
        ProblemCase{"GivenNow",
                    with("graph: \"?a ex:v ?v\"\nterms: { a: { iri: \"urn:x:{}\", given: now } }\njson: ?v\n"),
                    {"d:4:39: ?a: `given: now` is a `dateTime`"}},
        ProblemCase{
            "Circle",
            with("graph: \"?a ex:p ?b\"\nterms: { a: { iri: \"urn:a:{b}\" }, b: { iri: \"urn:b:{a}\" } }\njson: 1\n"),
            {"d:4:10: ?a: this IRI is made of itself: ?a of ?b of ?a; make one of them of values in the JSON"}},
        ProblemCase{"SeveralAtOnce",
                    with("graph: \"?a ex:id ?id ; ex:v ?v\"\nterms:\n  a: { iri: 3 }\n  id: { litteral: x }\n  v: { "
                         "dateTime: iso, zone: X/Y }\njson: { Id: ?id, V: ?v }\n"),
                    {"d:5:13: ?a: ", "d:6:7: ?id: ", "d:7:18: ?v: "}}),
    name_of_case);

}  // namespace
}  // namespace gridlore::mapping
