#include <gmock/gmock.h>

#include "adapter/http/mapped_file.h"
#include "tests/unit/adapter/sparql/sparql_world.h"

namespace gridlore::sparql {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const http::Headers turtle = {{"Content-Type", "text/turtle; charset=utf-8"}};
const http::Headers as_triples = {{"Accept", "application/n-triples"}};

Answered put(const SparqlWorld& world, const std::string& query, const std::string& body,
             const http::Headers& headers = turtle) {
    return world.send("PUT", "/graphs", query, headers, body);
}
std::string triples(const SparqlWorld& world, const std::string& query) {
    return world.send("GET", "/graphs", query, as_triples).body;
}

TEST(GraphStore, CreatesReplacesAddsToAndDeletesAGraph) {
    for (const std::string query : {"graph=urn%3Ag", "graph=http%3A%2F%2Fgrid.example%2Fgraphs%2Fx"}) {
        const SparqlWorld world;
        EXPECT_EQ(world.send("GET", "/graphs", query).status, 404U);
        EXPECT_EQ(put(world, query, "<urn:a> <urn:p> 1 .").status, 201U);
        EXPECT_EQ(put(world, query, "<urn:a> <urn:p> 2 .").status, 204U);
        EXPECT_THAT(triples(world, query), StartsWith("<urn:a> <urn:p> \"2\""));
        EXPECT_EQ(world.send("POST", "/graphs", query, turtle, "<urn:b> <urn:p> 3 .").status, 200U);
        EXPECT_THAT(triples(world, query), HasSubstr("<urn:a>"));
        EXPECT_THAT(triples(world, query), HasSubstr("<urn:b>"));
        EXPECT_EQ(world.send("DELETE", "/graphs", query).status, 200U);
        EXPECT_EQ(world.send("DELETE", "/graphs", query).status, 404U);
        EXPECT_EQ(world.send("GET", "/graphs", query).status, 404U);
    }
}

TEST(GraphStore, HasADefaultGraphThatIsAlwaysThere) {
    const SparqlWorld world;
    EXPECT_EQ(world.send("GET", "/graphs", "default").status, 200U);
    EXPECT_EQ(put(world, "default", "[] <urn:p> 1 .").status, 201U);
    EXPECT_EQ(put(world, "default", "<urn:a> <urn:p> 2 .").status, 204U);
    EXPECT_EQ(world.rows("SELECT ?v { ?s ?p ?v }"), "2\r\n");
    EXPECT_EQ(world.send("DELETE", "/graphs", "default").status, 200U);
    EXPECT_EQ(world.send("GET", "/graphs", "default").status, 200U);
}

TEST(GraphStore, NamesAGraphByItsAddress) {
    const SparqlWorld world;
    EXPECT_EQ(world.send("PUT", "/graphs/person/1.ttl", "", turtle, "<> <urn:p> <other> .").status, 201U);
    EXPECT_THAT(
        triples(world, "graph=http%3A%2F%2Fgrid.example%2Fgraphs%2Fperson%2F1.ttl"),
        HasSubstr("<http://grid.example/graphs/person/1.ttl> <urn:p> <http://grid.example/graphs/person/other>"));
    EXPECT_EQ(world.send("GET", "/graphs/person/1.ttl").status, 200U);
    EXPECT_EQ(world.send("GET", "/graphs/person/2.ttl").status, 404U);
    EXPECT_EQ(world.send("GET", "/graphs/person/1.ttl", "default").status, 400U);
}

TEST(GraphStore, MakesANewGraphOfWhatIsPostedToNone) {
    const SparqlWorld world;
    const Answered created = world.send("POST", "/graphs", "", turtle, "<urn:a> <urn:p> 1 .");
    EXPECT_EQ(created.status, 201U);
    const std::string location = created.header("Location");
    EXPECT_THAT(location, StartsWith("http://grid.example/graphs/"));
    EXPECT_THAT(triples(world, "graph=" + encoded(location)), HasSubstr("<urn:a>"));
    const Answered other = world.send("POST", "/graphs/", "", turtle, "<urn:a> <urn:p> 1 .");
    EXPECT_EQ(other.status, 201U);
    EXPECT_NE(other.header("Location"), location);
}

TEST(GraphStore, AnswersHeadWithoutABody) {
    const SparqlWorld world;
    ASSERT_EQ(put(world, "graph=urn%3Ag", "<urn:a> <urn:p> 1 .").status, 201U);
    const Answered head = world.send("HEAD", "/graphs", "graph=urn%3Ag", {{"Accept", "text/turtle"}});
    EXPECT_EQ(head.status, 200U);
    EXPECT_EQ(head.content_type, "text/turtle; charset=utf-8");
    EXPECT_EQ(head.body, "");
    EXPECT_EQ(world.send("HEAD", "/graphs", "graph=urn%3Ax").status, 404U);
}

TEST(GraphStore, TakesEachSyntax) {
    const std::vector<std::pair<std::string, std::string>> documents = {
        {"text/turtle", "<urn:a> <urn:p> 'x' ."},
        {"application/n-triples", "<urn:a> <urn:p> \"x\" .\n"},
        {"application/trig", "<urn:a> <urn:p> 'x' ."},
        {"application/n-quads", "<urn:a> <urn:p> \"x\" .\n"},
        {"application/rdf+xml",
         "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:u='urn:'>"
         "<rdf:Description rdf:about='urn:a'><u:p>x</u:p></rdf:Description></rdf:RDF>"},
    };
    for (const auto& [type, text] : documents) {
        const SparqlWorld world;
        EXPECT_EQ(put(world, "graph=urn%3Ag", text, {{"Content-Type", type}}).status, 201U) << type;
        EXPECT_EQ(triples(world, "graph=urn%3Ag"), "<urn:a> <urn:p> \"x\" .\n") << type;
        const Answered again = world.send("GET", "/graphs", "graph=urn%3Ag", {{"Accept", type}});
        EXPECT_THAT(again.content_type, StartsWith(type));
        ASSERT_EQ(put(world, "graph=urn%3Ah", again.body, {{"Content-Type", type}}).status, 201U) << again.body;
        EXPECT_EQ(triples(world, "graph=urn%3Ah"), "<urn:a> <urn:p> \"x\" .\n") << type;
    }
}

TEST(GraphStore, TakesSeveralDocumentsOfAForm) {
    const SparqlWorld world;
    const std::string body =
        "--frontier\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/turtle\r\n\r\n"
        "_:x <urn:p> 1 .\r\n--frontier\r\nContent-Type: application/n-triples\r\n\r\n_:x <urn:p> \"2\" "
        ".\r\n--frontier--\r\n";
    EXPECT_EQ(
        world.send("POST", "/graphs", "default", {{"Content-Type", "multipart/form-data; boundary=frontier"}}, body)
            .status,
        201U);
    EXPECT_EQ(world.rows("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s <urn:p> ?v }"), "2\r\n");
}

TEST(GraphStore, KeepsNothingOfADocumentThatIsAtFault) {
    const SparqlWorld world;
    ASSERT_EQ(put(world, "graph=urn%3Ag", "<urn:old> <urn:p> 1 .").status, 201U);
    const Answered answer = put(world, "graph=urn%3Ag", "<urn:a> <urn:p> 1 .\n<urn:b> <urn:p> .");
    EXPECT_EQ(answer.status, 400U);
    EXPECT_EQ(nlohmann::json::parse(answer.body).at("line"), 2);
    EXPECT_EQ(put(world, "graph=urn%3Ag", "<urn:a> <urn:p> \"\xFF\" .").status, 400U);
    EXPECT_EQ(
        put(world, "graph=urn%3Ag", "<urn:g> { <urn:a> <urn:p> 1 }", {{"Content-Type", "application/trig"}}).status,
        400U);
    EXPECT_EQ(put(world, "graph=urn%3Ag", "x", {{"Content-Type", "text/plain"}}).status, 415U);
    EXPECT_EQ(put(world, "graph=urn%3Ag", "x", {}).status, 415U);
    EXPECT_THAT(triples(world, "graph=urn%3Ag"), StartsWith("<urn:old>"));
}

TEST(GraphStore, RefusesRequestsThatNameNoGraphOrTwo) {
    const SparqlWorld world;
    EXPECT_EQ(put(world, "", "").status, 400U);
    EXPECT_EQ(world.send("DELETE", "/graphs").status, 400U);
    EXPECT_EQ(put(world, "default&graph=urn%3Ag", "").status, 400U);
    EXPECT_EQ(put(world, "graph=urn%3Ag&graph=urn%3Ah", "").status, 400U);
    EXPECT_EQ(put(world, "graph=%3Cx%3E", "").status, 400U);
    EXPECT_EQ(world.send("GET", "/graphs", "graph=urn%3Ag", {{"Accept", "image/png"}}).status, 406U);
    EXPECT_EQ(world.send("PATCH", "/graphs", "default").status, 405U);
}

/// As the server hands over what was too large for memory.
http::Request large_request(const std::string& method, const std::string& body) {
    auto file = http::SpoolFile::make(std::make_shared<http::SpoolFolder>());
    EXPECT_TRUE(file && file->write(0, body));
    http::Request request;
    request.method = method;
    request.path = "/graphs";
    request.query = "graph=urn%3Ag";
    request.headers = turtle;
    request.large_body = *http::MappedFile::map(*std::move(file), body.size());
    return request;
}

TEST(GraphStore, LoadsLargeDocumentsAsOneChange) {
    const SparqlWorld world;
    std::string body = "_:x <urn:p> 0 .\n";
    for (int i = 1; i < 1000; ++i) {
        body += "_:x <urn:p> " + std::to_string(i) + " .\n";
    }
    const std::string count = "SELECT (COUNT(?v) AS ?n) (COUNT(DISTINCT ?s) AS ?m) { GRAPH <urn:g> { ?s <urn:p> ?v } }";
    EXPECT_EQ(world.send(large_request("PUT", body)).status, 201U);
    EXPECT_EQ(world.rows(count), "1000,1\r\n");
    EXPECT_EQ(world.send(large_request("PUT", body)).status, 204U);
    EXPECT_EQ(world.rows(count), "1000,1\r\n");
    EXPECT_EQ(world.send(large_request("POST", body)).status, 200U);
    EXPECT_EQ(world.rows(count), "2000,2\r\n");
    for (const char* method : {"PUT", "POST"}) {
        EXPECT_EQ(world.send(large_request(method, body + "_:x <urn:p>")).status, 400U);
        EXPECT_EQ(world.rows(count), "2000,2\r\n");
    }
    EXPECT_EQ(world.send(large_request("PUT", "# nothing\n")).status, 204U);
    EXPECT_EQ(world.rows(count), "0,0\r\n");
}

http::Request large_form(const std::string& method, const std::string& second) {
    http::Request request = large_request(method,
                                          "--frontier\r\nContent-Type: text/turtle\r\n\r\n_:x <urn:p> 1 .\r\n"
                                          "--frontier\r\nContent-Type: text/turtle\r\n\r\n" +
                                              second + "\r\n--frontier--\r\n");
    request.headers = {{"Content-Type", "multipart/form-data; boundary=frontier"}};
    return request;
}

TEST(GraphStore, TakesALargeFormAsOneChange) {
    const SparqlWorld world;
    const std::string count = "SELECT (COUNT(?v) AS ?n) (COUNT(DISTINCT ?s) AS ?m) { GRAPH <urn:g> { ?s <urn:p> ?v } }";
    EXPECT_EQ(world.send(large_form("PUT", "_:x <urn:p> 2 .")).status, 201U);
    EXPECT_EQ(world.rows(count), "2,2\r\n");
    EXPECT_EQ(world.send(large_form("POST", "_:x <urn:p>")).status, 400U);
    EXPECT_EQ(world.rows(count), "2,2\r\n");
    EXPECT_EQ(world.send(large_form("POST", "_:x <urn:p> 2 .")).status, 200U);
    EXPECT_EQ(world.rows(count), "4,4\r\n");
}

TEST(GraphStore, RefusesLargeDocumentsAndFormsBeyondThoseThatMayBeLoaded) {
    Settings settings;
    settings.loads = 0;
    const SparqlWorld world(settings);
    EXPECT_EQ(world.send(large_request("PUT", "<urn:a> <urn:p> 1 .")).status, 503U);
    EXPECT_EQ(world.send(large_form("PUT", "<urn:a> <urn:p> 1 .")).status, 503U);
    EXPECT_EQ(put(world, "graph=urn%3Ag", "<urn:a> <urn:p> 1 .").status, 201U);
}

}  // namespace
}  // namespace gridlore::sparql
