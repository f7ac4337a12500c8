#include "knowledge-engine/rdf/term.h"

#include <gtest/gtest.h>

#include <unordered_set>

#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rdf {
namespace {

TEST(Term, IsEqualOnlyToTheSameTerm) {
    const Term terms[] = {
        Term::iri("x"),
        Term::blank_node("x"),
        Term::string("x"),
        Term::literal("x", "urn:t"),
        Term::language_string("x", "en"),
        Term::language_string("x", "en-GB"),
        Term::literal("1", std::string(xsd_integer)),
        Term::literal("01", std::string(xsd_integer)),
        Term::literal("1", std::string(xsd_int)),
    };
    std::unordered_set<Term> set;
    for (const Term& a : terms) {
        set.insert(a);
        for (const Term& b : terms) {
            EXPECT_EQ(a == b, &a == &b);
        }
    }
    EXPECT_EQ(set.size(), std::size(terms));
    EXPECT_TRUE(set.contains(Term::string("x")));
    EXPECT_EQ(std::hash<Term>{}(Term::iri("x")), std::hash<Term>{}(Term::iri("x")));
}

TEST(Term, KnowsItsKindAndDatatype) {
    EXPECT_TRUE(Term::iri("x").is_iri());
    EXPECT_TRUE(Term::blank_node("x").is_blank_node());
    EXPECT_TRUE(Term::string("x").is_literal());
    EXPECT_EQ(Term::iri("x").datatype, "");
    EXPECT_EQ(Term::string("x").datatype, xsd_string);
    EXPECT_EQ(Term::language_string("x", "en").datatype, rdf_lang_string);
    EXPECT_EQ(Term::string("x"), Term::literal("x", std::string(xsd_string)));
}

TEST(Term, BringsLanguagesToTheirCanonicalCase) {
    const std::pair<const char*, const char*> cases[] = {
        {"en", "en"},
        {"EN", "en"},
        {"en-gb", "en-GB"},
        {"EN-LATN-us", "en-Latn-US"},
        {"sl-ROZAJ", "sl-rozaj"},
        {"zh-hANT-tw", "zh-Hant-TW"},
        {"es-419", "es-419"},
        {"en-x-GB", "en-x-gb"},
        {"de-1996", "de-1996"},
        {"i-KLINGON", "i-klingon"},
        {"", ""},
        {"en-", "en-"},
    };
    for (const auto& [tag, canonical] : cases) {
        SCOPED_TRACE(tag);
        EXPECT_EQ(canonical_language_case(tag), canonical);
        EXPECT_EQ(canonical_language_case(canonical), canonical);
    }
    EXPECT_EQ(Term::language_string("a", "EN"), Term::language_string("a", "en"));
}

}  // namespace
}  // namespace gridlore::rdf
