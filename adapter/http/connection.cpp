#include "adapter/http/connection.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <sys/socket.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <cerrno>
#include <optional>
#include <utility>
#include <vector>

namespace gridlore::http {

namespace beast = boost::beast;
namespace ssl = asio::ssl;

namespace {

/// How long an operation may go on after the client was cancelled.
constexpr std::chrono::milliseconds patience{50};
/// What a record of TLS holds (RFC 8446, 5.1).
constexpr std::size_t record_size = std::size_t{16} << 10;

Error unavailable(std::string why) {
    return {ErrorKind::Unavailable, std::move(why)};
}

/// Whose certificate is accepted. A name is also said to the server, which may have several; an address is not
/// (RFC 6066, 3).
bool expect_peer(SSL* tls, const std::string& host) {
    ErrorCode is_name;
    asio::ip::make_address(host, is_name);
    if (!is_name) {
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), host.c_str()) == 1;
    }
    SSL_set_hostflags(tls, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return SSL_set1_host(tls, host.c_str()) == 1 && SSL_set_tlsext_host_name(tls, host.c_str()) == 1;
}

/// Whatever it is that answers a greeting of TLS with something else.
bool is_no_tls(const ErrorCode& error) {
    return error.category() == asio::error::get_ssl_category() &&
           ERR_GET_REASON(static_cast<unsigned long>(error.value())) == SSL_R_WRONG_VERSION_NUMBER;
}

std::string handshake_failure(const SSL* tls, const ErrorCode& error) {
    if (const long verified = SSL_get_verify_result(tls); verified != X509_V_OK) {
        return std::string("its certificate is not accepted: ") + X509_verify_cert_error_string(verified);
    }
    return is_no_tls(error) ? "what answers there is no TLS" : "no TLS connection comes about: " + error.message();
}

}  // namespace

class TlsContext {
  public:
    TlsContext() {
        SSL_CTX_set_min_proto_version(context_.native_handle(), TLS1_2_VERSION);
        context_.set_options(ssl::context::default_workarounds | SSL_OP_NO_RENEGOTIATION);
        context_.set_verify_mode(ssl::verify_peer);
    }

    ErrorCode trust(const std::string& authorities) {
        ErrorCode error;
        if (authorities.empty()) {
            context_.set_default_verify_paths(error);
            return error;
        }
        context_.add_certificate_authority(asio::buffer(authorities), error);
        // Whoever lists an authority that another one has certified, or just the server, trusts that one.
        X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context_.native_handle()), X509_V_FLAG_PARTIAL_CHAIN);
        return error;
    }

    ssl::context& context() { return context_; }

  private:
    ssl::context context_{ssl::context::tls_client};
};

Result<std::shared_ptr<TlsContext>> make_tls_context(const std::string& authorities) {
    auto context = std::make_shared<TlsContext>();
    if (const ErrorCode error = context->trust(authorities)) {
        return invalid_input("There are no certificates in PEM: " + error.message() + ".");
    }
    return context;
}

class Connection::Implementation {
  public:
    Implementation(std::shared_ptr<TlsContext> tls, const std::atomic<bool>* cancelled)
        : tls_context_(std::move(tls)), cancelled_(cancelled) {}

    Result<void> connect(const std::string& host, const std::string& port, std::chrono::nanoseconds timeout) {
        close();
        ErrorCode error;
        asio::ip::tcp::resolver resolver(context_);
        const auto endpoints = resolver.resolve(host, port, error);
        if (!error) {
            tcp_.emplace(context_);
            tcp_->expires_after(timeout);
            error = run([&](auto done) { tcp_->async_connect(endpoints, done); });
        }
        if (error) {
            return unavailable(error.message());
        }
        // What is written is complete: it need not wait for more to go with it, nor for what went before to arrive.
        tcp_->socket().set_option(asio::ip::tcp::no_delay(true), error);
        return tls_context_ ? shake_hands(host) : Result<void>();
    }

    void close() {
        tls_.reset();
        tcp_.reset();
    }

    bool is_open() { return tcp_ && (tls_ ? is_tls_open() : is_tcp_open()); }

    void expires_after(std::chrono::nanoseconds timeout) { tcp_->expires_after(timeout); }

    std::size_t read(asio::mutable_buffer buffer, ErrorCode& error) {
        return transfer([&](auto& stream, auto done) { stream.async_read_some(buffer, done); }, error);
    }

    std::size_t write(std::span<const asio::const_buffer> buffers, ErrorCode& error) {
        const auto sent = tls_ ? joined(buffers) : buffers;
        return transfer([&](auto& stream, auto done) { stream.async_write_some(sent, done); }, error);
    }

  private:
    Result<void> shake_hands(const std::string& host) {
        tls_.emplace(*tcp_, tls_context_->context());
        if (!expect_peer(tls_->native_handle(), host)) {
            return unavailable("no certificate can be of that host");
        }
        const ErrorCode error = run([&](auto done) { tls_->async_handshake(ssl::stream_base::client, done); });
        return error ? unavailable(handshake_failure(tls_->native_handle(), error)) : Result<void>();
    }

    bool is_tcp_open() {
        char byte = 0;
        const ssize_t size = ::recv(tcp_->socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return size < 0 && (errno == EAGAIN || errno == EINTR);
    }

    /// Bytes that wait may be a ticket for a later session, which means nothing, or the word that this one is over,
    /// also if they have been taken from the socket already. Who wants to know reads: as long as there is nothing to be
    /// had but by waiting, it is open.
    bool is_tls_open() {
        char byte = 0;
        std::optional<ErrorCode> outcome;
        tcp_->expires_never();
        tls_->async_read_some(asio::buffer(&byte, 1), [&](ErrorCode error, std::size_t) { outcome = error; });
        for (bool is_enough = false; !outcome; is_enough = true) {
            if (is_enough) {
                tcp_->cancel();
            }
            context_.restart();
            context_.poll();
        }
        return outcome == asio::error::operation_aborted;
    }

    /// A TLS stream makes a record, and a segment on the wire, of the first piece alone. What fits goes out together.
    std::span<const asio::const_buffer> joined(std::span<const asio::const_buffer> buffers) {
        if (buffers.size() == 1 || buffers.front().size() >= record_size) {
            return buffers.first(1);
        }
        record_.resize(record_size);
        joined_ = asio::buffer(record_, asio::buffer_copy(asio::buffer(record_), buffers));
        return {&joined_, 1};
    }

    template <typename Start>
    std::size_t transfer(Start start, ErrorCode& error) {
        std::size_t transferred = 0;
        error = run([&](auto done) {
            const auto count_and_end = [&transferred, done](ErrorCode end, std::size_t size) {
                transferred = size;
                done(end);
            };
            tls_ ? start(*tls_, count_and_end) : start(*tcp_, count_and_end);
        });
        return transferred;
    }

    /// Runs one asynchronous operation to its end, so that its time-out applies.
    template <typename Start>
    ErrorCode run(Start start) {
        std::optional<ErrorCode> outcome;
        start([&](ErrorCode error, auto&&...) { outcome = error; });
        context_.restart();
        while (!outcome) {
            if (cancelled_ != nullptr && *cancelled_) {
                tcp_->cancel();
            }
            context_.run_for(patience);
        }
        context_.run();
        return *outcome;
    }

    const std::shared_ptr<TlsContext> tls_context_;
    const std::atomic<bool>* const cancelled_;
    asio::io_context context_{1};
    std::optional<beast::tcp_stream> tcp_;
    std::optional<ssl::stream<beast::tcp_stream&>> tls_;  ///< over tcp_
    std::vector<char> record_;
    asio::const_buffer joined_;  ///< what of record_ is to be written
};

Connection::Connection(std::shared_ptr<TlsContext> tls, const std::atomic<bool>* cancelled)
    : implementation_(std::make_unique<Implementation>(std::move(tls), cancelled)) {}

Connection::~Connection() = default;

Result<void> Connection::connect(const std::string& host, const std::string& port, std::chrono::nanoseconds timeout) {
    return implementation_->connect(host, port, timeout);
}

void Connection::close() {
    implementation_->close();
}

bool Connection::is_open() {
    return implementation_->is_open();
}

void Connection::expires_after(std::chrono::nanoseconds timeout) {
    implementation_->expires_after(timeout);
}

std::size_t Connection::read(asio::mutable_buffer buffer, ErrorCode& error) {
    return implementation_->read(buffer, error);
}

std::size_t Connection::write(std::span<const asio::const_buffer> buffers, ErrorCode& error) {
    return implementation_->write(buffers, error);
}

}  // namespace gridlore::http
