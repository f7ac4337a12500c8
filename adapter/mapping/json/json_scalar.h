/// A JSON value that is neither an object nor a list, as it stands in the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gridlore::mapping {

enum class JsonKind : std::uint8_t { Null, Boolean, Number, String };

/// Views its text, which whoever made it keeps.
struct JsonScalar {
    JsonKind kind = JsonKind::Null;
    std::string_view text;  ///< of a string what it means, without escapes; of others as written
    friend bool operator==(const JsonScalar&, const JsonScalar&) = default;
};

/// The same with a text of its own.
struct JsonConstant {
    JsonKind kind = JsonKind::Null;
    std::string text;
    JsonScalar view() const { return {kind, text}; }
    friend bool operator==(const JsonConstant&, const JsonConstant&) = default;
};

/// `a string`, `the number 3` …, for messages; long texts are cut.
std::string describe(const JsonScalar& scalar);
/// Appends it as JSON: strings in quotes and escaped.
void append_json(const JsonScalar& scalar, std::string& out);

}  // namespace gridlore::mapping
