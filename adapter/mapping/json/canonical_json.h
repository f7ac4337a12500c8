/// The canonical text of a payload: equal for what is equal as a document reads it. Private to this folder.
#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/document.h"
#include "adapter/mapping/json/json_value.h"

namespace gridlore::mapping {

/// A member's number in its shape for each member of an object; of one that the shape does not name, nothing.
std::vector<std::optional<std::size_t>> assign_members(const ObjectShape& shape, const JsonValue& object);

/// Where a member of a family belongs: in the row of a value, whose canonical text is `row`.
struct FamilyPlace {
    std::size_t family = 0;
    std::string row;
    std::size_t member = 0;
    friend auto operator<=>(const FamilyPlace&, const FamilyPlace&) = default;
};
std::multimap<FamilyPlace, const JsonValue*> family_members(const Document& document, const ObjectShape& shape,
                                                            const JsonValue& object);

/// The members that are columns of the object's zip.
struct Columns {
    std::vector<std::size_t> members;  ///< their numbers in the shape
    std::vector<const JsonValue*> lists;
    std::size_t rows = 0;
};
/// Nothing if there is no zip, or if a column lacks, is no list, or is longer than another.
std::optional<Columns> columns_of(const ObjectShape& shape, const JsonValue& object);

/// Whether the value says no more of its member than if that were missing, and so is equal to none: a null where that
/// means so; of what may be missing an empty list, and what is ignored.
bool says_missing(const Member& member, const JsonValue& value);

/// Whether the elements' places mean something.
bool is_in_order(const Order& order);

/// What does not fit the shape is as it stands.
std::string canonical_text(const Document& document, const Shape& shape, const JsonValue& value);
/// Of one row of columns.
std::string canonical_row(const Document& document, const ObjectShape& shape, const Columns& columns, std::size_t row);

}  // namespace gridlore::mapping
