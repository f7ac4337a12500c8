/// One remote REST service: its threads, its connections, and our patience with it. Private to this folder.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/http/client.h"
#include "adapter/service/bind.h"
#include "adapter/service/blocking_threads.h"
#include "adapter/service/circuit.h"
#include "knowledge-engine/base/clock.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::service {

/// One request, until its end. Its functions are called on one of the service's threads, or by `submit` or `stop`.
struct RemoteCall {
    std::string method;
    std::string target;  ///< path and query behind the service's address
    http::Headers headers;
    std::string body;
    bool may_find_nothing = false;  ///< 404 says that there is no such thing, and is given to `read` as 204
    /// Reads a response of success. An error means that the service does not keep to what was agreed.
    std::function<Result<void>(const http::Response&)> read;
    /// Called once. Errors, whose message names the service: Unavailable.
    std::function<void(Result<void>)> done;
    std::shared_ptr<const std::atomic<bool>> cancelled;  ///< null: it cannot be
    TimePoint deadline = TimePoint::max();               ///< nobody waits any longer
};

/// Internally synchronized.
///
/// Has threads of its own, as many as it is asked at once, so that a slow service holds up no other; each keeps its
/// connection. They start when they are needed.
class RemoteService {
  public:
    /// `secret` goes into `Authorization: Bearer`, and nowhere else. `via` names us to other gateways (RFC 9110,
    /// 7.6.3). `clock` must outlive it. `warn` is told when the circuit opens and closes.
    RemoteService(ServiceSettings settings, std::optional<std::string> secret, std::string via, Clock& clock,
                  std::function<void(std::string_view)> warn);
    /// As `stop`.
    ~RemoteService();
    RemoteService(const RemoteService&) = delete;
    RemoteService& operator=(const RemoteService&) = delete;

    const ServiceSettings& settings() const { return settings_; }

    /// GET is tried again, with growing pauses, as often as the settings say. Once too many wait, or after `stop`, the
    /// call fails at once.
    void submit(RemoteCall call);
    /// What is under way and what waits fails. Not by one of its threads.
    void stop();

  private:
    struct Attempt;
    http::Client* client_of(std::size_t thread);
    Result<void> perform(http::Client& client, const RemoteCall& call);
    Attempt attempt(http::Client& client, const RemoteCall& call);
    bool is_over(const RemoteCall& call) const;
    void pause_before(unsigned attempt, const RemoteCall& call);
    void note(const Attempt& attempt);
    Error failure(const RemoteCall& call, const std::string& why) const;

    const ServiceSettings settings_;
    const std::optional<std::string> secret_;
    const std::string via_;
    Clock& clock_;
    const std::function<void(std::string_view)> warn_;
    Circuit circuit_;
    std::vector<std::optional<http::Client>> clients_;  ///< by thread, which alone uses it
    BlockingThreads threads_;                           ///< last: they use all else
};

}  // namespace gridlore::service
