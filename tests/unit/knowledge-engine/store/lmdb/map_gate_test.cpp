#include "knowledge-engine/store/lmdb/map_gate.h"

#include <gtest/gtest.h>

#include <optional>
#include <shared_mutex>
#include <thread>
#include <vector>

namespace gridlore::store::lmdb {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds at_once(0);
constexpr std::chrono::minutes long_enough(1);

TEST(MapGate, IsHeldAloneOnlyWhenNobodyShares) {
    MapGate gate;
    std::optional<std::shared_lock<MapGate>> first(gate);
    std::optional<std::shared_lock<MapGate>> second(gate);
    EXPECT_FALSE(gate.try_lock_for(at_once));
    first.reset();
    EXPECT_FALSE(gate.try_lock_for(at_once));
    second.reset();
    EXPECT_TRUE(gate.try_lock_for(at_once));
    EXPECT_FALSE(gate.try_lock_for(at_once)) << "one alone is alone";
    gate.unlock();
    EXPECT_TRUE(gate.try_lock_for(at_once));
}

TEST(MapGate, MayBeLetGoOnAnotherThread) {
    MapGate gate;
    std::shared_lock<MapGate> shared(gate);
    std::thread([held = std::move(shared)] {}).join();
    EXPECT_TRUE(gate.try_lock_for(at_once));
}

TEST(MapGate, OneWhoIsAloneSeesWhatThoseWhoShareDidAndTheOtherWayRound) {
    MapGate gate;
    std::size_t moved = 0;  // neither atomic nor under a lock of its own
    std::vector<std::thread> readers;
    for (std::size_t i = 0; i < 3; ++i) {
        readers.emplace_back([&] {
            for (std::size_t last = 0, n = 0; n < 300; ++n) {
                const std::shared_lock shared(gate);
                EXPECT_GE(moved, last);
                last = moved;
                EXPECT_EQ(moved % 2, 0U) << "half of a change";
            }
        });
    }
    for (std::size_t n = 0; n < 100; ++n) {
        const std::unique_lock alone(gate, milliseconds(long_enough));
        ASSERT_TRUE(alone);
        ++moved;
        ++moved;
    }
    for (std::thread& reader : readers) {
        reader.join();
    }
    EXPECT_EQ(moved, 200U);
}

}  // namespace
}  // namespace gridlore::store::lmdb
