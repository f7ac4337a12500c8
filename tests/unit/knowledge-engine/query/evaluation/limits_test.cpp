#include <atomic>

#include "tests/support/sparql_world.h"

namespace gridlore::query {
namespace {

std::string many_numbers(int count) {
    std::string data;
    for (int i = 0; i < count; ++i) {
        data += ":s" + std::to_string(i) + " :p " + std::to_string(i) + " .\n";
    }
    return data;
}

Context with_time(std::chrono::nanoseconds time) {
    Context context;
    context.limits.time = time;
    return context;
}

TEST(Limits, EndACrossProduct) {
    SparqlWorld world(many_numbers(300));
    const Error error =
        world.error("SELECT (COUNT(*) AS ?n) { ?a :p ?u . ?b :p ?v . ?c :p ?w . ?d :p ?x . ?e :p ?y . ?f :p ?z }",
                    with_time(std::chrono::milliseconds(50)));
    EXPECT_EQ(error.kind, ErrorKind::LimitExceeded);
    EXPECT_EQ(error.message, "the query takes longer than its limit (query-time) of 50 ms");
}

TEST(Limits, EndAJoinOfTablesThatShareNothingBound) {
    SparqlWorld world(many_numbers(300));
    const Error error = world.error(
        "SELECT * { { SELECT * { ?a :p ?u . ?b :p ?v } LIMIT 50000 } { SELECT * { ?c :p ?w . ?d :p ?x } LIMIT 50000 } "
        "FILTER(?u + ?x < 0) }",
        with_time(std::chrono::milliseconds(50)));
    EXPECT_EQ(error.kind, ErrorKind::LimitExceeded);
}

TEST(Limits, EndAPathOfManyWays) {
    std::string data;
    for (int i = 0; i < 60; ++i) {
        for (int j = 0; j < 60; ++j) {
            data += ":n" + std::to_string(i) + " :p :n" + std::to_string(j) + " .\n";
        }
    }
    SparqlWorld world(data);
    Context context = with_time(std::chrono::milliseconds(50));
    EXPECT_EQ(world.error("SELECT (COUNT(*) AS ?n) { :n0 (:p/:p/:p/:p/:p/:p/:p/:p|:q) ?y }", context).kind,
              ErrorKind::LimitExceeded);
    context = {};
    context.limits.memory = std::size_t{4} << 20;
    EXPECT_EQ(world.error("SELECT (COUNT(*) AS ?n) { :n0 (:p/:p/:p/:p/:p/:p/:p/:p|:q) ?y }", context).kind,
              ErrorKind::LimitExceeded);
}

TEST(Limits, OfMemoryNameTheirSetting) {
    SparqlWorld world(many_numbers(2000));
    Context context;
    context.limits.memory = 16 << 10;
    for (const char* query :
         {"SELECT DISTINCT ?s ?v { ?s :p ?v }", "SELECT * { ?s :p ?v } ORDER BY ?v",
          "SELECT ?v (COUNT(*) AS ?n) { ?s :p ?v } GROUP BY ?v",
          "SELECT (CONCAT(STR(?s), \"some text\") AS ?t) { ?s :p ?v }", "CONSTRUCT WHERE { ?s :p ?v }",
          "SELECT * { VALUES ?x { 1 2 } { SELECT ?s ?v { ?s :p ?v } LIMIT 2000 } }"}) {
        const Error error = world.error(query, context);
        EXPECT_EQ(error.kind, ErrorKind::LimitExceeded) << query;
        EXPECT_EQ(error.message, "the query needs more memory than its limit (query-memory) of 16384 bytes") << query;
    }
    EXPECT_EQ(world.rows("SELECT (COUNT(*) AS ?n) { ?s :p ?v }", context), (Texts{"2000"}));
}

TEST(Limits, OfRowsCountWhatIsHandedOver) {
    SparqlWorld world(many_numbers(20));
    Context context;
    context.limits.rows = 10;
    RecordedResult result;
    const Result<void> done = world.evaluate("SELECT ?s { ?s :p ?v }", result, context);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().message, "the result has more rows than the limit (query-rows) of 10");
    EXPECT_EQ(result.rows.size(), 10U);
    EXPECT_EQ(world.rows("SELECT ?s { ?s :p ?v } LIMIT 10", context).size(), 10U);
    EXPECT_EQ(world.error("CONSTRUCT WHERE { ?s :p ?v }", context).kind, ErrorKind::LimitExceeded);
}

TEST(Limits, OfPartsEndPlanning) {
    SparqlWorld world(many_numbers(1));
    std::string query = "SELECT * {";
    for (int i = 0; i < 2000; ++i) {
        query += " ?s" + std::to_string(i) + " :p ?o .";
    }
    EXPECT_EQ(world.error(query + "}").kind, ErrorKind::LimitExceeded);
}

TEST(Limits, EndFunctionsOfLongText) {
    SparqlWorld world(many_numbers(100));
    // Each row compares 10 MB 2,000 times and copies them 200 times.
    std::string query = "SELECT (COUNT(?c) AS ?n) { BIND(REPLACE(REPLACE(\"" + std::string(1000, 'a') +
                        "\", \"a\", \"" + std::string(100, 'b') + "\"), \"b\", \"" + std::string(100, 'a') +
                        "\") AS ?y) BIND(CONCAT(?y, \"x\") AS ?z) BIND(CONCAT(?y, \"z\") AS ?w) ?s :p ?v BIND(";
    for (int i = 0; i < 2000; ++i) {
        query += "?z = ?w || ";
    }
    query += "CONCAT(\"\"";
    for (int i = 0; i < 200; ++i) {
        query += ", SHA512(UCASE(?y))";
    }
    query += ") = \"\" AS ?c) }";
    const auto begin = std::chrono::steady_clock::now();
    const Error error = world.error(query, with_time(std::chrono::milliseconds(500)));
    EXPECT_EQ(error.message, "the query takes longer than its limit (query-time) of 500 ms");
    // Without a look at the clock within a row, 64 of them would take minutes.
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
    Context context;
    context.limits.memory = std::size_t{16} << 20;
    EXPECT_EQ(world.error(query, context).message,
              "the query needs more memory than its limit (query-memory) of 16 MiB");
}

TEST(Limits, OfDigitsEndAQueryAndAreNoUnboundValue) {
    const std::string long_number = "\"" + std::string(1000, '9') + "\"^^xsd:integer";
    const std::string long_decimal = "\"" + std::string(999, '9') + ".7\"^^xsd:decimal";
    SparqlWorld world(":a :v " + long_number + ", \"" + std::string(999, '9') + "8\"^^xsd:integer .");
    for (const std::string& query :
         {"SELECT (" + long_number + " * 100 AS ?x) {}", "SELECT (" + long_number + " + " + long_number + " AS ?x) {}",
          "SELECT (" + long_decimal + " * 0.99 AS ?x) {}", "SELECT (-1 - " + long_number + " * 3 AS ?x) {}",
          std::string("SELECT (SUM(?v) AS ?x) { :a :v ?v }"), std::string("ASK { :a :v ?v FILTER(?v + ?v > 5) }")}) {
        const Error error = world.error(query);
        EXPECT_EQ(error.kind, ErrorKind::LimitExceeded) << query;
        EXPECT_EQ(error.message, "a number that the query makes has more digits than the limit of 1000");
    }
    EXPECT_EQ(world.rows("SELECT (1 / 0 AS ?x) (1 + \"a\" AS ?y) {}"), (Texts{"- -"}));
    EXPECT_EQ(world.rows("SELECT (SUBSTR(\"abc\", " + long_decimal + ") AS ?x) {}"), (Texts{"\"\""}));
}

TEST(Limits, CountTheBlankNodesOfTemplates) {
    SparqlWorld world(many_numbers(10));
    std::string nodes;
    for (int i = 0; i < 2000; ++i) {
        nodes += "_:n" + std::to_string(i) + " :q ?unbound . ";
    }
    Context context;
    context.limits.memory = std::size_t{1} << 20;
    EXPECT_EQ(world.error("CONSTRUCT { " + nodes + "} WHERE { ?s :p ?v }", context).kind, ErrorKind::LimitExceeded);
}

TEST(Limits, LetListsOfTermsBeLong) {
    SparqlWorld world(":s7 :p 7 .");
    std::string terms;
    std::string graphs;
    for (int i = 0; i < 20000; ++i) {
        terms += (i == 0 ? ":s" : ", :s") + std::to_string(i);
        graphs += "FROM :g" + std::to_string(i % 10000) + " ";
    }
    EXPECT_EQ(world.rows("SELECT ?v { ?s :p ?v FILTER(?s IN (" + terms + ", " + terms + ")) }"), (Texts{"7"}));
    EXPECT_EQ(world.rows("SELECT ?v " + graphs + "{ ?s :p ?v }"), Texts());
}

TEST(Limits, OfUpdatesAreTheSame) {
    SparqlWorld world(many_numbers(300));
    Context context = with_time(std::chrono::milliseconds(50));
    const Result<void> late = world.update(
        "INSERT { ?a :q ?d } WHERE { ?a :p ?u . ?b :p ?v . ?c :p ?w . ?d :p ?x FILTER(?u + ?v + ?w + ?x < -1) }",
        context);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, ErrorKind::LimitExceeded);
    context = {};
    context.limits.rows = 100;
    EXPECT_FALSE(world.update("INSERT { ?a :q 1 } WHERE { ?a :p ?u }", context));
    EXPECT_EQ(world.rows("SELECT (COUNT(*) AS ?n) { ?s :q ?o }"), (Texts{"0"}));
}

TEST(Cancelling, EndsAQuery) {
    SparqlWorld world(many_numbers(100));
    const std::atomic<bool> cancelled = true;
    Context context;
    context.cancelled = &cancelled;
    EXPECT_EQ(world.error("SELECT * { ?s :p ?v }", context).kind, ErrorKind::Unavailable);
}

/// A snapshot that is asked for so many estimates before the query is cancelled.
class Cancelling final : public store::Snapshot {
  public:
    Cancelling(const store::Snapshot& below, int estimates) : below_(below), estimates_left_(estimates) {}

    Result<std::optional<rdf::TermId>> find(const rdf::Term& term) const override { return below_.find(term); }
    Result<rdf::Term> term(rdf::TermId id) const override { return below_.term(id); }
    Result<rdf::TermId> value(rdf::TermId id) const override { return below_.value(id); }
    Result<store::ValueIds> within(const pattern::Range& range, std::size_t limit) const override {
        return below_.within(range, limit);
    }
    Result<store::ValueIds> equal_to(const rdf::Term& term) const override { return below_.equal_to(term); }
    std::unique_ptr<store::QuadCursor> cursor() const override { return below_.cursor(); }
    Result<std::uint64_t> estimate(const store::QuadPattern& pattern) const override {
        cancelled = --estimates_left_ <= 0;
        return below_.estimate(pattern);
    }
    Result<store::PredicateStatistics> statistics(rdf::TermId predicate) const override {
        return below_.statistics(predicate);
    }
    std::uint64_t size() const override { return below_.size(); }
    Result<std::vector<rdf::TermId>> graphs() const override { return below_.graphs(); }
    Result<bool> has_graph(rdf::TermId graph) const override { return below_.has_graph(graph); }
    std::uint64_t version() const override { return below_.version(); }

    int estimates_left() const { return estimates_left_; }
    mutable std::atomic<bool> cancelled = false;

  private:
    const store::Snapshot& below_;
    mutable int estimates_left_;
};

TEST(Cancelling, EndsPlanning) {
    SparqlWorld world(many_numbers(3));
    std::string query = "SELECT * {";
    for (int i = 0; i < 500; ++i) {
        query += " ?s" + std::to_string(i) + " :p ?o .";
    }
    const auto store_snapshot = std::move(world.store().snapshot().value());
    // While patterns are looked up, and (there are 500 of them) while they are put in order.
    for (const int estimates : {20, 500}) {
        const Cancelling snapshot(*store_snapshot, estimates);
        Context context;
        context.cancelled = &snapshot.cancelled;
        const Result<std::string> plan = explain(SparqlWorld::parsed(query + "}"), snapshot, context);
        ASSERT_FALSE(plan) << estimates;
        EXPECT_EQ(plan.error().kind, ErrorKind::Unavailable);
        EXPECT_EQ(snapshot.estimates_left(), 0);
    }
}

TEST(Limits, OfTimeCountFromTheBeginningOfARequestAndHoldForItsPlan) {
    SparqlWorld world(many_numbers(3));
    const auto snapshot = std::move(world.store().snapshot().value());
    const Query query = SparqlWorld::parsed("SELECT * { ?s :p ?v . ?t :p ?v }");
    Context context = with_time(std::chrono::seconds(10));
    EXPECT_TRUE(explain(query, *snapshot, context));
    context.begin = Deadline::Clock::now() - std::chrono::seconds(11);
    const Result<std::string> plan = explain(query, *snapshot, context);
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().message, "the query takes longer than its limit (query-time) of 10 s");
    const auto prepared =
        PreparedQuery::prepare(std::make_shared<const Query>(SparqlWorld::parsed("SELECT * { ?s :p ?v }")), *snapshot);
    ASSERT_TRUE(prepared);
    RecordedResult result;
    EXPECT_FALSE(prepared->run(*snapshot, context, result));
    context.begin.reset();
    EXPECT_TRUE(prepared->run(*snapshot, context, result));
}

TEST(Sink, EndsAQuery) {
    class Full final : public ResultSink {
      public:
        Result<void> variables(const std::vector<std::string>&) override { return {}; }
        Result<void> row(Row) override {
            return ++rows < 3 ? Result<void>() : Result<void>(Error{ErrorKind::Unavailable, "gone"});
        }
        Result<void> boolean(bool) override { return {}; }
        Result<void> graph() override { return {}; }
        Result<void> triple(const rdf::Quad&) override { return {}; }
        int rows = 0;
    };
    SparqlWorld world(many_numbers(100));
    Full sink;
    const auto snapshot = std::move(world.store().snapshot().value());
    const Result<void> done = evaluate(SparqlWorld::parsed("SELECT * { ?s :p ?v }"), *snapshot, {}, sink);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().message, "gone");
    EXPECT_EQ(sink.rows, 3);
}

}  // namespace
}  // namespace gridlore::query
