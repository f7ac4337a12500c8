/// Time as the engine needs it: what time it is, and "call me then". Behind an interface, so that a test sets it by
/// hand.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace gridlore {

/// UTC. Waiting is done on a steady clock underneath, so a step of the system's time moves no timer.
using TimePoint = std::chrono::system_clock::time_point;
using Duration = std::chrono::nanoseconds;

/// Internally synchronized.
class Clock {
  public:
    using TimerId = std::uint64_t;

    virtual ~Clock() = default;
    virtual TimePoint now() const = 0;
    /// Calls `action` once, `delay` from now, on the clock's own thread; it must be short and must not block.
    virtual TimerId schedule(Duration delay, std::function<void()> action) = 0;
    /// After it returns the action will not begin; it may be running. Unknown ids are ignored.
    virtual void cancel(TimerId timer) = 0;
};

/// Timers by deadline; what both clocks below are made of.
class TimerQueue {
  public:
    using TimerId = Clock::TimerId;

    TimerId add(Duration deadline, std::function<void()> action);
    void remove(TimerId timer);
    /// The earliest deadline, or nothing.
    const Duration* next_deadline() const;
    /// Takes out the earliest action if its deadline is not after `now`; an empty function if there is none.
    std::function<void()> take_due(Duration now);

  private:
    std::multimap<Duration, std::pair<TimerId, std::function<void()>>> timers_;
    std::unordered_map<TimerId, decltype(timers_)::iterator> by_id_;
    TimerId next_id_ = 1;
};

/// The machine's clock; timers run on one thread of its own.
class SystemClock final : public Clock {
  public:
    SystemClock();
    ~SystemClock() override;
    SystemClock(const SystemClock&) = delete;
    SystemClock& operator=(const SystemClock&) = delete;

    TimePoint now() const override;
    TimerId schedule(Duration delay, std::function<void()> action) override;
    void cancel(TimerId timer) override;

  private:
    void run();
    static Duration steady_now();

    std::mutex mutex_;
    std::condition_variable changed_;
    TimerQueue queue_;
    bool stopping_ = false;
    std::thread thread_;  ///< last: starts when all else is there
};

/// A clock that stands still until it is told to go on. For tests.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(TimePoint start) : now_(start) {}

    TimePoint now() const override;
    TimerId schedule(Duration delay, std::function<void()> action) override;
    void cancel(TimerId timer) override;

    /// Moves the time on and runs, on the calling thread and in order, whatever falls due.
    void advance(Duration by);

  private:
    mutable std::mutex mutex_;
    TimePoint now_;
    TimerQueue queue_;
};

}  // namespace gridlore
