// What both stores promise of quads, changes and records. `backends.h` says what the memory store leaves out.
#include "knowledge-engine/store/quad_store.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "knowledge-engine/rdf/inline_term.h"
#include "tests/unit/knowledge-engine/store/backends.h"

namespace gridlore::store {
namespace {

using rdf::Quad;
using rdf::Term;
using rdf::TermId;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

INSTANTIATE_TEST_SUITE_P(Backends, QuadStoreTest, testing::ValuesIn(backends()), name_of);

/// Few different terms, so that every shape has several quads, and some terms inline and some not.
std::vector<Quad> random_quads(std::mt19937& random, std::size_t count) {
    const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
    const auto object = [&]() -> Term {
        const int number = pick(12);
        switch (pick(5)) {
            case 0:
                return iri("o" + std::to_string(number));
            case 1:
                return typed(std::to_string(number), "integer");
            case 2:
                return typed("0" + std::to_string(number), "integer");
            case 3:
                return Term::blank_node("b" + std::to_string(number));
            default:
                return Term::language_string("text " + std::to_string(number), "en");
        }
    };
    std::vector<Quad> quads;
    for (std::size_t i = 0; i < count; ++i) {
        std::optional<Term> graph;
        if (const int number = pick(4); number > 0) {
            graph = iri("g" + std::to_string(number));
        }
        quads.push_back(quad(iri("s" + std::to_string(pick(10))), iri("p" + std::to_string(pick(4))), object(), graph));
    }
    return quads;
}

bool matches(const QuadIds& quad, const QuadPattern& pattern) {
    const auto fits = [](TermId wanted, TermId is) { return !wanted.is_bound() || wanted == is; };
    const bool in_scope = pattern.graph.kind() == GraphScope::Kind::AllNamed ? quad.graph.is_bound()
                                                                             : quad.graph == pattern.graph.graph();
    return in_scope && fits(pattern.subject, quad.subject) && fits(pattern.predicate, quad.predicate) &&
           fits(pattern.object, quad.object) && (!pattern.object_range || pattern.object_range->contains(quad.object));
}

std::vector<QuadIds> naive_scan(const std::vector<QuadIds>& quads, const QuadPattern& pattern) {
    std::vector<QuadIds> found;
    std::ranges::copy_if(quads, std::back_inserter(found), [&](const QuadIds& one) { return matches(one, pattern); });
    return found;
}

/// Every shape in every scope, about `some`; with a range where the object is free.
std::vector<QuadPattern> patterns_about(const QuadIds& some, const rdf::IdInterval& range) {
    std::vector<QuadPattern> patterns;
    std::vector<GraphScope> scopes = {GraphScope::default_graph(), GraphScope::all_named()};
    if (some.graph.is_bound()) {
        scopes.push_back(GraphScope::named(some.graph));
    }
    for (const GraphScope& scope : scopes) {
        for (int shape = 0; shape < 8; ++shape) {
            const auto bound = [&](int bit, TermId id) { return (shape & bit) != 0 ? id : TermId(); };
            QuadPattern pattern{bound(1, some.subject), bound(2, some.predicate), bound(4, some.object), scope, {}};
            patterns.push_back(pattern);
            if (!pattern.object.is_bound()) {
                pattern.object_range = range;
                patterns.push_back(pattern);
            }
        }
    }
    return patterns;
}

class QuadPatterns : public QuadStoreTest {
  protected:
    std::vector<QuadIds> fill(std::mt19937& random, std::size_t count) {
        std::vector<QuadIds> all;
        const auto quads = random_quads(random, count);
        write([&](WriteTransaction& transaction) -> Result<void> {
            std::set<QuadIds> ids;
            for (const Quad& one : quads) {
                const QuadIds added = ids_of(transaction, one);
                EXPECT_EQ(transaction.insert(added).value(), ids.insert(added).second);
            }
            all.assign(ids.begin(), ids.end());
            return {};
        });
        return all;
    }
};

INSTANTIATE_TEST_SUITE_P(Backends, QuadPatterns, testing::ValuesIn(backends()), name_of);

TEST_P(QuadPatterns, OfEveryShapeInEveryScopeHaveTheQuadsThatANaiveScanHas) {
    std::mt19937 random(1);
    const auto all = fill(random, 600);
    const auto reading = snapshot();
    const auto cursor = reading->cursor();
    for (int round = 0; round < 60; ++round) {
        const QuadIds& some = all[random() % all.size()];
        TermId first = all[random() % all.size()].object;
        TermId last = all[random() % all.size()].object;
        if (last < first) {
            std::swap(first, last);
        }
        for (const QuadPattern& pattern : patterns_about(some, {first, last})) {
            auto found = scan(*cursor, pattern, 1 + random() % 9);
            std::ranges::sort(found);
            EXPECT_EQ(found, naive_scan(all, pattern));
        }
    }
}

TEST_P(QuadPatterns, GiveTheirQuadsInTheOrderOfAnIndex) {
    std::mt19937 random(2);
    const auto all = fill(random, 400);
    const auto reading = snapshot();
    const QuadIds& some = all.back();
    const auto objects = [&](const QuadPattern& pattern) {
        std::vector<TermId> ids;
        for (const QuadIds& one : scan(*reading, pattern)) {
            ids.push_back(one.object);
        }
        return ids;
    };
    EXPECT_TRUE(std::ranges::is_sorted(objects({some.subject, some.predicate, {}, GraphScope::named(some.graph), {}})));
}

TEST_P(QuadPatterns, ThatHaveFewQuadsAreCountedExactly) {
    std::mt19937 random(3);
    const auto all = fill(random, 600);
    const auto reading = snapshot();
    for (int round = 0; round < 40; ++round) {
        for (const QuadPattern& pattern : patterns_about(all[random() % all.size()], {})) {
            const auto exact = naive_scan(all, {pattern.subject, pattern.predicate, pattern.object, pattern.graph, {}});
            if (!pattern.object_range && exact.size() <= 16) {
                EXPECT_EQ(reading->estimate(pattern).value(), exact.size());
            }
        }
    }
}

TEST_P(QuadPatterns, ThatHaveManyQuadsAreEstimatedWithinTheSizeOfTheStore) {
    std::mt19937 random(4);
    const auto all = fill(random, 2000);
    const auto reading = snapshot();
    for (const QuadPattern& pattern : patterns_about(all[random() % all.size()], {all[0].object, all[1].object})) {
        EXPECT_LE(reading->estimate(pattern).value(), all.size() + 64);
    }
    EXPECT_GE(reading->estimate({{}, {}, {}, GraphScope::all_named(), {}}).value(), 64);
}

TEST_P(QuadPatterns, KnowHowManySubjectsAndObjectsAPredicateHas) {
    std::mt19937 random(5);
    const auto all = fill(random, 500);
    const auto reading = snapshot();
    const TermId predicate = all[0].predicate;
    std::set<TermId> subjects;
    std::set<TermId> objects;
    std::uint64_t quads = 0;
    for (const QuadIds& one : all) {
        if (one.predicate == predicate) {
            ++quads;
            subjects.insert(one.subject);
            objects.insert(one.object);
        }
    }
    const PredicateStatistics counts = reading->statistics(predicate).value();
    EXPECT_EQ(counts.quads, quads);
    EXPECT_GE(counts.subjects, 1);
    EXPECT_LE(counts.subjects, 2 * subjects.size());
    EXPECT_GE(counts.objects, 1);
    EXPECT_LE(counts.objects, 2 * objects.size());
    EXPECT_EQ(reading->statistics(*reading->find(iri("s1")).value()).value().quads, 0);
}

TEST_P(QuadStoreTest, KeepsTheSameQuadsAsASetThroughRandomChanges) {
    std::mt19937 random(6);
    std::set<Quad> expected;
    for (int round = 0; round < 30; ++round) {
        const auto inserted = random_quads(random, 20);
        const auto removed = random_quads(random, 200);
        write([&](WriteTransaction& transaction) -> Result<void> {
            for (const Quad& one : inserted) {
                EXPECT_EQ(transaction.insert(ids_of(transaction, one)).value(), expected.insert(one).second);
            }
            for (const Quad& one : removed) {
                EXPECT_EQ(transaction.remove(ids_of(transaction, one)).value(), expected.erase(one) > 0);
            }
            return {};
        });
    }
    const auto reading = snapshot();
    EXPECT_EQ(contents(*reading), expected);
    EXPECT_EQ(reading->size(), expected.size());
    EXPECT_THAT(store().check(10).value(), IsEmpty());
}

TEST_P(QuadStoreTest, ListsTheGraphsThatHoldAQuad) {
    write(insertion({quad(iri("s"), iri("p"), iri("o")), quad(iri("s"), iri("p"), iri("o"), iri("g1")),
                     quad(iri("s"), iri("p"), iri("o"), iri("g2")), quad(iri("t"), iri("p"), iri("o"), iri("g2"))}));
    const auto id = [&](const std::string& name) { return *snapshot()->find(iri(name)).value(); };
    const TermId first = id("g1");
    const TermId second = id("g2");
    EXPECT_THAT(snapshot()->graphs().value(), ElementsAre(std::min(first, second), std::max(first, second)));
    write([&](WriteTransaction& transaction) -> Result<void> {
        EXPECT_EQ(transaction.clear(GraphScope::named(first)).value(), 1);
        return {};
    });
    EXPECT_THAT(snapshot()->graphs().value(), ElementsAre(second));
    EXPECT_FALSE(snapshot()->has_graph(first).value());
    EXPECT_TRUE(snapshot()->has_graph(second).value());
}

TEST_P(QuadStoreTest, ClearsWhatIsInScopeOnly) {
    const std::vector<Quad> in_default = {quad(iri("s"), iri("p"), iri("o")), quad(iri("s"), iri("p"), iri("x"))};
    const std::vector<Quad> in_first = {quad(iri("s"), iri("p"), iri("o"), iri("g1"))};
    const std::vector<Quad> in_second = {quad(iri("s"), iri("p"), iri("o"), iri("g2"))};
    for (const auto& quads : {in_default, in_first, in_second}) {
        write(insertion(quads));
    }
    write([](WriteTransaction& transaction) -> Result<void> {
        EXPECT_EQ(transaction.clear(GraphScope::default_graph()).value(), 2);
        return {};
    });
    EXPECT_EQ(contents(*snapshot()), set_of({in_first[0], in_second[0]}));
    write(insertion(in_default));
    write([](WriteTransaction& transaction) -> Result<void> {
        EXPECT_EQ(transaction.clear(GraphScope::all_named()).value(), 2);
        return {};
    });
    EXPECT_EQ(contents(*snapshot()), set_of(in_default));
    EXPECT_THAT(store().check(10).value(), IsEmpty());
}

TEST_P(QuadStoreTest, ShowsAChangeWhatItHasMadeSoFar) {
    write(insertion({quad(iri("s"), iri("p"), iri("o"))}));
    write([](WriteTransaction& transaction) -> Result<void> {
        const QuadIds old = ids_of(transaction, quad(iri("s"), iri("p"), iri("o")));
        const QuadIds fresh = ids_of(transaction, quad(iri("s"), iri("q"), iri("new"), iri("g")));
        EXPECT_TRUE(transaction.insert(fresh).value());
        EXPECT_TRUE(transaction.remove(old).value());
        EXPECT_EQ(contents(transaction.view()), set_of({quad(iri("s"), iri("q"), iri("new"), iri("g"))}));
        EXPECT_EQ(transaction.view().size(), 1);
        EXPECT_TRUE(transaction.view().has_graph(fresh.graph).value());
        EXPECT_EQ(transaction.view().find(iri("new")).value(), fresh.object);
        return {};
    });
}

Change failing(Change change) {
    return [change = std::move(change)](WriteTransaction& transaction) -> Result<void> {
        if (Result<void> done = change(transaction); !done) {
            return done;
        }
        return invalid_input("on purpose");
    };
}

TEST_P(QuadStoreTest, UndoesAllOfAChangeThatFails) {
    const std::vector<Quad> before = {quad(iri("s"), iri("p"), iri("o")), quad(iri("s"), iri("p"), iri("o"), iri("g"))};
    write(insertion(before));
    write([](WriteTransaction& transaction) { return transaction.put_record("key", "value"); });
    const auto outcome = store().write(failing([](WriteTransaction& transaction) -> Result<void> {
        EXPECT_TRUE(transaction.clear(GraphScope::all_named()));
        EXPECT_TRUE(transaction.insert(ids_of(transaction, quad(iri("n"), iri("p"), iri("n")))));
        EXPECT_TRUE(transaction.add_blank_node());
        EXPECT_TRUE(transaction.put_record("key", "other"));
        EXPECT_TRUE(transaction.put_record("more", "other"));
        return {};
    }));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().message, "on purpose");
    EXPECT_EQ(contents(*snapshot()), set_of(before));
    write([](WriteTransaction& transaction) -> Result<void> {
        EXPECT_THAT(transaction.records("").value(), ElementsAre(Pair("key", "value")));
        return {};
    });
    EXPECT_THAT(store().check(10).value(), IsEmpty());
}

TEST_P(QuadStoreTest, UndoesAllOfAChangeThatThrows) {
    const auto outcome = store().write([](WriteTransaction& transaction) -> Result<void> {
        EXPECT_TRUE(transaction.insert(ids_of(transaction, quad(iri("n"), iri("p"), iri("n")))));
        throw std::runtime_error("no such thing");
    });
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, ErrorKind::Internal);
    EXPECT_EQ(snapshot()->size(), 0U);
}

TEST_P(QuadStoreTest, UndoesOnlyTheChangesThatFailAmongManyThatWaitTogether) {
    std::mutex mutex;
    std::condition_variable all_done;
    std::size_t done = 0;
    std::size_t failed = 0;
    constexpr std::size_t changes = 200;
    std::set<Quad> expected;
    for (std::size_t i = 0; i < changes; ++i) {
        const Quad one = quad(iri("s" + std::to_string(i)), iri("p"), typed("0" + std::to_string(i), "integer"));
        const bool fails = i % 3 == 0;
        if (!fails) {
            expected.insert(one);
        }
        store().submit(fails ? failing(insertion({one})) : insertion({one}), [&](const Result<void>& outcome) {
            const std::lock_guard<std::mutex> lock(mutex);
            ++done;
            failed += outcome ? 0 : 1;
            all_done.notify_all();
        });
    }
    std::unique_lock<std::mutex> lock(mutex);
    all_done.wait(lock, [&] { return done == changes; });
    EXPECT_EQ(failed, (changes + 2) / 3);
    EXPECT_EQ(contents(*snapshot()), expected);
    EXPECT_THAT(store().check(10).value(), IsEmpty());
}

TEST_P(QuadStoreTest, KeepsRecordsApartFromQuads) {
    write([](WriteTransaction& transaction) -> Result<void> {
        EXPECT_TRUE(transaction.put_record("b/2", std::string("\0 bytes", 7)));
        EXPECT_TRUE(transaction.put_record("a/1", "old"));
        EXPECT_TRUE(transaction.put_record("b/1", ""));
        EXPECT_TRUE(transaction.put_record("c", "gone"));
        EXPECT_TRUE(transaction.put_record("a/1", std::string(100'000, 'x')));
        EXPECT_TRUE(transaction.remove_record("c"));
        EXPECT_TRUE(transaction.remove_record("never there"));
        return {};
    });
    write([](WriteTransaction& transaction) -> Result<void> {
        EXPECT_TRUE(transaction.clear(GraphScope::default_graph()));
        EXPECT_TRUE(transaction.clear(GraphScope::all_named()));
        EXPECT_THAT(transaction.records("b/").value(),
                    ElementsAre(Pair("b/1", ""), Pair("b/2", std::string("\0 bytes", 7))));
        EXPECT_THAT(transaction.records("").value(), SizeIs(3));
        EXPECT_THAT(transaction.records("a/").value(), ElementsAre(Pair("a/1", std::string(100'000, 'x'))));
        EXPECT_THAT(transaction.records("z").value(), IsEmpty());
        return {};
    });
    EXPECT_EQ(snapshot()->size(), 0);
}

TEST_P(QuadStoreTest, RefusesRecordsWhoseKeyIsEmptyOrTooLong) {
    write([](WriteTransaction& transaction) -> Result<void> {
        const std::string longest(max_record_key, 'k');
        EXPECT_TRUE(transaction.put_record(longest, "v"));
        for (const std::string& key : {std::string(), longest + "k"}) {
            const auto put = transaction.put_record(key, "v");
            const auto removed = transaction.remove_record(key);
            EXPECT_TRUE(!put && put.error().kind == ErrorKind::InvalidInput);
            EXPECT_TRUE(!removed && removed.error().kind == ErrorKind::InvalidInput);
        }
        EXPECT_THAT(transaction.records("").value(), ElementsAre(Pair(longest, "v")));
        return {};
    });
}

TEST_P(QuadStoreTest, LoadsIntoAGraphThatHasAnIriOnly) {
    for (const rdf::Term& graph : {rdf::Term::blank_node("g"), rdf::Term::literal("g", "urn:t")}) {
        const auto loaded = store().load([](QuadSink&) { return Result<void>(); }, {.graph = graph});
        ASSERT_FALSE(loaded);
        EXPECT_EQ(loaded.error().kind, ErrorKind::InvalidInput);
    }
}

TEST_P(QuadStoreTest, HasANewVersionOnceACommitChangedQuads) {
    const auto before = snapshot()->version();
    write(insertion({quad(iri("s"), iri("p"), iri("o"))}));
    const auto after = snapshot()->version();
    EXPECT_NE(before, after);
    EXPECT_EQ(snapshot()->version(), after);
}

TEST_P(QuadStoreTest, CountsWhatItHasAndDid) {
    write(insertion({quad(iri("s"), iri("p"), iri("o")), quad(iri("s"), iri("p"), iri("o"), iri("g"))}));
    const auto reading = snapshot();
    const StoreStatistics statistics = store().statistics();
    EXPECT_EQ(statistics.quads, 2);
    EXPECT_EQ(statistics.terms, 4);
    EXPECT_EQ(statistics.snapshots, 1);
    EXPECT_EQ(statistics.changes, 1);
    EXPECT_EQ(statistics.commits, 1);
}

class QuadStoreLoad : public QuadStoreTest {
  protected:
    Result<LoadReport> load(const std::vector<Quad>& quads, const LoadOptions& options = {}) {
        return store().load(
            [&](QuadSink& sink) -> Result<void> {
                for (const Quad& one : quads) {
                    if (Result<void> done = sink.add(view_of(one)); !done) {
                        return done;
                    }
                }
                return {};
            },
            options);
    }
};

INSTANTIATE_TEST_SUITE_P(Backends, QuadStoreLoad, testing::ValuesIn(backends()), name_of);

TEST_P(QuadStoreLoad, AddsWhatIsNew) {
    std::mt19937 random(7);
    std::vector<Quad> quads = random_quads(random, 3000);
    std::erase_if(quads, [](const Quad& one) { return one.object.is_blank_node(); });
    const std::vector<Quad> before(quads.begin(), quads.begin() + 50);
    write(insertion(before));
    const auto report = load(quads);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->read, quads.size());
    EXPECT_EQ(report->added, set_of(quads).size() - set_of(before).size());
    EXPECT_EQ(contents(*snapshot()), set_of(quads));
    EXPECT_THAT(store().check(10).value(), IsEmpty());
}

TEST_P(QuadStoreLoad, PutsTheDefaultGraphWhereItIsTold) {
    LoadOptions options;
    options.graph = iri("mine");
    ASSERT_TRUE(load({quad(iri("s"), iri("p"), iri("o")), quad(iri("s"), iri("p"), iri("o"), iri("g"))}, options));
    EXPECT_EQ(contents(*snapshot()),
              set_of({quad(iri("s"), iri("p"), iri("o"), iri("mine")), quad(iri("s"), iri("p"), iri("o"), iri("g"))}));
}

TEST_P(QuadStoreLoad, NeverJoinsTheBlankNodesOfTwoLoads) {
    const Term node = Term::blank_node("b");
    write(insertion({quad(node, iri("p"), iri("o"))}));
    ASSERT_TRUE(load({quad(node, iri("p"), node), quad(iri("s"), iri("p"), node)}));
    ASSERT_TRUE(load({quad(node, iri("p"), node)}));
    std::set<Term> subjects;
    for (const Quad& one : contents(*snapshot())) {
        if (one.object.is_blank_node() && one.subject.is_blank_node()) {
            EXPECT_EQ(one.subject, one.object);
        }
        if (one.subject.is_blank_node()) {
            subjects.insert(one.subject);
        }
    }
    EXPECT_THAT(subjects, SizeIs(3));
    EXPECT_EQ(snapshot()->size(), 4);
}

TEST_P(QuadStoreLoad, LeavesNothingIfItFails) {
    const std::vector<Quad> before = {quad(iri("s"), iri("p"), iri("o"))};
    write(insertion(before));
    const auto report = store().load(
        [](QuadSink& sink) -> Result<void> {
            for (int i = 0; i < 5000; ++i) {
                const Quad one = quad(iri("new" + std::to_string(i)), iri("p"), iri("o"));
                EXPECT_TRUE(sink.add(view_of(one)));
            }
            return invalid_input("line 5001 is broken");
        },
        {});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().message, "line 5001 is broken");
    EXPECT_EQ(contents(*snapshot()), set_of(before));
    EXPECT_THAT(store().check(10).value(), IsEmpty());
}

/// Empties a graph, if it is there, and adds a term that the load has, too.
Change replacement_of(const Term& graph) {
    return [graph](WriteTransaction& transaction) -> Result<void> {
        const auto id = transaction.view().find(graph);
        if (!id || !*id) {
            return id ? Result<void>() : id.error();
        }
        auto added = transaction.add_term(iri("new"));
        auto cleared = added ? transaction.clear(GraphScope::named(**id)) : std::move(added).error();
        return cleared ? Result<void>() : std::move(cleared).error();
    };
}

TEST_P(QuadStoreLoad, MakesAnotherChangeBeforeItAdds) {
    const Quad elsewhere = quad(iri("s"), iri("p"), iri("o"), iri("h"));
    write(insertion(
        {quad(iri("s"), iri("p"), iri("o"), iri("g")), quad(iri("t"), iri("p"), iri("o"), iri("g")), elsewhere}));
    const std::vector<Quad> quads = {quad(iri("s"), iri("p"), iri("o")), quad(iri("new"), iri("p"), iri("new2"))};
    const LoadOptions options{.graph = iri("g"), .before = replacement_of(iri("g"))};
    const auto report = load(quads, options);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->added, 2U) << "also what was there before it was cleared";
    EXPECT_EQ(contents(*snapshot()), set_of({quad(iri("s"), iri("p"), iri("o"), iri("g")),
                                             quad(iri("new"), iri("p"), iri("new2"), iri("g")), elsewhere}));
    EXPECT_THAT(store().check(10).value(), IsEmpty());
    ASSERT_TRUE(load({}, options));
    EXPECT_EQ(contents(*snapshot()), set_of({elsewhere})) << "nothing replaces it";
    EXPECT_THAT(store().check(10).value(), IsEmpty());
}

TEST_P(QuadStoreLoad, LeavesNothingIfTheChangeBeforeItFails) {
    const std::vector<Quad> before = {quad(iri("s"), iri("p"), iri("o"), iri("g"))};
    write(insertion(before));
    const Change failing = [](WriteTransaction& transaction) -> Result<void> {
        EXPECT_TRUE(replacement_of(iri("g"))(transaction));
        return invalid_input("no");
    };
    const auto report = load({quad(iri("new"), iri("p"), iri("o"))}, {.before = failing});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().message, "no");
    EXPECT_EQ(contents(*snapshot()), set_of(before));
    EXPECT_THAT(store().check(10).value(), IsEmpty());
}

TEST_P(QuadStoreLoad, EndsWhenItIsCancelled) {
    LoadOptions options;
    options.cancelled = [] { return true; };
    std::mt19937 random(8);
    ASSERT_FALSE(load(random_quads(random, 100'000), options));
    EXPECT_EQ(snapshot()->size(), 0);
}

TEST_P(QuadStoreLoad, IsCheckedUntilThatIsCancelled) {
    std::mt19937 random(9);
    ASSERT_TRUE(load(random_quads(random, 5'000)));
    int looked = 0;
    const auto findings = store().check(10, [&looked] { return ++looked == 2; });
    ASSERT_FALSE(findings);
    EXPECT_EQ(findings.error().kind, ErrorKind::Unavailable);
    EXPECT_THAT(store().check(10, [] { return false; }).value(), IsEmpty());
}

TEST_P(QuadStoreLoad, OfNothingChangesNothing) {
    const auto report = load({});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->added, 0);
    EXPECT_EQ(snapshot()->size(), 0);
}

}  // namespace
}  // namespace gridlore::store
