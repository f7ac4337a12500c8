#include "adapter/http/request_parser.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <functional>
#include <iterator>
#include <optional>
#include <utility>

#include "adapter/http/request_body.h"

namespace gridlore::http {
namespace {

namespace beast = boost::beast;
namespace asio = boost::asio;
using beast::http::field;

/// Hands the body's bytes to a `RequestBody` (Beast's requirements of a Body).
struct IncomingBody {
    struct value_type {
        RequestBody body;
        std::optional<Error> error;
    };
    class reader {
      public:
        template <bool IsRequest, typename Fields>
        reader(beast::http::header<IsRequest, Fields>&, value_type& value) : value_(value) {}

        void init(const boost::optional<std::uint64_t>&, boost::system::error_code& error) { error = {}; }

        template <typename Buffers>
        std::size_t put(const Buffers& buffers, boost::system::error_code& error) {
            std::size_t taken = 0;
            for (const asio::const_buffer buffer : beast::buffers_range_ref(buffers)) {
                take(value_.body.add({static_cast<const char*>(buffer.data()), buffer.size()}), error);
                taken += buffer.size();
            }
            return taken;
        }
        void finish(boost::system::error_code& error) { take(value_.body.finish(), error); }

      private:
        void take(Result<void> done, boost::system::error_code& error) {
            error = {};
            if (!done) {
                value_.error = std::move(done).error();
                error = beast::http::error::bad_value;
            }
        }
        value_type& value_;
    };
};
using Message = beast::http::request<IncomingBody>;

/// Room for the first bytes of a request; most fit.
constexpr std::size_t header_room = 1024;
constexpr std::size_t body_room = std::size_t{64} << 10;
/// What is decoded on the connection's thread at once: gzip makes at most a thousand times as much of it, which is done
/// in a few milliseconds, before the thread's other connections have their turn.
constexpr std::size_t gzip_room = 1024;
constexpr std::string_view line_break = "\r\n";
constexpr std::string_view empty_line = "\r\n\r\n";
/// No chunked body is shorter. Beast asserts as much of its last chunk, and cannot be given less if that is the first.
constexpr std::size_t shortest_chunked_body = std::string_view("0\r\n\r\n").size();

bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Without the scheme and the authority that a client of a proxy puts before the path.
std::string_view origin_form(std::string_view target) {
    const std::size_t authority = target.find("://");
    if (target.starts_with('/') || authority == std::string_view::npos) {
        return target;
    }
    const std::size_t path = target.find_first_of("/?", authority + 3);
    return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
}

/// All but the body.
Request to_request(const Message& message) {
    Request request;
    request.method = std::string(message.method_string());
    const std::string_view target = origin_form({message.target().data(), message.target().size()});
    const std::size_t query = target.find('?');
    request.path = query == 0 ? "/" : std::string(target.substr(0, query));
    if (query != std::string_view::npos) {
        request.query = std::string(target.substr(query + 1));
    }
    request.headers.reserve(static_cast<std::size_t>(std::distance(message.begin(), message.end())));
    for (const auto& header : message) {
        request.headers.emplace_back(std::string(header.name_string()), std::string(header.value()));
    }
    return request;
}

}  // namespace

class RequestParser::Implementation {
  public:
    explicit Implementation(Limits limits) : limits_(limits) {
        parser_.header_limit(static_cast<std::uint32_t>(limits.header));
        parser_.body_limit(boost::none);  // which it is depends on the path, and on what it is decoded to
        parser_.on_chunk_header(count_chunk_);
        buffer_.reserve(header_room);
    }

    std::span<char> room() {
        const auto prepared = buffer_.prepare(state_ == State::InBody ? room_for_body() : header_room);
        return {static_cast<char*>(prepared.data()), prepared.size()};
    }

    void received(std::size_t size) {
        body_begun_ = body_begun_ || state_ == State::InBody;
        buffer_.commit(size);
        skip_line_break();
        if (state_ == State::InHeader && !may_skip_) {
            parse_header();
        }
        if (state_ == State::InBody) {
            parse_body();
        }
    }

    void feed(std::string_view bytes) {
        buffer_.commit(asio::buffer_copy(buffer_.prepare(bytes.size()), asio::buffer(bytes)));
        received(0);
    }

    State state() const { return state_; }
    bool has_begun() const {
        const bool is_line_break = may_skip_ && line_break.starts_with(rest());
        return state_ != State::InHeader || header_size_ > 0 || (!rest().empty() && !is_line_break);
    }
    bool expects_continue() const {
        return state_ == State::InBody && !body_begun_ && parser_.get().version() >= 11 &&
               beast::iequals(parser_.get()[field::expect], "100-continue");
    }

    Parsed take() {
        if (parsed_.request.method.empty()) {
            parsed_.request = to_request(parser_.get());  // what Beast has of a header that is not whole
        }
        return std::move(parsed_);
    }

    std::string_view rest() const { return {static_cast<const char*>(buffer_.cdata().data()), buffer_.size()}; }
    const Refusal& refusal() const { return refusal_; }

  private:
    std::size_t room_for_body() const {
        if (is_gzip_) {
            return gzip_room;
        }
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

    /// Beast gets the first line, and then all the rest of the header, however the bytes were cut up on their way: what
    /// it makes of them would depend on that.
    void parse_header() {
        if (header_size_ == 0 && !rest().empty() && !is_letter(rest().front())) {
            return refuse(beast::http::error::bad_method);
        }
        while (state_ == State::InHeader) {
            if (const auto size = header_piece()) {
                parse_header_piece(*size);
            } else if (header_size_ + buffer_.size() >= limits_.header) {
                refuse(beast::http::error::header_limit);
            } else {
                return;
            }
        }
    }

    void parse_header_piece(std::size_t size) {
        boost::system::error_code error;
        header_size_ += size;
        if (header_size_ > limits_.header) {
            error = beast::http::error::header_limit;
        } else if (put(size, error) < size && !error) {
            error = beast::http::error::partial_message;
        }
        if (error) {
            refuse(error);
        } else if (parser_.is_header_done()) {
            take_header();
        }
    }

    /// The size of the header's next piece, if all of it is there. No byte is searched twice.
    std::optional<std::size_t> header_piece() {
        const bool is_last_line = header_size_ == 0 || rest().starts_with(line_break);
        const std::string_view end = is_last_line ? line_break : empty_line;
        const std::size_t at = rest().find(end, searched_ - std::min(searched_, end.size() - 1));
        searched_ = at == std::string_view::npos ? rest().size() : 0;
        return at == std::string_view::npos ? std::nullopt : std::optional(at + end.size());
    }

    void take_header() {
        const auto& message = parser_.get();
        const auto coding = message.find(field::transfer_encoding);
        if (coding != message.end() && !beast::iequals(coding->value(), "chunked")) {
            return refuse(501, "The only transfer coding that is understood is chunked.");
        }
        if (message.version() >= 11 && message.count(field::host) != 1) {
            return refuse(400, "The request has to have one Host header.");
        }
        const auto content_coding = message.find(field::content_encoding);
        const auto is_coded = [&](beast::string_view name) {
            return content_coding != message.end() && beast::iequals(content_coding->value(), name);
        };
        is_gzip_ = is_coded("gzip") || is_coded("x-gzip");
        if (content_coding != message.end() && !is_gzip_ && !is_coded("identity")) {
            return refuse(415, "The only content coding that is understood is gzip.");
        }
        // Now: what trails a chunked body ends up among its headers, where it has no business.
        parsed_.request = to_request(message);
        parsed_.persistence = {.keep_alive = message.keep_alive(), .is_http_1_0 = message.version() < 11};
        parser_.eager(true);  // from here on it takes as much as there is
        const RequestBody::Limits body_limits = limits_of_body();
        body_limit_ = body_limits.size;
        const auto length = parser_.content_length();
        if (length && *length > body_limit_) {
            return refuse(beast::http::error::body_limit);
        }
        parser_.get().body().body.begin(body_limits, is_gzip_, length ? std::optional(*length) : std::nullopt);
        body_begun_ = buffer_.size() > 0;
        state_ = State::InBody;
    }

    RequestBody::Limits limits_of_body() const {
        for (const LargeBodies& large : limits_.large_bodies) {
            if (is_path_of(parsed_.request.path, large.path)) {
                return {.size = large.limit, .in_memory = large.in_memory, .folder = limits_.spool};
            }
        }
        if (const ChangingPaths* const changing = limits_.changing_paths;
            changing != nullptr && changing->has(parsed_.request.path)) {
            return {.size = changing->body_limit, .in_memory = changing->in_memory, .folder = limits_.spool};
        }
        return {.size = limits_.body, .in_memory = std::nullopt, .folder = {}};
    }

    /// In pieces into which the header of a chunk, or what trails the last, has to fit: Beast bounds neither.
    void parse_body() {
        while (!parser_.is_done()) {
            const std::size_t size = parser_.chunked() ? std::min(buffer_.size(), limits_.header) : buffer_.size();
            if (parser_.chunked() && chunked_size_ == 0 && size < shortest_chunked_body) {
                return;
            }
            boost::system::error_code error;
            const std::size_t taken = put(size, error);
            if (!error && taken == 0 && parser_.chunked() && size == limits_.header) {
                error = beast::http::error::header_limit;
            }
            if (error) {
                return refuse(error);
            }
            if (taken == 0) {
                return;
            }
        }
        state_ = State::Complete;
        if (auto given = parser_.get().body().body.give_to(parsed_.request); !given) {
            refuse(given.error());
        }
    }

    /// How much of those bytes Beast has taken; that it needs more is no error.
    std::size_t put(std::size_t size, boost::system::error_code& error) {
        const std::size_t taken = parser_.put(asio::buffer(buffer_.cdata(), size), error);
        buffer_.consume(taken);
        if (error == beast::http::error::need_more) {
            error = {};
        }
        return taken;
    }

    void refuse(unsigned status, std::string message) {
        state_ = State::Refused;
        refusal_ = {status, std::move(message)};
    }

    void refuse(const Error& error) {
        refuse(error.kind == ErrorKind::LimitExceeded  ? 413
               : error.kind == ErrorKind::InvalidInput ? 400
                                                       : 503,
               error.message);
    }

    void refuse(boost::system::error_code error) {
        if (const auto& of_body = parser_.get().body().error) {
            return refuse(*of_body);
        }
        if (error == beast::http::error::header_limit) {
            refuse(431, "The request's header is larger than " + std::to_string(limits_.header) + " bytes.");
        } else if (error == beast::http::error::body_limit) {
            refuse(413, "The request's body is larger than " + std::to_string(body_limit_) + " bytes.");
        } else {
            refuse(400, "The request is no valid HTTP: " + error.message());
        }
    }

    using CountChunk = std::function<void(std::uint64_t, beast::string_view, boost::system::error_code&)>;

    const Limits limits_;
    std::uint64_t body_limit_ = 0;  ///< once the header is there
    std::uint64_t chunked_size_ = 0;
    CountChunk count_chunk_ = [this](std::uint64_t size, beast::string_view, boost::system::error_code& error) {
        if (size > body_limit_ - chunked_size_) {
            error = beast::http::error::body_limit;
        } else {
            chunked_size_ += size;
        }
    };
    beast::flat_buffer buffer_;
    beast::http::request_parser<IncomingBody> parser_;
    State state_ = State::InHeader;
    bool body_begun_ = false;
    bool is_gzip_ = false;
    bool may_skip_ = true;
    std::size_t header_size_ = 0;  ///< what Beast has of it
    std::size_t searched_ = 0;
    Parsed parsed_;
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
