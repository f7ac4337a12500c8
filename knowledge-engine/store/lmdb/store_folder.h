/// The folder of a store: whose it is, and the lock that keeps other processes out.
///
/// | file | what it is |
/// | --- | --- |
/// | data.mdb, lock.mdb | LMDB's |
/// | lock | held (flock) by the process that has the store open; its content is that process's number |
/// | creating | there while a new store is made: what is beside it was never acknowledged |
///
/// Errors, unless told otherwise, are Unavailable: permissions, disk.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <utility>

#include "knowledge-engine/base/result.h"

namespace gridlore::store::lmdb {

inline constexpr std::string_view data_file = "data.mdb";
inline constexpr std::string_view lmdb_lock_file = "lock.mdb";
inline constexpr std::string_view creating_file = "creating";

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

/// What errno says of something done to `path`.
Error cannot(std::string_view what, const std::filesystem::path& path, int code);
/// `flags` of open(2).
Result<FileHandle> open_file(const std::filesystem::path& path, int flags);
Result<void> remove_file(const std::filesystem::path& path);

enum class Content : std::uint8_t {
    Nothing,     ///< no folder, or an empty one
    Store,       ///< by the names of its files
    Unfinished,  ///< a store that was never finished
    Foreign,     ///< something else
};

/// InvalidInput: it is no folder.
Result<Content> content_of(const std::filesystem::path& folder);
/// Makes the folder unless it is there; its parent must be.
Result<void> make_folder(const std::filesystem::path& folder);
/// Makes the entries of a folder last.
Result<void> sync_folder(const std::filesystem::path& folder);

/// Held until the handle is closed. Conflict: another process holds it.
Result<FileHandle> take_lock(const std::filesystem::path& folder);
/// The same, or an empty handle where there is no such file.
Result<FileHandle> take_lock_if_there(const std::filesystem::path& folder);
/// Writes into the lock who holds it.
Result<void> sign_lock(const FileHandle& lock, const std::filesystem::path& folder);

}  // namespace gridlore::store::lmdb
