/// Errors as responses: RFC 9457 `application/problem+json`. Pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "adapter/http/http.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::sparql {

/// What a request was at when its error came up: a limit that its text crosses is another matter than one that
/// answering it reaches.
enum class Stage : std::uint8_t { Reading, Answering };

http::Response problem(unsigned status, std::string detail, std::optional<TextPosition> position = {});
/// The one place that says which status an error is answered with.
http::Response problem(const Error& error, Stage stage);

}  // namespace gridlore::sparql
