#include "adapter/mapping/lower/element_walk.h"

#include <algorithm>

namespace gridlore::mapping {

ElementWalk::ElementWalk(const Document& document, const LoweredRows& rows)
    : document_(document), rows_(rows), values_(document.variables.size(), nullptr) {
    for (const RowGroups& groups : rows.groups) {
        ranges_.push_back({0, static_cast<std::uint32_t>(groups.size())});
    }
}

Result<void> ElementWalk::begin() {
    const LevelPlan& whole = rows_.plan.levels.front();
    for (const Supply& one : whole.supplies) {
        if (one.part != *whole.owner) {
            continue;
        }
        const Range range = ranges_[one.part];
        for (std::uint32_t entry = range.first + 1; entry < range.last; ++entry) {
            if (rows_.cell(one, entry).key != rows_.cell(one, range.first).key) {
                return two_values(one, range.first, entry);
            }
        }
    }
    return supply(whole);
}

bool ElementWalk::has_elements(std::size_t level) const {
    const auto owner = rows_.plan.levels[level].owner;
    return owner && ranges_[*owner].first < ranges_[*owner].last;
}

std::vector<ElementWalk::Range> ElementWalk::take_ranges(const LevelPlan& plan) const {
    std::vector<Range> outer;
    outer.reserve(plan.followers.size());
    for (const std::size_t part : plan.followers) {
        outer.push_back(ranges_[part]);
    }
    return outer;
}

std::uint32_t ElementWalk::end_of_element(const LevelPlan& plan, std::uint32_t first, std::uint32_t last) const {
    const RowGroups& groups = rows_.groups[*plan.owner];
    std::uint32_t end = first + 1;
    while (end < last && !groups.begins_element(end, plan.depth)) {
        ++end;
    }
    return end;
}

Result<void> ElementWalk::enter(const LevelPlan& plan, Range element, Range list, const std::vector<Range>& outer) {
    if (Result<void> checked = check_place(plan, element, list); !checked) {
        return checked;
    }
    ranges_[*plan.owner] = element;
    narrow(plan, outer);
    return supply(plan);
}

/// The rows of other parts that belong to the element: those that name one of the entries of their base in it.
void ElementWalk::narrow(const LevelPlan& plan, const std::vector<Range>& outer) {
    for (std::size_t i = 0; i < plan.followers.size(); ++i) {
        const std::size_t part = plan.followers[i];
        const Range base = ranges_[rows_.plan.parts[part].base];
        const auto begin = rows_.groups[part].entries.begin();
        const auto from = begin + outer[i].first;
        const auto until = begin + outer[i].last;
        const auto first = std::ranges::lower_bound(from, until, base.first, {}, &RowEntry::element);
        const auto last = std::ranges::lower_bound(first, until, base.last, {}, &RowEntry::element);
        ranges_[part] = {static_cast<std::uint32_t>(first - begin), static_cast<std::uint32_t>(last - begin)};
    }
}

void ElementWalk::put_back(const LevelPlan& plan, Range all, const std::vector<Range>& outer) {
    ranges_[*plan.owner] = all;
    for (std::size_t i = 0; i < plan.followers.size(); ++i) {
        ranges_[plan.followers[i]] = outer[i];
    }
}

Result<void> ElementWalk::check_place(const LevelPlan& plan, Range element, Range list) const {
    if (!plan.place_slot || element.first == list.first) {
        return {};
    }
    const std::size_t owner = *plan.owner;
    const std::vector<RowEntry>& entries = rows_.groups[owner].entries;
    const auto key = [&](std::uint32_t entry) {
        return rows_.cells[owner].cell(entries[entry].row, *plan.place_slot).key;
    };
    if (key(element.first) != key(element.first - 1)) {
        return {};
    }
    for (const Supply& one : plan.supplies) {
        if (one.part == owner && rows_.cell(one, element.first).key != rows_.cell(one, element.first - 1).key) {
            return two_values(one, element.first - 1, element.first);
        }
    }
    return {};
}

Result<void> ElementWalk::supply(const LevelPlan& plan) {
    for (const Supply& one : plan.supplies) {
        const Range range = ranges_[one.part];
        values_[one.variable] = range.first < range.last ? &rows_.cell(one, range.first) : nullptr;
        if (one.part == *plan.owner) {
            continue;  // It tells elements apart.
        }
        for (std::uint32_t entry = range.first + 1; entry < range.last; ++entry) {
            if (rows_.cell(one, entry).key != values_[one.variable]->key) {
                return two_values(one, range.first, entry);
            }
        }
    }
    return {};
}

Error ElementWalk::two_values(const Supply& one, std::uint32_t a, std::uint32_t b) const {
    return invalid_input("there are two values for ?" + document_.variables[one.variable].name +
                         ", where there is room for one: " + describe(rows_.cell(one, a).json) + " and " +
                         describe(rows_.cell(one, b).json));
}

}  // namespace gridlore::mapping
