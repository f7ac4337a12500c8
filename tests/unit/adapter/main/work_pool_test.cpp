#include "adapter/main/work_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace gridlore::program {
namespace {

TEST(WorkPool, FinishesWhatWaitsBeforeItEnds) {
    std::atomic<int> done = 0;
    {
        WorkPool pool(2, 1000);
        for (int i = 0; i < 100; ++i) {
            ASSERT_TRUE(pool.submit([&] { ++done; }));
        }
    }
    EXPECT_EQ(done, 100);
}

TEST(WorkPool, RefusesTheNewestAtItsBound) {
    WorkPool pool(1, 2);
    std::promise<void> started;
    std::promise<void> go_on;
    ASSERT_TRUE(pool.submit([&] {
        started.set_value();
        go_on.get_future().wait();
    }));
    started.get_future().wait();
    EXPECT_TRUE(pool.submit([] {}));
    EXPECT_TRUE(pool.submit([] {}));
    EXPECT_FALSE(pool.submit([] {}));
    go_on.set_value();
}

}  // namespace
}  // namespace gridlore::program
