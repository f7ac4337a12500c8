#include <atomic>
#include <thread>

#include "tests/unit/knowledge-engine/store/lmdb/durable_store.h"

namespace gridlore::store {
namespace {

using rdf::Quad;
using rdf::Term;
using testing::IsEmpty;

using Snapshots = DurableStore;

TEST_F(Snapshots, ThatAreTooOldEndAndKeepNothing) {
    open({.snapshot_age = std::chrono::seconds(0)});
    write(insertion({quad(iri("s"), iri("p"), iri("o"))}));
    const auto old = snapshot();
    const auto cursor = old->cursor();
    std::vector<QuadIds> quads(10);
    Result<std::size_t> taken = std::size_t{0};
    while (taken) {  // ends when the store has looked after its snapshots once
        cursor->seek({});
        taken = cursor->next(quads);
    }
    EXPECT_EQ(taken.error().kind, ErrorKind::LimitExceeded);
    EXPECT_EQ(old->find(iri("s")).error().kind, ErrorKind::LimitExceeded);
    EXPECT_EQ(old->estimate({}).error().kind, ErrorKind::LimitExceeded);
    EXPECT_EQ(old->graphs().error().kind, ErrorKind::LimitExceeded);
    EXPECT_EQ(old->size(), 0);
    EXPECT_EQ(store().statistics().expired_snapshots, 1);
}

TEST_F(Snapshots, AreNoMoreThanMayBe) {
    open({.snapshots = 3});
    std::vector<std::unique_ptr<Snapshot>> all;
    for (int i = 0; i < 3; ++i) {
        all.push_back(snapshot());
    }
    EXPECT_EQ(store().statistics().snapshots, 3);
    EXPECT_EQ(store().snapshot().error().kind, ErrorKind::Unavailable);
    all.pop_back();
    EXPECT_TRUE(store().snapshot());
}

TEST_F(Snapshots, AreHadAtOnceWhileSomebodyWritesUnlessThereAreTooMany) {
    open({.snapshots = 1});
    write(insertion({quad(iri("s"), iri("p"), iri("o"))}));
    std::unique_ptr<Snapshot> meanwhile;
    write([&](WriteTransaction&) -> Result<void> {
        meanwhile = store().snapshot_at_once();
        return {};
    });
    ASSERT_NE(meanwhile, nullptr);
    EXPECT_EQ(contents(*meanwhile).size(), 1);
    EXPECT_EQ(store().snapshot_at_once(), nullptr);
    meanwhile.reset();
    EXPECT_NE(store().snapshot_at_once(), nullptr);
}

TEST_F(Snapshots, AreOfAVersionThatChangesWithQuadsOnly) {
    open();
    write(insertion({quad(iri("s"), iri("p"), iri("o"))}));
    const auto first = snapshot()->version();
    write(insertion({quad(iri("s"), iri("p"), iri("o"))}));
    write([](WriteTransaction& transaction) { return transaction.put_record("a", "b"); });
    EXPECT_EQ(snapshot()->version(), first);
    write(insertion({quad(iri("s"), iri("p"), iri("other"))}));
    EXPECT_NE(snapshot()->version(), first);
}

TEST_F(Snapshots, MayBeTakenOnOneThreadAndUsedOnAnother) {
    open();
    write(insertion({quad(iri("s"), iri("p"), iri("o"))}));
    auto taken = snapshot();
    std::thread other([taken = std::move(taken)] { EXPECT_EQ(contents(*taken).size(), 1); });
    other.join();
    EXPECT_EQ(store().statistics().snapshots, 0);
}

TEST_F(Snapshots, SeeOnlyWholeCommits) {
    open();
    constexpr int writers = 4;
    constexpr int rounds = 60;
    std::atomic<int> running = writers;
    std::vector<std::thread> threads;
    for (int writer = 0; writer < writers; ++writer) {
        threads.emplace_back([&, writer] {
            for (int round = 0; round < rounds; ++round) {
                const Term name = iri(std::to_string(writer) + "/" + std::to_string(round));
                EXPECT_TRUE(store().write(
                    insertion({quad(name, iri("a"), iri("o")), quad(name, iri("b"), iri("o"), iri("g"))})));
            }
            --running;
        });
    }
    std::uint64_t before = 0;
    while (running > 0) {
        const auto reading = snapshot();
        const auto in_default = scan(*reading, {}).size();
        EXPECT_EQ(scan(*reading, {{}, {}, {}, GraphScope::all_named(), {}}).size(), in_default);
        EXPECT_EQ(reading->size(), 2 * in_default);
        EXPECT_GE(in_default, before);
        before = in_default;
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(snapshot()->size(), 2 * writers * rounds);
    EXPECT_THAT(store().check(10).value(), IsEmpty());
}

}  // namespace
}  // namespace gridlore::store
