/// Why a payload has no triple that somebody expected. Private to this folder.
#pragma once

#include <string>
#include <vector>

#include "adapter/main/mapping/explanation_text.h"
#include "adapter/main/mapping/triple_filter.h"

namespace gridlore::mapping_commands {

/// A line for each triple pattern of the document whose constants fit one of the filters: what keeps it from being such
/// a triple. A term that a variable never is, values of the payload that its rows lack, or others that they have.
std::string near_misses(const Explained& explained, const std::vector<TripleFilter>& filters);

}  // namespace gridlore::mapping_commands
