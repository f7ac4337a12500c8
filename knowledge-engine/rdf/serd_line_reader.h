/// N-Triples and N-Quads through Serd. Private to this folder.
#pragma once

#include <optional>

#include "knowledge-engine/rdf/serd_statements.h"
#include "knowledge-engine/rdf/text_window.h"

namespace gridlore::rdf {

/// Reads whole lines of a window at a time, which Serd reads fastest.
class LineReader {
  public:
    LineReader(TextWindow& window, Syntax syntax, const ReadOptions& options, const QuadHandler& handler);
    Result<void> read();

  private:
    static SerdStatus on_error(void* handle, const SerdError* error);
    std::size_t end_of_lines() const;
    Result<void> read(std::size_t length);
    Result<void> read_with_nul(std::size_t length);
    Result<void> read_text(const char* text, std::size_t length);
    Result<void> check_lines(std::string_view lines);
    bool has_one_statement(const std::string& line) const;
    TextPosition place(std::string_view lines, std::size_t back) const;
    TextPosition in_document(TextPosition place) const;

    TextWindow& window_;
    Syntax syntax_;
    Statements statements_;
    Reader reader_;
    std::optional<TextPosition> place_;
    std::size_t counted_ = 0;  ///< statements of the lines that were read
};

}  // namespace gridlore::rdf
