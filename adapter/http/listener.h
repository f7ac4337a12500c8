/// Accepts the connections of a server and deals them out to its workers.
#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "adapter/http/asio_types.h"
#include "adapter/http/server_state.h"
#include "adapter/http/worker.h"

namespace gridlore::http {

/// Confined to the thread of the first worker once it has started; the workers must outlive it, and must have stopped
/// when it is destroyed.
class Listener {
  public:
    /// There is at least one worker.
    Listener(std::shared_ptr<ServerState> state, const std::vector<std::unique_ptr<Worker>>& workers);

    ErrorCode listen(const asio::ip::tcp::endpoint& endpoint);
    /// Precondition: it listens.
    std::uint16_t port() const;
    /// Accepts from now on. When there are no file descriptors left it pauses: those who wait are accepted later.
    void start();
    /// Callable from any thread.
    void close();

  private:
    Awaitable<void> accept();
    void hand_over(Worker& worker, Socket socket);

    const std::shared_ptr<ServerState> state_;
    const std::vector<std::unique_ptr<Worker>>& workers_;
    asio::basic_socket_acceptor<asio::ip::tcp, Executor> acceptor_;
    SteadyTimer pause_;
};

}  // namespace gridlore::http
