/// Explanations as people read them, and as one JSON document (docs/mapping-documents.md, "Explanations"). Private to
/// this folder.
#pragma once

#include <ostream>
#include <string>

#include "adapter/mapping/author/explanation.h"
#include "adapter/mapping/author/written_document.h"
#include "adapter/mapping/document.h"
#include "adapter/mapping/lift/lift.h"

namespace gridlore::mapping_commands {

/// What an explanation is told with. All must outlive the call.
struct Explained {
    const mapping::Document& document;
    const mapping::WrittenDocument& written;
    const mapping::LiftOptions& lifting;  ///< what was given
    const mapping::Explanation& explanation;
};

/// A paragraph for each triple.
void write_triples(const Explained& explained, std::ostream& out);
/// A line for each place that is in no triple, and why.
std::string unused_text(const Explained& explained);
/// A line for each triple and each place.
void write_json(const Explained& explained, std::ostream& out);

/// `file:line:column`
std::string place_text(const mapping::Document& document, TextPosition position);
/// A triple pattern with the document's prefixes, and the name of its part unless that is the core.
std::string pattern_text(const mapping::Document& document, std::size_t part, std::size_t number);

/// The document's prefixes and those that are known without.
rdf::PrefixMap prefixes_of(const mapping::Document& document);

}  // namespace gridlore::mapping_commands
