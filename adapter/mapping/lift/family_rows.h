/// Members of a family that an object has, by row, until the object is over. Private to this folder.
#pragma once

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapter/mapping/json/json_tape.h"
#include "adapter/mapping/shape.h"

namespace gridlore::mapping {

struct FamilyRow {
    struct Kept {
        std::string name;
        JsonTape tape;
    };
    std::string text;                          ///< of the variable, as the first name of the row has it
    std::vector<std::optional<Kept>> members;  ///< of the family; nothing: it has not come

    /// Precondition: one has come, as to every row.
    const Kept& first() const {
        return **std::find_if(members.begin(), members.end(), [](const auto& member) { return member.has_value(); });
    }
};

/// In the order in which they came. Confined.
class FamilyRows {
  public:
    /// `value` is equal for texts that mean the same.
    FamilyRow& row(const Family& family, const std::string& value, std::string_view text) {
        const auto [known, is_new] = numbers_.try_emplace(value, rows_.size());
        if (is_new) {
            rows_.push_back({std::string(text), std::vector<std::optional<FamilyRow::Kept>>(family.members.size())});
        }
        return rows_[known->second];
    }

    std::vector<FamilyRow> take() && { return std::move(rows_); }

  private:
    boost::unordered_flat_map<std::string, std::size_t> numbers_;
    std::vector<FamilyRow> rows_;
};

}  // namespace gridlore::mapping
