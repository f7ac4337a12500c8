#include "knowledge-engine/exchange/row_terms.h"

#include <algorithm>

namespace gridlore::exchange {

using pattern::BindingSet;
using pattern::TermRows;
using rdf::TermId;

BindingSet to_bindings(const TermRows& rows, const std::vector<std::string>& variables, rdf::Dictionary& dictionary) {
    BindingSet bindings(variables.size());
    std::vector<TermId> cells(variables.size());
    for (const pattern::TermRow& row : rows) {
        cells.assign(variables.size(), {});
        for (const auto& [name, term] : row) {
            const auto it = std::ranges::find(variables, name);
            if (it != variables.end()) {
                cells[static_cast<std::size_t>(it - variables.begin())] =
                    term.is_blank_node() ? dictionary.fresh_blank_node() : dictionary.intern(term);
            }
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
        pattern::TermRow row;
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
