#include "adapter/graph/blank_nodes.h"

#include <gtest/gtest.h>

namespace gridlore::graph {
namespace {

using rdf::Term;

TEST(BlankNodeNames, ComeBackAsTheNodeThatTheyName) {
    const BlankNodeNames names("store-1");
    for (const std::string label : {"b1", "x y", "ä:%41", "%"}) {
        const Term outside = names.outside(Term::blank_node(label));
        EXPECT_TRUE(outside.is_iri());
        EXPECT_TRUE(outside.text.starts_with("urn:gridlore:blank:store-1:")) << outside.text;
        EXPECT_EQ(names.inside(outside), Term::blank_node(label));
    }
}

TEST(BlankNodeNames, OfAnotherStoreAreIris) {
    const Term other = BlankNodeNames("store-2").outside(Term::blank_node("b1"));
    EXPECT_EQ(BlankNodeNames("store-1").inside(other), other);
}

TEST(BlankNodeNames, LeaveEverythingElseAlone) {
    const BlankNodeNames names("s");
    for (const Term& term : {Term::iri("urn:x:y"), Term::string("urn:gridlore:blank:s:b1"),
                             Term::iri("urn:gridlore:blank:s:"), Term::iri("urn:gridlore:blank:s:%4"),
                             Term::iri("urn:gridlore:blank:s:%41"), Term::iri("urn:gridlore:blank:s:a b")}) {
        EXPECT_EQ(names.inside(term), term) << term.text;
    }
    EXPECT_EQ(names.outside(Term::iri("urn:x:y")), Term::iri("urn:x:y"));
}

}  // namespace
}  // namespace gridlore::graph
