/// A circuit breaker: who has failed several times in a row is left alone for a while. Private to this folder.
#pragma once

#include <cstdint>
#include <mutex>

#include "knowledge-engine/base/clock.h"

namespace gridlore::service {

/// Closed: all pass. Open: none does, until its time is over. Half-open: one does, and what becomes of it decides.
/// Internally synchronized.
class Circuit {
  public:
    /// `failures_to_open` in a row open it for `open_for`.
    Circuit(unsigned failures_to_open, Duration open_for) : failures_to_open_(failures_to_open), open_for_(open_for) {}

    enum class Change : std::uint8_t { None, Opened, Closed };

    /// Whether a request may go out now. After true comes one of the three below.
    bool let_pass(TimePoint now);
    Change succeeded();
    Change failed(TimePoint now);
    /// It came to nothing that says anything about the other side.
    void given_up();

  private:
    const unsigned failures_to_open_;
    const Duration open_for_;
    std::mutex mutex_;
    // Guarded by mutex_:
    unsigned failures_ = 0;  ///< in a row
    bool is_open_ = false;
    bool is_tried_ = false;  ///< half-open, and one has passed
    TimePoint open_until_;
};

}  // namespace gridlore::service
