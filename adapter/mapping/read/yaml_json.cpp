#include "adapter/mapping/read/yaml_tree.h"

#include "knowledge-engine/rdf/ascii.h"

namespace gridlore::mapping {
namespace {

/// RFC 8259, section 6.
bool is_json_number(std::string_view text) {
    rdf::take(text, '-');
    const std::size_t whole = rdf::count_ascii_digits(text);
    if (whole == 0 || (whole > 1 && text.front() == '0')) {
        return false;
    }
    text.remove_prefix(whole);
    if (rdf::take(text, '.')) {
        const std::size_t fraction = rdf::count_ascii_digits(text);
        text.remove_prefix(fraction);
        if (fraction == 0) {
            return false;
        }
    }
    if (rdf::take(text, 'e') || rdf::take(text, 'E')) {
        if (!rdf::take(text, '-')) {
            rdf::take(text, '+');
        }
        const std::size_t exponent = rdf::count_ascii_digits(text);
        text.remove_prefix(exponent);
        return exponent != 0 && text.empty();
    }
    return text.empty();
}

void append_members(const YamlNode& node, std::string& out) {
    const bool is_map = node.is_map();
    out += is_map ? '{' : '[';
    for (const YamlNode& child : node.children) {
        if (&child != &node.children.front()) {
            out += ',';
        }
        if (is_map) {
            append_json({JsonKind::String, child.key.text}, out);
            out += ':';
        }
        append_json(child, out);
    }
    out += is_map ? '}' : ']';
}

}  // namespace

JsonConstant json_constant(const YamlText& scalar) {
    const auto kind = [&] {
        if (!scalar.is_plain) {
            return JsonKind::String;
        }
        if (scalar.text == "null") {
            return JsonKind::Null;
        }
        if (scalar.text == "true" || scalar.text == "false") {
            return JsonKind::Boolean;
        }
        return is_json_number(scalar.text) ? JsonKind::Number : JsonKind::String;
    };
    return {kind(), scalar.text};
}

void append_json(const YamlNode& node, std::string& out) {
    if (node.is_list() || node.is_map()) {
        append_members(node, out);
        return;
    }
    append_json(json_constant(node.value).view(), out);
}

}  // namespace gridlore::mapping
