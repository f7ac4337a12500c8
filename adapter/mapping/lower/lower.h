/// Bindings become JSON, as a document says.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/document.h"
#include "adapter/mapping/rows.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::mapping {

/// Takes the JSON piece by piece.
using TextSink = std::function<Result<void>(std::string_view)>;

struct LowerOptions {
    /// Told of each row that cannot be lowered, and why; it is left out. If it is not set, such a row is an error.
    std::function<void(std::size_t part, std::size_t row, const std::string& why)> left_out;
};

/// Writes one payload, compact, in the document's canonical form; rows that come twice count once. Errors:
/// InvalidInput (a term that its codec does not take; two values where the shape has room for one; no row where the
/// shape needs one), and those of `sink`. Nothing is written where there is an error in the rows.
/// Time is that of sorting the rows, and of reading them if they are in order already; memory some words for each value
/// that is written, and the JSON, beside the rows.
///
/// The core decides which elements lists have that its variables are in, and part by part is joined to them by the
/// variables that both have (in columns, or read back from IRIs); other lists have the elements that their part has.
Result<void> lower(const Document& document, const PartRows& rows, const TextSink& sink,
                   const LowerOptions& options = {});
Result<std::string> lower(const Document& document, const PartRows& rows, const LowerOptions& options = {});

/// The variables of each part that `lower` looks at: cells of others may be empty.
std::vector<std::vector<std::size_t>> variables_of_lowering(const Document& document);

}  // namespace gridlore::mapping
