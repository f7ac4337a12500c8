#include "knowledge-engine/rdf/term.h"

#include <algorithm>

#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rdf {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

Term Term::iri(std::string text) { return {TermKind::Iri, std::move(text), {}, {}}; }
Term Term::blank_node(std::string label) { return {TermKind::BlankNode, std::move(label), {}, {}}; }
Term Term::string(std::string lexical) { return literal(std::move(lexical), std::string(xsd_string)); }
Term Term::literal(std::string lexical, std::string datatype) {
    return {TermKind::Literal, std::move(lexical), std::move(datatype), {}};
}
Term Term::language_string(std::string lexical, std::string_view language) {
    return {TermKind::Literal, std::move(lexical), std::string(rdf_lang_string), canonical_language_case(language)};
}

std::string canonical_language_case(std::string_view tag) {
    std::string canonical;
    bool after_singleton = false;
    for (std::size_t begin = 0; begin <= tag.size();) {
        const std::size_t end = std::min(tag.find('-', begin), tag.size());
        std::string part(tag.substr(begin, end - begin));
        std::ranges::transform(part, part.begin(), lower);
        if (begin > 0) {
            canonical.push_back('-');
            if (!after_singleton && part.size() == 4) {
                part[0] = upper(part[0]);
            } else if (!after_singleton && part.size() == 2) {
                std::ranges::transform(part, part.begin(), upper);
            }
        }
        after_singleton = after_singleton || part.size() == 1;
        canonical += part;
        begin = end + 1;
    }
    return canonical;
}

}  // namespace gridlore::rdf

std::size_t std::hash<gridlore::rdf::Term>::operator()(const gridlore::rdf::Term& term) const noexcept {
    const std::hash<std::string> of_text;
    std::size_t value = of_text(term.text) + static_cast<std::size_t>(term.kind);
    if (term.is_literal()) {
        value = (value * 31 + of_text(term.datatype)) * 31 + of_text(term.language);
    }
    return value;
}
