/// Characters as code points. Pure functions; safe from any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gridlore::rdf {

/// The offset of the first byte that is not well-formed UTF-8, or `text.size()`.
std::size_t first_invalid_utf8(std::string_view text);

struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;  ///< in bytes; 0 behind the end
};

/// The character at `offset`. Precondition: `text` is well-formed and `offset` is not inside a character.
CodePoint code_point_at(std::string_view text, std::size_t offset);

/// Precondition: `character` is a Unicode scalar value.
void append_utf8(std::string& out, char32_t character);

inline bool is_surrogate(char32_t character) {
    return character >= 0xD800 && character <= 0xDFFF;
}
inline bool is_scalar_value(char32_t character) {
    return character <= 0x10FFFF && !is_surrogate(character);
}

}  // namespace gridlore::rdf
