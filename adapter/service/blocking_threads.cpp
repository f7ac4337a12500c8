#include "adapter/service/blocking_threads.h"

#include <utility>

namespace gridlore::service {
namespace {

constexpr std::size_t most_waiting = 10'000;

}  // namespace

void BlockingThreads::submit(Work work) {
    std::unique_lock lock(mutex_);
    if (is_stopping_ || waiting_.size() >= most_waiting) {
        lock.unlock();
        work.drop(is_stopping_);
        return;
    }
    waiting_.push_back(std::move(work));
    if (waiting_.size() > resting_ && threads_.size() < most_) {
        threads_.emplace_back([this, thread = threads_.size()] { run(thread); });
    }
    const bool is_needed = is_to_wake();
    lock.unlock();  // whoever wakes up would wait for it
    if (is_needed) {
        changed_.notify_one();
    }
}

/// One at a time: who wakes up and leaves work behind wakes the next, and work that was done meanwhile needs nobody.
bool BlockingThreads::is_to_wake() {
    const bool is_needed = !waiting_.empty() && resting_ > 0 && !is_waking_;
    is_waking_ = is_waking_ || is_needed;
    return is_needed;
}

void BlockingThreads::stop() {
    std::deque<Work> discarded;
    std::vector<std::jthread> threads;
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
        discarded.swap(waiting_);
        threads.swap(threads_);
        changed_.notify_all();
        stopped_.notify_all();
    }
    for (const Work& work : discarded) {
        work.drop(true);
    }
    threads.clear();
}

void BlockingThreads::pause(Duration time) {
    std::unique_lock lock(mutex_);
    stopped_.wait_for(lock, time, [this] { return is_stopping_.load(); });
}

void BlockingThreads::run(std::size_t thread) {
    while (true) {
        std::unique_lock lock(mutex_);
        while (!is_stopping_ && waiting_.empty()) {
            ++resting_;
            changed_.wait(lock);
            --resting_;
            is_waking_ = false;
        }
        if (is_stopping_) {
            return;
        }
        const Work work = std::move(waiting_.front());
        waiting_.pop_front();
        const bool is_needed = is_to_wake();
        lock.unlock();
        if (is_needed) {
            changed_.notify_one();
        }
        work.run(thread);
    }
}

}  // namespace gridlore::service
