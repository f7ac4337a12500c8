#include "adapter/http/client.h"

#include <sys/socket.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/url/parse.hpp>
#include <cerrno>
#include <optional>

#include "adapter/http/asio_types.h"

namespace gridlore::http {

namespace beast = boost::beast;

namespace {

/// What of a streamed body is sent, or taken, at once.
constexpr std::size_t piece_size = std::size_t{64} << 10;
/// What is kept of a streamed response that nobody takes.
constexpr std::size_t most_text = std::size_t{1} << 20;

/// How long a request may go on after it was cancelled.
constexpr std::chrono::milliseconds patience{50};

using beast::http::field;
using Message = beast::http::request<beast::http::string_body>;

struct Address {
    std::string host;       ///< without the brackets of an IPv6 address
    std::string authority;  ///< as the Host header has it
    std::string port;
    std::string path;
};

Response to_response(beast::http::response<beast::http::string_body> message) {
    Response response =
        Response::with_body(message.result_int(), std::string(message[field::content_type]), std::move(message.body()));
    for (const auto& header : message) {
        response.headers.emplace_back(std::string(header.name_string()), std::string(header.value()));
    }
    return response;
}

}  // namespace

class Client::Implementation {
  public:
    Implementation(Address base, std::chrono::nanoseconds timeout, std::optional<std::uint64_t> response_limit,
                   const std::atomic<bool>* cancelled)
        : base_(std::move(base)), timeout_(timeout), response_limit_(response_limit), cancelled_(cancelled) {}

    Result<Response> send(const std::string& method, const std::string& path, const Headers& headers,
                          const std::string& body) {
        Message request;
        request.version(11);
        request.method_string(method);
        request.target(base_.path + path);
        request.set(field::host, base_.authority);
        if (!body.empty()) {
            request.set(field::content_type, "application/json");
        }
        for (const auto& [name, value] : headers) {
            request.set(name, value);
        }
        request.body() = body;
        request.prepare_payload();
        return exchange(request);
    }

  private:
    Result<Response> exchange(const Message& request) {
        std::optional<Response> response;
        ErrorCode error = is_connected() ? ErrorCode() : connect();
        if (!error) {
            error = exchange(request, response);
        }
        if (error) {
            stream_.reset();
            const bool is_too_large = error == beast::http::error::body_limit;
            return Error{is_too_large ? ErrorKind::LimitExceeded : ErrorKind::Unavailable,
                         "No answer from http://" + base_.authority + base_.path + ": " + error.message()};
        }
        return std::move(*response);
    }

    /// A server may close a kept connection at any time. That is looked for before a request is sent: once it is on its
    /// way somebody may have seen it, so nothing is sent twice.
    bool is_connected() {
        if (!stream_) {
            return false;
        }
        char byte = 0;
        const ssize_t size = ::recv(stream_->socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return size < 0 && (errno == EAGAIN || errno == EINTR);
    }

    ErrorCode connect() {
        ErrorCode error;
        asio::ip::tcp::resolver resolver(context_);
        const auto endpoints = resolver.resolve(base_.host, base_.port, error);
        if (error) {
            return error;
        }
        stream_.emplace(context_);
        stream_->expires_after(timeout_);
        return run([&](auto done) { stream_->async_connect(endpoints, done); });
    }

    /// Over the connection that there is.
    ErrorCode exchange(const Message& request, std::optional<Response>& response) {
        stream_->expires_after(timeout_);
        ErrorCode error = run([&](auto done) { beast::http::async_write(*stream_, request, done); });
        if (error) {
            return error;
        }
        beast::flat_buffer buffer;
        beast::http::response_parser<beast::http::string_body> parser;
        parser.body_limit(response_limit_ ? boost::optional<std::uint64_t>(*response_limit_) : boost::none);
        parser.skip(request.method() == beast::http::verb::head);
        error = run([&](auto done) { beast::http::async_read(*stream_, buffer, parser, done); });
        if (error) {
            return error;
        }
        if (!parser.get().keep_alive()) {
            stream_.reset();
        }
        response = to_response(parser.release());
        return {};
    }

    /// Runs one asynchronous operation to its end, so that its time-out applies.
    template <typename Start>
    ErrorCode run(Start start) {
        ErrorCode result = beast::error::timeout;
        bool is_over = false;
        start([&](ErrorCode error, auto&&...) {
            result = error;
            is_over = true;
        });
        context_.restart();
        while (!is_over) {
            if (cancelled_ != nullptr && *cancelled_) {
                stream_->cancel();
            }
            context_.run_for(patience);
        }
        context_.run();
        return result;
    }

    const Address base_;
    const std::chrono::nanoseconds timeout_;
    const std::optional<std::uint64_t> response_limit_;
    const std::atomic<bool>* const cancelled_;
    asio::io_context context_{1};
    std::optional<beast::tcp_stream> stream_;
};

Client::Client(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Result<Client> Client::make(const std::string& base, std::chrono::nanoseconds timeout,
                            std::optional<std::uint64_t> response_limit, const std::atomic<bool>* cancelled) {
    const auto url = boost::urls::parse_uri(base);
    if (!url || url->scheme_id() != boost::urls::scheme::http || url->host().empty() || url->has_userinfo() ||
        url->has_query() || url->has_fragment()) {
        return invalid_input("'" + base + "' is no address of the form http://host[:port][/path].");
    }
    std::string path(url->encoded_path());
    while (path.ends_with('/')) {
        path.pop_back();
    }
    const std::string port(url->port());
    return Client(std::make_unique<Implementation>(
        Address{url->host_address(), std::string(url->encoded_host_and_port()), port.empty() ? "80" : port, path},
        timeout, response_limit, cancelled));
}

Result<Response> Client::send(const std::string& method, const std::string& path, const Headers& headers,
                              const std::string& body) {
    return implementation_->send(method, path, headers, body);
}

}  // namespace gridlore::http
