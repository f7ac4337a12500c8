/// Quads on their way from the thread that reads them to the one that gives their terms ids.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "knowledge-engine/rdf/quad_view.h"

namespace gridlore::store::lmdb {

/// Quads as bytes. A value.
class RawQuads {
  public:
    void add(const rdf::QuadView& quad);
    bool empty() const { return bytes_.empty(); }
    std::size_t size() const { return bytes_.size(); }

    /// Gives them back one by one; the views are of the quads, which must not change meanwhile.
    class Reader {
      public:
        explicit Reader(const RawQuads& quads) : bytes_(quads.bytes_) {}
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
    void add_term(const rdf::TermView& term);
    void add_text(std::string_view text);

    std::string bytes_;
    std::optional<std::pair<std::size_t, std::size_t>> subject_;  ///< where the last one's text is
};

}  // namespace gridlore::store::lmdb
