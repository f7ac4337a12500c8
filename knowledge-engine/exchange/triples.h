/// Triple patterns in the form that matching works on: terms as ids, variables as numbers. Value types.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "knowledge-engine/rdf/dictionary.h"

namespace gridlore::exchange {

/// One position of a triple pattern.
struct Slot {
    int variable = -1;  ///< its number, or -1 for a constant
    rdf::TermId term;   ///< of a constant: the form written
    rdf::TermId value;  ///< of a constant: what stands for its value

    bool is_variable() const { return variable >= 0; }
    friend bool operator==(const Slot&, const Slot&) = default;
};

using CompiledTriple = std::array<Slot, 3>;
using CompiledTriples = std::vector<CompiledTriple>;

/// The numbers of all variables of `triples`, as flags.
std::vector<bool> variables_of(const CompiledTriples& triples, std::size_t variable_count);

/// Each triple once; terms of the same value count as the same.
CompiledTriples distinct(const CompiledTriples& triples);

/// As graph patterns are written, without the dot: `?a <https://…> "x"`. `variables` are the names by number.
std::string to_string(const CompiledTriple& triple, const std::vector<std::string>& variables,
                      const rdf::NetworkTerms& terms);

}  // namespace gridlore::exchange
