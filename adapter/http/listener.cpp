#include "adapter/http/listener.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <utility>

namespace gridlore::http {
namespace {

/// How long accepting pauses when there are no file descriptors left.
constexpr std::chrono::milliseconds accept_pause{50};
/// So many connections beyond the limit are told why they are turned away; more are closed without a word.
constexpr std::size_t turning_away = 1000;
constexpr int listen_backlog = 4096;

}  // namespace

Listener::Listener(std::shared_ptr<ServerState> state, const std::vector<std::unique_ptr<Worker>>& workers)
    : state_(std::move(state)),
      workers_(workers),
      acceptor_(workers.front()->context()),
      pause_(workers.front()->context()) {}

ErrorCode Listener::listen(const asio::ip::tcp::endpoint& endpoint) {
    ErrorCode error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) {
        acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    }
    if (!error) {
        acceptor_.bind(endpoint, error);
    }
    if (!error) {
        acceptor_.listen(listen_backlog, error);
    }
    return error;
}

std::uint16_t Listener::port() const {
    return acceptor_.local_endpoint().port();
}

void Listener::start() {
    asio::co_spawn(workers_.front()->context(), accept(), [this](const std::exception_ptr& exception) {
        if (exception) {
            state_->report(exception);
            start();  // one connection could not be taken; the next ones may
        }
    });
}

void Listener::close() {
    asio::post(workers_.front()->context(), [this] {
        ErrorCode ignored;
        acceptor_.close(ignored);
        pause_.cancel();
    });
}

Awaitable<void> Listener::accept() {
    std::size_t next = 0;
    while (acceptor_.is_open()) {
        Worker& worker = *workers_[next++ % workers_.size()];
        auto [error, socket] = co_await acceptor_.async_accept(worker.context().get_executor(), as_values);
        if (!error) {
            hand_over(worker, std::move(socket));
        } else if (acceptor_.is_open()) {
            pause_.expires_after(accept_pause);
            co_await pause_.async_wait(as_values);
        }
    }
}

void Listener::hand_over(Worker& worker, Socket socket) {
    ErrorCode ignored;  // a client that has gone already is noticed when it is read from
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    const std::size_t limit = state_->settings.connections;
    const bool is_served = state_->connections < limit;
    state_->refused += is_served ? 0 : 1;
    if (state_->connections < limit + turning_away) {
        worker.take(std::move(socket), is_served);
    }
}

}  // namespace gridlore::http
