#include "knowledge-engine/rdf/utf8.h"

#include <cstdint>
#include <cstring>

#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rdf {
namespace {

unsigned byte_at(std::string_view text, std::size_t offset) {
    return offset < text.size() ? static_cast<unsigned char>(text[offset]) : 0;
}

bool is_continuation(unsigned byte) {
    return (byte & 0xC0U) == 0x80U;
}

/// The length of the well-formed character that begins at `offset`, or 0 (Unicode 15, table 3-7).
std::size_t character_length(std::string_view text, std::size_t offset) {
    const unsigned first = byte_at(text, offset);
    if (first < 0x80) {
        return 1;
    }
    const unsigned second = byte_at(text, offset + 1);
    if (first >= 0xC2 && first <= 0xDF) {
        return is_continuation(second) ? 2 : 0;
    }
    if (first >= 0xE0 && first <= 0xEF) {
        const bool overlong = first == 0xE0 && second < 0xA0;
        const bool surrogate = first == 0xED && second > 0x9F;
        const bool whole = is_continuation(second) && is_continuation(byte_at(text, offset + 2));
        return whole && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool overlong = first == 0xF0 && second < 0x90;
        const bool beyond = first == 0xF4 && second > 0x8F;
        const bool whole = is_continuation(second) && is_continuation(byte_at(text, offset + 2)) &&
                           is_continuation(byte_at(text, offset + 3));
        return whole && !overlong && !beyond ? 4 : 0;
    }
    return 0;
}

constexpr std::size_t at_once = 32;

/// Of the bytes at `offset`, which are so many.
bool are_all_ascii(std::string_view text, std::size_t offset) {
    std::uint64_t words[at_once / sizeof(std::uint64_t)];
    std::memcpy(words, text.data() + offset, at_once);
    return ((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080ULL) == 0;
}

}  // namespace

std::size_t first_invalid_utf8(std::string_view text) {
    std::size_t offset = 0;
    while (offset < text.size()) {
        if (text.size() - offset >= at_once && are_all_ascii(text, offset)) {
            offset += at_once;
            continue;
        }
        const std::size_t length = character_length(text, offset);
        if (length == 0) {
            return offset;
        }
        offset += length;
    }
    return text.size();
}

bool is_valid_utf8(std::string_view text) {
    return first_invalid_utf8(text) == text.size();
}

CodePoint code_point_at(std::string_view text, std::size_t offset) {
    if (offset >= text.size()) {
        return {};
    }
    const auto low_bits = [&](std::size_t ahead) {
        return static_cast<char32_t>(byte_at(text, offset + ahead) & 0x3FU);
    };
    const char32_t first = byte_at(text, offset);
    if (first < 0x80) {
        return {first, 1};
    }
    if (first < 0xE0) {
        return {((first & 0x1FU) << 6) | low_bits(1), 2};
    }
    if (first < 0xF0) {
        return {((first & 0x0FU) << 12) | (low_bits(1) << 6) | low_bits(2), 3};
    }
    return {((first & 0x07U) << 18) | (low_bits(1) << 12) | (low_bits(2) << 6) | low_bits(3), 4};
}

void append_utf8(std::string& out, char32_t character) {
    const auto tail = [&](int shift) { return static_cast<char>(0x80U | ((character >> shift) & 0x3FU)); };
    if (character < 0x80) {
        out += static_cast<char>(character);
    } else if (character < 0x800) {
        out += {static_cast<char>(0xC0U | (character >> 6)), tail(0)};
    } else if (character < 0x10000) {
        out += {static_cast<char>(0xE0U | (character >> 12)), tail(6), tail(0)};
    } else {
        out += {static_cast<char>(0xF0U | (character >> 18)), tail(12), tail(6), tail(0)};
    }
}

}  // namespace gridlore::rdf
