#include "adapter/service/called_service.h"

#include <utility>

namespace gridlore::service {

std::shared_ptr<Source> CalledService::use(std::shared_ptr<Source> source) {
    const std::lock_guard lock(mutex_);
    return std::exchange(source_, std::move(source));
}

void CalledService::add(const std::string& interaction, Called called) {
    const std::lock_guard lock(mutex_);
    called_.insert_or_assign(interaction, std::move(called));
}

void CalledService::remove(const std::string& interaction) {
    const std::lock_guard lock(mutex_);
    called_.erase(interaction);
}

Result<void> CalledService::handle(exchange::Call call) {
    std::shared_ptr<Source> source;
    Called called;
    const auto cancelled = std::make_shared<std::atomic<bool>>(false);
    {
        const std::lock_guard lock(mutex_);
        const auto known = called_.find(call.interaction);
        if (known == called_.end() || !source_) {
            return Error{ErrorKind::Unavailable, "The document that says how to call it is no longer there."};
        }
        source = source_;
        called = known->second;
        open_.emplace(call.id, cancelled);
    }
    CallDone done = [self = shared_from_this(), id = call.id](Result<exchange::Reply> rows) {
        self->finish(id, std::move(rows));
    };
    if (called.bind().way == Way::Answer) {
        source->answer(called, call, cancelled, std::move(done));
    } else {
        source->react(called, call, cancelled, std::move(done));
    }
    return {};
}

void CalledService::cancel(exchange::CallId call) {
    const std::lock_guard lock(mutex_);
    if (const auto open = open_.find(call); open != open_.end()) {
        *open->second = true;
    }
}

void CalledService::finish(exchange::CallId call, Result<exchange::Reply> rows) {
    {
        const std::lock_guard lock(mutex_);
        open_.erase(call);
    }
    // Nobody waits any more: that is as good as told.
    (void)(rows ? exchange_.reply(call, *std::move(rows)) : exchange_.fail(call, rows.error().message));
}

}  // namespace gridlore::service
