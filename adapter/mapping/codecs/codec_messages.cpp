#include "adapter/mapping/codecs/codec_messages.h"

#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::mapping {
namespace {

constexpr std::size_t longest_shown = 120;

bool is_inside_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
}

}  // namespace

std::string shown(const rdf::TermView& term) {
    std::string text =
        rdf::to_short_text({term.kind, std::string(term.text), std::string(term.datatype), std::string(term.language)});
    if (text.size() <= longest_shown) {
        return text;
    }
    std::size_t end = longest_shown;
    while (is_inside_character(text[end])) {
        --end;
    }
    return text.substr(0, end) + "…";
}

std::string shown_datatype(std::string_view datatype) {
    return datatype.starts_with(rdf::xsd_ns) ? "xsd:" + std::string(datatype.substr(rdf::xsd_ns.size()))
                                             : "<" + std::string(datatype) + ">";
}

Error unexpected(const JsonScalar& found, std::string_view expected) {
    return invalid_input(describe(found) + " is not " + std::string(expected));
}

Error unexpected(const rdf::TermView& found, std::string_view expected) {
    return invalid_input(shown(found) + " is not " + std::string(expected));
}

const char* kind_name(JsonKind kind) {
    switch (kind) {
        case JsonKind::Null:
            return "null";
        case JsonKind::Boolean:
            return "boolean";
        case JsonKind::Number:
            return "number";
        case JsonKind::String:
            break;
    }
    return "string";
}

}  // namespace gridlore::mapping
