#include "knowledge-engine/query/evaluation/bounded_sort.h"

#include <atomic>
#include <numeric>
#include <random>

#include "tests/support/sparql_world.h"

namespace gridlore::query {
namespace {

/// A budget without a query.
class BoundedSort : public testing::Test {
  protected:
    Budget budget(const Limits& limits) { return {limits, Deadline(limits.time, &cancelled_), terms_}; }

    std::vector<std::size_t> shuffled(std::size_t count) {
        std::vector<std::size_t> numbers(count);
        std::iota(numbers.begin(), numbers.end(), std::size_t{0});
        std::ranges::shuffle(numbers, random_);
        return numbers;
    }

    std::atomic<bool> cancelled_ = false;

  private:
    std::mt19937 random_{7};  // NOLINT(cert-msc51-cpp): the same numbers each time
    SparqlWorld world_;
    std::unique_ptr<store::Snapshot> snapshot_ = std::move(world_.store().snapshot().value());
    QueryTerms terms_{*snapshot_};
};

TEST_F(BoundedSort, OrdersAnyNumberOfThem) {
    const Limits limits;
    Budget budget = this->budget(limits);
    for (const std::size_t count : {0, 1, 2, 100, 8191, 8192, 8193, 16'384, 16'385, 30'000, 70'000}) {
        std::vector<std::size_t> numbers = shuffled(count);
        ASSERT_TRUE(sort_within(budget, numbers, [](std::size_t a, std::size_t b) { return a > b; }));
        std::vector<std::size_t> expected(count);
        std::iota(expected.rbegin(), expected.rend(), std::size_t{0});
        EXPECT_EQ(numbers, expected) << count;
    }
}

TEST_F(BoundedSort, EndsSoonAfterItsQueryIsCancelled) {
    const Limits limits;
    // Within the first run, and in the last merge: all of it takes about three million comparisons.
    for (const std::size_t last : {500U, 2'500'000U}) {
        cancelled_ = false;
        Budget budget = this->budget(limits);
        std::vector<std::size_t> numbers = shuffled(200'000);
        std::size_t compared = 0;
        EXPECT_FALSE(sort_within(budget, numbers, [&](std::size_t a, std::size_t b) {
            cancelled_ = ++compared >= last;
            return a < b;
        }));
        EXPECT_EQ(budget.error().kind, ErrorKind::Unavailable);
        EXPECT_LT(compared, last + 200'000);
    }
}

TEST_F(BoundedSort, CountsTheMemoryOfItsCopy) {
    Limits limits;
    limits.memory = 10'000;
    Budget budget = this->budget(limits);
    std::vector<std::size_t> numbers = shuffled(20'000);
    EXPECT_FALSE(sort_within(budget, numbers, std::less<>()));
    EXPECT_EQ(budget.error().kind, ErrorKind::LimitExceeded);
}

}  // namespace
}  // namespace gridlore::query
