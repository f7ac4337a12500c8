#include "adapter/http/client.h"

#include <sys/socket.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/url/parse.hpp>
#include <cerrno>
#include <optional>
#include <vector>

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

    Result<Response> stream(const StreamedRequest& request) {
        const ErrorCode error = is_connected() ? ErrorCode() : connect();
        const Result<void> sent = error ? failure(error) : send_in_pieces(request);
        auto response = sent ? receive(request.take) : Result<Response>(sent.error());
        stream_.reset();
        return response;
    }

  private:
    Error failure(const ErrorCode& error) const {
        return {ErrorKind::Unavailable,
                "No answer from http://" + base_.authority + base_.path + ": " + error.message()};
    }

    /// An error of the body's own. Where the server takes no more, there may be a response that says why.
    Result<void> send_in_pieces(const StreamedRequest& request) {
        beast::http::request<beast::http::empty_body> head;
        head.version(11);
        head.method_string(request.method);
        head.target(base_.path + request.path);
        head.set(field::host, base_.authority);
        for (const auto& [name, value] : request.headers) {
            head.set(name, value);
        }
        head.chunked(static_cast<bool>(request.body));
        beast::http::request_serializer<beast::http::empty_body> serializer(head);
        stream_->expires_after(timeout_);
        ErrorCode error = run([&](auto done) { beast::http::async_write_header(*stream_, serializer, done); });
        if (error || !request.body) {
            return {};
        }
        std::string gathered;
        const Result<void> made = request.body([&](std::string_view bytes) -> Result<void> {
            gathered += bytes;
            if (gathered.size() >= piece_size) {
                error = send_chunk(gathered);
                gathered.clear();
            }
            return error ? Result<void>(failure(error)) : Result<void>();
        });
        if (made && !gathered.empty()) {
            error = send_chunk(gathered);
        }
        if (made && !error) {
            static_cast<void>(send_buffers(beast::http::make_chunk_last()));
        }
        return error ? Result<void>() : made;
    }

    ErrorCode send_chunk(const std::string& bytes) {
        return send_buffers(beast::http::make_chunk(asio::buffer(bytes)));
    }

    template <typename Buffers>
    ErrorCode send_buffers(const Buffers& buffers) {
        stream_->expires_after(timeout_);
        return run([&](auto done) { asio::async_write(*stream_, buffers, done); });
    }

    Result<Response> receive(const BodySink& take) {
        beast::flat_buffer buffer;
        beast::http::response_parser<beast::http::buffer_body> parser;
        parser.body_limit(boost::none);
        stream_->expires_after(timeout_);
        ErrorCode error = run([&](auto done) { beast::http::async_read_header(*stream_, buffer, parser, done); });
        std::string text;
        std::vector<char> piece(piece_size);
        while (!error && !parser.is_done()) {
            auto& room = parser.get().body();
            room.data = piece.data();
            room.size = piece.size();
            stream_->expires_after(timeout_);
            error = run([&](auto done) { beast::http::async_read(*stream_, buffer, parser, done); });
            error = error == beast::http::error::need_buffer ? ErrorCode() : error;
            const std::string_view bytes(piece.data(), piece.size() - room.size);
            const bool is_success = to_status_class(parser.get().result()) == beast::http::status_class::successful;
            if (take && is_success) {
                if (auto taken = take(bytes); !taken) {
                    return std::move(taken).error();
                }
            } else if (text.size() < most_text) {
                text += bytes;
            }
        }
        if (error) {
            return failure(error);
        }
        return Response::with_body(parser.get().result_int(), std::string(parser.get()[field::content_type]),
                                   std::move(text));
    }

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

Result<Response> Client::stream(const StreamedRequest& request) {
    return implementation_->stream(request);
}

}  // namespace gridlore::http
