#include "adapter/http/request_parser.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <utility>

namespace gridlore::http {
namespace {

namespace beast = boost::beast;
namespace asio = boost::asio;
using beast::http::field;
using Message = beast::http::request<beast::http::string_body>;

/// Room for the first bytes of a request; most fit.
constexpr std::size_t header_room = 1024;
constexpr std::size_t body_room = std::size_t{64} << 10;
constexpr std::string_view line_break = "\r\n";

/// Without the scheme and the authority that a client of a proxy puts before the path.
std::string_view origin_form(std::string_view target) {
    const std::size_t authority = target.find("://");
    if (target.starts_with('/') || authority == std::string_view::npos) {
        return target;
    }
    const std::size_t path = target.find_first_of("/?", authority + 3);
    return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
}

Request to_request(Message message) {
    Request request;
    request.method = std::string(message.method_string());
    const std::string_view target = origin_form({message.target().data(), message.target().size()});
    const std::size_t query = target.find('?');
    request.path = std::string(target.substr(0, query));
    if (query != std::string_view::npos) {
        request.query = std::string(target.substr(query + 1));
    }
    for (const auto& header : message) {
        request.headers.emplace_back(std::string(header.name_string()), std::string(header.value()));
    }
    request.body = std::move(message.body());
    return request;
}

}  // namespace

class RequestParser::Implementation {
  public:
    explicit Implementation(Limits limits) : limits_(limits) {
        parser_.header_limit(static_cast<std::uint32_t>(limits.header));
        parser_.body_limit(limits.body);
        buffer_.reserve(header_room);
    }

    std::span<char> room() {
        const auto prepared = buffer_.prepare(state_ == State::InBody ? room_for_body() : header_room);
        return {static_cast<char*>(prepared.data()), prepared.size()};
    }

    void received(std::size_t size) {
        begun_ = begun_ || size > 0;
        body_begun_ = body_begun_ || state_ == State::InBody;
        buffer_.commit(size);
        skip_line_break();
        if (state_ == State::InHeader && !may_skip_ && parse() && parser_.is_header_done()) {
            take_header();
        }
        if (state_ == State::InBody && (parser_.is_done() || parse()) && parser_.is_done()) {
            state_ = State::Complete;
        }
    }

    void feed(std::string_view bytes) {
        buffer_.commit(asio::buffer_copy(buffer_.prepare(bytes.size()), asio::buffer(bytes)));
        received(0);
        begun_ = begun_ || !bytes.empty();
    }

    State state() const { return state_; }
    bool has_begun() const { return begun_; }
    bool expects_continue() const {
        return state_ == State::InBody && !body_begun_ && parser_.get().version() >= 11 &&
               beast::iequals(parser_.get()[field::expect], "100-continue");
    }

    Parsed take() {
        const ResponseFraming framing{.keep_alive = parser_.get().keep_alive(),
                                      .is_http_1_0 = parser_.get().version() < 11};
        return {to_request(parser_.release()), framing};
    }

    std::string_view rest() const { return {static_cast<const char*>(buffer_.cdata().data()), buffer_.size()}; }
    const Refusal& refusal() const { return refusal_; }

  private:
    std::size_t room_for_body() const {
        const auto remaining = parser_.content_length_remaining();
        return remaining ? std::clamp<std::size_t>(*remaining, header_room, body_room) : body_room;
    }

    /// Some clients end a body with a line break that its length does not count.
    void skip_line_break() {
        if (may_skip_ && buffer_.size() >= line_break.size()) {
            may_skip_ = false;
            buffer_.consume(rest().starts_with(line_break) ? line_break.size() : 0);
        }
    }

    /// False if more is needed, or the request is refused.
    bool parse() {
        boost::system::error_code error;
        buffer_.consume(parser_.put(buffer_.cdata(), error));
        if (error && error != beast::http::error::need_more) {
            refuse(error);
        } else if (state_ == State::InBody && !parser_.is_done() && buffer_.size() > limits_.header) {
            // What is kept unparsed of a body is the header of a chunk, or what trails the last: Beast bounds neither.
            refuse(beast::http::error::header_limit);
        }
        return !error;
    }

    void take_header() {
        const auto& message = parser_.get();
        const auto coding = message[field::transfer_encoding];
        if (!coding.empty() && !beast::iequals(coding, "chunked")) {
            refuse(501, "The only transfer coding that is understood is chunked.");
        } else if (message.version() >= 11 && message.count(field::host) != 1) {
            refuse(400, "The request has to have one Host header.");
        } else {
            parser_.eager(true);  // from here on it takes as much as there is
            state_ = State::InBody;
            body_begun_ = buffer_.size() > 0;
        }
    }

    void refuse(unsigned status, std::string message) {
        state_ = State::Refused;
        refusal_ = {status, std::move(message)};
    }

    void refuse(boost::system::error_code error) {
        if (error == beast::http::error::header_limit) {
            refuse(431, "The request's header is larger than " + std::to_string(limits_.header) + " bytes.");
        } else if (error == beast::http::error::body_limit) {
            refuse(413, "The request's body is larger than " + std::to_string(limits_.body) + " bytes.");
        } else {
            refuse(400, "The request is no valid HTTP: " + error.message());
        }
    }

    const Limits limits_;
    beast::flat_buffer buffer_;
    beast::http::request_parser<beast::http::string_body> parser_;
    State state_ = State::InHeader;
    bool begun_ = false;
    bool body_begun_ = false;
    bool may_skip_ = true;
    Refusal refusal_;
};

RequestParser::RequestParser(Limits limits) : implementation_(std::make_unique<Implementation>(limits)) {}
RequestParser::~RequestParser() = default;

std::span<char> RequestParser::room() {
    return implementation_->room();
}

void RequestParser::received(std::size_t size) {
    implementation_->received(size);
}

void RequestParser::feed(std::string_view bytes) {
    implementation_->feed(bytes);
}

RequestParser::State RequestParser::state() const {
    return implementation_->state();
}

bool RequestParser::has_begun() const {
    return implementation_->has_begun();
}

bool RequestParser::expects_continue() const {
    return implementation_->expects_continue();
}

RequestParser::Parsed RequestParser::take() {
    return implementation_->take();
}

std::string_view RequestParser::rest() const {
    return implementation_->rest();
}

const RequestParser::Refusal& RequestParser::refusal() const {
    return implementation_->refusal();
}

}  // namespace gridlore::http
