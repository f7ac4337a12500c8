#include "knowledge-engine/rdf/turtle_guard.h"

#include <algorithm>

namespace gridlore::rdf {
namespace {

/// Behind the token at `i` in which brackets mean nothing, or `i + 1`.
std::size_t end_of_opaque_token(std::string_view text, std::size_t i) {
    const char c = text[i];
    if (c == '#') {
        return std::min(text.find_first_of("\n\r", i), text.size());
    }
    if (c == '<') {
        const std::size_t end = text.find_first_of("> \n", i + 1);
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

std::string with_room_for_labels(std::string_view text) {
    if (!has_label(text, 'b') || !has_label(text, 'B')) {
        return std::string(text);
    }
    std::string room = "_:B_";
    while (text.find(room) != std::string_view::npos) {
        room += "_";
    }
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const bool is_label = text.substr(i).starts_with("_:B") && has_label(text.substr(i, 4), 'B');
        const std::size_t end = is_label ? i + 3 : std::min(end_of_opaque_token(text, i), text.size());
        out += is_label ? std::string_view(room) : text.substr(i, end - i);
        i = end;
    }
    return out;
}

}  // namespace gridlore::rdf
