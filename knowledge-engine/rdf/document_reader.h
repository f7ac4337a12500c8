/// Reading RDF documents as a stream: bytes come from a source, quads go to a handler, and in between there is only a
/// window of the document. `read` in syntax.h is the same for a document in memory.
///
/// Functions are safe from any thread; they keep no state between calls. Where the source's pieces end changes nothing.
/// While RDF/XML is parsed (not while the source is waited for) other RDF/XML waits; hence a handler must not read or
/// write any itself.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/quad_view.h"
#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::rdf {

/// Fills the front of the span with what comes next and returns how many bytes that were; 0 only at the end, and from
/// then on. An error ends the reading and is passed on.
using ByteSource = std::function<Result<std::size_t>(std::span<char>)>;

/// Views end with the call. An error ends the reading and is passed on.
using QuadHandler = std::function<Result<void>(const QuadView&)>;

/// Reads `document`, which must outlive the source, in pieces of at most `piece` bytes.
ByteSource memory_source(std::string_view document, std::size_t piece = std::string_view::npos);

/// Contract, limits and errors of `read` in syntax.h, and those of the source and the handler.
/// A fault is found only when what stands before it has been handed over.
Result<void> read_document(const ByteSource& source, Syntax syntax, const ReadOptions& options,
                           const QuadHandler& handler, PrefixMap* prefixes = nullptr);

/// The same, by as many threads as there are handlers (one at least) where lines can be read apart from each other: in
/// N-Triples and N-Quads. Elsewhere the first handler gets all. Each is called on one thread; the source is called on
/// any of them, never on two at once. The error is the one that stands first in the document; other handlers may have
/// been given quads that stand behind it.
Result<void> read_document(const ByteSource& source, Syntax syntax, const ReadOptions& options,
                           std::span<const QuadHandler> handlers, PrefixMap* prefixes = nullptr);

}  // namespace gridlore::rdf
