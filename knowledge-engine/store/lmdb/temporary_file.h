/// Files without a name, which nobody else sees and which are gone when they are closed: room for what does not fit
/// into a load's memory. Confined.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/lmdb/store_files.h"

namespace gridlore::store::lmdb {

class TemporaryFile {
  public:
    /// Unavailable: `folder` takes no files.
    static Result<TemporaryFile> make(const std::filesystem::path& folder);

    /// Appends; returns where. Unavailable: the disk is full, or broken.
    Result<std::uint64_t> append(std::string_view bytes);
    /// Precondition: all of it was appended.
    Result<void> read(std::uint64_t offset, char* bytes, std::size_t size) const;

    /// Room on the disk from the beginning on: a mapping of it cannot fail for a full disk later.
    Result<void> reserve(std::size_t bytes);
    int descriptor() const { return file_.get(); }

  private:
    explicit TemporaryFile(FileHandle file) : file_(std::move(file)) {}
    FileHandle file_;
    std::uint64_t size_ = 0;
};

/// A sequence of byte strings that is written once and read any number of times: in memory as long as it is short.
class ByteSpool {
  public:
    ByteSpool(std::filesystem::path folder, std::size_t memory) : folder_(std::move(folder)), memory_(memory) {}

    Result<void> append(std::string_view bytes);
    /// Where the next string will begin: a place for a `Reader`.
    std::uint64_t size() const { return spilled_ + bytes_.size(); }

    /// Reads all from the beginning, or what was appended between two places. The spool must outlive it, and not be
    /// written meanwhile.
    class Reader {
      public:
        explicit Reader(const ByteSpool& spool) : Reader(spool, 0, spool.size()) {}
        Reader(const ByteSpool& spool, std::uint64_t begin, std::uint64_t end)
            : spool_(&spool), offset_(begin), end_(end) {}
        /// False at the end. `bytes` is a view until the next call.
        Result<bool> next(std::string_view& bytes);

      private:
        Result<bool> refill(std::size_t needed);
        const ByteSpool* spool_;
        std::uint64_t offset_;  ///< in the file, then behind it in memory
        std::uint64_t end_;
        std::string window_;
        std::size_t at_ = 0;
    };

  private:
    Result<void> spill();

    std::filesystem::path folder_;
    std::size_t memory_;
    std::optional<TemporaryFile> file_;
    std::uint64_t spilled_ = 0;
    std::string bytes_;  ///< what follows the file
};

}  // namespace gridlore::store::lmdb
