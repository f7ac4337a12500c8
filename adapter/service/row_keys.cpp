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

bool AskedRows::agree_with(const pattern::TermRow& row) const {
    return std::ranges::any_of(keys_, [&](const auto& group) {
        std::string key;
        for (const std::string& variable : group.first) {
            if (const rdf::Term* const term = find_term(row, variable)) {
                append_key(*term, key);
            }
        }
        return group.second.contains(key);
    });
}

pattern::TermRows projected(const pattern::TermRows& rows, std::span<const std::string> variables) {
    pattern::TermRows projection;
    std::set<std::string> keys;
    for (const pattern::TermRow& row : rows) {
        pattern::TermRow short_row;
        std::string key;
        for (const std::string& variable : variables) {
            if (const rdf::Term* const term = find_term(row, variable)) {
                append_key(*term, key);
                short_row.emplace_back(variable, *term);
            }
        }
        if (short_row.size() == variables.size() && keys.insert(std::move(key)).second) {
            projection.push_back(std::move(short_row));
        }
    }
    return projection;
}

}  // namespace gridlore::service
