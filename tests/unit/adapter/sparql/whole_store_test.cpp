#include <gmock/gmock.h>

#include "tests/unit/adapter/sparql/sparql_world.h"

namespace gridlore::sparql {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const std::string two_graphs = "<urn:a> <urn:p> \"1\" .\n<urn:a> <urn:p> \"2\" <urn:g> .\n";

Answered post(const SparqlWorld& world, const std::string& text, const std::string& type = "application/n-quads") {
    return world.send("POST", "/graphs", "", {{"Content-Type", type}}, text);
}
Answered get(const SparqlWorld& world, const std::string& accept = "") {
    return world.send("GET", "/graphs", "", {{"Accept", accept}});
}

TEST(WholeStore, TakesTheGraphsOfADocumentAndGivesThemBack) {
    const SparqlWorld world;
    const Answered taken = post(world, two_graphs);
    ASSERT_EQ(taken.status, 200U) << taken.body;
    EXPECT_EQ(json::parse(taken.body), json({{"read", 2}, {"added", 2}}));
    const Answered given = get(world);
    EXPECT_EQ(given.status, 200U);
    EXPECT_EQ(given.content_type, "application/n-quads");
    EXPECT_EQ(given.body, two_graphs);
    EXPECT_EQ(json::parse(post(world, two_graphs + "<urn:b> <urn:p> \"3\" <urn:g> .\n").body),
              json({{"read", 3}, {"added", 1}}));
}

TEST(WholeStore, SpeaksTriGAndNothingWithoutGraphs) {
    const SparqlWorld world;
    ASSERT_EQ(post(world, "<urn:a> <urn:p> 1 . <g> { <s> <urn:p> 2 }", "application/trig").status, 200U);
    EXPECT_THAT(get(world).body, HasSubstr("<http://grid.example/s> <urn:p> \"2\"^^"));
    EXPECT_THAT(get(world).body, HasSubstr("<http://grid.example/g> .\n"));
    const Answered trig = get(world, "application/trig");
    EXPECT_EQ(trig.content_type, "application/trig");
    const SparqlWorld other;
    ASSERT_EQ(post(other, trig.body, "application/trig").status, 200U);
    EXPECT_EQ(get(other).body, get(world).body);
    const Answered refused = get(world, "text/turtle");
    EXPECT_EQ(refused.status, 406U);
    EXPECT_THAT(refused.detail(), HasSubstr("?graph=IRI"));
    EXPECT_EQ(world.send("HEAD", "/graphs").body, "");
    EXPECT_EQ(world.send("HEAD", "/graphs").content_type, "application/n-quads");
}

TEST(WholeStore, KeepsNothingOfABrokenDocument) {
    const SparqlWorld world;
    const Answered refused = post(world, two_graphs + "<urn:a> oops\n");
    EXPECT_EQ(refused.status, 400U);
    EXPECT_EQ(json::parse(refused.body)["line"], 3);
    EXPECT_EQ(get(world).body, "");
    EXPECT_EQ(world.send("POST", "/graphs", "", {{"Content-Type", "application/n-quads; charset=latin1"}}, "").status,
              415U);
}

TEST(WholeStore, KeepsBlankNodesOfTwoDocumentsApart) {
    const SparqlWorld world;
    for (int i = 0; i < 2; ++i) {
        ASSERT_EQ(post(world, "_:b <urn:p> _:b _:b .\n").status, 200U);
    }
    EXPECT_EQ(world.rows("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?g <urn:p> ?g } }"), "2\r\n");
}

TEST(WholeStore, IsNeitherReplacedNorRemovedAtOnce) {
    const SparqlWorld world;
    ASSERT_EQ(post(world, two_graphs).status, 200U);
    EXPECT_EQ(world.send("PUT", "/graphs", "", {{"Content-Type", "application/n-quads"}}, two_graphs).status, 400U);
    EXPECT_EQ(world.send("DELETE", "/graphs").status, 400U);
    EXPECT_EQ(get(world).body, two_graphs);
}

}  // namespace
}  // namespace gridlore::sparql
