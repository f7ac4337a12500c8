/// The rows of a part, joined to the elements of the part that it belongs to, and sorted so that the rows of an element
/// stand beside each other. Private to this folder. Confined.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "adapter/mapping/lower/lowering_plan.h"
#include "adapter/mapping/lower/row_cells.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::mapping {

/// Numbers for rows of two parts: rows that belong together have the same.
struct JoinNumbers {
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
    std::vector<std::uint32_t> own;  ///< `none`: there is no such row of the base
    std::vector<std::uint32_t> base;
    std::uint32_t count = 0;
};
JoinNumbers number_joins(const PartPlan& plan, const RowCells& own, const RowCells& base);

struct RowEntry {
    std::uint32_t element = 0;  ///< of the base: the entry with which it begins; of the core always 0
    std::uint32_t row = 0;
};

struct RowGroups {
    static constexpr std::uint16_t nothing = std::numeric_limits<std::uint16_t>::max();
    std::vector<RowEntry> entries;
    /// For each entry the depth of the outermost list of which it begins another element; `nothing`: it is the same
    /// row again.
    std::vector<std::uint16_t> begins;

    std::size_t size() const { return entries.size(); }
    bool begins_element(std::size_t entry, std::size_t depth) const { return begins[entry] <= depth; }
};

/// Of the core: every row once.
std::vector<RowEntry> all_rows(const RowCells& cells);
/// Of another part: each row with each element that it belongs to. LimitExceeded: more than 2^32.
Result<std::vector<RowEntry>> join_rows(const PartPlan& plan, const JoinNumbers& numbers, const RowGroups& base);

/// Entries that are in order already are not sorted. Time is otherwise that of sorting.
RowGroups group_rows(const PartPlan& plan, const RowCells& cells, std::vector<RowEntry> entries, bool is_core);

}  // namespace gridlore::mapping
