#include "knowledge-engine/exchange/triples.h"

#include <algorithm>

#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::exchange {

std::vector<bool> variables_of(const CompiledTriples& triples, std::size_t variable_count) {
    std::vector<bool> used(variable_count);
    for (const CompiledTriple& triple : triples) {
        for (const Slot& slot : triple) {
            if (slot.is_variable()) {
                used[static_cast<std::size_t>(slot.variable)] = true;
            }
        }
    }
    return used;
}

CompiledTriples distinct(const CompiledTriples& triples) {
    const auto same_slot = [](const Slot& a, const Slot& b) { return a.variable == b.variable && a.value == b.value; };
    CompiledTriples once;
    for (const CompiledTriple& triple : triples) {
        const auto is_same = [&](const CompiledTriple& other) { return std::ranges::equal(triple, other, same_slot); };
        if (std::ranges::none_of(once, is_same)) {
            once.push_back(triple);
        }
    }
    return once;
}

std::string to_string(const CompiledTriple& triple, const std::vector<std::string>& variables,
                      const rdf::NetworkTerms& terms) {
    std::string text;
    for (const Slot& slot : triple) {
        text.append(text.empty() ? "" : " ");
        if (slot.is_variable()) {
            text.append("?").append(variables[static_cast<std::size_t>(slot.variable)]);
        } else {
            text.append(rdf::to_short_text(terms.term(slot.term)));
        }
    }
    return text;
}

}  // namespace gridlore::exchange
