#include "knowledge-engine/pattern/term_table.h"

#include <cassert>
#include <utility>

namespace gridlore::pattern {
namespace {

std::vector<std::string> names_of(const TermRows& rows) {
    std::vector<std::string> variables;
    for (const TermRow& row : rows) {
        for (const auto& [name, term] : row) {
            if (std::ranges::find(variables, name) == variables.end()) {
                variables.push_back(name);
            }
        }
    }
    return variables;
}

}  // namespace

TermTable::TermTable(Names variables, BindingSet rows, std::shared_ptr<const rdf::Dictionary> terms)
    : variables_(std::move(variables)), rows_(std::move(rows)), terms_(std::move(terms)) {
    assert(rows_.width() == variables_->size());
}

TermTable::TermTable(const TermRows& rows)
    : variables_(std::make_shared<const std::vector<std::string>>(names_of(rows))), rows_(variables_->size()) {
    const auto terms = std::make_shared<rdf::Dictionary>();
    std::vector<rdf::TermId> cells;
    for (const TermRow& row : rows) {
        cells.assign(variables_->size(), {});
        for (const auto& [name, term] : row) {
            cells[column_of(*this, name)] = terms->intern(term);
        }
        rows_.add(cells);
    }
    terms_ = terms;
}

const std::vector<std::string>& TermTable::variables() const {
    static const std::vector<std::string> none;
    return variables_ ? *variables_ : none;
}

TermRows TermTable::to_rows() const {
    TermRows rows(size());
    for (std::size_t i = 0; i < size(); ++i) {
        rows[i].reserve(variables().size());
        for (std::size_t column = 0; column < variables().size(); ++column) {
            if (row(i)[column].is_bound()) {
                rows[i].emplace_back(variables()[column], term(row(i)[column]));
            }
        }
    }
    return rows;
}

}  // namespace gridlore::pattern
