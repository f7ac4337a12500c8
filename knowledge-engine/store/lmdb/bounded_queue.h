/// What one thread makes and another takes, a few pieces at a time. Internally synchronized.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "knowledge-engine/base/result.h"

namespace gridlore::store::lmdb {

template <typename T>
class BoundedQueue {
  public:
    /// Waits while there is no room. The error with which it was ended.
    Result<void> put(T&& piece) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return waiting_.size() < most || error_; });
        if (error_) {
            return *error_;
        }
        waiting_.push_back(std::move(piece));
        changed_.notify_all();
        return {};
    }
    /// No more come.
    void close() {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        changed_.notify_all();
    }
    /// Waits; false at the end. What `piece` was comes back as `spare`: its room serves once more.
    bool take(T& piece) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !waiting_.empty() || closed_ || error_; });
        if (waiting_.empty() || error_) {
            return false;
        }
        std::swap(piece, waiting_.front());
        if (spare_.size() < most) {
            spare_.push_back(std::move(waiting_.front()));
        }
        waiting_.pop_front();
        changed_.notify_all();
        return true;
    }
    /// One that was taken before and is no longer needed, with what it held, or a new one.
    T spare() {
        const std::lock_guard lock(mutex_);
        if (spare_.empty()) {
            return T();
        }
        T piece = std::move(spare_.back());
        spare_.pop_back();
        return piece;
    }
    /// From either side: nothing is put or taken any more, for the first reason that was given.
    void end(Error error) {
        const std::lock_guard lock(mutex_);
        error_ = error_ ? std::move(error_) : std::move(error);
        changed_.notify_all();
    }
    std::optional<Error> error() const {
        const std::lock_guard lock(mutex_);
        return error_;
    }

  private:
    static constexpr std::size_t most = 4;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<T> waiting_;
    std::vector<T> spare_;
    bool closed_ = false;
    std::optional<Error> error_;
};

}  // namespace gridlore::store::lmdb
