/// Whether two payloads are equal as a document reads them: numbers digit by digit, lists that are no order's in any
/// order, spellings and forms that are read but not written as those that are. Pure functions; safe from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapter/mapping/document.h"
#include "adapter/mapping/json/json_value.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::mapping {

struct JsonDifference {
    std::string pointer;   ///< in the expected payload (RFC 6901); of what is only in the other, there
    std::string expected;  ///< JSON, cut if it is long; empty: nothing
    std::string found;
};

/// `at /0/Time: expected "10:00", found "11:00"`.
std::string to_string(const JsonDifference& difference);

/// The first difference found; nothing if there is none. Lists that are sets may have an element twice: as often on
/// both sides. Time is that of sorting the elements of lists, at each level of the shape.
std::optional<JsonDifference> json_difference(const Document& document, const JsonValue& expected,
                                              const JsonValue& found);

/// The same of JSON texts. InvalidInput: one of them is no JSON.
Result<bool> equal_json(const Document& document, std::string_view expected, std::string_view found);

}  // namespace gridlore::mapping
