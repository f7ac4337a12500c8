#include "adapter/http/client.h"

#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/scheme.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "adapter/http/connection.h"

namespace gridlore::http {

namespace beast = boost::beast;

namespace {

/// What of a streamed body is sent, or taken, at once.
constexpr std::size_t piece_size = std::size_t{64} << 10;
/// What is kept of a streamed response that nobody takes.
constexpr std::size_t most_text = std::size_t{1} << 20;

using beast::http::field;
using Message = beast::http::request<beast::http::string_body>;

struct Address {
    std::string scheme;
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
    Implementation(Address base, const ClientSettings& settings, std::shared_ptr<TlsContext> tls)
        : base_(std::move(base)),
          timeout_(settings.timeout),
          response_limit_(settings.response_limit),
          connection_(std::move(tls), settings.cancelled) {}

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
        const auto ready = connected();
        auto response = ready ? exchange(request) : Result<Response>(ready.error());
        if (!response) {
            connection_.close();
        }
        return response;
    }

    Result<Response> stream(const StreamedRequest& request) {
        const auto ready = connected();
        const auto sent = ready ? send_in_pieces(request) : ready;
        auto response = sent ? receive(request.take) : Result<Response>(sent.error());
        connection_.close();
        return response;
    }

  private:
    Error failure(const std::string& why, ErrorKind kind = ErrorKind::Unavailable) const {
        return {kind, "No answer from " + base_.scheme + "://" + base_.authority + base_.path + ": " + why};
    }

    /// A server may close a kept connection at any time. That is looked for before a request is sent: once it is on its
    /// way somebody may have seen it, so nothing is sent twice.
    Result<void> connected() {
        if (connection_.is_open()) {
            return {};
        }
        const auto done = connection_.connect(base_.host, base_.port, timeout_);
        return done ? Result<void>() : failure(done.error().message);
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
        connection_.expires_after(timeout_);
        ErrorCode error;
        beast::http::write_header(connection_, serializer, error);
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
            return error ? Result<void>(failure(error.message())) : Result<void>();
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
        connection_.expires_after(timeout_);
        ErrorCode error;
        asio::write(connection_, buffers, error);
        return error;
    }

    Result<Response> receive(const BodySink& take) {
        beast::flat_buffer buffer;
        buffer.reserve(piece_size);  // Beast reads no more at once than there is room for
        beast::http::response_parser<beast::http::buffer_body> parser;
        parser.body_limit(boost::none);
        connection_.expires_after(timeout_);
        ErrorCode error;
        beast::http::read_header(connection_, buffer, parser, error);
        std::string text;
        std::vector<char> piece(piece_size);
        while (!error && !parser.is_done()) {
            auto& room = parser.get().body();
            room.data = piece.data();
            room.size = piece.size();
            connection_.expires_after(timeout_);
            beast::http::read(connection_, buffer, parser, error);
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
            return failure(error.message());
        }
        return Response::with_body(parser.get().result_int(), std::string(parser.get()[field::content_type]),
                                   std::move(text));
    }

    Result<Response> exchange(const Message& request) {
        connection_.expires_after(timeout_);
        ErrorCode error;
        beast::http::write(connection_, request, error);
        beast::flat_buffer buffer;
        buffer.reserve(piece_size);  // Beast reads no more at once than there is room for
        beast::http::response_parser<beast::http::string_body> parser;
        parser.body_limit(response_limit_ ? boost::optional<std::uint64_t>(*response_limit_) : boost::none);
        parser.skip(request.method() == beast::http::verb::head);
        if (!error) {
            beast::http::read(connection_, buffer, parser, error);
        }
        if (error) {
            const bool is_too_large = error == beast::http::error::body_limit;
            return failure(error.message(), is_too_large ? ErrorKind::LimitExceeded : ErrorKind::Unavailable);
        }
        if (!parser.get().keep_alive()) {
            connection_.close();
        }
        return to_response(parser.release());
    }

    const Address base_;
    const std::chrono::nanoseconds timeout_;
    const std::optional<std::uint64_t> response_limit_;
    Connection connection_;
};

Client::Client(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Result<void> check_certificate_authorities(const std::string& pem) {
    if (pem.empty()) {
        return invalid_input("There are no certificates in PEM: it is empty.");
    }
    const auto made = make_tls_context(pem);
    return made ? Result<void>() : made.error();
}

Result<Client> Client::make(const std::string& base, const ClientSettings& settings) {
    using boost::urls::scheme;
    const auto url = boost::urls::parse_uri(base);
    const scheme used = url ? url->scheme_id() : scheme::none;
    if ((used != scheme::http && used != scheme::https) || url->host().empty() || url->has_userinfo() ||
        url->has_query() || url->has_fragment()) {
        return invalid_input("'" + base + "' is no address of the form http://host[:port][/path] or https://….");
    }
    std::shared_ptr<TlsContext> tls;
    if (used == scheme::https) {
        auto made = make_tls_context(settings.certificate_authorities);
        if (!made) {
            return std::move(made).error();
        }
        tls = std::move(*made);
    }
    std::string path(url->encoded_path());
    while (path.ends_with('/')) {
        path.pop_back();
    }
    const std::string port = url->port();
    Address address{boost::urls::to_string(used), url->host_address(), std::string(url->encoded_host_and_port()),
                    port.empty() ? std::to_string(boost::urls::default_port(used)) : port, path};
    return Client(std::make_unique<Implementation>(std::move(address), settings, std::move(tls)));
}

Result<Response> Client::send(const std::string& method, const std::string& path, const Headers& headers,
                              const std::string& body) {
    return implementation_->send(method, path, headers, body);
}

Result<Response> Client::stream(const StreamedRequest& request) {
    return implementation_->stream(request);
}

}  // namespace gridlore::http
