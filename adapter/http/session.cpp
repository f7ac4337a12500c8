#include "adapter/http/session.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <ctime>
#include <tuple>
#include <utility>

namespace gridlore::http {
namespace {

namespace beast = boost::beast;
using Parser = beast::http::request_parser<beast::http::string_body>;

/// Room for the first bytes of a request; most fit.
constexpr std::size_t first_read = 1024;

Request to_request(beast::http::request<beast::http::string_body> message) {
    Request request;
    request.method = std::string(message.method_string());
    const std::string_view target(message.target().data(), message.target().size());
    const std::size_t query = target.find('?');
    request.path = std::string(target.substr(0, query));
    if (query != std::string_view::npos) {
        request.query = std::string(target.substr(query + 1));
    }
    for (const auto& field : message) {
        request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    }
    request.body = std::move(message.body());
    return request;
}

/// Whether the other side just went, so that there is nobody to tell of an error.
bool is_departure(ErrorCode error) {
    return error == beast::http::error::end_of_stream || error == beast::http::error::partial_message ||
           error == asio::error::eof || error.category() == boost::system::system_category();
}

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

}  // namespace

void ServerState::connection_opened() {
    const std::lock_guard lock(mutex_);
    ++connections;
}

void ServerState::connection_closed() {
    const std::lock_guard lock(mutex_);
    --connections;
    none_left_.notify_all();
}

void ServerState::wait_for_connections(std::chrono::milliseconds bound) {
    std::unique_lock lock(mutex_);
    none_left_.wait_for(lock, bound, [&] { return connections == 0; });
}

Session::Session(std::shared_ptr<ServerState> state, Sessions& sessions, asio::io_context& context, Socket socket)
    : state_(std::move(state)), sessions_(sessions), context_(context), stream_(std::move(socket)), ready_(context) {
    sessions_.insert(this);
}

Session::~Session() {
    sessions_.erase(this);
    state_->connection_closed();
}

void Session::close_if_idle() {
    if (idle_) {
        close();
    }
}

void Session::close() {
    gone_ = true;
    stream_.close();
    ready_.cancel();
}

Awaitable<void> Session::run(std::shared_ptr<Session> self) {
    while (co_await self->serve_one()) {
    }
    ErrorCode ignored;
    self->stream_.socket().shutdown(asio::socket_base::shutdown_send, ignored);
}

Awaitable<void> Session::turn_away(std::shared_ptr<Session> self) {
    co_await self->refuse(503, "The server has as many connections as it may have.");
}

Awaitable<bool> Session::serve_one() {
    Incoming incoming;
    // What reading needs is let go of before the handler is called: a long poll is held for long.
    if (!co_await read(incoming)) {
        co_return false;
    }
    co_return co_await handle(std::move(incoming));
}

/// False if the connection ends instead.
Awaitable<bool> Session::wait_for_request() {
    idle_ = true;
    if (state_->stopping) {
        co_return false;
    }
    leftover_.resize(first_read);
    stream_.expires_after(state_->settings.idle_timeout);
    const auto [error, received] = co_await stream_.async_read_some(asio::buffer(leftover_), as_values);
    leftover_.resize(received);
    idle_ = false;
    co_return !error;
}

Awaitable<bool> Session::read(Incoming& incoming) {
    const ServerSettings& settings = state_->settings;
    if (leftover_.empty() && !co_await wait_for_request()) {
        co_return false;
    }
    beast::flat_buffer buffer;
    buffer.reserve(std::max(leftover_.size(), first_read));
    buffer.commit(asio::buffer_copy(buffer.prepare(leftover_.size()), asio::buffer(leftover_)));
    leftover_ = {};
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(settings.header_limit));
    parser.body_limit(settings.body_limit);
    stream_.expires_after(settings.read_timeout);
    auto [error, received] = co_await beast::http::async_read_header(stream_, buffer, parser, as_values);
    if (!error && !parser.is_done() && parser.get()[beast::http::field::expect] == "100-continue") {
        static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        co_await asio::async_write(stream_, asio::buffer(go_on), as_values);
    }
    while (!error && !parser.is_done()) {
        stream_.expires_after(settings.read_timeout);
        std::tie(error, received) = co_await beast::http::async_read_some(stream_, buffer, parser, as_values);
    }
    if (error) {
        co_await refuse_for(error);
        co_return false;
    }
    incoming.framing = {.keep_alive = parser.get().keep_alive(), .is_http_1_0 = parser.get().version() == 10};
    incoming.request = to_request(parser.release());
    const auto rest = buffer.cdata();
    leftover_.assign(static_cast<const char*>(rest.data()), rest.size());
    co_return true;
}

Awaitable<void> Session::refuse_for(ErrorCode error) {
    namespace http = beast::http;
    if (is_departure(error)) {
        co_return;
    }
    if (error == http::error::header_limit || error == http::error::buffer_overflow) {
        co_await refuse(431, "The request's header is too large.");
    } else if (error == http::error::body_limit) {
        co_await refuse(413,
                        "The request's body is larger than " + std::to_string(state_->settings.body_limit) + " bytes.");
    } else if (error == beast::error::timeout) {
        co_await refuse(408, "The request did not arrive in time.");
    } else {
        co_await refuse(400, "The request is no valid HTTP: " + error.message());
    }
}

Awaitable<void> Session::refuse(unsigned status, std::string message) {
    const Response response = state_->refusal(status, std::move(message));
    co_await write(response, {.keep_alive = false, .is_http_1_0 = false}, true);
}

Awaitable<bool> Session::handle(Incoming incoming) {
    const auto start = std::chrono::steady_clock::now();
    ResponseFraming framing = incoming.framing;
    Request& request = incoming.request;
    request.id = std::to_string(++state_->requests);
    AccessRecord record{request.id, request.method, request.path, 0, {}};
    const bool is_head = request.method == "HEAD";
    stream_.expires_never();
    const auto slot = std::make_shared<ResponseSlot>([weak = weak_from_this(), executor = context_.get_executor()] {
        asio::post(executor, [weak] {
            if (const auto self = weak.lock()) {
                self->ready_.cancel();
            }
        });
    });
    const Departure departure(*slot);
    state_->handler(std::move(request), make_responder(slot, state_->refusal(500, "The request was not answered.")));
    while (!slot->has_response()) {
        watch_for_disconnect();
        ready_.expires_at(SteadyTimer::time_point::max());
        co_await ready_.async_wait(as_values);
        if (gone_) {
            co_return false;
        }
    }
    if (watching_) {
        ErrorCode ignored;
        stream_.socket().cancel(ignored);
    }
    const Response response = slot->take();
    framing.keep_alive = framing.keep_alive && !state_->stopping;
    const bool whole = co_await write(response, framing, !is_head);
    slot->written(whole);
    if (state_->access) {
        record.status = response.status;
        record.time = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
        state_->access(record);
    }
    co_return whole&& framing.keep_alive;
}

/// A readable socket of which nothing can be read has been closed by the client.
void Session::watch_for_disconnect() {
    if (std::exchange(watching_, true)) {
        return;
    }
    stream_.socket().async_wait(asio::socket_base::wait_read, [self = shared_from_this()](ErrorCode error) {
        self->watching_ = false;
        char byte = 0;
        if (!error && ::recv(self->stream_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0) {
            self->gone_ = true;
            self->ready_.cancel();
        }
    });
}

Awaitable<bool> Session::write(const Response& response, const ResponseFraming& framing, bool with_body) {
    static thread_local DateText date;
    const std::string head = response_head(response, framing, date.at(std::time(nullptr)));
    const bool has_body = with_body && response.body && may_have_body(response.status);
    std::array<asio::const_buffer, 2> buffers = {asio::buffer(head),
                                                 has_body ? asio::buffer(*response.body) : asio::const_buffer()};
    while (buffers[0].size() + buffers[1].size() > 0) {
        // Anew for each piece: a client may be slow, as long as it takes something.
        stream_.expires_after(state_->settings.write_timeout);
        const auto [error, sent] = co_await stream_.async_write_some(buffers, as_values);
        if (error) {
            co_return false;
        }
        std::size_t rest = sent;
        for (asio::const_buffer& buffer : buffers) {
            const std::size_t taken = std::min(rest, buffer.size());
            buffer += taken;
            rest -= taken;
        }
    }
    co_return true;
}

}  // namespace gridlore::http
