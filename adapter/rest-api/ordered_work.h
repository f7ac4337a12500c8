/// Work that an executor does piece by piece, in the order in which it was added, and never two pieces at once.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>

#include "knowledge-engine/base/executor.h"

namespace gridlore::rest_api {

/// Internally synchronized; calls out with no lock held. Lives in a `shared_ptr`.
class OrderedWork : public std::enable_shared_from_this<OrderedWork> {
  public:
    /// Empty: all is done at once, by whoever adds it.
    explicit OrderedWork(Executor executor) : executor_(std::move(executor)) {}

    /// `work` is done once, whatever becomes of the executor: where that has no room or discards what it has taken, it
    /// is done by the thread that sees to that. It must not throw.
    void add(std::function<void()> work);

  private:
    /// Does all that waits.
    void take_turn();

    const Executor executor_;
    std::mutex mutex_;
    // Guarded by mutex_:
    std::deque<std::function<void()>> waiting_;
    bool has_turn_ = false;  ///< somebody does what waits, or is about to
};

}  // namespace gridlore::rest_api
