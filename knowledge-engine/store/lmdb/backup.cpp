#include "knowledge-engine/store/lmdb/backup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "knowledge-engine/store/lmdb/environment.h"
#include "knowledge-engine/store/lmdb/store_folder.h"

namespace gridlore::store::lmdb {
namespace {

namespace fs = std::filesystem;

/// LMDB's code. A copy of the pages in use fails where a page got lost (which harms nothing else): then all are copied.
int copy_pages(MDB_env* env, int file) {
    const auto map = hold_map(env);
    const int code = mdb_env_copyfd2(env, file, MDB_CP_COMPACT);
    if (code != MDB_INCOMPATIBLE) {
        return code;
    }
    return lseek(file, 0, SEEK_SET) == 0 && ftruncate(file, 0) == 0 ? mdb_env_copyfd2(env, file, 0) : errno;
}

Result<void> copy_to(MDB_env* env, const fs::path& path) {
    const FileHandle file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!file) {
        return cannot("make", path, errno);
    }
    if (const int code = copy_pages(env, file.get()); code != MDB_SUCCESS) {
        return error_of(code, "copy the store to '" + path.string() + "'");
    }
    return fsync(file.get()) == 0 ? Result<void>() : cannot("sync", path, errno);
}

/// Under another name until it is whole.
Result<void> fill_folder(MDB_env* env, const fs::path& folder) {
    const fs::path unfinished = folder / "data.mdb.unfinished";
    if (auto copied = copy_to(env, unfinished); !copied) {
        return copied;
    }
    if (rename(unfinished.c_str(), (folder / data_file).c_str()) != 0) {
        return cannot("rename", unfinished, errno);
    }
    return sync_folder(folder);
}

}  // namespace

Result<void> back_up(MDB_env* env, const fs::path& given) {
    const fs::path target = given.has_filename() ? given : given.parent_path();
    if (mkdir(target.c_str(), 0755) != 0) {
        if (errno == EEXIST) {
            return Error{ErrorKind::Conflict,
                         "'" + target.string() + "' exists already: name a new folder for the copy"};
        }
        return cannot("make the folder", target, errno);
    }
    auto filled = fill_folder(env, target);
    if (!filled) {
        std::error_code ignored;
        fs::remove_all(target, ignored);
        return filled;
    }
    return sync_folder(target.has_parent_path() ? target.parent_path() : fs::path("."));
}

}  // namespace gridlore::store::lmdb
