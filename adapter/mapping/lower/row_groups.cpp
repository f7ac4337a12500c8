#include "adapter/mapping/lower/row_groups.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>
#include <utility>

namespace gridlore::mapping {
namespace {

/// Numbers for sequences of keys: one for the keys so far and the next of them is the next number.
class SequenceNumbers {
  public:
    std::uint32_t add(std::uint32_t so_far, std::uint64_t key) {
        return numbers_.try_emplace({so_far, key}, static_cast<std::uint32_t>(numbers_.size() + 1)).first->second;
    }
    std::uint32_t find(std::uint32_t so_far, std::uint64_t key) const {
        const auto known = numbers_.find({so_far, key});
        return known == numbers_.end() ? JoinNumbers::none : known->second;
    }
    std::uint32_t count() const { return static_cast<std::uint32_t>(numbers_.size() + 1); }

  private:
    boost::unordered_flat_map<std::pair<std::uint32_t, std::uint64_t>, std::uint32_t> numbers_;
};

/// Sorts by the first key that is not the same in all entries before it looks at rows, which are far apart.
class EntrySorter {
  public:
    EntrySorter(const PartPlan& plan, const RowCells& cells) : plan_(plan), cells_(cells) {}

    /// The depth of the outermost list in which they are different elements.
    std::uint16_t difference(const RowEntry& a, const RowEntry& b, std::size_t outermost) const {
        if (a.element != b.element) {
            return static_cast<std::uint16_t>(outermost);
        }
        for (const Key& key : plan_.keys) {
            if (key_of(a, key) != key_of(b, key)) {
                return static_cast<std::uint16_t>(key.depth);
            }
        }
        return RowGroups::nothing;
    }

    void sort(std::vector<RowEntry>& entries) const {
        const auto by_all = [this](const RowEntry& a, const RowEntry& b) { return is_before(a, b); };
        if (std::ranges::is_sorted(entries, by_all)) {
            return;
        }
        const Key* const key = first_that_differs(entries);
        std::vector<std::pair<std::uint64_t, RowEntry>> sorted;
        sorted.reserve(entries.size());
        for (const RowEntry& entry : entries) {
            sorted.emplace_back(key == nullptr ? entry.element : key_of(entry, *key), entry);
        }
        std::ranges::sort(sorted, [this](const auto& a, const auto& b) {
            return a.first != b.first ? a.first < b.first : is_before(a.second, b.second);
        });
        std::ranges::transform(sorted, entries.begin(), [](const auto& one) { return one.second; });
    }

  private:
    std::uint64_t key_of(const RowEntry& entry, const Key& key) const { return cells_.cell(entry.row, key.slot).key; }

    bool is_before(const RowEntry& a, const RowEntry& b) const {
        if (a.element != b.element) {
            return a.element < b.element;
        }
        for (const Key& key : plan_.keys) {
            const std::uint64_t x = key_of(a, key);
            const std::uint64_t y = key_of(b, key);
            if (x != y) {
                return x < y;
            }
        }
        return false;
    }

    /// Null: the element.
    const Key* first_that_differs(const std::vector<RowEntry>& entries) const {
        const std::uint32_t element = entries.front().element;
        if (std::ranges::any_of(entries, [&](const RowEntry& one) { return one.element != element; })) {
            return nullptr;
        }
        const auto key = std::ranges::find_if(
            plan_.keys, [&](const Key& candidate) { return cells_.range(candidate.slot).differing != 0; });
        return key == plan_.keys.end() ? nullptr : &*key;
    }

    const PartPlan& plan_;
    const RowCells& cells_;
};

/// The elements of the base that rows of a number belong to, by number.
class ElementsByNumber {
  public:
    ElementsByNumber(const JoinNumbers& numbers, const RowGroups& base, std::size_t depth) : first_(numbers.count + 1) {
        find_elements(numbers, base, depth);
        for (const auto& [number, element] : found_) {
            ++first_[number + 1];
        }
        for (std::size_t number = 0; number < numbers.count; ++number) {
            first_[number + 1] += first_[number];
        }
        elements_.resize(found_.size());
        std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
        for (const auto& [number, element] : found_) {
            elements_[next[number]++] = element;
        }
    }

    std::span<const std::uint32_t> of(std::uint32_t number) const {
        return {elements_.data() + first_[number], first_[number + 1] - first_[number]};
    }

  private:
    /// In the order of the elements, each once for a number.
    void find_elements(const JoinNumbers& numbers, const RowGroups& base, std::size_t depth) {
        std::vector<std::uint32_t> last(numbers.count, JoinNumbers::none);
        std::uint32_t element = 0;
        for (std::uint32_t entry = 0; entry < base.size(); ++entry) {
            if (base.begins_element(entry, depth)) {
                element = entry;
            }
            const std::uint32_t number = numbers.base[base.entries[entry].row];
            if (last[number] != element) {
                last[number] = element;
                found_.emplace_back(number, element);
            }
        }
    }

    std::vector<std::pair<std::uint32_t, std::uint32_t>> found_;
    std::vector<std::size_t> first_;
    std::vector<std::uint32_t> elements_;
};

}  // namespace

JoinNumbers number_joins(const PartPlan& plan, const RowCells& own, const RowCells& base) {
    JoinNumbers numbers;
    numbers.own.assign(own.size(), 0);
    numbers.base.assign(base.size(), 0);
    SequenceNumbers sequences;
    for (const auto& [own_slot, base_slot] : plan.joins) {
        for (std::size_t row = 0; row < base.size(); ++row) {
            numbers.base[row] = sequences.add(numbers.base[row], base.cell(row, base_slot).key);
        }
        for (std::size_t row = 0; row < own.size(); ++row) {
            numbers.own[row] = sequences.find(numbers.own[row], own.cell(row, own_slot).key);
        }
    }
    numbers.count = sequences.count();
    return numbers;
}

std::vector<RowEntry> all_rows(const RowCells& cells) {
    std::vector<RowEntry> entries(cells.size());
    for (std::uint32_t row = 0; row < entries.size(); ++row) {
        entries[row].row = row;
    }
    return entries;
}

Result<std::vector<RowEntry>> join_rows(const PartPlan& plan, const JoinNumbers& numbers, const RowGroups& base) {
    std::vector<RowEntry> entries;
    if (base.size() == 0 && plan.base_depth == 0) {  // The whole payload is there, though no row says so.
        for (std::uint32_t row = 0; row < numbers.own.size(); ++row) {
            entries.push_back({0, row});
        }
        return entries;
    }
    const ElementsByNumber elements(numbers, base, plan.base_depth);
    for (std::uint32_t row = 0; row < numbers.own.size(); ++row) {
        if (numbers.own[row] == JoinNumbers::none) {
            continue;
        }
        for (const std::uint32_t element : elements.of(numbers.own[row])) {
            entries.push_back({element, row});
        }
        if (entries.size() > JoinNumbers::none) {
            return Error{ErrorKind::LimitExceeded, "there are more than 4294967295 rows with what they belong to"};
        }
    }
    return entries;
}

RowGroups group_rows(const PartPlan& plan, const RowCells& cells, std::vector<RowEntry> entries, bool is_core) {
    const EntrySorter sorter(plan, cells);
    sorter.sort(entries);
    const std::size_t outermost = is_core ? 0 : plan.base_depth + 1;
    RowGroups groups;
    groups.begins.reserve(entries.size());
    for (std::size_t entry = 0; entry < entries.size(); ++entry) {
        groups.begins.push_back(entry == 0 ? static_cast<std::uint16_t>(outermost)
                                           : sorter.difference(entries[entry - 1], entries[entry], outermost));
    }
    groups.entries = std::move(entries);
    return groups;
}

}  // namespace gridlore::mapping
