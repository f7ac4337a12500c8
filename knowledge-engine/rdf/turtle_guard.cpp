#include "knowledge-engine/rdf/turtle_guard.h"

#include <algorithm>

namespace gridlore::rdf {
namespace {

/// Behind the token at `i` in which brackets mean nothing, or `i + 1`. Of a string that is not closed: behind `text`.
std::size_t end_of_opaque_token(std::string_view text, std::size_t i) {
    const char c = text[i];
    if (c == '#') {
        return std::min(text.find_first_of("\n\r", i), text.size());
    }
    if (c == '<') {
        const std::size_t end = text.find_first_of("<> \n", i + 1);
        return end != std::string_view::npos && text[end] == '>' ? end + 1 : i + 1;
    }
    if (c == '\\') {
        return i + 2;
    }
    if (c != '"' && c != '\'') {
        return i + 1;
    }
    const std::string long_quote(3, c);
    const std::string closing = text.substr(i).starts_with(long_quote) ? long_quote : std::string(1, c);
    i += closing.size();
    while (i < text.size() && !text.substr(i).starts_with(closing)) {
        i += text[i] == '\\' ? 2 : 1;
    }
    return i + closing.size();
}

bool has_label(std::string_view text, char first) {
    const std::string mark = std::string("_:") + first;
    for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
        if (at + 3 < text.size() && text[at + 3] >= '0' && text[at + 3] <= '9') {
            return true;
        }
    }
    return false;
}

/// The beginning of a label with `B`, longer than any in `text`.
std::string unused_label_start(std::string_view text) {
    static constexpr std::string_view begin = "_:B";
    std::size_t longest = 0;
    for (std::size_t at = text.find(begin); at != std::string_view::npos; at = text.find(begin, at + 1)) {
        const std::size_t end = std::min(text.find_first_not_of('_', at + begin.size()), text.size());
        longest = std::max(longest, end - at - begin.size());
    }
    return std::string(begin).append(longest + 1, '_');
}

bool is_long_string(std::string_view token) {
    return token.starts_with(R"(""")") || token.starts_with("'''");
}

void append_with_escaped_quotes(std::string& out, std::string_view content, char quote) {
    for (std::size_t i = 0; i < content.size(); ++i) {
        if (content[i] == '\\') {
            out += content.substr(i++, 2);
            continue;
        }
        if (content[i] == quote) {
            out += '\\';
        }
        out += content[i];
    }
}

}  // namespace

std::optional<std::size_t> find_too_deep(std::string_view text, std::size_t limit) {
    std::size_t depth = 0;
    for (std::size_t i = 0; i < text.size(); i = end_of_opaque_token(text, i)) {
        const char c = text[i];
        if (c == '[' || c == '(') {
            if (++depth > limit) {
                return i;
            }
        } else if ((c == ']' || c == ')') && depth > 0) {
            --depth;
        }
    }
    return std::nullopt;
}

std::string with_room_for_labels(std::string text) {
    if (!has_label(text, 'b') || !has_label(text, 'B')) {
        return text;
    }
    const std::string room = unused_label_start(text);
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const std::string_view rest = std::string_view(text).substr(i);
        const bool is_label = rest.starts_with("_:B") && has_label(rest.substr(0, 4), 'B');
        const std::size_t length = is_label ? 3 : std::min(end_of_opaque_token(text, i) - i, rest.size());
        out += is_label ? std::string_view(room) : rest.substr(0, length);
        i += length;
    }
    return out;
}

std::string with_escaped_quotes(std::string text) {
    if (text.find("\"\\") == std::string::npos && text.find("'\\") == std::string::npos) {
        return text;
    }
    std::string out;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = end_of_opaque_token(text, begin);
        const std::string_view token = std::string_view(text).substr(begin, end - begin);
        if (is_long_string(token)) {
            const bool is_closed = end <= text.size();
            out += token.substr(0, 3);
            append_with_escaped_quotes(out, token.substr(3, token.size() - (is_closed ? 6 : 3)), token[0]);
            out += is_closed ? token.substr(0, 3) : "";
        } else {
            out += token;
        }
        begin = end;
    }
    return out;
}

}  // namespace gridlore::rdf
