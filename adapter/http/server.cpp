#include "adapter/http/server.h"

#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <optional>
#include <thread>
#include <vector>

#include "adapter/http/session.h"

namespace gridlore::http {
namespace {

/// How long accepting pauses when there are no file descriptors left.
constexpr std::chrono::milliseconds accept_pause{50};
/// How long connections that are closed by force may take to end.
constexpr std::chrono::seconds closing_bound{1};
constexpr int listen_backlog = 4096;

void raise_open_file_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);  // if it is refused, the old limit stays
    }
}

using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

/// A thread with the connections that were given to it: each stays with its thread, so it needs no locks.
struct Worker {
    Session::Sessions sessions;  ///< confined to the thread; outlives the context, which may still hold some
    asio::io_context context{1};
    asio::executor_work_guard<Executor> guard{context.get_executor()};
    std::thread thread;
};

}  // namespace

class Server::Implementation {
  public:
    explicit Implementation(std::shared_ptr<ServerState> state) : state_(std::move(state)) {}

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
            workers_.push_back(std::make_unique<Worker>());
        }
        if (const ErrorCode refused = listen({address, settings.port})) {
            acceptor_.reset();
            workers_.clear();  // no thread runs: there is nothing to stop
            return Error{
                refused == asio::error::address_in_use ? ErrorKind::Conflict : ErrorKind::Unavailable,
                "Cannot listen on " + settings.host + ":" + std::to_string(settings.port) + ": " + refused.message()};
        }
        port_ = acceptor_->local_endpoint().port();
        asio::co_spawn(workers_.front()->context, accept(), asio::detached);
        for (auto& worker : workers_) {
            worker->thread = std::thread([&context = worker->context] { context.run(); });
        }
        return {};
    }

    std::uint16_t port() const { return port_; }

    ServerStatistics statistics() const { return {state_->connections, state_->requests, state_->refused}; }

    void stop(std::chrono::milliseconds bound) {
        if (workers_.empty() || state_->stopping.exchange(true)) {
            return;
        }
        asio::post(workers_.front()->context, [this] { acceptor_->close(); });
        on_each_session([](Session& session) { session.close_if_idle(); });
        state_->wait_for_connections(bound);
        on_each_session([](Session& session) { session.close(); });
        state_->wait_for_connections(closing_bound);
        for (auto& worker : workers_) {
            worker->guard.reset();
            worker->context.stop();
            worker->thread.join();
        }
    }

  private:
    ErrorCode listen(const asio::ip::tcp::endpoint& endpoint) {
        ErrorCode error;
        acceptor_.emplace(workers_.front()->context);
        acceptor_->open(endpoint.protocol(), error);
        if (!error) {
            acceptor_->set_option(asio::socket_base::reuse_address(true), error);
        }
        if (!error) {
            acceptor_->bind(endpoint, error);
        }
        if (!error) {
            acceptor_->listen(listen_backlog, error);
        }
        return error;
    }

    template <typename Act>
    void on_each_session(Act act) {
        for (auto& worker : workers_) {
            asio::post(worker->context, [&sessions = worker->sessions, act] {
                const Session::Sessions now = sessions;
                for (Session* session : now) {
                    act(*session);
                }
            });
        }
    }

    Awaitable<void> accept() {
        SteadyTimer pause(workers_.front()->context);
        std::size_t next = 0;
        while (acceptor_->is_open()) {
            Worker& worker = *workers_[next++ % workers_.size()];
            Socket socket(worker.context);
            const auto [error] = co_await acceptor_->async_accept(socket, as_values);
            if (!error) {
                open_session(worker, std::move(socket));
            } else if (acceptor_->is_open()) {
                pause.expires_after(accept_pause);
                co_await pause.async_wait(as_values);
            }
        }
    }

    void open_session(Worker& worker, Socket socket) {
        ErrorCode ignored;  // a client that has gone already is noticed when it is read from
        socket.set_option(asio::ip::tcp::no_delay(true), ignored);
        const bool room = state_->connections < state_->settings.connections;
        state_->refused += room ? 0 : 1;
        state_->connection_opened();
        asio::post(worker.context, [state = state_, &worker, room, socket = std::move(socket)]() mutable {
            auto session =
                std::make_shared<Session>(std::move(state), worker.sessions, worker.context, std::move(socket));
            asio::co_spawn(worker.context,
                           room ? Session::run(std::move(session)) : Session::turn_away(std::move(session)),
                           asio::detached);
        });
    }

    const std::shared_ptr<ServerState> state_;
    std::vector<std::unique_ptr<Worker>> workers_;
    std::optional<Acceptor> acceptor_;
    std::uint16_t port_ = 0;
};

Server::Server(ServerSettings settings, Handler handler,
               std::function<Response(unsigned status, std::string message)> refusal,
               std::function<void(const AccessRecord&)> access)
    : implementation_(std::make_unique<Implementation>(std::make_shared<ServerState>(
          std::move(settings), std::move(handler), std::move(refusal), std::move(access)))) {}

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
    implementation_->stop(bound);
}

}  // namespace gridlore::http
