/// The rows of a payload, ready to be written: taken, joined and sorted. Private to this folder. Confined.
#pragma once

#include <memory>
#include <vector>

#include "adapter/mapping/lower/lower.h"
#include "adapter/mapping/lower/lowering_plan.h"
#include "adapter/mapping/lower/row_cells.h"
#include "adapter/mapping/lower/row_groups.h"

namespace gridlore::mapping {

struct LoweredRows {
    LoweringPlan plan;
    std::vector<RowCells> cells;    ///< by part
    std::vector<RowGroups> groups;  ///< by part
    std::unique_ptr<SharedTerms> shared;

    const Cell& cell(const Supply& supply, std::size_t entry) const {
        return cells[supply.part].cell(groups[supply.part].entries[entry].row, supply.slot);
    }
};

/// Errors: those of `lower`. Views `rows`.
Result<LoweredRows> prepare_rows(const Document& document, const PartRows& rows, const LowerOptions& options);

}  // namespace gridlore::mapping
