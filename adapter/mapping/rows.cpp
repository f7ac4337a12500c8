#include "adapter/mapping/rows.h"

#include <algorithm>
#include <cassert>
#include <memory_resource>
#include <utility>

namespace gridlore::mapping {
namespace {

const rdf::Term* find(const pattern::TermRow& row, std::string_view name) {
    const auto found =
        std::find_if(row.begin(), row.end(), [name](const auto& binding) { return binding.first == name; });
    return found == row.end() ? nullptr : &found->second;
}

}  // namespace

void Rows::add(std::span<const rdf::TermView> row) {
    assert(row.size() == width_);
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
    for (std::size_t number = 0; number < rows.size(); ++number) {
        const auto row = rows.row(number);
        for (std::size_t column = 0; column < row.size(); ++column) {
            bindings[number].emplace_back(document.variables[part.variables[column]].name, owned(row[column]));
        }
    }
    return bindings;
}

Result<Rows> from_bindings(const Document& document, const Part& part, const pattern::TermRows& bindings) {
    Rows rows(part.variables.size());
    rows.reserve(bindings.size());
    std::vector<rdf::TermView> row;
    for (std::size_t number = 0; number < bindings.size(); ++number) {
        row.clear();
        for (const std::size_t variable : part.variables) {
            const std::string& name = document.variables[variable].name;
            const rdf::Term* const term = find(bindings[number], name);
            if (term == nullptr) {
                return invalid_input("binding " + std::to_string(number + 1) + " has no ?" + name + ", which " +
                                     (part.name.empty() ? "the graph" : "the part " + part.name) + " of " +
                                     document.id + " needs");
            }
            row.push_back(view_of(*term));
        }
        rows.add(row);
    }
    return rows;
}

}  // namespace gridlore::mapping
