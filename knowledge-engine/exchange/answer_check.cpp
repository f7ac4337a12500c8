#include "knowledge-engine/exchange/answer_check.h"

#include <algorithm>
#include <ranges>

#include "knowledge-engine/exchange/row_terms.h"

namespace gridlore::exchange {
namespace {

std::string place(std::size_t row) {
    return "/bindingSet/" + std::to_string(row);
}

struct Variables {
    std::vector<std::string> all;
    std::vector<std::string> needed;
};

/// Of one row with cells of these variables.
template <typename Names>
Result<void> check_names(const Names& names, std::size_t row, const std::vector<std::string>& variables,
                         const std::vector<std::string>& needed) {
    for (const std::string& name : names) {
        if (std::ranges::find(variables, name) == variables.end()) {
            return invalid_input(place(row) + "/" + name + ": the pattern has no such variable. Leave it out.");
        }
    }
    for (const std::string& variable : needed) {
        if (std::ranges::find(names, variable) == names.end()) {
            return invalid_input(place(row) + ": the variable '" + variable +
                                 "' is missing. A binding of an answer must be complete; for \"nothing found\" "
                                 "send an empty binding set ([]).");
        }
    }
    return {};
}

Result<void> check_rows(const pattern::TermRows& rows, const Variables& variables) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i > 0 && has_names_of(rows[i - 1], rows[i])) {
            continue;  // as most do: they are as right
        }
        if (auto fine = check_names(std::views::keys(rows[i]), i, variables.all, variables.all); !fine) {
            return fine;
        }
    }
    return {};
}

Result<void> check_rows(const pattern::AnswerRows& rows, const Variables& variables) {
    return rows.empty() ? Result<void>() : check_names(rows.variables(), 0, variables.all, variables.needed);
}

}  // namespace

Result<void> check_answer(const Interaction& interaction, const Reply& rows, const std::vector<bool>& unread) {
    const bool is_react = interaction.declared.spec.type == InteractionType::React;
    const CompiledTriples& gives = is_react ? interaction.result : interaction.triples;
    if (gives.empty() && !std::visit([](const auto& given) { return given.empty(); }, rows)) {
        return invalid_input("The interaction has no result pattern, so its answer must have no bindings ([]).");
    }
    const std::vector<bool> is_given = variables_of(gives, interaction.variables.size());
    Variables variables;
    for (std::size_t v = 0; v < is_given.size(); ++v) {
        if (is_given[v]) {
            variables.all.push_back(interaction.variables[v]);
            if (unread.empty() || !unread[v]) {
                variables.needed.push_back(interaction.variables[v]);
            }
        }
    }
    return std::visit([&](const auto& given) { return check_rows(given, variables); }, rows);
}

}  // namespace gridlore::exchange
