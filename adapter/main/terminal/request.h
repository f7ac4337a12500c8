/// From the options of a command to the bodies of its requests. Pure functions, but for reading the file of rows.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapter/main/terminal/options.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::terminal {

struct ExchangeRequest {
    nlohmann::json interaction;          ///< body of POST /sc/ki
    nlohmann::json body;                 ///< body of POST /sc/ask or /sc/post
    std::vector<std::string> variables;  ///< of the result, in the order of its pattern
    rdf::PrefixMap prefixes;             ///< to show it with
};

/// A variable that is bound several times stands for any of these terms.
/// Errors: InvalidInput: a pattern (with line and column), a term, a variable that the pattern does not have.
Result<ExchangeRequest> ask_request(const AskOptions& options);

/// Errors: InvalidInput, as above; also a binding without all variables, which nobody would get.
Result<ExchangeRequest> post_request(const PostOptions& options);

}  // namespace gridlore::terminal
