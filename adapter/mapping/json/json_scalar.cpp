#include "adapter/mapping/json/json_scalar.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace gridlore::mapping {
namespace {

constexpr std::size_t longest_described = 60;

/// RFC 8259, 7: quotes, backslashes and controls do not stand in a string as they are.
constexpr auto is_escaped = [] {
    std::array<bool, 256> escaped{};
    std::fill_n(escaped.begin(), 0x20, true);
    escaped['"'] = escaped['\\'] = true;
    return escaped;
}();

using Word = std::uint64_t;  // eight characters at once

constexpr Word eight_of(unsigned char c) {
    return Word{0x0101010101010101} * c;
}

/// Whether one of eight characters is escaped. A byte is below another exactly if subtracting borrows from its highest
/// bit, which it had not set; whatever borrows on from there is right already.
bool has_escaped(Word word) {
    constexpr Word highest_bits = eight_of(0x80);
    const auto has_below = [](Word some, unsigned char c) { return (some - eight_of(c)) & ~some; };
    return ((has_below(word, 0x20) | has_below(word ^ eight_of('"'), 1) | has_below(word ^ eight_of('\\'), 1)) &
            highest_bits) != 0;
}

std::size_t plain_length(std::string_view text) {
    std::size_t length = 0;
    for (Word word = 0; length + sizeof word <= text.size(); length += sizeof word) {
        std::memcpy(&word, text.data() + length, sizeof word);
        if (has_escaped(word)) {
            break;
        }
    }
    while (length < text.size() && !is_escaped[static_cast<unsigned char>(text[length])]) {
        ++length;
    }
    return length;
}

void append_escaped(char c, std::string& out) {
    constexpr std::string_view short_ones = "\"\\\b\f\n\r\t";
    constexpr std::string_view letters = "\"\\bfnrt";
    constexpr std::string_view digits = "0123456789abcdef";
    out += '\\';
    if (const auto place = short_ones.find(c); place != std::string_view::npos) {
        out += letters[place];
        return;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.append("u00").append({digits[byte / 16], digits[byte % 16]});
}

void append_string(std::string_view text, std::string& out) {
    if (plain_length(text) == text.size()) {
        const std::size_t begin = out.size();
        out.append(text.size() + 2, '"');
        std::ranges::copy(text, out.begin() + static_cast<std::ptrdiff_t>(begin + 1));
        return;
    }
    out += '"';
    while (!text.empty()) {
        const std::size_t plain = plain_length(text);
        out.append(text.substr(0, plain));
        if (plain == text.size()) {
            break;
        }
        append_escaped(text[plain], out);
        text.remove_prefix(plain + 1);
    }
    out += '"';
}

/// Whole characters from the front.
std::string_view beginning_of(std::string_view text) {
    constexpr auto is_inside_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; };
    std::size_t end = longest_described;
    while (end > 0 && is_inside_character(text[end])) {
        --end;
    }
    return text.substr(0, end);
}

}  // namespace

std::string describe(const JsonScalar& scalar) {
    const bool is_cut = scalar.text.size() > longest_described;
    const std::string_view shown = is_cut ? beginning_of(scalar.text) : scalar.text;
    const char* const dots = is_cut ? "…" : "";
    switch (scalar.kind) {
        case JsonKind::Null:
            return "null";
        case JsonKind::Boolean:
            return std::string(shown);
        case JsonKind::Number:
            return std::string("the number ").append(shown).append(dots);
        case JsonKind::String:
            break;
    }
    std::string text = "the string ";
    append_string(shown, text);
    text.insert(text.size() - 1, dots);
    return text;
}

void append_json(const JsonScalar& scalar, std::string& out) {
    switch (scalar.kind) {
        case JsonKind::Null:
            out += "null";
            return;
        case JsonKind::Boolean:
        case JsonKind::Number:
            out.append(scalar.text);
            return;
        case JsonKind::String:
            append_string(scalar.text, out);
            return;
    }
}

}  // namespace gridlore::mapping
