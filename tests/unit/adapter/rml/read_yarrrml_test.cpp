#include "adapter/rml/read_yarrrml.h"

#include <gmock/gmock.h>

#include "tests/unit/adapter/rml/support.h"

namespace gridlore::rml {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

const Files files{{"people.json", R"({"persons": [{"id": 1, "name": "Ann", "friend": 2, "age": 30},
                                                  {"id": 2, "name": "Bob", "page": "http://bob/"}]})"},
                  {"sport.csv", "who,sport\n1,tennis\n2,golf\n2,chess\n"},
                  {"list.xml", "<l><e k='1'>x</e></l>"}};

/// A document with prefixes and the source `people`.
std::vector<std::string> lifted_yaml(const std::string& mappings) {
    return lifted(read_yarrrml(R"(
prefixes:
  ex: http://example.com/
sources:
  people: ['people.json~jsonpath', '$.persons[*]']
  sport:
    access: sport.csv
    referenceFormulation: csv
mappings:
)" + mappings),
                  files);
}

TEST(ReadYarrrml, ReadsTheLongForm) {
    EXPECT_THAT(
        lifted_yaml(R"(
  person:
    sources:
      access: people.json
      referenceFormulation: jsonpath
      iterator: "$.persons[?@.age]"
    subjects: ex:p/$(id)
    predicateobjects:
      - predicates: a
        objects: ex:Person
      - predicates: [ex:name, ex:label]
        objects:
          - value: $(name)
            language: en
          - value: $(age)
            datatype: xsd:decimal
          - value: $(age)
)"),
        UnorderedElementsAre("<:p/1> <rdf:type> <:Person>", "<:p/1> <:name> \"Ann\"@en", "<:p/1> <:label> \"Ann\"@en",
                             "<:p/1> <:name> \"30\"^^<xsd:decimal>", "<:p/1> <:label> \"30\"^^<xsd:decimal>",
                             "<:p/1> <:name> \"30\"^^<xsd:integer>", "<:p/1> <:label> \"30\"^^<xsd:integer>"));
}

TEST(ReadYarrrml, ReadsShortcuts) {
    EXPECT_THAT(lifted_yaml(R"(
  person:
    sources: people
    s: ex:p/$(id)
    po:
      - [a, ex:Person]
      - [ex:page, $(page)~iri]
      - [ex:name, $(name), en~lang]
      - [ex:age, $(age), xsd:int]
      - [[ex:x, ex:y], [constant]]
      - p: ex:z
        o: [[$(name), nl~lang], [$(age), xsd:long]]
      - [ex:kind, ex:Thing~iri]
)"),
                UnorderedElementsAre(
                    "<:p/1> <rdf:type> <:Person>", "<:p/2> <rdf:type> <:Person>", "<:p/2> <:page> <http://bob/>",
                    "<:p/1> <:name> \"Ann\"@en", "<:p/2> <:name> \"Bob\"@en", "<:p/1> <:age> \"30\"^^<xsd:int>",
                    "<:p/1> <:x> \"constant\"", "<:p/1> <:y> \"constant\"", "<:p/2> <:x> \"constant\"",
                    "<:p/2> <:y> \"constant\"", "<:p/1> <:z> \"Ann\"@nl", "<:p/2> <:z> \"Bob\"@nl",
                    "<:p/1> <:z> \"30\"^^<xsd:long>", "<:p/1> <:kind> <:Thing>", "<:p/2> <:kind> <:Thing>"));
}

TEST(ReadYarrrml, MakesAllCombinationsOfSourcesAndSubjects) {
    EXPECT_THAT(lifted_yaml(R"(
  all:
    sources:
      - ['sport.csv~csv']
      - sport
    subjects: [ex:a/$(who), ex:b/$(who)]
    graphs: ex:g
    po:
      - p: ex:p
        o: $(sport)
        graphs: ex:h
)"),
                AllOf(testing::SizeIs(12), testing::Contains("<:a/2> <:p> \"chess\" <:g>"),
                      testing::Contains("<:b/1> <:p> \"tennis\" <:h>")));
}

TEST(ReadYarrrml, MakesBlankNodesWithoutASubject) {
    EXPECT_THAT(lifted_yaml(R"(
  all:
    sources: ['list.xml~xpath', /l/e]
    po:
      - [ex:p, $(.)]
      - p: ex:q
        o: {value: n$(@k), type: blank}
)"),
                UnorderedElementsAre("_:m0r0 <:p> \"x\"", "_:m0r0 <:q> _:tn1"));
}

TEST(ReadYarrrml, JoinsMappings) {
    constexpr auto with = R"(
  person:
    sources: people
    s: ex:p/$(id)
    po:
      - p: ex:does
        o:
          - mapping: sport
            condition:
              function: equal
              parameters:
                - [str1, $(id)%s]
                - [str2, $(who)%s]
  sport:
    sources: sport
    s: ex:s/$(sport)
)";
    const auto joined = [&](const std::string& first, const std::string& second) {
        std::string text = with;
        text.replace(text.find("%s"), 2, first);
        text.replace(text.find("%s"), 2, second);
        return lifted_yaml(text);
    };
    const auto expected =
        UnorderedElementsAre("<:p/1> <:does> <:s/tennis>", "<:p/2> <:does> <:s/golf>", "<:p/2> <:does> <:s/chess>");
    EXPECT_THAT(joined("", ""), expected);
    EXPECT_THAT(joined(", s", ", o"), expected);
    EXPECT_THAT(joined(", o", ", s"), ElementsAre(HasSubstr("no column \"id\"")));
    EXPECT_THAT(joined(", s", ", s"), ElementsAre(HasSubstr("both parameters are of the same mapping")));
    EXPECT_THAT(joined(", x", ""), ElementsAre(HasSubstr("expected s")));
}

TEST(ReadYarrrml, RefusesFunctionsByName) {
    EXPECT_THAT(lifted_yaml("  m:\n    sources: people\n    po:\n      - p: ex:p\n        o:\n          - function: "
                            "ex:upper\n            parameters: []\n"),
                ElementsAre(AllOf(HasSubstr("line 15, column 13"), HasSubstr("`function` is a function"))));
    EXPECT_THAT(lifted_yaml("  m:\n    sources: people\n    condition: {function: ex:isSet}\n"),
                ElementsAre(HasSubstr("`condition` is a function")));
    EXPECT_THAT(lifted_yaml("  m:\n    sources: people\n    po:\n      - p: ex:p\n        o: {mapping: m, condition: "
                            "{function: ex:near}}\n"),
                ElementsAre(HasSubstr("the function `ex:near` is not supported")));
}

TEST(ReadYarrrml, SaysWhereADocumentIsWrong) {
    const auto refusal = [](const std::string& yaml) {
        const auto document = read_yarrrml(yaml);
        EXPECT_FALSE(document) << yaml;
        return document ? "" : placed_message(document.error());
    };
    EXPECT_THAT(refusal("a: [1"), HasSubstr("no YAML"));
    EXPECT_THAT(refusal(""), HasSubstr("expected a YARRRML document"));
    EXPECT_THAT(refusal("- 1"), HasSubstr("line 1"));
    EXPECT_THAT(refusal("prefixes: {}"), HasSubstr("expected `mappings:`"));
    EXPECT_THAT(refusal("targets: {}\nmappings: {}"), HasSubstr("`targets` is not supported"));
    EXPECT_THAT(refusal("mappings: {}"), HasSubstr("no triples map"));
    EXPECT_THAT(refusal("mappings:\n  m: {}"), HasSubstr("`m` has no source"));
    EXPECT_THAT(refusal("mappings:\n  m: {sources: x}"), HasSubstr("no source `x`"));
    EXPECT_THAT(refusal("sources: {x: y, y: x}\nmappings:\n  m: {sources: x}"),
                HasSubstr("expected a source as a list"));
    EXPECT_THAT(refusal("mappings:\n  m: {sources: [a.csv~sql]}"), HasSubstr("`sql` is not known"));
    EXPECT_THAT(refusal("mappings:\n  m: {sources: {access: a, type: mysql}}"), HasSubstr("type `mysql`"));
    EXPECT_THAT(refusal("mappings:\n  m: {sources: {access: a, password: b}}"),
                HasSubstr("`password` is not supported"));
    EXPECT_THAT(refusal("mappings:\n  m: {sources: [a.csv~csv], s: x, s: y}"),
                HasSubstr("`s` stands here a second time"));
    EXPECT_THAT(refusal("mappings:\n  m: {sources: [a.csv~csv], s: x, subject: y}"),
                HasSubstr("`subjects` stands here twice"));
    EXPECT_THAT(refusal("mappings:\n  m: {sources: [a.csv~csv]}\n  m: {sources: [a.csv~csv]}"),
                HasSubstr("second mapping `m`"));
    EXPECT_THAT(refusal("mappings:\n  m: {sources: [a.csv~csv], s: 'x$('}"), HasSubstr("$( without its )"));
    EXPECT_THAT(refusal("mappings:\n  m: {sources: [a.csv~csv], po: [[a]]}"),
                HasSubstr("expected [PREDICATE, OBJECT]"));
    EXPECT_THAT(refusal("mappings:\n  m: {sources: [a.csv~csv], po: [[p, {x: 1}]]}"),
                HasSubstr("`x` is not supported in an object"));
    EXPECT_THAT(refusal("mappings:\n  m: {sources: [a.csv~csv], po: [{p: x, o: {mapping: n}}]}"),
                HasSubstr("no mapping `n`"));
    EXPECT_THAT(refusal("mappings:\n  m: {sources: [a.csv~csv], po: [[p, $(x), spanish~lang]]}"),
                AllOf(HasSubstr("mapping m"), HasSubstr("no language tag")));
    EXPECT_THAT(refusal("mappings: \xFF"), HasSubstr("UTF-8"));
    EXPECT_THAT(refusal(std::string(100'000, '[')), HasSubstr("no YAML"));
}

TEST(ReadYarrrml, RefusesAliasesThatMakeADocumentOfAnySize) {
    const auto refusal = [](const std::string& yaml) {
        const auto document = read_yarrrml(yaml);
        EXPECT_FALSE(document);
        EXPECT_TRUE(document || document.error().kind == ErrorKind::LimitExceeded);
        return document ? "" : placed_message(document.error());
    };
    const std::string head = "mappings:\n  m:\n    sources: [[a.csv~csv]]\n    po:\n      - [ex:p, ";
    EXPECT_THAT(refusal(head + "&a [*a]]"), HasSubstr("64 deep"));
    std::string bomb = "authors:\n  - &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 9; ++i) {
        const std::string last = "*a" + std::to_string(i - 1);
        bomb += "  - &a" + std::to_string(i) + " [" + last + ", " + last + ", " + last + ", " + last + ", " + last +
                ", " + last + ", " + last + ", " + last + ", " + last + ", " + last + "]\n";
    }
    EXPECT_THAT(refusal(bomb + head + "x]"), HasSubstr("100000 values"));
    std::string many = "mappings:\n  m:\n    sources:\n";
    for (int i = 0; i < 1000; ++i) {
        many += "      - [a.csv~csv]\n";
    }
    many += "    s:\n";
    for (int i = 0; i < 1000; ++i) {
        many += "      - ex:s\n";
    }
    EXPECT_THAT(refusal(many), HasSubstr("100000 term maps"));
}

TEST(ReadYarrrml, IsToldFromOtherYaml) {
    EXPECT_TRUE(is_yarrrml("mappings:\n  m: {sources: x}"));
    EXPECT_TRUE(is_yarrrml("prefixes: {ex: http://x/}\nmapping: {}"));
    EXPECT_FALSE(is_yarrrml("id: x\njson: ?x\nmappings: 1"));
    EXPECT_FALSE(is_yarrrml("id: x\ngraph: ?x a ?y"));
    EXPECT_FALSE(is_yarrrml("- mappings"));
    EXPECT_FALSE(is_yarrrml("a: [1"));
}

}  // namespace
}  // namespace gridlore::rml
