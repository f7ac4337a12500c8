#include "adapter/graph/blank_nodes.h"

#include <algorithm>
#include <string_view>

namespace gridlore::graph {
namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

/// What may stand in a URN's name and is no `%`.
bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
}

std::string escaped(std::string_view label) {
    std::string text;
    for (const char c : label) {
        if (is_plain(c)) {
            text += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            text += {'%', hex_digits[byte >> 4], hex_digits[byte & 15]};
        }
    }
    return text;
}

/// Nothing if `escaped` cannot have written it: a name has one spelling.
std::optional<std::string> unescaped(std::string_view text) {
    std::string label;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            label += text[i];
            continue;
        }
        const auto high = i + 1 < text.size() ? hex_digits.find(text[i + 1]) : std::string_view::npos;
        const auto low = i + 2 < text.size() ? hex_digits.find(text[i + 2]) : std::string_view::npos;
        if (high == std::string_view::npos || low == std::string_view::npos) {
            return std::nullopt;
        }
        label += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return escaped(label) == text ? std::optional(label) : std::nullopt;
}

}  // namespace

BlankNodeNames::BlankNodeNames(const std::string& store) : prefix_("urn:gridlore:blank:" + store + ":") {}

rdf::Term BlankNodeNames::outside(rdf::Term term) const {
    return term.is_blank_node() ? rdf::Term::iri(prefix_ + escaped(term.text)) : std::move(term);
}

rdf::Term BlankNodeNames::inside(const rdf::Term& term) const {
    if (!term.is_iri() || !term.text.starts_with(prefix_)) {
        return term;
    }
    const auto label = unescaped(std::string_view(term.text).substr(prefix_.size()));
    return label && !label->empty() ? rdf::Term::blank_node(*label) : term;
}

}  // namespace gridlore::graph
