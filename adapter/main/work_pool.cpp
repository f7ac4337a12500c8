#include "adapter/main/work_pool.h"

namespace gridlore::program {

WorkPool::WorkPool(unsigned threads, std::size_t limit) : limit_(limit) {
    for (unsigned i = 0; i < threads; ++i) {
        threads_.emplace_back([this] { run(); });
    }
}

void WorkPool::stop() {
    std::deque<std::function<void()>> discarded;  // let go of when the lock is free: what it holds may submit more
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        discarded.swap(waiting_);
    }
    changed_.notify_all();
    discarded.clear();
    threads_.clear();
}

bool WorkPool::submit(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || waiting_.size() >= limit_) {
            return false;
        }
        waiting_.push_back(std::move(work));
    }
    changed_.notify_one();
    return true;
}

void WorkPool::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (stopping_) {
            return;
        }
        auto work = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        work();
        work = nullptr;  // what it holds may submit more work as it goes
        lock.lock();
    }
}

}  // namespace gridlore::program
