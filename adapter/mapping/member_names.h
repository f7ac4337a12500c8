/// Members whose names have a variable in them (docs/mapping-documents.md, "Names with a variable"). Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "adapter/mapping/shape.h"

namespace gridlore::mapping {

/// The member that a name belongs to, and the text of the variable in it.
struct NamedMember {
    std::optional<std::size_t> family;  ///< of the object; nothing: it is one of the object's own members
    std::size_t member = 0;
    std::string_view text;  ///< of the name that was looked for
};

/// Nothing: it is no such name, or a member has it as it is. Of several forms that fit, the one with most text of its
/// own is taken; of equal ones that of one of the object's own members, then the first.
std::optional<NamedMember> find_named(const ObjectShape& object, std::string_view name);

/// The name that is written. Precondition: a variable stands in the member's names.
std::string name_with(const Member& member, std::string_view text);

/// True if a member of the object has this very name.
bool has_key(const Member& member, std::string_view name);
bool has_member(const ObjectShape& object, std::string_view name);

}  // namespace gridlore::mapping
