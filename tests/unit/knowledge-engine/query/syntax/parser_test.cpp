#include "knowledge-engine/query/syntax/parser.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/unit/knowledge-engine/query/syntax/algebra_of.h"

namespace gridlore::query {
namespace {

std::string repeated(std::size_t times, std::string_view text) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

TEST(Parser, ReadsUnicodeEscapesBeforeTokens) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(ASK { \u003Fx <e:\u0070> "\u00e9\U0001F46A" })", R"((ask (bgp (triple ?x <e:p> "é👪"))))"},
        {R"(\u0041SK { ?\u0061 :\u0062 1 })", R"((ask (bgp (triple ?a <e:b> 1))))"},
        {R"(ASK { ?a :b "\u0022\u005C\u000A" })", R"((ask (bgp (triple ?a <e:b> "\"\\\n"))))"},
        {R"(ASK { ?a :b "\\u0041" })", R"((ask (bgp (triple ?a <e:b> "\\u0041"))))"},
        {R"(# a comment \u000A ASK
ASK { })",
         R"((ask (bgp)))"},
        {R"(ASK { ?a :b \u005cu0031 })",
         R"(line 1, column 13: expected a variable, an IRI, a literal, a blank node or a collection, found `\u005cu0031`)"},
        {R"(ASK { ?a :b "\uD800" })",
         R"(line 1, column 14: the escape \uD800 is no character; write characters beyond FFFF as \U and eight digits)"},
        {R"(ASK { <\u003E> :b 1 })",
         R"(line 1, column 8: an IRI must not contain this character, not even escaped; percent-encode it)"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of(text), expected);
    }
}

TEST(Parser, TellsPlacesOfTheTextAsItWasGiven) {
    EXPECT_EQ(algebra_of("ASK {\n \\u003Fx :p \\u003Fy . ?z }"),
              "line 2, column 26: expected a predicate: a variable, an IRI, `a` or a property path, found `}`");
    EXPECT_EQ(algebra_of("ASK {\r\n# comment\n\n  ]"),
              "line 4, column 3: expected a triple, a `{`, or one of OPTIONAL, FILTER, BIND, GRAPH, MINUS, VALUES, "
              "SERVICE, or `}`, found `]`");
}

TEST(Parser, PassesOverAByteOrderMark) {
    EXPECT_EQ(algebra_of("\xEF\xBB\xBF ASK { }"), "(ask (bgp))");
}

TEST(Parser, RefusesWhatIsNotUtf8) {
    EXPECT_EQ(algebra_of("ASK { ?s ?p \"\xFF\" }"),
              "line 1, column 14: the text is not valid UTF-8 here; send it encoded as UTF-8");
}

TEST(Parser, WantsABaseForRelativeIris) {
    const auto query = parse_query("ASK { <a> ?p ?o }", {});
    ASSERT_FALSE(query);
    EXPECT_EQ(query.error().message, "the IRI <a> is relative and no base is known; write it in full, or BASE");
}

// --- Limits ---

TEST(Parser, BoundsNestingOfEveryKind) {
    constexpr std::size_t many = 100'000;
    const std::pair<const char*, const char*> cases[] = {
        {"ASK ", "{ "},
        {"ASK { FILTER ", "("},
        {"ASK { FILTER ", "ABS("},
        {"ASK { FILTER (", "<f>("},
        {"ASK { FILTER (1 + ", "(1 + "},
        {"ASK { FILTER (1 IN ", "(1 IN "},
        {"ASK { FILTER ", "NOT EXISTS { FILTER "},
        {"ASK { ?s ?p ", "[ ?p "},
        {"ASK { ?s ?p ", "( "},
        {"ASK { ", "[ :p ( "},
        {"ASK { ?s ", "("},
        {"ASK { ?s ", "^(:p/"},
        {"ASK ", "{ SELECT * "},
        {"ASK ", "{ SELECT ?x "},
        {"ASK { ?s ?p ?o ", "OPTIONAL { "},
        {"ASK ", "{ GRAPH ?g "},
        {"ASK ", "{ SERVICE ?g "},
        {"ASK ", "{ MINUS "},
        {"ASK ", "{ { } UNION "},
        {"SELECT ", "(EXISTS { SELECT "},
        {"CONSTRUCT { ", "[ :p "},
        {"CONSTRUCT { ?s ?p ", "( "},
        {"SELECT (COUNT(", "("},
        {"ASK { } GROUP BY ", "("},
    };
    for (const auto& [begin, nested] : cases) {
        SCOPED_TRACE(std::string(begin) + nested);
        ParseOptions options = test_options();
        options.bytes = std::size_t{100} << 20;
        const auto query = parse_query(begin + repeated(many, nested), options);
        ASSERT_FALSE(query);
        EXPECT_EQ(query.error().kind, ErrorKind::LimitExceeded);
        EXPECT_EQ(query.error().message,
                  "groups, expressions, paths and collections may stand within each other at most 100 deep");
    }
}

TEST(Parser, BoundsTheHeightOfChains) {
    const std::pair<const char*, const char*> cases[] = {
        {"ASK { ", "OPTIONAL { ?s ?p ?o } "},
        {"ASK { ", "MINUS { ?s ?p ?o } "},
        {"ASK { FILTER (1", " + 1"},
        {"ASK { FILTER (1", " * 1"},
    };
    for (const auto& [begin, link] : cases) {
        SCOPED_TRACE(link);
        const bool is_expression = std::string_view(begin).ends_with('1');
        const std::string end = is_expression ? ") }" : "}";
        EXPECT_TRUE(parse_query(begin + repeated(900, link) + end, test_options()));
        const auto query = parse_query(begin + repeated(40'000, link) + end, test_options());
        ASSERT_FALSE(query);
        EXPECT_EQ(query.error().kind, ErrorKind::LimitExceeded);
        EXPECT_EQ(query.error().message, "the query is too long a chain: its tree may be at most 1000 high");
    }
}

TEST(Parser, KeepsChainsLowWhoseOrderIsAllOne) {
    const std::pair<const char*, const char*> cases[] = {
        {"{ FILTER (1", " || 1"}, {"{ FILTER (1", " && 1"}, {"{ { } ", "UNION { } "},
        {"{ ", "{ ?s ?p ?o } "},  {"{ ", "FILTER (?x) "},   {"{ ?s :p", "/:p"},
        {"{ ?s (:p", "/:p"},      {"{ ?s (:p", "|:p"},      {"{ ", "GRAPH ?g { ?s ?p ?o } "},
    };
    for (const auto& [begin, link] : cases) {
        SCOPED_TRACE(link);
        const std::string_view start = begin;
        const std::string end = start.ends_with("(1")    ? ") }"
                                : start.ends_with("(:p") ? ")* ?o }"
                                : start.ends_with(":p")  ? " ?o }"
                                                         : "}";
        const auto query = parse_query("ASK " + (begin + repeated(9'000, link)) + end, test_options());
        ASSERT_TRUE(query) << query.error().message;
        EXPECT_LT(query->pattern->height, 40U);
        EXPECT_FALSE(to_string(*query).empty());
    }
}

TEST(Parser, BoundsBytesVariablesTriplesAndOperations) {
    ParseOptions options = test_options();
    options.bytes = 10;
    EXPECT_TRUE(parse_query("ASK {    }", options));
    EXPECT_EQ(parse_query("ASK {     }", options).error().message,
              "the text has 11 bytes; a query or update may have at most 10");
    options = test_options();
    options.variables = 2;
    EXPECT_TRUE(parse_query("ASK { ?a ?b :c }", options));
    EXPECT_EQ(parse_query("ASK { ?a ?b [] }", options).error().message,
              "a query or operation may have at most 2 variables, those for blank nodes and aggregates included");
    options = test_options();
    options.operations = 2;
    EXPECT_TRUE(parse_update("INSERT DATA { :a :b 1, 2 }", options));
    EXPECT_EQ(parse_update("INSERT DATA { :a :b 1, 2, 3 }", options).error().message,
              "a request may have at most 2 triples");
    EXPECT_EQ(parse_query("ASK { VALUES ?x { 1 2 3 } }", options).error().message,
              "a request may have at most 2 triples");
    EXPECT_EQ(parse_update("CLEAR ALL ; CLEAR ALL ; CLEAR ALL", options).error().message,
              "an update may have at most 2 operations");
}

TEST(Parser, BoundsWhatPrefixesMakeOfAShortText) {
    const std::string long_iri = "<e:" + repeated(8000, "x") + ">";
    EXPECT_EQ(algebra_of("ASK { " + ("<e:" + repeated(9000, "x")) + "> ?p ?o }"),
              "line 1, column 7: an IRI may have at most 8192 bytes");
    const auto query =
        parse_query("PREFIX x: " + long_iri + " ASK { ?s ?p " + repeated(20'000, "x:,") + "x: }", {.bytes = 100'000});
    ASSERT_FALSE(query);
    EXPECT_EQ(query.error().kind, ErrorKind::LimitExceeded);
}

/// What a text is cut to at any place is refused or read, and never more than that.
TEST(Parser, BearsATextThatIsCutAnywhere) {
    const std::string text =
        "PREFIX x: <http://x/> SELECT DISTINCT ?a (COUNT(DISTINCT ?b) + 1.5e3 AS ?n) FROM <g> WHERE { ?a "
        "x:p/^x:q*|!(a) "
        "[ x:r ( 1 'two'@en \"\"\"3\"\"\"^^x:t ) ] . OPTIONAL { ?a ?b _:c FILTER REGEX(?b, \"\\u0041\", 'i') } GRAPH "
        "?g "
        "{ VALUES (?v ?w) { (UNDEF true) } } MINUS { SERVICE SILENT <s> { SELECT * { } } } BIND (IF(?a < ?b, ?c, -1) "
        "AS "
        "?d) FILTER (NOT EXISTS { ?x ?y ?z } && ?a IN (1, 2)) } GROUP BY ?a HAVING (SUM(?b) > 3) ORDER BY DESC(?a) "
        "LIMIT "
        "5 OFFSET 6 VALUES ?a { x:y }";
    EXPECT_TRUE(parse_query(text, test_options()));
    for (std::size_t length = 0; length < text.size(); ++length) {
        const auto query = parse_query(std::string_view(text).substr(0, length), test_options());
        EXPECT_TRUE(query || query.error().kind == ErrorKind::InvalidInput);
    }
}

}  // namespace
}  // namespace gridlore::query
