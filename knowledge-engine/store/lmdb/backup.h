/// Copies of an open store.
#pragma once

#include <lmdb.h>

#include <filesystem>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::store::lmdb {

/// As `QuadStore::backup`: only what is in use is copied, so the copy may be smaller.
Result<void> back_up(MDB_env* env, const std::filesystem::path& target, const Cancelled& cancelled = {});

}  // namespace gridlore::store::lmdb
