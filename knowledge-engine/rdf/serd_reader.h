/// Turtle, TriG, N-Triples and N-Quads as they are read through Serd. Private to this folder; see document_reader.h for
/// the contract.
#pragma once

#include "knowledge-engine/rdf/document_reader.h"
#include "knowledge-engine/rdf/text_window.h"

namespace gridlore::rdf {

Result<void> read_with_serd(TextWindow& window, Syntax syntax, const ReadOptions& options,
                            std::span<const QuadHandler> handlers, PrefixMap* prefixes);

}  // namespace gridlore::rdf
