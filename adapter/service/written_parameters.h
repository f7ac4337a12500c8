/// The parameters of a request as they came, from wherever they stand. Pure functions; safe from any thread. Private to
/// this folder.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapter/http/http.h"
#include "adapter/mapping/json/json_scalar.h"
#include "adapter/service/bind.h"
#include "adapter/service/json_parameters.h"
#include "adapter/service/problem.h"

namespace gridlore::service {

/// Of a body that asks.
inline constexpr std::size_t most_questions = 100;
/// Of a parameter's value in a body: as much as the address of a request would have room for.
inline constexpr std::size_t most_parameter_bytes = 16384;

/// One of them, but of the path.
struct Written {
    Parameter::Place place;
    std::string name;
    mapping::JsonConstant value;
    std::optional<std::string> pointer;  ///< it stands in the body
};

/// Whether it is the one that `parameter` means. What stands in a body may be a parameter of any place but the path.
bool is_of(const Parameter& parameter, const Written& written);

/// Those of the query, and of the headers that one of `serves` names.
std::variant<std::vector<Written>, Refusal> written_in_address(std::span<const Serve* const> serves,
                                                               const http::Request& request);

/// Of each question: those of the address, and of each object in the body.
struct WrittenQuestions {
    std::vector<std::vector<Written>> questions;
    bool is_list = false;
};
std::variant<WrittenQuestions, Refusal> written_in_body(const std::vector<Written>& address, std::string_view body,
                                                        const Tolerance& tolerance);

}  // namespace gridlore::service
