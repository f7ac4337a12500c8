/// Copies of an open store.
#pragma once

#include <lmdb.h>

#include <filesystem>

#include "knowledge-engine/base/result.h"

namespace gridlore::store::lmdb {

/// As `QuadStore::backup`: only what is in use is copied, so the copy may be smaller.
Result<void> back_up(MDB_env* env, const std::filesystem::path& target);

}  // namespace gridlore::store::lmdb
