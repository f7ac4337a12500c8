#include "adapter/http/server_state.h"

namespace gridlore::http {

const RefusalWording& ServerState::wording(std::string_view path) const {
    for (const OtherRefusals& other : settings.other_refusals) {
        if (is_path_of(path, other.path)) {
            return other.wording;
        }
    }
    return settings.changing_paths && settings.changing_paths->has(path) ? settings.changing_paths->wording : refusal;
}

void ServerState::connection_opened() {
    const std::lock_guard lock(mutex_);
    ++connections;
}

void ServerState::connection_closed() {
    const std::lock_guard lock(mutex_);
    --connections;
    none_left_.notify_all();
}

void ServerState::wait_for_connections(std::chrono::milliseconds bound) {
    std::unique_lock lock(mutex_);
    none_left_.wait_for(lock, bound, [this] { return connections == 0; });
}

void ServerState::report(const std::exception_ptr& exception) const {
    try {
        std::rethrow_exception(exception);
    } catch (const std::exception& known) {
        if (failure) {
            failure(known.what());
        }
    }
}

}  // namespace gridlore::http
