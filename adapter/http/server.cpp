#include "adapter/http/server.h"

#include <sys/resource.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "adapter/http/listener.h"
#include "adapter/http/server_state.h"
#include "adapter/http/worker.h"

namespace gridlore::http {
namespace {

/// How long connections that are closed by force may take to end.
constexpr std::chrono::seconds closing_bound{1};

void raise_open_file_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);  // if it is refused, the old limit stays
    }
}

}  // namespace

class Server::Implementation {
  public:
    explicit Implementation(std::shared_ptr<ServerState> state) : state_(std::move(state)) {}
    ~Implementation() = default;
    Implementation(const Implementation&) = delete;
    Implementation& operator=(const Implementation&) = delete;

    Result<void> start() {
        raise_open_file_limit();
        const ServerSettings& settings = state_->settings;
        ErrorCode error;
        const auto address = asio::ip::make_address(settings.host == "localhost" ? "127.0.0.1" : settings.host, error);
        if (error) {
            return invalid_input("'" + settings.host + "' is no IP address to listen on.");
        }
        const unsigned threads =
            settings.threads > 0 ? settings.threads : std::max(1U, std::thread::hardware_concurrency());
        for (unsigned i = 0; i < threads; ++i) {
            workers_.push_back(std::make_unique<Worker>(state_));
        }
        listener_.emplace(state_, workers_);
        if (const ErrorCode refused = listener_->listen({address, settings.port})) {
            listener_.reset();
            workers_.clear();  // no thread runs: there is nothing to stop
            return Error{
                refused == asio::error::address_in_use ? ErrorKind::Conflict : ErrorKind::Unavailable,
                "Cannot listen on " + settings.host + ":" + std::to_string(settings.port) + ": " + refused.message()};
        }
        port_ = listener_->port();
        listener_->start();
        for (auto& worker : workers_) {
            worker->start();
        }
        return {};
    }

    std::uint16_t port() const { return port_; }

    /// Held by who stops it.
    std::mutex& stopping() { return stopping_; }

    ServerStatistics statistics() const { return {state_->connections, state_->requests, state_->refused}; }

    void stop(std::chrono::milliseconds bound) {
        if (workers_.empty()) {
            return;
        }
        state_->stopping = true;
        listener_->close();
        on_each_session([](Session& session) { session.close_if_idle(); });
        state_->wait_for_connections(bound);
        on_each_session([](Session& session) { session.close(); });
        state_->wait_for_connections(closing_bound);
        end();
    }

  private:
    void on_each_session(const std::function<void(Session&)>& act) {
        for (auto& worker : workers_) {
            worker->on_each_session(act);
        }
    }

    /// Lets go of everything, and of sockets that no thread came to.
    void end() {
        for (auto& worker : workers_) {
            worker->stop();
        }
        listener_.reset();
        for (auto& worker : workers_) {
            worker.reset();  // from the first on: there the listener's coroutine may hold a socket of another
        }
        workers_.clear();
    }

    const std::shared_ptr<ServerState> state_;
    std::vector<std::unique_ptr<Worker>> workers_;
    std::optional<Listener> listener_;
    std::uint16_t port_ = 0;
    std::mutex stopping_;
};

Server::Server(ServerSettings settings, Handler handler, RefusalWording refusal,
               std::function<void(const AccessRecord&)> access, std::function<void(std::string_view)> failure)
    : implementation_(std::make_unique<Implementation>(std::make_shared<ServerState>(
          std::move(settings), std::move(handler), std::move(refusal), std::move(access), std::move(failure)))) {}

Server::~Server() {
    stop(std::chrono::milliseconds(0));
}

Result<void> Server::start() {
    return implementation_->start();
}

std::uint16_t Server::port() const {
    return implementation_->port();
}

ServerStatistics Server::statistics() const {
    return implementation_->statistics();
}

void Server::stop(std::chrono::milliseconds bound) {
    const std::lock_guard lock(implementation_->stopping());
    implementation_->stop(bound);
}

}  // namespace gridlore::http
