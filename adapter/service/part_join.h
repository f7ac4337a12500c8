/// The rows of a payload as posts: each with all the parts that it has. A pure function; safe from any thread. Private
/// to this folder.
#pragma once

#include <cstddef>
#include <map>

#include "adapter/mapping/document.h"
#include "adapter/mapping/rows.h"
#include "adapter/service/served.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/pattern/term_rows.h"

namespace gridlore::service {

/// By the parts that they have. LimitExceeded: more than `most_rows`.
Result<std::map<PartSet, pattern::TermRows>> joined_parts(const mapping::Document& document,
                                                          const mapping::PartRows& rows, std::size_t most_rows);

}  // namespace gridlore::service
