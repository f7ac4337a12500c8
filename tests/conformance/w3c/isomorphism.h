/// Graphs, datasets and results that are the same but for the labels of their blank nodes. Pure functions.
#pragma once

#include <optional>
#include <vector>

#include "knowledge-engine/rdf/syntax.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::w3c {

/// Cells of a solution, or the terms of a quad.
using TermRow = std::vector<std::optional<rdf::Term>>;

/// True if a one-to-one renaming of blank nodes makes of `left` the rows of `right`, in any order, each as often.
/// Nothing if that could not be found out within `steps` guesses.
std::optional<bool> are_isomorphic(const std::vector<TermRow>& left, const std::vector<TermRow>& right,
                                   std::size_t steps = 10'000);

/// Each quad once.
std::vector<TermRow> rows_of(std::vector<rdf::Quad> quads);

}  // namespace gridlore::w3c
