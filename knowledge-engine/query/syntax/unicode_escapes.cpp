#include "knowledge-engine/query/syntax/unicode_escapes.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "knowledge-engine/rdf/iri.h"
#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::query {
namespace {

struct Escape {
    char32_t character;
    std::size_t length;
};

/// The escape at `offset`, where a backslash stands; nothing if there is none or it is to be left alone.
std::optional<Escape> escape_at(std::string_view text, std::size_t offset) {
    const char kind = offset + 1 < text.size() ? text[offset + 1] : '\0';
    if (kind != 'u' && kind != 'U') {
        return std::nullopt;
    }
    const std::size_t digits = kind == 'u' ? 4 : 8;
    const std::string_view hex = text.substr(offset + 2, digits);
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
    if (hex.size() != digits || error != std::errc() || end != hex.data() + digits || !rdf::is_scalar_value(value)) {
        return std::nullopt;
    }
    const char ascii = static_cast<char>(value);
    if (value < 0x80 && (ascii == '\'' || !rdf::has_only_iri_characters({&ascii, 1}))) {
        return std::nullopt;
    }
    return Escape{value, 2 + digits};
}

}  // namespace

std::optional<UnescapedText> UnescapedText::make(std::string_view text) {
    if (text.find("\\u") == std::string_view::npos && text.find("\\U") == std::string_view::npos) {
        return std::nullopt;
    }
    UnescapedText made;
    made.text_.reserve(text.size());
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t backslash = std::min(text.find('\\', at), text.size());
        made.text_ += text.substr(at, backslash - at);
        at = backslash;
        if (at == text.size()) {
            break;
        }
        if (const auto escape = escape_at(text, at)) {
            rdf::append_utf8(made.text_, escape->character);
            at += escape->length;
            made.joins_.push_back({made.text_.size(), at});
            continue;
        }
        // With what follows it, so that the second of two backslashes begins no escape.
        const std::size_t length = std::min<std::size_t>(1 + rdf::code_point_at(text, at + 1).length, text.size() - at);
        made.text_ += text.substr(at, length);
        at += length;
    }
    return made;
}

std::size_t UnescapedText::original_offset(std::size_t offset) const {
    const auto behind = std::upper_bound(joins_.begin(), joins_.end(), offset,
                                         [](std::size_t wanted, const Join& join) { return wanted < join.offset; });
    if (behind == joins_.begin()) {
        return offset;
    }
    const Join& join = *(behind - 1);
    return join.original + (offset - join.offset);
}

}  // namespace gridlore::query
