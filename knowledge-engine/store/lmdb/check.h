/// The check of a whole file: its tables against each other.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/lmdb/read_context.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::store::lmdb {

/// As `QuadStore::check`. Private memory: a byte for each term.
Result<std::vector<std::string>> check_tables(const ReadContext& context, std::size_t limit,
                                              const Cancelled& cancelled = {});

}  // namespace gridlore::store::lmdb
