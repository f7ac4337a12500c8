// Each production of the grammar (SPARQL 1.1 Query, 19.8) that changes what a query or an update means, by an example
// with the answer that the specifications give.
#include "tests/support/sparql_world.h"

namespace gridlore::query {
namespace {

struct Case {
    const char* query;
    Texts rows;  ///< sorted
};

const char* const people =
    ":ann :name \"Ann\" ; :age 30 ; :knows :bob, :cid . :bob :name \"Bob\" ; :age 20 ; :knows :cid . "
    ":cid :name \"Cid\" ; :age 40 . :g1 { :ann :likes :tea } :g2 { :bob :likes :tea, :cake }";

void expect_rows(const std::vector<Case>& cases) {
    SparqlWorld world(people);
    for (const Case& one : cases) {
        EXPECT_EQ(world.sorted(one.query), one.rows) << one.query;
    }
}

TEST(EveryProduction, OfThePrologue) {
    expect_rows({
        {"BASE <urn:x:ann> SELECT ?a { <> :age ?a }", {"30"}},
        {"BASE <http://e/a/> PREFIX p: <b/> BASE <c> SELECT (p:d AS ?d) (<d> AS ?e) {}",
         {"<http://e/a/b/d> <http://e/a/d>"}},
        {"PREFIX p: <urn:y:> PREFIX p: <urn:x:> SELECT ?a { p:ann p:age ?a }", {"30"}},
        {"prefix : <urn:x:> # a comment\nselect ?a where { :ann :age ?a } # and another", {"30"}},
    });
}

TEST(EveryProduction, OfSelectClauses) {
    expect_rows({
        {"SELECT (?a + 1 AS ?b) (?b * 2 AS ?c) ?a { :ann :age ?a }", {"31 62 30"}},
        {"SELECT DISTINCT ?k { ?p :knows ?k }", {"bob", "cid"}},
        {"SELECT REDUCED * { :bob :knows ?k }", {"cid"}},
        {"SELECT ?nothing { :bob :knows ?k }", {"-"}},
        {"SELECT $a { :ann :age $a }", {"30"}},
    });
}

TEST(EveryProduction, OfDatasetClauses) {
    expect_rows({
        {"SELECT ?w FROM :g1 { ?p :likes ?w }", {"tea"}},
        {"SELECT ?p FROM :g1 FROM :g2 { ?p :likes :tea }", {"ann", "bob"}},
        {"SELECT ?p FROM NAMED :g2 { ?p :likes :tea }", {}},
        {"SELECT ?g ?p FROM NAMED :g2 { GRAPH ?g { ?p :likes :tea } }", {"g2 bob"}},
        {"SELECT ?g ?a FROM :g1 FROM NAMED :g2 { ?a :likes ?w GRAPH ?g { ?b :likes ?w } }", {"g2 ann"}},
        {"SELECT ?p { GRAPH :g1 { ?p ?q ?o } }", {"ann"}},
        {"SELECT ?g { GRAPH ?g {} }", {"g1", "g2"}},
    });
}

TEST(EveryProduction, OfSolutionModifiers) {
    SparqlWorld world(people);
    const std::vector<Case> cases = {
        {"SELECT ?n { ?p :name ?n ; :age ?a } ORDER BY DESC(?a)", {"\"Cid\"", "\"Ann\"", "\"Bob\""}},
        {"SELECT ?n { ?p :name ?n ; :age ?a } ORDER BY ASC(?a) LIMIT 1 OFFSET 1", {"\"Ann\""}},
        {"SELECT ?n { ?p :name ?n ; :age ?a } ORDER BY ?a OFFSET 1 LIMIT 1", {"\"Ann\""}},
        {"SELECT ?n { ?p :name ?n ; :age ?a } ORDER BY (-?a)", {"\"Cid\"", "\"Ann\"", "\"Bob\""}},
        {"SELECT ?n { ?p :name ?n } ORDER BY DESC(SUBSTR(?n, 2)) ?n", {"\"Bob\"", "\"Ann\"", "\"Cid\""}},
        {"SELECT ?n { ?p :name ?n } ORDER BY STRLEN(?n) xsd:string(?n) DESC(?p)", {"\"Ann\"", "\"Bob\"", "\"Cid\""}},
        {"SELECT ?k (COUNT(*) AS ?c) { ?p :knows ?k } GROUP BY ?k HAVING (COUNT(*) > 1)", {"cid 2"}},
        {"SELECT ?k { ?p :knows ?k } GROUP BY ?k HAVING (COUNT(*) > 0) (?k != :cid)", {"bob"}},
        {"SELECT ?l (COUNT(?p) AS ?c) { ?p :name ?n } GROUP BY (STRLEN(?n) AS ?l)", {"3 3"}},
        {"SELECT (COUNT(?p) AS ?c) { ?p :name ?n } GROUP BY STRLEN(?n)", {"3"}},
        {"SELECT (COUNT(?p) AS ?c) { ?p :age ?n } GROUP BY (?n > 25) ORDER BY ?c", {"1", "2"}},
        {"SELECT (SUM(?a) AS ?s) { ?p :age ?a } GROUP BY xsd:boolean(?a)", {"90"}},
        {"SELECT ?k { ?p :knows ?k } GROUP BY ?k ORDER BY DESC(COUNT(?p)) LIMIT 1", {"cid"}},
        {"SELECT ?n { ?p :name ?n } ORDER BY ?n LIMIT 0", {}},
        {"SELECT ?n { ?p :name ?n } ORDER BY ?n VALUES ?p { :bob :ann }", {"\"Ann\"", "\"Bob\""}},
    };
    for (const Case& one : cases) {
        EXPECT_EQ(world.rows(one.query), one.rows) << one.query;
    }
}

TEST(EveryProduction, OfAggregates) {
    SparqlWorld world(":a :v 1, 2, 3 . :b :v 2.5 . :c :v \"x\" . :d :w 1 .");
    const std::vector<Case> cases = {
        {"SELECT (COUNT(*) AS ?n) { ?s :v ?v }", {"5"}},
        {"SELECT (COUNT(?v) AS ?n) { ?s ?p ?o OPTIONAL { ?s :v ?v FILTER(?s = :b) } }", {"1"}},
        {"SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s :v ?v }", {"3"}},
        {"SELECT (COUNT(DISTINCT *) AS ?n) { { ?s :w ?v } UNION { ?s :w ?v } }", {"1"}},
        {"SELECT (COUNT(*) AS ?n) { ?s :none ?v }", {"0"}},
        {"SELECT (COUNT(*) AS ?n) { ?s :none ?v } GROUP BY ?s", {}},
        {"SELECT (SUM(?v) AS ?n) { :a :v ?v }", {"6"}},
        {"SELECT (SUM(?v) AS ?n) { ?s :none ?v }", {"0"}},
        {"SELECT (SUM(?v) AS ?n) { ?s :v ?v }", {"-"}},
        {"SELECT (AVG(?v) AS ?n) { :a :v ?v }", {"2.0"}},
        {"SELECT (AVG(?v) AS ?n) { ?s :none ?v }", {"0"}},
        {"SELECT (MIN(?v) AS ?n) (MAX(?v) AS ?m) { VALUES ?s { :a :b } ?s :v ?v }", {"1 3"}},
        {"SELECT (MIN(?v) AS ?n) { ?s :none ?v }", {"-"}},
        {"SELECT (MAX(?v) AS ?n) { ?s :v ?v }", {"\"x\""}},
        {"SELECT (SAMPLE(?v) AS ?n) { :b :v ?v }", {"2.5"}},
        {"SELECT (SUM(DISTINCT ?o) AS ?n) { :a :v ?v BIND(1 AS ?o) }", {"1"}},
        {"SELECT (GROUP_CONCAT(?v) AS ?n) { { SELECT ?v { :a :v ?v } ORDER BY ?v } }", {"\"1 2 3\""}},
        {"SELECT (GROUP_CONCAT(?v; SEPARATOR=\", \") AS ?n) { { SELECT ?v { :a :v ?v } ORDER BY DESC(?v) } }",
         {"\"3, 2, 1\""}},
        {"SELECT (GROUP_CONCAT(DISTINCT ?o ; separator = '') AS ?n) { :a :v ?v BIND(1 AS ?o) }", {"\"1\""}},
        {"SELECT (GROUP_CONCAT(?v) AS ?n) { ?s :none ?v }", {"\"\""}},
        {"SELECT (SUM(?v) + COUNT(*) * 10 AS ?n) { :a :v ?v }", {"36"}},
        {"SELECT (SUM(?v + 1) AS ?n) { :a :v ?v }", {"9"}},
        {"SELECT (1 AS ?one) { ?s :none ?v } GROUP BY ?s", {}},
        {"SELECT ?s (SUM(?v) AS ?n) { ?s :v ?v } GROUP BY ?s ORDER BY ?s", {"a 6", "b 2.5", "c -"}},
    };
    for (const Case& one : cases) {
        EXPECT_EQ(world.rows(one.query), one.rows) << one.query;
    }
}

TEST(EveryProduction, OfGroupGraphPatterns) {
    expect_rows({
        {"SELECT * {}", {""}},
        {"SELECT ?p { {} ?p :age 30 {} }", {"ann"}},
        {"SELECT ?p { { ?p :age 30 } UNION { ?p :age 20 } UNION { ?p :age 99 } }", {"ann", "bob"}},
        {"SELECT ?p ?k { ?p :age ?a OPTIONAL { ?p :knows ?k FILTER(?a < 30) } }", {"ann -", "bob cid", "cid -"}},
        {"SELECT ?p { ?p :age ?a MINUS { ?p :knows ?k } }", {"cid"}},
        {"SELECT ?p { ?p :age ?a MINUS { ?x :knows ?y } }", {"ann", "bob", "cid"}},
        {"SELECT ?p { ?p :age ?a FILTER NOT EXISTS { ?p :knows ?k } }", {"cid"}},
        {"SELECT ?p { ?p :age ?a FILTER NOT EXISTS { ?x :knows ?y } }", {}},
        {"SELECT ?p { ?p :age ?a FILTER EXISTS { ?p :knows ?k FILTER(?a > 25) } }", {"ann"}},
        {"SELECT ?p { FILTER(?a > 25) ?p :age ?a }", {"ann", "cid"}},
        {"SELECT ?p { ?p :age ?a { FILTER(?a > 25) } }", {}},
        {"SELECT ?p { ?p :name ?n FILTER REGEX(?n, \"^a\", \"i\") }", {"ann"}},
        {"SELECT ?p { ?p :age ?a FILTER xsd:boolean(?a) . FILTER(?a = 20) . }", {"bob"}},
        {"SELECT ?b { :ann :age ?a BIND(?a * 2 AS ?b) }", {"60"}},
        {"SELECT ?p ?n { { SELECT ?p (COUNT(?k) AS ?n) { ?p :knows ?k } GROUP BY ?p } FILTER(?n > 1) }", {"ann 2"}},
        {"SELECT ?p ?b { ?p :age 20 { SELECT (MAX(?a) AS ?b) { ?p :age ?a } } }", {"bob 40"}},
        {"SELECT ?p { { SELECT ?p { ?p :age ?a } ORDER BY ?a LIMIT 1 } ?p :knows ?k }", {"bob"}},
        {"SELECT ?p { ?p :age ?a VALUES ?a { 20 40 } }", {"bob", "cid"}},
        {"SELECT ?p ?a { ?p :age ?a VALUES (?p ?a) { (:ann UNDEF) (UNDEF 20) (:cid 1) } }", {"ann 30", "bob 20"}},
        {"SELECT ?p { ?p :age 30 VALUES () { () } }", {"ann"}},
        {"SELECT ?p { ?p :age 30 VALUES () { } }", {}},
        {"SELECT ?p { ?p :age ?a VALUES ?a { } }", {}},
        {"SELECT ?p { ?p :age 30 SERVICE SILENT <urn:x:nowhere> { ?s ?q ?o } }", {"ann"}},
    });
}

TEST(EveryProduction, OfTriples) {
    SparqlWorld world(":s :list (1 [ :in 2 ] (3)) ; :none () ; a :T . :s :b [ :x 1 ; :y 2 ] .");
    const std::vector<Case> cases = {
        {"SELECT ?a ?c { ?s :list (?a [ :in 2 ] (?c)) }", {"1 3"}},
        {"SELECT ?s { ?s :none () }", {"s"}},
        {"SELECT ?s { ?s a :T }", {"s"}},
        {"SELECT ?y { ?s :b [ :x 1 ; :y ?y ] }", {"2"}},
        {"SELECT ?y { [ :x 1 ; :y ?y ] }", {"2"}},
        {"SELECT ?y { [ :x 1 ] :y ?y }", {"2"}},
        {"SELECT ?y { [] :x 1 ; :y ?y ;; . }", {"2"}},
        {"SELECT ?y { _:b :x 1 . _:b :y ?y }", {"2"}},
        {"SELECT ?x { (1 ?x ?y) :p ?z }", {}},
        {"SELECT ?z { ?z :x 1 , 1 ; :y 2 }", {"_:"}},
        {"SELECT ?p { :s ?p () }", {"none"}},
    };
    for (const Case& one : cases) {
        EXPECT_EQ(world.sorted(one.query), one.rows) << one.query;
    }
}

TEST(EveryProduction, OfPropertyPaths) {
    SparqlWorld world(":a :p :b . :b :p :c . :c :q :d . :d :r :a .");
    const std::vector<Case> cases = {
        {"SELECT ?x { :a :p/:p ?x }", {"c"}},
        {"SELECT ?x { :b ^:p ?x }", {"a"}},
        {"SELECT ?x { :c ^(:p/:p) ?x }", {"a"}},
        {"SELECT ?x { :c :p|:q ?x }", {"d"}},
        {"SELECT ?x { :a :p* ?x }", {"a", "b", "c"}},
        {"SELECT ?x { :a :p+ ?x }", {"b", "c"}},
        {"SELECT ?x { :a :p? ?x }", {"a", "b"}},
        {"SELECT ?x { :a (:p/:p/:q)+ ?x }", {"d"}},
        {"SELECT ?x { :d !:p ?x }", {"a"}},
        {"SELECT ?x { :c !(:p|:r) ?x }", {"d"}},
        {"SELECT ?x { :c !^:q ?x }", {"b"}},
        {"SELECT ?x { :c !(:q|^:q) ?x }", {"b"}},
        {"SELECT ?x { :c !a ?x }", {"d"}},
        {"SELECT ?x { :a (:p|:q|:r)* ?x }", {"a", "b", "c", "d"}},
        {"SELECT ?x { ?x :p/:q [] }", {"b"}},
        {"SELECT ?x { ?x :p+ :c ; ^:r :d }", {"a"}},
        {"SELECT (COUNT(*) AS ?n) { ?x :p* ?y }", {"7"}},
        {"SELECT ?x { :nowhere :p* ?x }", {"nowhere"}},
    };
    for (const Case& one : cases) {
        EXPECT_EQ(world.sorted(one.query), one.rows) << one.query;
    }
}

TEST(EveryProduction, OfTerms) {
    expect_rows({
        {"SELECT ('a' AS ?a) (\"b\" AS ?b) ('''c'c''' AS ?c) (\"\"\"d\"\"d\"\"\" AS ?d) {}",
         {"\"a\" \"b\" \"c'c\" \"d\\\"\\\"d\""}},
        {"SELECT (STRLEN('\\t\\b\\n\\r\\f\\\\\\\"\\'') AS ?n) {}", {"8"}},
        {"SELECT (\"\\u0041\\U00000042\" AS ?n) {}", {"\"AB\""}},
        {"SELECT (\"a\"@en-GB AS ?a) (\"1\"^^xsd:int + 1 AS ?b) {}", {"\"a\"@en-GB 2"}},
        {"SELECT (1 AS ?a) (1.5 AS ?b) (.5 + 0 AS ?c) (-2 AS ?d) (+3 + 0 AS ?e) {}", {"1 1.5 0.5 -2 3"}},
        {"SELECT (1e2 = 100 AS ?a) (1.5E-1 = 0.15 AS ?b) (.1e1 = 1 AS ?c) {}", {"true true true"}},
        {"SELECT (true AS ?a) (false AS ?b) {}", {"true false"}},
        {"PREFIX e: <urn:x:a> SELECT (e: AS ?a) (e:nn AS ?b) {}", {"a ann"}},
        {"PREFIX e: <urn:x:> SELECT (e:a.b AS ?a) (e:1 AS ?b) (e:x\\~y AS ?c) (e:a%20b AS ?d) (e:a:b AS ?e) {}",
         {"a.b 1 x~y a%20b a:b"}},
    });
}

TEST(EveryProduction, OfConstructAndDescribe) {
    expect_rows({
        {"CONSTRUCT { ?k :knownBy ?p } { ?p :knows ?k }", {"bob knownBy ann", "cid knownBy ann", "cid knownBy bob"}},
        {"CONSTRUCT WHERE { :bob :knows ?k }", {"bob knows cid"}},
        {"CONSTRUCT FROM :g2 WHERE { ?p :likes ?w } LIMIT 5", {"bob likes cake", "bob likes tea"}},
        {"CONSTRUCT {} WHERE { ?p :knows ?k }", {}},
        {"CONSTRUCT { \"a\" :p ?k . ?nothing :p ?k . :s ?n ?k } { :bob :knows ?k ; :name ?n }", {}},
        {"CONSTRUCT { [] :of ?k } { :ann :knows ?k }", {"_: of bob", "_: of cid"}},
        {"CONSTRUCT { ?p :all (1) } { ?p :age 20 }",
         {"_: <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> 1",
          "_: <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>",
          "bob all _:"}},
        {"DESCRIBE :cid", {"cid age 40", "cid name \"Cid\""}},
        {"DESCRIBE ?k { :bob :knows ?k }", {"cid age 40", "cid name \"Cid\""}},
        {"DESCRIBE * { :bob :knows ?k }", {"cid age 40", "cid name \"Cid\""}},
        {"DESCRIBE :cid ?k { ?k :none 1 }", {"cid age 40", "cid name \"Cid\""}},
    });
    SparqlWorld world(people);
    EXPECT_EQ(world.ask("ASK { :ann :knows :bob }"), true);
    EXPECT_EQ(world.ask("ASK WHERE { :bob :knows :ann }"), false);
    EXPECT_EQ(world.ask("ASK FROM :g1 { :ann :likes ?w }"), true);
    EXPECT_EQ(world.ask("ASK { ?p :age ?a } HAVING (COUNT(*) > 3)"), false);
}

struct Change {
    const char* update;
    Texts quads;  ///< sorted, those of the default graph first; after it
};

TEST(EveryProduction, OfUpdates) {
    const char* const before = ":a :p 1, 2 . :g { :b :q 3 } :h { :c :q 4 }";
    const std::vector<Change> changes = {
        {"", {"a p 1", "a p 2", "b q 3 g", "c q 4 h"}},
        {"INSERT DATA { :a :p 3 . GRAPH :g { :b :q 5 } :a :p 4 }",
         {"a p 1", "a p 2", "a p 3", "a p 4", "b q 3 g", "b q 5 g", "c q 4 h"}},
        {"DELETE DATA { :a :p 1 . GRAPH :g { :b :q 3 } GRAPH :h { :none :q 4 } }", {"a p 2", "c q 4 h"}},
        {"DELETE WHERE { :a :p ?v . GRAPH :g { ?s ?q ?o } }", {"c q 4 h"}},
        {"DELETE WHERE { GRAPH ?g { ?s :q ?o } }", {"a p 1", "a p 2"}},
        {"DELETE { ?s :p ?v } INSERT { ?s :r ?v } WHERE { ?s :p ?v FILTER(?v > 1) }",
         {"a p 1", "a r 2", "b q 3 g", "c q 4 h"}},
        {"DELETE { ?s :p ?v } WHERE { ?s :p ?v }", {"b q 3 g", "c q 4 h"}},
        {"INSERT { GRAPH ?g { ?s :n ?o } } WHERE { GRAPH ?g { ?s :q ?o } }",
         {"a p 1", "a p 2", "b n 3 g", "b q 3 g", "c n 4 h", "c q 4 h"}},
        {"WITH :g DELETE { ?s ?p ?o } INSERT { ?s :n ?o } WHERE { ?s ?p ?o }",
         {"a p 1", "a p 2", "b n 3 g", "c q 4 h"}},
        {"INSERT { \"a\" :p ?v . ?v :p ?s . ?s ?v 1 . GRAPH ?v { ?s :p 3 } ?s :r ?v } WHERE { ?s :p ?v FILTER(?v = 1) "
         "}",
         {"a p 1", "a p 2", "a r 1", "b q 3 g", "c q 4 h"}},
        {"WITH :g DELETE { GRAPH :h { ?s ?p ?o } } WHERE { GRAPH :h { ?s ?p ?o } }", {"a p 1", "a p 2", "b q 3 g"}},
        {"INSERT { ?s :n ?o } USING :g WHERE { ?s :q ?o }", {"a p 1", "a p 2", "b n 3", "b q 3 g", "c q 4 h"}},
        {"INSERT { ?s :n ?o } USING NAMED :h WHERE { GRAPH ?g { ?s :q ?o } }",
         {"a p 1", "a p 2", "c n 4", "b q 3 g", "c q 4 h"}},
        {"WITH :h INSERT { ?s :n ?o } USING :g WHERE { ?s :q ?o }",
         {"a p 1", "a p 2", "b n 3 h", "b q 3 g", "c q 4 h"}},
        {"CLEAR DEFAULT", {"b q 3 g", "c q 4 h"}},
        {"CLEAR GRAPH :g", {"a p 1", "a p 2", "c q 4 h"}},
        {"CLEAR NAMED", {"a p 1", "a p 2"}},
        {"CLEAR ALL", {}},
        {"CLEAR SILENT GRAPH :none", {"a p 1", "a p 2", "b q 3 g", "c q 4 h"}},
        {"DROP DEFAULT", {"b q 3 g", "c q 4 h"}},
        {"DROP GRAPH :h", {"a p 1", "a p 2", "b q 3 g"}},
        {"DROP NAMED", {"a p 1", "a p 2"}},
        {"DROP ALL", {}},
        {"DROP SILENT GRAPH :none", {"a p 1", "a p 2", "b q 3 g", "c q 4 h"}},
        {"CREATE GRAPH :new", {"a p 1", "a p 2", "b q 3 g", "c q 4 h"}},
        {"CREATE SILENT GRAPH :g", {"a p 1", "a p 2", "b q 3 g", "c q 4 h"}},
        {"ADD :g TO :h", {"a p 1", "a p 2", "b q 3 g", "b q 3 h", "c q 4 h"}},
        {"ADD DEFAULT TO GRAPH :g", {"a p 1", "a p 2", "a p 1 g", "a p 2 g", "b q 3 g", "c q 4 h"}},
        {"ADD GRAPH :g TO DEFAULT", {"a p 1", "a p 2", "b q 3", "b q 3 g", "c q 4 h"}},
        {"COPY :g TO :h", {"a p 1", "a p 2", "b q 3 g", "b q 3 h"}},
        {"COPY DEFAULT TO :g", {"a p 1", "a p 2", "a p 1 g", "a p 2 g", "c q 4 h"}},
        {"COPY :g TO :g", {"a p 1", "a p 2", "b q 3 g", "c q 4 h"}},
        {"MOVE :g TO DEFAULT", {"b q 3", "c q 4 h"}},
        {"MOVE :g TO :new", {"a p 1", "a p 2", "b q 3 new", "c q 4 h"}},
        {"MOVE :g TO :g", {"a p 1", "a p 2", "b q 3 g", "c q 4 h"}},
        {"MOVE SILENT :none TO :h", {"a p 1", "a p 2", "b q 3 g", "c q 4 h"}},
        {"LOAD SILENT <urn:x:nowhere> INTO GRAPH :g", {"a p 1", "a p 2", "b q 3 g", "c q 4 h"}},
        {"CLEAR ALL ; INSERT DATA { :x :p 1 } ; DELETE WHERE { :x :p 2 } ;", {"x p 1"}},
        {"PREFIX e: <urn:x:> CLEAR ALL ; PREFIX e: <urn:x:y> INSERT DATA { e: a e:z }",
         {"y <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> yz"}},
    };
    for (const Change& change : changes) {
        SparqlWorld world(before);
        const Result<void> done = world.update(change.update);
        EXPECT_TRUE(done) << change.update << "\n" << (done ? "" : done.error().message);
        EXPECT_EQ(world.quads(), change.quads) << change.update;
    }
}

TEST(EveryProduction, OfUpdatesThatFailChangesNothing) {
    const char* const before = ":a :p 1 . :g { :b :q 3 }";
    for (const char* update :
         {"INSERT DATA { :x :p 1 } ; DROP GRAPH :none", "INSERT DATA { :x :p 1 } ; CREATE GRAPH :g",
          "INSERT DATA { :x :p 1 } ; COPY :none TO :g", "INSERT DATA { :x :p 1 } ; MOVE :none TO :g",
          "INSERT DATA { :x :p 1 } ; ADD :none TO :g", "INSERT DATA { :x :p 1 } ; LOAD <urn:x:nowhere>"}) {
        SparqlWorld world(before);
        EXPECT_FALSE(world.update(update)) << update;
        EXPECT_EQ(world.quads(), (Texts{"a p 1", "b q 3 g"})) << update;
    }
}

}  // namespace
}  // namespace gridlore::query
