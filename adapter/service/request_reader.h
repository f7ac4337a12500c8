/// What a request asks for, or says beside its payload: its parameters, from wherever they come, as terms. A pure
/// function; safe from any thread. Private to this folder.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapter/http/http.h"
#include "adapter/service/bind.h"
#include "adapter/service/problem.h"
#include "adapter/service/variable_values.h"
#include "knowledge-engine/pattern/range.h"

namespace gridlore::service {

/// A token that came with a request, and whose data it is about.
struct Token {
    std::string text;
    std::string parameter;
    std::size_t variable = 0;
};

/// One question, or what a post says beside its payload.
struct Question {
    Terms given;  ///< by value, of what comes once
    /// What is asked for: `given`, with each of what the payload of a `request` says, or its parameters instead, which
    /// may come several times. Of anything else one.
    std::vector<Terms> rows;
    pattern::Ranges ranges;
    std::optional<Token> token;
};

struct Asked {
    std::vector<Question> questions;
    bool is_list = false;  ///< they came as a list, and so go their answers
};

/// `path_values`: of the path's variables, in their order. `has_payload`: the body is the document's own (a post), and
/// not read here. Unknown parameters are refused.
std::variant<Asked, Refusal> read_request(const mapping::Document& document, const Serve& serve,
                                          const http::Request& request, std::span<const std::string> path_values,
                                          bool has_payload);

/// Nothing, or why the body is none that we read: its type is JSON in UTF-8, or not said.
std::optional<Refusal> refuse_media_type(const http::Request& request);

}  // namespace gridlore::service
