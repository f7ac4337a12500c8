/// Numbers of a fixed width, of which dates and times are made. Pure functions; safe from any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "knowledge-engine/rdf/ascii.h"

namespace gridlore::rdf {

/// Takes a number of exactly `digits` digits off the front of `text`. Nothing, and nothing taken, if it does not begin
/// with one. Precondition: `digits` is at most 9.
constexpr std::optional<int> take_number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) {
        return std::nullopt;
    }
    int number = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (!is_ascii_digit(text[i])) {
            return std::nullopt;
        }
        number = number * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return number;
}

}  // namespace gridlore::rdf
