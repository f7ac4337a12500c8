/// Literals made of the tokens of tokens.h, as single terms, graph patterns and rules all write them.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/term.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::rdf {

/// Reads the IRI of a datatype; which prefixes there are and whether it may be relative is the grammar's own.
using DatatypeReader = std::function<Result<std::string>(TokenReader&)>;

/// A string with its language or datatype. Precondition: a quote stands here.
Result<Term> read_string_literal(TokenReader& tokens, const DatatypeReader& read_datatype);

/// A bare number, in the form in which it is written, if one stands here (see `TokenReader::number`).
std::optional<Term> read_number(TokenReader& tokens, bool may_end_in_point);

}  // namespace gridlore::rdf
