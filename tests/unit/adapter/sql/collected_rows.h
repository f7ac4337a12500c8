/// Rows that a test looks at.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "adapter/sql/source.h"

namespace gridlore::sql {

class CollectedRows final : public RowSink {
  public:
    Result<void> begin(std::span<const std::string> names) override {
        columns.assign(names.begin(), names.end());
        rows.clear();
        is_complete = false;
        return {};
    }
    Result<void> row(std::span<const Cell> cells) override {
        auto& row = rows.emplace_back();
        for (const Cell& cell : cells) {
            row.push_back({cell.kind, std::string(cell.text)});
        }
        return on_row ? on_row() : Result<void>();
    }
    Result<void> end() override {
        is_complete = true;
        return {};
    }

    /// The texts of one column.
    std::vector<std::string> texts(std::size_t column) const {
        std::vector<std::string> all;
        for (const auto& row : rows) {
            all.push_back(row[column].text);
        }
        return all;
    }

    std::function<Result<void>()> on_row;
    std::vector<std::string> columns;
    std::vector<std::vector<Value>> rows;
    bool is_complete = false;
};

}  // namespace gridlore::sql
