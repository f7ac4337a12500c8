/// What is wrong with a mapping document, or odd about it. Value types.
#pragma once

#include <string>
#include <vector>

#include "knowledge-engine/base/result.h"

namespace gridlore::mapping {

struct Problem {
    TextPosition position;  ///< in the document's text
    std::string variable;   ///< without `?`; empty: it is about none
    std::string message;    ///< what is wrong and how to mend it
    bool is_warning = false;
};

/// `file:line:column: ?variable: message`, as compilers write it.
std::string to_string(const Problem& problem, const std::string& file);
/// True if one of them is no warning.
bool has_error(const std::vector<Problem>& problems);

}  // namespace gridlore::mapping
