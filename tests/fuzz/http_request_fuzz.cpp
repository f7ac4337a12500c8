/// HTTP requests of one connection: what comes of them does not depend on how their bytes were cut up on their way. The
/// first byte chooses the limits, the next three the sizes of the pieces, the rest is what the client sends.

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "adapter/http/request_parser.h"
#include "tests/fuzz/require.h"

namespace {

using namespace gridlore;
using fuzz::require;
using http::RequestParser;
using State = RequestParser::State;

constexpr std::size_t choices = 4;

struct Served {
    std::vector<http::Request> requests;
    std::vector<http::ConnectionPersistence> persistences;
    State state = State::InHeader;  ///< of the request behind them
    bool has_begun = false;
    unsigned status = 0;
};

RequestParser::Limits limits_of(std::uint8_t choice) {
    return choice % 2 == 0 ? RequestParser::Limits{.header = 4096, .body = 1 << 16}
                           : RequestParser::Limits{.header = 64, .body = 16};
}

void check(const http::Request& request, const RequestParser::Limits& limits) {
    require(!request.method.empty() && !request.path.empty());
    require(request.path.find_first_of("? \r\n") == std::string::npos);
    require(request.body.size() <= limits.body);
    for (const auto& [name, value] : request.headers) {
        require(!name.empty() && value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
        require(request.header(name).has_value());
    }
}

/// As a connection does it: whatever is left behind a request is the beginning of the next.
Served serve(std::string_view bytes, std::span<const std::uint8_t> pieces, const RequestParser::Limits& limits) {
    Served served;
    auto parser = std::make_unique<RequestParser>(limits);
    for (std::size_t i = 0; !bytes.empty() && parser->needs_more(); ++i) {
        const auto room = parser->room();
        const std::size_t wanted = pieces.empty() ? bytes.size() : pieces[i % pieces.size()] + std::size_t{1};
        const std::size_t size = std::min({room.size(), wanted, bytes.size()});
        std::ranges::copy(bytes.substr(0, size), room.begin());
        parser->received(size);
        bytes.remove_prefix(size);
        while (parser->state() == State::Complete) {
            const std::string rest(parser->rest());
            auto [request, persistence] = parser->take();
            check(request, limits);
            served.requests.push_back(std::move(request));
            served.persistences.push_back(persistence);
            parser = std::make_unique<RequestParser>(limits);
            parser->feed(rest);
        }
    }
    served.state = parser->state();
    served.has_begun = parser->has_begun();
    if (served.state == State::Refused) {
        require(!parser->refusal().message.empty());
        served.status = parser->refusal().status;
    }
    return served;
}

bool is_same(const http::Request& a, const http::Request& b) {
    return a.method == b.method && a.path == b.path && a.query == b.query && a.headers == b.headers && a.body == b.body;
}

bool is_same_persistence(const http::ConnectionPersistence& a, const http::ConnectionPersistence& b) {
    return a.keep_alive == b.keep_alive && a.is_http_1_0 == b.is_http_1_0;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < choices) {
        return 0;
    }
    const auto limits = limits_of(data[0]);
    const std::string_view bytes = fuzz::text_of(data + choices, size - choices);
    const Served whole = serve(bytes, {}, limits);
    const Served cut = serve(bytes, {data + 1, choices - 1}, limits);
    require(std::ranges::equal(whole.requests, cut.requests, is_same));
    require(std::ranges::equal(whole.persistences, cut.persistences, is_same_persistence));
    require(whole.state == cut.state && whole.status == cut.status && whole.has_begun == cut.has_begun);
    return 0;
}
