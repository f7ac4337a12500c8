/// What the parser makes of a text, on one line. The empty prefix is `e:`, the base `http://base/`.
#pragma once

#include <string>
#include <string_view>

#include "knowledge-engine/query/syntax/algebra_text.h"
#include "knowledge-engine/query/syntax/parser.h"

namespace gridlore::query {

inline ParseOptions test_options() {
    ParseOptions options;
    options.base = "http://base/";
    options.prefixes = {{"", "e:"}};
    return options;
}

/// Without line breaks, and with `rdf:` for its namespace.
inline std::string on_one_line(std::string_view text) {
    static constexpr std::string_view rdf_iri = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    std::string line;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\n') {
            at = text.find_first_not_of(' ', at + 1) - 1;
            line += ' ';
        } else if (text.substr(at).starts_with(rdf_iri)) {
            const std::size_t end = text.find('>', at);
            line.append("rdf:").append(text.substr(at + rdf_iri.size(), end - at - rdf_iri.size()));
            at = end;
        } else {
            line += text[at];
        }
    }
    return line;
}

inline std::string algebra_of(std::string_view text) {
    const auto query = parse_query(text, test_options());
    return query ? on_one_line(to_string(*query)) : placed_message(query.error());
}

inline std::string algebra_of_update(std::string_view text) {
    const auto update = parse_update(text, test_options());
    return update ? on_one_line(to_string(*update)) : placed_message(update.error());
}

/// The pattern of a group, which is given without its braces.
inline std::string algebra_of_group(const std::string& elements) {
    const auto query = parse_query("ASK { " + elements + " }", test_options());
    return query ? on_one_line(to_string(*query->pattern, query->variables)) : placed_message(query.error());
}

/// The condition of a filter.
inline std::string algebra_of_expression(const std::string& expression) {
    const auto query = parse_query("ASK { FILTER (" + expression + ") }", test_options());
    if (!query) {
        return placed_message(query.error());
    }
    return to_string(*std::get<Filter>(query->pattern->node).condition, query->variables);
}

}  // namespace gridlore::query
