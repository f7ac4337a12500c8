/// YAML as mapping documents are written in it: a tree that keeps places, the order of members, and whether a text
/// stood in quotes. Value types; functions are pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/json/json_scalar.h"
#include "adapter/mapping/problem.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::mapping {

/// A scalar: its text is plain unless it stood in quotes or in a block. No value at all is the plain text `null`.
struct YamlText {
    std::string text;
    bool is_plain = true;
    TextPosition position;
};

struct YamlNode {
    enum class Kind : std::uint8_t { Null, Text, List, Map };
    Kind kind = Kind::Null;
    YamlText key;                    ///< of a member of a map
    YamlText value;                  ///< of Text and Null
    std::vector<YamlNode> children;  ///< elements of a list, members of a map
    TextPosition position = {1, 1};

    bool is_null() const { return kind == Kind::Null; }
    bool is_text() const { return kind == Kind::Text; }
    bool is_list() const { return kind == Kind::List; }
    bool is_map() const { return kind == Kind::Map; }
    /// Of a map: the member of that name; null if there is none.
    const YamlNode* find(std::string_view name) const;
};

struct YamlLimits {
    std::size_t bytes = std::size_t{1} << 20;
    std::size_t nodes = 100'000;
    std::size_t depth = 64;  ///< lists and maps in each other
};

struct YamlTree {
    YamlNode root;
    std::vector<Problem> problems;  ///< names that come twice in a map, of which the first counts
};

/// One document. `?x` is read as YAML 1.2 has it: as text, within braces and brackets too. Errors, with the place:
/// InvalidInput (no YAML; not UTF-8; an anchor, an alias, a tag, a name that is no text, a second document),
/// LimitExceeded.
Result<YamlTree> read_yaml(std::string_view text, const YamlLimits& limits = {});

/// Where `within`, a place in the value of `scalar`, stands in `document`: exact in what is plain, in quotes without
/// escapes and on one line, or in a block with `|`; else where the scalar begins.
TextPosition place_in(std::string_view document, const YamlText& scalar, TextPosition within);

/// `text`, `a list` …, for messages.
std::string describe(const YamlNode& node);

/// What JSON the scalar is: plain ones that are JSON's numbers, `true`, `false` and `null` are these, others strings.
JsonConstant json_constant(const YamlText& scalar);
/// The node as JSON text, in its order.
void append_json(const YamlNode& node, std::string& out);

}  // namespace gridlore::mapping
