/// Logical sources of RML in Turtle. Private to this folder.
#pragma once

#include "adapter/rml/mapping_graph.h"
#include "adapter/rml/rml_document.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::rml {

/// A file by its path from the mapping's folder: a string, an rml:RelativePathSource or a csvw:Table.
/// InvalidInput: anything else, such as a database or an address on the web. A pure function.
Result<LogicalSource> read_source(const MappingGraph& graph, const rdf::Term& node, bool has_natural_types);

/// By the file's extension; nothing for any but .csv, .json and .xml.
std::optional<ReferenceFormulation> formulation_of_file(std::string_view file);

}  // namespace gridlore::rml
