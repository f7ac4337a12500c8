/// In which order the triples of a pattern are searched, each within those before. Pure functions.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/snapshot.h"

namespace gridlore::graph {

/// One position of a triple: a variable, a term, or (of an object) one of several terms of the same value.
struct Place {
    int variable = -1;
    rdf::TermId id;
    const store::ValueIds* alternatives = nullptr;
    bool is_variable() const { return variable >= 0; }
};

struct SearchTriple {
    std::array<Place, 3> places;
};

/// The numbers of the triples, in order. `counts`: about how many quads each has, with what is `known` of the variables
/// from the start. Greedy: next comes what is expected to have the fewest quads for one row of what was before.
Result<std::vector<std::size_t>> search_order(const std::vector<SearchTriple>& triples,
                                              const std::vector<double>& counts, const std::vector<bool>& known,
                                              const store::Snapshot& snapshot);

}  // namespace gridlore::graph
