/// Asks, posts and handle requests in JSON (ke-rest-contract, 3.9 to 3.12), with our optional members. Pure functions;
/// safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "adapter/rest-api/json/value.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/exchange/exchange.h"

namespace gridlore::rest_api {

/// What the body of an ask or post says, besides who asks.
struct ExchangeBody {
    exchange::Request request;
    bool exchange_info = true;
};

/// Reads the body of `POST /sc/ask` (`is_ask`) or `/sc/post`. Errors: InvalidInput, naming the place.
Result<ExchangeBody> read_exchange_body(const JsonValue& body, bool is_ask);

/// The body of `POST /sc/handle` as far as its form goes; its terms are not read yet.
struct HandleBody {
    std::uint64_t handle_request_id = 0;
    std::optional<std::string> error_message;
    const JsonValue* binding_set = nullptr;  ///< into the body; null: not given, which is an empty answer
};
Result<HandleBody> read_handle_body(const JsonValue& body);

/// The body of the ask's response. `with_exchange_info`: false if the client asked to leave it out.
std::string ask_response(const exchange::AskResult& result, bool with_exchange_info);
std::string post_response(const exchange::PostResult& result, bool with_exchange_info);

/// What a poll is given.
std::string handle_request_json(const exchange::Call& call, std::uint64_t handle_request_id);

/// `2026-03-04T09:15:02.118+00:00`
std::string time_text(TimePoint time);

}  // namespace gridlore::rest_api
