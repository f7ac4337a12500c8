/// JSON, CSV and XML become quads, as an RML document says.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "adapter/rml/rml_document.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/document_reader.h"

namespace gridlore::rml {

/// The content of the file that a document calls `name`.
using SourceResolver = std::function<Result<std::string>(const std::string& name)>;

inline constexpr std::size_t source_limit = std::size_t{256} << 20;

/// Files in `folder` and the folders in it. InvalidInput: the name leads out of it, also by a symbolic link;
/// NotFound; LimitExceeded: longer than `limit` bytes.
SourceResolver files_in(const std::filesystem::path& folder, std::size_t limit = source_limit);

struct LiftOptions {
    std::string base;  ///< stands before IRIs that are not absolute, unless the triples map has its own; may be empty
    /// Told, triples map and record first, of each value of which no term can be made (R2RML, "data error"): an IRI
    /// with a space in it, a language that is none. Its triples are left out.
    std::function<void(const std::string& message)> left_out;
};

/// Hands over each quad once. Blank nodes with the same value are one throughout the document; two liftings use the
/// same labels. Memory holds the sources (several times their length) and all quads.
/// Safe from any thread; keeps no state between calls.
/// Errors name triples map and file: InvalidInput (a source is not what the document says, a reference finds no
/// value), LimitExceeded, those of `resolve` and, as they are, of `handler`. What was handed over before an error is
/// the caller's to drop.
Result<void> lift(const RmlDocument& document, const SourceResolver& resolve, const rdf::QuadHandler& handler,
                  const LiftOptions& options = {});

}  // namespace gridlore::rml
