/// Term maps of RML in Turtle. Private to this folder. Pure functions; errors are InvalidInput.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "adapter/rml/mapping_graph.h"
#include "adapter/rml/rml_document.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::rml {

/// A term map that always gives `term`. A blank node is refused: it is none that the records would know.
Result<TermMap> read_constant(const rdf::Term& term);

/// `of_references` is the type of a term that is made of a reference, unless the map says otherwise.
Result<TermMap> read_term_map(const MappingGraph& graph, const rdf::Term& node, TermType of_references);

struct MapProperties {
    std::string_view map;       ///< has a term map
    std::string_view shortcut;  ///< has a constant
};
Result<std::vector<TermMap>> read_term_maps(const MappingGraph& graph, const rdf::Term& node,
                                            const MapProperties& properties, TermType of_references);

/// What `property` of the node has, an expression map, or `shortcut`: a reference, or of `language` and `datatype` a
/// constant. Nothing if there is neither.
Result<std::optional<Expression>> read_expression_map(const MappingGraph& graph, const rdf::Term& node,
                                                      std::string_view property, std::string_view shortcut);

}  // namespace gridlore::rml
