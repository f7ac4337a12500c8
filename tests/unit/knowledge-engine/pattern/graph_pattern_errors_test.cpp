#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

#include "knowledge-engine/pattern/graph_pattern.h"

namespace gridlore::pattern {
namespace {

const rdf::PrefixMap prefixes = {{"s", "https://e.example/"}};

/// What was expected or found, and how to mend it, is part of the message; the place is that of the token at fault.
struct Refusal {
    std::string text;
    TextPosition position;
    std::string part_of_message;
};

void expect_refused(const std::vector<Refusal>& refusals) {
    for (const auto& [text, position, part] : refusals) {
        SCOPED_TRACE(testing::PrintToString(text));
        const auto pattern = parse_pattern(text, prefixes);
        if (pattern) {
            ADD_FAILURE() << "read as " << to_string(*pattern);
            continue;
        }
        const Error& error = pattern.error();
        EXPECT_EQ(error.kind, ErrorKind::InvalidInput);
        EXPECT_NE(error.message.find(part), std::string::npos) << error.message;
        EXPECT_TRUE(error.position && *error.position == position) << placed_message(error);
    }
}

TEST(GraphPatternErrors, RefuseWhatHasNoTriple) {
    expect_refused({{"", {1, 1}, "expected at least one triple"},
                    {" \t", {1, 3}, "expected at least one triple"},
                    {"# nothing\n", {2, 1}, "expected at least one triple"},
                    {".", {1, 1}, "found `.`"},
                    {";", {1, 1}, "found `;`"}});
}

TEST(GraphPatternErrors, RefuseTriplesThatAreIncomplete) {
    expect_refused({{"?s", {1, 3}, "found the end"},
                    {"?s ?p", {1, 6}, "found the end"},
                    {"?s ?p .", {1, 7}, "found `.`"},
                    {"?s ?p ?o ,", {1, 11}, "found the end"},
                    {"?s ?p ?o ; ?q", {1, 14}, "found the end"},
                    {"?s ?p ?o ; ?q .", {1, 15}, "found `.`"},
                    {"?s ?p ?o . .", {1, 12}, "found `.`"},
                    {"?s ?p ?o , ; ", {1, 12}, "found `;`"}});
}

TEST(GraphPatternErrors, RefuseTriplesWithTooMuch) {
    expect_refused({{"?s ?p ?o ?x", {1, 10}, "expected `.`, `;` or `,` behind a triple, found `?x`"},
                    {"?s ?p ?o\n?s ?p ?o", {2, 1}, "expected `.`"},
                    {"?s ?p 5 6", {1, 9}, "found `6`"},
                    {"?s ?p ?o }", {1, 10}, "found `}`"},
                    {"?s ?p true1", {1, 11}, "found `1`"}});
}

TEST(GraphPatternErrors, NameThePrefixThatIsNotDeclared) {
    expect_refused({{"?s ex:p ?o", {1, 4}, "the prefix `ex:` is not declared; declare it"},
                    {"?s ?p ?o .\n  ?s ?p :x", {2, 9}, "the prefix `:` is not declared"},
                    {"?s ?p \"7\"^^xsd:int", {1, 12}, "the prefix `xsd:` is not declared"},
                    {"?s rdf:type ?o", {1, 4}, "the prefix `rdf:` is not declared"}});
}

TEST(GraphPatternErrors, RefuseALiteralAsPredicate) {
    for (const char* literal : {"\"x\"", "'x'@en", "5", "-5.0", "true", "false", "'5'^^<urn:t>"}) {
        expect_refused({{std::string("?s\n ") + literal + " ?o", {2, 2}, "a literal cannot be a predicate"}});
    }
}

TEST(GraphPatternErrors, RefuseBlankNodesInAnyForm) {
    expect_refused({{"_:b ?p ?o", {1, 1}, "blank nodes are not allowed in a graph pattern; use a variable"},
                    {"?s _:p ?o", {1, 4}, "blank nodes are not allowed"},
                    {"?s ?p _:o", {1, 7}, "blank nodes are not allowed"},
                    {"[] ?p ?o", {1, 1}, "blank nodes are not allowed"},
                    {"[ ?p ?o ]", {1, 1}, "blank nodes are not allowed"},
                    {"?s ?p [ ?q ?o ]", {1, 7}, "blank nodes are not allowed"}});
}

TEST(GraphPatternErrors, RefuseCollectionsAndQuotedTriples) {
    expect_refused({{"( 1 2 ) ?p ?o", {1, 1}, "collections"},
                    {"?s ?p (1)", {1, 7}, "collections"},
                    {"?s ?p ()", {1, 7}, "collections"},
                    {"<< ?s ?p ?o >> ?q 1", {1, 1}, "RDF-star"},
                    {"?x ?q <<?s ?p ?o>>", {1, 7}, "RDF-star"}});
}

TEST(GraphPatternErrors, RefusePropertyPaths) {
    expect_refused({{"?s s:a/s:b ?o", {1, 7}, "property paths"},
                    {"?s s:a|s:b ?o", {1, 7}, "property paths"},
                    {"?s ^s:a ?o", {1, 4}, "property paths"},
                    {"?s s:a* ?o", {1, 7}, "property paths"},
                    {"?s s:a+ ?o", {1, 7}, "property paths"},
                    {"?s !s:a ?o", {1, 4}, "property paths"},
                    {"?s (s:a) ?o", {1, 4}, "property paths"}});
}

TEST(GraphPatternErrors, NameTheKeywordThatHasNoPlaceInAPattern) {
    for (const std::string keyword :
         {"FILTER", "OPTIONAL", "UNION", "GRAPH", "MINUS", "VALUES", "BIND", "SELECT", "PREFIX", "BASE", "SERVICE",
          "WHERE", "CONSTRUCT", "ASK", "DESCRIBE", "filter", "Optional"}) {
        std::string upper = keyword;
        std::ranges::transform(upper, upper.begin(), [](char c) { return static_cast<char>(std::toupper(c)); });
        const std::string message = upper + " is not allowed in a graph pattern; only triples are";
        expect_refused({{keyword + " { ?s ?p ?o }", {1, 1}, message},
                        {"?s ?p ?o .\n" + keyword + " (?o > 5)", {2, 1}, message},
                        {"?s ?p ?o . " + keyword + "(?o) ?s ?q 5 .", {1, 12}, message},
                        {"?s ?p ?o " + keyword + "(?o)", {1, 10}, message},
                        {"?s ?p ?o ; " + keyword + "(?o)", {1, 12}, message}});
    }
    expect_refused({{"{ ?s ?p ?o }", {1, 1}, "groups are not allowed"},
                    {"?s ?p ?o . { ?s ?q 1 } UNION { ?s ?q 2 }", {1, 12}, "groups are not allowed"}});
}

TEST(GraphPatternErrors, RefuseNamesThatAreNoVariables) {
    expect_refused({{"? ?p ?o", {1, 1}, "expected a variable's name"},
                    {"?s $ ?o", {1, 4}, "behind `$`"},
                    {"?s ?p ?a-b", {1, 7}, "expected a variable's name"},
                    {"??s ?p ?o", {1, 1}, "expected a variable's name"}});
}

TEST(GraphPatternErrors, RefuseRelativeAndBrokenIris) {
    expect_refused({{"<x> ?p ?o", {1, 1}, "the IRI <x> is relative; write it in full"},
                    {"?s ?p <>", {1, 7}, "is relative"},
                    {"?s <#a> ?o", {1, 4}, "is relative"},
                    {"?s ?p \"1\"^^<t>", {1, 12}, "is relative"},
                    {"?s ?p <urn:a", {1, 7}, "the IRI that begins here is not closed; expected `>`"},
                    {"?s ?p <urn:a\n> .", {1, 7}, "not closed"},
                    {"?s ?p <urn:a b>", {1, 13}, "an IRI must not contain spaces"},
                    {"?s ?p <urn:a\\u0020b>", {1, 13}, "not even escaped; percent-encode it"},
                    {"?s ?p <urn:a\\n>", {1, 13}, "an IRI must not contain"},
                    {"http://e.example/ ?p ?o", {1, 1}, "the prefix `http:` is not declared"},
                    {"?s ?p room", {1, 7}, "found `room`"}});
}

TEST(GraphPatternErrors, SayWhereAStringBeginsThatIsNotClosed) {
    expect_refused({{"?s ?p \"warm", {1, 7}, "the string that begins here is not closed; expected `\"`"},
                    {"?s ?p 'warm\"", {1, 7}, "expected `'`"},
                    {"?s ?p \"\"\"warm\n\"\"", {1, 7}, "expected `\"\"\"`"},
                    {"?s ?p 'warm\n'", {1, 7}, "not closed on its line; write a line break as \\n"},
                    {"?s ?p \"warm\\\"", {1, 7}, "not closed"},
                    {"?s ?p \"warm\r\"", {1, 7}, "not closed on its line"}});
}

TEST(GraphPatternErrors, SayWhichEscapeIsNone) {
    expect_refused({{"?s ?p \"a\\qb\"", {1, 9}, "no such escape; write a backslash as \\\\"},
                    {"?s ?p \"\\u12\"", {1, 8}, "a \\u escape needs 4 hexadecimal digits"},
                    {"?s ?p \"\\U0001F6\"", {1, 8}, "a \\U escape needs 8 hexadecimal digits"},
                    {"?s ?p \"\\uD83D\\uDE00\"", {1, 8}, "the escape \\uD83D is no character"},
                    {"?s ?p \"\\U00110000\"", {1, 8}, "is no character"},
                    {"?s ?p s:a\\b", {1, 10}, "a name has no such escape"},
                    {"?s ?p s:a%4", {1, 10}, "two hexadecimal digits"}});
}

TEST(GraphPatternErrors, RefuseLanguagesAndDatatypesThatAreNone) {
    expect_refused({{"?s ?p \"x\"@", {1, 10}, "expected a language tag such as @en"},
                    {"?s ?p \"x\"@1", {1, 10}, "found `@1`"},
                    {"?s ?p \"x\"@en--gb", {1, 10}, "found `@en--gb`"},
                    {"?s ?p \"x\"@abcdefghi", {1, 10}, "expected a language tag"},
                    {"?s ?p \"x\"^^", {1, 12}, "found the end"},
                    {"?s ?p \"x\"^^?t", {1, 12}, "found `?t`"},
                    {"?s ?p \"x\"^^\"t\"", {1, 12}, "found `\"t\"`"},
                    {"?s ?p \"x\" @en", {1, 11}, "found `@en`"}});
}

TEST(GraphPatternErrors, CountLinesByLineFeedsAndColumnsByBytes) {
    expect_refused({{"?s ?p ?o .\r\n?s ?p ex:o", {2, 7}, "ex:"},
                    {"?s ?p \"ü€😀\" , ex:o", {1, 21}, "ex:"},
                    {"?s ?p '''\n\n''' ; ex:p 1", {3, 7}, "ex:"}});
}

TEST(GraphPatternErrors, SayWhereTheTextIsNotUtf8) {
    expect_refused({{"?s ?p \"\xFF\"", {1, 8}, "not valid UTF-8"},
                    {"?s ?p ?o .\n# \xC3(", {2, 3}, "not valid UTF-8"},
                    {"?s ?p \"\xED\xA0\x80\"", {1, 8}, "not valid UTF-8"},
                    {"?s ?p <urn:\xC0\xAF>", {1, 12}, "not valid UTF-8"}});
}

TEST(GraphPatternErrors, RefuseNulOutsideStrings) {
    expect_refused({{std::string("?s ?p ?o\0", 9), {1, 9}, "expected `.`"},
                    {std::string("?s\0?p ?o", 8), {1, 3}, "expected"},
                    {std::string("?s ?p <urn:\0>", 13), {1, 12}, "an IRI must not contain"}});
}

TEST(GraphPatternErrors, CutWhatWasFoundToAReadableLength) {
    const auto pattern = parse_pattern("?s ?p " + std::string(10'000, 'x'), prefixes);
    ASSERT_FALSE(pattern);
    EXPECT_LT(pattern.error().message.size(), 200U);
    const auto wide = parse_pattern("?s ?p " + std::string(39, 'x') + "üüü", prefixes);
    ASSERT_FALSE(wide);
    EXPECT_TRUE(wide.error().message.ends_with("xü`")) << wide.error().message;
}

TEST(GraphPatternErrors, NameThePrefixThatCannotBeDeclared) {
    const std::tuple<const char*, const char*, const char*> cases[] = {
        {"s:", "urn:x", "`s:` is no name of a prefix; write it without the colon"},
        {"1s", "urn:x", "`1s` is no name of a prefix"},
        {"s.", "urn:x", "`s.` is no name"},
        {"_", "urn:x", "`_` is no name"},
        {"a b", "urn:x", "`a b` is no name"},
        {"\xFF", "urn:x", "not valid UTF-8"},
        {"s", "\xFF", "not valid UTF-8"},
        {"s", "", "stands for ``, which is no absolute IRI"},
        {"s", "relative/", "the prefix `s:` stands for `relative/`, which is no absolute IRI"},
        {"s", "urn:a b", "no absolute IRI"},
        {"s", "<urn:a>", "no absolute IRI"}};
    for (const auto& [name, iri, part] : cases) {
        SCOPED_TRACE(part);
        const auto pattern = parse_pattern("?s ?p ?o", {{name, iri}});
        ASSERT_FALSE(pattern);
        EXPECT_EQ(pattern.error().kind, ErrorKind::InvalidInput);
        EXPECT_NE(pattern.error().message.find(part), std::string::npos) << pattern.error().message;
    }
}

}  // namespace
}  // namespace gridlore::pattern
