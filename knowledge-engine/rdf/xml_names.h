/// What RDF/XML can hold, beside well-formed terms. Pure functions; safe from any thread.
#pragma once

#include <string_view>

namespace gridlore::rdf {

/// True if well-formed `text` has no character that XML 1.0 leaves out: most controls, and two that are no characters.
bool has_only_xml_characters(std::string_view text);

/// False for a predicate in the namespace of RDF that RDF/XML keeps for itself (RDF/XML, 6.1.2), or that no element of
/// that namespace can name.
bool is_free_in_rdf_namespace(std::string_view predicate);

/// True if `name` may be declared in RDF/XML for `iri`, and is no name that Raptor makes up.
bool is_xml_prefix(std::string_view name, std::string_view iri);

}  // namespace gridlore::rdf
