#include "knowledge-engine/exchange/registration.h"

#include <algorithm>

#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::exchange {
namespace {

Result<void> check(const CommunicativeAct& act) {
    for (const auto* purposes : {&act.required, &act.satisfied}) {
        if (purposes->empty()) {
            return invalid_input("A communicative act needs at least one required and one satisfied purpose.");
        }
        for (const std::string& purpose : *purposes) {
            if (!rdf::is_absolute_iri(purpose)) {
                return invalid_input("The purpose '" + purpose + "' is no absolute IRI.");
            }
        }
    }
    return {};
}

}  // namespace

Result<void> check(const KnowledgeBaseDescription& description) {
    if (!rdf::is_absolute_iri(description.id)) {
        return invalid_input("The knowledge base id '" + description.id + "' is no absolute IRI.");
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
    return check(spec.act);
}

}  // namespace gridlore::exchange
