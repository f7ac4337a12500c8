/// The floor: what Boost.Beast needs for the same HTTP calls with the same JSON bodies, and nothing else. An ask waits
/// until the answerer of its number has polled and answered; a query gets the same body at once, a GET of /1.0 what
/// a database has. No routing, no JSON library, no registration, no limits, no log.
///
/// Usage: bare_server POLL_BODY ASK_BODY [DATABASE SQL]
#include <algorithm>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "tests/load/bare_metering.h"

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Executor = asio::io_context::executor_type;
using gridlore::load::BareMetering;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;

class Session;

/// One answerer: its open poll, and the ask that waits for it. Each has one client.
struct Pair {
    std::mutex mutex;
    std::shared_ptr<Session> poll;
    std::shared_ptr<Session> asker;
    bool is_asked = false;
};

struct Bodies {
    std::string poll;
    std::string ask;
};

class Pairs {
  public:
    explicit Pairs(Bodies bodies) : bodies_(std::move(bodies)) {}

    const Bodies& bodies() const { return bodies_; }

    Pair& of(std::string_view knowledge_base) {
        const std::string number(knowledge_base.substr(knowledge_base.rfind('-') + 1));
        const std::lock_guard lock(mutex_);
        return pairs_[number];
    }

  private:
    const Bodies bodies_;
    std::mutex mutex_;
    std::unordered_map<std::string, Pair> pairs_;
};

class Session : public std::enable_shared_from_this<Session> {
  public:
    /// `metering` is of the socket's thread; null if there is no database.
    Session(Socket socket, Pairs& pairs, BareMetering* metering)
        : socket_(std::move(socket)), pairs_(pairs), metering_(metering) {}

    void read() {
        request_ = {};
        http::async_read(socket_, buffer_, request_,
                         [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                             if (!error) {
                                 self->serve();
                             }
                         });
    }

    /// From any thread.
    void respond(const std::string& body) {
        asio::dispatch(socket_.get_executor(), [self = shared_from_this(), &body] { self->write(body); });
    }

  private:
    void serve() {
        static const std::string nothing;
        if (request_.target() == "/rest/sc/ask") {
            exchange(&Pair::asker);
        } else if (request_.method() == http::verb::get && request_.target() == "/rest/sc/handle") {
            exchange(&Pair::poll);
        } else if (request_.target().starts_with("/sparql")) {
            respond(pairs_.bodies().ask);
        } else if (request_.target().starts_with("/1.0") && metering_ != nullptr) {
            const auto target = request_.target();
            write(metering_->answer({target.data(), target.size()}));
        } else {
            respond(nothing);
            if (request_.target() == "/rest/sc/handle") {
                answered();
            }
        }
    }

    Pair& pair() {
        if (pair_ == nullptr) {
            const auto id = request_["Knowledge-Base-Id"];
            pair_ = &pairs_.of({id.data(), id.size()});
        }
        return *pair_;
    }

    /// Waits at its side of the pair; the poll is served once an ask is there.
    void exchange(std::shared_ptr<Session> Pair::*side) {
        std::shared_ptr<Session> polling;
        {
            const std::lock_guard lock(pair().mutex);
            pair().*side = shared_from_this();
            pair().is_asked = pair().is_asked || side == &Pair::asker;
            if (pair().is_asked && pair().poll) {
                pair().is_asked = false;
                polling = std::move(pair().poll);
            }
        }
        if (polling) {
            polling->respond(pairs_.bodies().poll);
        }
    }

    void answered() {
        std::shared_ptr<Session> asker;
        {
            const std::lock_guard lock(pair().mutex);
            asker = std::move(pair().asker);
        }
        if (asker) {
            asker->respond(pairs_.bodies().ask);
        }
    }

    void write(std::string body) {
        response_ = {http::status::ok, 11};
        response_.set(http::field::content_type, "application/json");
        response_.body() = std::move(body);
        response_.prepare_payload();
        http::async_write(socket_, response_,
                          [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                              if (!error) {
                                  self->read();
                              }
                          });
    }

    Socket socket_;
    Pairs& pairs_;
    BareMetering* const metering_;
    Pair* pair_ = nullptr;
    boost::beast::flat_buffer buffer_;
    http::request<http::string_body> request_;
    http::response<http::string_body> response_;
};

/// Deals the connections out to one context for each core.
class Server {
  public:
    Server(Pairs& pairs, const std::vector<std::string>& database) : pairs_(pairs) {
        const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
        for (unsigned i = 0; i < threads; ++i) {
            contexts_.push_back(std::make_unique<asio::io_context>(1));
            metering_.push_back(database.empty() ? nullptr
                                                 : std::make_unique<BareMetering>(database.at(0), database.at(1)));
        }
        acceptor_.emplace(*contexts_.front(), asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), 0));
        acceptor_->listen(4096);
    }

    unsigned port() const { return acceptor_->local_endpoint().port(); }

    void run() {
        accept();
        std::vector<std::thread> threads;
        for (auto& context : contexts_) {
            threads.emplace_back([&context] {
                const auto guard = asio::make_work_guard(*context);
                context->run();
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
    }

  private:
    void accept() {
        const std::size_t thread = next_++ % contexts_.size();
        acceptor_->async_accept(
            contexts_[thread]->get_executor(), [this, thread](boost::system::error_code error, Socket socket) {
                if (!error) {
                    socket.set_option(asio::ip::tcp::no_delay(true));
                    const auto session = std::make_shared<Session>(std::move(socket), pairs_, metering_[thread].get());
                    asio::post(*contexts_[thread], [session] { session->read(); });
                }
                accept();
            });
    }

    Pairs& pairs_;
    std::vector<std::unique_ptr<BareMetering>> metering_;  ///< of each thread; may be null
    std::vector<std::unique_ptr<asio::io_context>> contexts_;
    std::optional<asio::basic_socket_acceptor<asio::ip::tcp, Executor>> acceptor_;
    std::size_t next_ = 0;
};

}  // namespace

int main(int argc, char** argv) {  // NOLINT(*-exception-escape): it may end like that
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    Pairs pairs({!arguments.empty() ? arguments[0] : "", arguments.size() > 1 ? arguments[1] : ""});
    Server server(pairs, {arguments.begin() + std::min<std::ptrdiff_t>(2, std::ssize(arguments)), arguments.end()});
    std::cout << "http://127.0.0.1:" << server.port() << std::endl;
    server.run();
}
