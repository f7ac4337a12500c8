#include "knowledge-engine/pattern/binding_set.h"

#include <bit>
#include <utility>

namespace gridlore::pattern {

std::uint32_t RowSet::hash(BindingSet::Row row) const {
    std::size_t hash = 0;
    for (const rdf::TermId id : row) {
        hash = (hash ^ std::hash<rdf::TermId>{}(equality_.key(id))) * 0x100000001B3ULL;
    }
    return static_cast<std::uint32_t>(hash ^ (hash >> 32));
}

RowSet::Slot& RowSet::free_slot(std::uint32_t hash) {
    std::size_t slot = hash & (slots_.size() - 1);
    while (slots_[slot].number != 0) {
        slot = (slot + 1) & (slots_.size() - 1);
    }
    return slots_[slot];
}

void RowSet::resize_slots(std::size_t size) {
    const std::vector<Slot> taken = std::exchange(slots_, std::vector<Slot>(size));
    for (const Slot& slot : taken) {
        if (slot.number != 0) {
            free_slot(slot.hash) = slot;
        }
    }
}

void RowSet::hash_all() {
    resize_slots(std::max(std::size_t{16}, std::bit_ceil(2 * (rows_.size() + 1))));
    for (std::size_t number = 0; number < rows_.size(); ++number) {
        const std::uint32_t hashed = hash(rows_.row(number));
        free_slot(hashed) = {hashed, static_cast<std::uint32_t>(number + 1)};
    }
}

/// Of what stands for their values: any order, which is the same for equal rows.
std::strong_ordering RowSet::order(BindingSet::Row a, BindingSet::Row b) const {
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] == b[i]) {
            continue;
        }
        if (const auto order = equality_.key(a[i]) <=> equality_.key(b[i]); order != 0) {
            return order;
        }
    }
    return std::strong_ordering::equal;
}

std::optional<std::size_t> RowSet::find(BindingSet::Row row) const {
    return is_hashed() ? find_hashed(row, hash(row)) : find_ordered(row);
}

std::optional<std::size_t> RowSet::find_ordered(BindingSet::Row row) const {
    std::size_t first = 0;
    std::size_t last = rows_.size();
    while (first < last) {
        const std::size_t middle = first + (last - first) / 2;
        const auto order_there = order(rows_.row(middle), row);
        if (order_there == 0) {
            return middle;
        }
        (order_there < 0 ? first : last) = order_there < 0 ? middle + 1 : middle;
    }
    return std::nullopt;
}

std::optional<std::size_t> RowSet::find_hashed(BindingSet::Row row, std::uint32_t hash) const {
    for (std::size_t i = hash & (slots_.size() - 1); slots_[i].number != 0; i = (i + 1) & (slots_.size() - 1)) {
        if (slots_[i].hash == hash && order(rows_.row(slots_[i].number - 1), row) == 0) {
            return slots_[i].number - 1;
        }
    }
    return std::nullopt;
}

RowSet::Place RowSet::add(BindingSet::Row row) {
    rows_.add(row);
    return {rows_.size() - 1, true};
}

RowSet::Place RowSet::place(BindingSet::Row row) {
    if (!is_hashed()) {
        const auto behind_last =
            rows_.empty() ? std::strong_ordering::greater : order(row, rows_.row(rows_.size() - 1));
        if (behind_last > 0) {
            return add(row);
        }
        if (behind_last == 0) {
            return {rows_.size() - 1, false};
        }
        hash_all();
    }
    const std::uint32_t hashed = hash(row);
    if (const auto number = find_hashed(row, hashed)) {
        return {*number, false};
    }
    const Place added = add(row);
    if (slots_.size() < 2 * rows_.size()) {
        resize_slots(2 * slots_.size());
    }
    free_slot(hashed) = {hashed, static_cast<std::uint32_t>(added.number + 1)};
    return added;
}

BindingSet distinct(const BindingSet& rows, Equality equality) {
    if (rows.size() < 2) {
        return rows;
    }
    RowSet seen(rows.width(), equality);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        seen.insert(rows.row(i));
    }
    return std::move(seen).rows();
}

}  // namespace gridlore::pattern
