/// What a document of either kind lifts, as quads that come one by one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "adapter/main/mapping/documents.h"
#include "adapter/main/terminal/options.h"
#include "adapter/rml/rml_document.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/document_reader.h"

namespace gridlore::mapping_commands {

/// A payload of a mapping document, in pieces: memory holds one value of each variable. Errors name the file, and the
/// place in it; those of `handler` are passed on. What was handed over before an error is the caller's to drop.
/// `lifted`, if it is there, is told how many bytes have been, after each piece.
Result<void> lift_payload(const LoadedDocument& document, const std::string& file, const mapping::LiftOptions& options,
                          const rdf::QuadHandler& handler, const std::function<void(std::uint64_t bytes)>& lifted = {});

/// All sources of an RML document. `given`: files, each the source of the same name (without folders) or, if there are
/// just one file and one source, that one; `NAME=FILE`; folders, in which names are looked for; `-`, standard input.
/// None: the folder of the document. Values of which no term can be made are told as warnings, the first of them.
/// InvalidInput: a file is no source, or two are the same one. Other errors as above, and as of `rml::files_in`.
Result<void> lift_sources(const LoadedDocument& document, const std::vector<std::string>& given,
                          const std::string& base, const rdf::QuadHandler& handler, const terminal::Streams& streams);

/// Names of the sources, each once, in the order of the document.
std::vector<std::string> source_names(const rml::RmlDocument& document);

}  // namespace gridlore::mapping_commands
