/// Threads for what may wait for others, of one service: started when they are needed, behind a queue with a bound.
/// Private to this folder.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "knowledge-engine/base/clock.h"

namespace gridlore::service {

/// Internally synchronized.
class BlockingThreads {
  public:
    /// Exactly one of the two is called, once.
    struct Work {
        std::function<void(std::size_t thread)> run;  ///< on one of the threads, by its number from 0
        std::function<void(bool is_stopping)> drop;   ///< by `submit` or `stop`: it will never run
    };

    /// At most so many threads.
    explicit BlockingThreads(std::size_t most) : most_(most) {}
    /// As `stop`.
    ~BlockingThreads() { stop(); }
    BlockingThreads(const BlockingThreads&) = delete;
    BlockingThreads& operator=(const BlockingThreads&) = delete;

    /// Dropped at once where too many wait, and once stopped.
    void submit(Work work);
    /// What waits is dropped, pauses end, and what runs is waited for. Not by one of the threads.
    void stop();

    /// For one of the threads: returns after `time`, or when it is stopped.
    void pause(Duration time);
    /// True once it is stopped: what runs is to end. As long as this object.
    const std::atomic<bool>& is_stopping() const { return is_stopping_; }

  private:
    void run(std::size_t thread);
    bool is_to_wake();

    const std::size_t most_;
    std::atomic<bool> is_stopping_ = false;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::condition_variable stopped_;
    // Guarded by mutex_:
    std::deque<Work> waiting_;
    std::size_t resting_ = 0;  ///< threads that wait for work
    bool is_waking_ = false;   ///< one of them has been told that there is some
    std::vector<std::jthread> threads_;
};

}  // namespace gridlore::service
