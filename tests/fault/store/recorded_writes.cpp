#include "tests/fault/store/recorded_writes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <mutex>
#include <utility>

namespace gridlore::fault {
namespace {

std::atomic<bool> records = false;
std::mutex mutex;
ino_t recorded_inode = 0;
std::vector<FileEvent> events;

bool is_recorded(int file) {
    struct stat status {};
    return records && fstat(file, &status) == 0 && status.st_ino == recorded_inode;
}

void add(FileEvent event) {
    const std::lock_guard lock(mutex);
    events.push_back(std::move(event));
}

void add_write(int file, std::uint64_t offset, std::string bytes) {
    const bool is_synced = (fcntl(file, F_GETFL) & O_DSYNC) != 0;
    add({is_synced ? FileEvent::Kind::SyncedWrite : FileEvent::Kind::Write, offset, std::move(bytes)});
}

/// What a call wrote, of all that it was given.
ssize_t written(int file, off_t offset, const iovec* parts, int count, ssize_t size) {
    if (size <= 0 || !is_recorded(file)) {
        return size;
    }
    std::string bytes;
    for (int i = 0; i < count; ++i) {
        bytes.append(static_cast<const char*>(parts[i].iov_base), parts[i].iov_len);
    }
    bytes.resize(static_cast<std::size_t>(size));
    add_write(file, static_cast<std::uint64_t>(offset), std::move(bytes));
    return size;
}

ssize_t write_at(int file, const void* bytes, std::size_t size, off_t offset) {
    const iovec part{const_cast<void*>(bytes), size};
    return written(file, offset, &part, 1, syscall(SYS_pwrite64, file, bytes, size, offset));
}

ssize_t write_parts_at(int file, const iovec* parts, int count, off_t offset) {
    const auto low = static_cast<unsigned long>(offset);
    return written(file, offset, parts, count, syscall(SYS_pwritev, file, parts, count, low, 0UL));
}

ssize_t write_parts(int file, const iovec* parts, int count) {
    const off_t offset = lseek(file, 0, SEEK_CUR);
    return written(file, offset, parts, count, syscall(SYS_writev, file, parts, count));
}

ssize_t write_here(int file, const void* bytes, std::size_t size) {
    const off_t offset = is_recorded(file) ? lseek(file, 0, SEEK_CUR) : 0;
    const iovec part{const_cast<void*>(bytes), size};
    return written(file, offset, &part, 1, syscall(SYS_write, file, bytes, size));
}

int sync_file(int file, long number) {
    const auto code = static_cast<int>(syscall(number, file));
    if (code == 0 && is_recorded(file)) {
        add({FileEvent::Kind::Sync, 0, {}});
    }
    return code;
}

}  // namespace

void record_file(const std::string& path) {
    struct stat status {};
    if (stat(path.c_str(), &status) == 0) {
        recorded_inode = status.st_ino;
        records = true;
    }
}

void record_mark(std::string text, std::uint64_t number) {
    add({FileEvent::Kind::Mark, number, std::move(text)});
}

std::vector<FileEvent> recorded_events() {
    records = false;
    const std::lock_guard lock(mutex);
    return std::exchange(events, {});
}

}  // namespace gridlore::fault

// Found before those of the C library, also by the libraries that this program uses.
extern "C" {
ssize_t pwrite(int file, const void* bytes, size_t size, off_t offset) {
    return gridlore::fault::write_at(file, bytes, size, offset);
}
ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t offset) {
    return gridlore::fault::write_at(file, bytes, size, offset);
}
ssize_t pwritev(int file, const struct iovec* parts, int count, off_t offset) {
    return gridlore::fault::write_parts_at(file, parts, count, offset);
}
ssize_t pwritev64(int file, const struct iovec* parts, int count, off64_t offset) {
    return gridlore::fault::write_parts_at(file, parts, count, offset);
}
ssize_t writev(int file, const struct iovec* parts, int count) {
    return gridlore::fault::write_parts(file, parts, count);
}
ssize_t write(int file, const void* bytes, size_t size) {
    return gridlore::fault::write_here(file, bytes, size);
}
int fsync(int file) {
    return gridlore::fault::sync_file(file, SYS_fsync);
}
int fdatasync(int file) {
    return gridlore::fault::sync_file(file, SYS_fdatasync);
}
}
