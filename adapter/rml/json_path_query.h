/// A JSONPath once it has been read. Private to this folder; value types.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapter/rml/json_value.h"

namespace gridlore::rml {

struct JsonPathCondition;

struct NameSelector {
    std::string name;
};
struct WildcardSelector {};
struct IndexSelector {
    std::int64_t index = 0;  ///< negative: from the end
};
struct SliceSelector {
    std::optional<std::int64_t> start;
    std::optional<std::int64_t> end;
    std::int64_t step = 1;
};
struct FilterSelector {
    std::shared_ptr<const JsonPathCondition> condition;
};
using JsonPathSelector = std::variant<NameSelector, WildcardSelector, IndexSelector, SliceSelector, FilterSelector>;

struct JsonPathSegment {
    bool descends = false;  ///< `..`: from the node and all below it
    std::vector<JsonPathSelector> selectors;
};

struct JsonPathQuery {
    bool is_relative = false;  ///< begins at the filter's current node, `@`
    std::vector<JsonPathSegment> segments;

    /// Gives one node at most (RFC 9535, 2.3.5.1).
    bool is_singular() const;
};

struct JsonPathCondition {
    enum class Kind : std::uint8_t {
        Or,
        And,
        Not,
        Exists,
        Equal,
        NotEqual,
        Less,
        LessOrEqual,
        Greater,
        GreaterOrEqual
    };
    using Operand = std::variant<JsonValue, JsonPathQuery>;
    Kind kind = Kind::Or;
    std::vector<JsonPathCondition> parts;  ///< of Or, And and Not
    std::vector<Operand> operands;         ///< of a comparison two, of Exists the query
};

}  // namespace gridlore::rml
