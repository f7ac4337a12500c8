/// Exchanges under way, each of which ends exactly once, and who waits for the last one. Internally synchronized.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "knowledge-engine/exchange/run.h"

namespace gridlore::exchange {

/// An exchange and who is told its outcome.
struct UnderWay {
    std::shared_ptr<Run> run;
    std::function<void(Result<Outcome>)> done;
    Duration wait{};  ///< for each answer; zero: for ever
    std::atomic<bool> is_abandoned = false;
};

class OpenRuns {
  public:
    explicit OpenRuns(std::size_t limit) : limit_(limit) {}

    /// Unavailable: stopping; LimitExceeded: there are as many as may be. `check` is called with a lock held: whoever
    /// makes it fail and then looks for exchanges finds those that were admitted, and no later ones come.
    Result<void> admit(const std::shared_ptr<UnderWay>& under_way, const std::function<Result<void>()>& check);
    /// Takes it out, then tells it its outcome.
    void end(const std::shared_ptr<UnderWay>& under_way, Result<Outcome> outcome);

    std::vector<std::shared_ptr<UnderWay>> find(const std::function<bool(const Run&)>& which) const;
    std::size_t size() const;

    /// Admits no more. `done` is called once none is left and all have been told, be it at once. True: it was.
    bool stop(std::function<void()> done);
    bool is_stopping() const { return stopping_; }

  private:
    const std::size_t limit_;
    std::atomic<bool> stopping_ = false;
    mutable std::mutex mutex_;
    // Guarded by mutex_:
    std::set<std::shared_ptr<UnderWay>> open_;
    std::size_t telling_ = 0;  ///< exchanges whose outcomes are being told
    std::vector<std::function<void()>> stopped_;
};

Error stopping();

}  // namespace gridlore::exchange
