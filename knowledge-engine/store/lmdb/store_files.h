/// The folder of a store: whose it is, the lock that keeps other processes out, the environment of its file.
///
/// | file | what it is |
/// | --- | --- |
/// | data.mdb, lock.mdb | LMDB's |
/// | lock | held (flock) by the process that has the store open; its content is that process's number |
/// | creating | there while a new store is made: what is beside it was never acknowledged |
#pragma once

#include <filesystem>
#include <string_view>
#include <utility>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/lmdb/environment.h"
#include "knowledge-engine/store/lmdb/lmdb_store.h"
#include "knowledge-engine/store/lmdb/store_state.h"
#include "knowledge-engine/store/lmdb/tables.h"

namespace gridlore::store::lmdb {

inline constexpr std::string_view data_file = "data.mdb";

/// A file descriptor that is closed at its end.
class FileHandle {
  public:
    FileHandle() = default;
    explicit FileHandle(int descriptor) : descriptor_(descriptor) {}
    FileHandle(FileHandle&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    FileHandle& operator=(FileHandle&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~FileHandle();
    int get() const { return descriptor_; }
    explicit operator bool() const { return descriptor_ >= 0; }

  private:
    int descriptor_ = -1;
};

/// Makes the entries of a folder last.
Result<void> sync_folder(const std::filesystem::path& folder);

struct OpenedFiles {
    FileHandle lock;  ///< released last
    Environment env;
    Tables tables;
    StoreState state;
};

/// As `open_lmdb_store`.
Result<OpenedFiles> open_files(const std::filesystem::path& folder, const LmdbSettings& settings);

}  // namespace gridlore::store::lmdb
