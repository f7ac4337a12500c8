/// When a query has to end: its time is over, or whoever asked wants it no longer. A value type.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>

#include "knowledge-engine/base/result.h"

namespace gridlore::query {

class Deadline {
  public:
    using Clock = std::chrono::steady_clock;

    /// `time` counts from `begin`, or from now. `cancelled` may be null; it must outlive this.
    Deadline(std::chrono::nanoseconds time, const std::atomic<bool>* cancelled,
             std::optional<Clock::time_point> begin = {});

    /// Errors: LimitExceeded, Unavailable (cancelled). Looks at the clock: not for each row.
    Result<void> check() const;

  private:
    std::chrono::nanoseconds time_;
    Clock::time_point end_;
    const std::atomic<bool>* cancelled_;
};

}  // namespace gridlore::query
