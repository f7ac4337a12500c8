#include "adapter/service/row_keys.h"

#include <algorithm>
#include <utility>

#include "knowledge-engine/rdf/value.h"

namespace gridlore::service {

void append_key(const rdf::Term& term, std::string& key) {
    const auto canonical = rdf::canonical_value(term);
    const rdf::Term& value = canonical ? *canonical : term;
    key += std::to_string(static_cast<int>(value.kind));
    for (const std::string* const text : {&value.text, &value.datatype, &value.language}) {
        key += ' ' + std::to_string(text->size()) + ':' + *text;
    }
}

const rdf::Term* find_term(const pattern::TermRow& row, std::string_view variable) {
    const auto found = std::ranges::find_if(row, [&](const auto& cell) { return cell.first == variable; });
    return found == row.end() ? nullptr : &found->second;
}

AskedRows::AskedRows(const pattern::TermRows& asked) {
    for (pattern::TermRow row : asked) {
        std::ranges::sort(row, {}, &pattern::TermRow::value_type::first);
        std::vector<std::string> variables;
        std::string key;
        for (const auto& [name, term] : row) {
            variables.push_back(name);
            append_key(term, key);
        }
        keys_[std::move(variables)].insert(std::move(key));
    }
}

bool AskedRows::agree_with(const TermOf& term_of) const {
    return std::ranges::any_of(keys_, [&](const auto& group) {
        std::string key;
        for (const std::string& variable : group.first) {
            if (const rdf::Term* const term = term_of(variable)) {
                append_key(*term, key);
            }
        }
        return group.second.contains(key);
    });
}

bool AskedRows::agree_with(const pattern::TermRow& row) const {
    return agree_with([&row](std::string_view variable) { return find_term(row, variable); });
}

std::set<std::string> AskedRows::variables() const {
    std::set<std::string> all;
    for (const auto& [variables, keys] : keys_) {
        all.insert(variables.begin(), variables.end());
    }
    return all;
}

pattern::TermRows projected(const pattern::TermTable& rows, std::span<const std::string> variables) {
    std::vector<std::size_t> columns;
    for (const std::string& variable : variables) {
        columns.push_back(column_of(rows, variable));
        if (columns.back() == rows.variables().size()) {
            return {};
        }
    }
    if (rows.empty()) {
        return {};
    }
    pattern::RowSet short_rows(columns.size(), pattern::Equality::by_value(*rows.terms()));
    std::vector<rdf::TermId> cells(columns.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::ranges::transform(columns, cells.begin(), [&](std::size_t column) { return rows.row(i)[column]; });
        if (std::ranges::all_of(cells, &rdf::TermId::is_bound)) {
            short_rows.insert(cells);
        }
    }
    const auto names = std::make_shared<const std::vector<std::string>>(variables.begin(), variables.end());
    return pattern::TermTable(names, std::move(short_rows).rows(), rows.terms()).to_rows();
}

}  // namespace gridlore::service
