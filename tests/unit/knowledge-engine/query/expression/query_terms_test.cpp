#include "knowledge-engine/query/expression/query_terms.h"

#include <gtest/gtest.h>

#include "tests/unit/knowledge-engine/query/expression/workbench.h"

namespace gridlore::query {
namespace {

TEST(QueryTerms, GivesInlineThenStoredThenLocalIds) {
    DictionarySnapshot snapshot;
    const auto stored = snapshot.add(term_of("<http://e/a>"));
    QueryTerms terms(snapshot);
    EXPECT_TRUE(terms.intern(term_of("5")).is_inline());
    EXPECT_EQ(terms.intern(term_of("<http://e/a>")), stored);
    const auto local = terms.intern(term_of("<http://e/b>"));
    EXPECT_TRUE(local.is_local());
    EXPECT_EQ(terms.intern(term_of("<http://e/b>")), local);
    EXPECT_NE(terms.intern(term_of("<http://e/c>")), local);
}

TEST(QueryTerms, GivesTermsBack) {
    DictionarySnapshot snapshot;
    snapshot.add(term_of("<http://e/a>"));
    QueryTerms terms(snapshot);
    for (const std::string_view text : {"5", "\"5.0\"^^xsd:decimal", "<http://e/a>", "<http://e/b>", "\"x\"@en"}) {
        EXPECT_EQ(*terms.term(terms.intern(term_of(text))), term_of(text)) << text;
    }
}

TEST(QueryTerms, ReadsTermsOfTheStoreOnce) {
    DictionarySnapshot snapshot;
    const auto id = snapshot.add(term_of("<http://e/a>"));
    QueryTerms terms(snapshot);
    const TermPtr first = terms.term(id);
    EXPECT_EQ(terms.term(id), first);
    EXPECT_EQ(snapshot.reads, 1U);
}

TEST(QueryTerms, KeepsFewOfTheStoresTerms) {
    DictionarySnapshot snapshot;
    std::vector<rdf::TermId> ids;
    for (int i = 0; i < 5000; ++i) {
        ids.push_back(snapshot.add(rdf::Term::iri("http://e/" + std::to_string(i))));
    }
    QueryTerms terms(snapshot);
    std::vector<std::weak_ptr<const rdf::Term>> read;
    for (const auto id : ids) {
        read.push_back(terms.term(id));
    }
    std::size_t kept = 0;
    for (const auto& term : read) {
        kept += term.expired() ? 0 : 1;
    }
    EXPECT_LE(kept, 1024U);
    EXPECT_GE(kept, 500U);
    EXPECT_EQ(terms.bytes(), 0U);
}

TEST(QueryTerms, CountsWhatItsOwnTermsTake) {
    DictionarySnapshot snapshot;
    QueryTerms terms(snapshot);
    const std::string text(1000, 'x');
    terms.intern(rdf::Term::string(text));
    const std::size_t once = terms.bytes();
    EXPECT_GE(once, text.size() + sizeof(rdf::Term));
    terms.intern(rdf::Term::string(text));
    terms.intern(term_of("17"));
    EXPECT_EQ(terms.bytes(), once);
}

TEST(QueryTerms, MakesBlankNodesThatNobodyHas) {
    DictionarySnapshot snapshot;
    snapshot.add(rdf::Term::blank_node("q0"));
    snapshot.add(rdf::Term::blank_node("q2"));
    QueryTerms terms(snapshot);
    const auto given = terms.intern(rdf::Term::blank_node("q1"));
    const auto first = terms.fresh_blank_node();
    const auto second = terms.fresh_blank_node();
    EXPECT_NE(first, given);
    EXPECT_NE(first, second);
    EXPECT_EQ(terms.term(first)->text, "q3");
    EXPECT_EQ(terms.term(second)->text, "q4");
}

TEST(QueryTerms, KeepsTheFirstFaultAndGoesOnWithPlaceholders) {
    DictionarySnapshot snapshot;
    const auto id = snapshot.add(term_of("<http://e/a>"));
    snapshot.fault = Error{ErrorKind::LimitExceeded, "the snapshot is too old"};
    QueryTerms terms(snapshot);
    EXPECT_FALSE(terms.has_failed());
    EXPECT_NE(terms.term(id), nullptr);
    ASSERT_TRUE(terms.has_failed());
    terms.fail({ErrorKind::Internal, "another"});
    EXPECT_EQ(terms.fault()->message, "the snapshot is too old");
    EXPECT_TRUE(terms.intern(term_of("<http://e/z>")).is_bound());
    EXPECT_TRUE(terms.fresh_blank_node().is_bound());
}

}  // namespace
}  // namespace gridlore::query
