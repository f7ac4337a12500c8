#include "tests/load/connection.h"

#include <boost/asio/write.hpp>
#include <charconv>

#include "tests/bench/checked.h"

namespace gridlore::load {
namespace {

namespace asio = boost::asio;

constexpr std::size_t first_buffer = 2048;
constexpr std::string_view length_name = "Content-Length: ";

/// The length of the body that `head` announces. Both servers write the header in this form.
std::size_t body_length(std::string_view head) {
    const std::size_t found = head.find(length_name);
    std::size_t length = 0;
    if (found != std::string_view::npos) {
        const std::string_view digits = head.substr(found + length_name.size());
        std::from_chars(digits.data(), digits.data() + digits.size(), length);
    }
    return length;
}

int status_of(std::string_view head) {
    int status = 0;
    const std::string_view digits = head.substr(std::string_view("HTTP/1.1 ").size(), 3);
    std::from_chars(digits.data(), digits.data() + digits.size(), status);
    return status;
}

}  // namespace

void Connection::connect(std::uint16_t port) {
    boost::system::error_code error;
    socket_.connect({asio::ip::address_v4::loopback(), port}, error);
    if (error) {
        bench::give_up("cannot connect: " + error.message());
    }
    socket_.set_option(asio::ip::tcp::no_delay(true));
    response_.resize(first_buffer);
}

void Connection::send(std::string_view request) {
    // A request is small: the kernel takes it at once.
    boost::system::error_code broken;  // of which the read tells, too
    asio::write(socket_, asio::buffer(request), broken);
    size_ = 0;
    read();
}

void Connection::read() {
    socket_.async_read_some(asio::buffer(response_.data() + size_, response_.size() - size_),
                            [this](boost::system::error_code error, std::size_t size) {
                                if (error) {
                                    on_response_(0, {});
                                    return;
                                }
                                size_ += size;
                                received();
                            });
}

void Connection::received() {
    const std::string_view text(response_.data(), size_);
    const std::size_t end_of_head = text.find("\r\n\r\n");
    if (end_of_head != std::string_view::npos) {
        const std::size_t begin = end_of_head + 4;
        const std::size_t length = body_length(text.substr(0, begin));
        if (text.size() >= begin + length) {
            const std::string body(text.substr(begin, length));
            on_response_(status_of(text), body);
            return;
        }
    }
    if (size_ == response_.size()) {
        response_.resize(2 * size_);
    }
    read();
}

std::string request_text(std::string_view method, std::string_view path, std::string_view headers,
                         std::string_view body) {
    std::string text;
    text.append(method).append(" ").append(path).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n");
    text.append(headers);
    if (method == "POST") {
        text.append("Content-Type: application/json\r\nContent-Length: ").append(std::to_string(body.size()));
        text.append("\r\n");
    }
    return text.append("\r\n").append(body);
}

std::string identity_headers(std::string_view knowledge_base, std::string_view interaction) {
    std::string text = "Knowledge-Base-Id: ";
    text.append(knowledge_base).append("\r\n");
    if (!interaction.empty()) {
        text.append("Knowledge-Interaction-Id: ").append(interaction).append("\r\n");
    }
    return text;
}

}  // namespace gridlore::load
