/// Refusals as responses: RFC 9457 `application/problem+json`. Pure functions; safe from any thread. Private to this
/// folder.
#pragma once

#include <nlohmann/json_fwd.hpp>
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
/// With further members (RFC 9457, 3.2); `more` is an object.
http::Response problem(unsigned status, std::string detail, const nlohmann::ordered_json& more);
/// To a method that is not served: 204 for OPTIONS, else 405. Both say which are `allowed`.
http::Response other_method(const http::Request& request, std::string allowed, std::string detail);
/// What the exchange says: its limits and its end are no fault of the request.
http::Response problem(const Error& error);

}  // namespace gridlore::service
