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

/// Columns are those of `Part::variables`; a cell that nobody looks at may have nothing. Rows have either the texts of
/// their terms, each once where a row has what the row before it had, or tables of the exchange with their ids. May be
/// moved, and not copied.
class Rows {
  public:
    explicit Rows(std::size_t width = 0) : width_(width) {}

    std::size_t width() const { return width_; }
    std::size_t size() const { return size_; }

    /// Precondition: as many cells as the width, no views of these rows, and these are of no table.
    void add(std::span<const rdf::TermView> row);
    /// In the place of a column of a table: the cell is left empty.
    static constexpr std::size_t no_column = ~std::size_t{0};
    /// Its rows, in which each of `columns` is bound. Precondition: no row was added by itself.
    void add(const pattern::TermTable& table, std::vector<std::size_t> columns);

    /// A row, as long as the rows are there and none is added.
    class Row {
      public:
        std::size_t size() const { return width_; }
        /// Unbound: nobody looks at it, or there is no table. The same ids are the same terms in rows of one `terms()`.
        rdf::TermId id(std::size_t column) const {
            return ids_ == nullptr || columns_[column] == no_column ? rdf::TermId() : ids_[columns_[column]];
        }
        const rdf::Dictionary* terms() const { return terms_; }
        /// Views the rows, or `room`, which is changed for inline ids.
        rdf::TermView term(std::size_t column, std::string& room) const {
            if (ids_ == nullptr) {
                return views_[column];
            }
            const rdf::TermId own = id(column);
            return own.is_bound() ? terms_->view(own, room) : rdf::TermView{};
        }

      private:
        friend class Rows;
        std::size_t width_ = 0;
        const rdf::TermView* views_ = nullptr;
        const rdf::TermId* ids_ = nullptr;
        const std::size_t* columns_ = nullptr;
        const rdf::Dictionary* terms_ = nullptr;
    };
    /// Time is that of finding the table it is of: a few steps.
    Row at(std::size_t index) const;
    /// Its cells; the texts are there as long as the rows, wherever these are moved. Precondition: it is of no table.
    std::span<const rdf::TermView> row(std::size_t index) const { return {cells_.data() + index * width_, width_}; }

  private:
    struct Table {
        std::size_t first;  ///< of its rows among all
        pattern::TermTable rows;
        std::vector<std::size_t> columns;
    };
    std::string_view kept(std::string_view text);

    std::size_t width_;
    std::size_t size_ = 0;  ///< apart from the cells, since rows may have none
    std::vector<rdf::TermView> cells_;
    std::unique_ptr<std::pmr::monotonic_buffer_resource> texts_;
    std::vector<Table> tables_;
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
