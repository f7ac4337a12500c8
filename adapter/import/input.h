/// From what a user names to the documents in it: a file, a compressed one (gzip), an archive (zip), standard input.
/// What a file is, is seen by its first bytes; its name says the syntax only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "knowledge-engine/base/result.h"

namespace gridlore::importer {

/// Against archives that explode.
struct InputLimits {
    std::uint64_t bytes = std::uint64_t{1} << 40;  ///< of all documents, unpacked
    std::uint64_t expansion = 200;                 ///< unpacked bytes for one packed, once `unsuspected` are there
    std::uint64_t unsuspected = std::uint64_t{64} << 20;
    std::size_t members = 10'000;
};

/// Confined.
class Input {
  public:
    /// `name`: a file, or `-` for standard input. Errors: NotFound, InvalidInput (an archive that cannot be read).
    static Result<std::unique_ptr<Input>> open(const std::string& name, const InputLimits& limits = {});
    virtual ~Input() = default;

    /// Goes on to the next document and gives its name, without the extension of its compression; of a member of an
    /// archive its path there. Nothing at the end.
    virtual Result<std::optional<std::string>> next() = 0;
    /// Bytes of that document; 0 at its end. Errors: InvalidInput (damaged), LimitExceeded, Unavailable.
    virtual Result<std::size_t> read(std::span<char> bytes) = 0;
    virtual bool is_archive() const = 0;

    /// Of the file itself.
    virtual std::uint64_t bytes_read() const = 0;
    virtual std::optional<std::uint64_t> bytes_total() const = 0;
};

}  // namespace gridlore::importer
