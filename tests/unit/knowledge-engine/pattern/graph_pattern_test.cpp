#include "knowledge-engine/pattern/graph_pattern.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "knowledge-engine/pattern/term_reader.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::pattern {
namespace {

using rdf::Term;

const rdf::PrefixMap prefixes = {{"s", "https://e.example/"},
                                 {"", "urn:empty:"},
                                 {"a", "urn:a:"},
                                 {"true", "urn:true:"},
                                 {"filter", "urn:filter:"},
                                 {"é.x", "urn:accent:"},
                                 {"xsd", std::string(rdf::xsd_ns)}};

/// The canonical form of what is read, or the error.
std::string canonical(std::string_view text) {
    const auto pattern = parse_pattern(text, prefixes);
    return pattern ? to_string(*pattern) : "refused: " + placed_message(pattern.error());
}

Term object_of(std::string_view text) {
    const auto pattern = parse_pattern("?s ?p " + std::string(text), prefixes);
    if (!pattern) {
        ADD_FAILURE() << placed_message(pattern.error());
        return {};
    }
    return std::get<Term>(pattern->triples.at(0).object);
}

TEST(GraphPattern, IsWrittenInCanonicalForm) {
    EXPECT_EQ(canonical("?r a s:Room ; s:temp ?t"),
              "?r <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://e.example/Room> . "
              "?r <https://e.example/temp> ?t . ");
}

TEST(GraphPattern, IsTheSameWithAndWithoutAFinalDot) {
    const std::string expected = "?s ?p ?o . ";
    for (const char* text : {"?s ?p ?o", "?s ?p ?o.", "?s ?p ?o .", "?s ?p ?o . ", " \t?s\n?p\r\n?o ;", "?s ?p ?o;.",
                             "?s ?p ?o ; ; .", "$s $p $o", "?s?p?o", "?s ?p ?o # the end", "# first\n?s ?p ?o"}) {
        SCOPED_TRACE(text);
        EXPECT_EQ(canonical(text), expected);
    }
}

TEST(GraphPattern, ExpandsListsOfObjectsAndPredicates) {
    EXPECT_EQ(canonical("?s ?p 1,2 , 3 ; ?q ?o ;; ?r 4 ; . ?t ?p 5"),
              "?s ?p 1 . ?s ?p 2 . ?s ?p 3 . ?s ?q ?o . ?s ?r 4 . ?t ?p 5 . ");
}

TEST(GraphPattern, TakesCommentsAndLineBreaksBetweenAllTokens) {
    EXPECT_EQ(canonical("?s#1\r\n?p#2\r?o#3\n,#4\n?u#5\n;#6\n?q#7\n?v#8\n.#9\n"), "?s ?p ?o . ?s ?p ?u . ?s ?q ?v . ");
    EXPECT_EQ(canonical("<urn:a#b> <urn:p#q> \"a # b\""), "<urn:a#b> <urn:p#q> \"a # b\" . ");
}

TEST(GraphPattern, ResolvesPrefixesAsDeclared) {
    EXPECT_EQ(canonical("s:x s:a.b s:"), "<https://e.example/x> <https://e.example/a.b> <https://e.example/> . ");
    EXPECT_EQ(canonical(":x : :y:z ."), "<urn:empty:x> <urn:empty:> <urn:empty:y:z> . ");
    EXPECT_EQ(canonical("s:\\~\\/x s:%41 s:1é."),
              "<https://e.example/~/x> <https://e.example/%41> "
              "<https://e.example/1é> . ");
    EXPECT_EQ(canonical("é.x:y a é.x:z"),
              "<urn:accent:y> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
              "<urn:accent:z> . ");
}

TEST(GraphPattern, TakesKeywordsAsPrefixes) {
    EXPECT_EQ(canonical("a:x a:y a:a"), "<urn:a:x> <urn:a:y> <urn:a:a> . ");
    EXPECT_EQ(canonical("true:x true:y true"), "<urn:true:x> <urn:true:y> true . ");
    EXPECT_EQ(canonical("filter:x filter:y filter:z"), "<urn:filter:x> <urn:filter:y> <urn:filter:z> . ");
}

TEST(GraphPattern, KeepsTheFormOfNumbers) {
    const std::pair<const char*, std::string_view> cases[] = {
        {"7", rdf::xsd_integer},     {"007", rdf::xsd_integer},  {"+5", rdf::xsd_integer},     {"-3", rdf::xsd_integer},
        {"21.50", rdf::xsd_decimal}, {".5", rdf::xsd_decimal},   {"-0.0", rdf::xsd_decimal},   {"7e0", rdf::xsd_double},
        {"7.e1", rdf::xsd_double},   {".5E-3", rdf::xsd_double}, {"+1.5e+10", rdf::xsd_double}};
    for (const auto& [text, datatype] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(object_of(text), Term::literal(text, std::string(datatype)));
    }
    EXPECT_EQ(canonical("?s ?p 7."), "?s ?p 7 . ");
    EXPECT_EQ(canonical("?s ?p 7.?s ?q 7.5."), "?s ?p 7 . ?s ?q 7.5 . ");
}

TEST(GraphPattern, ReadsBooleansAsWrittenOnly) {
    EXPECT_EQ(object_of("true"), Term::literal("true", std::string(rdf::xsd_boolean)));
    EXPECT_EQ(object_of("false."), Term::literal("false", std::string(rdf::xsd_boolean)));
    EXPECT_TRUE(canonical("?s ?p TRUE").starts_with("refused: "));
}

TEST(GraphPattern, ReadsStringsInAllFourQuotings) {
    for (const char* text : {"\"warm\"", "'warm'", "\"\"\"warm\"\"\"", "'''warm'''", "\"warm\"^^xsd:string",
                             "\"w\\u0061rm\"", "'\\U00000077arm'"}) {
        SCOPED_TRACE(text);
        EXPECT_EQ(object_of(text), Term::string("warm"));
    }
    EXPECT_EQ(object_of("'''a\n\"'b'\\\\'''"), Term::string("a\n\"'b'\\"));
    EXPECT_EQ(object_of("\"\\t\\b\\n\\r\\f\\\"\\'\\\\\""), Term::string("\t\b\n\r\f\"'\\"));
    EXPECT_EQ(object_of("''"), Term::string(""));
    EXPECT_EQ(object_of("\"\\U0001F600\""), Term::string("😀"));
}

TEST(GraphPattern, ReadsLanguagesAndDatatypes) {
    EXPECT_EQ(object_of("\"warm\"@EN-gb"), Term::language_string("warm", "en-GB"));
    EXPECT_EQ(object_of("\"7\"^^xsd:int"), Term::literal("7", std::string(rdf::xsd_int)));
    EXPECT_EQ(object_of("\"7\"^^<urn:t>"), Term::literal("7", "urn:t"));
    EXPECT_EQ(object_of("\"eek\"^^xsd:decimal"), Term::literal("eek", std::string(rdf::xsd_decimal)));
}

TEST(GraphPattern, WritesShortFormsOnlyWhereTheyAreReadBack) {
    EXPECT_EQ(canonical("?s ?p \"7\"^^xsd:integer"), "?s ?p 7 . ");
    EXPECT_EQ(canonical("?s ?p \"5.0\"^^xsd:decimal"), "?s ?p 5.0 . ");
    EXPECT_EQ(canonical("?s ?p \"true\"^^xsd:boolean"), "?s ?p true . ");
    EXPECT_EQ(canonical("?s ?p \"1\"^^xsd:boolean"), "?s ?p \"1\"^^<http://www.w3.org/2001/XMLSchema#boolean> . ");
    EXPECT_EQ(canonical("?s ?p \"5\"^^xsd:decimal"), "?s ?p \"5\"^^<http://www.w3.org/2001/XMLSchema#decimal> . ");
    EXPECT_EQ(canonical("?s ?p \"5.\"^^xsd:decimal"), "?s ?p \"5.\"^^<http://www.w3.org/2001/XMLSchema#decimal> . ");
    EXPECT_EQ(canonical("?s ?p 7e0"), "?s ?p \"7e0\"^^<http://www.w3.org/2001/XMLSchema#double> . ");
    EXPECT_EQ(canonical("?s ?p 'a\"\\n'@EN"), "?s ?p \"a\\\"\\n\"@en . ");
}

TEST(GraphPattern, MayBeGroundOrHaveALiteralAsSubjectOrOnlyVariables) {
    EXPECT_EQ(canonical("s:a s:b s:c"), "<https://e.example/a> <https://e.example/b> <https://e.example/c> . ");
    EXPECT_EQ(canonical("\"x\" s:b 5"), "\"x\" <https://e.example/b> 5 . ");
    EXPECT_EQ(canonical("?x ?x ?x"), "?x ?x ?x . ");
}

TEST(GraphPattern, IsASetInTheOrderWritten) {
    const auto pattern =
        parse_pattern("?b ?p 1 . ?a ?p 1, 1 . ?b ?p 1 . $b ?p \"1\"^^xsd:integer . ?b ?p 01", prefixes);
    ASSERT_TRUE(pattern);
    EXPECT_EQ(to_string(*pattern), "?b ?p 1 . ?a ?p 1 . ?b ?p 01 . ");
}

TEST(GraphPattern, NamesItsVariablesByFirstAppearance) {
    const auto pattern = parse_pattern("?z ?a s:x . $a s:y $m ; ?z ?ü_1", prefixes);
    ASSERT_TRUE(pattern);
    EXPECT_EQ(pattern->variables(), (std::vector<std::string>{"z", "a", "m", "ü_1"}));
    EXPECT_TRUE(parse_pattern("s:x s:y 5", prefixes)->variables().empty());
}

TEST(GraphPattern, WritesOneTripleWithoutADot) {
    const auto pattern = parse_pattern("?x a s:Room", prefixes);
    ASSERT_TRUE(pattern);
    EXPECT_EQ(to_string(pattern->triples.front()),
              "?x <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://e.example/Room>");
    EXPECT_EQ(to_string(GraphPattern{}), "");
}

TEST(GraphPattern, TakesAsManyTriplesAsItsLimit) {
    std::string text;
    for (int i = 0; i < 10'000; ++i) {
        text += "?s" + std::to_string(i) + " s:p " + std::to_string(i) + " .\n";
    }
    const auto pattern = parse_pattern(text, prefixes, {.triples = 10'000, .bytes = text.size()});
    ASSERT_TRUE(pattern) << placed_message(pattern.error());
    EXPECT_EQ(pattern->triples.size(), 10'000U);
    EXPECT_EQ(pattern->variables().size(), 10'000U);

    const auto refused = parse_pattern(text, prefixes, {.triples = 9'999, .bytes = text.size()});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::LimitExceeded);
    EXPECT_EQ(refused.error().position->line, 10'000U);
    EXPECT_NE(refused.error().message.find("9999"), std::string::npos) << refused.error().message;
}

TEST(GraphPattern, CountsATripleWrittenTwiceOnce) {
    const auto pattern = parse_pattern("?s ?p 1, 1, 1, 1", prefixes, {.triples = 4, .bytes = 100});
    ASSERT_TRUE(pattern) << placed_message(pattern.error());
    EXPECT_EQ(pattern->triples.size(), 1U);
    EXPECT_EQ(parse_pattern("?s ?p 1, 1, 1, 1", prefixes, {.triples = 3, .bytes = 100}).error().kind,
              ErrorKind::LimitExceeded)
        << "but the limit is on what is written";
}

TEST(GraphPattern, RefusesIrisThatPrefixesMakeTooLong) {
    const rdf::PrefixMap longest = {{"p", "urn:" + std::string(longest_iri - 5, 'x')}};
    EXPECT_TRUE(parse_pattern("?s p:a ?o", longest));
    const auto refused = parse_pattern("?s p:ab ?o", longest);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("8192 bytes"), std::string::npos) << refused.error().message;
    EXPECT_FALSE(parse_pattern("?s ?p ?o", {{"p", "urn:" + std::string(longest_iri, 'x')}}));
    EXPECT_FALSE(parse_pattern("?s <urn:" + std::string(longest_iri, 'x') + "> ?o", {}));
}

TEST(GraphPattern, TakesAsManyBytesAsItsLimit) {
    EXPECT_TRUE(parse_pattern("?s ?p ?o", {}, {.triples = 1, .bytes = 8}));
    const auto refused = parse_pattern("?s ?p ?o ", {}, {.triples = 1, .bytes = 8});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::LimitExceeded);
    EXPECT_NE(refused.error().message.find("8 bytes"), std::string::npos) << refused.error().message;
}

/// Patterns of any kind of term that a pattern can hold.
class RandomPatterns {
  public:
    GraphPattern next() {
        GraphPattern pattern;
        const std::size_t count = 1 + number(5);
        while (pattern.triples.size() < count) {
            TriplePattern triple{term(), predicate(), term()};
            if (std::ranges::find(pattern.triples, triple) == pattern.triples.end()) {
                pattern.triples.push_back(std::move(triple));
            }
        }
        return pattern;
    }

  private:
    std::size_t number(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }

    std::string text() {
        static const std::string pieces[] = {"a",  "\"", "\\",  "\n", "\t", "'",   "ü", "😀",  "#", " ",
                                             "\r", ".",  "\\n", "@",  "<",  "^^<", "5", "\f", "\b"};
        std::string result;
        for (std::size_t i = number(6); i > 0; --i) {
            result += pieces[number(std::size(pieces))];
        }
        return result;
    }

    PatternTerm predicate() {
        static const PatternTerm predicates[] = {Variable{"p"}, Variable{"0ü"}, Term::iri("urn:p"),
                                                 Term::iri("https://e.example/é#%20"),
                                                 Term::iri(std::string(rdf::rdf_type))};
        return predicates[number(std::size(predicates))];
    }

    PatternTerm term() {
        static const std::string_view datatypes[] = {rdf::xsd_integer, rdf::xsd_decimal, rdf::xsd_boolean,
                                                     rdf::xsd_double, "urn:t"};
        static const char* numbers[] = {"7", "+07", "-7.50", ".5", "5.", "true", "1", "7e0", "", "x", "- 1"};
        switch (number(5)) {
            case 0:
                return Term::string(text());
            case 1:
                return Term::language_string(text(), "en-GB");
            case 2:
                return Term::literal(numbers[number(std::size(numbers))],
                                     std::string(datatypes[number(std::size(datatypes))]));
            case 3:
                return Term::literal(text(), "urn:t");
            default:
                return predicate();
        }
    }

    std::mt19937_64 random_{20260711};
};

TEST(GraphPattern, KnowsWhereEachTripleBegins) {
    const auto positions =
        triple_positions("?r a s:Room ;\n  s:temp ?t ,\n    ?u ; .\n ?r a s:Room . # again\n?t s:of ?r", prefixes);
    ASSERT_TRUE(positions);
    EXPECT_EQ(*positions, (std::vector<TextPosition>{{1, 1}, {2, 3}, {3, 5}, {5, 1}}));
    EXPECT_FALSE(triple_positions("?r a", prefixes));
}

TEST(GraphPattern, ComesBackFromItsCanonicalForm) {
    RandomPatterns patterns;
    for (int i = 0; i < 5'000; ++i) {
        const GraphPattern pattern = patterns.next();
        const std::string text = to_string(pattern);
        SCOPED_TRACE(text);
        const auto again = parse_pattern(text, {});
        ASSERT_TRUE(again) << placed_message(again.error());
        ASSERT_EQ(*again, pattern);
        ASSERT_EQ(to_string(*again), text);
    }
}

}  // namespace
}  // namespace gridlore::pattern
