#include "adapter/http/server.h"

#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <thread>
#include <unordered_set>

#include "adapter/http/asio_types.h"
#include "adapter/http/response_text.h"

namespace gridlore::http {
namespace {

namespace beast = boost::beast;
using Stream = beast::basic_stream<asio::ip::tcp, Executor>;
using Parser = beast::http::request_parser<beast::http::string_body>;

/// How long accepting pauses when there are no file descriptors left.
constexpr std::chrono::milliseconds accept_pause{50};

void raise_open_file_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/// Where a handler leaves its response for the connection's coroutine. Internally synchronized.
class ResponseSlot final : public Responder {
  public:
    explicit ResponseSlot(std::function<void()> notify) : notify_(std::move(notify)) {}

    void respond(Response response, std::function<void(bool)> written) override {
        {
            const std::lock_guard lock(mutex_);
            if (response_ || is_gone_) {
                if (is_gone_ && !response_) {
                    response_.emplace();
                } else {
                    return;
                }
            } else {
                response_ = std::move(response);
                written_ = std::move(written);
                gone_ = nullptr;
                written = nullptr;
            }
        }
        if (written) {
            return written(false);
        }
        notify_();
    }

    void on_disconnect(std::function<void()> gone) override {
        {
            const std::lock_guard lock(mutex_);
            if (!is_gone_) {
                gone_ = response_ ? nullptr : std::move(gone);
                return;
            }
        }
        gone();
    }

    bool has_response() const {
        const std::lock_guard lock(mutex_);
        return response_.has_value();
    }
    Response take() {
        const std::lock_guard lock(mutex_);
        return std::move(*response_);
    }
    void written(bool whole) {
        std::function<void(bool)> told;
        {
            const std::lock_guard lock(mutex_);
            told.swap(written_);
        }
        if (told) {
            told(whole);
        }
    }
    void disconnected() {
        std::function<void()> gone;
        {
            const std::lock_guard lock(mutex_);
            is_gone_ = true;
            gone.swap(gone_);
        }
        if (gone) {
            gone();
        }
    }

  private:
    mutable std::mutex mutex_;
    std::function<void()> notify_;
    std::optional<Response> response_;
    std::function<void(bool)> written_;
    std::function<void()> gone_;
    bool is_gone_ = false;
};

/// What the handler holds: when it lets go without having responded, the client gets a 500.
class HandlersResponder final : public Responder {
  public:
    HandlersResponder(std::shared_ptr<ResponseSlot> slot, Response fallback)
        : slot_(std::move(slot)), fallback_(std::move(fallback)) {}
    ~HandlersResponder() override { slot_->respond(std::move(fallback_), {}); }

    void respond(Response response, std::function<void(bool)> written) override {
        slot_->respond(std::move(response), std::move(written));
    }
    void on_disconnect(std::function<void()> gone) override { slot_->on_disconnect(std::move(gone)); }

  private:
    std::shared_ptr<ResponseSlot> slot_;
    Response fallback_;
};

}  // namespace

/// One thread for each context; a connection stays with the context that it was given to, so it needs no locks.
class Server::Implementation : public std::enable_shared_from_this<Server::Implementation> {
  public:
    Implementation(ServerSettings settings, Handler handler, std::function<Response(unsigned, std::string)> refusal,
                   std::function<void(const AccessRecord&)> access)
        : settings_(std::move(settings)),
          handler_(std::move(handler)),
          refusal_(std::move(refusal)),
          access_(std::move(access)) {}

    Result<void> start() {
        raise_open_file_limit();
        ErrorCode error;
        const auto address = asio::ip::make_address(settings_.host == "localhost" ? "127.0.0.1" : settings_.host, error);
        if (error) {
            return invalid_input("'" + settings_.host + "' is no IP address to listen on.");
        }
        const unsigned count = settings_.threads > 0 ? settings_.threads : std::max(1U, std::thread::hardware_concurrency());
        for (unsigned i = 0; i < count; ++i) {
            workers_.push_back(std::make_unique<Worker>());
        }
        const asio::ip::tcp::endpoint endpoint(address, settings_.port);
        acceptor_.emplace(workers_.front()->context);
        acceptor_->open(endpoint.protocol(), error);
        acceptor_->set_option(asio::socket_base::reuse_address(true), error);
        acceptor_->bind(endpoint, error);
        if (!error) {
            acceptor_->listen(4096, error);
        }
        if (error) {
            acceptor_.reset();
            workers_.clear();  // no thread runs: there is nothing to stop
            return Error{error == asio::error::address_in_use ? ErrorKind::Conflict : ErrorKind::Unavailable,
                         "Cannot listen on " + settings_.host + ":" + std::to_string(settings_.port) + ": " + error.message()};
        }
        port_ = acceptor_->local_endpoint().port();
        asio::co_spawn(workers_.front()->context, accept(shared_from_this()), asio::detached);
        for (auto& worker : workers_) {
            worker->thread = std::thread([&context = worker->context] { context.run(); });
        }
        return {};
    }

    std::uint16_t port() const { return port_; }

    ServerStatistics statistics() const { return {connections_, requests_, refused_}; }

    void stop(std::chrono::milliseconds bound) {
        if (workers_.empty() || stopping_.exchange(true)) {
            return;
        }
        asio::post(workers_.front()->context, [self = shared_from_this()] { self->acceptor_->close(); });
        for (auto& worker : workers_) {
            asio::post(worker->context, [&worker = *worker] {
                for (Session* session : worker.sessions) {
                    session->close_if_idle();
                }
            });
        }
        {
            std::unique_lock lock(mutex_);
            none_left_.wait_for(lock, bound, [&] { return connections_ == 0; });
        }
        for (auto& worker : workers_) {
            asio::post(worker->context, [&worker = *worker] {
                for (Session* session : worker.sessions) {
                    session->close();
                }
            });
        }
        {
            std::unique_lock lock(mutex_);
            none_left_.wait_for(lock, std::chrono::seconds(1), [&] { return connections_ == 0; });
        }
        for (auto& worker : workers_) {
            worker->guard.reset();
            worker->context.stop();
            worker->thread.join();
        }
    }

  private:
    class Session;
    struct Worker {
        asio::io_context context{1};
        asio::executor_work_guard<Executor> guard{context.get_executor()};
        std::unordered_set<Session*> sessions;  ///< confined to the thread
        std::thread thread;
    };

    class Session : public std::enable_shared_from_this<Session> {
      public:
        Session(std::shared_ptr<Implementation> server, Worker& worker, Socket socket)
            : server_(std::move(server)), worker_(worker), stream_(std::move(socket)), ready_(worker.context) {
            worker_.sessions.insert(this);
        }
        ~Session() {
            worker_.sessions.erase(this);
            const std::lock_guard lock(server_->mutex_);
            --server_->connections_;
            server_->none_left_.notify_all();
        }

        void close_if_idle() {
            if (idle_) {
                close();
            }
        }
        void close() { stream_.close(); }

        static Awaitable<void> run(std::shared_ptr<Session> self) {
            while (co_await self->serve_one()) {
            }
            ErrorCode ignored;
            self->stream_.socket().shutdown(asio::socket_base::shutdown_send, ignored);
        }

        Awaitable<bool> refuse(unsigned status, std::string message) {
            co_await write(server_->refusal_(status, std::move(message)), {.keep_alive = false, .is_http_1_0 = false}, true);
            co_return false;
        }

        Awaitable<bool> serve_one() {
            const ServerSettings& settings = server_->settings_;
            Request request;
            ResponseFraming framing;
            {
                beast::flat_buffer buffer;
                buffer.reserve(leftover_.size() + 512);
                buffer.commit(asio::buffer_copy(buffer.prepare(leftover_.size()), asio::buffer(leftover_)));
                leftover_.clear();
                Parser parser;
                parser.header_limit(static_cast<std::uint32_t>(settings.header_limit));
                parser.body_limit(settings.body_limit);
                if (buffer.size() == 0) {
                    idle_ = !server_->stopping_ || served_ > 0;
                    if (server_->stopping_) {
                        co_return false;
                    }
                    stream_.expires_after(settings.idle_timeout);
                    const auto [waited] = co_await stream_.socket().async_wait(asio::socket_base::wait_read, as_values);
                    idle_ = false;
                    if (waited) {
                        co_return false;
                    }
                }
                stream_.expires_after(settings.read_timeout);
                auto [error, read] = co_await beast::http::async_read_header(stream_, buffer, parser, as_values);
                if (!error && parser.get()[beast::http::field::expect] == "100-continue") {
                    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
                    co_await asio::async_write(stream_, asio::buffer(go_on), as_values);
                }
                while (!error && !parser.is_done()) {
                    stream_.expires_after(settings.read_timeout);
                    std::tie(error, read) = co_await beast::http::async_read_some(stream_, buffer, parser, as_values);
                }
                if (error) {
                    co_return co_await refuse_for(error);
                }
                auto message = parser.release();
                request.method = std::string(message.method_string());
                const std::string_view target(message.target().data(), message.target().size());
                request.path = std::string(target.substr(0, target.find('?')));
                if (const std::size_t query = target.find('?'); query != std::string_view::npos) {
                    request.query = std::string(target.substr(query + 1));
                }
                for (const auto& field : message) {
                    request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
                }
                framing.keep_alive = message.keep_alive();
                framing.is_http_1_0 = message.version() == 10;
                request.body = std::move(message.body());
                const auto rest = buffer.cdata();
                leftover_.assign(static_cast<const char*>(rest.data()), rest.size());
            }
            co_return co_await handle(std::move(request), framing);
        }

        Awaitable<bool> refuse_for(ErrorCode error) {
            namespace http = beast::http;
            if (error == http::error::header_limit || error == http::error::buffer_overflow) {
                co_return co_await refuse(431, "The request's header is too large.");
            }
            if (error == http::error::body_limit) {
                co_return co_await refuse(413, "The request's body is larger than " +
                                                   std::to_string(server_->settings_.body_limit) + " bytes.");
            }
            if (error == beast::error::timeout) {
                stream_.expires_never();
                co_return co_await refuse(408, "The request did not arrive in time.");
            }
            if (error == http::error::end_of_stream || error == http::error::partial_message ||
                error.category() == boost::system::system_category() || error == asio::error::eof) {
                co_return false;
            }
            co_return co_await refuse(400, "The request is no valid HTTP: " + error.message());
        }

        Awaitable<bool> handle(Request request, ResponseFraming framing) {
            const auto start = std::chrono::steady_clock::now();
            ++server_->requests_;
            ++served_;
            request.id = std::to_string(server_->requests_.load());
            AccessRecord record{request.id, request.method, request.path, 0, {}};
            const bool is_head = request.method == "HEAD";
            stream_.expires_never();
            auto slot = std::make_shared<ResponseSlot>([weak = weak_from_this()] {
                if (const auto self = weak.lock()) {
                    asio::dispatch(self->worker_.context, [self] { self->ready_.cancel(); });
                }
            });
            server_->handler_(std::move(request), std::make_shared<HandlersResponder>(
                                                      slot, server_->refusal_(500, "The request was not answered.")));
            while (!slot->has_response()) {
                watch_for_disconnect(slot);
                ready_.expires_at(std::chrono::steady_clock::time_point::max());
                co_await ready_.async_wait(as_values);
                if (gone_) {
                    slot->disconnected();
                    co_return false;
                }
            }
            if (watching_) {
                ErrorCode ignored;
                stream_.socket().cancel(ignored);
            }
            const Response response = slot->take();
            framing.keep_alive = framing.keep_alive && !server_->stopping_;
            const bool whole = co_await write(response, framing, !is_head);
            slot->written(whole);
            if (server_->access_) {
                record.status = response.status;
                record.time = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
                server_->access_(record);
            }
            co_return whole && framing.keep_alive;
        }

        /// A readable socket of which nothing can be read has been closed by the client.
        void watch_for_disconnect(const std::shared_ptr<ResponseSlot>&) {
            if (watching_) {
                return;
            }
            watching_ = true;
            stream_.socket().async_wait(asio::socket_base::wait_read, [self = shared_from_this()](ErrorCode error) {
                self->watching_ = false;
                char byte = 0;
                if (!error && ::recv(self->stream_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0) {
                    self->gone_ = true;
                    self->ready_.cancel();
                }
            });
        }

        Awaitable<bool> write(const Response& response, ResponseFraming framing, bool with_body) {
            static thread_local DateText date;
            const std::string head = response_head(response, framing, date.at(std::time(nullptr)));
            const bool has_body = with_body && response.body && may_have_body(response.status);
            std::array<asio::const_buffer, 2> buffers = {asio::buffer(head),
                                                         has_body ? asio::buffer(*response.body) : asio::const_buffer()};
            while (buffers[0].size() + buffers[1].size() > 0) {
                // Anew for each piece: a client may be slow, as long as it takes something.
                stream_.expires_after(server_->settings_.write_timeout);
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

      private:
        std::shared_ptr<Implementation> server_;
        Worker& worker_;
        Stream stream_;
        SteadyTimer ready_;
        std::string leftover_;
        std::size_t served_ = 0;
        bool idle_ = false;
        bool watching_ = false;
        bool gone_ = false;
    };

    static Awaitable<void> accept(std::shared_ptr<Implementation> self) {
        SteadyTimer pause(self->workers_.front()->context);
        std::size_t next = 0;
        while (self->acceptor_->is_open()) {
            Worker& worker = *self->workers_[next++ % self->workers_.size()];
            Socket socket(worker.context);
            const auto [error] = co_await self->acceptor_->async_accept(socket, as_values);
            if (error) {
                if (!self->acceptor_->is_open()) {
                    break;
                }
                pause.expires_after(accept_pause);
                co_await pause.async_wait(as_values);
                continue;
            }
            socket.set_option(asio::ip::tcp::no_delay(true));
            const bool room = self->connections_ < self->settings_.connections;
            {
                const std::lock_guard lock(self->mutex_);
                ++self->connections_;
            }
            self->refused_ += room ? 0 : 1;
            asio::post(worker.context, [self, &worker, room, socket = std::move(socket)]() mutable {
                auto session = std::make_shared<Session>(self, worker, std::move(socket));
                asio::co_spawn(worker.context, room ? Session::run(session) : turn_away(session), asio::detached);
            });
        }
    }

    static Awaitable<void> turn_away(std::shared_ptr<Session> session) {
        co_await session->refuse(503, "The server has as many connections as it may have.");
    }

    const ServerSettings settings_;
    const Handler handler_;
    const std::function<Response(unsigned, std::string)> refusal_;
    const std::function<void(const AccessRecord&)> access_;
    std::vector<std::unique_ptr<Worker>> workers_;
    std::optional<asio::basic_socket_acceptor<asio::ip::tcp, Executor>> acceptor_;
    std::uint16_t port_ = 0;
    std::atomic<bool> stopping_ = false;
    std::atomic<std::size_t> connections_ = 0;
    std::atomic<std::uint64_t> requests_ = 0;
    std::atomic<std::uint64_t> refused_ = 0;
    std::mutex mutex_;
    std::condition_variable none_left_;
};

Server::Server(ServerSettings settings, Handler handler,
               std::function<Response(unsigned status, std::string message)> refusal,
               std::function<void(const AccessRecord&)> access)
    : implementation_(std::make_shared<Implementation>(std::move(settings), std::move(handler), std::move(refusal),
                                                       std::move(access))) {}

Server::~Server() { stop(std::chrono::milliseconds(0)); }

Result<void> Server::start() { return implementation_->start(); }
std::uint16_t Server::port() const { return implementation_->port(); }
ServerStatistics Server::statistics() const { return implementation_->statistics(); }
void Server::stop(std::chrono::milliseconds bound) { implementation_->stop(bound); }

}  // namespace gridlore::http
