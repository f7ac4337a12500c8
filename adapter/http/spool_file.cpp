#include "adapter/http/spool_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

namespace gridlore::http {
namespace {

Error unavailable(const std::string& what) {
    return {ErrorKind::Unavailable, what + ": " + std::generic_category().message(errno)};
}

/// The descriptor, or -1. Not every file system has files without a name from the start.
int open_unnamed(const std::string& folder) {
    const int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor >= 0 || (errno != EOPNOTSUPP && errno != EISDIR)) {
        return descriptor;
    }
    std::string name = folder + "/gridlore-XXXXXX";
    const int named = ::mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0) {
        ::unlink(name.c_str());
    }
    return named;
}

}  // namespace

std::string SpoolFolder::path() const {
    std::error_code ignored;
    const std::string path = path_.empty() ? std::filesystem::temp_directory_path(ignored).string() : path_;
    return path.empty() ? "/tmp" : path;
}

Result<void> SpoolFolder::take(std::uint64_t bytes) {
    std::uint64_t used = used_;
    do {
        if (bytes > limit_ - used) {
            return Error{ErrorKind::Unavailable, "The server's temporary files have as many bytes as they may (" +
                                                     std::to_string(limit_) + "); try again later."};
        }
    } while (!used_.compare_exchange_weak(used, used + bytes));
    return {};
}

Result<SpoolFile> SpoolFile::make(std::shared_ptr<SpoolFolder> folder) {
    const std::string path = folder->path();
    const int descriptor = open_unnamed(path);
    if (descriptor < 0) {
        return unavailable("There is no room for temporary files in " + path);
    }
    return SpoolFile(std::move(folder), descriptor);
}

SpoolFile::SpoolFile(SpoolFile&& other) noexcept
    : folder_(std::move(other.folder_)),
      size_(std::exchange(other.size_, 0)),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

SpoolFile& SpoolFile::operator=(SpoolFile&& other) noexcept {
    std::swap(folder_, other.folder_);
    std::swap(size_, other.size_);
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

SpoolFile::~SpoolFile() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
        folder_->give_back(size_);
    }
}

Result<void> SpoolFile::write(std::uint64_t offset, std::string_view bytes) {
    const std::uint64_t end = offset + bytes.size();
    if (end > size_) {
        if (auto taken = folder_->take(end - size_); !taken) {
            return taken;
        }
        size_ = end;
    }
    while (!bytes.empty()) {
        const ssize_t size = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (size < 0 && errno != EINTR) {
            return unavailable("A temporary file cannot be written");
        }
        const auto written = static_cast<std::size_t>(size < 0 ? 0 : size);
        bytes.remove_prefix(written);
        offset += written;
    }
    return {};
}

Result<void> SpoolFile::read(std::uint64_t offset, std::span<char> bytes) const {
    while (!bytes.empty()) {
        const ssize_t size = ::pread(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (size == 0 || (size < 0 && errno != EINTR)) {
            return unavailable("A temporary file cannot be read");
        }
        const auto taken = static_cast<std::size_t>(size < 0 ? 0 : size);
        bytes = bytes.subspan(taken);
        offset += taken;
    }
    return {};
}

}  // namespace gridlore::http
