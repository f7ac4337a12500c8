/// One connection of the server: reads requests one after the other and writes their responses.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>

#include <boost/beast/core/basic_stream.hpp>

#include "adapter/http/asio_types.h"
#include "adapter/http/response_slot.h"
#include "adapter/http/response_text.h"
#include "adapter/http/server.h"

namespace gridlore::http {

/// What the connections of a server have in common. Internally synchronized; it knows no io_context, so that a
/// connection that is left in one keeps nothing alive.
struct ServerState {
    ServerState(ServerSettings settings_of_server, Handler handler_of_requests,
                std::function<Response(unsigned, std::string)> wording, std::function<void(const AccessRecord&)> log)
        : settings(std::move(settings_of_server)),
          handler(std::move(handler_of_requests)),
          refusal(std::move(wording)),
          access(std::move(log)) {}

    void connection_opened();
    void connection_closed();
    /// Returns when no connection is left, or after `bound`.
    void wait_for_connections(std::chrono::milliseconds bound);

    const ServerSettings settings;
    const Handler handler;
    const std::function<Response(unsigned, std::string)> refusal;
    const std::function<void(const AccessRecord&)> access;
    std::atomic<bool> stopping = false;
    std::atomic<std::size_t> connections = 0;
    std::atomic<std::uint64_t> requests = 0;
    std::atomic<std::uint64_t> refused = 0;

  private:
    std::mutex mutex_;
    std::condition_variable none_left_;
};

/// Confined to the thread of its context. Counts as a connection of `state` until it ends.
class Session : public std::enable_shared_from_this<Session> {
  public:
    using Sessions = std::unordered_set<Session*>;

    /// `sessions`, which it is a member of as long as it lives, must outlive it.
    Session(std::shared_ptr<ServerState> state, Sessions& sessions, asio::io_context& context, Socket socket);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Serves until one of both closes the connection.
    static Awaitable<void> run(std::shared_ptr<Session> self);
    /// Answers with 503 and closes: there are too many.
    static Awaitable<void> turn_away(std::shared_ptr<Session> self);

    /// Closes it if it waits for a request.
    void close_if_idle();
    /// Closes it at once; a handler at work is told.
    void close();

  private:
    struct Incoming {
        Request request;
        ResponseFraming framing;
    };

    Awaitable<bool> serve_one();
    Awaitable<bool> read(Incoming& incoming);
    Awaitable<bool> wait_for_request();
    Awaitable<bool> handle(Incoming incoming);
    Awaitable<bool> write(const Response& response, const ResponseFraming& framing, bool with_body);
    Awaitable<void> refuse_for(ErrorCode error);
    Awaitable<void> refuse(unsigned status, std::string message);
    void watch_for_disconnect();

    const std::shared_ptr<ServerState> state_;
    Sessions& sessions_;
    asio::io_context& context_;
    boost::beast::basic_stream<asio::ip::tcp, Executor> stream_;
    SteadyTimer ready_;     ///< cancelled when there is a response, or the client has gone
    std::string leftover_;  ///< bytes of the next request
    bool idle_ = false;
    bool watching_ = false;
    bool gone_ = false;
};

}  // namespace gridlore::http
