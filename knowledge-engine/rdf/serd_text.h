/// Serd's words for ours. Private to this folder.
#pragma once

#include <serd/serd.h>

#include <string_view>

#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::rdf {

inline SerdSyntax to_serd(Syntax syntax) {
    switch (syntax) {
        case Syntax::TriG:
            return SERD_TRIG;
        case Syntax::NTriples:
            return SERD_NTRIPLES;
        case Syntax::NQuads:
            return SERD_NQUADS;
        case Syntax::Turtle:
        case Syntax::RdfXml:
            break;
    }
    return SERD_TURTLE;
}

inline bool has_prefixes(Syntax syntax) {
    return syntax == Syntax::Turtle || syntax == Syntax::TriG;
}

}  // namespace gridlore::rdf
