#include "adapter/main/mapping/bindings_text.h"

#include <nlohmann/json.hpp>

#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::mapping_commands {
namespace {

using nlohmann::ordered_json;

std::string name_of(const mapping::Part& part) {
    return part.name.empty() ? "core" : part.name;
}

Result<pattern::TermRows> bindings_of(const ordered_json& rows, const std::string& part) {
    pattern::TermRows bindings;
    for (const ordered_json& row : rows) {
        pattern::TermRow& binding = bindings.emplace_back();
        for (const auto& [variable, text] : row.items()) {
            auto term = text.is_string() ? rdf::parse_term(text.get<std::string>())
                                         : Result<rdf::Term>(invalid_input("a term is written as text"));
            if (!term) {
                return invalid_input(part + ", ?" + variable + ": " + term.error().message);
            }
            binding.emplace_back(variable, *std::move(term));
        }
    }
    return bindings;
}

}  // namespace

std::string bindings_text(const mapping::Document& document, const mapping::PartRows& rows) {
    ordered_json all = ordered_json::object();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ordered_json& of_part = all[name_of(document.parts[i])] = ordered_json::array();
        for (const pattern::TermRow& row : to_bindings(document, document.parts[i], rows[i])) {
            ordered_json& binding = of_part.emplace_back(ordered_json::object());
            for (const auto& [variable, term] : row) {
                binding[variable] = rdf::to_text(term);
            }
        }
    }
    return all.dump(2) + "\n";
}

Result<mapping::PartRows> rows_of_bindings(const mapping::Document& document, std::string_view text) {
    const ordered_json all = ordered_json::parse(text, nullptr, false);
    if (!all.is_object()) {
        return invalid_input(
            "bindings are a JSON object with a list of rows for each part: \"core\" and those that "
            "the document names");
    }
    mapping::PartRows rows;
    for (const mapping::Part& part : document.parts) {
        const auto found = all.find(name_of(part));
        auto bindings =
            found == all.end() ? Result<pattern::TermRows>(pattern::TermRows()) : bindings_of(*found, name_of(part));
        auto read = bindings ? mapping::from_bindings(document, part, pattern::TermTable(*bindings))
                             : Result<mapping::Rows>(std::move(bindings).error());
        if (!read) {
            return std::move(read).error();
        }
        rows.push_back(*std::move(read));
    }
    return rows;
}

}  // namespace gridlore::mapping_commands
