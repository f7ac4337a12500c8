#include "knowledge-engine/query/syntax/query_parser.h"

#include <algorithm>
#include <string>
#include <utility>

namespace gridlore::query {
namespace {

/// One solution, that binds nothing.
Table unit_table() {
    return {{}, {{}}};
}

}  // namespace

// --- The four forms ---

Result<Query> QueryParser::query() {
    struct Form {
        std::string_view keyword;
        Query::Form form;
        bool (QueryParser::*read)(Query&);
    };
    static constexpr Form forms[] = {
        {"SELECT", Query::Form::Select, &QueryParser::select_query},
        {"ASK", Query::Form::Ask, &QueryParser::ask_query},
        {"CONSTRUCT", Query::Form::Construct, &QueryParser::construct_query},
        {"DESCRIBE", Query::Form::Describe, &QueryParser::describe_query},
    };
    Query made;
    if (!prologue()) {
        return error();
    }
    const auto* const form =
        std::find_if(std::begin(forms), std::end(forms), [this](const Form& row) { return at_keyword(row.keyword); });
    if (form == std::end(forms)) {
        fail_expected("a query, which begins with SELECT, ASK, CONSTRUCT or DESCRIBE (an update is run as such)");
        return error();
    }
    made.form = form->form;
    if (!(this->*(form->read))(made)) {
        return error();
    }
    if (!at_end()) {
        fail_expected("the end of the query");
        return error();
    }
    made.variables = std::move(variables_);
    made.base = base();
    return made;
}

bool QueryParser::select_query(Query& query) {
    Level level;
    if (!select_clause(level) || !dataset(query) || !where_clause(level) || !solution_modifier(level) ||
        !values_clause(level)) {
        return false;
    }
    GroupPtr pattern = assembled(level);
    query.projection = projection(level);
    pattern = pattern ? make_group(Project{std::move(pattern), query.projection}) : nullptr;
    query.pattern = sliced(level, std::move(pattern));
    return query.pattern != nullptr;
}

GroupPtr QueryParser::subselect(VariableSet& scope) {
    // Names that are projected mean the same outside, all others are the subquery's own; `*` hides none.
    NameScope outer = names_;
    if (const auto projected = projected_names(); !projected.empty()) {
        NameScope inner;
        for (const std::string_view name : projected) {
            const auto shared = variable_named(name);
            if (!shared) {
                return nullptr;
            }
            inner.emplace(name, *shared);
        }
        outer = std::exchange(names_, std::move(inner));
    }
    Level level;
    if (!select_clause(level) || !where_clause(level) || !solution_modifier(level) || !values_clause(level)) {
        return nullptr;
    }
    GroupPtr pattern = assembled(level);
    if (!pattern) {
        return nullptr;
    }
    std::vector<VariableId> projected = projection(level);
    if (!level.all) {
        names_ = std::move(outer);
    }
    for (const VariableId variable : projected) {
        scope.insert(variable);
    }
    return sliced(level, make_group(Project{std::move(pattern), std::move(projected)}));
}

bool QueryParser::ask_query(Query& query) {
    Level level;
    if (!skip_keyword("ASK") || !dataset(query) || !where_clause(level) || !solution_modifier(level) ||
        !values_clause(level)) {
        return false;
    }
    GroupPtr pattern = assembled(level);
    query.pattern = sliced(level, std::move(pattern));
    return query.pattern != nullptr;
}

bool QueryParser::construct_query(Query& query) {
    skip_keyword("CONSTRUCT");
    if (peek() != '{') {
        return construct_where(query);
    }
    Level level;
    if (!construct_template(query.construct) || !dataset(query) || !where_clause(level) || !solution_modifier(level) ||
        !values_clause(level)) {
        return false;
    }
    GroupPtr pattern = assembled(level);
    query.pattern = sliced(level, std::move(pattern));
    return query.pattern != nullptr;
}

/// The short form (16.2.4): the same triples are read as template, and again as pattern.
bool QueryParser::construct_where(Query& query) {
    if (!dataset(query) || !expect_keyword("WHERE")) {
        return false;
    }
    const std::size_t begin = offset();
    if (!construct_template(query.construct)) {
        return false;
    }
    return_to(begin);
    Level level;
    BasicPattern basic;
    TripleTarget target{.pattern = &basic, .pattern_number = next_pattern_number(), .scope = &level.scope};
    if (!expect('{', "before the triples") || !triples(target) || !expect('}', "behind the triples")) {
        return false;
    }
    level.pattern = make_group(std::move(basic));
    if (!level.pattern || !solution_modifier(level) || !values_clause(level)) {
        return false;
    }
    GroupPtr pattern = assembled(level);
    query.pattern = sliced(level, std::move(pattern));
    return query.pattern != nullptr;
}

bool QueryParser::construct_template(std::vector<QuadTemplate>& templates) {
    TripleTarget target{.templates = &templates};
    return expect('{', "before the triples to be made") && triples(target) &&
           expect('}', "or a triple (without a property path) among the triples to be made");
}

bool QueryParser::describe_query(Query& query) {
    skip_keyword("DESCRIBE");
    Level level;
    if (!describe_resources(query, level) || !dataset(query)) {
        return false;
    }
    if (at_keyword("WHERE") || peek() == '{') {
        if (!where_clause(level)) {
            return false;
        }
    } else {
        level.pattern = make_group(unit_table());
    }
    if (!solution_modifier(level) || !values_clause(level)) {
        return false;
    }
    GroupPtr pattern = assembled(level);
    if (!pattern) {
        return false;
    }
    query.projection = projection(level);
    query.pattern = sliced(level, make_group(Project{std::move(pattern), query.projection}));
    return query.pattern != nullptr;
}

bool QueryParser::describe_resources(Query& query, Level& level) {
    level.all = skip('*');
    if (level.all) {
        return true;
    }
    const auto begin = offset();
    while (at_variable() || (at_iri() && !failed())) {
        const std::size_t item = offset();
        auto resource = variable_or_iri();
        if (!resource) {
            return false;
        }
        if (const auto* const variable = std::get_if<VariableId>(&*resource)) {
            level.items.push_back({*variable, nullptr, {}, item});
        } else {
            query.describe.push_back(std::get<rdf::Term>(*std::move(resource)));
        }
    }
    return offset() != begin || fail_expected("`*`, a variable or an IRI behind DESCRIBE");
}

bool QueryParser::dataset(Query& query) {
    while (skip_keyword("FROM")) {
        if (!dataset_graph(query.dataset)) {
            return false;
        }
    }
    return true;
}

bool QueryParser::dataset_graph(DatasetClause& dataset) {
    auto& graphs = skip_keyword("NAMED") ? dataset.named_graphs : dataset.default_graphs;
    if (!at_iri()) {
        return fail_expected("the IRI of a graph");
    }
    auto graph = iri();
    if (!graph) {
        return false;
    }
    graphs.push_back(*std::move(graph));
    return true;
}

bool QueryParser::where_clause(Level& level) {
    skip_keyword("WHERE");
    level.pattern = group_graph_pattern(level.scope);
    return level.pattern != nullptr;
}

// --- SELECT ---

bool QueryParser::select_clause(Level& level) {
    skip_keyword("SELECT");
    level.distinct = skip_keyword("DISTINCT");
    level.reduced = !level.distinct && skip_keyword("REDUCED");
    level.all = skip('*');
    if (level.all) {
        return true;
    }
    do {
        if (!select_item(level)) {
            return false;
        }
    } while (at_variable() || peek() == '(');
    return true;
}

bool QueryParser::select_item(Level& level) {
    SelectItem item{0, nullptr, {}, offset()};
    const bool is_expression = skip('(');
    if (is_expression) {
        const Noting noting(*this, {&level.aggregates, &item.free_variables});
        item.expression = expression();
        if (!item.expression || !expect_keyword("AS")) {
            return false;
        }
    }
    if (!at_variable()) {
        return fail_expected(is_expression ? "a variable behind AS"
                                           : "`*`, a variable, or an expression as in (?a + ?b AS ?sum)");
    }
    const auto named = variable();
    if (!named || (is_expression && !expect(')', "behind the variable of an expression"))) {
        return false;
    }
    item.variable = *named;
    level.items.push_back(std::move(item));
    return true;
}

/// Brackets are counted, and a variable that stands in none, or behind AS in one, is a name.
std::vector<std::string_view> QueryParser::projected_names() const {
    std::vector<std::string_view> names;
    rdf::TokenReader tokens(text());
    tokens.advance(offset());
    std::size_t depth = 0;
    bool behind_as = false;
    while (!tokens.at_end()) {
        tokens.skip_space();
        const char c = tokens.peek();
        if (depth == 0 && (c == '{' || c == '*')) {
            break;
        }
        const std::string_view word = tokens.peek_word();
        if (c == '?' || c == '$') {
            tokens.advance();
            const std::string_view name = tokens.variable_name();
            if (!name.empty() && (depth == 0 || (depth == 1 && behind_as))) {
                names.push_back(name);
            }
        } else if (c == '"' || c == '\'') {
            if (!tokens.quoted_string()) {
                break;
            }
        } else if (c == '<' && is_iri_reference(tokens.text(), tokens.offset())) {
            tokens.advance(tokens.text().find('>', tokens.offset()) + 1 - tokens.offset());
        } else if (!word.empty()) {
            tokens.advance(word.size());
        } else if (!tokens.at_end()) {
            depth += c == '(' || c == '{' ? 1 : 0;
            depth -= (c == ')' || c == '}') && depth > 0 ? 1 : 0;
            tokens.advance(rdf::code_point_at(tokens.text(), tokens.offset()).length);
        }
        behind_as = word.size() == 2 && (word[0] | 0x20) == 'a' && (word[1] | 0x20) == 's';
    }
    return names;
}

std::vector<VariableId> QueryParser::projection(const Level& level) const {
    if (level.all) {
        return level.scope.visible(variables_);
    }
    std::vector<VariableId> projected;
    VariableSet seen;
    for (const SelectItem& item : level.items) {
        if (!seen.contains(item.variable)) {
            seen.insert(item.variable);
            projected.push_back(item.variable);
        }
    }
    return projected;
}

// --- Solution modifiers ---

bool QueryParser::solution_modifier(Level& level) {
    return group_clause(level) && having_clause(level) && order_clause(level) && limit_clauses(level);
}

bool QueryParser::group_clause(Level& level) {
    const std::size_t begin = offset();
    if (!skip_keyword("GROUP")) {
        return true;
    }
    if (level.all) {
        return fail_at(begin, "`*` cannot be used with GROUP BY; name the variables");
    }
    level.is_grouped = true;
    if (!expect_keyword("BY")) {
        return false;
    }
    do {
        if (!group_condition(level)) {
            return false;
        }
    } while (at_variable() || at_constraint());
    return true;
}

bool QueryParser::group_condition(Level& level) {
    if (at_variable()) {
        const auto key = variable();
        if (key) {
            level.keys.push_back(*key);
        }
        return key.has_value();
    }
    const bool is_bracketed = skip('(');
    ExpressionPtr value = is_bracketed ? expression() : constraint();
    if (!value) {
        return false;
    }
    std::optional<VariableId> key;
    if (is_bracketed && skip_keyword("AS")) {
        const std::size_t begin = offset();
        if (!at_variable()) {
            return fail_expected("a variable behind AS");
        }
        key = variable();
        if (key && level.scope.contains(*key)) {
            return fail_at(begin, name_of(*key) + " is already used in the pattern; AS needs a new variable");
        }
    } else {
        key = made_variable();
    }
    if (!key || (is_bracketed && !expect(')', "or AS behind an expression of GROUP BY"))) {
        return false;
    }
    level.scope.insert(*key);
    level.keys.push_back(*key);
    level.pattern = make_group(Extend{std::move(level.pattern), *key, std::move(value)});
    return level.pattern != nullptr;
}

bool QueryParser::having_clause(Level& level) {
    if (!skip_keyword("HAVING")) {
        return true;
    }
    const Noting noting(*this, {&level.aggregates, &level.having_variables});
    do {
        level.having.push_back(constraint());
        if (!level.having.back()) {
            return false;
        }
    } while (at_constraint());
    return true;
}

bool QueryParser::at_order_condition() const {
    return at_variable() || at_keyword("ASC") || at_keyword("DESC") || at_constraint();
}

bool QueryParser::order_clause(Level& level) {
    if (!skip_keyword("ORDER")) {
        return true;
    }
    if (!expect_keyword("BY")) {
        return false;
    }
    const Noting noting(*this, {&level.aggregates, &level.order_variables});
    do {
        if (!order_condition(level)) {
            return false;
        }
    } while (at_order_condition());
    return true;
}

bool QueryParser::order_condition(Level& level) {
    OrderCondition condition;
    condition.descending = skip_keyword("DESC");
    if (condition.descending || skip_keyword("ASC")) {
        condition.expression = bracketed_expression();
    } else if (at_variable()) {
        const auto key = variable();
        if (!key) {
            return false;
        }
        level.order_variables.push_back(*key);
        condition.expression = make(*key);
    } else {
        condition.expression = constraint();
    }
    level.order.push_back(std::move(condition));
    return level.order.back().expression != nullptr;
}

bool QueryParser::limit_clauses(Level& level) {
    bool has_limit = false;
    bool has_offset = false;
    while (true) {
        if (!has_limit && skip_keyword("LIMIT")) {
            level.limit = integer();
            has_limit = true;
        } else if (!has_offset && skip_keyword("OFFSET")) {
            level.offset = integer().value_or(0);
            has_offset = true;
        } else {
            return true;
        }
        if (failed()) {
            return false;
        }
    }
}

bool QueryParser::values_clause(Level& level) {
    if (skip_keyword("VALUES")) {
        level.table = table(level.table_variables);
        level.scope.insert_all(level.table_variables);
    }
    return !failed();
}

}  // namespace gridlore::query
