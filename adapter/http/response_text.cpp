#include "adapter/http/response_text.h"

#include <array>
#include <boost/beast/http/status.hpp>

namespace gridlore::http {
namespace {

constexpr std::string_view cors_headers =
    "Access-Control-Allow-Origin: *\r\n"
    "Access-Control-Allow-Methods: GET, POST, PUT, DELETE, HEAD\r\n"
    "Access-Control-Allow-Headers: Accept, Content-Type, Knowledge-Base-Id, Knowledge-Interaction-Id\r\n";
constexpr std::size_t usual_head_size = 512;

/// A line break in a value would let it forge headers, or a whole response.
void append_value(std::string& head, std::string_view value) {
    for (const char c : value) {
        head.push_back(c == '\r' || c == '\n' ? ' ' : c);
    }
}

void append_header(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ");
    append_value(head, value);
    head.append("\r\n");
}

std::string_view reason_of(unsigned status) {
    const auto reason = boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(status));
    return {reason.data(), reason.size()};
}

void append_connection(std::string& head, const ConnectionPersistence& persistence) {
    if (!persistence.keep_alive) {
        head.append("Connection: close\r\n");
    } else if (persistence.is_http_1_0) {
        head.append("Connection: keep-alive\r\n");
    }
}

}  // namespace

bool may_have_body(unsigned status) {
    return status >= 200 && status != 204 && status != 304;
}

std::string response_head(const Response& response, const ConnectionPersistence& persistence, std::string_view date) {
    std::string head;
    head.reserve(usual_head_size);
    head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ").append(reason_of(response.status));
    head.append("\r\nDate: ").append(date).append("\r\n");
    if (!response.content_type.empty()) {
        append_header(head, "Content-Type", response.content_type);
    }
    if (response.stream) {
        head.append(persistence.is_http_1_0 ? "" : "Transfer-Encoding: chunked\r\n");
    } else if (may_have_body(response.status)) {
        append_header(head, "Content-Length", std::to_string(response.body ? response.body->size() : 0));
    }
    append_connection(head, persistence);
    head.append(cors_headers);
    for (const auto& [name, value] : response.headers) {
        append_header(head, name, value);
    }
    return head.append("\r\n");
}

std::string_view DateText::at(std::time_t now) {
    if (now != time_) {
        // The names are the protocol's: independent of any locale.
        static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        std::tm utc{};
        gmtime_r(&now, &utc);
        const auto two_digits = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
        text_ = std::string(days.at(static_cast<std::size_t>(utc.tm_wday))) + ", " + two_digits(utc.tm_mday) + " " +
                months.at(static_cast<std::size_t>(utc.tm_mon)) + " " + std::to_string(utc.tm_year + 1900) + " " +
                two_digits(utc.tm_hour) + ":" + two_digits(utc.tm_min) + ":" + two_digits(utc.tm_sec) + " GMT";
        time_ = now;
    }
    return text_;
}

}  // namespace gridlore::http
