#include "tests/support/sparql_world.h"

namespace gridlore::query {
namespace {

constexpr const char* chain = ":a :p :b . :b :p :c . :c :p :d . :c :p :a . :x :q :b . :d :q 7 .";

TEST(Paths, OneOrMoreEndsInACycle) {
    SparqlWorld world(chain);
    EXPECT_EQ(world.sorted("SELECT ?y { :a :p+ ?y }"), (Texts{"a", "b", "c", "d"}));
    EXPECT_EQ(world.sorted("SELECT ?x { ?x :p+ :a }"), (Texts{"a", "b", "c"}));
    EXPECT_EQ(world.sorted("SELECT ?x { ?x :p+ ?x }"), (Texts{"a", "b", "c"}));
    EXPECT_EQ(world.rows("SELECT (COUNT(*) AS ?n) { ?x :p+ ?y }"), (Texts{"12"}));
    EXPECT_EQ(world.ask("ASK { :a :p+ :d }"), true);
    EXPECT_EQ(world.ask("ASK { :d :p+ :a }"), false);
}

TEST(Paths, ZeroOrMoreLeadsFromEachNodeToItself) {
    SparqlWorld world(":a :p :b . :b :q 7 .");
    EXPECT_EQ(world.sorted("SELECT ?y { :a :p* ?y }"), (Texts{"a", "b"}));
    EXPECT_EQ(world.sorted("SELECT ?x ?y { ?x :p* ?y }"), (Texts{"7 7", "a a", "a b", "b b"}));
    EXPECT_EQ(world.sorted("SELECT ?y { :nowhere :p* ?y }"), (Texts{"nowhere"}));
    EXPECT_EQ(world.sorted("SELECT ?y { ?y :p* 8 }"), (Texts{"8"}));
    EXPECT_EQ(world.ask("ASK { :nowhere :p* :nowhere }"), true);
    EXPECT_EQ(world.ask("ASK { :nowhere :p* :elsewhere }"), false);
    EXPECT_EQ(world.sorted("SELECT ?x ?y { VALUES ?x { :a :nowhere } ?x :p* ?y }"), (Texts{"a a", "a b"}));
}

TEST(Paths, ZeroOrOneIsASet) {
    SparqlWorld world(":a :p :b , :a .");
    EXPECT_EQ(world.sorted("SELECT ?y { :a :p? ?y }"), (Texts{"a", "b"}));
    EXPECT_EQ(world.sorted("SELECT ?y { :b (:p|^:p)? ?y }"), (Texts{"a", "b"}));
}

TEST(Paths, SequencesAndAlternativesCountEachWay) {
    SparqlWorld world(":a :p :b1 , :b2 . :b1 :q :c . :b2 :q :c . :a :r :b1 .");
    EXPECT_EQ(world.sorted("SELECT ?y { :a :p/:q ?y }"), (Texts{"c", "c"}));
    EXPECT_EQ(world.sorted("SELECT ?y { :a (:p|:r) ?y }"), (Texts{"b1", "b1", "b2"}));
    EXPECT_EQ(world.sorted("SELECT ?y { :a (:p/:q)+ ?y }"), (Texts{"c"}));
    EXPECT_EQ(world.sorted("SELECT ?x { :c ^:q/^:p ?x }"), (Texts{"a", "a"}));
    EXPECT_EQ(world.sorted("SELECT ?x { :c ^(:p/:q) ?x }"), (Texts{"a", "a"}));
    EXPECT_EQ(world.sorted("SELECT ?x { :c (^:q)*/^:p ?x }"), (Texts{"a", "a"}));
}

TEST(Paths, NegatedSetsTakeAllOtherEdges) {
    SparqlWorld world(":a :p :b ; :q :c ; :r :d . :e :p :a .");
    EXPECT_EQ(world.sorted("SELECT ?y { :a !:p ?y }"), (Texts{"c", "d"}));
    EXPECT_EQ(world.sorted("SELECT ?y { :a !(:p|:q) ?y }"), (Texts{"d"}));
    EXPECT_EQ(world.sorted("SELECT ?y { :a !^:q ?y }"), (Texts{"e"}));
    EXPECT_EQ(world.sorted("SELECT ?y { :a !(:p|^:q) ?y }"), (Texts{"c", "d", "e"}));
    EXPECT_EQ(world.sorted("SELECT ?x ?y { ?x !:p ?y }"), (Texts{"a c", "a d"}));
    EXPECT_EQ(world.sorted("SELECT ?y { :a !:nowhere ?y }"), (Texts{"b", "c", "d"}));
}

TEST(Paths, StayInTheirGraph) {
    SparqlWorld world(":g1 { :a :p :b } :g2 { :b :p :c . :a :p :d }");
    EXPECT_EQ(world.sorted("SELECT ?g ?y { GRAPH ?g { :a :p+ ?y } }"), (Texts{"g1 b", "g2 d"}));
    EXPECT_EQ(world.sorted("SELECT ?y FROM :g1 FROM :g2 { :a :p+ ?y }"), (Texts{"b", "c", "d"}));
    EXPECT_EQ(world.sorted("SELECT ?g ?y { GRAPH ?g { :c :p* ?y } }"), (Texts{"g1 c", "g2 c"}));
}

TEST(Paths, JoinWithOtherPatterns) {
    SparqlWorld world(chain);
    EXPECT_EQ(world.sorted("SELECT ?x ?v { :a :p+ ?x . ?x :q ?v }"), (Texts{"d 7"}));
    EXPECT_EQ(world.sorted("SELECT ?y { ?x :q ?m . ?m :p* ?y . FILTER(isIRI(?m)) }"), (Texts{"a", "b", "c", "d"}));
}

TEST(Paths, OfAListReachItsMembers) {
    SparqlWorld world(":a :list ( 1 2 3 ) .");
    EXPECT_EQ(world.sorted("PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
                           "SELECT ?v { :a :list/rdf:rest*/rdf:first ?v }"),
              (Texts{"1", "2", "3"}));
}

TEST(Paths, OfAThousandStepsDoNotRecurse) {
    std::string data;
    for (int i = 0; i < 20000; ++i) {
        data += ":n" + std::to_string(i) + " :p :n" + std::to_string(i + 1) + " .\n";
    }
    SparqlWorld world(data);
    EXPECT_EQ(world.rows("SELECT (COUNT(*) AS ?n) { :n0 :p+ ?y }"), (Texts{"20000"}));
    EXPECT_EQ(world.rows("SELECT (COUNT(*) AS ?n) { ?x :p* :n20000 }"), (Texts{"20001"}));
}

}  // namespace
}  // namespace gridlore::query
