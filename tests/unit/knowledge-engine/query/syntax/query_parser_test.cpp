#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/unit/knowledge-engine/query/syntax/algebra_of.h"

namespace gridlore::query {
namespace {

TEST(QueryParser, ReadsTheFourForms) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(ASK { ?s :p ?o })", R"((ask (bgp (triple ?s <e:p> ?o))))"},
        {R"(ASK FROM :g WHERE { })", R"((ask (from <e:g>) (bgp)))"},
        {R"(SELECT ?o ?s ?o FROM :g FROM NAMED <h> { ?s :p ?o })",
         R"((select (?o ?s) (from <e:g>) (from-named <http://base/h>) (project (?o ?s) (bgp (triple ?s <e:p> ?o)))))"},
        {R"(CONSTRUCT { ?s :p [ :q ?o ] . _:x :r (1) } WHERE { ?s :p ?o } LIMIT 1)",
         R"((construct (template (triple _:.0 <e:q> ?o) (triple ?s <e:p> _:.0) (triple _:.1 rdf:first 1) (triple _:.1 rdf:rest rdf:nil) (triple _:x <e:r> _:.1)) (slice 0 1 (bgp (triple ?s <e:p> ?o)))))"},
        {R"(CONSTRUCT { } { ?s ?p ?o })", R"((construct (template) (bgp (triple ?s ?p ?o))))"},
        {R"(CONSTRUCT WHERE { ?s :p _:b ; :q [] . })",
         R"((construct (template (triple ?s <e:p> _:b) (triple ?s <e:q> _:.0)) (bgp (triple ?s <e:p> ?_:b) (triple ?s <e:q> ?.0))))"},
        {R"(CONSTRUCT FROM :g WHERE { })", R"((construct (from <e:g>) (template) (bgp)))"},
        {R"(DESCRIBE :a ?x <b> WHERE { ?x :p 1 })",
         R"((describe (?x) (resource <e:a>) (resource <http://base/b>) (project (?x) (bgp (triple ?x <e:p> 1)))))"},
        {R"(DESCRIBE * { ?x :p _:y })", R"((describe (?x) (project (?x) (bgp (triple ?x <e:p> ?_:y)))))"},
        {R"(DESCRIBE :a)", R"((describe (resource <e:a>) (project () (table () (row)))))"},
        {R"(DESCRIBE ?x)", R"((describe (?x) (project (?x) (table () (row)))))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of(text), expected);
    }
}

TEST(QueryParser, SelectsAllThatIsInScope) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(SELECT * { ?s :p ?o . ?s :q _:b FILTER(?hidden) })",
         R"((select (?s ?o) (project (?s ?o) (filter ?hidden (bgp (triple ?s <e:p> ?o) (triple ?s <e:q> ?_:b))))))"},
        {R"(SELECT * { ?s :p ?o MINUS { ?s :q ?x } })",
         R"((select (?s ?o) (project (?s ?o) (minus (bgp (triple ?s <e:p> ?o)) (bgp (triple ?s <e:q> ?x))))))"},
        {R"(SELECT * { ?s :p ?o } VALUES (?o ?z) { (1 2) })",
         R"((select (?s ?o ?z) (project (?s ?o ?z) (join (bgp (triple ?s <e:p> ?o)) (table (?o ?z) (row 1 2))))))"},
        {R"(SELECT * { { SELECT ?s { ?s :p ?o } } GRAPH ?g { ?a :b ?c } BIND (1 AS ?d) })",
         R"((select (?s ?g ?a ?c ?d) (project (?s ?g ?a ?c ?d) (extend ?d 1 (join (project (?s) (bgp (triple ?s <e:p> ?o))) (graph ?g (bgp (triple ?a <e:b> ?c))))))))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of(text), expected);
    }
}

TEST(QueryParser, LayersSolutionModifiers) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(select distinct ?s where { ?s :p ?o } order by ?s desc(?o) asc(str(?s)) :f(?o) offset 5 limit 10)",
         R"((select (?s) (slice 5 10 (distinct (project (?s) (order (asc ?s) (desc ?o) (asc (STR ?s)) (asc (call <e:f> ?o)) (bgp (triple ?s <e:p> ?o))))))))"},
        {R"(SELECT REDUCED (?o + 1 AS ?x) (?x * 2 AS ?y) { ?s :p ?o } LIMIT 0)",
         R"((select (?x ?y) (slice 0 0 (reduced (project (?x ?y) (extend ?y (* ?x 2) (extend ?x (+ ?o 1) (bgp (triple ?s <e:p> ?o)))))))))"},
        {R"(SELECT (EXISTS { ?s :q ?o } AS ?e) { ?s :p ?o })",
         R"((select (?e) (project (?e) (extend ?e (exists (bgp (triple ?s <e:q> ?o))) (bgp (triple ?s <e:p> ?o))))))"},
        {R"(SELECT ?s { ?s :p ?o } HAVING (?o > 1))",
         R"((select (?s) (project (?s) (filter (> ?o 1) (bgp (triple ?s <e:p> ?o))))))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of(text), expected);
    }
}

TEST(QueryParser, Aggregates) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(SELECT (COUNT(*) AS ?n) { ?s :p ?o })",
         R"((select (?n) (project (?n) (extend ?n ?.0 (group-all () (aggregate ?.0 (COUNT *)) (bgp (triple ?s <e:p> ?o)))))))"},
        {R"(SELECT (AVG(?o) + MIN(?o) * SAMPLE(?o) AS ?x) { ?s :p ?o })",
         R"((select (?x) (project (?x) (extend ?x (+ ?.0 (* ?.1 ?.2)) (group-all () (aggregate ?.0 (AVG ?o)) (aggregate ?.1 (MIN ?o)) (aggregate ?.2 (SAMPLE ?o)) (bgp (triple ?s <e:p> ?o)))))))"},
        {R"(SELECT ?s (SUM(DISTINCT ?o) AS ?n) (GROUP_CONCAT(?o ; SEPARATOR = "|") AS ?all) { ?s :p ?o } GROUP BY ?s HAVING (COUNT(*) > 1) (MAX(?o) < 5) ORDER BY DESC(SUM(?o)) ?n)",
         R"((select (?s ?n ?all) (project (?s ?n ?all) (order (desc ?.4) (asc ?n) (extend ?all ?.1 (extend ?n ?.0 (filter (&& (> ?.2 1) (< ?.3 5)) (group (?s) (aggregate ?.0 (SUM distinct ?o)) (aggregate ?.1 (GROUP_CONCAT ?o "|")) (aggregate ?.2 (COUNT *)) (aggregate ?.3 (MAX ?o)) (aggregate ?.4 (SUM ?o)) (bgp (triple ?s <e:p> ?o))))))))))"},
        {R"(SELECT ?k ?len { ?s :p ?o } GROUP BY (STR(?o) AS ?k) (STRLEN(?o) AS ?len) STR(?s) (?o))",
         R"((select (?k ?len) (project (?k ?len) (group (?k ?len ?.0 ?.1) (extend ?.1 ?o (extend ?.0 (STR ?s) (extend ?len (STRLEN ?o) (extend ?k (STR ?o) (bgp (triple ?s <e:p> ?o))))))))))"},
        {R"(SELECT (1 AS ?x) { } GROUP BY ?s)", R"((select (?x) (project (?x) (extend ?x 1 (group (?s) (bgp))))))"},
        {R"(SELECT ?s { ?s :p ?o } GROUP BY ?s ORDER BY COUNT(?o))",
         R"((select (?s) (project (?s) (order (asc ?.0) (group (?s) (aggregate ?.0 (COUNT ?o)) (bgp (triple ?s <e:p> ?o)))))))"},
        {R"(SELECT ?s (COUNT(?o) AS ?n) { ?s :p ?o } GROUP BY ?s VALUES ?s { :a })",
         R"((select (?s ?n) (project (?s ?n) (extend ?n ?.0 (join (group (?s) (aggregate ?.0 (COUNT ?o)) (bgp (triple ?s <e:p> ?o))) (table (?s) (row <e:a>)))))))"},
        {R"(SELECT (SUM(?o) AS ?x) (?x + 1 AS ?y) { ?s :p ?o })",
         R"((select (?x ?y) (project (?x ?y) (extend ?y (+ ?x 1) (extend ?x ?.0 (group-all () (aggregate ?.0 (SUM ?o)) (bgp (triple ?s <e:p> ?o))))))))"},
        {R"(ASK { ?s :p ?o } GROUP BY ?s HAVING (COUNT(*) > 1))",
         R"((ask (filter (> ?.0 1) (group (?s) (aggregate ?.0 (COUNT *)) (bgp (triple ?s <e:p> ?o))))))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of(text), expected);
    }
}

TEST(QueryParser, SamplesWhatIsNotGroupedInHavingAndOrderBy) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(SELECT ?s { ?s :p ?o } GROUP BY ?s HAVING (?o + ?s > 1))",
         R"((select (?s) (project (?s) (filter (> (+ ?.0 ?s) 1) (group (?s) (aggregate ?.0 (SAMPLE ?o)) (bgp (triple ?s <e:p> ?o)))))))"},
        {R"(SELECT ?s { ?s :p ?o } GROUP BY ?s ORDER BY ABS(?o) ?o)",
         R"((select (?s) (project (?s) (order (asc (ABS ?.0)) (asc ?.0) (group (?s) (aggregate ?.0 (SAMPLE ?o)) (bgp (triple ?s <e:p> ?o)))))))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of(text), expected);
    }
}

TEST(QueryParser, RefusesWhatAGroupHasManyValuesOf) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(SELECT ?x { ?x :p ?y } GROUP BY ?y)",
         R"(line 1, column 8: ?x has many values in a group; add it to GROUP BY, or aggregate it as in SAMPLE(?x))"},
        {R"(SELECT (?x AS ?z) { ?x :p ?y } GROUP BY ?y)",
         R"(line 1, column 8: ?x has many values in a group; add it to GROUP BY, or aggregate it as in SAMPLE(?x))"},
        {R"(SELECT (COUNT(?x) AS ?c) ?x { ?x :p ?y })",
         R"(line 1, column 26: ?x has many values in a group; add it to GROUP BY, or aggregate it as in SAMPLE(?x))"},
        {R"(SELECT ?x { ?x :p ?y } ORDER BY COUNT(?y))",
         R"(line 1, column 8: ?x has many values in a group; add it to GROUP BY, or aggregate it as in SAMPLE(?x))"},
        {R"(SELECT (STR(?x) AS ?z) { ?x :p ?y } GROUP BY STR(?x))",
         R"(line 1, column 8: ?x has many values in a group; add it to GROUP BY, or aggregate it as in SAMPLE(?x))"},
        {R"(SELECT * { ?x :p ?y } GROUP BY ?y)",
         R"(line 1, column 23: `*` cannot be used with GROUP BY; name the variables)"},
        {R"(SELECT (COUNT(SUM(?x)) AS ?y) { ?x :p ?y })",
         R"(line 1, column 15: the aggregate SUM cannot stand here: aggregates belong to SELECT, HAVING and ORDER BY, and not into each other)"},
        {R"(SELECT ?x { ?x :p ?y FILTER (COUNT(?x) > 1) })",
         R"(line 1, column 30: the aggregate COUNT cannot stand here: aggregates belong to SELECT, HAVING and ORDER BY, and not into each other)"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of(text), expected);
    }
}

TEST(QueryParser, WantsNewVariablesBehindAs) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(SELECT (1 AS ?x) { ?x :p ?y })", R"(line 1, column 8: ?x is already used; AS needs a new variable)"},
        {R"(SELECT ?z (1 AS ?z) { ?x :p ?y })", R"(line 1, column 11: ?z is already used; AS needs a new variable)"},
        {R"(SELECT (1 AS ?z) (2 AS ?z) { ?x :p ?y })",
         R"(line 1, column 18: ?z is already used; AS needs a new variable)"},
        {R"(SELECT ?z { ?x :p ?z } GROUP BY (STR(?x) AS ?z))",
         R"(line 1, column 45: ?z is already used in the pattern; AS needs a new variable)"},
        {R"(SELECT (1 AS ?x) { } VALUES ?x { 2 })", R"(line 1, column 8: ?x is already used; AS needs a new variable)"},
        {R"(SELECT (1 AS ?x) { { SELECT ?y { ?x :p ?y } } })",
         R"((select (?x) (project (?x) (extend ?x 1 (project (?y) (bgp (triple ?x <e:p> ?y)))))))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of(text), expected);
    }
}

TEST(QueryParser, ReadsThePrologue) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(PREFIX x: <http://x/> BASE <http://b/c> PREFIX y: <d> PREFIX x: <e> SELECT * { x:a y:b <f> })",
         R"((select (project () (bgp (triple <http://b/ea> <http://b/db> <http://b/f>)))))"},
        {R"(BASE <../up> SELECT * { <a> <?q> <#f> })",
         R"((select (project () (bgp (triple <http://base/a> <http://base/up?q> <http://base/up#f>)))))"},
        {R"(PREFIX : <http://own/> ASK { :a a :b })", R"((ask (bgp (triple <http://own/a> rdf:type <http://own/b>))))"},
        {R"(PREFIX SELECT: <http://s/> ASK { SELECT:optional SELECT:filter SELECT:a })",
         R"((ask (bgp (triple <http://s/optional> <http://s/filter> <http://s/a>))))"},
        {R"(PREFIX a-b.c: <http://s/> ASK { a-b.c:x a-b.c: a-b.c:%20\-. })",
         R"((ask (bgp (triple <http://s/x> <http://s/> <http://s/%20->))))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of(text), expected);
    }
}

TEST(QueryParser, SaysWhatIsWrong) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(SELECT { ?x :p ?y })",
         R"(line 1, column 8: expected `*`, a variable, or an expression as in (?a + ?b AS ?sum), found `{`)"},
        {R"(SELECT ?x)", R"(line 1, column 10: expected `{` before a group of patterns, found the end)"},
        {R"(SELECT ?x { ?x :p ?y)", R"(line 1, column 21: expected `}` behind a group of patterns, found the end)"},
        {R"(SELECT ?x { ?x :p ?y } })", R"(line 1, column 24: expected the end of the query, found `}`)"},
        {R"(SELECT ?x { } LIMIT -1)",
         R"(line 1, column 21: expected a whole number below 2 to the power of 64, found `-1`)"},
        {R"(SELECT ?x { } LIMIT 1 LIMIT 2)", R"(line 1, column 23: expected the end of the query, found `LIMIT`)"},
        {R"(SELECT ?x { } ORDER BY)",
         R"(line 1, column 23: expected an expression in parentheses or a function call, found the end)"},
        {R"(SELECT ?x { } GROUP ?x)", R"(line 1, column 21: expected BY, found `?x`)"},
        {R"(INSERT DATA { })",
         R"(line 1, column 1: expected a query, which begins with SELECT, ASK, CONSTRUCT or DESCRIBE (an update is run as such), found `INSERT`)"},
        {R"(CONSTRUCT { ?s :p+ ?o } WHERE { })",
         R"(line 1, column 18: expected a variable, an IRI, a literal, a blank node or a collection, found `+`)"},
        {R"(CONSTRUCT ?s WHERE { })", R"(line 1, column 11: expected WHERE, found `?s`)"},
        {R"(DESCRIBE WHERE { })",
         R"(line 1, column 10: expected `*`, a variable or an IRI behind DESCRIBE, found `WHERE`)"},
        {R"(PREFIX x <http://x/> ASK { })",
         R"(line 1, column 8: expected a prefix with its colon, such as `ex:`, behind PREFIX, found `x`)"},
        {R"(BASE x: ASK { })", R"(line 1, column 6: expected an IRI in angle brackets behind BASE, found `x:`)"},
        {R"(nothing)",
         R"(line 1, column 1: expected a query, which begins with SELECT, ASK, CONSTRUCT or DESCRIBE (an update is run as such), found `nothing`)"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of(text), expected);
    }
}

/// The numbers that a name has, in the order of the text.
std::vector<VariableId> numbers_of(const Variables& variables, const std::string& name) {
    std::vector<VariableId> numbers;
    for (VariableId i = 0; i < variables.size(); ++i) {
        if (variables[i].name == name) {
            numbers.push_back(i);
        }
    }
    return numbers;
}

TEST(QueryParser, GivesVariablesOfASubqueryNumbersOfTheirOwnUnlessItProjectsThem) {
    const auto query = parse_query(
        "SELECT * { ?s ?p ?o { SELECT ?s (?x + ?o AS ?y) { ?s ?p ?o . ?x ?p ?s } } { SELECT * { ?x ?p ?y } } }", {});
    ASSERT_TRUE(query) << query.error().message;
    EXPECT_EQ(numbers_of(query->variables, "s").size(), 1U);
    EXPECT_EQ(numbers_of(query->variables, "y").size(), 1U);
    EXPECT_EQ(numbers_of(query->variables, "p").size(), 2U);
    EXPECT_EQ(numbers_of(query->variables, "o").size(), 2U);
    EXPECT_EQ(numbers_of(query->variables, "x").size(), 2U);
}

TEST(QueryParser, KeepsTheBaseThatHoldsForTheQuery) {
    const auto query = parse_query("BASE <http://b/c> BASE <d> ASK { }", {});
    ASSERT_TRUE(query) << query.error().message;
    EXPECT_EQ(query->base, "http://b/d");
}

}  // namespace
}  // namespace gridlore::query
