#include "knowledge-engine/rdf/dictionary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/value.h"

namespace gridlore::rdf {
namespace {

Term term(std::string_view text) {
    const auto read = parse_term(text);
    EXPECT_TRUE(read) << text;
    return *read;
}

TEST(Dictionary, GivesTheSameIdForTheSameTermOnly) {
    Dictionary dictionary;
    std::set<TermId> ids;
    for (const char* text : {"<urn:a>", "\"urn:a\"", "_:a", "1", "01", "1.0", "1e0", "\"a\"@en", "\"a\"@de"}) {
        const TermId id = dictionary.intern(term(text));
        EXPECT_TRUE(id.is_bound());
        EXPECT_TRUE(ids.insert(id).second) << text;
        EXPECT_EQ(dictionary.intern(term(text)), id);
        EXPECT_EQ(dictionary.term(id), term(text));
    }
    EXPECT_FALSE(TermId().is_bound());
}

TEST(Dictionary, KnowsWhichTermsAreEqualByValue) {
    Dictionary dictionary;
    const TermId one = dictionary.intern(term("1"));
    const TermId other_one = dictionary.intern(term("01.0"));
    const TermId two = dictionary.intern(term("2.0"));
    EXPECT_TRUE(dictionary.same_value(one, other_one));
    EXPECT_EQ(dictionary.value(other_one), one);
    EXPECT_EQ(dictionary.value(one), one);
    EXPECT_FALSE(dictionary.same_value(one, two));
    EXPECT_EQ(dictionary.term(dictionary.value(two)), term("2"));
}

TEST(Dictionary, KeepsViewsOfItsTermsValid) {
    Dictionary dictionary;
    const TermId first = dictionary.intern(term("<urn:first>"));
    std::string room;
    const TermView view = dictionary.view(first, room);
    for (int i = 0; i < 10'000; ++i) {
        dictionary.intern(Term::iri("urn:" + std::to_string(i)));
    }
    EXPECT_EQ(dictionary.view(first, room).text.data(), view.text.data());
    EXPECT_EQ(view.text, "urn:first");
}

TEST(Dictionary, HasNumbersAndTimesInTheirIds) {
    NetworkTerms network;
    Dictionary dictionary(std::make_shared<const NetworkTerms>(network));
    std::string room;
    for (const char* text : {"1", "2.50", "true", "\"2021-09-27T10:00:00+01:00\"^^xsd:dateTime", "\"7\"^^xsd:byte"}) {
        const TermId id = dictionary.intern(term(text));
        EXPECT_TRUE(id.is_inline()) << text;
        EXPECT_EQ(Dictionary().intern(term(text)), id) << "the same in every dictionary";
        EXPECT_EQ(network.add(term(text)), id);
        EXPECT_EQ(network.find(term(text)), id);
        EXPECT_TRUE(network.contains(id));
        EXPECT_EQ(network.term(id), term(text));
        EXPECT_EQ(network.value(id), dictionary.value(id));
        EXPECT_EQ(owned(dictionary.view(id, room)), term(text));
        network.remove(term(text));
    }
    EXPECT_EQ(network.size(), 0U);
    for (const char* text : {"<urn:a>", "_:a", "\"1\"", "\"1\"@en", "007", "\"1\"^^<urn:type>"}) {
        const TermId id = dictionary.intern(term(text));
        EXPECT_FALSE(id.is_inline()) << text;
        EXPECT_EQ(owned(dictionary.view(id, room)), term(text));
    }
    EXPECT_EQ(dictionary.value(dictionary.intern(term("007"))), dictionary.intern(term("7")));
}

TEST(Dictionary, MakesBlankNodesThatAreNoOthers) {
    Dictionary dictionary;
    std::set<TermId> ids;
    for (int i = 0; i < 100; ++i) {
        const TermId id = dictionary.fresh_blank_node();
        EXPECT_TRUE(ids.insert(id).second);
        const Term& node = dictionary.term(id);
        EXPECT_TRUE(node.is_blank_node());
        EXPECT_EQ(parse_term(to_text(node))->text, node.text) << "its label can be written";
        EXPECT_EQ(dictionary.intern(node), id) << "a blank node is found by its label";
    }
}

TEST(Dictionary, MakesBlankNodesApartFromLabelsThatCameFromOutside) {
    Dictionary first;
    const Term label = first.term(first.fresh_blank_node());

    Dictionary dictionary;
    const TermId from_outside = dictionary.intern(label);
    EXPECT_NE(dictionary.fresh_blank_node(), from_outside);

    NetworkTerms network;
    network.add(label);
    Dictionary over_network(std::make_shared<const NetworkTerms>(network));
    EXPECT_NE(over_network.fresh_blank_node(), *network.find(label));
}

TEST(Dictionary, UsesTheIdsOfItsNetwork) {
    NetworkTerms network;
    const TermId room = network.add(term("<urn:room>"));
    const TermId one = network.add(term("01"));
    Dictionary dictionary(std::make_shared<const NetworkTerms>(network));
    EXPECT_EQ(dictionary.intern(term("<urn:room>")), room);
    EXPECT_EQ(dictionary.intern(term("01")), one);
    EXPECT_EQ(dictionary.term(room), term("<urn:room>"));
    EXPECT_EQ(dictionary.intern(term("1")), dictionary.value(one)) << "the network has the canonical term, too";

    const TermId other_one = dictionary.intern(term("001"));
    EXPECT_NE(other_one.bits() & TermId::local_bit, 0U);
    EXPECT_TRUE(dictionary.same_value(one, other_one));
    EXPECT_TRUE(dictionary.same_value(one, dictionary.intern(term("1.0"))));
    EXPECT_NE(dictionary.intern(term("<urn:other>")).bits() & TermId::local_bit, 0U);
}

TEST(Dictionary, EndsWithItsExchangeAndLeavesTheNetworkAsItWas) {
    NetworkTerms network;
    network.add(term("<urn:room>"));
    const auto base = std::make_shared<const NetworkTerms>(network);
    {
        Dictionary dictionary(base);
        dictionary.intern(term("<urn:sent>"));
        dictionary.fresh_blank_node();
    }
    EXPECT_EQ(base->size(), 1U);
    EXPECT_EQ(base.use_count(), 1);
    EXPECT_FALSE(base->find(term("<urn:sent>")));
    Dictionary next(base);
    EXPECT_TRUE(next.intern(term("<urn:sent>")).is_bound());
}

TEST(Dictionary, StaysWhileTheNetworkChanges) {
    NetworkTerms network;
    const TermId room = network.add(term("<urn:room>"));
    const Dictionary dictionary(std::make_shared<const NetworkTerms>(network));
    network.remove(term("<urn:room>"));
    EXPECT_EQ(network.size(), 0U);
    EXPECT_EQ(dictionary.term(room), term("<urn:room>"));
}

TEST(NetworkTerms, CountsHowOftenATermWasAdded) {
    NetworkTerms network;
    const TermId id = network.add(term("<urn:a>"));
    EXPECT_EQ(network.add(term("<urn:a>")), id);
    network.remove(term("<urn:a>"));
    EXPECT_EQ(network.find(term("<urn:a>")), id);
    EXPECT_EQ(network.term(id), term("<urn:a>"));
    network.remove(term("<urn:a>"));
    EXPECT_FALSE(network.find(term("<urn:a>")));
    EXPECT_EQ(network.size(), 0U);
}

TEST(NetworkTerms, NeverGivesAnIdTwice) {
    NetworkTerms network;
    const TermId first = network.add(term("<urn:a>"));
    network.remove(term("<urn:a>"));
    EXPECT_NE(network.add(term("<urn:a>")), first);
    EXPECT_NE(network.add(term("<urn:b>")), first);
}

TEST(NetworkTerms, KeepsTheCanonicalTermWhileAFormOfItIsThere) {
    NetworkTerms network;
    const TermId form = network.add(term("01"));
    EXPECT_EQ(network.size(), 1U) << "the canonical term has an inline id";
    const TermId canonical = *network.find(term("1"));
    EXPECT_EQ(network.value(form), canonical);
    EXPECT_EQ(network.value(canonical), canonical);
    network.add(term("1"));
    network.remove(term("1"));
    EXPECT_EQ(network.find(term("1")), canonical);
    network.remove(term("01"));
    EXPECT_EQ(network.size(), 0U);
}

TEST(NetworkTerms, ThatAreCopiedDoNotChangeTheOriginal) {
    NetworkTerms network;
    const TermId a = network.add(term("<urn:a>"));
    NetworkTerms copy = network;
    copy.add(term("<urn:b>"));
    copy.remove(term("<urn:a>"));
    EXPECT_EQ(network.find(term("<urn:a>")), a);
    EXPECT_FALSE(network.find(term("<urn:b>")));
    EXPECT_EQ(copy.size(), 1U);
}

TEST(NetworkTerms, AreEmptyAgainWhenAllIsTakenBack) {
    std::mt19937_64 random(9);
    NetworkTerms network;
    std::vector<Term> added;
    for (int i = 0; i < 5'000; ++i) {
        const char* forms[] = {"1", "01", "1.0", "<urn:1>", "\"1\"", "2.50", "2.5", "\"1\"^^xsd:byte", "true"};
        added.push_back(term(forms[random() % std::size(forms)]));
        network.add(added.back());
        if (random() % 3 == 0) {
            std::swap(added[random() % added.size()], added.back());
            network.remove(added.back());
            added.pop_back();
        }
    }
    for (const Term& one : added) {
        ASSERT_TRUE(network.find(one));
        ASSERT_EQ(network.term(network.value(*network.find(one))), canonical_value(one).value_or(one));
    }
    std::ranges::shuffle(added, random);
    for (const Term& one : added) {
        network.remove(one);
    }
    EXPECT_EQ(network.size(), 0U);
}

}  // namespace
}  // namespace gridlore::rdf
