#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/unit/knowledge-engine/query/syntax/algebra_of.h"

namespace gridlore::query {
namespace {

TEST(TriplesParser, ReadsPropertyAndObjectLists) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(?s :p ?o)", R"((bgp (triple ?s <e:p> ?o)))"},
        {R"(?s :p 1, 2 ; :q 3 ; .)", R"((bgp (triple ?s <e:p> 1) (triple ?s <e:p> 2) (triple ?s <e:q> 3)))"},
        {R"(?s ?p ?o . ?o a :T .)", R"((bgp (triple ?s ?p ?o) (triple ?o rdf:type <e:T>)))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_group(text), expected);
    }
}

TEST(TriplesParser, ReadsBlankNodesAsVariablesThatNoneCanName) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(?s :p [ :q ?x ; :r [] ] .)", R"((bgp (triple ?.0 <e:q> ?x) (triple ?.0 <e:r> ?.1) (triple ?s <e:p> ?.0)))"},
        {R"([ :p 1 ] .)", R"((bgp (triple ?.0 <e:p> 1)))"},
        {R"(_:a :p _:b . _:b :q _:a)", R"((bgp (triple ?_:a <e:p> ?_:b) (triple ?_:b <e:q> ?_:a)))"},
        {R"(_:a :p 1 FILTER (1 = 1) _:a :q 2)",
         R"((filter (= 1 1) (bgp (triple ?_:a <e:p> 1) (triple ?_:a <e:q> 2))))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_group(text), expected);
    }
}

TEST(TriplesParser, ReadsCollections) {
    const std::pair<const char*, const char*> cases[] = {
        {R"([] :p () .)", R"((bgp (triple ?.0 <e:p> rdf:nil)))"},
        {R"((1 ?x) :p (2 (3)))",
         R"((bgp (triple ?.0 rdf:first 1) (triple ?.0 rdf:rest ?.1) (triple ?.1 rdf:first ?x) (triple ?.1 rdf:rest rdf:nil) (triple ?.2 rdf:first 2) (triple ?.2 rdf:rest ?.3) (triple ?.4 rdf:first 3) (triple ?.4 rdf:rest rdf:nil) (triple ?.3 rdf:first ?.4) (triple ?.3 rdf:rest rdf:nil) (triple ?.0 <e:p> ?.2)))"},
        {R"(( :a ) .)", R"((bgp (triple ?.0 rdf:first <e:a>) (triple ?.0 rdf:rest rdf:nil)))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_group(text), expected);
    }
}

TEST(TriplesParser, ReadsLiteralsOfAllForms) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(?s :p "a"@EN, 'b'^^:t, """c"d""", '''e'f''', "g" @fr, "h" ^^ :t)",
         R"((bgp (triple ?s <e:p> "a"@en) (triple ?s <e:p> "b"^^<e:t>) (triple ?s <e:p> "c\"d") (triple ?s <e:p> "e'f") (triple ?s <e:p> "g"@fr) (triple ?s <e:p> "h"^^<e:t>)))"},
        {R"(?s :p 1.5, 1e3, -2, +0.5, .5, 1.e2, true, FALSE)",
         R"((bgp (triple ?s <e:p> 1.5) (triple ?s <e:p> "1e3"^^<http://www.w3.org/2001/XMLSchema#double>) (triple ?s <e:p> -2) (triple ?s <e:p> +0.5) (triple ?s <e:p> .5) (triple ?s <e:p> "1.e2"^^<http://www.w3.org/2001/XMLSchema#double>) (triple ?s <e:p> true) (triple ?s <e:p> false)))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_group(text), expected);
    }
}

TEST(TriplesParser, WantsALabelInOneGroupOfTriplesOnly) {
    const std::pair<const char*, const char*> cases[] = {
        {R"({ _:a :p ?y } { _:a :q ?x })",
         R"(line 1, column 23: the blank node `_:a` is already used in another group of triples; use a variable to join them)"},
        {R"(_:a :p ?y OPTIONAL { ?x :q 1 } _:a :q ?x)",
         R"(line 1, column 38: the blank node `_:a` is already used in another group of triples; use a variable to join them)"},
        {R"(_:a :p ?y FILTER EXISTS { _:a :q ?x })",
         R"(line 1, column 33: the blank node `_:a` is already used in another group of triples; use a variable to join them)"},
        {R"(_:a :p ?y BIND (1 AS ?z) _:a :q ?x)",
         R"(line 1, column 32: the blank node `_:a` is already used in another group of triples; use a variable to join them)"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_group(text), expected);
    }
}

TEST(TriplesParser, SaysWhatIsWrong) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(?x :p)",
         R"(line 1, column 13: expected a variable, an IRI, a literal, a blank node or a collection, found `}`)"},
        {R"(?x "p" ?y)",
         R"(line 1, column 10: expected a predicate: a variable, an IRI, `a` or a property path, found `"p"`)"},
        {R"(?x :p ?y . .)",
         R"(line 1, column 18: expected a triple, a `{`, or one of OPTIONAL, FILTER, BIND, GRAPH, MINUS, VALUES, SERVICE, or `}`, found `.`)"},
        {R"(?x :p ?y ?z :q 1)", R"(line 1, column 16: expected `.`, `;` or `,` between triples, found `?z`)"},
        {R"(?x _:p 1)",
         R"(line 1, column 10: expected a predicate: a variable, an IRI, `a` or a property path, found `_:p`)"},
        {R"(_: :p 1)", R"(line 1, column 7: expected a blank node's label behind `_:`)"},
        {R"([] .)",
         R"(line 1, column 10: expected a predicate: a variable, an IRI, `a` or a property path, found `.`)"},
        {R"(() .)",
         R"(line 1, column 10: expected a predicate: a variable, an IRI, `a` or a property path, found `.`)"},
        {R"(?x :p [ :q ])",
         R"(line 1, column 18: expected a variable, an IRI, a literal, a blank node or a collection, found `]`)"},
        {R"(?x :p ( 1)",
         R"(line 1, column 17: expected a variable, an IRI, a literal, a blank node or a collection, found `}`)"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_group(text), expected);
    }
}

}  // namespace
}  // namespace gridlore::query
