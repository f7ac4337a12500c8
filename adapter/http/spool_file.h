/// A temporary file without a name: room for bytes that are too many for memory, which the system takes back with the
/// last of its users, however that ends.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "knowledge-engine/base/result.h"

namespace gridlore::http {

/// Where temporary files go, and how many bytes they may have together. Internally synchronized.
class SpoolFolder {
  public:
    /// `path` is empty: the system's for temporary files.
    explicit SpoolFolder(std::uint64_t bytes = std::numeric_limits<std::uint64_t>::max(), std::string path = {})
        : limit_(bytes), path_(std::move(path)) {}

    std::string path() const;
    /// Unavailable: all files together would have more than they may.
    Result<void> take(std::uint64_t bytes);
    void give_back(std::uint64_t bytes) { used_ -= bytes; }
    std::uint64_t used() const { return used_; }

  private:
    const std::uint64_t limit_;
    const std::string path_;
    std::atomic<std::uint64_t> used_ = 0;
};

/// Readers and one writer may share it between threads as long as they are not at the same bytes.
class SpoolFile {
  public:
    /// Unavailable: the folder cannot be written to.
    static Result<SpoolFile> make(std::shared_ptr<SpoolFolder> folder);
    SpoolFile(SpoolFile&& other) noexcept;
    SpoolFile& operator=(SpoolFile&& other) noexcept;
    ~SpoolFile();

    /// Unavailable: the disk is full, or the folder's files have as many bytes as they may.
    Result<void> write(std::uint64_t offset, std::string_view bytes);
    /// Precondition: all of `bytes` was written.
    Result<void> read(std::uint64_t offset, std::span<char> bytes) const;
    int descriptor() const { return descriptor_; }

  private:
    SpoolFile(std::shared_ptr<SpoolFolder> folder, int descriptor)
        : folder_(std::move(folder)), descriptor_(descriptor) {}
    std::shared_ptr<SpoolFolder> folder_;
    std::uint64_t size_ = 0;
    int descriptor_ = -1;
};

}  // namespace gridlore::http
