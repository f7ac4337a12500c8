#include "knowledge-engine/rdf/syntax.h"

#include <algorithm>

#include "knowledge-engine/base/text_file.h"
#include "knowledge-engine/rdf/iri.h"
#include "knowledge-engine/rdf/raptor.h"
#include "knowledge-engine/rdf/serd.h"
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
bool is_writable(const Term& term, Syntax syntax) {
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

/// Why `quad` is no quad of RDF, if it is none.
std::optional<Error> check(const Quad& quad, Syntax syntax) {
    if (quad.subject.is_literal() || !quad.predicate.is_iri() || (quad.graph && quad.graph->is_literal())) {
        return invalid_input("a literal can only be an object, and only an IRI a predicate");
    }
    if (quad.graph && syntax != Syntax::TriG && syntax != Syntax::NQuads) {
        return invalid_input("this syntax has no graph names; write TriG or N-Quads");
    }
    if (syntax == Syntax::RdfXml && !is_free_in_rdf_namespace(quad.predicate.text)) {
        return invalid_input("RDF/XML cannot write the predicate <" + quad.predicate.text + ">");
    }
    for (const Term* term : {&quad.subject, &quad.predicate, &quad.object, quad.graph ? &*quad.graph : nullptr}) {
        if (term != nullptr && !is_writable(*term, syntax)) {
            return invalid_input(
                "a term has characters that cannot be written, or is a relative IRI (or, in RDF/XML, not a plain one)");
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<Syntax> syntax_of_file(const std::filesystem::path& file) {
    static const std::map<std::string, Syntax> by_extension = {
        {".ttl", Syntax::Turtle}, {".trig", Syntax::TriG},  {".nt", Syntax::NTriples}, {".nq", Syntax::NQuads},
        {".rdf", Syntax::RdfXml}, {".xml", Syntax::RdfXml}, {".owl", Syntax::RdfXml}};
    const auto it = by_extension.find(file.extension().string());
    return it == by_extension.end() ? std::nullopt : std::optional(it->second);
}

Result<void> read(std::string_view document, Syntax syntax, const ReadOptions& options,
                  const std::function<void(const Quad&)>& sink, PrefixMap* prefixes) {
    if (document.starts_with("\xEF\xBB\xBF")) {
        document.remove_prefix(3);
    }
    if (auto fault = check_utf8(document)) {
        return *std::move(fault);
    }
    return syntax == Syntax::RdfXml ? read_with_raptor(document, options, sink, prefixes)
                                    : read_with_serd(document, syntax, options, sink, prefixes);
}

Result<std::vector<Quad>> read_file(const std::filesystem::path& file, const ReadOptions& options) {
    const auto syntax = syntax_of_file(file);
    if (!syntax) {
        return in_file(file, invalid_input("unknown extension; known are .ttl, .trig, .nt, .nq, .rdf, .xml and .owl"));
    }
    const auto document = read_text_file(file);
    if (!document) {
        return document.error();
    }
    std::vector<Quad> quads;
    if (Result<void> done = read(*document, *syntax, options, [&](const Quad& quad) { quads.push_back(quad); });
        !done) {
        return in_file(file, std::move(done).error());
    }
    return quads;
}

Result<std::string> write(const std::vector<Quad>& quads, Syntax syntax, const PrefixMap& prefixes) {
    for (const Quad& quad : quads) {
        if (auto fault = check(quad, syntax)) {
            return *std::move(fault);
        }
    }
    for (const auto& [name, iri] : prefixes) {
        if (!is_prefix_name(name) || !is_writable_iri(iri, syntax)) {
            return invalid_input("a prefix is a name, and stands for an absolute IRI");
        }
    }
    return syntax == Syntax::RdfXml ? write_with_raptor(quads, prefixes) : write_with_serd(quads, syntax, prefixes);
}

}  // namespace gridlore::rdf
