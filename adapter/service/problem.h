/// Refusals as responses: RFC 9457 `application/problem+json`. Pure functions; safe from any thread. Private to this
/// folder.
#pragma once

#include <optional>
#include <string>

#include "adapter/http/http.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::service {

/// Why a request is not served, and where it is at fault.
struct Refusal {
    unsigned status = 400;
    std::string detail;                  ///< what was found and how to mend it
    std::string parameter = {};          ///< its name; empty: it is about none
    std::optional<std::string> pointer;  ///< into the request's body (RFC 6901)
};

http::Response problem(const Refusal& refusal);
http::Response problem(unsigned status, std::string detail);
/// What the exchange says: its limits and its end are no fault of the request.
http::Response problem(const Error& error);

}  // namespace gridlore::service
