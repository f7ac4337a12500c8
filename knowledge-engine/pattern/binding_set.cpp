#include "knowledge-engine/pattern/binding_set.h"

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

void RowSet::grow() {
    const std::vector<Slot> taken = std::exchange(slots_, std::vector<Slot>(slots_.empty() ? 16 : slots_.size() * 2));
    for (const Slot& slot : taken) {
        if (slot.number != 0) {
            free_slot(slot.hash) = slot;
        }
    }
}

std::optional<std::size_t> RowSet::find(BindingSet::Row row) const {
    return find(row, hash(row));
}

std::optional<std::size_t> RowSet::find(BindingSet::Row row, std::uint32_t hash) const {
    if (slots_.empty()) {
        return std::nullopt;
    }
    const auto same = [&](BindingSet::Row other) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (!equality_.equal(row[i], other[i])) {
                return false;
            }
        }
        return true;
    };
    for (std::size_t i = hash & (slots_.size() - 1); slots_[i].number != 0; i = (i + 1) & (slots_.size() - 1)) {
        if (slots_[i].hash == hash && same(rows_.row(slots_[i].number - 1))) {
            return slots_[i].number - 1;
        }
    }
    return std::nullopt;
}

RowSet::Place RowSet::place(BindingSet::Row row) {
    const std::uint32_t hashed = hash(row);
    if (const auto number = find(row, hashed)) {
        return {*number, false};
    }
    rows_.add(row);
    const std::size_t number = rows_.size() - 1;
    if (slots_.size() < 2 * rows_.size()) {
        grow();
    }
    free_slot(hashed) = {hashed, static_cast<std::uint32_t>(number + 1)};
    return {number, true};
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
