/// What the client reads from and writes to: a connection, plain or over TLS, whose operations wait until they are
/// over, and end when their time is up or the client is cancelled. To Beast it is a stream like any other
/// (SyncReadStream and SyncWriteStream). Confined to one thread. Private to this folder.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/buffer.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "adapter/http/asio_types.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::http {

/// What the TLS connections of a client have in common. Whole in one file only, which alone compiles what TLS needs.
class TlsContext;

/// Trusts `authorities`, certificates in PEM, or, where it is empty, those of the system. InvalidInput: it is no PEM.
Result<std::shared_ptr<TlsContext>> make_tls_context(const std::string& authorities);

class Connection {
  public:
    /// Null for `tls`: it is plain. `cancelled` may be null, and outlives it.
    Connection(std::shared_ptr<TlsContext> tls, const std::atomic<bool>* cancelled);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// `host` is a name or an IP address; over TLS the peer proves to be that. Anything before is closed. Unavailable:
    /// there is nobody, or somebody else; the message is why, and leaves it to the caller to say where.
    Result<void> connect(const std::string& host, const std::string& port, std::chrono::nanoseconds timeout);
    void close();
    /// Whether there is one, the other side has not closed it and has sent nothing: a request can be sent.
    bool is_open();
    /// Of all that follows, in all, until it is called again.
    void expires_after(std::chrono::nanoseconds timeout);

    /// Precondition of these: `connect` succeeded, and `close` has not been called since.
    template <typename Buffers>
    std::size_t read_some(const Buffers& buffers, ErrorCode& error);
    template <typename Buffers>
    std::size_t write_some(const Buffers& buffers, ErrorCode& error);
    /// As streams have them, too; throw boost::system::system_error.
    template <typename Buffers>
    std::size_t read_some(const Buffers& buffers);
    template <typename Buffers>
    std::size_t write_some(const Buffers& buffers);

  private:
    /// So many pieces go out at once: a request's head and body are fewer.
    static constexpr std::size_t most_buffers = 16;

    std::size_t read(asio::mutable_buffer buffer, ErrorCode& error);
    std::size_t write(std::span<const asio::const_buffer> buffers, ErrorCode& error);

    class Implementation;
    const std::unique_ptr<Implementation> implementation_;
};

template <typename Buffers>
std::size_t Connection::read_some(const Buffers& buffers, ErrorCode& error) {
    const auto end = asio::buffer_sequence_end(buffers);
    for (auto buffer = asio::buffer_sequence_begin(buffers); buffer != end; ++buffer) {
        if (const asio::mutable_buffer room(*buffer); room.size() > 0) {
            return read(room, error);
        }
    }
    error = {};
    return 0;
}

template <typename Buffers>
std::size_t Connection::write_some(const Buffers& buffers, ErrorCode& error) {
    std::array<asio::const_buffer, most_buffers> gathered;
    std::size_t count = 0;
    const auto end = asio::buffer_sequence_end(buffers);
    for (auto buffer = asio::buffer_sequence_begin(buffers); buffer != end && count < most_buffers; ++buffer) {
        gathered[count] = *buffer;
        count += gathered[count].size() > 0 ? 1 : 0;
    }
    error = {};
    return count == 0 ? 0 : write(std::span(gathered).first(count), error);
}

template <typename Buffers>
std::size_t Connection::read_some(const Buffers& buffers) {
    ErrorCode error;
    const std::size_t size = read_some(buffers, error);
    return error ? throw boost::system::system_error(error) : size;
}

template <typename Buffers>
std::size_t Connection::write_some(const Buffers& buffers) {
    ErrorCode error;
    const std::size_t size = write_some(buffers, error);
    return error ? throw boost::system::system_error(error) : size;
}

}  // namespace gridlore::http
