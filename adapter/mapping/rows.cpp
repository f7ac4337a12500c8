#include "adapter/mapping/rows.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <utility>

namespace gridlore::mapping {
namespace {

rdf::Term owned(const rdf::TermView& view) {
    return {view.kind, std::string(view.text), std::string(view.datatype), std::string(view.language)};
}

rdf::Term* find(pattern::TermRow& row, std::string_view name) {
    const auto found =
        std::find_if(row.begin(), row.end(), [name](const auto& binding) { return binding.first == name; });
    return found == row.end() ? nullptr : &found->second;
}

}  // namespace

void Rows::add(std::span<const rdf::TermView> row) {
    assert(row.size() == width_);
    std::transform(row.begin(), row.end(), std::back_inserter(cells_), owned);
    ++size_;
}

void Rows::add(std::vector<rdf::Term>&& row) {
    assert(row.size() == width_);
    std::move(row.begin(), row.end(), std::back_inserter(cells_));
    ++size_;
}

pattern::TermRows to_bindings(const Document& document, const Part& part, const Rows& rows) {
    pattern::TermRows bindings(rows.size());
    for (std::size_t number = 0; number < rows.size(); ++number) {
        const auto row = rows.row(number);
        for (std::size_t column = 0; column < row.size(); ++column) {
            bindings[number].emplace_back(document.variables[part.variables[column]].name, row[column]);
        }
    }
    return bindings;
}

Result<Rows> from_bindings(const Document& document, const Part& part, pattern::TermRows bindings) {
    Rows rows(part.variables.size());
    rows.reserve(bindings.size());
    std::vector<rdf::Term> row;
    for (std::size_t number = 0; number < bindings.size(); ++number) {
        row.clear();
        for (const std::size_t variable : part.variables) {
            const std::string& name = document.variables[variable].name;
            rdf::Term* const term = find(bindings[number], name);
            if (term == nullptr) {
                return invalid_input("binding " + std::to_string(number + 1) + " has no ?" + name + ", which " +
                                     (part.name.empty() ? "the graph" : "the part " + part.name) + " of " +
                                     document.id + " needs");
            }
            row.push_back(std::move(*term));
        }
        rows.add(std::move(row));
    }
    return rows;
}

}  // namespace gridlore::mapping
