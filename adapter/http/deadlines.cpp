#include "adapter/http/deadlines.h"

#include <algorithm>

namespace gridlore::http {

Deadlines::Deadlines(asio::io_context& context, const Lengths& lengths)
    : lengths_(lengths), timer_(context.get_executor()) {}

void Deadlines::set(DeadlineHolder& holder, DeadlineKind kind) {
    const auto index = static_cast<std::size_t>(kind);
    holder.clear_deadline();
    holder.due_ = std::chrono::steady_clock::now() + lengths_[index];
    lists_[index].push_back(holder);
    if (!armed_for_ || holder.due_ < *armed_for_) {
        arm(holder.due_);
    }
}

// The timer is not moved when its deadline is cleared, which happens with every request: it finds nothing due, and
// goes on with what is earliest then.
void Deadlines::arm(TimePoint due) {
    armed_for_ = due;
    timer_.expires_at(due);
    timer_.async_wait([this](ErrorCode error) {
        if (error) {
            return;
        }
        armed_for_.reset();
        run_due(std::chrono::steady_clock::now());
        if (const auto next = earliest(); next && (!armed_for_ || *next < *armed_for_)) {
            arm(*next);
        }
    });
}

void Deadlines::run_due(TimePoint now) {
    for (std::size_t index = 0; index < lists_.size(); ++index) {
        List& list = lists_[index];
        while (!list.empty() && list.front().due_ <= now) {
            DeadlineHolder& holder = list.front();
            holder.clear_deadline();
            holder.on_deadline(static_cast<DeadlineKind>(index));
        }
    }
}

std::optional<Deadlines::TimePoint> Deadlines::earliest() const {
    std::optional<TimePoint> due;
    for (const List& list : lists_) {
        if (!list.empty()) {
            due = due ? std::min(*due, list.front().due_) : list.front().due_;
        }
    }
    return due;
}

}  // namespace gridlore::http
