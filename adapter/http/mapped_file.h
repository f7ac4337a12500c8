/// The bytes of a temporary file, mapped: read as if they were in memory, while their pages are the system's to take
/// back. Immutable; safe to share between threads.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "adapter/http/spool_file.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::http {

class MappedFile {
  public:
    /// The first `size` bytes, which have been written. Unavailable: there is no address space.
    static Result<std::shared_ptr<const MappedFile>> map(SpoolFile file, std::uint64_t size);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    std::string_view bytes() const { return bytes_; }

  private:
    MappedFile(SpoolFile file, std::string_view bytes) : file_(std::move(file)), bytes_(bytes) {}
    SpoolFile file_;  ///< has its place in the folder as long as it is mapped
    std::string_view bytes_;
};

}  // namespace gridlore::http
