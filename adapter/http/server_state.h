/// What the connections of a server have in common.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <string_view>

#include "adapter/http/http.h"
#include "adapter/http/server.h"

namespace gridlore::http {

/// Internally synchronized. Knows no io_context, so that a connection that is left in one keeps nothing alive.
class ServerState {
  public:
    ServerState(ServerSettings settings_of_server, Handler handler_of_requests, RefusalWording wording,
                std::function<void(const AccessRecord&)> log, std::function<void(std::string_view)> log_failure)
        : settings(std::move(settings_of_server)),
          handler(std::move(handler_of_requests)),
          refusal(std::move(wording)),
          access(std::move(log)),
          failure(std::move(log_failure)) {}

    /// Of what is wrong with a request for `path`, which is empty if it is not known. Valid as long as this.
    const RefusalWording& wording(std::string_view path) const;
    void connection_opened();
    void connection_closed();
    /// Returns when no connection is left, or after `bound`.
    void wait_for_connections(std::chrono::milliseconds bound);
    /// Tells `failure` of what nobody expected.
    void report(const std::exception_ptr& exception) const;

    const ServerSettings settings;
    const Handler handler;
    const RefusalWording refusal;
    const std::function<void(const AccessRecord&)> access;
    const std::function<void(std::string_view)> failure;
    std::atomic<bool> stopping = false;
    std::atomic<std::size_t> connections = 0;
    std::atomic<std::uint64_t> requests = 0;
    std::atomic<std::uint64_t> refused = 0;

  private:
    std::mutex mutex_;
    std::condition_variable none_left_;
};

}  // namespace gridlore::http
