#include "adapter/service/blocking_threads.h"

#include <gtest/gtest.h>

#include <barrier>
#include <future>
#include <memory>
#include <thread>

namespace gridlore::service {
namespace {

BlockingThreads::Work work_of(
    std::function<void()> run, std::function<void(bool)> drop = [](bool) {}) {
    return {[run = std::move(run)](std::size_t) { run(); }, std::move(drop)};
}

/// Each waits for all others: it ends only if every thread is woken while all work is under way.
TEST(BlockingThreads, AreAllWokenForWorkThatWaits) {
    constexpr std::size_t count = 4;
    BlockingThreads threads(count);
    for (int round = 0; round < 500; ++round) {
        const auto together = std::make_shared<std::barrier<>>(count + 1);
        for (std::size_t i = 0; i < count; ++i) {
            threads.submit(work_of([together] { together->arrive_and_wait(); }));
        }
        together->arrive_and_wait();
    }
}

TEST(BlockingThreads, DoAllThatManySubmit) {
    constexpr int submitters = 3;
    constexpr int each = 2000;
    std::atomic<int> done = 0;
    std::promise<void> all_done;
    BlockingThreads threads(2);
    {
        std::vector<std::jthread> others;
        for (int i = 0; i < submitters; ++i) {
            others.emplace_back([&] {
                for (int number = 0; number < each; ++number) {
                    threads.submit(work_of([&] {
                        if (++done == submitters * each) {
                            all_done.set_value();
                        }
                    }));
                }
            });
        }
    }
    EXPECT_EQ(all_done.get_future().wait_for(std::chrono::seconds(60)), std::future_status::ready) << done;
}

/// Work that comes one after the other, with a pause in which the thread falls asleep.
TEST(BlockingThreads, AreWokenAgainAndAgain) {
    BlockingThreads threads(3);
    for (int round = 0; round < 200; ++round) {
        std::promise<void> done;
        threads.submit(work_of([&] { done.set_value(); }));
        ASSERT_EQ(done.get_future().wait_for(std::chrono::seconds(60)), std::future_status::ready) << round;
        if (round % 20 == 0) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
}

TEST(BlockingThreads, DropWhatWaitsWhenTheyAreStopped) {
    BlockingThreads threads(1);
    std::promise<void> begun;
    std::atomic<int> dropped = 0;
    std::atomic<int> run = 0;
    threads.submit(work_of([&] {
        begun.set_value();
        threads.pause(std::chrono::hours(1));
        ++run;
    }));
    for (int i = 0; i < 5; ++i) {
        threads.submit(work_of([&] { ++run; }, [&](bool is_stopping) { dropped += is_stopping ? 1 : 0; }));
    }
    begun.get_future().wait();
    threads.stop();
    EXPECT_EQ(run, 1) << "what was under way";
    EXPECT_EQ(dropped, 5);
    threads.submit(work_of([&] { ++run; }, [&](bool is_stopping) { dropped += is_stopping ? 1 : 0; }));
    EXPECT_EQ(run, 1);
    EXPECT_EQ(dropped, 6);
}

}  // namespace
}  // namespace gridlore::service
