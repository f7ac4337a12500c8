#include "adapter/rest-api/ordered_work.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace gridlore::rest_api {
namespace {

/// An executor that does what it is given when the test says so.
struct Desk {
    std::vector<std::function<void()>> given;
    Executor executor() {
        return [this](std::function<void()> work) {
            given.push_back(std::move(work));
            return true;
        };
    }
    void work() {
        for (const auto& one : std::exchange(given, {})) {
            one();
        }
    }
};

struct Log {
    std::string text;
    std::function<void()> add(char letter) {
        return [this, letter] { text += letter; };
    }
};

TEST(OrderedWork, IsDoneInItsOrderByTheExecutor) {
    Desk desk;
    Log log;
    const auto work = std::make_shared<OrderedWork>(desk.executor());
    for (const char letter : {'a', 'b', 'c'}) {
        work->add(log.add(letter));
    }
    EXPECT_EQ(log.text, "");
    desk.work();
    EXPECT_EQ(log.text, "abc");
    work->add(log.add('d'));
    desk.work();
    EXPECT_EQ(log.text, "abcd");
}

TEST(OrderedWork, IsNeverDoneTwiceAtOnce) {
    Log log;
    const auto work = std::make_shared<OrderedWork>([](const std::function<void()>& turn) {
        turn();
        return true;
    });
    work->add([&] {
        work->add(log.add('b'));
        log.text += 'a';
    });
    EXPECT_EQ(log.text, "ab");
}

TEST(OrderedWork, IsDoneAtOnceWhereNobodyElseTakesIt) {
    for (const Executor& executor : {Executor(), Executor([](const std::function<void()>&) { return false; })}) {
        Log log;
        const auto work = std::make_shared<OrderedWork>(executor);
        work->add(log.add('a'));
        work->add(log.add('b'));
        EXPECT_EQ(log.text, "ab");
    }
}

TEST(OrderedWork, IsDoneWhenTheExecutorDiscardsIt) {
    Desk desk;
    Log log;
    {
        const auto work = std::make_shared<OrderedWork>(desk.executor());
        work->add(log.add('a'));
        work->add(log.add('b'));
    }
    EXPECT_EQ(log.text, "");
    desk.given.clear();
    EXPECT_EQ(log.text, "ab");
}

TEST(OrderedWork, OfManyThreadsIsDoneOnceInTheOrderOfEach) {
    constexpr int pieces = 50;
    std::mutex mutex;
    std::vector<std::jthread> turns;
    std::vector<std::vector<int>> done(4);  // not synchronized: no two pieces are done at once
    {
        const auto work = std::make_shared<OrderedWork>([&](std::function<void()> turn) {
            const std::lock_guard lock(mutex);
            turns.emplace_back(std::move(turn));
            return true;
        });
        std::vector<std::jthread> adding;
        for (auto& own : done) {
            adding.emplace_back([&own, work] {
                for (int i = 0; i < pieces; ++i) {
                    work->add([&own, i] { own.push_back(i); });
                }
            });
        }
    }
    turns.clear();
    std::vector<int> all;
    for (int i = 0; i < pieces; ++i) {
        all.push_back(i);
    }
    EXPECT_EQ(done, std::vector(4, all));
}

}  // namespace
}  // namespace gridlore::rest_api
