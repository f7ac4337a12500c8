/// Operations of an OpenAPI document that share a path and a method, as one: OpenAPI has room for no more. A pure
/// function. Private to this folder.
#pragma once

#include <nlohmann/json.hpp>

namespace gridlore::service {

/// What either of two operations takes and gives. A parameter that only one has is optional; where each has another
/// constant, it is one of them; of bodies either is taken. The names are those of the first.
nlohmann::ordered_json merged(nlohmann::ordered_json one, const nlohmann::ordered_json& other);

}  // namespace gridlore::service
