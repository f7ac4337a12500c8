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
    struct Worker {
        std::condition_variable changed;
        bool is_woken = false;
    };

    void run(Worker& worker);
    /// Until there may be work. Precondition: the lock is held.
    void rest(Worker& worker, std::unique_lock<std::mutex>& lock);

    const std::size_t limit_;
    std::mutex mutex_;
    std::deque<std::function<void()>> waiting_;
    std::deque<Worker> workers_;
    /// Who rests, the last one to begin at the end: it is woken first, since its stack is still in the caches.
    std::vector<Worker*> resting_;
    bool stopping_ = false;
    std::vector<std::jthread> threads_;  ///< last: they start when all else is there
};

}  // namespace gridlore::program
