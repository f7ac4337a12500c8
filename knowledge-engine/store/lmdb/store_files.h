/// Opening and making stores: a folder that is claimed, its file, the file's tables.
#pragma once

#include <filesystem>
#include <memory>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/lmdb/environment.h"
#include "knowledge-engine/store/lmdb/lmdb_store.h"
#include "knowledge-engine/store/lmdb/store_folder.h"
#include "knowledge-engine/store/lmdb/store_state.h"
#include "knowledge-engine/store/lmdb/tables.h"

namespace gridlore::store::lmdb {

struct OpenedFiles {
    FileHandle lock;                ///< released last
    std::unique_ptr<MapGate> gate;  ///< the user context of `env`
    Environment env;
    Tables tables;
    StoreState state;
};

/// As `open_lmdb_store`.
Result<OpenedFiles> open_files(const std::filesystem::path& folder, const LmdbSettings& settings);

}  // namespace gridlore::store::lmdb
