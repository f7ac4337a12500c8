#include "adapter/http/client.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/url/parse.hpp>
#include <optional>

#include "adapter/http/asio_types.h"

namespace gridlore::http {

namespace beast = boost::beast;

class Client::Implementation {
  public:
    Implementation(std::string host, std::string port, std::string path, std::chrono::seconds timeout)
        : host_(std::move(host)), port_(std::move(port)), path_(std::move(path)), timeout_(timeout) {}

    Result<Response> send(const std::string& method, const std::string& path, const Headers& headers,
                          const std::string& body, const std::string& content_type) {
        beast::http::request<beast::http::string_body> request;
        request.version(11);
        request.method_string(method);
        request.target(path_ + path);
        request.set(beast::http::field::host, host_ + ":" + port_);
        for (const auto& [name, value] : headers) {
            request.set(name, value);
        }
        if (!body.empty()) {
            request.set(beast::http::field::content_type, content_type);
        }
        request.body() = body;
        request.prepare_payload();
        // A server may close a kept connection at any time: then the request goes over a new one, once.
        const bool kept = stream_.has_value();
        auto response = exchange(request);
        if (!response && kept) {
            response = exchange(request);
        }
        return response;
    }

  private:
    Error unreachable(const ErrorCode& error) {
        stream_.reset();
        return {ErrorKind::Unavailable,
                "No answer from http://" + host_ + ":" + port_ + path_ + ": " + error.message()};
    }

    /// Runs one asynchronous operation to its end, so that its time-out applies.
    template <typename Start>
    ErrorCode run(Start start) {
        ErrorCode result = beast::error::timeout;
        start([&](ErrorCode error, auto&&...) { result = error; });
        context_.restart();
        context_.run();
        return result;
    }

    Result<Response> exchange(const beast::http::request<beast::http::string_body>& request) {
        if (!stream_) {
            ErrorCode error;
            asio::ip::tcp::resolver resolver(context_);
            const auto endpoints = resolver.resolve(host_, port_, error);
            if (error) {
                return unreachable(error);
            }
            stream_.emplace(context_);
            stream_->expires_after(timeout_);
            error = run([&](auto done) { stream_->async_connect(endpoints, done); });
            if (error) {
                return unreachable(error);
            }
        }
        stream_->expires_after(timeout_);
        ErrorCode error = run([&](auto done) { beast::http::async_write(*stream_, request, done); });
        beast::flat_buffer buffer;
        beast::http::response_parser<beast::http::string_body> parser;
        parser.body_limit(boost::none);
        if (!error) {
            error = run([&](auto done) { beast::http::async_read(*stream_, buffer, parser, done); });
        }
        if (error) {
            return unreachable(error);
        }
        auto message = parser.release();
        if (!message.keep_alive()) {
            stream_.reset();
        }
        Response response = Response::with_body(
            message.result_int(), std::string(message[beast::http::field::content_type]), std::move(message.body()));
        for (const auto& field : message) {
            response.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
        }
        return response;
    }

    std::string host_;
    std::string port_;
    std::string path_;
    std::chrono::seconds timeout_;
    asio::io_context context_{1};
    std::optional<beast::tcp_stream> stream_;
};

Client::Client(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Result<Client> Client::make(const std::string& base, std::chrono::seconds timeout) {
    const auto url = boost::urls::parse_uri(base);
    if (!url || url->scheme() != "http" || url->host().empty()) {
        return invalid_input("'" + base + "' is no address of the form http://host[:port][/path].");
    }
    std::string path(url->encoded_path());
    while (path.ends_with('/')) {
        path.pop_back();
    }
    return Client(std::make_unique<Implementation>(url->host_address(),
                                                   url->has_port() ? std::string(url->port()) : "80", path, timeout));
}

Result<Response> Client::send(const std::string& method, const std::string& path, const Headers& headers,
                              const std::string& body, const std::string& content_type) {
    return implementation_->send(method, path, headers, body, content_type);
}

}  // namespace gridlore::http
