#include "tests/support/sparql_world.h"

namespace gridlore::query {
namespace {

TEST(UpdateData, InsertsAndDeletes) {
    SparqlWorld world(":a :p 1 .");
    ASSERT_TRUE(world.update("INSERT DATA { :a :p 2 . GRAPH :g { :b :q \"x\"@en } } ; DELETE DATA { :a :p 1 , 9 }"));
    EXPECT_EQ(world.quads(), (Texts{"a p 2", "b q \"x\"@en g"}));
}

TEST(UpdateData, MakesNewBlankNodesForEachOperation) {
    SparqlWorld world;
    ASSERT_TRUE(world.update("INSERT DATA { _:n :p 1 . _:n :q 2 } ; INSERT DATA { [] :p 1 }"));
    EXPECT_EQ(world.rows("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"), (Texts{"2"}));
    EXPECT_EQ(world.rows("SELECT (COUNT(*) AS ?n) { ?s :p 1 ; :q 2 }"), (Texts{"1"}));
}

TEST(Modify, DeletesThenInsertsWhatThePatternFoundBefore) {
    SparqlWorld world(":a :p 1 . :b :p 2 .");
    ASSERT_TRUE(world.update("DELETE { ?s :p ?v } INSERT { ?s :p ?w } WHERE { ?s :p ?v BIND(?v + 1 AS ?w) }"));
    EXPECT_EQ(world.quads(), (Texts{"a p 2", "b p 3"}));
    ASSERT_TRUE(world.update("DELETE WHERE { ?s :p 2 }"));
    EXPECT_EQ(world.quads(), (Texts{"b p 3"}));
}

TEST(Modify, LeavesOutWhatIsNoTriple) {
    SparqlWorld world(":a :p 1 . :b :p :c .");
    ASSERT_TRUE(world.update("INSERT { ?v :of ?s . ?s :q ?nothing . ?s ?v 1 } WHERE { ?s :p ?v }"));
    EXPECT_EQ(world.quads(), (Texts{"a p 1", "b c 1", "b p c", "c of b"}));
}

TEST(Modify, MakesNewTermsAndBlankNodesForEachSolution) {
    SparqlWorld world(":a :p 1 , 2 .");
    ASSERT_TRUE(
        world.update("INSERT { _:n :value ?text . ?b :named true } WHERE "
                     "{ ?s :p ?v BIND(CONCAT(\"v\", STR(?v)) AS ?text) BIND(BNODE() AS ?b) }"));
    EXPECT_EQ(world.sorted("SELECT ?t { ?n :value ?t }"), (Texts{"\"v1\"", "\"v2\""}));
    EXPECT_EQ(world.rows("SELECT (COUNT(DISTINCT ?n) AS ?c) { ?n :value|:named ?t }"), (Texts{"4"}));
}

TEST(Modify, WithAndUsing) {
    SparqlWorld world(":g1 { :a :p 1 } :g2 { :a :p 2 }");
    ASSERT_TRUE(world.update("WITH :g1 DELETE { ?s :p ?v } INSERT { ?s :q ?v } WHERE { ?s :p ?v }"));
    EXPECT_EQ(world.quads(), (Texts{"a p 2 g2", "a q 1 g1"}));
    ASSERT_TRUE(world.update("WITH :g1 INSERT { ?s :r ?v } USING :g2 WHERE { ?s :p ?v }"));
    EXPECT_EQ(world.quads(), (Texts{"a p 2 g2", "a q 1 g1", "a r 2 g1"}));
    ASSERT_TRUE(world.update("INSERT { ?s :s ?g } USING NAMED :g2 WHERE { GRAPH ?g { ?s :p ?v } }"));
    EXPECT_EQ(world.sorted("SELECT * { ?s :s ?g }"), (Texts{"a g2"}));
}

TEST(Modify, RefusesADatasetOfTheProtocolBesideItsOwn) {
    SparqlWorld world(":a :p 1 . :g { :a :p 2 }");
    Context context;
    context.dataset.default_graphs = {"urn:x:g"};
    ASSERT_TRUE(world.update("INSERT { ?s :q ?v } WHERE { ?s :p ?v }", context));
    EXPECT_EQ(world.sorted("SELECT ?v { :a :q ?v }"), (Texts{"2"}));
    const Result<void> refused = world.update("INSERT { ?s :r ?v } USING :g WHERE { ?s :p ?v }", context);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::InvalidInput);
}

TEST(Graphs, AreClearedAndDropped) {
    const char* data = ":a :p 0 . :g1 { :a :p 1 } :g2 { :a :p 2 }";
    const auto after = [&](const std::string& update) {
        SparqlWorld world(data);
        EXPECT_TRUE(world.update(update)) << update;
        return world.quads();
    };
    EXPECT_EQ(after("CLEAR DEFAULT"), (Texts{"a p 1 g1", "a p 2 g2"}));
    EXPECT_EQ(after("CLEAR GRAPH :g1"), (Texts{"a p 0", "a p 2 g2"}));
    EXPECT_EQ(after("DROP NAMED"), (Texts{"a p 0"}));
    EXPECT_EQ(after("DROP ALL"), Texts{});
    EXPECT_EQ(after("CLEAR GRAPH :g3"), (Texts{"a p 0", "a p 1 g1", "a p 2 g2"}));
    EXPECT_EQ(after("DROP SILENT GRAPH :g3"), (Texts{"a p 0", "a p 1 g1", "a p 2 g2"}));
}

TEST(Graphs, AreAddedMovedAndCopied) {
    const char* data = ":a :p 0 . :g1 { :a :p 1 } :g2 { :a :p 2 }";
    const auto after = [&](const std::string& update) {
        SparqlWorld world(data);
        EXPECT_TRUE(world.update(update)) << update;
        return world.quads();
    };
    EXPECT_EQ(after("ADD :g1 TO :g2"), (Texts{"a p 0", "a p 1 g1", "a p 1 g2", "a p 2 g2"}));
    EXPECT_EQ(after("COPY :g1 TO :g2"), (Texts{"a p 0", "a p 1 g1", "a p 1 g2"}));
    EXPECT_EQ(after("MOVE :g1 TO DEFAULT"), (Texts{"a p 1", "a p 2 g2"}));
    EXPECT_EQ(after("COPY DEFAULT TO :g3"), (Texts{"a p 0", "a p 0 g3", "a p 1 g1", "a p 2 g2"}));
    EXPECT_EQ(after("MOVE :g1 TO :g1"), (Texts{"a p 0", "a p 1 g1", "a p 2 g2"}));
    EXPECT_EQ(after("COPY SILENT :g7 TO :g1"), (Texts{"a p 0", "a p 1 g1", "a p 2 g2"}));
}

TEST(Graphs, ThatAreNotThereOrAreThereAreErrorsUnlessSilent) {
    SparqlWorld world(":g1 { :a :p 1 }");
    const auto kind_of = [&](const std::string& update) {
        const Result<void> done = world.update(update);
        EXPECT_FALSE(done) << update;
        return done ? ErrorKind::Internal : done.error().kind;
    };
    EXPECT_EQ(kind_of("DROP GRAPH :g2"), ErrorKind::NotFound);
    EXPECT_EQ(kind_of("COPY :g2 TO :g1"), ErrorKind::NotFound);
    EXPECT_EQ(kind_of("CREATE GRAPH :g1"), ErrorKind::Conflict);
    EXPECT_TRUE(world.update("CREATE SILENT GRAPH :g1 ; CREATE GRAPH :g2 ; DROP SILENT GRAPH :g2"));
}

TEST(UpdateData, ThatAreTooManyAreSaidToBe) {
    SparqlWorld world;
    Context context;
    context.limits.memory = 1 << 10;
    std::string data;
    for (int i = 0; i < 2000; ++i) {
        data += ":a :p \"value " + std::to_string(i) + "\" . ";
    }
    const Result<void> done = world.update("INSERT DATA { " + data + "}", context);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::LimitExceeded);
    EXPECT_NE(done.error().message.find("several updates"), std::string::npos) << done.error().message;
}

TEST(Update, ThatFailsChangesNothing) {
    SparqlWorld world(":a :p 1 .");
    EXPECT_FALSE(world.update("INSERT DATA { :a :p 2 } ; DROP GRAPH :nowhere"));
    EXPECT_EQ(world.quads(), (Texts{"a p 1"}));
}

TEST(Load, TakesADocumentWholeOrNotAtAll) {
    SparqlWorld world;
    const DocumentLoader loader = [](const std::string& iri, const QuadConsumer& consume) -> Result<void> {
        const auto x = [](const char* name) { return rdf::Term::iri(std::string("urn:x:") + name); };
        for (const rdf::Quad& quad : {rdf::Quad{x("a"), x("p"), rdf::Term::blank_node("n"), {}},
                                      rdf::Quad{rdf::Term::blank_node("n"), x("q"), rdf::Term::string("t"), {}}}) {
            if (Result<void> consumed = consume(quad); !consumed) {
                return consumed;
            }
        }
        return iri == "urn:x:broken" ? Result<void>(invalid_input("line 3: no")) : Result<void>();
    };
    ASSERT_TRUE(world.update("LOAD :document INTO GRAPH :g", {}, loader));
    EXPECT_EQ(world.quads(), (Texts{"_: q \"t\" g", "a p _: g"}));
    EXPECT_FALSE(world.update("LOAD :broken", {}, loader));
    EXPECT_TRUE(world.update("LOAD SILENT :broken", {}, loader));
    EXPECT_EQ(world.quads().size(), 2U);
    EXPECT_EQ(world.update("LOAD :document").error().kind, ErrorKind::Unavailable);
}

TEST(Load, IsSilentAboutTheDocumentOnly) {
    SparqlWorld world;
    const auto x = [](const char* name) { return rdf::Term::iri(std::string("urn:x:") + name); };
    std::atomic<bool> cancelled = false;
    const DocumentLoader loader = [&](const std::string& iri, const QuadConsumer& consume) -> Result<void> {
        if (iri == "urn:x:long") {
            return Error{ErrorKind::LimitExceeded, "too long"};
        }
        if (iri == "urn:x:left") {
            cancelled = true;
            return Error{ErrorKind::Unavailable, "nobody waits"};
        }
        return consume({x("a"), x("p"), x("b"), {}});
    };
    Context context;
    context.cancelled = &cancelled;
    EXPECT_EQ(world.update("LOAD SILENT :long", context, loader).error().kind, ErrorKind::LimitExceeded);
    context.limits.rows = 0;
    EXPECT_EQ(world.update("LOAD SILENT :document", context, loader).error().kind, ErrorKind::LimitExceeded);
    context.limits.rows = 10;
    EXPECT_EQ(world.update("LOAD SILENT :left", context, loader).error().kind, ErrorKind::Unavailable);
}

TEST(Update, LooksAtItsTimeBetweenItsParts) {
    SparqlWorld world(":a :p 1 . :g1 { :a :p 1 }");
    std::atomic<bool> cancelled = true;
    Context context;
    context.cancelled = &cancelled;
    for (const char* update :
         {"CLEAR DEFAULT", "CREATE GRAPH :g9", "DROP GRAPH :g1", "COPY :g1 TO :g2", "MOVE :g1 TO :g2"}) {
        const Result<void> done = world.update(update, context);
        ASSERT_FALSE(done) << update;
        EXPECT_EQ(done.error().kind, ErrorKind::Unavailable) << update;
    }
    EXPECT_EQ(world.quads(), (Texts{"a p 1", "a p 1 g1"}));
}

}  // namespace
}  // namespace gridlore::query
