#include "knowledge-engine/rdf/term.h"

#include <algorithm>
#include <cstring>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rdf {
namespace {

/// Datatype IRIs share their beginning and differ at the end, so the end is what a hash has to see.
std::size_t ending_of(const std::string& text) {
    std::size_t ending = 0;
    const std::size_t length = std::min(text.size(), sizeof ending);
    std::memcpy(&ending, text.data() + text.size() - length, length);
    return ending;
}

std::size_t mix(std::size_t hash, std::size_t value) {
    return hash ^ (value + 0x9E3779B97F4A7C15ULL + (hash << 6) + (hash >> 2));
}

}  // namespace

Term Term::iri(std::string text) {
    return {TermKind::Iri, std::move(text), {}, {}};
}

Term Term::blank_node(std::string label) {
    return {TermKind::BlankNode, std::move(label), {}, {}};
}

Term Term::string(std::string lexical) {
    return literal(std::move(lexical), std::string(xsd_string));
}

Term Term::literal(std::string lexical, std::string datatype) {
    return {TermKind::Literal, std::move(lexical), std::move(datatype), {}};
}

Term Term::language_string(std::string lexical, std::string_view language) {
    return {TermKind::Literal, std::move(lexical), std::string(rdf_lang_string), canonical_language_case(language)};
}

std::string canonical_language_case(std::string_view tag) {
    std::string result(tag);
    bool after_singleton = false;
    for (std::size_t begin = 0; begin < result.size();) {
        const std::size_t end = std::min(result.find('-', begin), result.size());
        const auto first = result.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto last = result.begin() + static_cast<std::ptrdiff_t>(end);
        std::transform(first, last, first, to_ascii_lower);
        const bool may_differ = begin != 0 && !after_singleton && std::all_of(first, last, is_ascii_letter);
        if (may_differ && end - begin == 2) {
            std::transform(first, last, first, to_ascii_upper);
        } else if (may_differ && end - begin == 4) {
            *first = to_ascii_upper(*first);
        }
        after_singleton = after_singleton || end - begin == 1;
        begin = end + 1;
    }
    return result;
}

}  // namespace gridlore::rdf

std::size_t std::hash<gridlore::rdf::Term>::operator()(const gridlore::rdf::Term& term) const noexcept {
    using gridlore::rdf::mix;
    std::size_t result = mix(std::hash<std::string_view>{}(term.text), static_cast<std::size_t>(term.kind));
    if (!term.datatype.empty()) {
        result = mix(result, gridlore::rdf::ending_of(term.datatype));
    }
    if (!term.language.empty()) {
        result = mix(result, std::hash<std::string_view>{}(term.language));
    }
    return result;
}
