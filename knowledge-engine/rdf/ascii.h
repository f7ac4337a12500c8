/// Characters of ASCII, in which the grammars of RDF are written. Pure functions; safe from any thread.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gridlore::rdf {

constexpr bool is_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr char to_ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr char to_ascii_upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}
constexpr bool is_ascii_letter(char c) {
    return to_ascii_lower(c) >= 'a' && to_ascii_lower(c) <= 'z';
}
constexpr bool is_ascii_hex_digit(char c) {
    return is_ascii_digit(c) || (to_ascii_lower(c) >= 'a' && to_ascii_lower(c) <= 'f');
}

/// How many digits `text` begins with.
constexpr std::size_t count_ascii_digits(std::string_view text) {
    return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_ascii_digit) - text.begin());
}

/// True if `text` began with `expected`, which it then does no longer.
constexpr bool take(std::string_view& text, char expected) {
    const bool found = text.starts_with(expected);
    text.remove_prefix(found ? 1 : 0);
    return found;
}

/// A number that is not negative, with zeros before it.
inline void append_padded(std::string& out, std::int64_t number, std::size_t width) {
    if (width == 2 && number < 100) {
        out += static_cast<char>('0' + number / 10);
        out += static_cast<char>('0' + number % 10);
        return;
    }
    constexpr std::size_t most_digits = 20;
    std::array<char, most_digits> digits{};
    std::size_t first = most_digits;
    for (; number > 0 || most_digits - first < width; number /= 10) {
        digits[--first] = static_cast<char>('0' + number % 10);
    }
    out.append(digits.data() + first, most_digits - first);
}

}  // namespace gridlore::rdf
