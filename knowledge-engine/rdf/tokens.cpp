#include "knowledge-engine/rdf/tokens.h"

#include <algorithm>
#include <array>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rdf {
namespace {

unsigned hex_value(char c) {
    return static_cast<unsigned>(is_ascii_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
}

/// SPARQL 1.1, 19.8, rules 164 to 167.
bool is_pn_chars_base(char32_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c <= 0x2FF && c != 0xD7 && c != 0xF7) ||
           (c >= 0x370 && c <= 0x1FFF && c != 0x37E) || c == 0x200C || c == 0x200D || (c >= 0x2070 && c <= 0x218F) ||
           (c >= 0x2C00 && c <= 0x2FEF) || (c >= 0x3001 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFDCF) ||
           (c >= 0xFDF0 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0xEFFFF);
}
bool is_pn_chars_u(char32_t c) {
    return is_pn_chars_base(c) || c == '_';
}
bool is_decimal_digit(char32_t c) {
    return c >= '0' && c <= '9';
}
bool is_combining(char32_t c) {
    return c == 0xB7 || (c >= 0x300 && c <= 0x36F) || c == 0x203F || c == 0x2040;
}
bool is_pn_chars(char32_t c) {
    return is_pn_chars_u(c) || c == '-' || is_decimal_digit(c) || is_combining(c);
}
bool is_variable_character(char32_t c) {
    return is_pn_chars_u(c) || is_decimal_digit(c) || is_combining(c);
}

/// Behind the last character of the longest run from `offset` on that `is_inside` and does not end in a dot.
template <typename Predicate>
std::size_t end_of_name(std::string_view text, std::size_t offset, Predicate is_inside) {
    std::size_t end = offset;
    for (std::size_t at = offset; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        at += c.length;
        if (is_inside(c.value)) {
            end = at;
        } else if (c.value != '.') {
            break;
        }
    }
    return end;
}

std::size_t end_of_prefix(std::string_view text, std::size_t offset) {
    return is_pn_chars_base(code_point_at(text, offset).value) ? end_of_name(text, offset, is_pn_chars) : offset;
}

using ByteSet = std::array<bool, 256>;

constexpr ByteSet bytes_of(std::string_view members, unsigned up_to_control = 0) {
    ByteSet set{};
    for (unsigned byte = 0; byte < up_to_control; ++byte) {
        set[byte] = true;
    }
    for (const char c : members) {
        set[static_cast<unsigned char>(c)] = true;
    }
    return set;
}

/// How many bytes from `offset` on are not in `stops`. A table, because this is where terms spend their time.
std::size_t length_until(std::string_view text, std::size_t offset, const ByteSet& stops) {
    std::size_t end = offset;
    while (end < text.size() && !stops[static_cast<unsigned char>(text[end])]) {
        ++end;
    }
    return end - offset;
}

constexpr ByteSet iri_stops = bytes_of("<>\"{}|^`\\", 0x21);
constexpr ByteSet double_quoted_stops = bytes_of("\"\\\n\r");
constexpr ByteSet single_quoted_stops = bytes_of("'\\\n\r");
constexpr ByteSet long_double_quoted_stops = bytes_of("\"\\");
constexpr ByteSet long_single_quoted_stops = bytes_of("'\\");

const ByteSet& string_stops(char quote, bool is_long) {
    if (is_long) {
        return quote == '"' ? long_double_quoted_stops : long_single_quoted_stops;
    }
    return quote == '"' ? double_quoted_stops : single_quoted_stops;
}

}  // namespace

TextPosition position_in(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const auto lines = std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') + 1;
    return {static_cast<std::size_t>(lines) + 1, before.size() - line_start + 1};
}

std::optional<Error> check_utf8(std::string_view text) {
    const std::size_t offset = first_invalid_utf8(text);
    if (offset == text.size()) {
        return std::nullopt;
    }
    return Error{ErrorKind::InvalidInput, "the text is not valid UTF-8 here; send it encoded as UTF-8",
                 position_in(text, offset)};
}

Error TokenReader::error_at(std::size_t offset, std::string message) const {
    return {ErrorKind::InvalidInput, std::move(message), position_in(text_, offset)};
}

bool TokenReader::skip(std::string_view expected) {
    const bool found = text_.substr(offset_).starts_with(expected);
    offset_ += found ? expected.size() : 0;
    return found;
}

void TokenReader::skip_line() {
    offset_ = std::min(text_.find_first_of("\n\r", offset_), text_.size());
}

void TokenReader::skip_space() {
    while (!at_end()) {
        const char c = peek();
        if (c == '#') {
            skip_line();
        } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            ++offset_;
        } else {
            return;
        }
    }
}

Result<char32_t> TokenReader::escaped_character() {
    const std::size_t begin = offset_;
    const std::size_t digits = peek(1) == 'U' ? 8 : 4;
    const std::string_view hex = text_.substr(begin + 2 < text_.size() ? begin + 2 : text_.size(), digits);
    if (hex.size() != digits || !std::all_of(hex.begin(), hex.end(), is_ascii_hex_digit)) {
        return error_at(begin, "a \\" + std::string(1, peek(1)) + " escape needs " + std::to_string(digits) +
                                   " hexadecimal digits");
    }
    char32_t value = 0;
    for (const char c : hex) {
        value = value * 16 + hex_value(c);
    }
    if (!is_scalar_value(value)) {
        return error_at(begin, "the escape \\" + std::string(1, peek(1)) + std::string(hex) +
                                   " is no character; write characters beyond FFFF as \\U and eight digits");
    }
    offset_ += 2 + digits;
    return value;
}

Result<std::string> TokenReader::iri_reference() {
    const std::size_t begin = offset_;
    ++offset_;
    std::string iri;
    while (true) {
        const std::string_view plain = text_.substr(offset_, length_until(text_, offset_, iri_stops));
        iri += plain;
        offset_ += plain.size();
        if (skip(">")) {
            return iri;
        }
        const std::size_t at = offset_;
        if (peek() != '\\' || (peek(1) != 'u' && peek(1) != 'U')) {
            break;
        }
        const auto character = escaped_character();
        if (!character) {
            return character.error();
        }
        append_utf8(iri, *character);
        if (*character < 0x80 && iri_stops[*character]) {
            return error_at(at, "an IRI must not contain this character, not even escaped; percent-encode it");
        }
    }
    if (at_end() || peek() == '\n' || peek() == '\r') {
        return error_at(begin, "the IRI that begins here is not closed; expected `>`");
    }
    return error("an IRI must not contain spaces, controls or any of <>\"{}|^`\\; percent-encode them");
}

Result<char32_t> TokenReader::string_escape() {
    if (peek(1) == 'u' || peek(1) == 'U') {
        return escaped_character();
    }
    static constexpr std::string_view names = "tbnrf\"'\\";
    static constexpr std::string_view meanings = "\t\b\n\r\f\"'\\";
    const std::size_t index = offset_ + 1 < text_.size() ? names.find(peek(1)) : std::string_view::npos;
    if (index == std::string_view::npos) {
        return error("a string has no such escape; write a backslash as \\\\");
    }
    offset_ += 2;
    return static_cast<char32_t>(meanings[index]);
}

Error TokenReader::not_closed(std::size_t begin, const std::string& closing) const {
    if (at_end()) {
        return error_at(begin, "the string that begins here is not closed; expected `" + closing + "`");
    }
    return error_at(begin,
                    "the string that begins here is not closed on its line; write a line break as \\n or "
                    "use three quotes");
}

Result<std::string> TokenReader::quoted_string() {
    const std::size_t begin = offset_;
    const char quote = peek();
    const bool is_long = peek(1) == quote && peek(2) == quote;
    const std::string closing(is_long ? 3 : 1, quote);
    const ByteSet& stops = string_stops(quote, is_long);
    offset_ += closing.size();
    std::string value;
    while (true) {
        const std::string_view plain = text_.substr(offset_, length_until(text_, offset_, stops));
        value += plain;
        offset_ += plain.size();
        if (skip(closing)) {
            return value;
        }
        if (peek() == quote) {
            value += quote;
            ++offset_;
        } else if (peek() == '\\') {
            const auto character = string_escape();
            if (!character) {
                return character.error();
            }
            append_utf8(value, *character);
        } else {
            return not_closed(begin, closing);
        }
    }
}

bool is_language_tag(std::string_view tag) {
    for (bool first = true;; first = false) {
        const std::string_view subtag = tag.substr(0, tag.find('-'));
        const bool shaped = std::all_of(subtag.begin(), subtag.end(),
                                        [&](char c) { return is_ascii_letter(c) || (!first && is_ascii_digit(c)); });
        if (subtag.empty() || subtag.size() > 8 || !shaped) {
            return false;
        }
        if (subtag.size() == tag.size()) {
            return true;
        }
        tag.remove_prefix(subtag.size() + 1);
    }
}

Result<std::string> TokenReader::language_tag() {
    const std::size_t begin = offset_;
    ++offset_;
    const std::size_t start = offset_;
    while (is_ascii_letter(peek()) || is_ascii_digit(peek()) || peek() == '-') {
        ++offset_;
    }
    const std::string_view tag = text_.substr(start, offset_ - start);
    if (!is_language_tag(tag)) {
        return error_at(begin, "expected a language tag such as @en or @en-GB, found `@" + std::string(tag) + "`");
    }
    return std::string(tag);
}

std::size_t TokenReader::skip_digits() {
    const std::size_t begin = offset_;
    while (is_ascii_digit(peek())) {
        ++offset_;
    }
    return offset_ - begin;
}

std::optional<NumberToken> TokenReader::number(bool may_end_in_point) {
    const std::size_t begin = offset_;
    if (peek() == '+' || peek() == '-') {
        ++offset_;
    }
    std::string_view datatype = xsd_integer;
    std::size_t digits = skip_digits();
    std::size_t end = offset_;
    if (peek() == '.') {
        ++offset_;
        const std::size_t fraction = skip_digits();
        if (fraction != 0 || (may_end_in_point && digits != 0)) {
            datatype = xsd_decimal;
            end = offset_;
        }
        digits += fraction;
    }
    if (digits != 0 && (peek() == 'e' || peek() == 'E')) {
        ++offset_;
        if (peek() == '+' || peek() == '-') {
            ++offset_;
        }
        if (skip_digits() != 0) {
            datatype = xsd_double;
            end = offset_;
        }
    }
    offset_ = digits == 0 ? begin : end;
    if (digits == 0) {
        return std::nullopt;
    }
    return NumberToken{text_.substr(begin, end - begin), datatype};
}

std::optional<std::string_view> TokenReader::prefix() {
    const std::size_t end = end_of_prefix(text_, offset_);
    if (end >= text_.size() || text_[end] != ':') {
        return std::nullopt;
    }
    const std::string_view name = text_.substr(offset_, end - offset_);
    offset_ = end + 1;
    return name;
}

Result<std::string_view> TokenReader::local_name_escape() const {
    static constexpr std::string_view escapable = "_~.-!$&'()*+,;=/?#@%";
    if (peek() == '%') {
        if (!is_ascii_hex_digit(peek(1)) || !is_ascii_hex_digit(peek(2))) {
            return error("a % in a name needs two hexadecimal digits; write a plain one as \\%");
        }
        return text_.substr(offset_, 3);
    }
    if (offset_ + 1 >= text_.size() || escapable.find(peek(1)) == std::string_view::npos) {
        return error("a name has no such escape; only _~.-!$&'()*+,;=/?#@% can be escaped");
    }
    return text_.substr(offset_ + 1, 1);
}

Result<std::string> TokenReader::local_name() {
    std::string name;
    std::size_t kept = 0;  // without dots at the end, which are not part of the name
    std::size_t kept_offset = offset_;
    const std::size_t begin = offset_;
    while (!at_end()) {
        const CodePoint c = current();
        if (c.value == '\\' || c.value == '%') {
            const auto meant = local_name_escape();
            if (!meant) {
                return meant.error();
            }
            name += *meant;
            offset_ += c.value == '%' ? 3 : 2;
        } else if (c.value == ':' || is_pn_chars_u(c.value) || is_decimal_digit(c.value) ||
                   (offset_ != begin && (c.value == '.' || is_pn_chars(c.value)))) {
            name += text_.substr(offset_, c.length);
            offset_ += c.length;
        } else {
            break;
        }
        if (c.value != '.') {
            kept = name.size();
            kept_offset = offset_;
        }
    }
    offset_ = kept_offset;
    name.resize(kept);
    return name;
}

std::string_view TokenReader::variable_name() {
    const std::size_t begin = offset_;
    while (true) {
        const CodePoint c = current();
        const bool inside =
            offset_ == begin ? is_pn_chars_u(c.value) || is_decimal_digit(c.value) : is_variable_character(c.value);
        if (c.length == 0 || !inside) {
            return text_.substr(begin, offset_ - begin);
        }
        offset_ += c.length;
    }
}

std::string_view TokenReader::blank_node_label() {
    const std::size_t begin = offset_;
    const char32_t first = current().value;
    if (!at_end() && (is_pn_chars_u(first) || is_decimal_digit(first))) {
        offset_ = end_of_name(text_, begin, is_pn_chars);
    }
    return text_.substr(begin, offset_ - begin);
}

std::string_view TokenReader::peek_word() const {
    std::size_t length = 0;
    while (is_ascii_letter(peek(length))) {
        ++length;
    }
    return text_.substr(offset_, length);
}

std::string TokenReader::describe() const {
    static constexpr std::size_t longest = 40;
    if (at_end()) {
        return "the end";
    }
    std::size_t end = offset_;
    while (end < text_.size() && end - offset_<longest&& static_cast<unsigned char>(text_[end])> 0x20) {
        end += code_point_at(text_, end).length;
    }
    if (end == offset_) {
        return peek() == '\n' || peek() == '\r' ? "a line break" : "white space";
    }
    return "`" + std::string(text_.substr(offset_, end - offset_)) + "`";
}

bool is_prefix_name(std::string_view name) {
    return name.empty() || (is_valid_utf8(name) && end_of_prefix(name, 0) == name.size());
}

bool is_blank_node_label(std::string_view label) {
    TokenReader reader(label);
    return !reader.blank_node_label().empty() && reader.at_end();
}

}  // namespace gridlore::rdf
