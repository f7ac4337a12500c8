#include "knowledge-engine/query/syntax/pattern_parser.h"

#include <algorithm>
#include <string>
#include <utility>

#include "knowledge-engine/query/syntax/balanced.h"

namespace gridlore::query {

struct PatternParser::ElementKeyword {
    std::string_view keyword;
    Element read;
};

const PatternParser::ElementKeyword PatternParser::element_keywords[] = {
    {"OPTIONAL", &PatternParser::optional}, {"FILTER", &PatternParser::filter}, {"BIND", &PatternParser::bind},
    {"GRAPH", &PatternParser::graph},       {"MINUS", &PatternParser::minus},   {"VALUES", &PatternParser::values},
    {"SERVICE", &PatternParser::service},
};

// --- Nodes ---

template <typename Node>
GroupPtr PatternParser::combined(std::vector<GroupPtr> parts) {
    return balanced(std::move(parts), [this](const GroupPtr& left, const GroupPtr& right) {
        return make_group(Node{left, right});
    });
}

GroupPtr PatternParser::joined(std::vector<GroupPtr> parts) {
    return parts.empty() ? make_group(BasicPattern{}) : combined<Join>(std::move(parts));
}

GroupPtr PatternParser::filtered(Translated translated) {
    return translated.condition ? make_group(Filter{std::move(translated.pattern), std::move(translated.condition)})
                                : std::move(translated.pattern);
}

bool PatternParser::end_triples(Growing& group) {
    group.pattern_number = 0;
    if (group.basic.triples.empty() && group.basic.paths.empty()) {
        return true;
    }
    group.parts.push_back(make_group(std::exchange(group.basic, {})));
    return group.parts.back() != nullptr;
}

bool PatternParser::add(Growing& group, GroupPtr part) {
    if (!part || !end_triples(group)) {
        return false;
    }
    group.parts.push_back(std::move(part));
    return true;
}

GroupPtr PatternParser::so_far(Growing& group) {
    return end_triples(group) ? joined(std::exchange(group.parts, {})) : nullptr;
}

bool PatternParser::wrap(Growing& group, GroupPtr whole) {
    group.parts.assign(1, std::move(whole));
    return group.parts.back() != nullptr;
}

// --- Groups ---

GroupPtr PatternParser::group_graph_pattern(VariableSet& scope) {
    auto group = translated_group(scope);
    return group ? filtered(*std::move(group)) : nullptr;
}

GroupPtr PatternParser::exists_pattern() {
    VariableSet of_its_own;
    return group_graph_pattern(of_its_own);
}

std::optional<PatternParser::Translated> PatternParser::translated_group(VariableSet& scope) {
    const Nesting nesting(*this);
    if (!nesting || !expect('{', "before a group of patterns")) {
        return std::nullopt;
    }
    Translated made;
    if (at_keyword("SELECT")) {
        made.pattern = subselect(scope);
    } else {
        VariableSet inside;  // BIND looks at those of its own group only
        Growing group{.scope = inside};
        if (!group_elements(group)) {
            return std::nullopt;
        }
        made.pattern = so_far(group);
        scope.insert_all(inside);
        if (!group.filters.empty()) {
            made.condition = all_of(Function::And, std::move(group.filters));
        }
    }
    if (failed() || !expect('}', "behind a group of patterns")) {
        return std::nullopt;
    }
    return made;
}

bool PatternParser::group_elements(Growing& group) {
    while (true) {
        if (at_triple()) {
            if (!triples_block(group)) {
                return false;
            }
        } else if (peek() == '}' || at_end()) {
            return true;
        } else if (!element(group)) {
            return false;
        } else {
            skip('.');
        }
    }
}

bool PatternParser::triples_block(Growing& group) {
    if (group.pattern_number == 0) {
        group.pattern_number = next_pattern_number();
    }
    TripleTarget target{.pattern = &group.basic, .pattern_number = group.pattern_number, .scope = &group.scope};
    while (at_triple()) {
        if (!triples_of_subject(target)) {
            return false;
        }
        if (!skip('.')) {
            return !at_triple() || fail_expected("`.`, `;` or `,` between triples");
        }
    }
    return true;
}

bool PatternParser::element(Growing& group) {
    if (peek() == '{') {
        return group_or_union(group);
    }
    const std::size_t begin = offset();
    for (const auto& [keyword, read] : element_keywords) {
        if (skip_keyword(keyword)) {
            return (this->*read)(group);
        }
    }
    if (at_keyword("SELECT")) {
        return fail_at(begin, "a subquery needs braces of its own: { SELECT … }");
    }
    return fail_expected("a triple, a `{`, or one of OPTIONAL, FILTER, BIND, GRAPH, MINUS, VALUES, SERVICE, or `}`");
}

bool PatternParser::optional(Growing& group) {
    GroupPtr left = so_far(group);
    auto right = left ? translated_group(group.scope) : std::nullopt;
    return right &&
           wrap(group, make_group(LeftJoin{std::move(left), std::move(right->pattern), std::move(right->condition)}));
}

bool PatternParser::minus(Growing& group) {
    GroupPtr left = so_far(group);
    VariableSet of_its_own;
    GroupPtr right = left ? group_graph_pattern(of_its_own) : nullptr;
    return right && wrap(group, make_group(SetMinus{std::move(left), std::move(right)}));
}

bool PatternParser::graph(Growing& group) {
    auto name = variable_or_iri();
    if (!name) {
        return false;
    }
    GroupPtr pattern = group_graph_pattern(group.scope);
    if (!pattern) {
        return false;
    }
    if (const auto* const variable = std::get_if<VariableId>(&*name)) {
        group.scope.insert(*variable);
    }
    return add(group, make_group(GraphPattern{*std::move(name), std::move(pattern)}));
}

bool PatternParser::service(Growing& group) {
    Service made;
    made.silent = skip_keyword("SILENT");
    auto name = variable_or_iri();
    if (!name) {
        return false;
    }
    made.name = *std::move(name);
    const std::size_t begin = offset();
    made.pattern = group_graph_pattern(group.scope);
    if (!made.pattern) {
        return false;
    }
    made.text = prologue_text();
    made.text.append("SELECT * WHERE ").append(text().substr(begin, offset() - begin));
    if (const auto* const variable = std::get_if<VariableId>(&made.name)) {
        group.scope.insert(*variable);
    }
    return add(group, make_group(std::move(made)));
}

bool PatternParser::filter(Growing& group) {
    ExpressionPtr condition = constraint();
    if (!condition) {
        return false;
    }
    group.filters.push_back(std::move(condition));
    return true;
}

bool PatternParser::bind(Growing& group) {
    GroupPtr pattern = so_far(group);
    if (!pattern || !expect('(', "behind BIND")) {
        return false;
    }
    ExpressionPtr value = expression();
    if (!value || !expect_keyword("AS")) {
        return false;
    }
    const std::size_t begin = offset();
    if (!at_variable()) {
        return fail_expected("a variable behind AS");
    }
    const auto target = variable();
    if (!target || !expect(')', "behind the variable of BIND")) {
        return false;
    }
    if (group.scope.contains(*target)) {
        return fail_at(begin, name_of(*target) + " is already used in this group; BIND needs a new variable");
    }
    group.scope.insert(*target);
    return wrap(group, make_group(Extend{std::move(pattern), *target, std::move(value)}));
}

bool PatternParser::group_or_union(Growing& group) {
    std::vector<GroupPtr> alternatives;
    do {
        alternatives.push_back(group_graph_pattern(group.scope));
        if (!alternatives.back()) {
            return false;
        }
    } while (skip_keyword("UNION"));
    return add(group, combined<Union>(std::move(alternatives)));
}

// --- VALUES ---

bool PatternParser::values(Growing& group) {
    return add(group, table(group.scope));
}

GroupPtr PatternParser::table(VariableSet& scope) {
    Table made;
    bool single = false;
    if (!table_variables(made, single) || !expect('{', "before the rows of VALUES")) {
        return nullptr;
    }
    while (!skip('}')) {
        if (!table_row(made, single)) {
            return nullptr;
        }
    }
    for (const VariableId variable : made.variables) {
        scope.insert(variable);
    }
    return make_group(std::move(made));
}

bool PatternParser::table_variables(Table& table, bool& single) {
    single = at_variable();
    if (single) {
        const auto only = variable();
        table.variables.assign(only ? 1 : 0, only.value_or(0));
        return only.has_value();
    }
    if (!expect('(', "or a variable behind VALUES")) {
        return false;
    }
    while (!skip(')')) {
        const std::size_t begin = offset();
        if (!at_variable()) {
            return fail_expected("a variable or `)` behind VALUES");
        }
        const auto next = variable();
        if (!next) {
            return false;
        }
        if (std::find(table.variables.begin(), table.variables.end(), *next) != table.variables.end()) {
            return fail_at(begin, "VALUES names " + name_of(*next) + " twice");
        }
        table.variables.push_back(*next);
    }
    return true;
}

bool PatternParser::table_row(Table& table, bool single) {
    const std::size_t begin = offset();
    if (!count_triple()) {
        return false;
    }
    std::vector<std::optional<rdf::Term>>& row = table.rows.emplace_back();
    if (single) {
        return table_cell(row);
    }
    if (!expect('(', "or `}` among the rows of VALUES")) {
        return false;
    }
    while (!skip(')')) {
        if (!table_cell(row)) {
            return false;
        }
    }
    return row.size() == table.variables.size() ||
           fail_at(begin, "a row of VALUES needs a term or UNDEF for each of its " +
                              std::to_string(table.variables.size()) + " variables, found " +
                              std::to_string(row.size()));
}

bool PatternParser::table_cell(std::vector<std::optional<rdf::Term>>& row) {
    if (skip_keyword("UNDEF")) {
        row.emplace_back();
        return true;
    }
    if (!at_literal() && !at_iri()) {
        return fail_expected("an IRI, a literal or UNDEF in VALUES");
    }
    row.push_back(at_literal() ? literal() : iri_term());
    return !failed();
}

}  // namespace gridlore::query
