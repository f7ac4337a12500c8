#include "tests/support/payload_facts.h"

#include <algorithm>

namespace gridlore::test {

using mapping::Family;
using mapping::ListShape;
using mapping::Member;
using mapping::ObjectShape;
using mapping::Origin;
using mapping::Shape;
using mapping::TextShape;
using mapping::Variable;
using mapping::VariableShape;

PayloadFacts::PayloadFacts(const mapping::Document& document)
    : document_(document), forbidden_(document.variables.size()), is_required_(document.variables.size(), false) {
    look_at(document.shape, false, {});
}

bool PayloadFacts::is_apart(std::size_t variable, const std::string& text) const {
    return std::ranges::all_of(forbidden_[variable], [&](const std::string& separator) {
        return !text.empty() && (text + separator).find(separator) == text.size();
    });
}

bool PayloadFacts::is_within(std::size_t inner, std::size_t outer) const {
    while (inner > outer) {
        inner = document_.levels[inner].parent;
    }
    return inner == outer;
}

bool PayloadFacts::may_be_empty(std::size_t level, bool is_allowed) const {
    if (!is_within(document_.parts.front().level, level)) {
        return true;
    }
    const bool is_outermost = document_.levels[level].parent == 0;
    const bool is_whole = is_outermost && std::holds_alternative<ListShape>(document_.shape.node);
    return is_whole || (is_allowed && is_outermost && document_.levels.front().variables.empty());
}

std::vector<std::size_t> PayloadFacts::shared_values(std::size_t part) const {
    std::set<std::size_t> values;
    for (const std::size_t column : document_.parts[part].variables) {
        for (std::size_t other = 0; other < document_.parts.size(); ++other) {
            const auto& columns = document_.parts[other].variables;
            if (other != part && std::ranges::find(columns, column) != columns.end()) {
                add_values(column, values);
            }
        }
    }
    return {values.begin(), values.end()};
}

void PayloadFacts::add_values(std::size_t variable, std::set<std::size_t>& values) const {
    const Variable& made = document_.variables[variable];
    if (made.origin == Origin::Template) {
        for (const std::size_t from : made.parts_of_iri) {
            add_values(from, values);
        }
    } else if (made.origin == Origin::Json || made.origin == Origin::Position) {
        values.insert(variable);
    }
}

void PayloadFacts::look_at(const Shape& shape, bool is_optional, const std::vector<std::string>& separators) {
    if (const auto* variable = std::get_if<VariableShape>(&shape.node)) {
        see(variable->variable, is_optional, separators);
    } else if (const auto* text = std::get_if<TextShape>(&shape.node)) {
        look_at(*text, is_optional, separators);
    } else if (const auto* list = std::get_if<ListShape>(&shape.node)) {
        look_at(list->element.front(), false,
                list->joined ? std::vector<std::string>{*list->joined} : std::vector<std::string>());
    } else if (const auto* object = std::get_if<ObjectShape>(&shape.node)) {
        for (const Member& member : object->members) {
            look_at(member.value.front(), member.column_of == 0 && (is_optional || member.is_optional), {});
        }
        for (const Family& family : object->families) {
            see(family.variable, false, {});
            for (const Member& member : family.members) {
                look_at(member.value.front(), member.is_optional, {});
            }
        }
    }
}

void PayloadFacts::look_at(const TextShape& text, bool is_optional, const std::vector<std::string>& separators) {
    for (std::size_t i = 0; i < text.variables.size(); ++i) {
        std::vector<std::string> behind = separators;
        if (i + 1 < text.variables.size()) {
            behind.push_back(text.between[i + 1]);
        }
        see(text.variables[i], is_optional, behind);
    }
}

void PayloadFacts::see(std::size_t variable, bool is_optional, const std::vector<std::string>& behind) {
    is_required_[variable] = is_required_[variable] || !is_optional;
    forbidden_[variable].insert(forbidden_[variable].end(), behind.begin(), behind.end());
}

}  // namespace gridlore::test
