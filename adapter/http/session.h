/// One connection of the server: reads requests one after the other and writes their responses.
#pragma once

#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapter/http/asio_types.h"
#include "adapter/http/body_stream.h"
#include "adapter/http/deadlines.h"
#include "adapter/http/request_parser.h"
#include "adapter/http/response_slot.h"
#include "adapter/http/response_text.h"
#include "adapter/http/server_state.h"

namespace gridlore::http {

/// Confined to the thread of its socket, once it is there. Counts as a connection of `state` while it lives.
///
/// It waits for one thing at a time. While a handler is at work that is whatever the client sends: its leaving is
/// noticed at once, and a response that is ready cancels the wait.
class Session final
    : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>,
      public std::enable_shared_from_this<Session> {
  public:
    using List = boost::intrusive::list<Session, boost::intrusive::constant_time_size<false>>;

    Session(std::shared_ptr<ServerState> state, Deadlines& deadlines, Socket socket);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Serves until one of both closes the connection. The caller keeps the session alive until then, here as below.
    Awaitable<void> run();
    /// Answers with 503 and closes: there are too many.
    Awaitable<void> turn_away();

    /// Closes it if it waits for a request.
    void close_if_idle();
    /// Closes it at once; a handler at work is told.
    void close();

  private:
    enum class Wait : std::uint8_t { Request, Response, Other };

    void give_up();
    void cancel();
    Awaitable<bool> serve_one();
    Awaitable<std::optional<RequestParser::Parsed>> read();
    Awaitable<bool> read_some(RequestParser& parser);
    Awaitable<bool> handle(RequestParser::Parsed parsed);
    std::function<void()> wake_up();
    template <typename IsThere>
    Awaitable<bool> wait_until(IsThere is_there_or_notifies);
    bool keep_what_came();
    Awaitable<void> refuse(RequestParser& parser, unsigned status, std::string message);
    Awaitable<void> write_refusal(std::string_view path, unsigned status, std::string message);
    Awaitable<bool> write(const Response& response, const ConnectionPersistence& persistence, bool with_body);
    Awaitable<bool> write_pieces(BodyStream& stream, std::string head, bool is_chunked);
    Awaitable<bool> write_all(std::string_view head, std::string_view body);
    Awaitable<void> linger();

    const std::shared_ptr<ServerState> state_;
    Deadlines& deadlines_;
    Deadline deadline_;
    Socket socket_;
    std::string leftover_;  ///< bytes of the next requests
    Wait waits_for_ = Wait::Other;
    bool has_timed_out_ = false;
    bool may_send_on_ = false;  ///< the client was refused before all of its request was there
};

}  // namespace gridlore::http
