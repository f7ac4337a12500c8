#include "adapter/rest-api/ordered_work.h"

#include <utility>

namespace gridlore::rest_api {

void OrderedWork::add(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(work));
        if (std::exchange(has_turn_, true)) {
            return;
        }
    }
    // Taken by whoever lets go of it: a turn that is refused or discarded is not lost.
    std::shared_ptr<void> turn(nullptr, [self = shared_from_this()](void*) { self->take_turn(); });
    if (executor_) {
        (void)executor_([turn = std::move(turn)]() mutable { turn = nullptr; });
    }
}

void OrderedWork::take_turn() {
    std::unique_lock lock(mutex_);
    while (!waiting_.empty()) {
        auto work = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        work();
        work = nullptr;  // what it holds may add more as it goes
        lock.lock();
    }
    has_turn_ = false;
}

}  // namespace gridlore::rest_api
