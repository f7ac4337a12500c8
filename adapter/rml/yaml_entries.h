/// Entries of YAML as YARRRML has them. Private to this folder. Where the document is at fault these throw a
/// `YamlFault`, as yaml-cpp throws: both are caught where a document is read as a whole.
#pragma once

#include <yaml-cpp/yaml.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "knowledge-engine/base/result.h"

namespace gridlore::rml {

using YamlNodes = std::vector<YAML::Node>;
using YamlKeys = std::vector<std::string_view>;  ///< a key and its short names

struct YamlFault {
    Error error;
};
[[noreturn]] void fail(const YAML::Node& node, const std::string& message);

/// LimitExceeded, at the node.
[[noreturn]] void refuse_size(const YAML::Node& node, const std::string& message);

template <typename T>
T value_or_fail(const YAML::Node& node, Result<T> result) {
    if (!result) {
        fail(node, result.error().message);
    }
    return *std::move(result);
}

/// A few lines of aliases make a document of any size, or one without an end: refuses more than 100,000 values and more
/// than 64 in each other, those of aliases counted where they stand.
void check_size(const YAML::Node& root);

std::string scalar(const YAML::Node& node, const char* what);
/// The one entry of a map with one of the keys; undefined if there is none, or its value is null.
YAML::Node entry(const YAML::Node& map, const YamlKeys& keys);
/// Elements of a list; anything else is a list of one, and nothing or null of none.
YamlNodes list_of(const YAML::Node& node);
/// `map`, which is a `what`, has none but these keys, and each once.
void check_keys(const YAML::Node& map, const char* what, const std::vector<YamlKeys>& known);

inline const YamlKeys function_keys{"function", "fn", "f"};

}  // namespace gridlore::rml
