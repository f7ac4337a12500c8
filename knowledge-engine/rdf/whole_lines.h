/// N-Triples and N-Quads in pieces that can be read apart from each other. Private to this folder.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>

#include "knowledge-engine/rdf/text_window.h"

namespace gridlore::rdf {

/// Some lines with which statements end.
struct Lines {
    std::size_t number = 0;  ///< among the pieces of the document
    std::string text;
    TextPosition begin;
};

/// Hands out a document's lines in its sequence, to any number of threads. Internally synchronized.
class WholeLines {
  public:
    /// The window must outlive it, and nobody else may use that.
    explicit WholeLines(TextWindow& window) : window_(window) {}

    /// False if there are no more, or none are wanted.
    bool take(Lines& lines);
    /// No more are wanted.
    void end();
    /// The same, for a reason.
    void fail(std::size_t number, Error error);

    /// Once all that was taken has been read: the error of the first lines that had one, or what stands behind the last
    /// line, if it is a fault.
    Result<void> outcome() const;

  private:
    void hand_out(std::size_t length, Lines& lines);

    mutable std::mutex mutex_;
    TextWindow& window_;
    std::size_t count_ = 0;
    bool ended_ = false;
    std::size_t failed_ = 0;  ///< which lines have the error
    std::optional<Error> error_;
};

}  // namespace gridlore::rdf
