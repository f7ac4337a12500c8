#include "knowledge-engine/store/lmdb/temporary_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "knowledge-engine/store/lmdb/environment.h"

namespace gridlore::store::lmdb {
namespace {

constexpr std::size_t read_ahead = std::size_t{256} << 10;

Error disk_error(int code) {
    return error_of(code, "use a temporary file beside the store");
}

/// For file systems that have no files without a name.
int open_and_unlink(const std::filesystem::path& folder) {
    std::string name = (folder / "load-XXXXXX").string();
    const int descriptor = mkostemp(name.data(), O_CLOEXEC);
    if (descriptor >= 0) {
        unlink(name.c_str());
    }
    return descriptor;
}

}  // namespace

Result<TemporaryFile> TemporaryFile::make(const std::filesystem::path& folder) {
    int descriptor = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) {
        descriptor = open_and_unlink(folder);
    }
    if (descriptor < 0) {
        return disk_error(errno);
    }
    return TemporaryFile(FileHandle(descriptor));
}

Result<std::uint64_t> TemporaryFile::append(std::string_view bytes) {
    const std::uint64_t begin = size_;
    while (!bytes.empty()) {
        const ssize_t count = pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(size_));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return disk_error(count < 0 ? errno : ENOSPC);
        }
        size_ += static_cast<std::uint64_t>(count);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return begin;
}

Result<void> TemporaryFile::read(std::uint64_t offset, char* bytes, std::size_t size) const {
    while (size > 0) {
        const ssize_t count = pread(file_.get(), bytes, size, static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return disk_error(count < 0 ? errno : EIO);
        }
        offset += static_cast<std::uint64_t>(count);
        bytes += count;
        size -= static_cast<std::size_t>(count);
    }
    return {};
}

Result<void> TemporaryFile::reserve(std::size_t bytes) {
    const int code = posix_fallocate(file_.get(), 0, static_cast<off_t>(bytes));
    return code == 0 ? Result<void>() : Result<void>(disk_error(code));
}

Result<void> ByteSpool::append(std::string_view bytes) {
    const auto length = static_cast<std::uint32_t>(bytes.size());
    char prefix[sizeof length];
    std::memcpy(prefix, &length, sizeof length);
    bytes_.append(prefix, sizeof length).append(bytes);
    return bytes_.size() < memory_ ? Result<void>() : spill();
}

Result<void> ByteSpool::spill() {
    if (!file_) {
        auto made = TemporaryFile::make(folder_);
        if (!made) {
            return std::move(made).error();
        }
        file_ = *std::move(made);
    }
    if (auto appended = file_->append(bytes_); !appended) {
        return std::move(appended).error();
    }
    spilled_ += bytes_.size();
    bytes_.clear();
    return {};
}

Result<bool> ByteSpool::Reader::next(std::string_view& bytes) {
    std::uint32_t length = 0;
    auto there = refill(sizeof length);
    if (!there || !*there) {
        return there;
    }
    std::memcpy(&length, window_.data() + at_, sizeof length);
    there = refill(sizeof length + length);
    if (!there || !*there) {
        return there;
    }
    bytes = std::string_view(window_).substr(at_ + sizeof length, length);
    at_ += sizeof length + length;
    return true;
}

/// Makes that many bytes of the window follow the place; false if there are not so many.
Result<bool> ByteSpool::Reader::refill(std::size_t needed) {
    while (window_.size() - at_ < needed) {
        window_.erase(0, at_);
        at_ = 0;
        const std::size_t old = window_.size();
        std::uint64_t size = std::min<std::uint64_t>(std::max(needed, read_ahead) - old, end_ - offset_);
        if (size == 0) {
            return false;
        }
        if (offset_ < spool_->spilled_) {
            size = std::min(size, spool_->spilled_ - offset_);
            window_.resize(old + size);
            if (auto read = spool_->file_->read(offset_, window_.data() + old, size); !read) {
                return std::move(read).error();
            }
        } else {
            window_.append(spool_->bytes_, offset_ - spool_->spilled_, size);
        }
        offset_ += size;
    }
    return true;
}

}  // namespace gridlore::store::lmdb
