#include "adapter/main/work_pool.h"

namespace gridlore::program {

WorkPool::WorkPool(unsigned threads, std::size_t limit) : limit_(limit) {
    workers_.resize(threads);
    for (Worker& worker : workers_) {
        threads_.emplace_back([this, &worker] { run(worker); });
    }
}

void WorkPool::stop() {
    std::deque<std::function<void()>> discarded;  // let go of when the lock is free: what it holds may submit more
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        discarded.swap(waiting_);
        for (Worker& worker : workers_) {
            worker.changed.notify_one();
        }
    }
    discarded.clear();
    threads_.clear();
}

bool WorkPool::submit(std::function<void()> work) {
    Worker* woken = nullptr;
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || waiting_.size() >= limit_) {
            return false;
        }
        waiting_.push_back(std::move(work));
        if (!resting_.empty()) {
            woken = resting_.back();
            resting_.pop_back();
            woken->is_woken = true;
        }
    }
    if (woken != nullptr) {
        woken->changed.notify_one();
    }
    return true;
}

void WorkPool::rest(Worker& worker, std::unique_lock<std::mutex>& lock) {
    worker.is_woken = false;
    resting_.push_back(&worker);
    worker.changed.wait(lock, [this, &worker] { return stopping_ || worker.is_woken; });
}

void WorkPool::run(Worker& worker) {
    std::unique_lock lock(mutex_);
    while (true) {
        while (!stopping_ && waiting_.empty()) {
            rest(worker, lock);
        }
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
