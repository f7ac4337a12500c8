#include "knowledge-engine/base/clock.h"

#include <utility>

namespace gridlore {

TimerQueue::TimerId TimerQueue::add(Duration deadline, std::function<void()> action) {
    const TimerId id = next_id_++;
    by_id_.emplace(id, timers_.emplace(deadline, std::make_pair(id, std::move(action))));
    return id;
}

void TimerQueue::remove(TimerId timer) {
    if (const auto it = by_id_.find(timer); it != by_id_.end()) {
        timers_.erase(it->second);
        by_id_.erase(it);
    }
}

const Duration* TimerQueue::next_deadline() const {
    return timers_.empty() ? nullptr : &timers_.begin()->first;
}

std::function<void()> TimerQueue::take_due(Duration now) {
    if (timers_.empty() || timers_.begin()->first > now) {
        return {};
    }
    auto [id, action] = std::move(timers_.begin()->second);
    timers_.erase(timers_.begin());
    by_id_.erase(id);
    return std::move(action);
}

SystemClock::SystemClock() : thread_([this] { run(); }) {}

SystemClock::~SystemClock() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

TimePoint SystemClock::now() const {
    return std::chrono::system_clock::now();
}

Duration SystemClock::steady_now() {
    return std::chrono::steady_clock::now().time_since_epoch();
}

Clock::TimerId SystemClock::schedule(Duration delay, std::function<void()> action) {
    TimerId id = 0;
    bool is_first = false;
    {
        const std::lock_guard lock(mutex_);
        const Duration deadline = steady_now() + delay;
        const Duration* earliest = queue_.next_deadline();
        is_first = earliest == nullptr || deadline < *earliest;
        id = queue_.add(deadline, std::move(action));
    }
    if (is_first) {
        changed_.notify_one();
    }
    return id;
}

void SystemClock::cancel(TimerId timer) {
    const std::lock_guard lock(mutex_);
    queue_.remove(timer);
}

void SystemClock::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        if (auto action = queue_.take_due(steady_now())) {
            lock.unlock();
            action();
            lock.lock();
        } else if (const Duration* earliest = queue_.next_deadline()) {
            changed_.wait_until(lock, std::chrono::steady_clock::time_point(*earliest));
        } else {
            changed_.wait(lock);
        }
    }
}

TimePoint ManualClock::now() const {
    const std::lock_guard lock(mutex_);
    return now_;
}

Clock::TimerId ManualClock::schedule(Duration delay, std::function<void()> action) {
    const std::lock_guard lock(mutex_);
    return queue_.add(now_.time_since_epoch() + delay, std::move(action));
}

void ManualClock::cancel(TimerId timer) {
    const std::lock_guard lock(mutex_);
    queue_.remove(timer);
}

void ManualClock::advance(Duration by) {
    TimePoint until;
    {
        const std::lock_guard lock(mutex_);
        until = now_ + std::chrono::duration_cast<TimePoint::duration>(by);
    }
    for (;;) {
        std::function<void()> action;
        {
            const std::lock_guard lock(mutex_);
            const Duration* earliest = queue_.next_deadline();
            if (earliest == nullptr || *earliest > until.time_since_epoch()) {
                now_ = until;
                return;
            }
            now_ = TimePoint(std::chrono::duration_cast<TimePoint::duration>(*earliest));
            action = queue_.take_due(*earliest);
        }
        action();
    }
}

}  // namespace gridlore
