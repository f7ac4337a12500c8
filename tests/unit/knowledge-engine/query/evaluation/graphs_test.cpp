#include "tests/support/sparql_world.h"

namespace gridlore::query {
namespace {

constexpr const char* two_graphs = ":a :p 0 . :g1 { :a :p 1 . :b :p 2 } :g2 { :a :p 3 . :a :q 1 }";

TEST(Graph, NamedOrNot) {
    SparqlWorld world(two_graphs);
    EXPECT_EQ(world.sorted("SELECT ?v { :a :p ?v }"), (Texts{"0"}));
    EXPECT_EQ(world.sorted("SELECT ?v { GRAPH :g1 { ?s :p ?v } }"), (Texts{"1", "2"}));
    EXPECT_EQ(world.sorted("SELECT ?v { GRAPH :g3 { ?s :p ?v } }"), Texts{});
}

TEST(Graph, VariableIsTheSameForAllOfItsPattern) {
    SparqlWorld world(two_graphs);
    EXPECT_EQ(world.sorted("SELECT ?g ?v { GRAPH ?g { :a :p ?v } }"), (Texts{"g1 1", "g2 3"}));
    EXPECT_EQ(world.sorted("SELECT ?g ?v { GRAPH ?g { :a :p ?v . :a :q ?w } }"), (Texts{"g2 3"}));
    EXPECT_EQ(world.sorted("SELECT ?g ?v { GRAPH ?g { :a :p ?v OPTIONAL { :b :p ?w } FILTER(!bound(?w)) } }"),
              (Texts{"g2 3"}));
    EXPECT_EQ(world.sorted("SELECT ?g ?n { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }"),
              (Texts{"g1 2", "g2 2"}));
    EXPECT_EQ(world.sorted("SELECT ?g ?s { GRAPH ?g { ?s :p ?v FILTER NOT EXISTS { ?s :q ?w } } }"),
              (Texts{"g1 a", "g1 b"}));
    EXPECT_EQ(world.sorted("SELECT ?g ?s { GRAPH ?g { ?s :p ?v MINUS { ?s :q ?w } } }"), (Texts{"g1 a", "g1 b"}));
    EXPECT_EQ(world.sorted("SELECT ?g ?v { GRAPH ?g { { ?s :q ?v } UNION { :b :p ?v } } }"), (Texts{"g1 2", "g2 1"}));
}

TEST(Graph, VariableIsNotSeenByFiltersInside) {
    SparqlWorld world(two_graphs);
    EXPECT_EQ(world.sorted("SELECT ?v { GRAPH ?g { :a :p ?v FILTER(?g = :g1) } }"), Texts{});
    EXPECT_EQ(world.sorted("SELECT ?v { GRAPH ?g { :a :p ?v } FILTER(?g = :g1) }"), (Texts{"1"}));
}

TEST(Graph, WithoutAPatternGivesTheNames) {
    SparqlWorld world(two_graphs);
    EXPECT_EQ(world.sorted("SELECT ?g { GRAPH ?g { } }"), (Texts{"g1", "g2"}));
    EXPECT_EQ(world.rows("SELECT * { GRAPH :g1 { } }").size(), 1U);
    EXPECT_EQ(world.rows("SELECT * { GRAPH :g3 { } }").size(), 0U);
}

TEST(Graph, WithinGraphIsTheInnerOne) {
    SparqlWorld world(two_graphs);
    EXPECT_EQ(world.sorted("SELECT ?g ?v { GRAPH ?g { :a :q ?w GRAPH :g1 { ?s :p ?v } } }"), (Texts{"g2 1", "g2 2"}));
}

TEST(Dataset, FromMergesGraphs) {
    SparqlWorld world(":g1 { :a :p 1 , 2 } :g2 { :a :p 1 , 3 }");
    EXPECT_EQ(world.sorted("SELECT ?v FROM :g1 FROM :g2 { :a :p ?v }"), (Texts{"1", "2", "3"}));
    EXPECT_EQ(world.rows("SELECT (COUNT(*) AS ?n) FROM :g1 FROM :g2 { :a :p ?v }"), (Texts{"3"}));
    EXPECT_EQ(world.sorted("SELECT ?v FROM :g2 { :a :p ?v }"), (Texts{"1", "3"}));
    EXPECT_EQ(world.sorted("SELECT ?v FROM :g1 { GRAPH ?g { :a :p ?v } }"), Texts{});
    EXPECT_EQ(world.rows("SELECT (COUNT(*) AS ?n) FROM :g1 FROM :g2 { :a (:p|:q) ?v }"), (Texts{"3"}));
}

TEST(Dataset, FromNamedRestricts) {
    SparqlWorld world(two_graphs);
    EXPECT_EQ(world.sorted("SELECT ?g ?v FROM NAMED :g2 { GRAPH ?g { :a :p ?v } }"), (Texts{"g2 3"}));
    EXPECT_EQ(world.sorted("SELECT ?v FROM NAMED :g2 { GRAPH :g1 { :a :p ?v } }"), Texts{});
    EXPECT_EQ(world.sorted("SELECT ?v FROM NAMED :g2 { :a :p ?v }"), Texts{});
}

TEST(Dataset, OfTheProtocolReplacesThatOfTheQuery) {
    SparqlWorld world(two_graphs);
    Context context;
    context.dataset.default_graphs = {"urn:x:g1"};
    EXPECT_EQ(world.sorted("SELECT ?v FROM :g2 { :a :p ?v }", context), (Texts{"1"}));
}

}  // namespace
}  // namespace gridlore::query
