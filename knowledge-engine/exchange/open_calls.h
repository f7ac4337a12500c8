/// Calls that are unanswered, each of which ends exactly once. Internally synchronized.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "knowledge-engine/exchange/open_runs.h"

namespace gridlore::exchange {

/// Without an exchange: a subscriber was told something, and nobody waits.
struct OpenCall {
    std::shared_ptr<UnderWay> under_way;
    std::size_t provider = 0;
    std::size_t member = 0;
    std::shared_ptr<const Interaction> interaction;
    std::shared_ptr<KnowledgeBase> receiver;
    std::optional<Clock::TimerId> timer = {};
};

class OpenCalls {
  public:
    /// Why a call is no longer open: its own party spoke, or nobody waits for it any more.
    enum class Ending { Settled, Expired };

    /// `clock` must outlive this.
    explicit OpenCalls(Clock& clock) : clock_(clock) {}

    /// Nothing if `is_wanted` does not hold by then: whoever makes it false and then looks for calls finds those that
    /// are open, and no later ones come. It is called with a lock held.
    std::optional<CallId> put(OpenCall call, const std::function<bool()>& is_wanted);
    /// Calls `expired` after `wait`, unless the call has ended.
    void set_timer(CallId id, Duration wait, std::function<void()> expired);
    /// Nothing if it is not open.
    std::optional<OpenCall> take(CallId id, Ending ending);
    /// Whether it ended as Expired, so that a late answer is taken without effect. True once for each; the last 100,000
    /// are remembered.
    bool was_expired(CallId id);
    std::vector<CallId> find(const std::function<bool(const OpenCall&)>& which) const;

  private:
    void remember_expired(CallId id);

    Clock& clock_;
    mutable std::mutex mutex_;
    std::unordered_map<CallId, OpenCall> open_;
    std::unordered_set<CallId> expired_;
    std::deque<CallId> expired_order_;
    CallId next_ = 1;
};

}  // namespace gridlore::exchange
