/// A table of bindings inside the engine: variables by rows; a cell holds a term's id or is unbound.
/// A value type. The ids belong to one `rdf::Dictionary`, which whoever holds the table keeps alive.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "knowledge-engine/rdf/dictionary.h"

namespace gridlore::pattern {

/// Variables are numbered from 0 by whoever compiled the pattern that the table belongs to.
class BindingSet {
  public:
    using Row = std::span<const rdf::TermId>;

    explicit BindingSet(std::size_t width = 0) : width_(width) {}

    std::size_t width() const { return width_; }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }

    /// Valid until the table changes.
    Row row(std::size_t index) const { return {cells_.data() + index * width_, width_}; }

    /// Precondition: `row.size() == width()`, and `row` is not one of this table's own.
    void add(Row row) {
        cells_.insert(cells_.end(), row.begin(), row.end());
        ++size_;
    }
    /// The same, and gives the new row to be changed; valid until the table changes.
    std::span<rdf::TermId> add_copy(Row row) {
        add(row);
        return mutable_row(size_ - 1);
    }
    std::span<rdf::TermId> mutable_row(std::size_t index) { return {cells_.data() + index * width_, width_}; }
    /// Writes row `from` over row `to`.
    void copy_row(std::size_t from, std::size_t to) {
        if (from != to) {
            std::copy_n(cells_.begin() + static_cast<std::ptrdiff_t>(from * width_), width_,
                        cells_.begin() + static_cast<std::ptrdiff_t>(to * width_));
        }
    }
    /// Drops all rows from number `size` on. Precondition: `size <= size()`.
    void truncate(std::size_t size) {
        size_ = size;
        cells_.resize(size * width_);
    }
    /// Drops the rows of which `is_kept` does not hold; it is called with each row once, in their order.
    template <typename IsKept>
    void keep_if(IsKept&& is_kept) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            if (is_kept(row(i))) {
                copy_row(i, kept++);
            }
        }
        truncate(kept);
    }
    /// Makes room for so many rows.
    void reserve(std::size_t rows) { cells_.reserve(rows * width_); }
    /// Drops all rows, and keeps their room.
    void clear() { truncate(0); }
    /// What the table holds beside itself.
    std::size_t bytes() const { return cells_.capacity() * sizeof(rdf::TermId); }
    void append(const BindingSet& other) {
        cells_.insert(cells_.end(), other.cells_.begin(), other.cells_.end());
        size_ += other.size_;
    }

  private:
    std::size_t width_;
    std::size_t size_ = 0;  ///< apart from the cells, since a table without variables has rows, too
    std::vector<rdf::TermId> cells_;
};

/// Which terms count as the same: SPARQL matches and joins by term, the exchange by value.
class Equality {
  public:
    static Equality by_term() { return Equality(nullptr); }
    static Equality by_value(const rdf::Dictionary& dictionary) { return Equality(&dictionary); }

    /// Two terms are equal exactly if their keys are. An unbound cell's key is unbound.
    rdf::TermId key(rdf::TermId id) const { return dictionary_ == nullptr ? id : dictionary_->value(id); }
    bool equal(rdf::TermId a, rdf::TermId b) const { return a == b || key(a) == key(b); }

  private:
    explicit Equality(const rdf::Dictionary* dictionary) : dictionary_(dictionary) {}
    const rdf::Dictionary* dictionary_;
};

/// Rows that have been seen, up to an equality; unbound cells are equal to each other. Linear in the rows; as long as
/// they come in ascending order of their ids, as rows of a store and readings by time do, each is compared with the one
/// before it and none is hashed.
class RowSet {
  public:
    RowSet(std::size_t width, Equality equality) : rows_(width), equality_(equality) {}

    struct Place {
        std::size_t number;  ///< of the row in `rows()`
        bool is_new;
    };
    /// Keeps `row` in the form given unless an equal one is there; tells where either is.
    Place place(BindingSet::Row row);
    /// True if no equal row was there; then it is kept in the form given.
    bool insert(BindingSet::Row row) { return place(row).is_new; }
    /// What the set holds beside itself.
    std::size_t bytes() const { return rows_.bytes() + slots_.capacity() * sizeof(Slot); }
    bool contains(BindingSet::Row row) const { return find(row).has_value(); }
    const BindingSet& rows() const& { return rows_; }
    BindingSet rows() && { return std::move(rows_); }

  private:
    /// Of a row, where its hash says or behind.
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t number = 0;  ///< that of the row + 1; 0: nothing is here
    };
    bool is_hashed() const { return !slots_.empty(); }
    std::strong_ordering order(BindingSet::Row a, BindingSet::Row b) const;
    Place add(BindingSet::Row row);
    void hash_all();
    void resize_slots(std::size_t size);
    /// Where there is nothing yet for a row of that hash. Precondition: there is a slot.
    Slot& free_slot(std::uint32_t hash);
    std::optional<std::size_t> find(BindingSet::Row row) const;
    std::optional<std::size_t> find_hashed(BindingSet::Row row, std::uint32_t hash) const;
    std::optional<std::size_t> find_ordered(BindingSet::Row row) const;
    std::uint32_t hash(BindingSet::Row row) const;

    BindingSet rows_;
    Equality equality_;
    std::vector<Slot> slots_;  ///< open addressing; empty as long as the rows are in ascending order
};

/// The same rows, each once.
BindingSet distinct(const BindingSet& rows, Equality equality);

}  // namespace gridlore::pattern
