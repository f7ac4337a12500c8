#include "knowledge-engine/query/evaluation/deadline.h"

#include <algorithm>
#include <string>

namespace gridlore::query {
namespace {

std::string seconds_text(std::chrono::nanoseconds time) {
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
    return milliseconds % 1000 == 0 ? std::to_string(milliseconds / 1000) + " s" : std::to_string(milliseconds) + " ms";
}

}  // namespace

Deadline::Deadline(std::chrono::nanoseconds time, const std::atomic<bool>* cancelled,
                   std::optional<Clock::time_point> begin)
    : time_(time), cancelled_(cancelled) {
    const Clock::time_point from = begin.value_or(Clock::now());
    end_ = from + std::min<Clock::duration>(time, Clock::time_point::max() - from);
}

Result<void> Deadline::check() const {
    if (cancelled_ != nullptr && cancelled_->load(std::memory_order_relaxed)) {
        return Error{ErrorKind::Unavailable, "the query was cancelled"};
    }
    if (Clock::now() >= end_) {
        return Error{ErrorKind::LimitExceeded,
                     "the query takes longer than its limit (query-time) of " + seconds_text(time_)};
    }
    return {};
}

}  // namespace gridlore::query
