/// Which terms a comparison with a constant can hold for, as ranges that an index can be asked for. Pure functions.
#pragma once

#include <vector>

#include "knowledge-engine/pattern/range.h"
#include "knowledge-engine/query/algebra.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::query {

/// Ranges (by `rdf::compare_values`) that together hold every literal `x` for which `x function constant` is true.
/// They are a little wider than that: SPARQL compares a decimal with a double as doubles, and a time without a zone
/// with one that has a zone if 14 hours do not matter, so the filter stays where it is.
/// Empty: nothing is known. Precondition: `function` is Equal, Less, LessOrEqual, Greater or GreaterOrEqual.
std::vector<pattern::Range> candidate_ranges(Function function, const rdf::Term& constant);

/// `constant function x` as `x function constant`.
Function mirrored(Function function);

}  // namespace gridlore::query
