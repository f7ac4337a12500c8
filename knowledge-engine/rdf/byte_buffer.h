/// Gathers what a library writes and hands it to a sink in larger pieces. Private to this folder. Confined.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "knowledge-engine/rdf/document_writer.h"

namespace gridlore::rdf {

class ByteBuffer {
  public:
    explicit ByteBuffer(ByteSink sink) : sink_(std::move(sink)) {}

    void append(std::string_view text) { bytes_ += text; }
    /// Hands on what is there, if it is enough. The first error stays: nothing is handed on after it.
    Result<void> pass_on() { return bytes_.size() < enough && !error_ ? Result<void>() : flush(); }
    Result<void> flush() {
        if (!error_ && !bytes_.empty()) {
            if (Result<void> taken = sink_(bytes_); !taken) {
                error_ = std::move(taken).error();
            }
        }
        bytes_.clear();
        return error_ ? Result<void>(*error_) : Result<void>();
    }

  private:
    static constexpr std::size_t enough = std::size_t{32} << 10;
    ByteSink sink_;
    std::string bytes_;
    std::optional<Error> error_;
};

}  // namespace gridlore::rdf
