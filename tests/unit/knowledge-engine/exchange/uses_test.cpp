#include "knowledge-engine/exchange/uses.h"

#include <gtest/gtest.h>

#include "tests/support/exchange_world.h"

namespace gridlore::exchange {
namespace {

/// Two patterns, numbered with one dictionary.
struct Patterns {
    Patterns(const std::string& target_text, const std::string& given_text)
        : target(compile(target_text)), given(compile(given_text)) {}

    CompiledTriples compile(const std::string& text) {
        const auto pattern = test_support::pattern_of(text);
        for (const pattern::TriplePattern& triple : pattern.triples) {
            for (const auto* term : {&triple.subject, &triple.predicate, &triple.object}) {
                if (const auto* constant = std::get_if<rdf::Term>(term)) {
                    terms.add(*constant);
                }
            }
        }
        return Compiler(terms).compile(pattern.triples);
    }

    rdf::NetworkTerms terms;
    CompiledTriples target;
    CompiledTriples given;
};

/// `0-1 1-0, 0-0`: two uses; target triple before given triple.
std::string text_of(const std::vector<Use>& uses) {
    std::set<std::string> texts;
    for (const Use& use : uses) {
        std::string text;
        for (const Pair pair : use) {
            text += (text.empty() ? "" : " ") + std::to_string(pair.target) + "-" + std::to_string(pair.given);
        }
        texts.insert(text);
    }
    std::string all;
    for (const std::string& text : texts) {
        all += (all.empty() ? "" : ", ") + text;
    }
    return all;
}

struct Matching {
    const char* target;
    const char* given;
    bool matches;
};

TEST(Uses, TriplesMatchPositionByPosition) {
    for (const Matching& one : {Matching{"?a e:p ?b", "?x e:p ?y", true},
                                {"e:s e:p ?b", "?x e:p ?y", true},
                                {"?a e:p ?b", "e:s e:p 7", true},
                                {"e:s e:p ?b", "e:t e:p ?y", false},
                                {"?a e:p ?b", "?x e:q ?y", false},
                                {"?a ?v ?b", "?x e:q ?y", true},
                                {"?a e:p ?b", "?x ?v ?y", true},
                                {"?a e:p ?a", "?x e:p ?y", true},
                                {"?a e:p ?b", "?x e:p ?x", true},
                                {"?a e:p 1", "?x e:p 01.0", true},
                                {"?a e:p 1", "?x e:p 1e0", false},
                                {"?a e:p 1", "?x e:p \"1\"", false}}) {
        SCOPED_TRACE(std::string(one.target) + " | " + one.given);
        const Patterns patterns(one.target, one.given);
        EXPECT_EQ(triples_match(patterns.target[0], patterns.given[0]), one.matches);
        EXPECT_EQ(triples_match(patterns.given[0], patterns.target[0]), one.matches) << "the other way round";
    }
}

TEST(Uses, PairsAreInOrderOfTheTarget) {
    const Patterns patterns("?a e:p ?b . ?b e:q ?c", "?x e:q ?y . ?x ?p ?z");
    EXPECT_EQ(matching_pairs(patterns.target, patterns.given), (std::vector<Pair>{{0, 1}, {1, 0}, {1, 1}}));
}

struct Maximal {
    int level;
    const char* target;
    const char* given;
    const char* uses;
};

TEST(Uses, MaximalOnesAreThoseThatNothingExtends) {
    for (const Maximal& one : {
             Maximal{2, "?a e:p ?b", "?x e:p ?y", "0-0"},
             {2, "?a e:p ?b . ?a e:q ?c", "?x e:q ?y . ?x e:p ?z", "0-1 1-0"},
             {2, "?a e:p ?b . ?a e:q ?c", "?x e:p ?y . ?w e:q ?z", "0-0, 1-1"},
             {3, "?a e:p ?b . ?a e:q ?c", "?x e:p ?y . ?w e:q ?z", "0-0 1-1"},
             {2, "?a e:p ?b . ?c e:q ?d", "?x e:p ?y . ?x e:q ?z", "0-0, 1-1"},
             {3, "?a e:p ?b . ?c e:q ?d", "?x e:p ?y . ?x e:q ?z", "0-0 1-1"},
             {2, "?a e:p ?b . ?b e:p ?c", "?x e:p ?y", "0-0, 1-0"},
             {3, "?a e:p ?b . ?b e:p ?c", "?x e:p ?y", "0-0, 1-0"},
             {2, "?a e:p ?b . ?b e:p ?c", "?x e:p ?y . ?y e:p ?z", "0-0 1-1, 0-1, 1-0"},
             {2, "?a e:p 1 . ?a e:q 2", "?x e:p ?v . ?x e:q ?v", "0-0, 1-1"},
             {3, "?a e:p 1 . ?a e:q 2", "?x e:p ?v . ?x e:q ?v", "0-0, 1-1"},
             {3, "?a e:p 1 . ?a e:q 1.0", "?x e:p ?v . ?x e:q ?v", "0-0 1-1"},
             {2, "?a e:p ?b", "?x e:q ?y", ""},
         }) {
        SCOPED_TRACE(std::to_string(one.level) + ": " + one.target + " | " + one.given);
        const Patterns patterns(one.target, one.given);
        Work work;
        EXPECT_EQ(text_of(maximal_uses(patterns.target, patterns.given, one.level, work)), one.uses);
    }
}

TEST(Uses, NoTwoPairsShareATriple) {
    const Patterns patterns("?a e:p ?b . ?c e:p ?d", "?x e:p ?y . ?v e:p ?w");
    Work work;
    EXPECT_EQ(text_of(maximal_uses(patterns.target, patterns.given, 3, work)), "0-0 1-1, 0-1 1-0");
    EXPECT_FALSE(may_share_use(patterns.target, patterns.given, {0, 0}, {1, 0}, 5));
    EXPECT_FALSE(may_share_use(patterns.target, patterns.given, {0, 0}, {0, 1}, 5));
}

TEST(Uses, TotalOnesServeTheWholeTarget) {
    const Patterns bigger("?a e:p ?b . ?a e:q ?c", "?x e:q ?y . ?x e:p ?z . ?x e:r ?w");
    EXPECT_EQ(text_of(total_uses(bigger.target, bigger.given, 1, false)), "0-1 1-0");
    EXPECT_EQ(text_of(total_uses(bigger.target, bigger.given, 1, true)), "") << "not all of the given is used";
    const Patterns smaller("?a e:p ?b . ?a e:q ?c", "?x e:p ?y");
    EXPECT_EQ(text_of(total_uses(smaller.target, smaller.given, 1, false)), "");
    const Patterns same("?a e:p ?b . ?c e:p ?d", "?x e:p ?y . ?v e:p ?w");
    EXPECT_EQ(text_of(total_uses(same.target, same.given, 1, true)), "0-0 1-1, 0-1 1-0");
    EXPECT_EQ(total_uses(same.target, same.given, 1, true, 1).size(), 1U);
}

std::string star(int triples) {
    std::string text;
    for (int i = 0; i < triples; ++i) {
        text += "?s" + std::to_string(i) + " e:p ?o" + std::to_string(i) + " . ";
    }
    return text;
}

TEST(Uses, BeyondTheLimitEveryPairStandsAlone) {
    const Patterns patterns(star(5), star(5));
    Work work;
    EXPECT_EQ(maximal_uses(patterns.target, patterns.given, 3, work).size(), 25U) << "instead of 120";
    EXPECT_EQ(maximal_uses(patterns.target, patterns.given, 3, work, 120).size(), 120U);
}

TEST(Uses, ASearchThatExplodesEndsSoon) {
    const Patterns patterns(star(30), star(30));
    Work work;
    EXPECT_EQ(maximal_uses(patterns.target, patterns.given, 3, work).size(), 900U);
    const Patterns impossible(star(20) + "?s0 e:q ?o1", star(21));
    EXPECT_EQ(total_uses(impossible.target, impossible.given, 1, false).size(), 0U);
}

TEST(Uses, OfTheWholeTargetSayWhetherTheyAreAll) {
    const Patterns patterns(star(4), star(4));
    Work work;
    EXPECT_TRUE(total_uses(patterns.target, patterns.given, 1, false, work, 24).complete);
    const FoundUses some = total_uses(patterns.target, patterns.given, 1, false, work, 23);
    EXPECT_EQ(some.uses.size(), 23U);
    EXPECT_FALSE(some.complete);
    Work little(10);
    EXPECT_FALSE(total_uses(patterns.target, patterns.given, 1, false, little).complete);
    EXPECT_TRUE(little.is_spent());
}

TEST(Uses, WithoutWorkLeftEveryPairStandsAloneAndAnythingMayServeAlone) {
    const Patterns patterns(star(2), star(2));
    Work none(0);
    EXPECT_EQ(text_of(maximal_uses(patterns.target, patterns.given, 3, none)), "0-0, 0-1, 1-0, 1-1");
    EXPECT_TRUE(has_total_use(patterns.target, patterns.given, 1, false, none));
    const Patterns smaller(star(2), star(1));
    EXPECT_FALSE(has_total_use(smaller.target, smaller.given, 1, false, none)) << "seen without a search";
}

TEST(Uses, OfATargetTooLongToSearchAreNotSearched) {
    const Patterns patterns(star(1), star(1));
    const CompiledTriples target(1001, patterns.target.front());
    const CompiledTriples given(1001, patterns.given.front());
    Work work;
    EXPECT_EQ(maximal_uses(target, given, 3, work).size(), 1001U * 1001U);
    EXPECT_FALSE(total_uses(target, given, 1, false, work).complete);
}

TEST(Uses, PartsOfALongOneAreTriedInBounds) {
    Use use;
    for (std::size_t i = 0; i < 2000; ++i) {
        use.push_back({i, i});
    }
    std::size_t tried = 0;
    const auto fits = [&](const Use& part) {
        ++tried;
        return part.size() == 1;
    };
    fitting_parts({use}, fits);
    EXPECT_LE(tried, 1U + 2000U + 1000U);
}

}  // namespace
}  // namespace gridlore::exchange
