/// N-Triples and N-Quads through Serd. Private to this folder.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "knowledge-engine/rdf/serd_statements.h"
#include "knowledge-engine/rdf/whole_lines.h"

namespace gridlore::rdf {

/// Reads lines, so many at a time, which Serd reads fastest. Confined; several may share their lines.
class LineReader {
  public:
    LineReader(WholeLines& lines, Syntax syntax, const ReadOptions& options, const QuadHandler& handler);
    /// To the end of the lines, which have the outcome.
    void read();

  private:
    static SerdStatus on_error(void* handle, const SerdError* error);
    Result<void> read_with_nul();
    Result<void> read_text(const std::string& text);
    Result<void> check_lines(std::string_view lines);
    bool has_one_statement(const std::string& line) const;
    TextPosition place(std::string_view lines, std::size_t back) const;
    TextPosition in_document(TextPosition place) const;

    WholeLines& lines_;
    Lines current_;
    Syntax syntax_;
    Statements statements_;
    Reader reader_;
    std::optional<TextPosition> place_;
    std::size_t counted_ = 0;  ///< statements of the lines that were read
};

/// As `read_document` in document_reader.h, which says what `handlers` are.
Result<void> read_lines(TextWindow& window, Syntax syntax, const ReadOptions& options,
                        std::span<const QuadHandler> handlers);

}  // namespace gridlore::rdf
