#include "adapter/http/session.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <charconv>
#include <ctime>
#include <span>
#include <utility>

namespace gridlore::http {
namespace {

/// So much of the next requests is taken while one is being worked on.
constexpr std::size_t leftover_limit = std::size_t{16} << 10;

/// As nginx has it.
constexpr unsigned client_closed_request = 499;

/// One request: counted when it is there, logged at its end, whichever that is.
class Access {
  public:
    Access(ServerState& state, const Request& request)
        : state_(state), record_{std::to_string(++state.requests), request.method, request.path, 0, {}} {}

    const std::string& id() const { return record_.id; }
    void end(unsigned status) {
        record_.status = status;
        record_.time = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start_);
        if (state_.access) {
            state_.access(record_);
        }
    }

  private:
    ServerState& state_;
    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    AccessRecord record_;
};

/// Tells the slot when the connection leaves the request behind, for whatever reason: from then on its handler must not
/// reach for the connection's context.
class Departure {
  public:
    explicit Departure(ResponseSlot& slot) : slot_(slot) {}
    ~Departure() { slot_.disconnected(); }
    Departure(const Departure&) = delete;
    Departure& operator=(const Departure&) = delete;

  private:
    ResponseSlot& slot_;
};

/// The same for the body: from then on nobody is called when there is more of it.
class Abandonment {
  public:
    explicit Abandonment(BodyStream& stream) : stream_(stream) {}
    ~Abandonment() { stream_.abandon(); }
    Abandonment(const Abandonment&) = delete;
    Abandonment& operator=(const Abandonment&) = delete;

  private:
    BodyStream& stream_;
};

/// The line before a chunk (RFC 9112, 7.1).
std::string chunk_line(std::size_t size) {
    std::array<char, 16> digits;  // NOLINT(*-member-init): filled by to_chars
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16).ptr;
    return std::string(digits.data(), end) + "\r\n";
}

}  // namespace

Session::Session(std::shared_ptr<ServerState> state, Deadlines& deadlines, Socket socket)
    : state_(std::move(state)), deadlines_(deadlines), deadline_([this] { give_up(); }), socket_(std::move(socket)) {
    state_->connection_opened();
}

Session::~Session() {
    state_->connection_closed();
}

void Session::close_if_idle() {
    if (waits_for_ == Wait::Request) {
        close();
    }
}

void Session::close() {
    ErrorCode ignored;
    socket_.close(ignored);
}

/// Too much time has gone by.
void Session::give_up() {
    has_timed_out_ = true;
    cancel();
}

void Session::cancel() {
    ErrorCode ignored;
    socket_.cancel(ignored);
}

Awaitable<void> Session::run() {
    bool goes_on = true;
    while (goes_on) {
        goes_on = co_await serve_one();
    }
    co_await linger();
}

Awaitable<void> Session::turn_away() {
    co_await write_refusal({}, 503, "The server has as many connections as it may have.");
    co_await linger();
}

/// What reading needs is let go of before the handler is called: a long poll is held for long.
Awaitable<bool> Session::serve_one() {
    auto parsed = co_await read();
    if (!parsed) {
        co_return false;
    }
    co_return co_await handle(std::move(*parsed));
}

/// Nothing if the connection is to end instead.
Awaitable<std::optional<RequestParser::Parsed>> Session::read() {
    const ServerSettings& settings = state_->settings;
    RequestParser parser({.header = settings.header_limit,
                          .body = settings.body_limit,
                          .large_bodies = settings.large_bodies,
                          .changing_paths = settings.changing_paths ? &*settings.changing_paths : nullptr,
                          .spool = settings.spool});
    parser.feed(leftover_);
    leftover_ = std::string();
    deadlines_.set(deadline_, parser.has_begun() ? DeadlineKind::Read : DeadlineKind::Idle);
    while (parser.needs_more()) {
        if (!co_await read_some(parser)) {
            co_return std::nullopt;
        }
    }
    deadline_.clear();
    if (parser.state() == RequestParser::State::Refused) {
        co_await refuse(parser, parser.refusal().status, parser.refusal().message);
        co_return std::nullopt;
    }
    leftover_ = parser.rest();
    co_return parser.take();
}

/// False if the connection is to end.
Awaitable<bool> Session::read_some(RequestParser& parser) {
    const bool has_begun = parser.has_begun();
    if (!has_begun && state_->stopping) {
        co_return false;
    }
    if (parser.expects_continue()) {
        co_await write_all("HTTP/1.1 100 Continue\r\n\r\n", {});
    }
    if (parser.state() == RequestParser::State::InBody) {
        deadlines_.set(deadline_, DeadlineKind::Read);
    }
    has_timed_out_ = false;
    waits_for_ = has_begun ? Wait::Other : Wait::Request;
    const std::span<char> room = parser.room();
    const auto [error, size] = co_await socket_.async_read_some(asio::buffer(room.data(), room.size()), as_values);
    waits_for_ = Wait::Other;
    if (error) {
        if (has_timed_out_ && has_begun) {
            co_await refuse(parser, 408, "The request did not arrive in time.");
        }
        co_return false;
    }
    parser.received(size);
    if (!has_begun && parser.has_begun()) {
        deadlines_.set(deadline_, DeadlineKind::Read);
    }
    co_return true;
}

/// False if the connection is to end.
Awaitable<bool> Session::handle(RequestParser::Parsed parsed) {
    Access access(*state_, parsed.request);
    parsed.request.id = access.id();
    const bool is_head = parsed.request.method == "HEAD";
    const auto slot = std::make_shared<ResponseSlot>(wake_up());
    const Departure departure(*slot);
    const RefusalWording& wording = state_->wording(parsed.request.path);
    state_->handler(std::move(parsed.request),
                    make_responder(slot, std::shared_ptr<const RefusalWording>(state_, &wording)));
    bool is_there = co_await wait_until([&slot] { return slot->has_response_or_notifies(); });
    if (is_there && slot->must_arrive()) {
        // Written to a client that has gone, it would count as arrived: its kernel's refusal comes later.
        is_there = keep_what_came();
    }
    if (!is_there) {
        access.end(client_closed_request);
        co_return false;
    }
    const Response response = slot->take();
    const ConnectionPersistence persistence{.keep_alive = parsed.persistence.keep_alive && !state_->stopping &&
                                                          !(response.stream && parsed.persistence.is_http_1_0),
                                            .is_http_1_0 = parsed.persistence.is_http_1_0};
    const bool is_whole = co_await write(response, persistence, !is_head);
    slot->written(is_whole);
    access.end(response.status);
    co_return (is_whole && persistence.keep_alive);
}

/// A response, or the next piece of one, ends the wait for what the client sends; it may find the connection at
/// something else already.
std::function<void()> Session::wake_up() {
    return [weak = weak_from_this(), executor = socket_.get_executor()] {
        asio::post(executor, [weak] {
            if (const auto self = weak.lock(); self && self->waits_for_ == Wait::Response) {
                self->cancel();
            }
        });
    };
}

/// False if the client goes first. If what is asked is false, it calls what `wake_up` gave when that changes.
template <typename IsThere>
Awaitable<bool> Session::wait_until(IsThere is_there_or_notifies) {
    while (!is_there_or_notifies()) {
        // A client that sends more than there is room for is only noticed when it breaks the connection.
        const bool has_room = leftover_.size() < leftover_limit;
        const auto what = has_room ? asio::socket_base::wait_read : asio::socket_base::wait_error;
        waits_for_ = Wait::Response;
        const auto [error] = co_await socket_.async_wait(what, as_values);
        waits_for_ = Wait::Other;
        const bool is_notified = error == asio::error::operation_aborted && socket_.is_open();
        if (!is_notified && (error || !has_room || !keep_what_came())) {
            co_return false;
        }
    }
    co_return true;
}

/// False if the client has gone: its socket is readable, but there is nothing to read.
bool Session::keep_what_came() {
    std::array<char, 4096> bytes;  // NOLINT(*-member-init): filled by recv
    const ssize_t size = ::recv(socket_.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (size > 0) {
        leftover_.append(bytes.data(), static_cast<std::size_t>(size));
    }
    return size > 0 || (size < 0 && (errno == EAGAIN || errno == EINTR));
}

/// A request, as far as it came.
Awaitable<void> Session::refuse(RequestParser& parser, unsigned status, std::string message) {
    const Request request = parser.take().request;
    Access access(*state_, request);
    co_await write_refusal(request.path, status, std::move(message));
    access.end(status);
}

Awaitable<void> Session::write_refusal(std::string_view path, unsigned status, std::string message) {
    const Response response = state_->wording(path)(status, std::move(message));
    may_send_on_ = co_await write(response, {.keep_alive = false, .is_http_1_0 = false}, true);
}

Awaitable<bool> Session::write(const Response& response, const ConnectionPersistence& persistence, bool with_body) {
    static thread_local DateText date;
    const std::string head = response_head(response, persistence, date.at(std::time(nullptr)));
    if (response.stream) {
        const Abandonment abandonment(*response.stream);
        if (with_body) {
            co_return co_await write_pieces(*response.stream, head, !persistence.is_http_1_0);
        }
        co_return co_await write_all(head, {});
    }
    std::string_view body;
    if (with_body && response.body && may_have_body(response.status)) {
        body = *response.body;
    }
    co_return co_await write_all(head, body);
}

/// Each chunk's line goes out with its bytes, behind what ends the chunk before it. A body that is cut ends without its
/// last chunk, and where there are no chunks with a broken connection: its end would look like the body's.
Awaitable<bool> Session::write_pieces(BodyStream& stream, std::string head, bool is_chunked) {
    stream.notify_by(wake_up());
    std::string piece;
    BodyStream::Taken taken = BodyStream::Taken::Nothing;
    bool is_well = true;
    while (is_well) {
        const auto is_there = [&] { return (taken = stream.take(piece)) != BodyStream::Taken::Nothing; };
        is_well = co_await wait_until(is_there);
        if (!is_well || taken != BodyStream::Taken::Piece) {
            break;
        }
        head += is_chunked ? chunk_line(piece.size()) : "";
        is_well = co_await write_all(head, piece);
        head = is_chunked ? "\r\n" : "";
    }
    if (is_well && taken == BodyStream::Taken::End) {
        head += is_chunked ? chunk_line(0) + "\r\n" : "";
        co_return co_await write_all(head, {});
    }
    if (!is_chunked) {
        ErrorCode ignored;
        socket_.set_option(asio::socket_base::linger(true, 0), ignored);
        socket_.close(ignored);
    }
    co_return false;
}

Awaitable<bool> Session::write_all(std::string_view head, std::string_view body) {
    std::array<asio::const_buffer, 2> rest = {asio::buffer(head), asio::buffer(body)};
    while (rest[0].size() + rest[1].size() > 0) {
        // Anew for each piece: a client may be slow, as long as it takes something.
        deadlines_.set(deadline_, DeadlineKind::Write);
        const auto [error, size] = co_await socket_.async_write_some(rest, as_values);
        if (error) {
            co_return false;
        }
        const std::size_t of_head = std::min(size, rest[0].size());
        rest[0] += of_head;
        rest[1] += size - of_head;
    }
    deadline_.clear();
    co_return true;
}

/// Closing a socket with unread input resets the connection, and the client might never see the last response. So what
/// it still sends is thrown away for a while.
Awaitable<void> Session::linger() {
    ErrorCode error;
    socket_.shutdown(asio::socket_base::shutdown_send, error);
    ErrorCode ignored;
    if (!may_send_on_ && leftover_.empty() && socket_.available(ignored) == 0) {
        co_return;
    }
    waits_for_ = Wait::Request;  // of which there is none to come: it may be closed at any time
    deadlines_.set(deadline_, DeadlineKind::Linger);
    std::array<char, 512> thrown_away;  // NOLINT(*-member-init): never looked at
    while (!error) {
        const auto [ended, size] = co_await socket_.async_read_some(asio::buffer(thrown_away), as_values);
        error = ended;
    }
}

}  // namespace gridlore::http
