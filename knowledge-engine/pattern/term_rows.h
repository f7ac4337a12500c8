/// Bindings at the border of the engine: terms as values, one row at a time, a variable may be missing.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "knowledge-engine/rdf/term.h"

namespace gridlore::pattern {

/// One binding: variable names without `?`, each at most once, in no particular order.
using TermRow = std::vector<std::pair<std::string, rdf::Term>>;
/// A binding set; order and duplicates mean nothing.
using TermRows = std::vector<TermRow>;

}  // namespace gridlore::pattern
