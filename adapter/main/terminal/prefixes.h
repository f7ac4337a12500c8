/// Prefixes as a person at a terminal has them: the usual ones are there already. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/syntax.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::terminal {

const rdf::PrefixMap& well_known_prefixes();

/// The well-known ones and `definitions`, each `name=iri`. Errors: InvalidInput.
Result<rdf::PrefixMap> prefixes_with(const std::vector<std::string>& definitions);

/// Reads a term as it is typed: the text form of bindings, and for convenience `prefix:name`, a bare absolute IRI, a
/// bare date or time (`2026-03-04T09:15:00Z`), and `"…"^^prefix:name`. Errors: InvalidInput.
Result<rdf::Term> read_term(const std::string& text, const rdf::PrefixMap& prefixes);

/// A term as it is shown: with a prefix where one fits, numbers and booleans bare. Has no control characters, whatever
/// the term has: what comes from a network must not steer a terminal.
std::string show_term(const rdf::Term& term, const rdf::PrefixMap& prefixes);

/// `text` without control characters (each is written as `\u` with its four hexadecimal digits).
std::string show_text(const std::string& text);

/// A term in the text form of a response's bindings, shown; what is none is shown as it is.
std::string show_term_text(const std::string& text, const rdf::PrefixMap& prefixes);

/// A graph pattern in canonical form: its triples, shown one by one. What cannot be read is one element.
std::vector<std::string> show_pattern(const std::string& pattern, const rdf::PrefixMap& prefixes);

}  // namespace gridlore::terminal
