/// What messages about a payload are made of. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "adapter/mapping/document.h"
#include "adapter/mapping/shape.h"

namespace gridlore::mapping {

/// `/` and a member's name or an element's place, as a JSON pointer has them (RFC 6901, 3).
std::string pointer_token(std::string_view name);
/// What a message about `pointer` begins with.
std::string place_of(const std::string& pointer);
/// What the document has at a place.
std::string describe(const Document& document, const Shape& shape);
/// Why an object has no room for a member of that name, and which name is probably meant.
std::string describe_unexpected(const ObjectShape& object, std::string_view name);

}  // namespace gridlore::mapping
