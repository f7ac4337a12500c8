/// The REST API of a running server (ours, or any that keeps the contract), as the commands of a terminal use it.
#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "adapter/http/client.h"

namespace gridlore::terminal {

/// Confined to one thread.
class ServerApi {
  public:
    /// `url` is the base of the API: `http://127.0.0.1:8280/rest`. Errors: InvalidInput.
    static Result<ServerApi> make(const std::string& url, std::chrono::seconds timeout);

    /// Sends a request; the response's JSON (null if its body is empty). Errors: Unavailable (no answer); any other
    /// kind means that the server refused, and the message has its status and its own words.
    Result<nlohmann::json> call(const std::string& method, const std::string& path, const http::Headers& headers = {},
                                const nlohmann::json* body = nullptr);

  private:
    explicit ServerApi(http::Client client) : client_(std::move(client)) {}

    http::Client client_;
};

/// The headers that say for which knowledge base, and which interaction of it, a request is made.
http::Headers identity_headers(const std::string& knowledge_base);
http::Headers identity_headers(const std::string& knowledge_base, const std::string& interaction);

}  // namespace gridlore::terminal
