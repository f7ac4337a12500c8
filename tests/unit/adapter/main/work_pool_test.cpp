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
    std::promise<void> started;
    std::promise<void> go_on;
    WorkPool pool(1, 2);
    ASSERT_TRUE(pool.submit([&started, may_go_on = go_on.get_future().share()] {
        started.set_value();
        may_go_on.wait();
    }));
    started.get_future().wait();
    EXPECT_TRUE(pool.submit([] {}));
    EXPECT_TRUE(pool.submit([] {}));
    EXPECT_FALSE(pool.submit([] {}));
    go_on.set_value();
}

}  // namespace
}  // namespace gridlore::program
