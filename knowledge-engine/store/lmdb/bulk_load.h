/// Many quads at once: their terms get ids and they are sorted beside the store, in bounded memory, by two threads;
/// then one transaction appends or merges them table by table.
#pragma once

#include <filesystem>
#include <functional>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/lmdb/tables.h"
#include "knowledge-engine/store/lmdb/writer.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::store::lmdb {

/// All of it must outlive the load.
struct LoadTarget {
    MDB_env* env = nullptr;
    const Tables* tables = nullptr;
    Writer* writer = nullptr;
    PredicateSamples* samples = nullptr;
    std::filesystem::path folder;  ///< where temporary files go
};

/// As `QuadStore::load`. Others write until it has sorted all its quads. Several loads may run at the same time.
Result<LoadReport> load_quads(const LoadTarget& target, const std::function<Result<void>(QuadSink&)>& fill,
                              const LoadOptions& options);

}  // namespace gridlore::store::lmdb
