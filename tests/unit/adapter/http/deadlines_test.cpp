#include "adapter/http/deadlines.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

namespace gridlore::http {
namespace {

using std::chrono::steady_clock;
using namespace std::chrono_literals;

/// Far longer than anything here takes.
constexpr auto bound = 30s;

class DeadlinesTest : public testing::Test {
  protected:
    std::unique_ptr<Deadline> make(const std::string& name) {
        return std::make_unique<Deadline>([this, name] { passed += name; });
    }

    /// Until so many deadlines have passed; each appends its name.
    void run_until_passed(std::size_t count) {
        const auto give_up = steady_clock::now() + bound;
        while (passed.size() < count && steady_clock::now() < give_up) {
            context.run_one_until(give_up);
        }
    }

    asio::io_context context{1};
    Deadlines deadlines{context, {20ms, 5ms, 10ms, 1h}};  ///< idle, read, write, linger
    std::string passed;
};

TEST_F(DeadlinesTest, PassesOne) {
    const auto a = make("a");
    deadlines.set(*a, DeadlineKind::Read);
    run_until_passed(1);
    EXPECT_EQ(passed, "a");
}

TEST_F(DeadlinesTest, PassesNoneBeforeItsTime) {
    const auto a = make("a");
    const auto start = steady_clock::now();
    deadlines.set(*a, DeadlineKind::Idle);
    run_until_passed(1);
    EXPECT_GE(steady_clock::now() - start, 20ms);
}

TEST_F(DeadlinesTest, PassesThoseOfOneKindInTheirOrder) {
    const auto a = make("a");
    const auto b = make("b");
    const auto c = make("c");
    deadlines.set(*b, DeadlineKind::Read);
    deadlines.set(*a, DeadlineKind::Read);
    deadlines.set(*c, DeadlineKind::Read);
    run_until_passed(3);
    EXPECT_EQ(passed, "bac");
}

TEST_F(DeadlinesTest, ArmsAnewForAShorterKind) {
    const auto lingering = make("l");
    const auto reading = make("r");
    deadlines.set(*lingering, DeadlineKind::Linger);
    deadlines.set(*reading, DeadlineKind::Read);
    run_until_passed(1);
    EXPECT_EQ(passed, "r");
}

TEST_F(DeadlinesTest, PassesAllKinds) {
    const auto idle = make("i");
    const auto reading = make("r");
    const auto writing = make("w");
    deadlines.set(*idle, DeadlineKind::Idle);
    deadlines.set(*reading, DeadlineKind::Read);
    deadlines.set(*writing, DeadlineKind::Write);
    run_until_passed(3);
    EXPECT_EQ(passed.size(), 3U);
    for (const char name : {'i', 'r', 'w'}) {
        EXPECT_NE(passed.find(name), std::string::npos) << name;
    }
}

TEST_F(DeadlinesTest, ForgetsWhatIsCleared) {
    const auto cleared = make("c");
    const auto other = make("o");
    deadlines.set(*cleared, DeadlineKind::Read);
    deadlines.set(*other, DeadlineKind::Idle);
    cleared->clear();
    cleared->clear();
    run_until_passed(1);
    EXPECT_EQ(passed, "o");
}

TEST_F(DeadlinesTest, ForgetsWhatIsDestroyed) {
    auto destroyed = make("d");
    const auto other = make("o");
    deadlines.set(*destroyed, DeadlineKind::Read);
    deadlines.set(*other, DeadlineKind::Idle);
    destroyed.reset();
    run_until_passed(1);
    EXPECT_EQ(passed, "o");
}

TEST_F(DeadlinesTest, ReplacesWhatItWasSetFor) {
    const auto replaced = make("r");
    const auto other = make("o");
    deadlines.set(*replaced, DeadlineKind::Read);
    deadlines.set(*replaced, DeadlineKind::Linger);
    deadlines.set(*other, DeadlineKind::Idle);
    run_until_passed(1);
    EXPECT_EQ(passed, "o");
}

TEST_F(DeadlinesTest, BringsForwardWhatWasSetForLonger) {
    const auto a = make("a");
    deadlines.set(*a, DeadlineKind::Linger);
    deadlines.set(*a, DeadlineKind::Read);
    run_until_passed(1);
    EXPECT_EQ(passed, "a");
}

TEST_F(DeadlinesTest, StartsAnewWhenSetAgain) {
    const auto again = make("g");
    const auto other = make("o");
    deadlines.set(*again, DeadlineKind::Read);
    deadlines.set(*other, DeadlineKind::Read);
    deadlines.set(*again, DeadlineKind::Read);
    run_until_passed(2);
    EXPECT_EQ(passed, "og");
}

TEST_F(DeadlinesTest, IsClearedBeforeItIsTold) {
    int times = 0;
    std::unique_ptr<Deadline> repeating;
    repeating = std::make_unique<Deadline>([&] {
        EXPECT_FALSE(repeating->is_linked());
        passed += "p";
        if (++times < 3) {
            deadlines.set(*repeating, DeadlineKind::Read);
        }
    });
    deadlines.set(*repeating, DeadlineKind::Read);
    run_until_passed(3);
    EXPECT_EQ(passed, "ppp");
}

TEST_F(DeadlinesTest, OneThatPassesMayClearTheNext) {
    const auto next = make("n");
    const auto last = make("l");
    Deadline first([&] {
        passed += "f";
        next->clear();
    });
    deadlines.set(first, DeadlineKind::Read);
    deadlines.set(*next, DeadlineKind::Read);
    deadlines.set(*last, DeadlineKind::Read);
    run_until_passed(2);
    EXPECT_EQ(passed, "fl");
}

TEST_F(DeadlinesTest, GoesOnAfterNoneWasLeft) {
    const auto a = make("a");
    deadlines.set(*a, DeadlineKind::Read);
    a->clear();
    context.run_until(steady_clock::now() + bound);  // the timer finds nothing due, and is not armed again
    EXPECT_EQ(passed, "");
    context.restart();
    deadlines.set(*a, DeadlineKind::Read);
    run_until_passed(1);
    EXPECT_EQ(passed, "a");
}

TEST_F(DeadlinesTest, MayBeDestroyedWhileSet) {
    const auto a = make("a");
    {
        Deadlines short_lived(context, {1ms, 1ms, 1ms, 1ms});
        short_lived.set(*a, DeadlineKind::Idle);
    }
    EXPECT_FALSE(a->is_linked());
    deadlines.set(*a, DeadlineKind::Read);
    run_until_passed(1);
    EXPECT_EQ(passed, "a");
}

}  // namespace
}  // namespace gridlore::http
