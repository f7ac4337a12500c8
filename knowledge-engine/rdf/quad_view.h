/// A quad as a parser has it: views of bytes that end with the call that hands them over.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "knowledge-engine/rdf/term.h"

namespace gridlore::rdf {

/// As `Term`, but without bytes of its own.
struct TermView {
    TermKind kind = TermKind::Iri;
    std::string_view text;
    std::string_view datatype;  ///< of a literal never empty
    std::string_view language;  ///< in canonical case
    friend bool operator==(const TermView&, const TermView&) = default;
};

/// Lives as long as `term`.
inline TermView view_of(const Term& term) {
    return {term.kind, term.text, term.datatype, term.language};
}

inline Term owned(const TermView& view) {
    return {view.kind, std::string(view.text), std::string(view.datatype), std::string(view.language)};
}

struct QuadView {
    TermView subject;
    TermView predicate;
    TermView object;
    std::optional<TermView> graph;  ///< absent: the default graph
};

}  // namespace gridlore::rdf
