#include "adapter/http/deadlines.h"

#include <algorithm>

namespace gridlore::http {

Deadlines::Deadlines(asio::io_context& context, const Lengths& lengths) : lengths_(lengths), timer_(context) {}

void Deadlines::set(Deadline& deadline, DeadlineKind kind) {
    const auto index = static_cast<std::size_t>(kind);
    deadline.clear();
    deadline.due_ = std::chrono::steady_clock::now() + lengths_.at(index);
    lists_.at(index).push_back(deadline);
    if (!armed_for_ || deadline.due_ < *armed_for_) {
        arm(deadline.due_);
    }
}

/// The timer stays as it is when its deadline is cleared, which happens with every request: it finds nothing due then,
/// and goes on with what is earliest.
void Deadlines::arm(TimePoint due) {
    armed_for_ = due;
    timer_.expires_at(due);
    timer_.async_wait([this](ErrorCode error) {
        if (error) {
            return;
        }
        armed_for_.reset();
        run_due(std::chrono::steady_clock::now());
        if (const auto next = earliest()) {
            arm(*next);
        }
    });
}

void Deadlines::run_due(TimePoint now) {
    for (List& list : lists_) {
        while (!list.empty() && list.front().due_ <= now) {
            Deadline& deadline = list.front();
            deadline.clear();
            deadline.passed_();
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
