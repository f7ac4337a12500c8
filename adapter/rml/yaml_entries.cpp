#include "adapter/rml/yaml_entries.h"

#include <algorithm>
#include <set>

namespace gridlore::rml {
namespace {

bool is_one_of(const YamlKeys& keys, std::string_view key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

Error error_at(const YAML::Node& node, ErrorKind kind, const std::string& message) {
    Error error{kind, message};
    const YAML::Mark mark = node.Mark();
    if (!mark.is_null()) {
        error.position =
            TextPosition{static_cast<std::size_t>(mark.line) + 1, static_cast<std::size_t>(mark.column) + 1};
    }
    return error;
}

/// Returns how many values there are, with those that were counted before.
std::size_t count_values(const YAML::Node& node, std::size_t counted, std::size_t depth) {
    constexpr std::size_t most = 100'000;
    constexpr std::size_t deepest = 64;
    if (++counted > most) {
        refuse_size(node, "the document has more than " + std::to_string(most) + " values, those of aliases included");
    }
    if (depth > deepest) {
        refuse_size(node, "lists and maps are more than " + std::to_string(deepest) +
                              " deep in each other here; an alias must not stand in what it stands for");
    }
    for (const auto& child : node) {
        const bool is_map = node.IsMap();
        counted = count_values(is_map ? child.second : YAML::Node(child), counted, depth + 1);
    }
    return counted;
}

}  // namespace

void fail(const YAML::Node& node, const std::string& message) {
    throw YamlFault{error_at(node, ErrorKind::InvalidInput, message)};
}

void refuse_size(const YAML::Node& node, const std::string& message) {
    throw YamlFault{error_at(node, ErrorKind::LimitExceeded, message)};
}

void check_size(const YAML::Node& root) {
    count_values(root, 0, 0);
}

std::string scalar(const YAML::Node& node, const char* what) {
    if (!node.IsScalar()) {
        fail(node, std::string("expected ") + what + " as a text");
    }
    return node.Scalar();
}

YAML::Node entry(const YAML::Node& map, const YamlKeys& keys) {
    YamlNodes found;
    for (const auto& pair : map) {
        if (is_one_of(keys, pair.first.Scalar()) && !pair.second.IsNull()) {
            found.push_back(pair.second);
        }
    }
    if (found.size() > 1) {
        fail(map, "`" + std::string(keys.front()) + "` stands here twice, perhaps under its short name");
    }
    return found.empty() ? YAML::Node(YAML::NodeType::Undefined) : found.front();
}

YamlNodes list_of(const YAML::Node& node) {
    if (!node.IsDefined() || node.IsNull()) {
        return {};
    }
    return node.IsSequence() ? YamlNodes(node.begin(), node.end()) : YamlNodes{node};
}

void check_keys(const YAML::Node& map, const char* what, const std::vector<YamlKeys>& known) {
    if (!map.IsMap()) {
        fail(map, std::string("expected ") + what + " as lines of the form `key: value`");
    }
    std::set<std::string> seen;
    for (const auto& pair : map) {
        const std::string key = scalar(pair.first, "a key");
        const bool is_known =
            std::any_of(known.begin(), known.end(), [&](const YamlKeys& keys) { return is_one_of(keys, key); });
        if (!is_known) {
            const bool is_function = key == "condition" || is_one_of(function_keys, key);
            fail(pair.first, "`" + key + "` " + (is_function ? "is a function, and these are" : "is") +
                                 " not supported in " + what);
        }
        if (!seen.insert(key).second) {
            fail(pair.first, "`" + key + "` stands here a second time");
        }
    }
}

}  // namespace gridlore::rml
