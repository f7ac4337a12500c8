#include "tests/support/sparql_world.h"

namespace gridlore::query {
namespace {

TEST(Base, IsWhatIriResolvesAgainst) {
    SparqlWorld world("");
    EXPECT_EQ(world.ask("BASE <http://b/c> ASK { FILTER(IRI(\"d\") = <http://b/d>) }"), true);
    EXPECT_EQ(world.ask("BASE <http://b/c> ASK { FILTER(IRI(\"urn:d\") = <urn:d>) }"), true);
    ASSERT_TRUE(
        world.update("BASE <urn:x:a> INSERT { ?i :p 1 } WHERE { BIND(IRI(\"#b\") AS ?i) } ; "
                     "BASE <urn:x:c> INSERT { ?i :p 2 } WHERE { BIND(IRI(\"#d\") AS ?i) }"));
    EXPECT_EQ(world.sorted("SELECT ?s ?v { ?s :p ?v }"), (Texts{"a#b 1", "c#d 2"}));
}

}  // namespace
}  // namespace gridlore::query
