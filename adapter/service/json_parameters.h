/// Parameters as a JSON body (docs/mapping-documents.md, "Bindings to the world"): an object with members of their
/// names, or a list of such objects, each a question of its own. A pure function; safe from any thread. Private to this
/// folder.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapter/mapping/json/json_scalar.h"
#include "adapter/service/partners.h"
#include "adapter/service/problem.h"

namespace gridlore::service {

/// In their order. The pointer is where each stands.
struct JsonParameter {
    std::string name;
    mapping::JsonConstant value;
    std::string pointer;
};
struct JsonQuestions {
    std::vector<std::vector<JsonParameter>> questions;
    bool is_list = false;
};

std::variant<JsonQuestions, Refusal> read_json_parameters(std::string_view json, std::size_t most_questions,
                                                          const Tolerance& tolerance);

}  // namespace gridlore::service
