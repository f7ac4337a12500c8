#include "knowledge-engine/base/sharded_map.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace gridlore {
namespace {

using Map = ShardedMap<int, std::string>;

std::map<int, std::string> entries_of(const Map& map) {
    std::map<int, std::string> entries;
    map.for_each([&](int key, const std::string& value) { entries.emplace(key, value); });
    return entries;
}

TEST(ShardedMap, FindsReplacesAndErases) {
    Map map;
    EXPECT_TRUE(map.empty());
    EXPECT_EQ(map.find(1), nullptr);
    map.insert_or_assign(1, "a");
    map.insert_or_assign(1, "b");
    map.insert_or_assign(2, "c");
    EXPECT_EQ(*map.find(1), "b");
    EXPECT_EQ(map.size(), 2U);
    map.erase(1);
    map.erase(1);
    map.erase(99);
    EXPECT_EQ(map.find(1), nullptr);
    EXPECT_EQ(map.size(), 1U);
}

TEST(ShardedMap, LeavesCopiesAsTheyWere) {
    Map map;
    for (int key = 0; key < 2000; ++key) {
        map.insert_or_assign(key, "old");
    }
    const Map before = map;
    const std::string* kept = before.find(7);
    map.insert_or_assign(7, "new");
    map.erase(8);
    map.insert_or_assign(5000, "more");
    EXPECT_EQ(*kept, "old");
    EXPECT_EQ(*before.find(8), "old");
    EXPECT_EQ(before.find(5000), nullptr);
    EXPECT_EQ(before.size(), 2000U);
    EXPECT_EQ(*map.find(7), "new");
    EXPECT_EQ(map.size(), 2000U);
}

TEST(ShardedMap, DoesWhatAMapDoes) {
    Map map;
    std::map<int, std::string> twin;
    std::mt19937 random(1);
    for (int step = 0; step < 20000; ++step) {
        const int key = static_cast<int>(random() % 500);
        if (random() % 3 == 0) {
            map.erase(key);
            twin.erase(key);
        } else {
            map.insert_or_assign(key, std::to_string(step));
            twin.insert_or_assign(key, std::to_string(step));
        }
    }
    EXPECT_EQ(entries_of(map), twin);
    EXPECT_EQ(map.size(), twin.size());
}

}  // namespace
}  // namespace gridlore
