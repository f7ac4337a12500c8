/// Servers that misbehave as a test wants: of sockets, and no server of ours.
#pragma once

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace gridlore::http {

/// A port that nobody else can take; nobody listens there yet.
class TakenPort {
  public:
    TakenPort() {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size), 0);
        EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), 0);
        number_ = std::to_string(ntohs(address.sin_port));
    }
    ~TakenPort() { ::close(socket_); }
    TakenPort(const TakenPort&) = delete;
    TakenPort& operator=(const TakenPort&) = delete;

    int socket() const { return socket_; }
    const std::string& number() const { return number_; }
    std::string base() const { return "http://127.0.0.1:" + number_; }

  private:
    const int socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    std::string number_;
};

/// A server that does with each connection what a test wants.
class OtherServer {
  public:
    explicit OtherServer(std::vector<std::function<void(int socket)>> behaviours) {
        EXPECT_EQ(::listen(port_.socket(), 1), 0);
        thread_ = std::thread([this, behaviours = std::move(behaviours)] {
            for (const auto& behave : behaviours) {
                const int socket = ::accept(port_.socket(), nullptr, nullptr);
                behave(socket);
                ::close(socket);
            }
        });
    }
    ~OtherServer() { thread_.join(); }
    OtherServer(const OtherServer&) = delete;
    OtherServer& operator=(const OtherServer&) = delete;

    std::string base() const { return port_.base(); }
    const std::string& port() const { return port_.number(); }

  private:
    TakenPort port_;
    std::thread thread_;
};

inline void send_text(int socket, std::string_view text) {
    EXPECT_EQ(::send(socket, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
}

/// Reads until `end`, which ends a request, or until the client closes.
inline void receive_until(int socket, std::string_view end) {
    std::string received;
    char byte = 0;
    while (!received.ends_with(end) && ::recv(socket, &byte, 1, 0) > 0) {
        received += byte;
    }
}

}  // namespace gridlore::http
