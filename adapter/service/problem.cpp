#include "adapter/service/problem.h"

#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

namespace gridlore::service {
namespace {

constexpr std::array<std::pair<unsigned, std::string_view>, 14> titles = {{
    {400, "Bad Request"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {508, "Loop Detected"},
}};

std::string_view title_of(unsigned status) {
    for (const auto& [code, title] : titles) {
        if (code == status) {
            return title;
        }
    }
    return "Error";
}

unsigned status_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::InvalidInput:
            return 400;
        case ErrorKind::NotFound:  // an interaction that a reload has just replaced
        case ErrorKind::LimitExceeded:
        case ErrorKind::Unavailable:
            return 503;
        default:
            return 500;
    }
}

}  // namespace

http::Response problem(unsigned status, std::string detail, const nlohmann::ordered_json& more) {
    nlohmann::ordered_json body = {{"title", title_of(status)}, {"status", status}, {"detail", std::move(detail)}};
    body.update(more);
    // A message may quote bytes of the request that are no UTF-8.
    constexpr auto replace = nlohmann::ordered_json::error_handler_t::replace;
    return http::Response::with_body(status, "application/problem+json", body.dump(-1, ' ', false, replace) + "\n");
}

http::Response problem(const Refusal& refusal) {
    nlohmann::ordered_json more = nlohmann::ordered_json::object();
    if (!refusal.parameter.empty()) {
        more["parameter"] = refusal.parameter;
    }
    if (refusal.pointer) {
        more["pointer"] = *refusal.pointer;
    }
    return problem(refusal.status, refusal.detail, more);
}

http::Response problem(unsigned status, std::string detail) {
    return problem(status, std::move(detail), nlohmann::ordered_json::object());
}

http::Response other_method(const http::Request& request, std::string allowed, std::string detail) {
    http::Response response =
        request.method == "OPTIONS" ? http::Response::empty(204) : problem(405, std::move(detail));
    response.headers.emplace_back("Allow", std::move(allowed));
    return response;
}

http::Response problem(const Error& error) {
    return problem(status_of(error.kind), error.message);
}

}  // namespace gridlore::service
