#include "tests/support/sparql_world.h"

namespace gridlore::query {
namespace {

TEST(Select, GivesItsVariablesInOrder) {
    SparqlWorld world(":a :p 1 .");
    RecordedResult result;
    ASSERT_TRUE(world.evaluate("SELECT ?v ?nothing ?s { ?s :p ?v }", result));
    EXPECT_EQ(result.columns, (Texts{"v", "nothing", "s"}));
    EXPECT_EQ(result.rows, (Texts{"1 - a"}));
}

TEST(OrderBy, SortsByValueThenKeepsTheRest) {
    SparqlWorld world(":a :p 10 . :b :p 9 . :c :p 9.5 . :d :p \"x\" .");
    EXPECT_EQ(world.rows("SELECT ?s { ?s :p ?v } ORDER BY ?v"), (Texts{"b", "c", "a", "d"}));
    EXPECT_EQ(world.rows("SELECT ?s { ?s :p ?v } ORDER BY DESC(?v) LIMIT 2"), (Texts{"d", "a"}));
    EXPECT_EQ(world.rows("SELECT ?s { ?s :p ?v } ORDER BY ?v LIMIT 2 OFFSET 1"), (Texts{"c", "a"}));
    EXPECT_EQ(world.rows("SELECT ?s { ?s :p ?v FILTER(isNumeric(?v)) } ORDER BY (-?v) ?s"), (Texts{"a", "c", "b"}));
    EXPECT_EQ(world.rows("SELECT ?s { ?s :p ?v } ORDER BY ?v LIMIT 0"), Texts{});
}

TEST(OrderBy, TakesTheFirstOfManyAsASortOfAllWould) {
    std::string data;
    for (int i = 0; i < 3000; ++i) {
        data += ":s" + std::to_string(i) + " :p " + std::to_string((i * 7919) % 3001) + " .\n";
    }
    SparqlWorld world(data);
    Texts all = world.rows("SELECT ?v { ?s :p ?v } ORDER BY ?v");
    ASSERT_EQ(all.size(), 3000U);
    all.resize(25);
    EXPECT_EQ(world.rows("SELECT ?v { ?s :p ?v } ORDER BY ?v LIMIT 25"), all);
}

TEST(Distinct, LooksAtProjectedVariablesAlone) {
    SparqlWorld world(":a :p 1 . :a :p 2 . :b :p 1 .");
    EXPECT_EQ(world.sorted("SELECT DISTINCT ?s { ?s :p ?v }"), (Texts{"a", "b"}));
    EXPECT_EQ(world.sorted("SELECT DISTINCT ?s ?n { ?s :p ?v OPTIONAL { ?s :q ?n } }"), (Texts{"a -", "b -"}));
}

TEST(Slice, SkipsAndStops) {
    SparqlWorld world(":a :p 1 , 2 , 3 , 4 , 5 .");
    EXPECT_EQ(world.rows("SELECT ?v { ?s :p ?v } LIMIT 2").size(), 2U);
    EXPECT_EQ(world.rows("SELECT ?v { ?s :p ?v } OFFSET 3").size(), 2U);
    EXPECT_EQ(world.rows("SELECT ?v { ?s :p ?v } OFFSET 9"), Texts{});
}

TEST(Aggregates, AreOfEachGroup) {
    SparqlWorld world(":a :p 1 , 2 . :b :p 5 .");
    EXPECT_EQ(world.sorted("SELECT ?s (COUNT(*) AS ?n) (SUM(?v) AS ?sum) { ?s :p ?v } GROUP BY ?s"),
              (Texts{"a 2 3", "b 1 5"}));
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p ?v } GROUP BY ?s HAVING(MAX(?v) < 3)"), (Texts{"a"}));
    EXPECT_EQ(world.sorted("SELECT ?k (MIN(?v) AS ?m) { ?s :p ?v } GROUP BY (?v > 1 AS ?k)"),
              (Texts{"false 1", "true 2"}));
    EXPECT_EQ(world.rows("SELECT ?s { ?s :p ?v } GROUP BY ?s ORDER BY DESC(SUM(?v))"), (Texts{"b", "a"}));
}

TEST(Aggregates, OfNothingAreOneRowWithoutGroupBy) {
    SparqlWorld world;
    EXPECT_EQ(world.rows("SELECT (COUNT(*) AS ?n) (SUM(?v) AS ?sum) (MAX(?v) AS ?max) { ?s :p ?v }"), (Texts{"0 0 -"}));
    EXPECT_EQ(world.rows("SELECT (COUNT(*) AS ?n) { ?s :p ?v } GROUP BY ?s"), Texts{});
}

TEST(Aggregates, CountDistinctSolutionsByVariablesOfTheQuery) {
    SparqlWorld world(":a :p 1 , 2 .");
    EXPECT_EQ(world.rows("SELECT (COUNT(DISTINCT *) AS ?n) { :a :p ?v OPTIONAL { :a :p [] } }"), (Texts{"2"}));
}

TEST(Subquery, IsEvaluatedByItself) {
    SparqlWorld world(":a :p 1 , 2 . :b :p 5 . :a :q :x . :b :q :y .");
    EXPECT_EQ(world.sorted("SELECT ?o ?m { ?s :q ?o { SELECT ?s (MAX(?v) AS ?m) { ?s :p ?v } GROUP BY ?s } }"),
              (Texts{"x 2", "y 5"}));
    EXPECT_EQ(world.sorted("SELECT ?s ?v { ?s :q ?o { SELECT ?v { ?s :p ?v } ORDER BY DESC(?v) LIMIT 1 } }"),
              (Texts{"a 5", "b 5"}));
    EXPECT_EQ(world.sorted("SELECT ?s ?v { ?s :q ?o OPTIONAL { SELECT ?s ?v { ?s :p ?v } ORDER BY ?v LIMIT 1 } }"),
              (Texts{"a 1", "b -"}));
}

TEST(Ask, StopsAtTheFirstRow) {
    SparqlWorld world(":a :p 1 .");
    EXPECT_EQ(world.ask("ASK { ?s :p 1 }"), true);
    EXPECT_EQ(world.ask("ASK { ?s :p 2 }"), false);
}

TEST(Construct, GivesEachTripleOnce) {
    SparqlWorld world(":a :p 1 , 2 . :b :p \"x\" .");
    EXPECT_EQ(world.sorted("CONSTRUCT { ?s :is :known } { ?s :p ?v }"), (Texts{"a is known", "b is known"}));
    EXPECT_EQ(world.sorted("CONSTRUCT { ?v :of ?s . ?s :q ?nothing } { ?s :p ?v }"), Texts{});
    EXPECT_EQ(world.sorted("CONSTRUCT WHERE { :a :p ?v }"), (Texts{"a p 1", "a p 2"}));
}

TEST(Construct, MakesNewBlankNodesForEachSolution) {
    SparqlWorld world(":a :p 1 , 2 .");
    EXPECT_EQ(world.sorted("CONSTRUCT { _:n :value ?v . _:n :of :a } { :a :p ?v }"),
              (Texts{"_: of a", "_: of a", "_: value 1", "_: value 2"}));
}

TEST(Describe, FollowsBlankNodes) {
    SparqlWorld world(":a :p [ :q [ :r 1 ] ; :s :b ] . :b :p 2 . :g { :a :t 3 }");
    EXPECT_EQ(world.sorted("DESCRIBE :a"), (Texts{"_: q _:", "_: r 1", "_: s b", "a p _:", "a t 3"}));
    EXPECT_EQ(world.sorted("DESCRIBE ?x { ?x :p 2 }"), (Texts{"b p 2"}));
    EXPECT_EQ(world.sorted("DESCRIBE :nobody"), Texts{});
}

}  // namespace
}  // namespace gridlore::query
