/// JSON as a tree in which a number keeps its digits. Value types.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge-engine/base/result.h"

namespace gridlore::rml {

struct JsonValue {
    enum class Kind : std::uint8_t { Null, Boolean, Number, String, Array, Object };
    Kind kind = Kind::Null;
    std::string name;                 ///< of a member of an object
    std::string text;                 ///< of a boolean or number as written, of a string what it means
    std::vector<JsonValue> children;  ///< of an object sorted by name

    /// Nothing: no object, or it has no such member. O(log members).
    const JsonValue* member(std::string_view wanted) const;
};

inline constexpr std::size_t json_depth_limit = 200;

/// InvalidInput with line and column: it is no JSON (RFC 8259), not UTF-8, or an object has a name twice;
/// LimitExceeded: nested deeper than `json_depth_limit`.
Result<JsonValue> parse_json(std::string_view text);

}  // namespace gridlore::rml
