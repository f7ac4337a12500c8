/// Variables and constants as graph patterns and rules write them: prefixes are declared, IRIs absolute.
/// Pure functions on a reader, which they leave behind what they have read. Errors: InvalidInput, with the position.
#pragma once

#include <string>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/pattern/graph_pattern.h"
#include "knowledge-engine/rdf/syntax.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::pattern {

/// In bytes, its prefix included: a prefix makes a short text long, each time it is used.
inline constexpr std::size_t longest_iri = 8192;

/// Precondition: a `?` or `$` stands here.
Result<Variable> read_variable(rdf::TokenReader& tokens);

/// An IRI in angle brackets or a prefixed name.
Result<std::string> read_iri(rdf::TokenReader& tokens, const rdf::PrefixMap& prefixes);

/// An IRI in either form, a string with language or datatype, or a bare number.
Result<rdf::Term> read_constant(rdf::TokenReader& tokens, const rdf::PrefixMap& prefixes);

}  // namespace gridlore::pattern
