#include "knowledge-engine/rdf/xml_names.h"

#include <algorithm>
#include <array>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::rdf {
namespace {

constexpr std::array<std::string_view, 12> reserved = {"RDF",       "Description",     "ID",        "about",
                                                       "aboutEach", "aboutEachPrefix", "li",        "bagID",
                                                       "datatype",  "nodeID",          "parseType", "resource"};

/// A name of ASCII characters: which others may stand in a name is a matter of XML's edition.
bool is_plain_name(std::string_view name) {
    return !name.empty() && (is_ascii_letter(name.front()) || name.front() == '_') &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '-' || c == '.';
           });
}

}  // namespace

bool has_only_xml_characters(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        const bool is_space = c.value == '\t' || c.value == '\n' || c.value == '\r';
        if ((c.value < 0x20 && !is_space) || c.value == 0xFFFE || c.value == 0xFFFF) {
            return false;
        }
        at += c.length;
    }
    return true;
}

bool is_free_in_rdf_namespace(std::string_view predicate) {
    if (!predicate.starts_with(rdf_ns)) {
        return true;
    }
    const std::string_view name = predicate.substr(rdf_ns.size());
    return is_plain_name(name) && std::find(reserved.begin(), reserved.end(), name) == reserved.end();
}

bool is_xml_prefix(std::string_view name, std::string_view iri) {
    if (!is_plain_name(name) || iri.starts_with(rdf_ns)) {
        return false;
    }
    const auto begins_with = [&](std::string_view lower) {
        return name.size() >= lower.size() && std::equal(lower.begin(), lower.end(), name.begin(),
                                                         [](char a, char b) { return a == to_ascii_lower(b); });
    };
    const bool is_made_up = name.starts_with("ns") && name.size() > 2 && is_ascii_digit(name[2]);
    return !begins_with("xml") && name != "rdf" && !is_made_up;
}

}  // namespace gridlore::rdf
