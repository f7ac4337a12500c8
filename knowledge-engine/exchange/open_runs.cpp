#include "knowledge-engine/exchange/open_runs.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace gridlore::exchange {

Error stopping() {
    return {ErrorKind::Unavailable, "The exchange is stopping."};
}

Result<void> OpenRuns::admit(const std::shared_ptr<UnderWay>& under_way, const std::function<Result<void>()>& check) {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
        return stopping();
    }
    if (auto checked = check(); !checked) {
        return checked;
    }
    if (open_.size() >= limit_) {
        return Error{ErrorKind::LimitExceeded, "There are as many exchanges under way as are allowed (" +
                                                   std::to_string(limit_) + "). Try again later."};
    }
    open_.insert(under_way);
    return {};
}

void OpenRuns::end(const std::shared_ptr<UnderWay>& under_way, Result<Outcome> outcome) {
    {
        // Whoever learns of the outcome finds its place free; `stop` waits until it has been told.
        const std::lock_guard lock(mutex_);
        open_.erase(under_way);
        ++telling_;
    }
    under_way->done(std::move(outcome));
    std::vector<std::function<void()>> stopped;
    {
        const std::lock_guard lock(mutex_);
        if (--telling_ == 0 && open_.empty()) {
            stopped.swap(stopped_);
        }
    }
    for (const auto& tell_stopped : stopped) {
        tell_stopped();
    }
}

std::vector<std::shared_ptr<UnderWay>> OpenRuns::find(const std::function<bool(const Run&)>& which) const {
    std::vector<std::shared_ptr<UnderWay>> found;
    const std::lock_guard lock(mutex_);
    std::ranges::copy_if(open_, std::back_inserter(found),
                         [&](const auto& under_way) { return which(*under_way->run); });
    return found;
}

std::size_t OpenRuns::size() const {
    const std::lock_guard lock(mutex_);
    return open_.size();
}

bool OpenRuns::stop(std::function<void()> done) {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        if (!open_.empty() || telling_ != 0) {
            stopped_.push_back(std::move(done));
            return false;
        }
    }
    done();
    return true;
}

}  // namespace gridlore::exchange
