/// The bindings of one part of a document: complete rows.
#pragma once

#include <cstddef>
#include <memory>
#include <memory_resource>
#include <span>
#include <string_view>
#include <vector>

#include "adapter/mapping/document.h"
#include "knowledge-engine/pattern/term_rows.h"
#include "knowledge-engine/pattern/term_table.h"
#include "knowledge-engine/rdf/quad_view.h"
#include "knowledge-engine/rdf/term_id.h"

namespace gridlore::mapping {

/// Columns are those of `Part::variables`; a cell that nobody looks at may have nothing. Has the texts of its terms,
/// each once where a row has what the row before it had. May be moved, and not copied.
class Rows {
  public:
    explicit Rows(std::size_t width = 0) : width_(width) {}

    std::size_t width() const { return width_; }
    std::size_t size() const { return size_; }
    /// Where `ids` has one, there is nothing. Valid until rows are added; the texts as long as the rows, wherever these
    /// are moved.
    std::span<const rdf::TermView> row(std::size_t index) const { return {cells_.data() + index * width_, width_}; }
    /// Of terms that are known by their inline ids (rdf/inline_term.h), as those of a table may be: these; else
    /// unbound.
    std::span<const rdf::TermId> ids(std::size_t index) const { return {ids_.data() + index * width_, width_}; }

    /// Precondition: as many cells as the width, and no views of these rows.
    void add(std::span<const rdf::TermView> row);
    /// In the place of a column of a table: the cell is left empty.
    static constexpr std::size_t no_column = ~std::size_t{0};
    /// Its rows, in which each of `columns` is bound. The texts stay where they are: the table's terms are kept.
    void add(const pattern::TermTable& table, std::span<const std::size_t> columns);

  private:
    std::string_view kept(std::string_view text);

    std::size_t width_;
    std::size_t size_ = 0;  ///< apart from the cells, since rows may have none
    std::vector<rdf::TermView> cells_;
    std::vector<rdf::TermId> ids_;  ///< of the cells
    std::unique_ptr<std::pmr::monotonic_buffer_resource> texts_;
    std::vector<std::shared_ptr<const rdf::Dictionary>> terms_;  ///< whose texts are not among these
};

/// By part, in the order of `Document::parts`.
using PartRows = std::vector<Rows>;

/// Of a document that has a core alone.
PartRows only_part(Rows rows);

/// As the exchange takes them.
pattern::TermRows to_bindings(const Document& document, const Part& part, const Rows& rows);
/// As the exchange gives them. InvalidInput: a row lacks one of the part's variables. Others are left out.
Result<Rows> from_bindings(const Document& document, const Part& part, const pattern::TermTable& bindings);
/// The same, to `rows` of that part.
Result<void> add_bindings(const Document& document, const Part& part, const pattern::TermTable& bindings, Rows& rows);
/// The same with the cells of these variables alone.
Result<Rows> from_bindings(const Document& document, const Part& part, const pattern::TermTable& bindings,
                           std::span<const std::size_t> looked_at);

}  // namespace gridlore::mapping
