/// Quads on their way from the thread that reads them to the one that gives their terms ids.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "knowledge-engine/rdf/quad_view.h"

namespace gridlore::store::lmdb {

/// Quads as bytes.
class RawQuads {
  public:
    /// Precondition: no text has as many as 4 GiB.
    void add(const rdf::QuadView& quad);
    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }
    /// Keeps its room.
    void clear() {
        size_ = 0;
        subject_.reset();
    }

    /// Gives them back one by one; the views are of the quads, which must not change meanwhile.
    class Reader {
      public:
        explicit Reader(const RawQuads& quads) : bytes_(quads.view()) {}
        bool next(rdf::QuadView& quad);
        /// True if the last quad's subject is that of the one before it.
        bool has_same_subject() const { return has_same_subject_; }

      private:
        void take(rdf::TermView& term);
        std::string_view take_text();
        std::string_view bytes_;
        bool has_same_subject_ = false;
    };

  private:
    std::string_view view() const { return {bytes_.get(), size_}; }
    /// Makes room for so many bytes more.
    void reserve(std::size_t bytes);
    /// Precondition of these: there is room.
    void add_byte(char byte) { bytes_[size_++] = byte; }
    void add_text(std::string_view text);
    void add_term(const rdf::TermView& term);

    std::unique_ptr<char[]> bytes_;  // no std::string: it would clear what is overwritten anyway
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
    std::optional<std::pair<std::size_t, std::size_t>> subject_;  ///< where the last one's text is
};

}  // namespace gridlore::store::lmdb
