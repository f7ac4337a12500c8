#include "knowledge-engine/base/clock.h"

#include <gtest/gtest.h>

#include <future>
#include <string>

namespace gridlore {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(ManualClock, StandsStillUntilItIsToldToGoOn) {
    ManualClock clock(TimePoint(hours(1)));
    EXPECT_EQ(clock.now(), TimePoint(hours(1)));
    clock.advance(seconds(5));
    EXPECT_EQ(clock.now(), TimePoint(hours(1) + seconds(5)));
}

TEST(ManualClock, RunsWhatFallsDueInOrderAndAtItsTime) {
    ManualClock clock{TimePoint{}};
    std::string seen;
    const auto note = [&](char c) {
        return [&seen, &clock, c] { seen += c + std::to_string((clock.now() - TimePoint{}) / seconds(1)) + " "; };
    };
    clock.schedule(seconds(3), note('c'));
    clock.schedule(seconds(1), note('a'));
    clock.schedule(seconds(1), note('b'));
    clock.schedule(seconds(9), note('d'));
    clock.advance(seconds(3));
    EXPECT_EQ(seen, "a1 b1 c3 ");
    clock.advance(seconds(6));
    EXPECT_EQ(seen, "a1 b1 c3 d9 ");
}

TEST(ManualClock, RunsWhatAnActionSchedulesIfItIsDueToo) {
    ManualClock clock{TimePoint{}};
    int runs = 0;
    std::function<void()> again = [&] {
        ++runs;
        clock.schedule(seconds(1), again);
    };
    clock.schedule(seconds(1), again);
    clock.advance(seconds(5));
    EXPECT_EQ(runs, 5);
}

TEST(ManualClock, ForgetsWhatIsCancelled) {
    ManualClock clock{TimePoint{}};
    int runs = 0;
    const auto timer = clock.schedule(seconds(1), [&] { ++runs; });
    Clock::TimerId other = 0;
    clock.schedule(milliseconds(500), [&] { clock.cancel(other); });
    other = clock.schedule(seconds(1), [&] { ++runs; });
    clock.cancel(timer);
    clock.cancel(timer);
    clock.cancel(999);
    clock.advance(seconds(2));
    EXPECT_EQ(runs, 0);
}

TEST(TimerQueue, TellsItsEarliestDeadline) {
    TimerQueue queue;
    EXPECT_EQ(queue.next_deadline(), nullptr);
    EXPECT_FALSE(queue.take_due(hours(1)));
    const auto early = queue.add(seconds(1), [] {});
    queue.add(seconds(2), [] {});
    EXPECT_EQ(*queue.next_deadline(), seconds(1));
    queue.remove(early);
    EXPECT_EQ(*queue.next_deadline(), seconds(2));
    EXPECT_FALSE(queue.take_due(seconds(1)));
    EXPECT_TRUE(queue.take_due(seconds(2)));
    EXPECT_EQ(queue.next_deadline(), nullptr);
}

TEST(SystemClock, RunsTimersInTheOrderOfTheirDeadlines) {
    SystemClock clock;
    std::promise<std::string> done;
    std::string seen;
    clock.schedule(milliseconds(20), [&] { done.set_value(seen + "last"); });
    clock.schedule(milliseconds(1), [&] { seen += "first "; });
    clock.schedule(Duration::zero(), [&] { seen += "now "; });
    EXPECT_EQ(done.get_future().get(), "now first last");
}

TEST(SystemClock, DropsWhatIsNotDueWhenItEnds) {
    bool ran = false;
    {
        SystemClock clock;
        clock.schedule(hours(1), [&] { ran = true; });
        const auto cancelled = clock.schedule(hours(2), [&] { ran = true; });
        clock.cancel(cancelled);
    }
    EXPECT_FALSE(ran);
}

}  // namespace
}  // namespace gridlore
