#include "adapter/service/blocking_threads.h"

#include <utility>

namespace gridlore::service {
namespace {

constexpr std::size_t most_waiting = 10'000;

}  // namespace

void BlockingThreads::submit(Work work) {
    {
        const std::lock_guard lock(mutex_);
        if (!is_stopping_ && waiting_.size() < most_waiting) {
            waiting_.push_back(std::move(work));
            if (waiting_.size() > resting_ && threads_.size() < most_) {
                threads_.emplace_back([this, thread = threads_.size()] { run(thread); });
            }
            changed_.notify_one();
            return;
        }
    }
    work.drop(is_stopping_);
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
        Work work;
        {
            std::unique_lock lock(mutex_);
            ++resting_;
            changed_.wait(lock, [this] { return is_stopping_ || !waiting_.empty(); });
            --resting_;
            if (is_stopping_) {
                return;
            }
            work = std::move(waiting_.front());
            waiting_.pop_front();
        }
        work.run(thread);
    }
}

}  // namespace gridlore::service
