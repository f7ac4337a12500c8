// What both stores promise while threads read and write at once.
#include <gmock/gmock.h>

#include <atomic>
#include <random>
#include <thread>

#include "tests/unit/knowledge-engine/store/backends.h"

namespace gridlore::store {
namespace {

using rdf::Quad;
using rdf::Term;
using testing::IsEmpty;

class QuadStoreThreads : public QuadStoreTest {};

INSTANTIATE_TEST_SUITE_P(Backends, QuadStoreThreads, testing::ValuesIn(backends()), name_of);

/// Each change adds as many quads to one subject as `parts`, so a state that is no commit's shows.
Change whole(int number, int parts) {
    std::vector<Quad> quads;
    for (int part = 0; part < parts; ++part) {
        quads.push_back(quad(iri("s" + std::to_string(number)), iri("p" + std::to_string(part)),
                             typed(std::to_string(part), "integer"), iri("g" + std::to_string(part % 2))));
    }
    return insertion(std::move(quads));
}

TEST_P(QuadStoreThreads, ReadersSeeWholeChangesOnly) {
    constexpr int parts = 6;
    constexpr int writers = 3;
    constexpr int changes = 60;
    std::atomic<int> writing = writers;
    std::vector<std::thread> threads;
    for (int writer = 0; writer < writers; ++writer) {
        threads.emplace_back([&, writer] {
            for (int i = 0; i < changes; ++i) {
                EXPECT_TRUE(store().write(whole(writer * changes + i, parts)));
            }
            --writing;
        });
    }
    for (int reader = 0; reader < 3; ++reader) {
        threads.emplace_back([&, reader] {
            std::mt19937 random(static_cast<unsigned>(reader));
            std::uint64_t before = 0;
            do {
                const auto reading = snapshot();
                EXPECT_EQ(reading->size() % parts, 0);
                EXPECT_GE(reading->size(), before);
                before = reading->size();
                const auto subject = reading->find(iri("s" + std::to_string(random() % (writers * changes)))).value();
                if (subject) {
                    const auto quads = scan(*reading, {*subject, {}, {}, GraphScope::all_named(), {}}).size();
                    EXPECT_TRUE(quads == 0 || quads == parts) << quads;
                }
            } while (writing > 0);
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(snapshot()->size(), static_cast<std::uint64_t>(writers) * changes * parts);
    EXPECT_THAT(store().check(10).value(), IsEmpty());
}

TEST_P(QuadStoreThreads, AThreadMayHaveTwoSnapshotsWhileAChangeWaits) {
    std::atomic<bool> done = false;
    auto first = snapshot();
    store().submit(insertion({quad(iri("s"), iri("p"), iri("o"))}), [&](const Result<void>& outcome) {
        EXPECT_TRUE(outcome);
        done = true;
        done.notify_all();
    });
    auto second = snapshot();
    EXPECT_EQ(first->size(), 0);
    if (!GetParam().has_snapshots) {
        EXPECT_EQ(second->size(), 0);
    }
    first.reset();
    second.reset();
    done.wait(false);
    EXPECT_EQ(snapshot()->size(), 1);
}

TEST_P(QuadStoreThreads, ASnapshotMayGoToAnotherThread) {
    ASSERT_TRUE(store().write(whole(1, 4)));
    auto reading = snapshot();
    std::thread([&] {
        EXPECT_EQ(contents(*reading).size(), 4);
        reading.reset();
    }).join();
    EXPECT_TRUE(store().write(whole(2, 4)));
}

TEST_P(QuadStoreThreads, AReaderWithASnapshotSeesNothingOfALaterChange) {
    if (!GetParam().has_snapshots) {
        GTEST_SKIP() << "in the memory store the change waits for the reader";
    }
    ASSERT_TRUE(store().write(whole(1, 4)));
    const auto reading = snapshot();
    ASSERT_TRUE(store().write(whole(2, 4)));
    ASSERT_TRUE(store().write([](WriteTransaction& transaction) -> Result<void> {
        EXPECT_TRUE(transaction.clear(GraphScope::all_named()));
        return {};
    }));
    EXPECT_EQ(contents(*reading).size(), 4);
    EXPECT_EQ(snapshot()->size(), 0);
}

TEST_P(QuadStoreThreads, ALoadAndChangesDoNotMixUp) {
    std::thread loader([&] {
        for (int load = 0; load < 5; ++load) {
            const auto report = store().load(
                [&](QuadSink& sink) -> Result<void> {
                    for (int i = 0; i < 2000; ++i) {
                        const Quad one = quad(iri("l" + std::to_string(load)), iri("p"), iri("o" + std::to_string(i)));
                        if (Result<void> added = sink.add(view_of(one)); !added) {
                            return added;
                        }
                    }
                    return {};
                },
                {});
            EXPECT_TRUE(report) << report.error().message;
        }
    });
    for (int i = 0; i < 50; ++i) {
        EXPECT_TRUE(store().write(whole(i, 4)));
    }
    loader.join();
    EXPECT_EQ(snapshot()->size(), 5 * 2000 + 50 * 4);
    EXPECT_THAT(store().check(10).value(), IsEmpty());
}

}  // namespace
}  // namespace gridlore::store
