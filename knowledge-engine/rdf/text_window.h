/// A document as it comes, one window after the other: without its byte order mark, and checked for what no syntax of
/// ours may have. Private to this folder. Confined.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/document_reader.h"

namespace gridlore::rdf {

class TextWindow {
  public:
    /// `source` must outlive the window. Much more than `limit` bytes that are not dropped are too many.
    TextWindow(const ByteSource& source, std::size_t limit) : source_(source), limit_(limit) {}

    /// Whole characters of UTF-8 that have come and were not dropped. Ends with the next `read_on`.
    std::string_view text() const { return {buffer_.data() + begin_, checked_ - begin_}; }
    /// Lets more text follow; false if there is none: the document, or what can be read of it, has ended.
    bool read_on();
    /// True if nothing can follow.
    bool has_ended() const { return ended_ || fault_; }
    /// What stands behind the text of a window that has ended, if that is not the end of the document: the source's
    /// error, or a fault with its place (not UTF-8, too long).
    const std::optional<Error>& fault() const { return fault_; }

    /// Takes bytes from the front of the text.
    void drop(std::size_t bytes);
    /// Line and column of a byte of the text, in the document.
    TextPosition position_of(std::size_t offset) const;

  private:
    void make_room();
    void fill();
    void check();
    void fail_at(std::size_t offset, const char* message);

    const ByteSource& source_;
    std::size_t limit_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;    ///< of the text
    std::size_t checked_ = 0;  ///< its end
    std::size_t end_ = 0;      ///< of the bytes; behind the text stands a cut character at most
    std::size_t full_ = 0;     ///< where bytes may come to
    bool at_start_ = true;
    bool ended_ = false;
    std::optional<Error> fault_;
    TextPosition position_{1, 1};  ///< of the text
};

}  // namespace gridlore::rdf
