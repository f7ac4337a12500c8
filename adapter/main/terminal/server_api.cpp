#include "adapter/main/terminal/server_api.h"

#include <nlohmann/json.hpp>

namespace gridlore::terminal {
namespace {

using nlohmann::json;

/// The text of the contract's error body, or whatever the body is.
std::string words_of(const std::string& body) {
    const json parsed = json::parse(body, nullptr, false);
    if (parsed.is_object() && parsed.contains("message") && parsed["message"].is_string()) {
        return parsed["message"].get<std::string>();
    }
    constexpr std::size_t enough = 500;
    return body.substr(0, enough);
}

Error refusal(const std::string& request, unsigned status, const std::string& body) {
    constexpr unsigned not_found = 404;
    return {status == not_found ? ErrorKind::NotFound : ErrorKind::InvalidInput,
            "the server refused " + request + " with " + std::to_string(status) + ": " + words_of(body)};
}

}  // namespace

Result<ServerApi> ServerApi::make(const std::string& url, std::chrono::seconds timeout) {
    return http::Client::make(url, {.timeout = timeout}).and_then([](http::Client client) -> Result<ServerApi> {
        return ServerApi(std::move(client));
    });
}

Result<json> ServerApi::call(const std::string& method, const std::string& path, const http::Headers& headers,
                             const json* body) {
    auto response = client_.send(method, path, headers, body == nullptr ? "" : body->dump());
    if (!response) {
        return std::move(response).error();
    }
    const std::string text = response->body ? *response->body : "";
    constexpr unsigned first_redirection = 300;
    if (response->status >= first_redirection) {
        return refusal(method + " " + path, response->status, text);
    }
    json parsed = text.empty() ? json() : json::parse(text, nullptr, false);
    if (parsed.is_discarded()) {
        return Error{ErrorKind::Internal, "the server's answer to " + method + " " + path + " is no JSON"};
    }
    return parsed;
}

http::Headers identity_headers(const std::string& knowledge_base) {
    return {{"Knowledge-Base-Id", knowledge_base}};
}

http::Headers identity_headers(const std::string& knowledge_base, const std::string& interaction) {
    return {{"Knowledge-Base-Id", knowledge_base}, {"Knowledge-Interaction-Id", interaction}};
}

}  // namespace gridlore::terminal
