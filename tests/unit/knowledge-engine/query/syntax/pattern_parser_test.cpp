#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/unit/knowledge-engine/query/syntax/algebra_of.h"

namespace gridlore::query {
namespace {

TEST(PatternParser, JoinsWhatStandsBesideEachOther) {
    const std::pair<const char*, const char*> cases[] = {
        {R"( )", R"((bgp))"},
        {R"(?s :p ?o . ?o :q 1 . FILTER (?o > 1) ?s a :T)",
         R"((filter (> ?o 1) (bgp (triple ?s <e:p> ?o) (triple ?o <e:q> 1) (triple ?s rdf:type <e:T>))))"},
        {R"({ ?s :p ?o } { ?s :q ?o } ?s :r ?o)",
         R"((join (join (bgp (triple ?s <e:p> ?o)) (bgp (triple ?s <e:q> ?o))) (bgp (triple ?s <e:r> ?o))))"},
        {R"({ { ?s :p ?o } })", R"((bgp (triple ?s <e:p> ?o)))"},
        {R"({ :a :p 1 } UNION { :a :q 2 } UNION { :a :r 3 })",
         R"((union (union (bgp (triple <e:a> <e:p> 1)) (bgp (triple <e:a> <e:q> 2))) (bgp (triple <e:a> <e:r> 3))))"},
        {R"(GRAPH ?g { ?s :p ?o } GRAPH :g { })",
         R"((join (graph ?g (bgp (triple ?s <e:p> ?o))) (graph <e:g> (bgp))))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_group(text), expected);
    }
}

TEST(PatternParser, TakesFiltersOfAnOptionalPartForItsCondition) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(?s :p ?o OPTIONAL { ?o :q ?x FILTER (?x = ?s) FILTER (?x > 1) } OPTIONAL { ?s :r ?y })",
         R"((left-join (left-join (&& (= ?x ?s) (> ?x 1)) (bgp (triple ?s <e:p> ?o)) (bgp (triple ?o <e:q> ?x))) (bgp (triple ?s <e:r> ?y))))"},
        {R"(?s :p ?o OPTIONAL { { ?o :q ?x FILTER (?x = ?s) } })",
         R"((left-join (bgp (triple ?s <e:p> ?o)) (filter (= ?x ?s) (bgp (triple ?o <e:q> ?x)))))"},
        {R"(OPTIONAL { :a :p ?x })", R"((left-join (bgp) (bgp (triple <e:a> <e:p> ?x))))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_group(text), expected);
    }
}

TEST(PatternParser, AppliesFiltersToTheWholeGroup) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(FILTER (?x) FILTER BOUND(?x) FILTER NOT EXISTS { ?s :p ?x } FILTER :f(?x) ?s :p ?x)",
         R"((filter (&& (&& ?x (BOUND ?x)) (&& (not-exists (bgp (triple ?s <e:p> ?x))) (call <e:f> ?x))) (bgp (triple ?s <e:p> ?x))))"},
        {R"(?s :p ?o MINUS { ?s :q ?o } . ?s :r 1 FILTER (?o))",
         R"((filter ?o (join (minus (bgp (triple ?s <e:p> ?o)) (bgp (triple ?s <e:q> ?o))) (bgp (triple ?s <e:r> 1)))))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_group(text), expected);
    }
}

TEST(PatternParser, BindsWhatStandsBefore) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(?s :p ?o BIND (?o + 1 AS ?x) ?s :q ?x)",
         R"((join (extend ?x (+ ?o 1) (bgp (triple ?s <e:p> ?o))) (bgp (triple ?s <e:q> ?x))))"},
        {R"(BIND (1 AS ?x) { BIND (2 AS ?y) } UNION { BIND (3 AS ?y) })",
         R"((join (extend ?x 1 (bgp)) (union (extend ?y 2 (bgp)) (extend ?y 3 (bgp)))))"},
        {R"(?s :p ?x OPTIONAL { BIND (1 AS ?x) })", R"((left-join (bgp (triple ?s <e:p> ?x)) (extend ?x 1 (bgp))))"},
        {R"(?s :p ?x MINUS { ?s :q ?y } BIND (1 AS ?y))",
         R"((extend ?y 1 (minus (bgp (triple ?s <e:p> ?x)) (bgp (triple ?s <e:q> ?y)))))"},
        {R"(?s :p ?x FILTER (?y) BIND (1 AS ?y))", R"((filter ?y (extend ?y 1 (bgp (triple ?s <e:p> ?x)))))"},
        {R"(?s :p ?x BIND (1 AS ?x))",
         R"(line 1, column 27: ?x is already used in this group; BIND needs a new variable)"},
        {R"({ ?s :p ?x } BIND (1 AS ?x))",
         R"(line 1, column 31: ?x is already used in this group; BIND needs a new variable)"},
        {R"(GRAPH ?g { } BIND (1 AS ?g))",
         R"(line 1, column 31: ?g is already used in this group; BIND needs a new variable)"},
        {R"({ SELECT ?x { ?x :p ?y } } BIND (1 AS ?y) BIND (1 AS ?x))",
         R"(line 1, column 60: ?x is already used in this group; BIND needs a new variable)"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_group(text), expected);
    }
}

TEST(PatternParser, ReadsTables) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(VALUES ?x { 1 :a UNDEF "s" })", R"((table (?x) (row 1) (row <e:a>) (row undef) (row "s")))"},
        {R"(VALUES (?x ?y) { (1 UNDEF) (:a true) })", R"((table (?x ?y) (row 1 undef) (row <e:a> true)))"},
        {R"(VALUES () { () () })", R"((table () (row) (row)))"},
        {R"(VALUES (?x ?x) { })", R"(line 1, column 18: VALUES names ?x twice)"},
        {R"(VALUES (?x ?y) { (1) })",
         R"(line 1, column 24: a row of VALUES needs a term or UNDEF for each of its 2 variables, found 1)"},
        {R"(VALUES (?x) { (1 2) })",
         R"(line 1, column 21: a row of VALUES needs a term or UNDEF for each of its 1 variables, found 2)"},
        {R"(VALUES ?x { ?y })", R"(line 1, column 19: expected an IRI, a literal or UNDEF in VALUES, found `?y`)"},
        {R"(VALUES ?x { _:b })", R"(line 1, column 19: expected an IRI, a literal or UNDEF in VALUES, found `_:b`)"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_group(text), expected);
    }
}

TEST(PatternParser, SaysWhatIsWrong) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(GRAPH { })", R"(line 1, column 13: expected a variable or an IRI, found `{`)"},
        {R"(:a :b :c SELECT ?x { })", R"(line 1, column 16: a subquery needs braces of its own: { SELECT … })"},
        {R"(OPTIONAL ?x :p 1)", R"(line 1, column 16: expected `{` before a group of patterns, found `?x`)"},
        {R"(FILTER ?x)", R"(line 1, column 14: expected an expression in parentheses or a function call, found `?x`)"},
        {R"(FILTER :f)",
         R"(line 1, column 14: expected an expression in parentheses or a function call, found an IRI without arguments)"},
        {R"(BIND (1 ?x))", R"(line 1, column 15: expected AS, found `?x)`)"},
        {R"({ ?x :p 1 } UNION ?y :p 2)", R"(line 1, column 25: expected `{` before a group of patterns, found `?y`)"},
        {R"(SERVICE { })", R"(line 1, column 15: expected a variable or an IRI, found `{`)"},
        {R"(nonsense)",
         R"(line 1, column 7: expected a triple, a `{`, or one of OPTIONAL, FILTER, BIND, GRAPH, MINUS, VALUES, SERVICE, or `}`, found `nonsense`)"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_group(text), expected);
    }
}

TEST(PatternParser, KeepsTheTextOfAService) {
    const auto query = parse_query(
        "BASE <http://b/> PREFIX x: <http://x/> ASK { SERVICE ?s { ?a x:p <c> { SELECT * { } } # end\n } }", {});
    ASSERT_TRUE(query) << query.error().message;
    EXPECT_EQ(std::get<Service>(query->pattern->node).text,
              "BASE <http://b/>\nPREFIX x: <http://x/>\nSELECT * WHERE { ?a x:p <c> { SELECT * { } } # end\n } ");
}

}  // namespace
}  // namespace gridlore::query
