#include "adapter/main/work_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>

namespace gridlore::program {
namespace {

TEST(WorkPool, RunsAllOnItsThreads) {
    constexpr int works = 100;
    std::atomic<int> done = 0;
    std::promise<void> all_done;
    WorkPool pool(2, 1000);
    for (int i = 0; i < works; ++i) {
        ASSERT_TRUE(pool.submit([&] {
            if (++done == works) {
                all_done.set_value();
            }
        }));
    }
    all_done.get_future().wait();
}

TEST(WorkPool, DiscardsWhatWaitsAtItsEnd) {
    std::promise<void> started;
    std::promise<void> discarded;
    std::atomic<bool> has_run = false;
    bool finished = false;
    {
        WorkPool pool(1, 2);
        ASSERT_TRUE(pool.submit([&] {
            started.set_value();
            discarded.get_future().wait();
            finished = true;
        }));
        started.get_future().wait();
        // When it is let go of, unrun, the other may finish.
        const std::shared_ptr<void> held(nullptr, [&](void*) { discarded.set_value(); });
        ASSERT_TRUE(pool.submit([&has_run, held] { has_run = true; }));
    }
    EXPECT_TRUE(finished);
    EXPECT_FALSE(has_run);
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
