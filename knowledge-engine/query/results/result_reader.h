/// Reads the result of a SELECT or ASK from a document in any of the formats of result_format.h. Pure functions; safe
/// from any thread. Nothing recurses on the document, and of XML no entity but the five that it has itself is known.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/query/evaluation/engine.h"
#include "knowledge-engine/query/results/result_format.h"

namespace gridlore::query {

/// Hands the result to `sink`, in the order of the document; memory is that of a row, or that of all rows if a JSON
/// document has them before its variables. Of blank nodes whose label could not stand behind `_:` in Turtle another
/// one is made, the same for the same.
/// CSV does not tell terms from each other: what looks like `_:label` is a blank node, all else a string; an empty cell
/// without quotes is unbound.
/// Errors: InvalidInput, with the place where it can be told; those of `sink`. What it was given before is its caller's
/// to drop.
Result<void> read_results(std::string_view document, ResultFormat format, ResultSink& sink);

/// A result as a value.
struct ResultTable {
    std::vector<std::string> variables;
    std::vector<std::vector<std::optional<rdf::Term>>> rows;
    std::optional<bool> boolean;  ///< of ASK; then there is nothing else
    friend bool operator==(const ResultTable&, const ResultTable&) = default;
};

/// The same as a value. LimitExceeded: it has more than `cells` cells (bound or not).
Result<ResultTable> read_result_table(std::string_view document, ResultFormat format, std::size_t cells = 4'000'000);

}  // namespace gridlore::query
