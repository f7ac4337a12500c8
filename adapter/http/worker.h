/// One network thread with the connections that were given to it: each stays there, so it needs no locks.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <functional>
#include <memory>
#include <thread>

#include "adapter/http/asio_types.h"
#include "adapter/http/deadlines.h"
#include "adapter/http/server_state.h"
#include "adapter/http/session.h"

namespace gridlore::http {

/// Internally synchronized.
class Worker {
  public:
    explicit Worker(std::shared_ptr<ServerState> state);
    /// Ends the thread, and what is still suspended with it.
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void start();
    void stop();

    asio::io_context& context() { return context_; }
    /// Serves the connection, or answers that there are too many. From any thread; the socket is one of `context`.
    void take(Socket socket, bool is_served);
    /// Calls `act` with each connection, soon.
    void on_each_session(std::function<void(Session&)> act);

  private:
    void run();

    const std::shared_ptr<ServerState> state_;
    asio::io_context context_{1};
    Deadlines deadlines_;
    Session::List sessions_;
    asio::executor_work_guard<Executor> guard_{context_.get_executor()};
    std::thread thread_;
};

}  // namespace gridlore::http
