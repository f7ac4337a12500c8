/// A set of variables (or of the columns that hold them). A value type.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "knowledge-engine/query/algebra.h"

namespace gridlore::query {

class VariableSet {
  public:
    VariableSet() = default;
    VariableSet(std::initializer_list<VariableId> variables) {
        for (const VariableId variable : variables) {
            add(variable);
        }
    }

    bool contains(VariableId variable) const { return std::ranges::binary_search(items_, variable); }
    bool empty() const { return items_.empty(); }
    std::size_t size() const { return items_.size(); }
    auto begin() const { return items_.begin(); }
    auto end() const { return items_.end(); }

    void add(VariableId variable) {
        const auto at = std::ranges::lower_bound(items_, variable);
        if (at == items_.end() || *at != variable) {
            items_.insert(at, variable);
        }
    }
    void add(const VariableSet& other) {
        if (other.empty()) {
            return;
        }
        std::vector<VariableId> all;
        all.reserve(items_.size() + other.items_.size());
        std::ranges::set_union(items_, other.items_, std::back_inserter(all));
        items_ = std::move(all);
    }
    void remove(VariableId variable) {
        const auto at = std::ranges::lower_bound(items_, variable);
        if (at != items_.end() && *at == variable) {
            items_.erase(at);
        }
    }

    bool intersects(const VariableSet& other) const {
        return std::ranges::any_of(items_, [&](VariableId variable) { return other.contains(variable); });
    }
    bool is_subset_of(const VariableSet& other) const { return std::ranges::includes(other.items_, items_); }
    VariableSet common_with(const VariableSet& other) const {
        VariableSet both;
        std::ranges::set_intersection(items_, other.items_, std::back_inserter(both.items_));
        return both;
    }
    VariableSet without(const VariableSet& other) const {
        VariableSet rest;
        std::ranges::set_difference(items_, other.items_, std::back_inserter(rest.items_));
        return rest;
    }
    std::vector<std::size_t> columns() const { return {items_.begin(), items_.end()}; }

  private:
    std::vector<VariableId> items_;  ///< ascending
};

}  // namespace gridlore::query
