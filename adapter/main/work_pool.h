/// Threads for work that is too large for a network thread, behind a queue with a bound.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace gridlore::program {

/// Internally synchronized.
class WorkPool {
  public:
    /// At most `limit` pieces wait. Preconditions: `threads` and `limit` are at least 1.
    WorkPool(unsigned threads, std::size_t limit);
    ~WorkPool() { stop(); }
    WorkPool(const WorkPool&) = delete;
    WorkPool& operator=(const WorkPool&) = delete;

    /// Runs `work` on one of the threads; it must not throw. False, and nothing happens, at the bound and once stopped.
    [[nodiscard]] bool submit(std::function<void()> work);

    /// Waits for what runs; what waits is discarded: it has answered nobody yet. Only by one thread, and none of its
    /// own.
    void stop();

  private:
    void run();

    const std::size_t limit_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> waiting_;
    bool stopping_ = false;
    std::vector<std::jthread> threads_;  ///< last: they start when all else is there
};

}  // namespace gridlore::program
