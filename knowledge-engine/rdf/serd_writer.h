/// Turtle, TriG, N-Triples and N-Quads as they are written through Serd. Private to this folder; see document_writer.h.
#pragma once

#include <memory>

#include "knowledge-engine/rdf/document_writer.h"

namespace gridlore::rdf {

/// True for a literal that Serd would write bare, and so as another one or none.
bool would_be_broken(const TermView& term);

/// What it is given has been checked.
std::unique_ptr<DocumentWriter> make_serd_writer(Syntax syntax, const PrefixMap& prefixes, ByteSink sink,
                                                 bool may_have_odd_numbers);

}  // namespace gridlore::rdf
