// The contract's tables of what each reasoner level does, row by row, put to the engine and to its naive twin.

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "tests/support/engine_question.h"
#include "tests/support/exchange_world.h"
#include "tests/support/naive_matcher.h"

namespace gridlore::naive {
namespace {

/// An ANSWER with its rows, or a REACT, which gives `e:<name>` to variables that only its result has.
struct Party {
    std::string name;
    std::string pattern;
    std::string rows = {};
    std::string result = {};
    bool reacts = false;
};

Party answers(std::string name, std::string pattern, std::string rows = {}) {
    return {std::move(name), std::move(pattern), std::move(rows)};
}
Party reacts(std::string name, std::string argument, std::string result = {}) {
    return {std::move(name), std::move(argument), {}, std::move(result), true};
}

/// What is true from this level up, as far as to the next one named.
struct Expected {
    int level;
    std::string rows;
    std::string contacted;  ///< each with what it was asked or given, by name
    friend bool operator==(const Expected&, const Expected&) = default;
};

std::ostream& operator<<(std::ostream& out, const Expected& expected) {
    return out << "at level " << expected.level << " rows [" << expected.rows << "], contacted [" << expected.contacted
               << "]";
}

struct Case {
    std::string name;
    std::string pattern;
    std::string bindings;
    std::vector<Party> network;
    std::vector<Expected> expected;
    std::string result = {};  ///< of a post
    std::string rules = {};
};

Triples triples_of(const std::string& text) {
    return text.empty() ? Triples{} : test_support::pattern_of(text).triples;
}

Interaction interaction(const Party& party) {
    Interaction made;
    made.id = party.name;
    made.pattern = triples_of(party.pattern);
    made.result = triples_of(party.result);
    made.rows = by_value(test_support::rows_of(party.rows));
    if (party.reacts) {
        made.convert = [wanted = variables(made.result),
                        other = test_support::term_of("e:" + party.name)](const Rows& argument) {
            Rows converted;
            if (wanted.empty()) {
                return converted;  // no result pattern, no bindings
            }
            for (const Row& row : argument) {
                Row next = only(row, wanted);
                for (const std::string& name : wanted) {
                    next.emplace(name, other);
                }
                converted.insert(std::move(next));
            }
            return converted;
        };
    }
    return made;
}

Question question(const Case& row, int level, bool is_post) {
    Question made;
    made.level = level;
    made.is_post = is_post;
    made.pattern = triples_of(row.pattern);
    made.result = triples_of(row.result);
    made.bindings = by_value(test_support::rows_of(row.bindings));
    for (const Party& party : row.network) {
        made.interactions.push_back(interaction(party));
    }
    auto rules = exchange::parse_rules("@prefix e: <urn:e:> .\n" + row.rules);
    EXPECT_TRUE(rules) << row.rules;
    made.rules = rules ? std::move(*rules) : std::vector<exchange::Rule>{};
    return made;
}

Expected seen(int level, const Outcome& outcome) {
    std::map<std::string, Rows> contacted = outcome.asked;
    contacted.insert(outcome.called.begin(), outcome.called.end());
    std::string parties;
    for (const auto& [name, rows] : contacted) {
        parties.append(parties.empty() ? "" : ", ").append(name).append(": ");
        parties.append(test_support::text_of(to_term_rows(rows)));
    }
    return {level, test_support::text_of(to_term_rows(outcome.rows)), parties};
}

void check(const std::vector<Case>& table, bool is_post) {
    for (const Case& row : table) {
        SCOPED_TRACE(row.name);
        for (int level = 1; level <= 5; ++level) {
            Expected expected{level, "", ""};
            for (const Expected& from : row.expected) {
                if (from.level <= level) {
                    expected = {level, from.rows, from.contacted};
                }
            }
            const Question asked = question(row, level, is_post);
            EXPECT_EQ(seen(level, put_to_engine(asked)), expected) << "engine";
            EXPECT_EQ(seen(level, answer(asked)), expected) << "twin";
        }
    }
}

TEST(ReasonerTables, OfAsksAgainstAnswers) {
    check(
        {
            {"one triple", "?a e:p ?b", "", {answers("k", "?x e:p ?y", "x=e:s y=1")}, {{1, "a=e:s b=1", "k: {}"}}},
            {"two triples in another order and with other names",
             "?a e:p ?b . ?a e:q ?c",
             "",
             {answers("k", "?x e:q ?y . ?x e:p ?z", "x=e:s y=5 z=1")},
             {{1, "a=e:s b=1 c=5", "k: {}"}}},
            {"an answer that says more is projected",
             "?a e:p ?b",
             "",
             {answers("k", "?x e:p ?y . ?x e:q ?z", "x=e:s y=1 z=5; x=e:s y=1 z=6")},
             {{1, "a=e:s b=1", "k: {}"}}},
            {"two answers are joined",
             "?a e:p ?b . ?a e:q ?c",
             "",
             {answers("k", "?x e:p ?y", "x=e:s y=1; x=e:t y=2"), answers("l", "?s e:q ?t", "s=e:t t=5; s=e:u t=6")},
             {{2, "a=e:t b=2 c=5", "k: {}, l: {}"}}},
            {"an answer of a part gives nothing",
             "?a e:p ?b . ?a e:q ?c",
             "",
             {answers("k", "?x e:p ?y", "x=e:s y=1")},
             {{1, "", ""}, {4, "", "k: {}"}}},
            {"a whole answer and two of parts",
             "?a e:p ?b . ?a e:q ?c",
             "",
             {answers("k", "?x e:p ?y", "x=e:t y=2"), answers("l", "?x e:q ?y", "x=e:t y=6"),
              answers("whole", "?x e:p ?y . ?x e:q ?z", "x=e:s y=1 z=5")},
             {{1, "a=e:s b=1 c=5", "whole: {}"}, {2, "a=e:s b=1 c=5; a=e:t b=2 c=6", "k: {}, l: {}, whole: {}"}}},
            {"a constant is sent as a binding",
             "e:s e:p ?b",
             "",
             {answers("k", "?x e:p ?y", "x=e:s y=1; x=e:t y=2")},
             {{1, "b=1", "k: x=e:s"}}},
            {"a constant of the answerer binds",
             "?a e:p ?b",
             "",
             {answers("k", "e:s e:p ?y", "y=1")},
             {{1, "a=e:s b=1", "k: {}"}}},
            {"another constant", "e:s e:p ?b", "", {answers("k", "e:t e:p ?y", "y=1")}, {}},
            {"a binding that contradicts a constant of the answerer",
             "?a e:p ?b",
             "a=e:u",
             {answers("k", "e:s e:p ?y", "y=1")},
             {}},
            {"a variable predicate",
             "?a ?p ?b",
             "",
             {answers("k", "?x e:q ?y", "x=e:s y=1")},
             {{1, "a=e:s b=1 p=e:q", "k: {}"}}},
            {"one variable twice in a triple",
             "?a e:p ?a",
             "",
             {answers("k", "?x e:p ?y", "x=e:s y=e:s; x=e:s y=e:t")},
             {{1, "a=e:s", "k: {}"}}},
            {"one variable of the answerer twice in a triple",
             "?a e:p ?b",
             "",
             {answers("k", "?x e:p ?x", "x=e:s")},
             {{1, "a=e:s b=e:s", "k: {}"}}},
            {"without variables: yes",
             "e:s e:p e:o",
             "",
             {answers("k", "?x e:p ?y", "x=e:s y=e:o")},
             {{1, "{}", "k: x=e:s y=e:o"}}},
            {"without variables: no",
             "e:s e:p e:o",
             "",
             {answers("k", "?x e:p ?y", "x=e:t y=e:o")},
             {{1, "", "k: x=e:s y=e:o"}}},
        },
        false);
}

TEST(ReasonerTables, OfAsksThatUseAnAnswerSeveralTimes) {
    check(
        {
            {"self-join",
             "?a e:p ?b . ?b e:p ?c",
             "",
             {answers("k", "?x e:p ?y", "x=e:s y=e:t; x=e:t y=e:u")},
             {{3, "a=e:s b=e:t c=e:u", "k: {}"}}},
            {"self-join with a bound start",
             "?a e:p ?b . ?b e:p ?c",
             "a=e:s",
             {answers("k", "?x e:p ?y", "x=e:s y=e:t; x=e:t y=e:u; x=e:u y=e:v")},
             {{3, "a=e:s b=e:t c=e:u", "k: x=e:s; {}"}}},
            {"two answerers of the same pattern",
             "?a e:p ?b . ?b e:p ?c",
             "",
             {answers("k", "?x e:p ?y", "x=e:s y=e:t; x=e:t y=e:v"), answers("l", "?x e:p ?y", "x=e:t y=e:u")},
             {{2, "a=e:s b=e:t c=e:u", "k: {}, l: {}"}, {3, "a=e:s b=e:t c=e:u; a=e:s b=e:t c=e:v", "k: {}, l: {}"}}},
            {"no shared variable: cross product",
             "?a e:p ?b . ?c e:p ?d",
             "",
             {answers("k", "?x e:p ?y", "x=e:s y=1; x=e:t y=2")},
             {{3, "a=e:s b=1 c=e:s d=1; a=e:s b=1 c=e:t d=2; a=e:t b=2 c=e:s d=1; a=e:t b=2 c=e:t d=2", "k: {}"}}},
            {"the answerer shares a variable that the ask does not",
             "?a e:p ?b . ?c e:q ?d",
             "",
             {answers("k", "?x e:p ?y . ?x e:q ?z", "x=e:s y=1 z=5; x=e:t y=2 z=6")},
             {{3, "a=e:s b=1 c=e:s d=5; a=e:t b=2 c=e:t d=6", "k: {}"},
              {5, "a=e:s b=1 c=e:s d=5; a=e:s b=1 c=e:t d=6; a=e:t b=2 c=e:s d=5; a=e:t b=2 c=e:t d=6", "k: {}"}}},
            {"the ask shares a variable that the answerer does not",
             "?a e:p ?b . ?a e:q ?d",
             "",
             {answers("k", "?x e:p ?y . ?w e:q ?z", "w=e:s x=e:s y=1 z=5; w=e:t x=e:s y=1 z=6")},
             {{3, "a=e:s b=1 d=5", "k: {}"}}},
        },
        false);
}

TEST(ReasonerTables, OfAsksThroughReacts) {
    check(
        {
            {"a chain",
             "?a e:q ?b",
             "",
             {answers("k", "?s e:p ?t", "s=e:s t=1"), reacts("r", "?x e:p ?y", "?x e:q ?z")},
             {{1, "a=e:s b=e:r", "k: {}, r: x=e:s y=1"}}},
            {"a bound value flows back through shared variables",
             "?a e:q ?b",
             "a=e:s",
             {answers("k", "?s e:p ?t", "s=e:s t=1; s=e:t t=2"), reacts("r", "?x e:p ?y", "?x e:q ?z")},
             {{1, "a=e:s b=e:r", "k: s=e:s, r: x=e:s y=1"}}},
            {"a bound value of a variable of the result alone filters afterwards",
             "?a e:q ?b",
             "b=e:other",
             {answers("k", "?s e:p ?t", "s=e:s t=1"), reacts("r", "?x e:p ?y", "?x e:q ?z")},
             {{1, "", "k: {}, r: x=e:s y=1"}}},
            {"a chain whose source is missing", "?a e:q ?b", "", {reacts("r", "?x e:p ?y", "?x e:q ?z")}, {}},
            {"a chain after a join",
             "?a e:q ?b",
             "",
             {answers("k", "?s e:p ?t", "s=e:s t=1; s=e:t t=2"), answers("l", "?s e:r ?t", "s=e:s t=5"),
              reacts("r", "?x e:p ?y . ?x e:r ?z", "?x e:q ?y")},
             {{2, "a=e:s b=1", "k: {}, l: {}, r: x=e:s y=1 z=5"}, {4, "a=e:s b=1", "k: {}, l: {}, r: x=e:s y=1 z=5"}}},
            {"a chain of three",
             "?a e:q ?b",
             "",
             {answers("k", "?s e:o ?t", "s=e:s t=1"), reacts("r1", "?x e:o ?y", "?x e:o2 ?y"),
              reacts("r2", "?v e:o2 ?w", "?v e:o3 ?w"), reacts("r3", "?x e:o3 ?y", "?x e:q ?y")},
             {{1, "a=e:s b=1", "k: {}, r1: x=e:s y=1, r2: v=e:s w=1, r3: x=e:s y=1"}}},
            {"facts are a source",
             "?a e:q ?b",
             "",
             {reacts("r", "?x e:p ?y", "?x e:q ?y")},
             {{1, "a=e:s b=e:o", "r: x=e:s y=e:o"}},
             "",
             "-> (e:s e:p e:o) ."},
        },
        false);
}

TEST(ReasonerTables, OfPostsToReacts) {
    check(
        {
            {"delivered", "?a e:p ?b", "a=e:s b=1", {reacts("r", "?x e:p ?y")}, {{1, "", "r: x=e:s y=1"}}},
            {"all rows at once",
             "?a e:p ?b",
             "a=e:s b=1; a=e:t b=2",
             {reacts("r", "?x e:p ?y")},
             {{1, "", "r: x=e:s y=1; x=e:t y=2"}}},
            {"delivered to who has no result or another one",
             "?a e:p ?b",
             "a=e:s b=1",
             {reacts("none", "?x e:p ?y"), reacts("other", "?x e:p ?y", "?x e:r ?y")},
             {{1, "", "none: x=e:s y=1, other: x=e:s y=1"}},
             "?a e:q ?c"},
            {"a result that nobody wants",
             "?a e:p ?b",
             "a=e:s b=1",
             {reacts("r", "?x e:p ?y", "?x e:q ?z")},
             {{1, "", "r: x=e:s y=1"}}},
            {"results are united",
             "?a e:p ?b",
             "a=e:s b=1",
             {reacts("r", "?x e:p ?y", "?x e:q ?z"), reacts("s", "?v e:p ?w", "?v e:q ?u")},
             {{1, "a=e:s c=e:r; a=e:s c=e:s", "r: x=e:s y=1, s: v=e:s w=1"}},
             "?a e:q ?c"},
            {"a bigger result is projected",
             "?a e:p ?b",
             "a=e:s b=1",
             {reacts("r", "?x e:p ?w", "?x e:q ?y . ?x e:r ?z")},
             {{1, "", "r: w=1 x=e:s"}, {2, "a=e:s c=e:r", "r: w=1 x=e:s"}},
             "?a e:q ?c"},
            {"results are joined",
             "?a e:p ?b",
             "a=e:s b=1",
             {reacts("r", "?x e:p ?y", "?x e:q ?z"), reacts("s", "?x e:p ?y", "?x e:r ?z")},
             {{1, "", "r: x=e:s y=1, s: x=e:s y=1"}, {2, "a=e:s c=e:r d=e:s", "r: x=e:s y=1, s: x=e:s y=1"}},
             "?a e:q ?c . ?a e:r ?d"},
            {"a result that is more than all give",
             "?a e:p ?b",
             "a=e:s b=1",
             {reacts("r", "?x e:p ?y", "?x e:q ?z")},
             {{1, "", "r: x=e:s y=1"}},
             "?a e:q ?c . ?a e:r ?d"},
            {"forward chain",
             "?a e:p ?b",
             "a=e:s b=1",
             {reacts("r", "?x e:p ?y", "?x e:q ?y"), reacts("s", "?v e:q ?w", "?v e:r ?u")},
             {{1, "a=e:s c=e:s", "r: x=e:s y=1, s: v=e:s w=1"}},
             "?a e:r ?c"},
        },
        true);
}

TEST(ReasonerTables, OfPostsToReactsOfAnotherSize) {
    check(
        {
            {"a smaller argument gets a projection",
             "?a e:p ?b . ?a e:q ?c",
             "a=e:s b=1 c=5; a=e:s b=1 c=6",
             {reacts("r", "?x e:p ?y")},
             {{2, "", "r: x=e:s y=1"}}},
            {"a bigger argument gets nothing", "?a e:p ?b", "a=e:s b=1", {reacts("r", "?x e:p ?y . ?x e:q ?z")}, {}},
            {"a bigger argument takes the rest from an answer",
             "?a e:p ?b",
             "a=e:s b=1",
             {answers("k", "?v e:q ?w", "v=e:s w=5; v=e:t w=6"), reacts("r", "?x e:p ?y . ?x e:q ?z")},
             {{2, "", "k: v=e:s, r: x=e:s y=1 z=5"}}},
            {"a bigger argument takes the rest from facts",
             "?a e:p ?b",
             "a=e:s b=1; a=e:t b=2",
             {reacts("r", "?x e:p ?y . ?x e:q ?z")},
             {{2, "", "r: x=e:s y=1 z=e:o"}},
             "",
             "-> (e:s e:q e:o) ."},
            {"an argument's constant takes what fits",
             "?a e:p ?b",
             "a=e:s b=1; a=e:t b=2",
             {reacts("r", "e:s e:p ?y")},
             {{1, "", "r: y=1"}}},
            {"an argument's constant that nothing fits", "?a e:p ?b", "a=e:t b=2", {reacts("r", "e:s e:p ?y")}, {}},
            {"a constant is delivered", "e:s e:p ?b", "b=1", {reacts("r", "?x e:p ?y")}, {{1, "", "r: x=e:s y=1"}}},
        },
        true);
}

}  // namespace
}  // namespace gridlore::naive
