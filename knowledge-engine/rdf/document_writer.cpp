#include "knowledge-engine/rdf/document_writer.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "knowledge-engine/rdf/iri.h"
#include "knowledge-engine/rdf/raptor_writer.h"
#include "knowledge-engine/rdf/serd_writer.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/tokens.h"
#include "knowledge-engine/rdf/xml_names.h"

namespace gridlore::rdf {
namespace {

/// RDF/XML's reader resolves every IRI, so one with dot segments would not come back.
bool is_writable_iri(std::string_view iri, Syntax syntax) {
    return is_valid_utf8(iri) && has_scheme(iri) && has_only_iri_characters(iri) &&
           (syntax != Syntax::RdfXml || resolve_reference(iri, iri) == iri);
}

/// True if what is written is read again as the same term.
bool is_writable(const TermView& term, Syntax syntax) {
    switch (term.kind) {
        case TermKind::Iri:
            return is_writable_iri(term.text, syntax);
        case TermKind::BlankNode:
            return is_valid_utf8(term.text) && is_blank_node_label(term.text);
        case TermKind::Literal:
            break;
    }
    return is_valid_utf8(term.text) && is_writable_iri(term.datatype, syntax) &&
           (term.language.empty() || is_language_tag(term.language)) &&
           (syntax != Syntax::RdfXml || (has_only_xml_characters(term.text) && term.language.size() <= 255));
}

/// Why `quad` is no quad of RDF, or none that the syntax can hold.
std::optional<Error> check(const QuadView& quad, Syntax syntax) {
    const bool is_graph_literal = quad.graph && quad.graph->kind == TermKind::Literal;
    if (quad.subject.kind == TermKind::Literal || quad.predicate.kind != TermKind::Iri || is_graph_literal) {
        return invalid_input("a literal can only be an object, and only an IRI a predicate");
    }
    if (quad.graph && syntax != Syntax::TriG && syntax != Syntax::NQuads) {
        return invalid_input("this syntax has no graph names; write TriG or N-Quads");
    }
    if (syntax == Syntax::RdfXml && !is_free_in_rdf_namespace(quad.predicate.text)) {
        return invalid_input("RDF/XML cannot write the predicate <" + std::string(quad.predicate.text) + ">");
    }
    for (const TermView* term : {&quad.subject, &quad.predicate, &quad.object, quad.graph ? &*quad.graph : nullptr}) {
        if (term != nullptr && !is_writable(*term, syntax)) {
            return invalid_input(
                "a term has characters that cannot be written, or is a relative IRI (or, in RDF/XML, not a plain one)");
        }
    }
    return std::nullopt;
}

class CheckedWriter final : public DocumentWriter {
  public:
    CheckedWriter(Syntax syntax, std::unique_ptr<DocumentWriter> writer)
        : syntax_(syntax), writer_(std::move(writer)) {}

    Result<void> add(const QuadView& quad) override {
        if (auto fault = check(quad, syntax_)) {
            return *std::move(fault);
        }
        return writer_->add(quad);
    }
    Result<void> finish() override { return writer_->finish(); }

  private:
    Syntax syntax_;
    std::unique_ptr<DocumentWriter> writer_;
};

}  // namespace

Result<std::unique_ptr<DocumentWriter>> DocumentWriter::make(Syntax syntax, const PrefixMap& prefixes, ByteSink sink,
                                                             bool may_have_odd_numbers) {
    for (const auto& [name, iri] : prefixes) {
        if (!is_prefix_name(name) || !is_writable_iri(iri, syntax)) {
            return invalid_input("a prefix is a name, and stands for an absolute IRI");
        }
    }
    std::unique_ptr<DocumentWriter> writer;
    if (syntax == Syntax::RdfXml) {
        auto made = make_raptor_writer(prefixes, std::move(sink));
        if (!made) {
            return made;
        }
        writer = *std::move(made);
    } else {
        writer = make_serd_writer(syntax, prefixes, std::move(sink), may_have_odd_numbers);
    }
    return std::unique_ptr<DocumentWriter>(std::make_unique<CheckedWriter>(syntax, std::move(writer)));
}

QuadView view_of(const Quad& quad) {
    return {view_of(quad.subject), view_of(quad.predicate), view_of(quad.object),
            quad.graph ? std::optional(view_of(*quad.graph)) : std::nullopt};
}

}  // namespace gridlore::rdf
