/// The right side of a join, made ready to be asked for the rows that agree with a row of the left side. Unlike `join`,
/// it copes with cells that are bound in some rows only: an unbound cell agrees with everything (SPARQL 1.1
/// Query, 18.3, "compatible"). The join, left join, MINUS and semijoin of SPARQL are loops over it. Terms match by
/// term.
///
/// Confined to one thread while it is filled, then safe to share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "knowledge-engine/pattern/binding_set.h"

namespace gridlore::pattern {

class JoinTable {
  public:
    using Row = BindingSet::Row;

    /// Columns of the rows of both sides, which have the same numbering; each column is in one list at most. Columns in
    /// none of them are neither compared nor kept.
    struct Columns {
        std::vector<std::size_t> keys;     ///< bound in every row of both sides: found by a hash
        std::vector<std::size_t> shared;   ///< perhaps unbound on either side: compared one by one
        std::vector<std::size_t> payload;  ///< of the right side alone
    };

    explicit JoinTable(Columns columns);

    void clear();
    /// Adds a row of the right side.
    void add(Row right);
    std::size_t size() const { return rows_.size(); }
    /// What the table holds beside itself.
    std::size_t bytes() const {
        return rows_.bytes() + (slots_.capacity() + chain_.capacity()) * sizeof(std::uint32_t);
    }

    /// Walks the rows that agree with one row of the left side, which must stay as it is meanwhile.
    class Matches {
      public:
        /// The next one that agrees; false at the end. Looks at no more than `patience` rows, and counts them off.
        bool next(std::size_t& patience);
        /// True if `next` gave up for want of patience; call it again.
        bool is_undecided() const { return undecided_; }
        /// Writes what the right side binds over a copy of the left row.
        void merge_into(std::span<rdf::TermId> row) const;
        /// Whether one of `columns` is bound on both sides.
        bool overlaps(const std::vector<std::size_t>& columns) const;

      private:
        friend class JoinTable;
        Matches(const JoinTable& table, Row left, std::uint32_t first) : table_(&table), left_(left), next_(first) {}
        bool agrees(Row right) const;

        const JoinTable* table_;
        Row left_;
        Row right_;
        std::uint32_t next_;  ///< row number + 1, or 0
        bool undecided_ = false;
    };
    /// The table must not change while the walk goes on.
    Matches matches(Row left) const;

  private:
    std::size_t hash(Row row, bool is_stored) const;
    void grow();
    void link(std::uint32_t number);

    Columns columns_;
    BindingSet rows_;                   ///< keys, then shared, then payload
    std::vector<std::uint32_t> slots_;  ///< by hash: the newest row's number + 1, or 0
    std::vector<std::uint32_t> chain_;  ///< by row: the next one with the same slot
    std::vector<rdf::TermId> stored_;   ///< the row being added, kept for its room
};

}  // namespace gridlore::pattern
