#include "adapter/graph/gate.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

namespace gridlore::graph {
namespace {

TEST(Gate, LetsCallersThroughUntilItIsClosed) {
    Gate gate;
    int calls = 0;
    gate.pass([&] { gate.pass([&] { ++calls; }); });
    EXPECT_EQ(calls, 1);
    gate.close();
    gate.pass([&] { ++calls; });
    EXPECT_EQ(calls, 1);
}

TEST(Gate, LetsOneThroughWhileAnotherIsInside) {
    Gate gate;
    std::promise<void> second;
    std::thread first([&] { gate.pass([&] { second.get_future().wait(); }); });
    gate.pass([&] { second.set_value(); });
    first.join();
    gate.close();
}

TEST(Gate, IsClosedOnceAllHaveLeft) {
    Gate gate;
    std::promise<void> entered;
    std::promise<void> leave;
    std::atomic<bool> has_left = false;
    std::thread inside([&] {
        gate.pass([&] {
            entered.set_value();
            leave.get_future().wait();
            has_left = true;
        });
    });
    entered.get_future().wait();
    std::thread closing([&] {
        gate.close();
        EXPECT_TRUE(has_left);
    });
    leave.set_value();
    closing.join();
    inside.join();
}

}  // namespace
}  // namespace gridlore::graph
