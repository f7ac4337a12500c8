#include "knowledge-engine/exchange/row_terms.h"

#include <algorithm>

namespace gridlore::exchange {

using pattern::BindingSet;
using pattern::TermRow;
using pattern::TermRows;
using rdf::TermId;

bool has_names_of(const TermRow& row, const TermRow& other) {
    return std::ranges::equal(row, other, {}, &TermRow::value_type::first, &TermRow::value_type::first);
}

BindingSet to_bindings(TermRows rows, const std::vector<std::string>& variables, rdf::Dictionary& dictionary) {
    BindingSet bindings(variables.size());
    std::vector<TermId> cells(variables.size());
    std::vector<TermId> last(variables.size());  // the last row's: many have the same again
    std::vector<std::size_t> columns;  // of the row's cells, as most rows have them; behind all: there is no such one
    std::string room;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i == 0 || !has_names_of(rows[i - 1], rows[i])) {
            columns.clear();
            for (const auto& [name, term] : rows[i]) {
                columns.push_back(static_cast<std::size_t>(std::ranges::find(variables, name) - variables.begin()));
            }
        }
        cells.assign(variables.size(), {});
        for (std::size_t cell = 0; cell < columns.size(); ++cell) {
            rdf::Term& term = rows[i][cell].second;
            if (columns[cell] < variables.size()) {
                TermId& id = last[columns[cell]];
                if (term.is_blank_node()) {
                    id = dictionary.fresh_blank_node();
                } else if (!id.is_bound() || dictionary.view(id, room) != view_of(term)) {
                    id = dictionary.intern(std::move(term));
                }
                cells[columns[cell]] = id;
            }
        }
        bindings.add(cells);
    }
    return bindings;
}

BindingSet to_bindings(pattern::AnswerRows rows, const std::vector<std::string>& variables,
                       rdf::Dictionary& dictionary) {
    std::vector<std::pair<std::size_t, std::size_t>> columns;  // where a cell of the rows goes
    for (std::size_t cell = 0; cell < rows.variables().size(); ++cell) {
        if (const auto known = std::ranges::find(variables, rows.variables()[cell]); known != variables.end()) {
            columns.emplace_back(cell, static_cast<std::size_t>(known - variables.begin()));
        }
    }
    std::vector<TermId> ids;  // by number; unbound: a blank node, which is another one in each cell
    ids.reserve(rows.terms().size());
    for (rdf::Term& term : std::move(rows).terms()) {
        ids.push_back(term.is_blank_node() ? TermId() : dictionary.intern(std::move(term)));
    }
    const auto id_of = [&](TermId given) {
        const TermId id = ids[given.bits() - 1];
        return id.is_bound() ? id : dictionary.fresh_blank_node();
    };
    BindingSet bindings(variables.size());
    bindings.reserve(rows.size());
    std::vector<TermId> cells(variables.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::span<const TermId> row = rows.row(i);
        for (const auto& [cell, column] : columns) {
            cells[column] = row[cell].is_inline() ? row[cell] : id_of(row[cell]);
        }
        bindings.add(cells);
    }
    return bindings;
}

TermRows to_rows(const BindingSet& rows, const std::vector<std::string>& variables, const std::vector<bool>& only,
                 const rdf::Dictionary& dictionary) {
    TermRows terms;
    terms.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        TermRow row;
        row.reserve(variables.size());
        for (std::size_t v = 0; v < variables.size(); ++v) {
            if (only[v] && rows.row(i)[v].is_bound()) {
                row.emplace_back(variables[v], dictionary.term(rows.row(i)[v]));
            }
        }
        terms.push_back(std::move(row));
    }
    return terms;
}

Error too_many_rows(std::size_t limit) {
    return {ErrorKind::LimitExceeded, "The exchange would need more than " + std::to_string(limit) +
                                          " rows. Ask for less, by more bindings or a narrower pattern."};
}

}  // namespace gridlore::exchange
