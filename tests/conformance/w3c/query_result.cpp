#include "tests/conformance/w3c/query_result.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "knowledge-engine/query/results/result_writer.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/value.h"
#include "tests/conformance/w3c/isomorphism.h"

namespace gridlore::w3c {

Result<void> ResultKeeper::variables(const std::vector<std::string>& names) {
    kept_.table.variables = names;
    return {};
}

Result<void> ResultKeeper::row(Row cells) {
    kept_.table.rows.emplace_back(cells.begin(), cells.end());
    return {};
}

Result<void> ResultKeeper::boolean(bool value) {
    kept_.table.boolean = value;
    return {};
}

Result<void> ResultKeeper::graph() {
    kept_.graph.emplace();
    return {};
}

Result<void> ResultKeeper::triple(const rdf::Quad& triple) {
    kept_.graph->push_back(triple);
    return {};
}

namespace {

/// http://www.w3.org/2001/sw/DataAccess/tests/result-set
std::string rs(std::string_view local) {
    return "http://www.w3.org/2001/sw/DataAccess/tests/result-set#" + std::string(local);
}

std::size_t index_of(const Description& description, const rdf::Term& solution) {
    const auto index = description.object(solution, rs("index"));
    return index ? std::stoul(index->text) : 0;
}

query::ResultTable table_of(const Description& description, const rdf::Term& root) {
    query::ResultTable table;
    if (const auto boolean = description.object(root, rs("boolean"))) {
        table.boolean = boolean->text == "true";
        return table;
    }
    for (const rdf::Term& name : description.objects(root, rs("resultVariable"))) {
        table.variables.push_back(name.text);
    }
    auto solutions = description.objects(root, rs("solution"));
    std::stable_sort(solutions.begin(), solutions.end(), [&description](const rdf::Term& a, const rdf::Term& b) {
        return index_of(description, a) < index_of(description, b);
    });
    for (const rdf::Term& solution : solutions) {
        auto& row = table.rows.emplace_back(table.variables.size());
        for (const rdf::Term& binding : description.objects(solution, rs("binding"))) {
            const auto variable = description.object(binding, rs("variable"));
            const auto column = std::find(table.variables.begin(), table.variables.end(), variable->text);
            row[static_cast<std::size_t>(column - table.variables.begin())] = description.object(binding, rs("value"));
        }
    }
    return table;
}

std::string extension_of(const rdf::Term& file) {
    return file.text.substr(file.text.rfind('.') + 1);
}

/// The rows with their columns in the order of `names`, which are those of the table.
std::vector<TermRow> rows_in_order(const query::ResultTable& table, const std::vector<std::string>& names) {
    std::vector<std::size_t> columns;
    for (const std::string& name : names) {
        const auto column = std::find(table.variables.begin(), table.variables.end(), name);
        columns.push_back(static_cast<std::size_t>(column - table.variables.begin()));
    }
    std::vector<TermRow> rows;
    for (const auto& row : table.rows) {
        TermRow& ordered = rows.emplace_back();
        for (const std::size_t column : columns) {
            ordered.push_back(row[column]);
        }
    }
    return rows;
}

/// A query writes the numbers that it computes in a form of its own: of two that have the same type and value, one.
rdf::Term of_one_form(const rdf::Term& term) {
    static constexpr std::string_view types[] = {rdf::xsd_integer, rdf::xsd_decimal, rdf::xsd_double, rdf::xsd_float};
    const bool is_number = std::find(std::begin(types), std::end(types), term.datatype) != std::end(types);
    const auto canonical = is_number ? rdf::canonical_value(term) : std::nullopt;
    return canonical ? rdf::Term::literal(canonical->text, term.datatype) : term;
}

void bring_to_one_form(std::vector<TermRow>& rows) {
    for (TermRow& row : rows) {
        for (auto& cell : row) {
            if (cell && cell->is_literal()) {
                cell = of_one_form(*cell);
            }
        }
    }
}

void number(std::vector<TermRow>& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].emplace_back(rdf::Term::string(std::to_string(i)));
    }
}

std::vector<TermRow> distinct(std::vector<TermRow> rows) {
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

std::string text_of(const std::vector<TermRow>& rows) {
    static constexpr std::size_t most = 12;
    std::string text;
    for (std::size_t i = 0; i < std::min(rows.size(), most); ++i) {
        text += "\n       ";
        for (const auto& cell : rows[i]) {
            text += ' ' + (cell ? rdf::to_text(*cell) : "-");
        }
    }
    return text + (rows.size() > most ? "\n        …" : "");
}

Failure judged(std::optional<bool> same, const std::vector<TermRow>& found, const std::vector<TermRow>& expected) {
    if (same == true) {
        return std::nullopt;
    }
    return std::string(same ? "other rows than expected" : "cannot tell whether the rows are those expected") +
           "; found " + std::to_string(found.size()) + ":" + text_of(found) + "\n    expected " +
           std::to_string(expected.size()) + ":" + text_of(expected);
}

}  // namespace

Result<QueryResult> read_expected_result(const Manifest& manifest, const rdf::Term& file) {
    QueryResult result;
    if (const auto format = query::result_format_of(extension_of(file))) {
        const auto text = read_text(file_of(manifest, file));
        if (!text) {
            return text.error();
        }
        auto table = query::read_result_table(*text, *format);
        if (!table) {
            return std::move(table).error();
        }
        result.table = *std::move(table);
        return result;
    }
    auto quads = read_quads(manifest, file);
    if (!quads) {
        return std::move(quads).error();
    }
    const Description description(*quads);
    const auto roots = description.subjects(rdf::rdf_type, rdf::Term::iri(rs("ResultSet")));
    if (roots.empty()) {
        result.graph = *std::move(quads);
    } else {
        result.table = table_of(description, roots.front());
    }
    return result;
}

Result<QueryResult> through(query::ResultFormat format, const QueryResult& result) {
    std::string text;
    const auto writer = query::make_result_writer(format, [&text](std::string_view bytes) -> Result<void> {
        text += bytes;
        return {};
    });
    Result<void> written =
        result.table.boolean ? writer->boolean(*result.table.boolean) : writer->variables(result.table.variables);
    for (const auto& row : result.table.rows) {
        if (written) {
            written = writer->row(row);
        }
    }
    if (written) {
        written = writer->finish();
    }
    if (!written) {
        return written.error();
    }
    auto table = query::read_result_table(text, format);
    if (!table) {
        return std::move(table).error();
    }
    return QueryResult{*std::move(table), std::nullopt};
}

Failure difference(const QueryResult& found, const QueryResult& expected, Comparison comparison) {
    if (found.graph || expected.graph) {
        if (!found.graph || !expected.graph) {
            return "a graph where solutions are expected, or the reverse";
        }
        const auto found_rows = rows_of(*found.graph);
        const auto expected_rows = rows_of(*expected.graph);
        return judged(are_isomorphic(found_rows, expected_rows), found_rows, expected_rows);
    }
    if (found.table.boolean != expected.table.boolean) {
        return "another truth value than expected";
    }
    std::vector<std::string> names = expected.table.variables;
    std::sort(names.begin(), names.end());
    std::vector<std::string> found_names = found.table.variables;
    std::sort(found_names.begin(), found_names.end());
    if (names != found_names) {
        return "other variables than expected";
    }
    auto found_rows = rows_in_order(found.table, names);
    auto expected_rows = rows_in_order(expected.table, names);
    if (comparison == Comparison::Ordered) {
        number(found_rows);
        number(expected_rows);
    } else if (comparison == Comparison::Lax && found_rows.size() <= expected_rows.size()) {
        found_rows = distinct(std::move(found_rows));
        expected_rows = distinct(std::move(expected_rows));
    }
    if (are_isomorphic(found_rows, expected_rows) == true) {
        return std::nullopt;
    }
    bring_to_one_form(found_rows);
    bring_to_one_form(expected_rows);
    return judged(are_isomorphic(found_rows, expected_rows), found_rows, expected_rows);
}

}  // namespace gridlore::w3c
