#include "knowledge-engine/rdf/syntax.h"

#include <algorithm>

#include "knowledge-engine/base/text_file.h"
#include "knowledge-engine/rdf/document_reader.h"
#include "knowledge-engine/rdf/document_writer.h"
#include "knowledge-engine/rdf/serd_writer.h"

namespace gridlore::rdf {
namespace {

Term term_of(const TermView& view) {
    return {view.kind, std::string(view.text), std::string(view.datatype), std::string(view.language)};
}

Quad quad_of(const QuadView& view) {
    return {term_of(view.subject), term_of(view.predicate), term_of(view.object),
            view.graph ? std::optional(term_of(*view.graph)) : std::nullopt};
}

bool is_odd(const Quad& quad) {
    return would_be_broken(view_of(quad).object);
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
    const QuadHandler handler = [&sink](const QuadView& quad) {
        sink(quad_of(quad));
        return Result<void>();
    };
    return read_document(memory_source(document), syntax, options, handler, prefixes);
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
    std::string document;
    const ByteSink sink = [&document](std::string_view bytes) {
        document += bytes;
        return Result<void>();
    };
    auto writer = DocumentWriter::make(syntax, prefixes, sink, std::any_of(quads.begin(), quads.end(), is_odd));
    if (!writer) {
        return std::move(writer).error();
    }
    for (const Quad& quad : quads) {
        if (Result<void> added = (*writer)->add(view_of(quad)); !added) {
            return std::move(added).error();
        }
    }
    if (Result<void> finished = (*writer)->finish(); !finished) {
        return std::move(finished).error();
    }
    return document;
}

}  // namespace gridlore::rdf
