/// The shape of a document as JSON Schema (draft 2020-12, which is that of OpenAPI 3.1). Safe from any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "adapter/mapping/document.h"

namespace gridlore::mapping {

/// What is taken may be spelt and written in more ways than what is given.
enum class Traffic { Taken, Given };

/// A member that comes twice in one object, which JSON Schema cannot say, is described as either of the two. Nor can it
/// say which members with a variable in their names belong together.
nlohmann::ordered_json json_schema(const Document& document, Traffic traffic);

/// Of one variable's JSON value. Precondition: it has a codec.
nlohmann::ordered_json json_schema(const Variable& variable, Traffic traffic);

}  // namespace gridlore::mapping
