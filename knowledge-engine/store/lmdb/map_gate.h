/// Held shared by read transactions while they are, and alone by whoever moves the map, which must not happen under
/// them. Used through std::shared_lock, which may let go on another thread than it was taken on, and std::unique_lock.
/// Internally synchronized.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace gridlore::store::lmdb {

class MapGate {
  public:
    /// Waits only for one who holds it alone, not for one who waits to: a thread may hold it shared more than once.
    void lock_shared() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !is_alone_; });
        ++shared_;
    }
    void unlock_shared() {
        const std::lock_guard lock(mutex_);
        --shared_;
        changed_.notify_all();
    }
    /// False: it was held by others all the time.
    bool try_lock_for(std::chrono::milliseconds patience) {
        std::unique_lock lock(mutex_);
        const bool is_free = changed_.wait_for(lock, patience, [this] { return shared_ == 0 && !is_alone_; });
        is_alone_ = is_alone_ || is_free;
        return is_free;
    }
    void unlock() {
        const std::lock_guard lock(mutex_);
        is_alone_ = false;
        changed_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t shared_ = 0;
    bool is_alone_ = false;
};

}  // namespace gridlore::store::lmdb
