#include "tests/support/sparql_world.h"

namespace gridlore::query {
namespace {

TEST(BasicPatterns, JoinOnWhatTheyShare) {
    SparqlWorld world(":a :p :b . :b :q 1 . :b :q 2 . :c :q 3 .");
    EXPECT_EQ(world.sorted("SELECT ?s ?v { ?s :p ?o . ?o :q ?v }"), (Texts{"a 1", "a 2"}));
}

TEST(BasicPatterns, WithATermThatIsNowhereHaveNoSolution) {
    SparqlWorld world(":a :p :b .");
    EXPECT_EQ(world.sorted("SELECT * { ?s :nowhere ?o }"), Texts{});
    EXPECT_EQ(world.sorted("SELECT * { ?s :p ?o . :nobody ?q ?r }"), Texts{});
}

TEST(BasicPatterns, WithAVariableTwiceWantTheSameTermTwice) {
    SparqlWorld world(":a :p :a . :a :p :b . :p :p :p .");
    EXPECT_EQ(world.sorted("SELECT * { ?x :p ?x }"), (Texts{"a", "p"}));
    EXPECT_EQ(world.sorted("SELECT * { ?x ?x ?x }"), (Texts{"p"}));
}

TEST(BasicPatterns, MatchTermsByForm) {
    SparqlWorld world(":a :p 1 . :b :p 01 . :c :p 1.0 .");
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p 1 }"), (Texts{"a"}));
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p ?v FILTER(?v = 1) }"), (Texts{"a", "b", "c"}));
}

TEST(BasicPatterns, ThatAreEmptyHaveOneSolution) {
    SparqlWorld world;
    EXPECT_EQ(world.rows("SELECT * { }"), (Texts{""}));
    EXPECT_EQ(world.ask("ASK { }"), true);
}

TEST(BasicPatterns, WithoutSharedVariablesGiveEveryPair) {
    SparqlWorld world(":a :p 1 . :b :p 2 . :c :q 3 . :d :q 4 .");
    EXPECT_EQ(world.sorted("SELECT ?x ?y { ?x :p ?v . ?y :q ?w }"), (Texts{"a c", "a d", "b c", "b d"}));
}

TEST(Optional, KeepsRowsWithoutAMatch) {
    SparqlWorld world(":a :p 1 . :b :p 2 . :a :q 3 .");
    EXPECT_EQ(world.sorted("SELECT ?s ?w { ?s :p ?v OPTIONAL { ?s :q ?w } }"), (Texts{"a 3", "b -"}));
}

TEST(Optional, MayHaveAConditionOnBothSides) {
    SparqlWorld world(":a :p 1 . :a :q 3 . :b :p 5 . :b :q 4 .");
    EXPECT_EQ(world.sorted("SELECT ?s ?w { ?s :p ?v OPTIONAL { ?s :q ?w FILTER(?w > ?v) } }"), (Texts{"a 3", "b -"}));
}

TEST(Optional, SeesAVariableOfALaterPatternOnlyOnceThatIsJoined) {
    // The W3C's example of a pattern that is not well designed: ?w is bound by the OPTIONAL first, and joined then.
    SparqlWorld world(":a :p 1 . :a :q 3 . :b :p 2 . :x :r 4 . :y :r 3 .");
    EXPECT_EQ(world.sorted("SELECT ?s ?w ?z { ?s :p ?v OPTIONAL { ?s :q ?w } ?z :r ?w }"),
              (Texts{"a 3 y", "b 3 y", "b 4 x"}));
}

TEST(Optional, WithinOptionalIsEvaluatedFromTheInside) {
    SparqlWorld world(":x1 :p 1 . :x2 :q 2 . :x3 :r 2 .");
    // { x1 } ⟕ ({ x2 } ⟕ { x3 with the same ?n as the first }): the inner one is evaluated without ?n of the outer.
    EXPECT_EQ(world.sorted("SELECT ?a ?b ?c ?n { ?a :p ?n OPTIONAL { ?b :q ?m OPTIONAL { ?c :r ?n } } }"),
              (Texts{"x1 - - 1"}));
}

TEST(Filter, OfANestedGroupDoesNotSeeTheOuterOne) {
    SparqlWorld world(":a :p 1 . :a :q 2 .");
    EXPECT_EQ(world.sorted("SELECT * { ?s :p ?v { ?s :q ?w FILTER(?v = 1) } }"), Texts{});
    EXPECT_EQ(world.sorted("SELECT ?w { ?s :p ?v . ?s :q ?w FILTER(?v = 1) }"), (Texts{"2"}));
}

TEST(Filter, ThatFailsIsFalse) {
    SparqlWorld world(":a :p 1 . :b :p \"x\" .");
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p ?v FILTER(?v + 1 > 0) }"), (Texts{"a"}));
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p ?v FILTER(!bound(?nothing)) }"), (Texts{"a", "b"}));
}

TEST(Filter, ThatNamesATermIsALookUp) {
    SparqlWorld world(":a :p :x . :b :p :y . :c :p \"y\" . :c :p \"y\"@en .");
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p ?v FILTER(?v = :y) }"), (Texts{"b"}));
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p ?v FILTER(?v IN (:x, :y, :nowhere)) }"), (Texts{"a", "b"}));
    EXPECT_EQ(world.sorted("SELECT ?v { ?s :p ?v FILTER(\"y\" = ?v) }"), (Texts{"\"y\""}));
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p ?v FILTER(sameTerm(?s, :a)) }"), (Texts{"a"}));
}

TEST(Union, HasTheRowsOfBothWithDuplicates) {
    SparqlWorld world(":a :p 1 . :a :q 1 .");
    EXPECT_EQ(world.sorted("SELECT ?s ?v { { ?s :p ?v } UNION { ?s :q ?v } }"), (Texts{"a 1", "a 1"}));
    EXPECT_EQ(world.sorted("SELECT ?v ?w { { ?s :p ?v } UNION { ?s :q ?w } UNION { ?s :r ?u } }"),
              (Texts{"- 1", "1 -"}));
}

TEST(Union, JoinsWhereABranchLeavesAVariableUnbound) {
    SparqlWorld world(":a :p 1 . :b :p 2 . :a :q 5 . :c :q 6 .");
    EXPECT_EQ(world.sorted("SELECT ?s ?v ?w { { ?s :p ?v } UNION { ?x :q ?w } { ?s :q ?w } }"),
              (Texts{"a - 5", "a 1 5", "c - 6"}));
}

TEST(Minus, TakesAwayWhatAgreesAndSharesAVariable) {
    SparqlWorld world(":a :p 1 . :b :p 2 . :a :q 3 .");
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p ?v MINUS { ?s :q ?w } }"), (Texts{"b"}));
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p ?v MINUS { ?x :q ?w } }"), (Texts{"a", "b"}));
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p ?v MINUS { ?s :q ?w FILTER(?v = 1) } }"), (Texts{"a", "b"}));
}

TEST(Minus, IsNoNotExistsWhereAVariableIsUnbound) {
    SparqlWorld world(":a :p 1 . :b :p 2 . :a :q 3 .");
    EXPECT_EQ(world.sorted("SELECT ?s ?w { ?s :p ?v OPTIONAL { ?s :q ?w } MINUS { ?y :q ?w } }"), (Texts{"b -"}));
}

TEST(Exists, IsEvaluatedForEachRow) {
    SparqlWorld world(":a :p 1 . :b :p 2 . :a :q 3 . :b :q 1 .");
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p ?v FILTER EXISTS { ?s :q ?w FILTER(?w > ?v) } }"), (Texts{"a"}));
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p ?v FILTER NOT EXISTS { ?s :q ?w FILTER(?w > ?v) } }"), (Texts{"b"}));
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p ?v FILTER(EXISTS { ?s :q 3 } || ?v = 2) }"), (Texts{"a", "b"}));
}

TEST(Exists, MayHoldEveryKindOfPattern) {
    SparqlWorld world(":a :p 1 . :b :p 2 . :a :q 3 . :b :q 1 . :b :q 7 . :a :r :c .");
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p ?v FILTER EXISTS { { ?s :r ?c } UNION { ?s :q 7 } } }"),
              (Texts{"a", "b"}));
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p ?v FILTER EXISTS { ?s :q ?w MINUS { ?t :q ?w . ?t :r ?c } } }"),
              (Texts{"b"}));
    // ?s stands for a term on both sides of MINUS, so these share no variable and nothing is taken away.
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p ?v FILTER EXISTS { ?s :q ?w MINUS { ?s :r ?c } } }"), (Texts{"a", "b"}));
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p ?v FILTER EXISTS { SELECT ?s { ?s :q ?w } "
                           "GROUP BY ?s HAVING(COUNT(?w) > 1) } }"),
              (Texts{"b"}));
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p ?v FILTER NOT EXISTS { ?s :q ?w OPTIONAL { ?s :r ?c } "
                           "FILTER(bound(?c)) } }"),
              (Texts{"b"}));
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :p ?v FILTER EXISTS { ?s :q ?w FILTER NOT EXISTS { ?s :r ?c } } }"),
              (Texts{"b"}));
}

TEST(Values, AreJoinedLikeAnyPattern) {
    SparqlWorld world(":a :p 1 . :b :p 2 . :c :p 3 .");
    EXPECT_EQ(world.sorted("SELECT ?s ?v { ?s :p ?v VALUES ?s { :a :c :z } }"), (Texts{"a 1", "c 3"}));
    EXPECT_EQ(world.sorted("SELECT ?s ?v { ?s :p ?v VALUES (?s ?v) { (:a UNDEF) (UNDEF 2) (:c 1) } }"),
              (Texts{"a 1", "b 2"}));
    EXPECT_EQ(world.rows("SELECT * { } VALUES ?x { 1 2 }"), (Texts{"1", "2"}));
}

TEST(Bind, AddsAValueOrNothing) {
    SparqlWorld world(":a :p 1 . :b :p \"x\" .");
    EXPECT_EQ(world.sorted("SELECT ?s ?w { ?s :p ?v BIND(?v + 1 AS ?w) }"), (Texts{"a 2", "b -"}));
    EXPECT_EQ(world.sorted("SELECT ?s { BIND(1 AS ?v) ?s :p ?v }"), (Texts{"a"}));
    EXPECT_EQ(world.sorted("SELECT ?s ?w { ?s :p ?v BIND(\"y\" AS ?x) { BIND(?x AS ?w) } }"), (Texts{"a -", "b -"}));
}

TEST(Bind, OfSomethingNewIsNewForEachRow) {
    SparqlWorld world(":a :p 1 . :b :p 2 .");
    EXPECT_EQ(world.rows("SELECT (COUNT(DISTINCT ?u) AS ?n) { ?s :p ?v BIND(STRUUID() AS ?u) }"), (Texts{"2"}));
    EXPECT_EQ(world.rows("SELECT (COUNT(DISTINCT ?u) AS ?n) { ?s :p ?v { ?t :p 1 BIND(STRUUID() AS ?u) } }"),
              (Texts{"1"}));
}

TEST(Bind, KeepsOneBlankNodeOfALabelForOneSolution) {
    SparqlWorld world(":a :p 1 . :b :p 2 .");
    EXPECT_EQ(world.rows("SELECT (SUM(IF(?x = ?y, 1, 0)) AS ?same) (COUNT(DISTINCT ?x) AS ?n) "
                         "{ SELECT (BNODE(\"n\") AS ?x) (BNODE(\"n\") AS ?y) { ?s :p ?v } }"),
              (Texts{"2 2"}));
}

}  // namespace
}  // namespace gridlore::query
