#include "knowledge-engine/store/lmdb/store_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>

namespace gridlore::store::lmdb {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view lock_file = "lock";
constexpr std::array own_files = {data_file, lock_file, creating_file, lmdb_lock_file};

/// Holds the lock, or says who does. `flags`: O_CREAT where the file may be made.
Result<FileHandle> lock_with(const fs::path& folder, int flags) {
    auto file = open_file(folder / lock_file, O_RDWR | flags);
    if (!file || flock(file->get(), LOCK_EX | LOCK_NB) == 0) {
        return file;
    }
    if (errno != EWOULDBLOCK) {
        return cannot("lock", folder, errno);
    }
    std::array<char, 32> holder{};
    const auto size = std::max<ssize_t>(pread(file->get(), holder.data(), holder.size(), 0), 0);
    const std::string process(holder.data(), static_cast<std::size_t>(size));
    return Error{ErrorKind::Conflict, "the store '" + folder.string() + "' is open in another process" +
                                          (process.empty() ? "" : " (process " + process + ")") +
                                          ": one process at a time owns a store; ask that one, or end it first"};
}

}  // namespace

FileHandle::~FileHandle() {
    if (descriptor_ >= 0) {
        close(descriptor_);
    }
}

Error cannot(std::string_view what, const fs::path& path, int code) {
    return {ErrorKind::Unavailable, "cannot " + std::string(what) + " '" + path.string() + "': " + std::strerror(code)};
}

Result<FileHandle> open_file(const fs::path& path, int flags) {
    FileHandle file(::open(path.c_str(), flags | O_CLOEXEC, 0644));
    return file ? Result<FileHandle>(std::move(file)) : cannot("open", path, errno);
}

Result<Content> content_of(const fs::path& folder) {
    std::error_code problem;
    if (!fs::exists(folder, problem) && !problem) {
        return Content::Nothing;
    }
    bool has_data = false;
    bool has_creating = false;
    bool has_strangers = false;
    for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem)) {
        const std::string name = entry->path().filename().string();
        has_data = has_data || name == data_file;
        has_creating = has_creating || name == creating_file;
        has_strangers = has_strangers || std::find(own_files.begin(), own_files.end(), name) == own_files.end();
    }
    if (problem == std::errc::not_a_directory) {
        return invalid_input("'" + folder.string() + "' is a file: a store is a folder");
    }
    if (problem) {
        return cannot("read", folder, problem.value());
    }
    if (has_creating && !has_strangers) {
        return Content::Unfinished;
    }
    return has_data ? Content::Store : has_strangers ? Content::Foreign : Content::Nothing;
}

Result<FileHandle> take_lock(const fs::path& folder) {
    return lock_with(folder, O_CREAT);
}

Result<FileHandle> take_lock_if_there(const fs::path& folder) {
    std::error_code problem;
    return fs::exists(folder / lock_file, problem) ? lock_with(folder, 0) : Result<FileHandle>(FileHandle());
}

Result<void> sign_lock(const FileHandle& lock, const fs::path& folder) {
    const std::string own = std::to_string(getpid());
    const bool is_written = ftruncate(lock.get(), 0) == 0 && pwrite(lock.get(), own.data(), own.size(), 0) > 0;
    return is_written ? Result<void>() : cannot("write", folder / lock_file, errno);
}

Result<void> remove_file(const fs::path& path) {
    return unlink(path.c_str()) == 0 || errno == ENOENT ? Result<void>() : cannot("remove", path, errno);
}

Result<void> make_folder(const fs::path& folder) {
    std::error_code problem;
    const bool is_made = fs::create_directory(folder, problem);
    if (problem) {
        return cannot("make the folder", folder, problem.value());
    }
    const fs::path parent = folder.has_parent_path() ? folder.parent_path() : fs::path(".");
    return is_made ? sync_folder(parent) : Result<void>();
}

Result<void> sync_folder(const fs::path& folder) {
    auto opened = open_file(folder, O_RDONLY | O_DIRECTORY);
    if (!opened) {
        return std::move(opened).error();
    }
    return fsync(opened->get()) == 0 ? Result<void>() : cannot("sync", folder, errno);
}

}  // namespace gridlore::store::lmdb
