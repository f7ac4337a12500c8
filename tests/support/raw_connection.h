/// A client that sends whatever bytes a test likes, and sees every byte of the answer.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace gridlore::test_support {

struct RawResponse {
    unsigned status = 0;  ///< 0: there was none
    std::string head;
    std::string body;

    bool has_line(const std::string& line) const { return head.find("\r\n" + line + "\r\n") != std::string::npos; }
};

/// A blocking socket to a port of this machine. One thread may send while another receives. What does not come within
/// half a minute never comes.
class RawConnection {
  public:
    RawConnection() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
    explicit RawConnection(std::uint16_t port) : RawConnection() { connect(port); }
    ~RawConnection() { close(); }
    RawConnection(RawConnection&& other) noexcept
        : socket_(std::exchange(other.socket_, -1)), unread_(std::move(other.unread_)) {}
    RawConnection(const RawConnection&) = delete;
    RawConnection& operator=(const RawConnection&) = delete;

    void connect(std::uint16_t port) const {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0) << errno;
    }

    /// So few bytes wait in this socket that a server soon has to wait, too. Before `connect`.
    void receive_little() const {
        const int size = 4096;
        EXPECT_EQ(::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &size, sizeof size), 0);
    }

    /// False if the server has closed the connection.
    bool send(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t size = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (size < 0) {
                return false;
            }
            bytes.remove_prefix(static_cast<std::size_t>(size));
        }
        return true;
    }

    /// Of a response with `Content-Length`, or without any body.
    RawResponse receive(bool has_body = true) {
        RawResponse response;
        while (unread_.find("\r\n\r\n") == std::string::npos) {
            if (!receive_some()) {
                return response;
            }
        }
        response.head = take(unread_.find("\r\n\r\n") + 4);
        const std::size_t status = response.head.find(' ') + 1;
        std::from_chars(&response.head[status], &response.head[status + 3], response.status);
        const std::size_t size = has_body ? length_in(response.head) : 0;
        while (unread_.size() < size) {
            if (!receive_some()) {
                return {};
            }
        }
        response.body = take(size);
        return response;
    }

    /// Whether the server closes the connection without a further byte.
    bool is_closed() { return unread_.empty() && !receive_some() && !has_waited_in_vain_; }

    /// At most that many bytes, and nothing once the server has closed the connection.
    std::string receive_at_most(std::size_t size) {
        if (unread_.empty()) {
            receive_some(size);
        }
        return take(std::min(size, unread_.size()));
    }

    /// Whether something comes within that time.
    bool has_input_within(int milliseconds) const {
        pollfd descriptor{socket_, POLLIN, 0};
        return ::poll(&descriptor, 1, milliseconds) > 0;
    }

    /// It sends no more, but would read.
    void finish() const { ::shutdown(socket_, SHUT_WR); }

    void close() {
        if (socket_ >= 0) {
            ::close(std::exchange(socket_, -1));
        }
    }

    /// Without farewell: what was sent and not read is lost.
    void reset() {
        const linger hard{1, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        close();
    }

  private:
    static std::size_t length_in(const std::string& head) {
        static constexpr std::string_view name = "\r\nContent-Length: ";
        const std::size_t at = head.find(name);
        return at == std::string::npos ? 0 : std::stoul(head.substr(at + name.size()));
    }

    std::string take(std::size_t size) {
        std::string taken = unread_.substr(0, size);
        unread_.erase(0, size);
        return taken;
    }

    bool receive_some(std::size_t at_most = std::size_t{64} << 10) {
        has_waited_in_vain_ = !has_input_within(30'000);
        if (has_waited_in_vain_) {
            return false;
        }
        const std::size_t before = unread_.size();
        unread_.resize(before + at_most);
        const ssize_t size = ::recv(socket_, &unread_[before], at_most, 0);
        unread_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
        return size > 0;
    }

    int socket_;
    std::string unread_;
    bool has_waited_in_vain_ = false;
};

}  // namespace gridlore::test_support
