/// IRIs by RFC 3987, and references by RFC 3986. Pure functions; safe from any thread.
/// `is_absolute_iri` in term_text.h is the strict check; these two serve the readers.
#pragma once

#include <string>
#include <string_view>

namespace gridlore::rdf {

/// True if `iri` begins with a scheme and a colon.
bool has_scheme(std::string_view iri);

/// True if `iri` has no character that the grammars of SPARQL and Turtle keep out of `<…>`: controls, space,
/// `<>"{}|^` and the two slanted ones, backslash and grave accent.
bool has_only_iri_characters(std::string_view iri);

/// The IRI that `reference` means in a document at `base` (RFC 3986, 5.2). Precondition: `base` has a scheme.
std::string resolve_reference(std::string_view base, std::string_view reference);

}  // namespace gridlore::rdf
