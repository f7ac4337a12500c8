#include "adapter/main/terminal/report.h"

#include <array>
#include <optional>
#include <string_view>

#include "adapter/main/terminal/prefixes.h"

namespace gridlore::terminal {
namespace {

using nlohmann::json;

/// The words of a member, without control characters; empty where it is missing.
std::string text_of(const json& object, const char* member) {
    return show_text(object.value(member, std::string()));
}

std::string counted(std::size_t count, const std::string& noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

/// Rows of a contact: what an ANSWER gave, or what a REACT was given and gave back.
std::string rows_of(const json& contact) {
    if (contact.contains("argumentBindingSet")) {
        return counted(contact["argumentBindingSet"].size(), "binding") + " in, " +
               std::to_string(contact.value("resultBindingSet", json::array()).size()) + " back";
    }
    return counted(contact.value("bindingSet", json::array()).size(), "binding");
}

/// An interaction's id without what it has in common with its knowledge base.
std::string short_interaction(const json& contact) {
    const std::string base = text_of(contact, "knowledgeBaseId") + "/interaction/";
    const std::string id = text_of(contact, "knowledgeInteractionId");
    return id.starts_with(base) ? id.substr(base.size()) : id;
}

/// The verdicts of an explanation, in words.
std::string words_of(const std::string& verdict) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 9> words = {{
        {"asked", "asked"},
        {"incomplete", "covers a part"},
        {"otherPurpose", "other purpose"},
        {"ownInteraction", "the asker's own"},
        {"notSelected", "not selected"},
        {"contradicted", "contradicted"},
        {"nothingToHandOn", "nothing to hand on"},
        {"needsBindings", "lacks what it needs"},
        {"noMatch", "no match"},
    }};
    for (const auto& [word, meaning] : words) {
        if (word == verdict) {
            return std::string(meaning);
        }
    }
    return verdict;
}

std::string show_match(const std::string& match, const ReportForm& form) {
    constexpr std::string_view separator = " = ";
    const auto equals = match.find(separator);
    if (equals == std::string::npos) {
        return show_text(match);
    }
    const auto target = show_pattern(match.substr(0, equals), form.prefixes);
    const auto theirs = show_pattern(match.substr(equals + separator.size()), form.prefixes);
    return target.front() + "  =  " + theirs.front();
}

/// A knowledge interaction by its knowledge base and short id.
std::string who_is(const json& considered) {
    return text_of(considered, "knowledgeBaseId") + "  " + short_interaction(considered);
}

std::string consideration_report(const json& considered, const ReportForm& form) {
    const std::string verdict = considered.value("verdict", std::string());
    const std::string words = show_text(words_of(verdict));
    const bool was_asked = verdict == "asked";
    std::string text =
        "  " + (was_asked ? form.style.good(words) : form.style.faint(words)) + "  " + who_is(considered);
    if (was_asked) {
        text += ": " + counted(considered.value("rows", std::size_t{0}), "binding");
    }
    text += "\n";
    if (const std::string reason = text_of(considered, "reason"); !reason.empty()) {
        text += "      " + reason + "\n";
    }
    for (const json& match : considered.value("matched", json::array())) {
        text += "      " + form.style.faint(show_match(match.get<std::string>(), form)) + "\n";
    }
    return text;
}

std::string pattern_lines(const std::string& title, const std::string& pattern, const ReportForm& form) {
    std::string text;
    for (const std::string& triple : show_pattern(pattern, form.prefixes)) {
        text += (text.empty() ? title : std::string(title.size(), ' ')) + triple + "\n";
    }
    return text;
}

std::string interaction_report(const json& interaction, const ReportForm& form) {
    constexpr std::string_view suffix = "KnowledgeInteraction";
    std::string type = text_of(interaction, "knowledgeInteractionType");
    if (type.ends_with(suffix)) {
        type.resize(type.size() - suffix.size());
    }
    std::string text = "  " + form.style.strong(type) + "  " + text_of(interaction, "knowledgeInteractionId") + "\n";
    for (const auto& [member, title] :
         {std::pair("graphPattern", "      "), std::pair("argumentGraphPattern", "      in:  "),
          std::pair("resultGraphPattern", "      out: ")}) {
        if (interaction.contains(member)) {
            text += pattern_lines(title, interaction[member].get<std::string>(), form);
        }
    }
    return text;
}

}  // namespace

std::string bindings_report(const json& binding_set, const std::vector<std::string>& variables,
                            const ReportForm& form) {
    if (binding_set.empty()) {
        return "no bindings\n";
    }
    if (variables.empty()) {
        return "yes: the pattern holds\n";
    }
    Table table;
    for (const std::string& variable : variables) {
        table.header.push_back("?" + variable);
    }
    for (const json& binding : binding_set) {
        std::vector<std::string> cells;
        cells.reserve(variables.size());
        for (const std::string& variable : variables) {
            cells.push_back(
                binding.contains(variable) ? show_term_text(binding[variable].get<std::string>(), form.prefixes) : "");
        }
        table.rows.push_back(std::move(cells));
    }
    return to_string(table, form.style);
}

std::string contacts_report(const json& exchange_info, const ReportForm& form) {
    if (exchange_info.empty()) {
        return form.style.faint("nobody was contacted") + "\n";
    }
    std::string text;
    for (const json& contact : exchange_info) {
        const bool succeeded = contact.value("status", std::string()) == "SUCCEEDED";
        text += (succeeded ? form.style.good("answered") : form.style.bad("failed  ")) + "  " +
                text_of(contact, "knowledgeBaseId") + "  " + short_interaction(contact) + ": " +
                (succeeded ? rows_of(contact) : text_of(contact, "failedMessage")) + "\n";
    }
    return text;
}

std::string gaps_report(const json& knowledge_gaps, const ReportForm& form) {
    if (knowledge_gaps.empty()) {
        return "no knowledge gaps\n";
    }
    std::string text = form.style.strong("missing, any one of these:") + "\n";
    for (const json& gap : knowledge_gaps) {
        std::string title = "  - ";
        for (const json& triple : gap) {
            text += pattern_lines(title, triple.get<std::string>(), form);
            title = "    ";
        }
    }
    return text;
}

std::string explanation_report(const json& explanation, const ReportForm& form) {
    std::string heading = "why (reasoner level " + std::to_string(explanation.value("level", 0));
    heading += explanation.value("planReused", false) ? ", plan reused" : "";
    heading += explanation.value("planCut", false) ? ", not all that could serve was looked at" : "";
    std::string text = form.style.strong(heading + "):") + "\n";
    text += pattern_lines("  to cover: ", explanation.value("pattern", std::string()), form);
    for (const json& triple : explanation.value("uncovered", json::array())) {
        text +=
            form.style.bad("  nobody gives: ") + show_pattern(triple.get<std::string>(), form.prefixes).front() + "\n";
    }
    for (const json& considered : explanation.value("considered", json::array())) {
        text += consideration_report(considered, form);
    }
    if (const auto left_out = explanation.value("leftOut", std::size_t{0}); left_out != 0) {
        text += "  and " + counted(left_out, "more interaction") + " that share a predicate\n";
    }
    return text;
}

std::string knowledge_base_report(const json& knowledge_base, const json& interactions, const ReportForm& form) {
    std::string text = form.style.strong(text_of(knowledge_base, "knowledgeBaseId")) + "  " +
                       text_of(knowledge_base, "knowledgeBaseName") + "  " +
                       form.style.faint("level " + std::to_string(knowledge_base.value("reasonerLevel", 0))) + "\n";
    for (const json& interaction : interactions) {
        text += interaction_report(interaction, form);
    }
    return text;
}

}  // namespace gridlore::terminal
