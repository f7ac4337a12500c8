/// A JSON text as a tree that keeps what other trees drop: the digits of numbers, the order of members, names that come
/// twice. Value types; functions are pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/json/json_scalar.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::mapping {

struct JsonValue {
    enum class Kind : std::uint8_t { Scalar, List, Object };
    Kind kind = Kind::Scalar;
    JsonConstant scalar;
    std::string name;                 ///< of a member of an object
    std::vector<JsonValue> children;  ///< elements, members

    bool is_list() const { return kind == Kind::List; }
    bool is_object() const { return kind == Kind::Object; }
};

/// InvalidInput: no JSON (RFC 8259), or not UTF-8; the message begins with line and column. LimitExceeded: deeper than
/// 64 lists and objects.
Result<JsonValue> read_json(std::string_view text);

/// Compact, as it was read.
void append_json(const JsonValue& value, std::string& out);

}  // namespace gridlore::mapping
