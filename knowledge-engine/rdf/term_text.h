/// The text form of a term as bindings carry it (ke-rest-contract, section 6). Pure functions; safe from any thread.
#pragma once

#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/quad_view.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::rdf {

/// Reads one term, exactly as the table "What is read and what is written" of section 6 has it: nothing before it,
/// nothing behind it. Lexical forms are kept; language tags are brought to canonical case. Prefixed names are read
/// with the built-in prefixes rdf, rdfs, owl and xsd; any other `p:x` is an IRI of its own, unchecked.
/// A blank node keeps its label; that each reading is a new node is the business of whoever interns it.
/// Errors: InvalidInput, with the position and how to mend it; a variable (`?x`) has a message of its own; so has
/// text that is not valid UTF-8.
Result<Term> parse_term(std::string_view text);

/// The form in which the contract's responses write a term: `<iri>`, `_:label`, `"text"`, `"text"@en`,
/// `"text"^^<datatype>`; escapes only `\" \\ \n \r \t \f`.
std::string to_text(const TermView& term);
inline std::string to_text(const Term& term) {
    return to_text(view_of(term));
}

/// The form that canonical graph patterns and messages between runtimes use: as `to_text`, but integers, decimals with
/// a point and booleans are bare (`7`, `5.0`, `true`) where that is read back as the same term
/// (ke-rest-contract, sections 5 and 14.3).
std::string to_short_text(const Term& term);

/// True if `iri` is an absolute IRI by RFC 3987 that a knowledge base may have as its id (ke-rest-contract, 3.3).
bool is_absolute_iri(std::string_view iri);

/// True if `text` is well-formed UTF-8 (no surrogates, no overlong forms).
bool is_valid_utf8(std::string_view text);

}  // namespace gridlore::rdf
