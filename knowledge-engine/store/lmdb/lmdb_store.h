/// The durable store: LMDB, one file in one folder.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::store {

struct LmdbSettings {
    /// How old a snapshot may become: the file cannot reuse what an open one still sees.
    std::chrono::seconds snapshot_age = std::chrono::minutes(5);
    unsigned snapshots = 1024;             ///< open at once
    std::size_t waiting_changes = 10'000;  ///< more are refused
    std::size_t changes_per_commit = 1'000;
    std::uint64_t map_bytes = std::uint64_t{1} << 40;  ///< address space; nothing is used until it is written
};

/// Opens the store in `folder`, or makes a new one (the folder's parent must exist).
/// Errors: Conflict (another process has it open; the message tells which, if that can be known), InvalidInput (the
/// files are not of this program, or of another format version: nothing is changed), Unavailable (permissions, disk).
Result<std::unique_ptr<QuadStore>> open_lmdb_store(const std::filesystem::path& folder,
                                                   const LmdbSettings& settings = {});

}  // namespace gridlore::store
