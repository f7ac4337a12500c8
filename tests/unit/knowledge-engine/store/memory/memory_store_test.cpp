#include "knowledge-engine/store/memory/memory_store.h"

#include <gtest/gtest.h>

#include "tests/unit/knowledge-engine/store/backends.h"

namespace gridlore::store {
namespace {

TEST(MemoryStore, FailsAChangeThatWaitsForAReaderWhoStays) {
    MemoryStoreOptions options;
    options.patience = std::chrono::milliseconds(1);
    const auto store = make_memory_store(options);
    auto reading = std::move(store->snapshot().value());
    const auto refused = store->write(insertion({quad(iri("s"), iri("p"), iri("o"))}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::Unavailable);
    EXPECT_EQ(reading->size(), 0);
    reading.reset();
    EXPECT_TRUE(store->write(insertion({quad(iri("s"), iri("p"), iri("o"))})));
}

TEST(MemoryStore, HasNoSnapshotAtOnceWhileSomebodyWrites) {
    const auto store = make_memory_store();
    bool is_had = true;
    const auto written = store->write([&](WriteTransaction&) -> Result<void> {
        is_had = store->snapshot_at_once() != nullptr;
        return {};
    });
    ASSERT_TRUE(written);
    EXPECT_FALSE(is_had);
    const auto reading = store->snapshot_at_once();
    ASSERT_NE(reading, nullptr);
    EXPECT_EQ(store->statistics().snapshots, 1);
}

TEST(MemoryStore, RefusesAChangeWhenTooManyWait) {
    MemoryStoreOptions options;
    options.waiting_limit = 3;
    const auto store = make_memory_store(options);
    auto reading = std::move(store->snapshot().value());
    std::atomic<int> refused = 0;
    std::atomic<int> done = 0;
    // At most three are with the writer, which waits for the reader, and three in the queue.
    for (int i = 0; i < 7; ++i) {
        store->submit(insertion({}), [&](const Result<void>& outcome) {
            refused += !outcome && outcome.error().kind == ErrorKind::LimitExceeded ? 1 : 0;
            ++done;
            done.notify_all();
        });
    }
    EXPECT_GE(refused.load(), 1);
    reading.reset();
    for (int seen = done; seen < 7; seen = done) {
        done.wait(seen);
    }
}

TEST(MemoryStore, MakesWhatWaitsOrTellsThatItEnds) {
    std::atomic<int> told = 0;
    {
        const auto store = make_memory_store();
        for (int i = 0; i < 100; ++i) {
            store->submit(insertion({quad(iri("s"), iri("p"), iri("o"))}), [&](const Result<void>& outcome) {
                told += outcome || outcome.error().kind == ErrorKind::Unavailable ? 1 : 0;
            });
        }
    }
    EXPECT_EQ(told, 100);
}

TEST(MemoryStore, HasNoFilesToCopy) {
    const auto refused = make_memory_store()->backup("/nowhere");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::InvalidInput);
}

TEST(MemoryStore, RefusesAChangeDuringAScanOfItsOwn) {
    const auto store = make_memory_store();
    const auto refused = store->write([](WriteTransaction& transaction) -> Result<void> {
        EXPECT_TRUE(insertion({quad(iri("s"), iri("p"), iri("o")), quad(iri("s"), iri("p"), iri("x"))})(transaction));
        const auto cursor = transaction.view().cursor();
        cursor->seek({});
        return insertion({quad(iri("s"), iri("p"), iri("new"))})(transaction);
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::Internal);
    EXPECT_EQ(std::move(store->snapshot().value())->size(), 0);
}

}  // namespace
}  // namespace gridlore::store
