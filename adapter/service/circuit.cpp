#include "adapter/service/circuit.h"

#include <utility>

namespace gridlore::service {

bool Circuit::let_pass(TimePoint now) {
    const std::lock_guard lock(mutex_);
    if (!is_open_) {
        return true;
    }
    return now >= open_until_ && !std::exchange(is_tried_, true);
}

Circuit::Change Circuit::succeeded() {
    const std::lock_guard lock(mutex_);
    failures_ = 0;
    is_tried_ = false;
    return std::exchange(is_open_, false) ? Change::Closed : Change::None;
}

Circuit::Change Circuit::failed(TimePoint now) {
    const std::lock_guard lock(mutex_);
    ++failures_;
    const bool was_tried = std::exchange(is_tried_, false);
    if (is_open_ ? !was_tried : failures_ < failures_to_open_) {
        return Change::None;
    }
    open_until_ = now + open_for_;
    return std::exchange(is_open_, true) ? Change::None : Change::Opened;
}

void Circuit::given_up() {
    const std::lock_guard lock(mutex_);
    is_tried_ = false;
}

}  // namespace gridlore::service
