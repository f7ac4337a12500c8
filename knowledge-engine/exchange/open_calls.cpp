#include "knowledge-engine/exchange/open_calls.h"

#include <utility>

namespace gridlore::exchange {
namespace {

constexpr std::size_t expired_calls_kept = 100'000;

}  // namespace

std::optional<CallId> OpenCalls::put(OpenCall call, const std::function<bool()>& is_wanted) {
    const std::lock_guard lock(mutex_);
    if (!is_wanted()) {
        return std::nullopt;
    }
    const CallId id = next_++;
    open_.emplace(id, std::move(call));
    return id;
}

void OpenCalls::set_timer(CallId id, Duration wait, std::function<void()> expired) {
    const std::lock_guard lock(mutex_);
    if (const auto it = open_.find(id); it != open_.end()) {
        it->second.timer = clock_.schedule(wait, std::move(expired));
    }
}

std::optional<OpenCall> OpenCalls::take(CallId id, Ending ending) {
    std::optional<OpenCall> call;
    {
        const std::lock_guard lock(mutex_);
        const auto it = open_.find(id);
        if (it == open_.end()) {
            return std::nullopt;
        }
        call = std::move(it->second);
        open_.erase(it);
        if (ending == Ending::Expired) {
            remember_expired(id);
        }
    }
    if (call->timer) {
        clock_.cancel(*call->timer);
    }
    return call;
}

/// Precondition: `mutex_` is held.
void OpenCalls::remember_expired(CallId id) {
    expired_.insert(id);
    expired_order_.push_back(id);
    if (expired_order_.size() > expired_calls_kept) {
        expired_.erase(expired_order_.front());
        expired_order_.pop_front();
    }
}

bool OpenCalls::was_expired(CallId id) {
    const std::lock_guard lock(mutex_);
    return expired_.erase(id) > 0;
}

std::vector<CallId> OpenCalls::find(const std::function<bool(const OpenCall&)>& which) const {
    std::vector<CallId> found;
    const std::lock_guard lock(mutex_);
    for (const auto& [id, call] : open_) {
        if (which(call)) {
            found.push_back(id);
        }
    }
    return found;
}

}  // namespace gridlore::exchange
