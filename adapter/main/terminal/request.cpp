#include "adapter/main/terminal/request.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <sstream>

#include "adapter/main/terminal/prefixes.h"
#include "knowledge-engine/pattern/graph_pattern.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::terminal {
namespace {

using nlohmann::json;

/// For each variable the terms it is bound to, in text form.
using Alternatives = std::map<std::string, std::vector<std::string>>;

struct Assignment {
    std::string variable;
    std::string text;
};

/// `variable=…`, of which the variable is one of `variables`.
Result<Assignment> parse_assignment(const std::string& flag, const std::string& text,
                                    const std::vector<std::string>& variables) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
        return invalid_input(flag + " '" + text + "': expected VARIABLE=…");
    }
    std::string name = text.substr(text[0] == '?' ? 1 : 0, equals - (text[0] == '?' ? 1 : 0));
    if (std::find(variables.begin(), variables.end(), name) == variables.end()) {
        return invalid_input(flag + " '" + text + "': the pattern has no variable ?" + name);
    }
    return Assignment{std::move(name), text.substr(equals + 1)};
}

Result<Alternatives> parse_bindings(const std::vector<std::string>& texts, const std::vector<std::string>& variables,
                                    const rdf::PrefixMap& prefixes) {
    Alternatives alternatives;
    for (const std::string& text : texts) {
        const auto assignment = parse_assignment("--bind", text, variables);
        if (!assignment) {
            return assignment.error();
        }
        const auto term = read_term(assignment->text, prefixes);
        if (!term) {
            return invalid_input("--bind '" + text + "': " + term.error().message);
        }
        alternatives[assignment->variable].push_back(rdf::to_text(*term));
    }
    return alternatives;
}

/// Every way to choose one term for each variable.
json all_rows(const Alternatives& alternatives) {
    json rows = json::array({json::object()});
    for (const auto& [variable, terms] : alternatives) {
        json longer = json::array();
        for (const json& row : rows) {
            for (const std::string& term : terms) {
                longer.push_back(row);
                longer.back()[variable] = term;
            }
        }
        rows = std::move(longer);
    }
    return rows;
}

/// A bound as it is typed, or nothing where it is missing.
Result<json> parse_bound(const std::string& text, const rdf::PrefixMap& prefixes) {
    if (text.empty()) {
        return json();
    }
    return read_term(text, prefixes).and_then([](const rdf::Term& term) -> Result<json> {
        return json(rdf::to_text(term));
    });
}

Result<json> parse_range(const std::string& text, const rdf::PrefixMap& prefixes) {
    const auto dots = text.find("..");
    if (dots == std::string::npos || text == "..") {
        return invalid_input("expected FROM..UNTIL, of which one may be missing");
    }
    json range = json::object();
    for (const auto& [member, bound] :
         {std::pair("from", text.substr(0, dots)), std::pair("until", text.substr(dots + 2))}) {
        auto term = parse_bound(bound, prefixes);
        if (!term) {
            return term;
        }
        if (!term->is_null()) {
            range[member] = *std::move(term);
        }
    }
    return range;
}

Result<json> parse_ranges(const std::vector<std::string>& texts, const std::vector<std::string>& variables,
                          const rdf::PrefixMap& prefixes) {
    json ranges = json::object();
    for (const std::string& text : texts) {
        const auto assignment = parse_assignment("--range", text, variables);
        if (!assignment) {
            return assignment.error();
        }
        auto range = parse_range(assignment->text, prefixes);
        if (!range) {
            return invalid_input("--range '" + text + "': " + range.error().message);
        }
        ranges[assignment->variable] = *std::move(range);
    }
    return ranges;
}

Result<pattern::GraphPattern> parse_named_pattern(const std::string& what, const std::string& text,
                                                  const rdf::PrefixMap& prefixes) {
    auto parsed = pattern::parse_pattern(text, prefixes);
    if (parsed) {
        return parsed;
    }
    return invalid_input("the " + what + ": " + placed_message(parsed.error()));
}

json exchange_body(const ExchangeOptions& options, json rows) {
    json body = {{"recipientSelector", {{"knowledgeBases", options.recipients}}}, {"bindingSet", std::move(rows)}};
    if (options.explain) {
        body["explain"] = true;
    }
    return body;
}

Result<json> read_rows(const std::string& file) {
    std::stringstream text;
    if (file == "-") {
        text << std::cin.rdbuf();
    } else {
        std::ifstream stream(file);
        if (!stream) {
            return invalid_input("--rows: " + file + " cannot be read");
        }
        text << stream.rdbuf();
    }
    json rows = json::parse(text.str(), nullptr, false);
    if (!rows.is_array()) {
        return invalid_input("--rows: " + file +
                             R"( is no JSON binding set, such as [{"m":"<https://m.example/1>","v":"5"}])");
    }
    return rows;
}

Result<json> post_rows(const PostOptions& options, const std::vector<std::string>& variables,
                       const rdf::PrefixMap& prefixes) {
    if (options.rows_file) {
        return options.exchange.bindings.empty() ? read_rows(*options.rows_file)
                                                 : invalid_input("give --bind or --rows, not both");
    }
    return parse_bindings(options.exchange.bindings, variables, prefixes)
        .and_then([](const Alternatives& alternatives) -> Result<json> { return all_rows(alternatives); });
}

/// The first variable that a row leaves out, with the row's number; such a row would reach nobody.
Result<void> check_complete(const json& rows, const std::vector<std::string>& variables) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (const std::string& variable : variables) {
            if (!rows[i].is_object() || !rows[i].contains(variable)) {
                return invalid_input("binding " + std::to_string(i + 1) + " lacks ?" + variable +
                                     ": a post needs a value for every variable of its argument pattern");
            }
        }
    }
    return {};
}

}  // namespace

Result<ExchangeRequest> ask_request(const AskOptions& options) {
    const auto prefixes = prefixes_with(options.exchange.prefixes);
    if (!prefixes) {
        return prefixes.error();
    }
    const auto pattern = parse_named_pattern("pattern", options.pattern, *prefixes);
    if (!pattern) {
        return pattern.error();
    }
    const auto variables = pattern->variables();
    const auto alternatives = parse_bindings(options.exchange.bindings, variables, *prefixes);
    if (!alternatives) {
        return alternatives.error();
    }
    auto ranges = parse_ranges(options.ranges, variables, *prefixes);
    if (!ranges) {
        return std::move(ranges).error();
    }
    json body = exchange_body(options.exchange, all_rows(*alternatives));
    if (!ranges->empty()) {
        body["ranges"] = *std::move(ranges);
    }
    json interaction = {{"knowledgeInteractionType", "AskKnowledgeInteraction"},
                        {"graphPattern", pattern::to_string(*pattern)},
                        {"knowledgeGapsEnabled", options.knowledge_gaps},
                        {"includeMetaKIs", options.exchange.include_meta}};
    return ExchangeRequest{std::move(interaction), std::move(body), variables, *prefixes};
}

Result<ExchangeRequest> post_request(const PostOptions& options) {
    const auto prefixes = prefixes_with(options.exchange.prefixes);
    if (!prefixes) {
        return prefixes.error();
    }
    const auto argument = parse_named_pattern("argument pattern", options.argument_pattern, *prefixes);
    if (!argument) {
        return argument.error();
    }
    json interaction = {{"knowledgeInteractionType", "PostKnowledgeInteraction"},
                        {"argumentGraphPattern", pattern::to_string(*argument)},
                        {"includeMetaKIs", options.exchange.include_meta}};
    std::vector<std::string> result_variables;
    if (options.result_pattern) {
        const auto result = parse_named_pattern("result pattern", *options.result_pattern, *prefixes);
        if (!result) {
            return result.error();
        }
        interaction["resultGraphPattern"] = pattern::to_string(*result);
        result_variables = result->variables();
    }
    const auto variables = argument->variables();
    auto rows = post_rows(options, variables, *prefixes);
    if (!rows) {
        return std::move(rows).error();
    }
    if (auto complete = check_complete(*rows, variables); !complete) {
        return std::move(complete).error();
    }
    return ExchangeRequest{std::move(interaction), exchange_body(options.exchange, *std::move(rows)),
                           std::move(result_variables), *prefixes};
}

}  // namespace gridlore::terminal
