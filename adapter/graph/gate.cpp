#include "adapter/graph/gate.h"

namespace gridlore::graph {

void Gate::pass(const std::function<void()>& work) {
    {
        const std::lock_guard lock(mutex_);
        if (is_closed_) {
            return;
        }
        ++inside_;
    }
    work();
    const std::lock_guard lock(mutex_);
    --inside_;
    left_.notify_all();
}

void Gate::close() {
    std::unique_lock lock(mutex_);
    is_closed_ = true;
    left_.wait(lock, [this] { return inside_ == 0; });
}

}  // namespace gridlore::graph
