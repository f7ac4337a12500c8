/// What one question of a request says, in the terms of the document that serves it. Pure functions; safe from any
/// thread. Private to this folder.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "adapter/service/bind.h"
#include "adapter/service/problem.h"
#include "adapter/service/variable_values.h"
#include "adapter/service/written_parameters.h"
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
    std::size_t candidate = 0;  ///< who serves it, of those that a request could be for
    Terms given;                ///< by value, of what comes once
    /// What is asked for: `given`, with each of what the payload of a `request` says, or its parameters instead, which
    /// may come several times. Of anything else one.
    std::vector<Terms> rows;
    pattern::Ranges ranges;
    std::optional<Token> token;
    bool has_local_times = false;  ///< one of its times is in another form than ISO 8601
};

/// Who asks: a binding that serves, and the values of its path's variables, in their order.
struct QuestionPlace {
    const mapping::Document& document;
    const Serve& serve;
    std::span<const std::string> path_values;
    bool has_request = false;  ///< the document's `request` is there, which may say what parameters say
};

/// Nothing, or why it is none that is answered; unknown parameters are refused.
std::optional<Refusal> read_question(const QuestionPlace& place, const std::vector<Written>& written,
                                     Question& question);

/// The variables of the document that its `request` has; none without one.
std::set<std::size_t> variables_of_request(const mapping::Document& document);
/// Whether it may come several times: a value in the query that `request` could have, too.
bool may_be_repeated(const Parameter& parameter, const std::set<std::size_t>& of_request);

}  // namespace gridlore::service
