/// Writing RDF documents as a stream: quads in, bytes out, and in between only what a syntax must know of the last
/// quad. `write` in syntax.h is the same into memory.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/quad_view.h"
#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::rdf {

/// Takes what comes next, and all of it. An error ends the writing and is passed on.
using ByteSink = std::function<Result<void>(std::string_view)>;

/// Confined. RDF/XML of other writers and readers waits only during a call, not between two.
class DocumentWriter {
  public:
    /// Turtle, TriG and RDF/XML use `prefixes`; Turtle and TriG also declare one for XML Schema's types, unless
    /// `may_have_odd_numbers` is false: no quad will have a number or boolean whose form is not one of its datatype.
    /// The sink is called within the calls of the writer, and is given some kilobytes at a time.
    /// Errors: InvalidInput (a prefix is none), Unavailable (RDF/XML without the library for it).
    static Result<std::unique_ptr<DocumentWriter>> make(Syntax syntax, const PrefixMap& prefixes, ByteSink sink,
                                                        bool may_have_odd_numbers = true);
    virtual ~DocumentWriter() = default;

    /// Best with quads of a graph, a subject, a predicate together. All but RDF/XML keep the labels of blank nodes.
    /// Errors: those of the sink, and of `write` in syntax.h (InvalidInput: nothing of the quad was written).
    virtual Result<void> add(const QuadView& quad) = 0;
    /// Once, at the end; what is missing of the document is written. Without it the document is cut.
    virtual Result<void> finish() = 0;
};

/// Views of `quad`, which must stay.
QuadView view_of(const Quad& quad);

}  // namespace gridlore::rdf
