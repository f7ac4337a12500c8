#include "knowledge-engine/store/lmdb/backup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "knowledge-engine/store/lmdb/environment.h"
#include "knowledge-engine/store/lmdb/store_folder.h"

namespace gridlore::store::lmdb {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece_size = std::size_t{256} << 10;

/// An errno, or none.
int write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t size = ::write(file, bytes.data(), bytes.size());
        if (size < 0 && errno != EINTR) {
            return errno;
        }
        bytes.remove_prefix(size < 0 ? 0 : static_cast<std::size_t>(size));
    }
    return 0;
}

/// All that comes out of `pipe`; an errno, or none.
int pump(int pipe, int file, const Cancelled& cancelled) {
    std::vector<char> piece(piece_size);
    while (true) {
        const ssize_t size = ::read(pipe, piece.data(), piece.size());
        if (size == 0) {
            return 0;
        }
        if (cancelled && cancelled()) {
            return ECANCELED;
        }
        if (size < 0 && errno == EINTR) {
            continue;
        }
        const int code = size < 0 ? errno : write_all(file, {piece.data(), static_cast<std::size_t>(size)});
        if (code != 0) {
            return code;
        }
    }
}

/// LMDB's code, or an errno. LMDB's copy cannot be told to end: it writes into a pipe, and fails when nobody reads that
/// any more.
int copy_pages(MDB_env* env, unsigned flags, int file, const Cancelled& cancelled) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        return errno;
    }
    FileHandle out(ends[0]);
    FileHandle in(ends[1]);
    (void)fcntl(in.get(), F_SETPIPE_SZ, static_cast<int>(piece_size));
    int copied = MDB_SUCCESS;
    std::jthread copying([&copied, env, flags, in = std::move(in)]() mutable {
        sigset_t all;  // a broken pipe is told by its errno; other signals are other threads' business
        sigfillset(&all);
        pthread_sigmask(SIG_BLOCK, &all, nullptr);
        copied = mdb_env_copyfd2(env, in.get(), flags);
        in = FileHandle();
    });
    const int pumped = pump(out.get(), file, cancelled);
    out = FileHandle();
    copying.join();
    return pumped != 0 ? pumped : copied;
}

/// As above. A copy of the pages in use fails where a page got lost (which harms nothing else): then all are copied.
int copy_file(MDB_env* env, int file, const Cancelled& cancelled) {
    const auto map = hold_map(env);
    const int code = copy_pages(env, MDB_CP_COMPACT, file, cancelled);
    if (code != MDB_INCOMPATIBLE) {
        return code;
    }
    return lseek(file, 0, SEEK_SET) == 0 && ftruncate(file, 0) == 0 ? copy_pages(env, 0, file, cancelled) : errno;
}

Result<void> copy_to(MDB_env* env, const fs::path& path, const Cancelled& cancelled) {
    const FileHandle file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!file) {
        return cannot("make", path, errno);
    }
    if (const int code = copy_file(env, file.get(), cancelled); code == ECANCELED) {
        return Error{ErrorKind::Unavailable, "the backup was cancelled"};
    } else if (code != MDB_SUCCESS) {
        return error_of(code, "copy the store to '" + path.string() + "'");
    }
    return fsync(file.get()) == 0 ? Result<void>() : cannot("sync", path, errno);
}

/// Under another name until it is whole.
Result<void> fill_folder(MDB_env* env, const fs::path& folder, const Cancelled& cancelled) {
    const fs::path unfinished = folder / "data.mdb.unfinished";
    if (auto copied = copy_to(env, unfinished, cancelled); !copied) {
        return copied;
    }
    if (rename(unfinished.c_str(), (folder / data_file).c_str()) != 0) {
        return cannot("rename", unfinished, errno);
    }
    return sync_folder(folder);
}

}  // namespace

Result<void> back_up(MDB_env* env, const fs::path& given, const Cancelled& cancelled) {
    const fs::path target = given.has_filename() ? given : given.parent_path();
    if (mkdir(target.c_str(), 0755) != 0) {
        if (errno == EEXIST) {
            return Error{ErrorKind::Conflict,
                         "'" + target.string() + "' exists already: name a new folder for the copy"};
        }
        return cannot("make the folder", target, errno);
    }
    auto filled = fill_folder(env, target, cancelled);
    if (!filled) {
        std::error_code ignored;
        fs::remove_all(target, ignored);
        return filled;
    }
    return sync_folder(target.has_parent_path() ? target.parent_path() : fs::path("."));
}

}  // namespace gridlore::store::lmdb
