#include "knowledge-engine/exchange/registration.h"

#include <algorithm>

#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::exchange {
namespace {

/// Meta-knowledge has a row for each pair of purposes of each interaction, and each has name and description again.
constexpr std::size_t most_purposes = 16;
constexpr std::size_t most_bytes = 16384;

Result<void> check_length(const std::string& text, const std::string& what) {
    if (text.size() > most_bytes) {
        return invalid_input("The " + what + " may have at most " + std::to_string(most_bytes) + " bytes.");
    }
    return {};
}

Result<void> check(const CommunicativeAct& act) {
    for (const auto* purposes : {&act.required, &act.satisfied}) {
        if (purposes->empty()) {
            return invalid_input("A communicative act needs at least one required and one satisfied purpose.");
        }
        if (purposes->size() > most_purposes) {
            return invalid_input("A communicative act may have at most " + std::to_string(most_purposes) +
                                 " required and as many satisfied purposes.");
        }
        for (const std::string& purpose : *purposes) {
            if (!rdf::is_absolute_iri(purpose)) {
                return invalid_input("The purpose '" + purpose + "' is no absolute IRI.");
            }
        }
    }
    return {};
}

Result<void> check_removes(const InteractionSpec& spec) {
    if (!spec.removes.empty() && spec.type != InteractionType::Post) {
        return invalid_input("Only a POST may say what is no longer so.");
    }
    const std::vector<std::string> posted = spec.pattern.variables();
    for (const pattern::GraphPattern& pattern : spec.removes) {
        if (std::ranges::none_of(pattern.variables(), [&](const std::string& name) {
                return std::ranges::find(posted, name) != posted.end();
            })) {
            return invalid_input("What a POST removes has to share a variable with what it posts.");
        }
    }
    return {};
}

Result<void> check_needs(const InteractionSpec& spec) {
    if (!spec.needs.empty() && spec.type != InteractionType::Answer) {
        return invalid_input("Only an ANSWER may need variables, and '" + spec.needs.front() +
                             "' is needed by another interaction. Leave it out.");
    }
    const std::vector<std::string> variables = spec.pattern.variables();
    for (const std::string& needed : spec.needs) {
        if (std::ranges::find(variables, needed) == variables.end()) {
            return invalid_input("The needed variable '" + needed +
                                 "' is none of the graph pattern's. Name variables of the pattern, without '?'.");
        }
    }
    return {};
}

}  // namespace

Result<void> check(const KnowledgeBaseDescription& description) {
    if (!rdf::is_absolute_iri(description.id)) {
        return invalid_input("The knowledge base id '" + description.id + "' is no absolute IRI.");
    }
    for (const auto& [text, what] : {std::pair{&description.id, "knowledge base id"},
                                     {&description.name, "knowledge base name"},
                                     {&description.description, "knowledge base description"}}) {
        if (Result<void> checked = check_length(*text, what); !checked) {
            return checked;
        }
    }
    if (description.reasoner_level < 1 || description.reasoner_level > 5) {
        return invalid_input("The reasoner level must be from 1 to 5.");
    }
    if (description.lease && (description.lease->count() < 30 || description.lease->count() > 3600)) {
        return invalid_input("The lease renewal time must be from 30 to 3600 seconds.");
    }
    return {};
}

Result<void> check(const InteractionSpec& spec) {
    if (spec.pattern.triples.empty()) {
        return invalid_input("An interaction needs a graph pattern (a POST or REACT an argument graph pattern).");
    }
    const auto is_name_character = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    };
    if (spec.name && !std::ranges::all_of(*spec.name, is_name_character)) {
        return invalid_input("The name '" + *spec.name + "' may only have letters, digits and hyphens.");
    }
    if (Result<void> checked = check_length(spec.name.value_or(""), "name of an interaction"); !checked) {
        return checked;
    }
    if (Result<void> checked = check_needs(spec); !checked) {
        return checked;
    }
    if (Result<void> checked = check_removes(spec); !checked) {
        return checked;
    }
    return check(spec.act);
}

}  // namespace gridlore::exchange
