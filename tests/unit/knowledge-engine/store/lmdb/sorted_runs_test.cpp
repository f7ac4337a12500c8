#include "knowledge-engine/store/lmdb/sorted_runs.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "tests/unit/knowledge-engine/rdf/temporary_folder.h"

namespace gridlore::store::lmdb {
namespace {

template <typename Record>
std::vector<Record> all_of(const SortedRuns<Record>& runs, std::size_t at_once) {
    auto merge = runs.merge();
    std::vector<Record> all;
    for (std::size_t before = 1; before != 0;) {
        const std::size_t old = all.size();
        EXPECT_TRUE(merge.next(all, at_once));
        before = all.size() - old;
        EXPECT_LE(before, at_once);
    }
    return all;
}

TEST(SortedRuns, AreReadInOrderAndWithoutRepetitions) {
    const rdf::TemporaryFolder folder;
    std::mt19937_64 random(3);
    for (const std::size_t memory : {std::size_t{0}, std::size_t{2000}, std::size_t{1} << 20}) {
        for (const std::size_t runs : {0U, 1U, 2U, 7U, 300U}) {
            MemoryBudget budget(memory);
            SortedRuns<std::uint64_t> sorted(folder.path(), budget);
            std::set<std::uint64_t> expected;
            for (std::size_t i = 0; i < runs; ++i) {
                std::vector<std::uint64_t> run(random() % 300);
                for (std::uint64_t& record : run) {
                    record = random() % 20'000;
                }
                std::sort(run.begin(), run.end());
                expected.insert(run.begin(), run.end());
                ASSERT_TRUE(sorted.add(std::move(run)));
            }
            const std::vector<std::uint64_t> all(expected.begin(), expected.end());
            EXPECT_EQ(all_of(sorted, 1), all);
            EXPECT_EQ(all_of(sorted, 100'000), all) << "they can be read again";
            EXPECT_EQ(sorted.empty(), all.empty());
        }
    }
}

TEST(SortedRuns, OfManyBlocksAreReadFromTheirFile) {
    const rdf::TemporaryFolder folder;
    MemoryBudget budget(0);
    SortedRuns<std::uint64_t> sorted(folder.path(), budget);
    std::vector<std::uint64_t> expected;
    for (std::uint64_t i = 0; i < 3; ++i) {
        std::vector<std::uint64_t> run;
        for (std::uint64_t n = 0; n < 50'000; ++n) {
            run.push_back(3 * n + i);
            expected.push_back(3 * n + i);
        }
        ASSERT_TRUE(sorted.add(std::move(run)));
    }
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(all_of(sorted, 1000), expected);
}

TEST(SortedRuns, SayWhenThereIsNoRoomForThem) {
    MemoryBudget budget(0);
    SortedRuns<std::uint64_t> sorted("/nowhere/at/all", budget);
    const auto added = sorted.add({1, 2, 3});
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().kind, ErrorKind::Unavailable);
}

}  // namespace
}  // namespace gridlore::store::lmdb
