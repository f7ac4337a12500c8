#include "adapter/mapping/rows.h"

#include <algorithm>
#include <cassert>
#include <memory_resource>
#include <utility>

namespace gridlore::mapping {
namespace {

Error lacking(const Document& document, const Part& part, std::size_t number, std::size_t variable) {
    return invalid_input("binding " + std::to_string(number + 1) + " has no ?" + document.variables[variable].name +
                         ", which " + (part.name.empty() ? "the graph" : "the part " + part.name) + " of " +
                         document.id + " needs");
}

/// Where the part's variables are in a table, each of whose rows has all that are looked at.
Result<std::vector<std::size_t>> columns_of(const Document& document, const Part& part, const pattern::TermTable& table,
                                            std::span<const std::size_t> looked_at) {
    std::vector<std::size_t> columns;
    for (const std::size_t variable : part.variables) {
        const bool is_needed = std::ranges::find(looked_at, variable) != looked_at.end();
        columns.push_back(is_needed ? column_of(table, document.variables[variable].name) : Rows::no_column);
        if (columns.back() == table.variables().size() && !table.empty()) {
            return lacking(document, part, 0, variable);
        }
    }
    for (std::size_t number = 0; number < table.size(); ++number) {
        const auto row = table.row(number);
        const auto open = std::ranges::find_if(
            columns, [&](std::size_t column) { return column != Rows::no_column && !row[column].is_bound(); });
        if (open != columns.end()) {
            const auto variable = part.variables[static_cast<std::size_t>(open - columns.begin())];
            return lacking(document, part, number, variable);
        }
    }
    return columns;
}

}  // namespace

void Rows::add(std::span<const rdf::TermView> row) {
    assert(row.size() == width_ && tables_.empty());
    for (const rdf::TermView& term : row) {
        const rdf::TermView last = size_ == 0 ? rdf::TermView{} : cells_[cells_.size() - width_];
        const auto same_or_kept = [this](std::string_view text, std::string_view before) {
            return text == before ? before : kept(text);
        };
        cells_.push_back({term.kind, same_or_kept(term.text, last.text), same_or_kept(term.datatype, last.datatype),
                          same_or_kept(term.language, last.language)});
    }
    ++size_;
}

void Rows::add(const pattern::TermTable& table, std::vector<std::size_t> columns) {
    assert(columns.size() == width_ && (size_ == 0 || !tables_.empty()));
    if (!table.empty()) {
        tables_.push_back({size_, table, std::move(columns)});
        size_ += table.size();
    }
}

Rows::Row Rows::at(std::size_t index) const {
    Row row;
    row.width_ = width_;
    if (tables_.empty()) {
        row.views_ = cells_.data() + index * width_;
        return row;
    }
    const auto behind = std::ranges::upper_bound(tables_, index, {}, &Table::first);
    const Table& table = *(behind - 1);
    row.ids_ = table.rows.row(index - table.first).data();
    row.columns_ = table.columns.data();
    row.terms_ = table.rows.terms().get();
    return row;
}

std::string_view Rows::kept(std::string_view text) {
    if (text.empty()) {
        return {};
    }
    if (!texts_) {
        texts_ = std::make_unique<std::pmr::monotonic_buffer_resource>();
    }
    auto* const place = static_cast<char*>(texts_->allocate(text.size(), 1));
    std::ranges::copy(text, place);
    return {place, text.size()};
}

PartRows only_part(Rows rows) {
    PartRows parts;
    parts.push_back(std::move(rows));
    return parts;
}

pattern::TermRows to_bindings(const Document& document, const Part& part, const Rows& rows) {
    pattern::TermRows bindings(rows.size());
    std::string room;
    for (std::size_t number = 0; number < rows.size(); ++number) {
        const Rows::Row row = rows.at(number);
        for (std::size_t column = 0; column < row.size(); ++column) {
            bindings[number].emplace_back(document.variables[part.variables[column]].name,
                                          owned(row.term(column, room)));
        }
    }
    return bindings;
}

Result<void> add_bindings(const Document& document, const Part& part, const pattern::TermTable& bindings, Rows& rows) {
    auto columns = columns_of(document, part, bindings, part.variables);
    if (!columns) {
        return columns.error();
    }
    rows.add(bindings, *std::move(columns));
    return {};
}

Result<Rows> from_bindings(const Document& document, const Part& part, const pattern::TermTable& bindings) {
    return from_bindings(document, part, bindings, part.variables);
}

Result<Rows> from_bindings(const Document& document, const Part& part, const pattern::TermTable& bindings,
                           std::span<const std::size_t> looked_at) {
    Rows rows(part.variables.size());
    auto columns = columns_of(document, part, bindings, looked_at);
    if (!columns) {
        return columns.error();
    }
    rows.add(bindings, *std::move(columns));
    return rows;
}

}  // namespace gridlore::mapping
