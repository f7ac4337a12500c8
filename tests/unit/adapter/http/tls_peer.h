/// The other side of TLS: certificates that are made on the spot, and a server's end of a connection.
#pragma once

#include <gtest/gtest.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <csignal>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace gridlore::http {

using Key = std::shared_ptr<EVP_PKEY>;
using Certificate = std::shared_ptr<X509>;

/// A certificate and the key to it.
struct Identity {
    Certificate certificate;
    Key key;
};

/// From when until when a certificate is valid, in seconds from now.
struct Validity {
    long from = -3600;
    long until = 3600;
};

/// `extension` is one of OpenSSL's, with its value as a configuration file of it has it. Null for `issuer`: by itself.
inline Identity certify(const std::string& name, int extension, const std::string& value, const Identity* issuer,
                        Validity validity) {
    Identity made{Certificate(X509_new(), X509_free), Key(EVP_EC_gen("P-256"), EVP_PKEY_free)};
    X509* const certificate = made.certificate.get();
    static long serial = 0;
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), validity.from);
    X509_gmtime_adj(X509_getm_notAfter(certificate), validity.until);
    X509_set_pubkey(certificate, made.key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    const Identity& by = issuer == nullptr ? made : *issuer;
    X509_set_issuer_name(certificate, X509_get_subject_name(by.certificate.get()));
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> made_extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, extension, value.c_str()), X509_EXTENSION_free);
    EXPECT_EQ(X509_add_ext(certificate, made_extension.get(), -1), 1);
    EXPECT_GT(X509_sign(certificate, by.key.get(), EVP_sha256()), 0);
    return made;
}

/// Who certifies others.
class Authority {
  public:
    explicit Authority(const std::string& name = "Authority of a test")
        : self_(certify(name, NID_basic_constraints, "critical,CA:TRUE", nullptr, {})) {}

    std::string pem() const {
        const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
        PEM_write_bio_X509(out.get(), self_.certificate.get());
        char* text = nullptr;
        const long size = BIO_get_mem_data(out.get(), &text);
        return {text, static_cast<std::size_t>(size)};
    }
    /// `hosts` as in `DNS:localhost,IP:127.0.0.1`.
    Identity certifies(const std::string& hosts, Validity validity = {}) const {
        return certify("a server", NID_subject_alt_name, hosts, &self_, validity);
    }

  private:
    Identity self_;
};

/// A server's end of a connection whose handshake is over.
class TlsSocket {
  public:
    TlsSocket(SSL* tls, int socket) : tls_(tls), socket_(socket) {}

    void send(std::string_view text) {
        std::size_t size = 0;
        EXPECT_EQ(SSL_write_ex(tls_, text.data(), text.size(), &size), 1);
    }
    /// All until `end`, or until the client closes.
    std::string receive_until(std::string_view end) {
        std::string received;
        char byte = 0;
        while (!received.ends_with(end) && SSL_read(tls_, &byte, 1) == 1) {
            received += byte;
        }
        return received;
    }
    /// Says that nothing more comes; the socket stays open.
    void close_notify() { EXPECT_GE(SSL_shutdown(tls_), 0); }
    /// What TLS 1.3 has for later sessions, and sends whenever it likes.
    void send_ticket() {
        EXPECT_EQ(SSL_new_session_ticket(tls_), 1);
        EXPECT_EQ(SSL_do_handshake(tls_), 1);
    }
    /// The name that the client said it wants; empty: none.
    std::string name() const {
        const char* const name = SSL_get_servername(tls_, TLSEXT_NAMETYPE_host_name);
        return name == nullptr ? "" : name;
    }
    int socket() const { return socket_; }

  private:
    SSL* const tls_;
    const int socket_;
};

using TlsBehaviour = std::function<void(TlsSocket&)>;

/// What `OtherServer` does with a connection: TLS of at most `version`. A client that ends the handshake sees nothing
/// of `behave`. The connection ends without a word, unless `behave` says one.
inline std::function<void(int)> over_tls(const Identity& identity, TlsBehaviour behave, int version = TLS1_3_VERSION) {
    return [identity, behave = std::move(behave), version](int socket) {
        const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
        SSL_CTX_set_security_level(context.get(), 0);  // which has versions that are old
        SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context.get(), version);
        EXPECT_EQ(SSL_CTX_use_certificate(context.get(), identity.certificate.get()), 1);
        EXPECT_EQ(SSL_CTX_use_PrivateKey(context.get(), identity.key.get()), 1);
        const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(context.get()), SSL_free);
        const int at_once = 1;  // what one side has sent the other has: nothing waits for an acknowledgement
        EXPECT_EQ(::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once), 0);
        SSL_set_fd(tls.get(), socket);
        // OpenSSL raises it when it writes to a client that has gone.
        static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
        if (SSL_accept(tls.get()) == 1) {
            TlsSocket connection(tls.get(), socket);
            behave(connection);
        }
    };
}

}  // namespace gridlore::http
