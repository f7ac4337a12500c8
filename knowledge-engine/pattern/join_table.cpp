#include "knowledge-engine/pattern/join_table.h"

#include <algorithm>
#include <utility>

namespace gridlore::pattern {

JoinTable::JoinTable(Columns columns)
    : columns_(std::move(columns)), rows_(columns_.keys.size() + columns_.shared.size() + columns_.payload.size()) {}

void JoinTable::clear() {
    rows_.clear();
    slots_.clear();
    chain_.clear();
}

std::size_t JoinTable::hash(Row row, bool is_stored) const {
    std::size_t hash = 0;
    for (std::size_t i = 0; i < columns_.keys.size(); ++i) {
        const rdf::TermId id = row[is_stored ? i : columns_.keys[i]];
        hash = (hash ^ std::hash<rdf::TermId>{}(id)) * 0x100000001B3ULL;
    }
    return hash ^ (hash >> 32);
}

void JoinTable::link(std::uint32_t number) {
    std::uint32_t& slot = slots_[hash(rows_.row(number), true) & (slots_.size() - 1)];
    chain_[number] = slot;
    slot = number + 1;
}

void JoinTable::grow() {
    slots_.assign(std::max<std::size_t>(16, slots_.size() * 2), 0);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        link(static_cast<std::uint32_t>(i));
    }
}

void JoinTable::add(Row right) {
    stored_.clear();
    for (const auto* list : {&columns_.keys, &columns_.shared, &columns_.payload}) {
        for (const std::size_t column : *list) {
            stored_.push_back(right[column]);
        }
    }
    rows_.add(stored_);
    chain_.push_back(0);
    if (slots_.size() < rows_.size()) {
        grow();
    } else {
        link(static_cast<std::uint32_t>(rows_.size() - 1));
    }
}

JoinTable::Matches JoinTable::matches(Row left) const {
    const std::uint32_t first = slots_.empty() ? 0 : slots_[hash(left, false) & (slots_.size() - 1)];
    return {*this, left, first};
}

bool JoinTable::Matches::agrees(Row right) const {
    const Columns& columns = table_->columns_;
    for (std::size_t i = 0; i < columns.keys.size(); ++i) {
        if (left_[columns.keys[i]] != right[i]) {
            return false;
        }
    }
    for (std::size_t i = 0; i < columns.shared.size(); ++i) {
        const rdf::TermId left = left_[columns.shared[i]];
        const rdf::TermId other = right[columns.keys.size() + i];
        if (left.is_bound() && other.is_bound() && left != other) {
            return false;
        }
    }
    return true;
}

bool JoinTable::Matches::next(std::size_t& patience) {
    undecided_ = false;
    while (next_ != 0) {
        if (patience == 0) {
            undecided_ = true;
            return false;
        }
        --patience;
        const std::uint32_t number = next_ - 1;
        next_ = table_->chain_[number];
        right_ = table_->rows_.row(number);
        if (agrees(right_)) {
            return true;
        }
    }
    return false;
}

void JoinTable::Matches::merge_into(std::span<rdf::TermId> row) const {
    const Columns& columns = table_->columns_;
    std::size_t stored = columns.keys.size();
    for (const auto* list : {&columns.shared, &columns.payload}) {
        for (const std::size_t column : *list) {
            if (const rdf::TermId id = right_[stored++]; id.is_bound()) {
                row[column] = id;
            }
        }
    }
}

bool JoinTable::Matches::overlaps(const std::vector<std::size_t>& columns) const {
    const auto is_bound_in_right = [this](std::size_t column) {
        std::size_t stored = 0;
        for (const auto* list : {&table_->columns_.keys, &table_->columns_.shared}) {
            for (const std::size_t other : *list) {
                if (other == column) {
                    return right_[stored].is_bound();
                }
                ++stored;
            }
        }
        return false;
    };
    return std::ranges::any_of(
        columns, [&](std::size_t column) { return left_[column].is_bound() && is_bound_in_right(column); });
}

}  // namespace gridlore::pattern
