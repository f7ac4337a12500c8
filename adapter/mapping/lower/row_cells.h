/// What lowering takes of the rows of a part: for each value a key by which it is compared and sorted, and its JSON.
/// Private to this folder. Confined.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/json/json_scalar.h"
#include "adapter/mapping/lower/lower.h"
#include "adapter/mapping/lower/lowering_plan.h"
#include "adapter/mapping/lower/term_keys.h"

namespace gridlore::mapping {

struct Cell {
    std::uint64_t key = 0;  ///< see TermKeys
    JsonScalar json;        ///< of slots that are written
};

/// What the keys of a slot have in common.
struct KeyRange {
    std::uint64_t first = 0;
    std::uint64_t differing = 0;  ///< the bits in which others differ from it
};

/// The rows that can be lowered, a cell for each slot.
class RowCells {
  public:
    std::size_t size() const { return size_; }
    const Cell& cell(std::size_t row, std::size_t slot) const { return cells_[row * width_ + slot]; }
    /// Replaces the keys of a slot; `keys` has one for each row.
    void set_keys(std::size_t slot, const std::vector<std::uint64_t>& keys);
    std::vector<std::uint64_t> keys(std::size_t slot) const;
    /// As they were read.
    const KeyRange& range(std::size_t slot) const { return ranges_[slot]; }

  private:
    friend class RowReader;
    std::size_t width_ = 0;
    std::size_t size_ = 0;
    std::vector<Cell> cells_;
    std::vector<KeyRange> ranges_;
};

/// What all parts of one payload share.
struct SharedTerms {
    explicit SharedTerms(const Document& document) : keys(document.variables.size()) {}
    std::vector<TermKeys> keys;                 ///< by variable
    std::pmr::monotonic_buffer_resource texts;  ///< that are in no row
};

/// Reads the rows of a part. Errors: InvalidInput, naming part, row and variable, unless `options` takes them.
/// `is_wanted` tells which slots are read. Rows and `shared` must outlive the cells.
Result<RowCells> read_rows(const Document& document, std::size_t part, const PartPlan& plan,
                           const std::vector<bool>& is_wanted, const Rows& rows, const LowerOptions& options,
                           SharedTerms& shared);

}  // namespace gridlore::mapping
