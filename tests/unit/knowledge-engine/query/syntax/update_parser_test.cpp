#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/unit/knowledge-engine/query/syntax/algebra_of.h"

namespace gridlore::query {
namespace {

TEST(UpdateParser, ReadsData) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(INSERT DATA { :a :p _:b ; :q [ :r () ] . GRAPH :g { :a :p 1 . _:b :p 2 } :c :d :e . })",
         R"((modify (insert (triple <e:a> <e:p> _:b) (triple _:.0 <e:r> rdf:nil) (triple <e:a> <e:q> _:.0) (quad <e:a> <e:p> 1 <e:g>) (quad _:b <e:p> 2 <e:g>) (triple <e:c> <e:d> <e:e>))))"},
        {R"(DELETE DATA { :a :p 1 . GRAPH :g { :a :p 2 } })",
         R"((modify (delete (triple <e:a> <e:p> 1) (quad <e:a> <e:p> 2 <e:g>))))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_update(text), expected);
    }
}

TEST(UpdateParser, ReadsModifications) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(DELETE { ?s :p ?o } INSERT { GRAPH ?g { ?s :q ?o } . _:n :r ?s } USING :g USING NAMED <h> WHERE { ?s :p ?o GRAPH ?g { } })",
         R"((modify (from <e:g>) (from-named <http://base/h>) (delete (triple ?s <e:p> ?o)) (insert (quad ?s <e:q> ?o ?g) (triple _:n <e:r> ?s)) (join (bgp (triple ?s <e:p> ?o)) (graph ?g (bgp)))))"},
        {R"(WITH :w DELETE { ?s :p ?o . GRAPH :g { ?s :q ?o } } INSERT { ?s :p 1 } WHERE { ?s :p ?o })",
         R"((modify (with <e:w>) (delete (quad ?s <e:p> ?o <e:w>) (quad ?s <e:q> ?o <e:g>)) (insert (quad ?s <e:p> 1 <e:w>)) (bgp (triple ?s <e:p> ?o))))"},
        {R"(WITH :w INSERT { ?s :p 1 } WHERE { ?s :p ?o })",
         R"((modify (with <e:w>) (insert (quad ?s <e:p> 1 <e:w>)) (bgp (triple ?s <e:p> ?o))))"},
        {R"(INSERT { } WHERE { ?s :p ?o })", R"((modify (bgp (triple ?s <e:p> ?o))))"},
        {R"(DELETE WHERE { ?s :p ?o . ?s :q 1 . GRAPH ?g { ?s :r ?o } . ?o :z 1 })",
         R"((modify (delete (triple ?s <e:p> ?o) (triple ?s <e:q> 1) (quad ?s <e:r> ?o ?g) (triple ?o <e:z> 1)) (join (join (bgp (triple ?s <e:p> ?o) (triple ?s <e:q> 1)) (graph ?g (bgp (triple ?s <e:r> ?o)))) (bgp (triple ?o <e:z> 1)))))"},
        {R"(DELETE WHERE { })", R"((modify (bgp)))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_update(text), expected);
    }
}

TEST(UpdateParser, ReadsTheManagementOfGraphs) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(LOAD <f> ; LOAD SILENT <f> INTO GRAPH :g)",
         R"((load <http://base/f>) (load silent <http://base/f> <e:g>))"},
        {R"(CLEAR DEFAULT ; clear silent named ; CLEAR ALL ; DROP GRAPH :g ; DROP SILENT ALL)",
         R"((clear default) (clear silent named) (clear all) (drop <e:g>) (drop silent all))"},
        {R"(CREATE GRAPH :g ; CREATE SILENT GRAPH <h>)", R"((create <e:g>) (create silent <http://base/h>))"},
        {R"(ADD :a TO DEFAULT ; MOVE SILENT DEFAULT TO GRAPH :b ; COPY GRAPH :a TO :b)",
         R"((add <e:a> default) (move silent default <e:b>) (copy <e:a> <e:b>))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_update(text), expected);
    }
}

TEST(UpdateParser, ReadsSequencesWithProloguesBetween) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(PREFIX x: <http://x/> INSERT DATA { x:a x:b x:c } ; PREFIX x: <http://y/> DELETE DATA { x:a x:b x:c } ;)",
         R"((modify (insert (triple <http://x/a> <http://x/b> <http://x/c>))) (modify (delete (triple <http://y/a> <http://y/b> <http://y/c>))))"},
        {R"(PREFIX x: <http://x/>)", R"()"},
        {R"(INSERT DATA { _:b :p 1 . _:b :p 2 } ; INSERT { _:b :p 1 } WHERE { _:b :p ?x } ; DELETE { ?x :p 1 } WHERE { _:b :p ?x })",
         R"((modify (insert (triple _:b <e:p> 1) (triple _:b <e:p> 2))) (modify (insert (triple _:b <e:p> 1)) (bgp (triple ?_:b <e:p> ?x))) (modify (delete (triple ?x <e:p> 1)) (bgp (triple ?_:b <e:p> ?x))))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_update(text), expected);
    }
}

TEST(UpdateParser, RefusesVariablesAndBlankNodesWhereTheyMeanNothing) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(INSERT DATA { ?x :p 1 })",
         R"(line 1, column 15: expected no variable: INSERT DATA and DELETE DATA hold terms only; use INSERT { … } WHERE { … } or DELETE { … } WHERE { … })"},
        {R"(INSERT DATA { GRAPH ?g { :a :p 1 } })",
         R"(line 1, column 21: expected the IRI of a graph: INSERT DATA and DELETE DATA hold terms only; use INSERT { … } WHERE { … } or DELETE { … } WHERE { … }, found `?g`)"},
        {R"(DELETE DATA { _:b :p 1 })",
         R"(line 1, column 15: expected no blank node: what is deleted is named by terms and variables, since a blank node would stand for a new one; use a variable)"},
        {R"(DELETE DATA { [] :p 1 })",
         R"(line 1, column 18: expected no blank node: what is deleted is named by terms and variables, since a blank node would stand for a new one; use a variable)"},
        {R"(DELETE { [ :p 1 ] :p 1 } WHERE { })",
         R"(line 1, column 12: expected no blank node: what is deleted is named by terms and variables, since a blank node would stand for a new one; use a variable)"},
        {R"(DELETE { (1) :p 1 } WHERE { })",
         R"(line 1, column 11: expected no blank node: what is deleted is named by terms and variables, since a blank node would stand for a new one; use a variable)"},
        {R"(DELETE WHERE { _:b :p 1 })",
         R"(line 1, column 16: expected no blank node: what is deleted is named by terms and variables, since a blank node would stand for a new one; use a variable)"},
        {R"(WITH :w DELETE { _:b :p 1 } WHERE { })",
         R"(line 1, column 18: expected no blank node: what is deleted is named by terms and variables, since a blank node would stand for a new one; use a variable)"},
        {R"(INSERT DATA { _:b :p 1 } ; INSERT DATA { :a :p _:b })",
         R"(line 1, column 40: the blank node `_:b` is already used in an earlier operation, and cannot mean the same one here; use another label)"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_update(text), expected);
    }
}

TEST(UpdateParser, SaysWhatIsWrong) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(INSERT DATA { GRAPH :g { GRAPH :h { } } })",
         R"(line 1, column 26: expected `}` or a triple; GRAPH cannot stand within GRAPH here, found `GRAPH`)"},
        {R"(INSERT { :a :p 1 })", R"(line 1, column 19: expected WHERE, found the end)"},
        {R"(INSERT WHERE { })", R"(line 1, column 8: expected `{` before triples, found `WHERE`)"},
        {R"(CREATE :g)", R"(line 1, column 8: expected GRAPH, found `:g`)"},
        {R"(CLEAR :g)", R"(line 1, column 7: expected GRAPH and an IRI, DEFAULT, NAMED or ALL, found `:g`)"},
        {R"(CLEAR)", R"(line 1, column 6: expected GRAPH and an IRI, DEFAULT, NAMED or ALL, found the end)"},
        {R"(ADD :a)", R"(line 1, column 7: expected TO, found the end)"},
        {R"(LOAD :a INTO :g)", R"(line 1, column 14: expected GRAPH, found `:g`)"},
        {R"(DROP DEFAULT DROP ALL)",
         R"(line 1, column 14: expected `;` before a further operation, or the end of the update, found `DROP`)"},
        {R"(DROP DEFAULT ;; DROP ALL)",
         R"(line 1, column 15: expected an update operation: INSERT, DELETE, WITH, LOAD, CLEAR, DROP, CREATE, ADD, MOVE or COPY (a query is run as such), found `;`)"},
        {R"(WITH :w WHERE { })", R"(line 1, column 9: expected DELETE or INSERT behind WITH, found `WHERE`)"},
        {R"(INSERT DATA { :a :p+ 1 })",
         R"(line 1, column 20: expected a variable, an IRI, a literal, a blank node or a collection, found `+`)"},
        {R"(INSERT DATA { :a :p 1 :b :q 2 })",
         R"(line 1, column 23: expected `.`, GRAPH or `}` behind a triple, found `:b`)"},
        {R"(SELECT * { })",
         R"(line 1, column 1: expected an update operation: INSERT, DELETE, WITH, LOAD, CLEAR, DROP, CREATE, ADD, MOVE or COPY (a query is run as such), found `SELECT`)"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_update(text), expected);
    }
}

TEST(UpdateParser, NumbersTheVariablesOfEachOperation) {
    const auto update = parse_update("DELETE WHERE { ?a ?b ?c } ; DELETE WHERE { ?d <e:p> ?a }", {});
    ASSERT_TRUE(update) << update.error().message;
    const auto& second = std::get<Modify>(update->operations.at(1));
    ASSERT_EQ(second.variables.size(), 2U);
    EXPECT_EQ(second.variables[0].name, "d");
    EXPECT_EQ(second.variables[1].name, "a");
}

}  // namespace
}  // namespace gridlore::query
