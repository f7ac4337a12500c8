/// gzip as a content coding (RFC 9110, 8.4.1.3), piece by piece. Knows no HTTP but `Accept-Encoding`.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"

namespace gridlore::http {

/// Confined to one thread.
class GzipEncoder {
  public:
    GzipEncoder();
    ~GzipEncoder();
    GzipEncoder(GzipEncoder&&) noexcept;
    GzipEncoder& operator=(GzipEncoder&&) noexcept;

    /// Appends to `out` what is ready of the coded text; it may be nothing.
    void add(std::string_view bytes, std::string& out);
    /// Appends the rest.
    void finish(std::string& out);

  private:
    class Stream;
    std::unique_ptr<Stream> stream_;
};

/// Confined to one thread.
class GzipDecoder {
  public:
    GzipDecoder();
    ~GzipDecoder();
    GzipDecoder(GzipDecoder&&) noexcept;
    GzipDecoder& operator=(GzipDecoder&&) noexcept;

    /// Replaces `out` by what comes next, some ten kilobytes at most, and takes the bytes that it needed off the front
    /// of `bytes`. To be called until nothing is left and nothing comes. InvalidInput: not gzip, or damaged.
    Result<void> next(std::string_view& bytes, std::string& out);
    /// Whether what was read so far is a whole document.
    bool is_complete() const;

  private:
    class Stream;
    std::unique_ptr<Stream> stream_;
};

/// Whether a client that sent this `Accept-Encoding` (RFC 9110, 12.5.3) takes gzip.
bool accepts_gzip(std::string_view accept_encoding);

}  // namespace gridlore::http
