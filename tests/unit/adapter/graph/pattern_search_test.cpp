#include "adapter/graph/pattern_search.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "knowledge-engine/store/lmdb/lmdb_store.h"
#include "knowledge-engine/store/memory/memory_store.h"
#include "tests/support/library.h"

namespace gridlore::graph {
namespace {

using test_support::Library;
using test_support::pattern_of;
using test_support::rows_of;
using test_support::text_of;

/// Either store.
class PatternSearch : public testing::TestWithParam<std::string> {
  protected:
    PatternSearch() {
        if (GetParam() == "memory") {
            store_ = store::make_memory_store();
        } else {
            folder_ = std::filesystem::temp_directory_path() / ("gridlore-search-" + std::to_string(::getpid()) + "-" +
                                                                std::to_string(reinterpret_cast<std::uintptr_t>(this)));
            std::filesystem::remove_all(folder_);
            auto opened = store::open_lmdb_store(folder_);
            EXPECT_TRUE(opened) << (opened ? "" : opened.error().message);
            store_ = std::move(*opened);
        }
    }
    ~PatternSearch() override {
        store_.reset();
        if (!folder_.empty()) {
            std::filesystem::remove_all(folder_);
        }
    }

    void know(const std::vector<Library::Triple>& triples, const std::string& graph = {}) {
        const auto written = store_->write([&](store::WriteTransaction& transaction) -> Result<void> {
            store::QuadIds quad;
            if (!graph.empty()) {
                quad.graph = *transaction.add_term(rdf::Term::iri(graph));
            }
            for (const auto& [subject, predicate, object] : triples) {
                quad.subject = *transaction.add_term(subject);
                quad.predicate = *transaction.add_term(predicate);
                quad.object = *transaction.add_term(object);
                if (const auto inserted = transaction.insert(quad); !inserted) {
                    return inserted.error();
                }
            }
            return {};
        });
        ASSERT_TRUE(written) << written.error().message;
    }
    void know(const std::string& triples, const std::string& graph = {}) { know(Library::triples_of(triples), graph); }

    static exchange::Question question(const std::string& pattern, const std::string& bindings = "{}") {
        exchange::Question one;
        one.triples = pattern_of(pattern).triples;
        one.bindings = rows_of(bindings);
        one.most = 1'000'000;
        one.time = std::chrono::seconds(60);
        return one;
    }

    Result<pattern::TermRows> find(const exchange::Question& one, const GraphNames& graphs = {true, true, {}}) {
        const auto snapshot = *store_->snapshot();
        return search(one, *snapshot, *scopes_of(graphs, *snapshot), BlankNodeNames("here"));
    }
    std::string rows(const std::string& pattern, const std::string& bindings = "{}",
                     const GraphNames& graphs = {true, true, {}}) {
        const auto found = find(question(pattern, bindings), graphs);
        return found ? text_of(*found) : "error: " + found.error().message;
    }

    std::filesystem::path folder_;
    std::unique_ptr<store::QuadStore> store_;
};

INSTANTIATE_TEST_SUITE_P(Stores, PatternSearch, testing::Values("memory", "lmdb"),
                         [](const auto& tested) { return tested.param; });

TEST_P(PatternSearch, JoinsTriples) {
    know("e:s e:p e:t . e:t e:q 5 . e:u e:p e:v . e:t e:q 6");
    EXPECT_EQ(rows("?a e:p ?b . ?b e:q ?c"), "a=e:s b=e:t c=5; a=e:s b=e:t c=6");
    EXPECT_EQ(rows("?a e:p ?b . ?b e:q ?c", "c=6; a=e:u"), "a=e:s b=e:t c=6");
    EXPECT_EQ(rows("?a e:p ?b . ?b e:nothing ?c"), "");
    EXPECT_EQ(rows("e:s e:p e:t"), "{}");
    EXPECT_EQ(rows("e:s e:p e:u"), "");
}

TEST_P(PatternSearch, MatchesAVariableThatOccursTwiceInATriple) {
    know("e:s e:p e:s . e:s e:p e:t");
    EXPECT_EQ(rows("?a e:p ?a"), "a=e:s");
}

TEST_P(PatternSearch, CountsConstantsBindingsAndJoinsByValueAndKeepsForms) {
    know("e:s e:p 1 . e:t e:q 1.0 . e:u e:q 007 . e:v e:q 7 . e:w e:q 2");
    EXPECT_EQ(rows("?a e:q 01"), "a=e:t");
    EXPECT_EQ(rows("?a e:q ?b", "b=7.0"), "a=e:u b=007; a=e:v b=7");
    EXPECT_EQ(rows("?a e:p ?b . ?c e:q ?b"), "a=e:s b=1 c=e:t");
    EXPECT_EQ(rows("?a e:q \"1\""), "");
}

TEST_P(PatternSearch, TurnsRangesIntoIntervals) {
    know("e:s e:p 4 . e:s e:p 5.0 . e:s e:p 007 . e:s e:p 9 . e:s e:p \"text\" . e:s e:p e:t");
    exchange::Question one = question("?a e:p ?b");
    one.ranges["b"] = {test_support::term_of("5"), test_support::term_of("9")};
    EXPECT_EQ(text_of(*find(one)), "a=e:s b=007; a=e:s b=5.0");
    one.bindings = rows_of("b=9; b=5");
    EXPECT_EQ(text_of(*find(one)), "a=e:s b=5.0");
    one.bindings = rows_of("{}");
    one.ranges["a"] = {test_support::term_of("5"), std::nullopt};
    EXPECT_EQ(text_of(*find(one)), "") << "an IRI is in no range";
}

TEST_P(PatternSearch, CountsATripleOfSeveralGraphsOnceAndLooksOnlyWhereItIsTold) {
    know("e:s e:p 1");
    know("e:s e:p 1 . e:s e:p 2", "urn:g:one");
    know("e:s e:p 2 . e:s e:p 3", "urn:g:two");
    EXPECT_EQ(rows("?a e:p ?b"), "a=e:s b=1; a=e:s b=2; a=e:s b=3");
    EXPECT_EQ(rows("?a e:p ?b", "{}", {true, false, {}}), "a=e:s b=1");
    EXPECT_EQ(rows("?a e:p ?b", "{}", {false, true, {}}), "a=e:s b=1; a=e:s b=2; a=e:s b=3");
    EXPECT_EQ(rows("?a e:p ?b", "{}", {false, false, {"urn:g:two", "urn:g:none"}}), "a=e:s b=2; a=e:s b=3");
    EXPECT_EQ(rows("?a e:p 1 . ?a e:p 3"), "a=e:s") << "a question may need several graphs";
}

TEST_P(PatternSearch, NamesBlankNodesAndKnowsThemAgain) {
    know({{rdf::Term::blank_node("x"), rdf::Term::iri("urn:e:p"), rdf::Term::blank_node("y")}});
    const auto found = find(question("?a e:p ?b"));
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 1U);
    const rdf::Term subject = found->front()[0].second;
    EXPECT_TRUE(subject.is_iri());
    exchange::Question again = question("?a e:p ?b");
    again.bindings = {{{"a", subject}}};
    EXPECT_EQ(*find(again), *found);
    again.bindings = {{{"a", rdf::Term::iri("urn:gridlore:blank:elsewhere:x")}}};
    EXPECT_TRUE(find(again)->empty());
}

TEST_P(PatternSearch, EndsAtItsLimits) {
    std::string many;
    for (int i = 0; i < 200; ++i) {
        many += "e:s" + std::to_string(i) + " e:p " + std::to_string(i) + " . ";
    }
    know(many);
    exchange::Question one = question("?a e:p ?b . ?c e:p ?d . ?e e:p ?f . ?g e:p ?h");
    one.most = 1000;
    EXPECT_EQ(find(one)->size(), 1000U);
    one.most = std::size_t{1} << 40;
    one.time = std::chrono::milliseconds(20);
    const auto late = find(one);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, ErrorKind::LimitExceeded);
    const std::atomic<bool> cancelled = true;
    one.time = std::chrono::hours(1);
    one.cancelled = &cancelled;
    const auto unwanted = find(one);
    ASSERT_FALSE(unwanted);
    EXPECT_EQ(unwanted.error().kind, ErrorKind::Unavailable);
}

TEST_P(PatternSearch, FindsWhatTryingEveryTripleFinds) {
    std::mt19937 random(7);  // NOLINT(*-msc32-*,*-msc51-*): the same in each run
    const auto below = [&](int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); };
    const std::vector<std::string> objects = {"e:t0", "e:t1", "e:t2", "1", "1.0", "01", "2", "\"a\"", "true"};
    const auto thing = [&] { return "e:t" + std::to_string(below(3)); };
    const auto predicate = [&] { return "e:p" + std::to_string(below(2)); };
    std::string known;
    for (int i = 0; i < 25; ++i) {
        known += thing() + " " + predicate() + " " + objects[static_cast<std::size_t>(below(9))] + " . ";
    }
    know(known);
    Library twin(known);
    const auto place = [&](bool is_object) {
        const int kind = below(4);
        return kind != 0   ? "?v" + std::to_string(below(4))
               : is_object ? objects[static_cast<std::size_t>(below(9))]
                           : thing();
    };
    // The twin keeps any of several forms of a value: they are compared in one form.
    const auto by_value = [](pattern::TermRows found) {
        std::set<std::string> texts;
        for (pattern::TermRow& row : found) {
            for (auto& [name, term] : row) {
                term = rdf::canonical_value(term).value_or(term);
            }
            texts.insert(text_of(pattern::TermRows{row}));
        }
        return texts;
    };
    for (int round = 0; round < 400; ++round) {
        std::string text;
        for (int t = 1 + below(3); t > 0; --t) {
            text += place(false) + " " + (below(6) == 0 ? "?p" : predicate()) + " " + place(true) + " . ";
        }
        const std::string bindings =
            below(2) == 0 ? "{}" : "v0=" + objects[static_cast<std::size_t>(below(9))] + "; v1=" + thing() + " v2=1";
        exchange::Question one = question(text, bindings);
        // Rows may bind variables that the pattern does not have; those are no part of the answer.
        const auto variables = pattern_of(text).variables();
        for (pattern::TermRow& row : one.bindings) {
            std::erase_if(
                row, [&](const auto& cell) { return std::ranges::find(variables, cell.first) == variables.end(); });
        }
        const auto found = find(one);
        ASSERT_TRUE(found) << found.error().message;
        ASSERT_EQ(by_value(*found), by_value(*twin.answer(one))) << text << "\n" << bindings << "\n" << known;
    }
}

}  // namespace
}  // namespace gridlore::graph
