/// The rows of a payload as posts: each with all the parts that it has. A pure function; safe from any thread. Private
/// to this folder.
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "adapter/mapping/document.h"
#include "adapter/mapping/rows.h"
#include "adapter/service/served.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/pattern/term_rows.h"

namespace gridlore::service {

/// By the parts that they have. `apart`: parts that have only variables of the core in common are not multiplied with
/// each other; a row of the core then comes with each. LimitExceeded: more than `most_rows`.
Result<std::map<PartSet, pattern::TermRows>> joined_parts(const mapping::Document& document,
                                                          const mapping::PartRows& rows, bool apart,
                                                          std::size_t most_rows);

/// The part, unless it is the core, and before it the parts over which its variables lead to those of the core.
std::vector<std::size_t> connected_with_core(const mapping::Document& document, std::size_t part);

}  // namespace gridlore::service
