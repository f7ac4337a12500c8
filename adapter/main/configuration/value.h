/// The value of one setting, and its text form in flags, environment and file alike. Value types, pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "knowledge-engine/base/clock.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::configuration {

struct Bytes {
    std::uint64_t count = 0;
    friend auto operator<=>(const Bytes&, const Bytes&) = default;
};

using Files = std::vector<std::string>;

/// Which alternative a setting uses is its type.
using Value = std::variant<bool, std::uint64_t, Bytes, Duration, std::string, Files>;

/// `texts` read as a value of the type that `type` has. Only `Files` takes more than one text.
/// Durations: a number of seconds, or one with `ms`, `s`, `min` or `h`. Sizes: bytes, or with `KiB`, `MiB` or `GiB`.
/// Errors: InvalidInput; the message quotes the text and says what was expected.
Result<Value> parse_value(const std::vector<std::string>& texts, const Value& type);

/// What `parse_value` reads: `29s`, `64MiB`, `true`; files are separated by `:`.
std::string to_string(const Value& value);

/// What to write for a value of that type in help and documents: `SECONDS`, `BYTES`, `NUMBER`, `true|false` …
std::string_view placeholder(const Value& type);

}  // namespace gridlore::configuration
