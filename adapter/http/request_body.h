/// The body of a request on its way in: decoded if it is compressed, in memory or, if large, in a temporary file.
/// Private to this folder.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapter/http/gzip.h"
#include "adapter/http/http.h"
#include "adapter/http/spool_file.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::http {

/// Confined to one thread.
class RequestBody {
  public:
    struct Limits {
        std::uint64_t size = 0;                ///< bytes, decoded
        std::optional<std::size_t> in_memory;  ///< more go to a file; nothing: all stays in memory
        std::shared_ptr<SpoolFolder> folder;   ///< of the file; not null where there may be one
    };

    /// Before the first byte. `size_hint` is what the client says.
    void begin(const Limits& limits, bool is_gzip, std::optional<std::uint64_t> size_hint);
    /// LimitExceeded: it is too large; InvalidInput: it is no gzip; Unavailable: no room for the file.
    Result<void> add(std::string_view bytes);
    /// InvalidInput: a compressed body has no end.
    Result<void> finish() const;
    /// Puts all of it into `request`. Unavailable as above.
    Result<void> give_to(Request& request);

  private:
    Result<void> add_decoded(std::string_view bytes);

    Limits limits_;
    std::optional<GzipDecoder> decoder_;
    std::string decoded_;
    std::string memory_;
    std::optional<SpoolFile> file_;
    std::uint64_t size_ = 0;
};

}  // namespace gridlore::http
