#include "adapter/mapping/author/written_document.h"

#include "adapter/mapping/read/yaml_tree.h"
#include "knowledge-engine/pattern/graph_pattern.h"

namespace gridlore::mapping {
namespace {

void append_scalar(const YamlText& scalar, std::string& line) {
    if (scalar.is_plain) {
        line += scalar.text;
    } else {
        append_json({JsonKind::String, scalar.text}, line);
    }
}

/// The node in YAML's flow style.
void append_line(const YamlNode& node, std::string& line) {
    if (!node.is_map() && !node.is_list()) {
        append_scalar(node.value, line);
        return;
    }
    line += node.is_map() ? "{ " : "[";
    for (const YamlNode& child : node.children) {
        line += &child == &node.children.front() ? "" : ", ";
        if (node.is_map()) {
            append_scalar(child.key, line);
            line += ": ";
        }
        append_line(child, line);
    }
    line += node.is_map() ? " }" : "]";
}

/// The pattern of the part of that name; null: there is none.
const YamlNode* pattern_of(const YamlNode& root, const std::string& part) {
    if (part.empty()) {
        return root.find("graph");
    }
    const YamlNode* parts = root.find("parts");
    return parts == nullptr ? nullptr : parts->find(part);
}

}  // namespace

Result<WrittenDocument> WrittenDocument::read(const Document& document, std::string_view text) {
    const auto tree = read_yaml(text);
    if (!tree) {
        return tree.error();
    }
    WrittenDocument written;
    if (const YamlNode* terms = tree->root.find("terms")) {
        for (const YamlNode& term : terms->children) {
            append_line(term, written.terms_[term.key.text]);
        }
    }
    for (const Part& part : document.parts) {
        std::vector<TextPosition>& triples = written.triples_.emplace_back();
        const YamlNode* node = pattern_of(tree->root, part.name);
        if (node == nullptr) {
            continue;
        }
        const auto positions = pattern::triple_positions(node->value.text, document.prefixes);
        if (!positions || positions->size() != part.pattern.triples.size()) {
            return positions ? invalid_input("this is not the text of " + document.id) : positions.error();
        }
        for (const TextPosition position : *positions) {
            triples.push_back(place_in(text, node->value, position));
        }
    }
    return written;
}

const std::string& WrittenDocument::term(const std::string& variable) const {
    static const std::string none;
    const auto found = terms_.find(variable);
    return found == terms_.end() ? none : found->second;
}

}  // namespace gridlore::mapping
