/// JSON as the contract reads it (ke-rest-contract, section 2): a number or a boolean stands for its text, so a value
/// is nothing, a text, an array or an object. Value types, confined to the request they belong to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "knowledge-engine/base/result.h"

namespace gridlore::rest_api {

struct JsonMember;

struct JsonValue {
    using Array = std::vector<JsonValue>;
    using Object = std::vector<JsonMember>;  ///< each name once: of several with one name the last counts

    std::variant<std::monostate, std::string, Array, Object> value;

    bool is_null() const { return std::holds_alternative<std::monostate>(value); }
    /// Null if it is of another kind.
    const std::string* text() const { return std::get_if<std::string>(&value); }
    const Array* array() const { return std::get_if<Array>(&value); }
    const Object* object() const { return std::get_if<Object>(&value); }
};

struct JsonMember {
    std::string name;
    JsonValue value;
};

struct JsonLimits {
    std::size_t depth = 32;  ///< arrays and objects within one another
};

/// Reads one JSON document (RFC 8259, UTF-8). Numbers keep the text they were written with, except that integers of 64
/// bits lose a superfluous minus before 0.
/// Errors: InvalidInput with the position, for what is no JSON, nests too deeply, or is empty.
Result<JsonValue> parse_json(std::string_view text, const JsonLimits& limits = {});

/// A request's body, which has to be an object.
Result<const JsonValue::Object*> object_of_body(const JsonValue& body);

/// The member of that name unless it is absent or null; either means "not given".
const JsonValue* find_member(const JsonValue::Object& object, std::string_view name);

/// A member as what it has to be; nothing if it is absent or null. Errors name the member.
Result<std::optional<std::string>> optional_text(const JsonValue::Object& object, std::string_view name);
Result<std::string> required_text(const JsonValue::Object& object, std::string_view name);
/// `60`, `"60"` and `60.7` are 60.
Result<std::optional<std::int64_t>> optional_integer(const JsonValue::Object& object, std::string_view name);
Result<std::optional<double>> optional_number(const JsonValue::Object& object, std::string_view name);
/// `true`, `"true"` and `1` are true.
Result<std::optional<bool>> optional_boolean(const JsonValue::Object& object, std::string_view name);

/// "an object", "an array", "a text" or "null", for messages.
std::string_view kind_of(const JsonValue& value);

}  // namespace gridlore::rest_api
