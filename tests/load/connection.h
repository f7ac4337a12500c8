/// One client connection of a load: sends ready-made requests one after the other and reads as little of the responses
/// as it can, so that what is measured is the server.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace gridlore::load {

/// Confined to the thread of its context, which must have ended before this is destroyed.
class Connection {
  public:
    /// `body` is valid during the call; the next request may be sent within it. Status 0: the connection broke.
    using OnResponse = std::function<void(int status, std::string_view body)>;

    Connection(boost::asio::io_context& context, OnResponse on_response)
        : socket_(context), on_response_(std::move(on_response)) {}

    /// Blocks. Ends the program if nobody listens.
    void connect(std::uint16_t port);
    /// Precondition: connected, and no response is awaited.
    void send(std::string_view request);

  private:
    void read();
    void received();

    boost::asio::ip::tcp::socket socket_;
    OnResponse on_response_;
    std::string response_;  ///< its first `size_` bytes have come
    std::size_t size_ = 0;
};

/// A request with everything that a usual client sends.
std::string request_text(std::string_view method, std::string_view path, std::string_view headers,
                         std::string_view body = {});
/// Of a knowledge base, for `headers` above.
std::string identity_headers(std::string_view knowledge_base, std::string_view interaction = {});

}  // namespace gridlore::load
