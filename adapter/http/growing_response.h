/// Answers with a body that is made piece by piece. A small one goes out whole, with its length, and can still turn
/// into an error until its end; a larger one goes out as a stream. Either is compressed if the client takes that and it
/// pays.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapter/http/body_stream.h"
#include "adapter/http/gzip.h"
#include "adapter/http/http.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::http {

/// Confined to one thread at a time; the one that answers, not the connection's. Let go of without `finish` or `fail`
/// it fails as the responder has it, or cuts the stream.
class GrowingResponse {
  public:
    struct Settings {
        std::size_t whole = std::size_t{64} << 10;  ///< bytes up to which a body goes out whole
        std::size_t compress_from = 1024;           ///< bytes; smaller bodies are not compressed
        BodyStream::Limits stream = {};
    };

    /// `head` is the response but for its body.
    GrowingResponse(std::shared_ptr<Responder> responder, Response head, bool takes_gzip, const Settings& settings);
    ~GrowingResponse();
    GrowingResponse(const GrowingResponse&) = delete;
    GrowingResponse& operator=(const GrowingResponse&) = delete;

    /// Errors as `BodyStream::write`.
    Result<void> write(std::string_view bytes);
    /// That was all. An error as above: the client will not get all of it.
    Result<void> finish();
    /// Answers with `instead`, or cuts the stream if that has begun.
    void fail(Response instead);
    bool has_begun() const { return stream_ != nullptr; }

  private:
    Result<void> begin();
    Result<void> send(std::string_view bytes);

    const std::shared_ptr<Responder> responder_;
    Response head_;
    const bool takes_gzip_;
    const Settings settings_;
    std::string pending_;
    std::shared_ptr<BodyStream> stream_;  ///< once it has begun
    std::optional<GzipEncoder> encoder_;
};

}  // namespace gridlore::http
