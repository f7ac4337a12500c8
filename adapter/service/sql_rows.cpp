#include "adapter/service/sql_rows.h"

#include <algorithm>
#include <utility>

#include "adapter/service/bind_check.h"
#include "adapter/service/row_keys.h"
#include "adapter/service/unknown_name.h"
#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/value.h"

namespace gridlore::service {
namespace {

using mapping::JsonKind;

bool is_digits(std::string_view text) {
    text.remove_prefix(text.starts_with('-') ? 1 : 0);
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Its JSON value: numbers with their digits, a time as an instant.
Result<sql::Value> value_of(const mapping::Variable& variable, const rdf::Term& term) {
    if (!variable.codec || term.datatype == rdf::xsd_date_time) {
        return sql::to_value(term);
    }
    std::string room;
    auto json = variable.codec->lower({term.kind, term.text, term.datatype, term.language}, room);
    if (!json) {
        return std::move(json).error();
    }
    switch (json->kind) {
        case JsonKind::Number:
            return sql::Value{is_digits(json->text) ? sql::Kind::Integer : sql::Kind::Decimal, std::string(json->text)};
        case JsonKind::Boolean:
            return sql::Value{sql::Kind::Boolean, std::string(json->text)};
        default:
            return sql::Value{sql::Kind::Text, std::string(json->text)};
    }
}

/// What stands for it in the database where the JSON value cannot.
std::optional<sql::Granularity> granularity_of(const rdf::Term& term) {
    return sql::granularity_of(term.text);
}

Error unasked(const mapping::Variable& variable, const std::string& why) {
    return invalid_input("?" + variable.name + ": " + why);
}

/// Nothing: it is asked for a term that its variable cannot have here, so that the database knows nothing of it.
Result<std::optional<SqlInput>> input_of(const Called& called, const SqlCall& call, const pattern::Ranges& ranges,
                                         const Terms& terms) {
    const mapping::Document& document = called.document();
    SqlInput input;
    input.given.ranges = ranges;
    for (const std::string& parameter : call.question.statement.parameters()) {
        const auto variable = document.find(parameter);
        if (!variable) {
            continue;  // a bound
        }
        const auto term = terms.find(*variable);
        if (term == terms.end()) {
            return unasked(document.variables[*variable], "it cannot be asked without");
        }
        auto value = value_of(document.variables[*variable], term->second);
        if (!value) {
            return std::optional<SqlInput>();
        }
        input.given.values.emplace_back(parameter, std::move(*value));
    }
    if (call.granularity) {
        const auto term = terms.find(*call.granularity);
        const auto granularity = term == terms.end() ? std::nullopt : granularity_of(term->second);
        if (!granularity) {
            return unasked(document.variables[*call.granularity], "it is no granularity that is known");
        }
        input.given.granularity = *granularity;
    }
    for (const std::size_t variable : called.bind().needs) {
        if (const auto term = terms.find(variable); term != terms.end()) {
            input.known.insert(*term);
        }
    }
    complete(document, input.known);
    return std::optional(std::move(input));
}

std::string key_of(const SqlInput& input) {
    std::string key;
    for (const auto& [variable, term] : input.known) {
        key += std::to_string(variable) + ' ';
        append_key(term, key);
    }
    return key;
}

Terms with_constants(const mapping::Document& document, Terms terms) {
    for (std::size_t i = 0; i < document.variables.size(); ++i) {
        if (document.variables[i].constant) {
            terms.emplace(i, *document.variables[i].constant);
        }
    }
    return terms;
}

JsonKind json_kind(sql::Kind kind) {
    switch (kind) {
        case sql::Kind::Text:
            return JsonKind::String;
        case sql::Kind::Boolean:
            return JsonKind::Boolean;
        default:
            return JsonKind::Number;
    }
}

/// A column that is an instant is one whatever form its variable's JSON has. A view of the cell or of `room`.
Result<rdf::TermView> term_of_cell(const mapping::Variable& variable, const sql::Cell& cell, std::string& room) {
    if (cell.kind == sql::Kind::Time) {
        return rdf::TermView{rdf::TermKind::Literal, cell.text, rdf::xsd_date_time, {}};
    }
    mapping::CodecMemory memory;
    return view_of_term(variable, {json_kind(cell.kind), cell.text}, memory, room);
}

}  // namespace

Result<std::vector<SqlInput>> sql_inputs(const Called& called, const exchange::Call& call) {
    std::vector<SqlInput> inputs;
    std::set<std::string> keys;
    for (const pattern::TermRow& row : call.bindings) {
        Terms terms = terms_of(called.document(), row);
        complete(called.document(), terms);
        auto input = input_of(called, std::get<SqlCall>(called.bind().with), call.ranges, terms);
        if (!input) {
            return std::move(input).error();
        }
        if (*input && keys.insert(key_of(**input)).second) {
            inputs.push_back(std::move(**input));
        }
    }
    return inputs;
}

pattern::AnswerRows rows_of_part(const Called& called, const std::vector<std::string>& unread) {
    std::vector<std::string> names;
    for (const std::size_t variable : called.of_part().variables) {
        const std::string& name = called.document().variables[variable].name;
        if (std::ranges::find(unread, name) == unread.end()) {
            names.push_back(name);
        }
    }
    return pattern::AnswerRows(std::move(names));
}

SqlRows::SqlRows(const Called& called, Terms known, const AskedRows& asked, pattern::AnswerRows& rows)
    : called_(called),
      asked_(asked),
      rows_(rows),
      given_(std::move(known)),
      known_(with_constants(called.document(), given_)),
      terms_(called.document()) {
    for (const std::string& name : rows.variables()) {
        variables_.push_back(*called.document().find(name));
    }
}

bool SqlRows::is_column(std::size_t variable) const {
    return std::ranges::find(columns_, variable, &Column::variable) != columns_.end();
}

/// Whether what was asked for of the variable is known of the rows beforehand, so that none has another term.
bool SqlRows::agrees_anyway(std::size_t variable) const {
    return given_.contains(variable) && !is_column(variable);
}

Result<void> SqlRows::begin(std::span<const std::string> columns) {
    for (const std::string& column : columns) {
        const auto variable = called_.document().find(column);
        if (!variable) {
            return invalid_input("The statement gives the column '" + column + "', which is no variable of " +
                                 called_.document().id + did_you_mean(column, variable_names(called_.document())));
        }
        if (!called_.document().variables[*variable].codec) {
            return invalid_input("The statement gives the column '" + column +
                                 "', whose variable is made of others: leave it out.");
        }
        columns_.push_back({*variable, sql::Kind::Null, {}, {}});
    }
    for (const auto& [variable, term] : known_) {
        terms_.set(variable, view_of(term));
    }
    is_compared_ = std::ranges::any_of(asked_.variables(), [this](const std::string& name) {
        const auto variable = called_.document().find(name);
        return variable && !agrees_anyway(*variable);
    });
    return {};
}

Result<void> SqlRows::row(std::span<const sql::Cell> cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (Result<void> fine = read(cells[i], columns_[i]); !fine) {
            return fine;
        }
    }
    if (terms_.complete()) {
        is_complete_ = is_complete();
    }
    return is_complete_ && is_asked() ? add_row() : Result<void>();
}

Result<void> SqlRows::read(const sql::Cell& cell, Column& column) {
    if (cell.kind == column.kind && cell.time == column.time && (cell.time || cell.text == column.text)) {
        return {};
    }
    const auto id = cell.time ? rdf::inline_date_time(cell.time->time_since_epoch().count()) : std::nullopt;
    column.kind = cell.kind;
    column.time = cell.time;
    if (id) {
        terms_.set(column.variable, *id);
        return {};
    }
    column.text = cell.text;
    if (cell.kind == sql::Kind::Null) {
        set_known(column.variable);
        return {};
    }
    const mapping::Variable& variable = called_.document().variables[column.variable];
    const auto term = term_of_cell(variable, cell, room_);
    if (!term) {
        return invalid_input("the column '" + variable.name + "': " + term.error().message);
    }
    set(column.variable, *term);
    return {};
}

void SqlRows::set(std::size_t variable, const rdf::TermView& term) {
    const bool may_have_id = term.kind == rdf::TermKind::Literal && term.language.empty();
    if (const auto id = may_have_id ? rdf::inline_id(term.text, term.datatype) : std::nullopt) {
        terms_.set(variable, *id);
    } else {
        terms_.set(variable, term);
    }
}

/// Or nothing.
void SqlRows::set_known(std::size_t variable) {
    if (const auto known = known_.find(variable); known != known_.end()) {
        terms_.set(variable, view_of(known->second));
    } else {
        terms_.forget(variable);
    }
}

bool SqlRows::is_complete() const {
    return std::ranges::all_of(called_.of_part().variables,
                               [this](std::size_t variable) { return terms_.has(variable); });
}

bool SqlRows::is_asked() {
    return !is_compared_ || asked_.agree_with([this](std::string_view name) {
        const auto variable = called_.document().find(name);
        return variable ? terms_.find(*variable) : nullptr;
    });
}

/// Precondition: the row is complete.
Result<void> SqlRows::add_row() {
    row_.clear();
    std::size_t bytes = 0;
    for (const std::size_t variable : variables_) {
        const RowTerms::Held held = terms_.held_in(rows_, variable);
        bytes += held.bytes;
        row_.push_back(held.id);
    }
    if (!held_.add(row_.size(), bytes)) {
        return Error{ErrorKind::LimitExceeded, "The statement gives " + HeldValues::limit() + "."};
    }
    rows_.add_row(row_);
    return {};
}

}  // namespace gridlore::service
