#include "adapter/sparql/problem.h"

#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

namespace gridlore::sparql {
namespace {

struct Row {
    ErrorKind kind;
    unsigned reading;
    unsigned answering;
};
constexpr std::array<Row, 6> statuses = {{
    {ErrorKind::InvalidInput, 400, 400},
    {ErrorKind::NotFound, 404, 404},
    {ErrorKind::Conflict, 409, 409},
    {ErrorKind::LimitExceeded, 413, 503},
    {ErrorKind::Unavailable, 503, 503},
    {ErrorKind::Internal, 500, 500},
}};

constexpr std::array<std::pair<unsigned, std::string_view>, 12> titles = {{
    {400, "Bad Request"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
}};

std::string_view title_of(unsigned status) {
    for (const auto& [code, title] : titles) {
        if (code == status) {
            return title;
        }
    }
    return "Error";
}

}  // namespace

http::Response problem(unsigned status, std::string detail, std::optional<TextPosition> position) {
    nlohmann::ordered_json body = {{"title", title_of(status)}, {"status", status}, {"detail", std::move(detail)}};
    if (position) {
        body["line"] = position->line;
        if (position->column != 0) {
            body["column"] = position->column;
        }
    }
    // A message may quote bytes of the request that are no UTF-8.
    constexpr auto replace = nlohmann::ordered_json::error_handler_t::replace;
    return http::Response::with_body(status, "application/problem+json", body.dump(-1, ' ', false, replace) + "\n");
}

http::Response problem(const Error& error, Stage stage) {
    for (const Row& row : statuses) {
        if (row.kind == error.kind) {
            return problem(stage == Stage::Reading ? row.reading : row.answering, error.message, error.position);
        }
    }
    return problem(500, error.message);
}

}  // namespace gridlore::sparql
