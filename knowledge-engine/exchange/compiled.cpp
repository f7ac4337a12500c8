#include "knowledge-engine/exchange/compiled.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::exchange {
namespace {

/// Class and superclass, local names of the KE ontology.
constexpr auto superclasses = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"InformPurpose", "Purpose"},
    {"NewKnowledgePurpose", "InformPurpose"},
    {"ChangedKnowledgePurpose", "InformPurpose"},
    {"RemovedKnowledgePurpose", "InformPurpose"},
    {"RetrieveKnowledgePurpose", "InformPurpose"},
    {"ConversionPurpose", "Purpose"},
    {"ActuationPurpose", "Purpose"},
    {"PeriodicPurpose", "Purpose"},
    {"WhenChangedPurpose", "Purpose"},
});

std::vector<std::string> close(const std::vector<std::string>& purposes) {
    std::vector<std::string> closed = purposes;
    closed.reserve(4 * purposes.size());
    for (std::size_t i = 0; i < closed.size(); ++i) {
        for (const auto& [name, super] : superclasses) {
            if (closed[i] == std::string(rdf::ke_ns).append(name)) {
                closed.push_back(std::string(rdf::ke_ns).append(super));
            }
        }
    }
    std::ranges::sort(closed);
    closed.erase(std::unique(closed.begin(), closed.end()), closed.end());
    return closed;
}

}  // namespace

Slot Compiler::compile(const pattern::PatternTerm& term) {
    if (const auto* constant = std::get_if<rdf::Term>(&term)) {
        const rdf::TermId id = *terms_.find(*constant);
        return {.variable = -1, .term = id, .value = terms_.value(id)};
    }
    const std::string& name = std::get<pattern::Variable>(term).name;
    const auto it = std::ranges::find(variables_, name);
    const auto number = static_cast<int>(it - variables_.begin());
    if (it == variables_.end()) {
        variables_.push_back(name);
    }
    return {.variable = number, .term = {}, .value = {}};
}

CompiledTriples Compiler::compile(const std::vector<pattern::TriplePattern>& triples) {
    CompiledTriples compiled;
    compiled.reserve(triples.size());
    for (const pattern::TriplePattern& triple : triples) {
        // One after the other: the numbers follow the order of the text.
        const Slot subject = compile(triple.subject);
        const Slot predicate = compile(triple.predicate);
        const Slot object = compile(triple.object);
        compiled.push_back({subject, predicate, object});
    }
    return distinct(compiled);
}

ClosedAct close(const CommunicativeAct& act) {
    return {.required = close(act.required), .satisfied = close(act.satisfied)};
}

bool acts_match(const ClosedAct& a, const ClosedAct& b) {
    return std::ranges::includes(b.satisfied, a.required) && std::ranges::includes(a.satisfied, b.required);
}

}  // namespace gridlore::exchange
