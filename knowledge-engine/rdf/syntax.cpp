#include "knowledge-engine/rdf/syntax.h"

#include <fstream>
#include <iterator>

#include "knowledge-engine/rdf/raptor.h"
#include "knowledge-engine/rdf/serd.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rdf {

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
    if (!is_valid_utf8(document)) {
        return invalid_input("The document is not valid UTF-8.");
    }
    return syntax == Syntax::RdfXml ? read_with_raptor(document, options, sink, prefixes)
                                    : read_with_serd(document, syntax, options, sink, prefixes);
}

Result<std::vector<Quad>> read_file(const std::filesystem::path& file, const ReadOptions& options) {
    const auto syntax = syntax_of_file(file);
    if (!syntax) {
        return invalid_input(file.string() +
                             ": unknown extension. Known are .ttl, .trig, .nt, .nq, .rdf, .xml and .owl.");
    }
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        return Error{ErrorKind::NotFound, "The file " + file.string() + " cannot be read."};
    }
    const std::string document(std::istreambuf_iterator<char>(in), {});
    std::vector<Quad> quads;
    if (Result<void> done = read(document, *syntax, options, [&](const Quad& quad) { quads.push_back(quad); }); !done) {
        Error error = std::move(done).error();
        error.message = file.string() + ": " + error.message;
        return error;
    }
    return quads;
}

Result<std::string> write(const std::vector<Quad>& quads, Syntax syntax, const PrefixMap& prefixes) {
    if (syntax != Syntax::TriG && syntax != Syntax::NQuads) {
        for (const Quad& quad : quads) {
            if (quad.graph) {
                return invalid_input("This syntax has no graph names; write TriG or N-Quads.");
            }
        }
    }
    return syntax == Syntax::RdfXml ? write_with_raptor(quads, prefixes) : write_with_serd(quads, syntax, prefixes);
}

}  // namespace gridlore::rdf
