/// The bindings of one part of a document: complete rows.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "adapter/mapping/document.h"
#include "knowledge-engine/pattern/term_rows.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::mapping {

/// Columns are those of `Part::variables`. A value type.
class Rows {
  public:
    explicit Rows(std::size_t width = 0) : width_(width) {}

    std::size_t width() const { return width_; }
    std::size_t size() const { return size_; }
    std::span<const rdf::Term> row(std::size_t index) const { return {cells_.data() + index * width_, width_}; }

    /// Precondition: as many cells as the width.
    void add(std::span<const rdf::TermView> row);
    /// Takes the terms, and leaves the room that they had.
    void add(std::vector<rdf::Term>&& row);
    void reserve(std::size_t rows) { cells_.reserve(rows * width_); }

  private:
    std::size_t width_;
    std::size_t size_ = 0;  ///< apart from the cells, since rows may have none
    std::vector<rdf::Term> cells_;
};

/// By part, in the order of `Document::parts`.
using PartRows = std::vector<Rows>;

/// As the exchange has them, and back. InvalidInput: a row lacks one of the part's variables. Others are left out.
pattern::TermRows to_bindings(const Document& document, const Part& part, const Rows& rows);
Result<Rows> from_bindings(const Document& document, const Part& part, pattern::TermRows bindings);

}  // namespace gridlore::mapping
