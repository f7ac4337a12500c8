/// A quad as a parser has it: views of bytes that end with the call that hands them over.
#pragma once

#include <optional>
#include <string_view>

#include "knowledge-engine/rdf/term.h"

namespace gridlore::rdf {

/// As `Term`, but without bytes of its own.
struct TermView {
    TermKind kind = TermKind::Iri;
    std::string_view text;
    std::string_view datatype;  ///< of a literal never empty
    std::string_view language;  ///< in canonical case
};

struct QuadView {
    TermView subject;
    TermView predicate;
    TermView object;
    std::optional<TermView> graph;  ///< absent: the default graph
};

}  // namespace gridlore::rdf
