#include "tests/support/sparql_world.h"

namespace gridlore::query {
namespace {

/// One `:rare` edge among many `:common` ones.
std::string skewed() {
    std::string data = ":s7 :rare :x .\n";
    for (int i = 0; i < 500; ++i) {
        data += ":s" + std::to_string(i) + " :common " + std::to_string(i) + " .\n";
    }
    return data;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST(Explain, ShowsThatTheRarePatternComesFirst) {
    SparqlWorld world(skewed());
    EXPECT_EQ(world.explained("SELECT ?v { ?s :common ?v . ?s :rare :x }"),
              "scan ?s <urn:x:common> ?v, by subject, predicate  [~1 row]\n"
              "  scan ?s <urn:x:rare> <urn:x:x>, by predicate, object  [~1 row]\n");
}

TEST(Explain, ShowsARangeOfAFilter) {
    SparqlWorld world(skewed());
    const std::string plan = world.explained("SELECT ?s { ?s :common ?v FILTER(?v >= 10 && ?v < 13) }");
    EXPECT_TRUE(has(plan, "by predicate, object in ")) << plan;
    EXPECT_TRUE(has(plan, "filter ")) << plan;
    EXPECT_EQ(world.sorted("SELECT ?s { ?s :common ?v FILTER(?v >= 10 && ?v < 13) }"), (Texts{"s10", "s11", "s12"}));
}

TEST(Explain, ShowsThatAFilterOnATermIsALookUp) {
    SparqlWorld world(skewed());
    EXPECT_EQ(world.explained("SELECT ?v { ?s :common ?v FILTER(?s = :s3) }"),
              "scan ?s <urn:x:common> ?v, by subject, predicate  [~1 row]\n"
              "  values ?s, 1 row  [~1 row]\n");
}

TEST(Explain, TellsWhyThereIsNothing) {
    SparqlWorld world(skewed());
    EXPECT_EQ(world.explained("SELECT ?v { ?s :nowhere ?v }"),
              "nothing: the store has no such term or graph  [no rows]\n");
}

TEST(Explain, ReadsAWholePatternForManyRowsAndLooksUpForFew) {
    SparqlWorld world(skewed());
    EXPECT_TRUE(has(world.explained("SELECT * { ?s :common ?v . ?s :common ?w }"), "join by hash ?s"));
    EXPECT_FALSE(has(world.explained("SELECT * { ?s :common ?v . ?s :common ?w } LIMIT 5"), "hash"));
    EXPECT_FALSE(has(world.explained("ASK { ?s :common ?v . ?s :common ?w }"), "hash"));
}

TEST(Explain, SaysHowManyRowsEvenOfASinglePattern) {
    SparqlWorld world(skewed());
    EXPECT_EQ(world.explained("SELECT ?v { ?s :common ?v }"), "scan ?s <urn:x:common> ?v, by predicate  [~500 rows]\n");
    EXPECT_EQ(world.explained("SELECT ?v { :x :common ?v }"),
              "scan <urn:x:x> <urn:x:common> ?v, by subject, predicate  [no rows]\n");
    // What a filter lets through is a guess.
    EXPECT_TRUE(has(world.explained("SELECT ?s { ?s :rare ?x FILTER(?x != :y) }"), "  [<1 row]\n"));
}

TEST(Explain, SaysThatAnEmptyPatternHasOneSolution) {
    SparqlWorld world(skewed());
    EXPECT_EQ(world.explained("ASK {}"), "one solution without bindings: the pattern is empty  [1 row]\n");
    EXPECT_EQ(world.ask("ASK {}"), true);
}

TEST(Explain, LooksUpAnOptionalPatternForFewRows) {
    SparqlWorld world(skewed());
    EXPECT_EQ(world.explained("SELECT * { ?s :rare ?x OPTIONAL { ?s :common ?v } }"),
              "optional  [~1 row]\n"
              "  scan ?s <urn:x:rare> ?x, by predicate  [~1 row]\n"
              "  scan ?s <urn:x:common> ?v, by subject, predicate  [~1 row]\n");
}

TEST(Explain, ShowsThePatternsOfExistsWhereverAnExpressionStands) {
    SparqlWorld world(skewed());
    for (const char* query : {"SELECT * { ?s :rare ?x OPTIONAL { ?s :common ?v FILTER EXISTS { ?s :common 3 } } }",
                              "SELECT * { ?s :rare ?x } ORDER BY EXISTS { ?s :common 3 }",
                              "SELECT (COUNT(EXISTS { ?s :common 3 }) AS ?n) { ?s :rare ?x }"}) {
        EXPECT_TRUE(has(world.explained(query), "  exists\n")) << query;
    }
}

TEST(Explain, NestsWhatOperatorsTake) {
    SparqlWorld world(skewed());
    EXPECT_EQ(world.explained("SELECT DISTINCT ?s { { ?s :rare ?x } UNION { ?s :common 7 } "
                              "FILTER NOT EXISTS { ?s :common 3 } } ORDER BY ?s LIMIT 3"),
              "slice limit 3  [~1 row]\n"
              "  distinct ?s  [~1 row]\n"
              "    sort ?s  [~1 row]\n"
              "      filter (not-exists (bgp (triple ?s <urn:x:common> 3)))  [~1 row]\n"
              "        not exists\n"
              "          scan ?s <urn:x:common> 3, by subject, predicate, object  [<1 row]\n"
              "        union  [~2 rows]\n"
              "          scan ?s <urn:x:rare> ?x, by predicate  [~1 row]\n"
              "          scan ?s <urn:x:common> 7, by predicate, object  [~1 row]\n");
}

TEST(PreparedQuery, AnswersSnapshotsOfItsVersion) {
    SparqlWorld world(skewed());
    const auto query = std::make_shared<const Query>(SparqlWorld::parsed("SELECT ?v { :s3 :common ?v }"));
    const auto snapshot = std::move(world.store().snapshot().value());
    const Result<PreparedQuery> prepared = PreparedQuery::prepare(query, *snapshot);
    ASSERT_TRUE(prepared);
    EXPECT_EQ(prepared->version(), snapshot->version());
    for (int i = 0; i < 2; ++i) {
        RecordedResult result;
        ASSERT_TRUE(prepared->run(*snapshot, {}, result));
        EXPECT_EQ(result.rows, (Texts{"3"}));
    }
}

}  // namespace
}  // namespace gridlore::query
