/// A temporary file without a name: room for bytes that are too many for memory, which the system takes back with the
/// last of its users, however that ends.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"

namespace gridlore::http {

/// Readers and one writer may share it between threads as long as they are not at the same bytes.
class SpoolFile {
  public:
    /// In `folder`; empty: the system's for temporary files. Unavailable: it cannot be written to.
    static Result<SpoolFile> make(const std::string& folder);
    SpoolFile(SpoolFile&& other) noexcept;
    SpoolFile& operator=(SpoolFile&& other) noexcept;
    ~SpoolFile();

    /// Unavailable: the disk is full.
    Result<void> write(std::uint64_t offset, std::string_view bytes);
    /// Precondition: all of `bytes` was written.
    Result<void> read(std::uint64_t offset, std::span<char> bytes) const;
    int descriptor() const { return descriptor_; }

  private:
    explicit SpoolFile(int descriptor) : descriptor_(descriptor) {}
    int descriptor_ = -1;
};

}  // namespace gridlore::http
