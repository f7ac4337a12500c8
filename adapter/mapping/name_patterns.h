/// Names with a variable in them as regular expressions of JSON Schema. Private to this folder. Pure function.
#pragma once

#include <string>
#include <vector>

#include "adapter/mapping/document.h"
#include "adapter/mapping/shape.h"

namespace gridlore::mapping {

struct NamePattern {
    std::string pattern;  ///< of the whole name, for `patternProperties`
    const Member* member = nullptr;
};

/// Of all members of the object, those of its families too, in whose names a variable stands. None fits a name that
/// belongs to another member. `all_spellings`: also of names that are read but not written.
std::vector<NamePattern> name_patterns(const Document& document, const ObjectShape& object, bool all_spellings);

}  // namespace gridlore::mapping
