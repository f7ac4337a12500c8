/// The JSON side of a mapping document, as a tree (docs/mapping-documents.md, "The shape"). Value types; immutable once
/// a document has them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapter/mapping/json/json_scalar.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::mapping {

struct Shape;

/// A place for the value of a variable, by its number in the document.
struct VariableShape {
    std::size_t variable = 0;
};

struct ConstantShape {
    JsonConstant value;
};

/// Anything; `written` is JSON text.
struct IgnoredShape {
    std::string written;
};

/// A string of several variables: `between[0]`, the first variable, `between[1]` …
struct TextShape {
    std::vector<std::size_t> variables;
    std::vector<std::string> between;  ///< one more than variables
};

/// How the elements of a list follow each other.
struct Order {
    enum class Kind { Set, Variable, Position } kind = Kind::Set;
    std::size_t variable = 0;  ///< of Variable and Position
};

struct ListShape {
    std::vector<Shape> element;  ///< exactly one
    Order order;
    bool may_be_empty = false;
    std::optional<std::string> joined;  ///< a string with its elements between these
    std::size_t level = 0;              ///< the number of this list in the document; see `Level`
};

/// A member's name with the text of a variable in it: `before`, the text, `behind`.
struct NameForm {
    std::string before;
    std::string behind;
};

struct Member {
    std::vector<std::string> keys;  ///< the first is written; all are read
    std::string written_name;       ///< the first as JSON between `,` and `:`; empty where it has a variable
    std::vector<Shape> value;       ///< exactly one
    bool is_optional = false;
    bool is_nullable = false;   ///< null says that it is missing, and is written where it is; of a column its elements
    std::size_t column_of = 0;  ///< 1 and more: a list of the object's zip of that number, of these elements
    /// The variable in its names, as `y_Power_i{hour}`; its keys are then these texts, and `forms` what they mean.
    std::optional<std::size_t> named_by;
    std::vector<NameForm> forms;
};

/// Members that are lists of the same length, read as rows.
struct Zip {
    Order order;
    bool may_be_empty = false;
    std::size_t level = 0;
};

/// Members whose names have the same variable in them, read as rows: one for each value of it.
struct Family {
    std::size_t variable = 0;     ///< `Member::named_by` of all
    std::vector<Member> members;  ///< of a row, in the order in which they are written
    Order order;                  ///< never Position: members have none
    bool may_be_empty = false;
    std::size_t level = 0;
};

struct ObjectShape {
    std::vector<Member> members;   ///< in the order in which they are written; a key may be in several
    std::vector<Zip> zips;         ///< at most one
    std::vector<Family> families;  ///< written behind the members
    bool ignores_unknown = false;
};

struct Shape {
    std::variant<VariableShape, ConstantShape, IgnoredShape, TextShape, ListShape, ObjectShape> node;
    TextPosition position;  ///< in the document's text
};

/// Where rows multiply: the whole payload (number 0) and each list, zip or family. Numbered so that a level's parent
/// has a smaller number.
struct Level {
    std::size_t parent = 0;
    std::vector<std::size_t> variables;  ///< that stand in its element outside of further levels
    Order order;
    bool may_be_empty = false;
    std::optional<std::size_t> named_by;  ///< of a family: its variable
};

}  // namespace gridlore::mapping
