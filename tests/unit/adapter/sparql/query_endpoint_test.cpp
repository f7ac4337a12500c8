#include <gmock/gmock.h>

#include "adapter/http/gzip.h"
#include "tests/unit/adapter/sparql/sparql_world.h"

namespace gridlore::sparql {
namespace {

using testing::HasSubstr;

constexpr const char* three =
    "INSERT DATA { <urn:a> <urn:p> 1 . <urn:b> <urn:p> 2 . GRAPH <urn:g> { <urn:c> <urn:p> 3 } }";
constexpr const char* all_values = "SELECT ?v { ?s <urn:p> ?v } ORDER BY ?v";

TEST(QueryEndpoint, AnswersByGetByFormAndByBody) {
    const SparqlWorld world;
    ASSERT_EQ(world.update(three).status, 204U);
    const http::Headers form = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "text/csv"}};
    const http::Headers direct = {{"Content-Type", "application/sparql-query; charset=UTF-8"}, {"Accept", "text/csv"}};
    for (const Answered& answer :
         {world.query(all_values), world.send("POST", "/sparql", "", form, "query=" + encoded(all_values)),
          world.send("POST", "/sparql/", "", direct, all_values)}) {
        EXPECT_EQ(answer.status, 200U) << answer.body;
        EXPECT_EQ(answer.content_type, "text/csv; charset=utf-8");
        EXPECT_EQ(answer.body, "v\r\n1\r\n2\r\n");
    }
}

TEST(QueryEndpoint, GivesEachFormOfResultAsTheClientWantsIt) {
    const SparqlWorld world;
    ASSERT_EQ(world.update(three).status, 204U);
    struct Case {
        std::string query;
        std::string accept;
        std::string content_type;
        std::string part;
    };
    const std::vector<Case> cases = {
        {all_values, "", "application/sparql-results+json", R"("value":"2")"},
        {all_values, "*/*", "application/sparql-results+json", R"("value":"2")"},
        {all_values, "application/json", "application/json", R"("value":"2")"},
        {all_values, "application/sparql-results+xml", "application/sparql-results+xml", ">2</literal>"},
        {all_values, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8", "?v\n1\n2\n"},
        {all_values, "text/html, application/sparql-results+xml;q=0.5, */*;q=0.1", "application/sparql-results+xml",
         "<sparql"},
        {"ASK { <urn:a> ?p ?o }", "", "application/sparql-results+json", R"("boolean":true)"},
        {"ASK { <urn:x> ?p ?o }", "application/xml", "application/xml", "<boolean>false</boolean>"},
        {"CONSTRUCT WHERE { <urn:a> ?p ?o }", "", "text/turtle; charset=utf-8", "<urn:a>"},
        {"CONSTRUCT WHERE { <urn:a> ?p ?o }", "application/n-triples", "application/n-triples",
         "<urn:a> <urn:p> \"1\""},
        {"DESCRIBE <urn:a>", "application/rdf+xml", "application/rdf+xml", "rdf:RDF"},
    };
    for (const Case& one : cases) {
        SCOPED_TRACE(one.query + " as " + one.accept);
        const Answered answer = world.query(one.query, one.accept);
        EXPECT_EQ(answer.status, 200U) << answer.body;
        EXPECT_EQ(answer.content_type, one.content_type);
        EXPECT_THAT(answer.body, HasSubstr(one.part));
    }
}

TEST(QueryEndpoint, SaysWhatThereIsIfTheClientTakesNoneOfIt) {
    const SparqlWorld world;
    EXPECT_EQ(world.query("ASK {}", "text/csv").status, 406U);
    const Answered answer = world.query(all_values, "image/png");
    EXPECT_EQ(answer.status, 406U);
    EXPECT_EQ(answer.content_type, "application/problem+json");
    EXPECT_THAT(answer.detail(), HasSubstr("application/sparql-results+json"));
}

TEST(QueryEndpoint, TakesTheDatasetFromItsParameters) {
    const SparqlWorld world;
    ASSERT_EQ(world.update(three).status, 204U);
    EXPECT_EQ(world.query(all_values, "text/csv", "&default-graph-uri=urn%3Ag").body, "v\r\n3\r\n");
    EXPECT_EQ(world.query("SELECT ?v { GRAPH ?g { ?s ?p ?v } }", "text/csv", "&named-graph-uri=urn%3Ag").body,
              "v\r\n3\r\n");
    EXPECT_EQ(world.query("SELECT ?v FROM <urn:x> { ?s ?p ?v }", "text/csv", "&default-graph-uri=urn%3Ag").body,
              "v\r\n3\r\n");
    EXPECT_EQ(world.query(all_values).body, "v\r\n1\r\n2\r\n");
    EXPECT_EQ(world.query(all_values, "text/csv", "&default-graph-uri=g").status, 400U);
}

TEST(QueryEndpoint, ResolvesRelativeIrisAgainstItsAddress) {
    const SparqlWorld world;
    EXPECT_THAT(world.query("CONSTRUCT { <s> <p> 1 } {}", "application/n-triples").body,
                HasSubstr("<http://grid.example/s>"));
}

TEST(QueryEndpoint, SeesWhatWasChangedSinceTheQueryWasFirstAsked) {
    const SparqlWorld world;
    EXPECT_EQ(world.rows(all_values), "");
    ASSERT_EQ(world.update("INSERT DATA { <urn:a> <urn:p> 7 }").status, 204U);
    EXPECT_EQ(world.rows(all_values), "7\r\n");
}

TEST(QueryEndpoint, RefusesWhatIsNoQuery) {
    const SparqlWorld world;
    const http::Headers form = {{"Content-Type", "application/x-www-form-urlencoded"}};
    const http::Headers direct = {{"Content-Type", "application/sparql-query"}};
    EXPECT_EQ(world.send("GET", "/sparql", "query=ASK%20%7B%7D&query=ASK%20%7B%7D").status, 400U);
    EXPECT_EQ(world.send("GET", "/sparql", "query=ASK%2").status, 400U);
    EXPECT_EQ(world.send("GET", "/sparql", "query=%FF").status, 400U);
    EXPECT_EQ(world.send("GET", "/sparql", "default-graph-uri=urn%3Ag").status, 400U);
    EXPECT_EQ(world.send("POST", "/sparql", "", {}, "query=ASK%20%7B%7D").status, 415U);
    EXPECT_EQ(world.send("POST", "/sparql", "", {{"Content-Type", "text/plain"}}, "ASK {}").status, 415U);
    EXPECT_EQ(
        world.send("POST", "/sparql", "", {{"Content-Type", "application/sparql-query; charset=UTF-16"}}, "ASK {}")
            .status,
        415U);
    EXPECT_EQ(world.send("POST", "/sparql", "", direct, "ASK { \xFF }").status, 400U);
    EXPECT_EQ(world.send("POST", "/sparql", "query=ASK%20%7B%7D", direct, "ASK {}").status, 400U);
    EXPECT_EQ(world.send("POST", "/sparql", "", form, "").status, 400U);
    EXPECT_EQ(world.send("PUT", "/sparql", "query=ASK%20%7B%7D").status, 405U);
}

TEST(QueryEndpoint, SaysWhereAQueryIsAtFault) {
    const SparqlWorld world;
    const Answered answer = world.query("SELECT *\n{ ?s ?p }");
    EXPECT_EQ(answer.status, 400U);
    const auto body = nlohmann::json::parse(answer.body);
    EXPECT_EQ(body.at("status"), 400);
    EXPECT_EQ(body.at("line"), 2);
    EXPECT_GT(body.at("column"), 1);
}

TEST(QueryEndpoint, RefusesAnUpdateAndSaysWhereItGoes) {
    const SparqlWorld world;
    const std::string drop = "DROP ALL";
    const http::Headers form = {{"Content-Type", "application/x-www-form-urlencoded"}};
    ASSERT_EQ(world.update(three).status, 204U);
    for (const Answered& answer :
         {world.send("GET", "/sparql", "update=" + encoded(drop)),
          world.send("POST", "/sparql", "", form, "update=" + encoded(drop)),
          world.send("POST", "/sparql", "", {{"Content-Type", "application/sparql-update"}}, drop)}) {
        EXPECT_GE(answer.status, 400U);
        EXPECT_THAT(answer.detail(), HasSubstr("/update"));
    }
    for (const std::string& text : {drop, "SELECT * { } ; " + drop, "SELECT * { } \n" + drop}) {
        EXPECT_EQ(world.query(text).status, 400U) << text;
    }
    EXPECT_EQ(world.rows(all_values), "1\r\n2\r\n");
}

TEST(QueryEndpoint, ExplainsInsteadOfAnswering) {
    const SparqlWorld world;
    const Answered answer = world.query(all_values, "text/plain", "&explain=true");
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.content_type, "text/plain; charset=utf-8");
    EXPECT_FALSE(answer.body.empty());
}

TEST(QueryEndpoint, EndsAtItsLimits) {
    Settings settings;
    settings.query.rows = 10;
    settings.query_bytes = 2000;
    const SparqlWorld world(settings);
    std::string data = "INSERT DATA {";
    for (int i = 0; i < 20; ++i) {
        data += " <urn:s" + std::to_string(i) + "> <urn:p> " + std::to_string(i) + " .";
    }
    ASSERT_EQ(world.update(data + "}").status, 204U);
    const Answered too_many = world.query("SELECT * { ?a ?b ?c }");
    EXPECT_EQ(too_many.status, 503U);
    EXPECT_FALSE(too_many.detail().empty());
    EXPECT_EQ(world.query("SELECT * { ?a ?b ?c } LIMIT 5").status, 200U);
    EXPECT_EQ(world.query("SELECT * { } #" + std::string(2000, ' ')).status, 413U);
    EXPECT_EQ(world.query("ASK {}", "*/*", "&timeout=0").status, 400U);
    EXPECT_EQ(world.query("ASK {}", "*/*", "&timeout=2.5").status, 200U);
}

TEST(QueryEndpoint, EndsAtTheTimeThatTheClientGivesIt) {
    const SparqlWorld world;
    std::string data = "INSERT DATA {";
    for (int i = 0; i < 300; ++i) {
        data += " <urn:s" + std::to_string(i) + "> <urn:p> " + std::to_string(i) + " .";
    }
    ASSERT_EQ(world.update(data + "}").status, 204U);
    const Answered answer = world.query(
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . "
        "FILTER(?c + ?f + ?i + ?l < 0) }",
        "text/csv", "&timeout=0.05");
    EXPECT_EQ(answer.status, 503U);
    EXPECT_THAT(answer.detail(), HasSubstr("time"));
}

TEST(QueryEndpoint, SendsALargeResultWhileItIsMadeAndCompressed) {
    const SparqlWorld world;
    std::string data = "INSERT DATA {";
    for (int i = 0; i < 3000; ++i) {
        data += " <urn:subject-" + std::to_string(i) + "> <urn:p> \"" + std::to_string(i) + "\" .";
    }
    ASSERT_EQ(world.update(data + "}").status, 204U);
    const std::string query = "query=" + encoded("SELECT * { ?a ?b ?c }");
    const Answered plain = world.send("GET", "/sparql", query, {{"Accept", "text/csv"}});
    const Answered coded = world.send("GET", "/sparql", query, {{"Accept", "text/csv"}, {"Accept-Encoding", "gzip"}});
    EXPECT_GT(plain.body.size(), 64U << 10);
    EXPECT_EQ(coded.header("Content-Encoding"), "gzip");
    http::GzipDecoder decoder;
    std::string_view rest = coded.body;
    std::string all;
    std::string piece = "x";
    while (!rest.empty() || !piece.empty()) {
        ASSERT_TRUE(decoder.next(rest, piece));
        all += piece;
    }
    EXPECT_TRUE(all == plain.body);
}

TEST(QueryEndpoint, CutsAResultThatFailsOnItsWay) {
    Settings settings;
    settings.query.rows = 2500;
    const SparqlWorld world(settings);
    std::string data = "INSERT DATA {";
    for (int i = 0; i < 3000; ++i) {
        data += " <urn:subject-" + std::to_string(i) + "> <urn:p> \"" + std::to_string(i) + "\" .";
    }
    ASSERT_EQ(world.update(data + "}").status, 204U);
    const Answered answer = world.query("SELECT * { ?a ?b ?c }");
    EXPECT_EQ(answer.status, 200U);
    EXPECT_TRUE(answer.is_cut);
}

TEST(QueryEndpoint, IsRefusedWhenNothingMoreMayWaitOrTheServerStops) {
    SparqlWorld world;
    world.is_full = true;
    EXPECT_EQ(world.query("ASK {}", "*/*").status, 503U);
    world.is_full = false;
    EXPECT_EQ(world.query("ASK {}", "*/*").status, 200U);
    world.api().stopping();
    EXPECT_EQ(world.query("ASK {}", "*/*").status, 503U);
}

TEST(QueryEndpoint, AsksNoServiceByWhatIsNoIri) {
    Settings settings;
    settings.service.allowed = {"http://127.0.0.1:1/"};  // nothing listens there
    const SparqlWorld world(settings);
    const auto ask = [&world](const std::string& path) {
        return world.query("SELECT * { BIND (IRI(\"http://127.0.0.1:1/" + path +
                           "\") AS ?e) SERVICE ?e { ?s ?p ?o } }");
    };
    EXPECT_EQ(ask("x").status, 503U);
    const Answered forged = ask("x HTTP/1.1\\r\\nHost: elsewhere.example\\r\\n");
    EXPECT_NE(forged.status, 503U);
    EXPECT_THAT(forged.body, testing::Not(HasSubstr("cannot be reached")));
}

TEST(SparqlApi, LeavesOtherPathsToOthers) {
    const SparqlWorld world;
    EXPECT_EQ(world.send("GET", "/rest/sc").status, 299U);
    EXPECT_EQ(world.send("GET", "/sparql/more").status, 299U);
    EXPECT_EQ(world.send("GET", "/").status, 299U);
}

TEST(ServiceDescription, IsWhereAQueryCouldBe) {
    const SparqlWorld world;
    ASSERT_EQ(world.update(three).status, 204U);
    const Answered answer = world.send("GET", "/sparql", "", {{"Accept", "application/n-triples"}});
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.content_type, "application/n-triples");
    const std::string endpoint = "<http://grid.example/sparql>";
    const std::string sd = "http://www.w3.org/ns/sparql-service-description#";
    EXPECT_THAT(answer.body, HasSubstr(endpoint + " <" + sd + "endpoint> " + endpoint));
    EXPECT_THAT(answer.body, HasSubstr("<" + sd + "name> <urn:g>"));
    EXPECT_THAT(answer.body, testing::Not(HasSubstr("BasicFederatedQuery")));
    EXPECT_EQ(world.send("GET", "/sparql", "", {{"Accept", "text/html"}}).content_type, "text/turtle; charset=utf-8");
}

TEST(QueryEndpoint, ReadsEachLineOfAccept) {
    const SparqlWorld world;
    const Answered answer =
        world.send("GET", "/sparql", "query=" + encoded("SELECT * {}"),
                   {{"Accept", "text/plain"}, {"Accept", "text/csv;q=0.5"}, {"accept", "text/html"}});
    EXPECT_EQ(answer.status, 200U);
    EXPECT_TRUE(answer.content_type.starts_with("text/csv")) << answer.content_type;
}

}  // namespace
}  // namespace gridlore::sparql
