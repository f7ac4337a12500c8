/// Documents in all five syntaxes. The first byte chooses the syntax, the second how a source cuts the document, the
/// rest is the document. Cut it is read as whole, or refused as whole. What is read is written in every syntax that can
/// hold it, and read back the same but for the labels of blank nodes.

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "knowledge-engine/rdf/document_reader.h"
#include "knowledge-engine/rdf/syntax.h"
#include "knowledge-engine/rdf/term_text.h"
#include "tests/fuzz/require.h"

namespace {

using namespace gridlore;
using fuzz::require;
using rdf::Syntax;

constexpr std::array syntaxes = {Syntax::Turtle, Syntax::TriG, Syntax::NTriples, Syntax::NQuads, Syntax::RdfXml};

/// Blank nodes numbered by their first use: writers keep the order of quads.
std::vector<rdf::Quad> with_numbered_blank_nodes(std::vector<rdf::Quad> quads) {
    std::map<std::string, std::string> names;
    const auto rename = [&](rdf::Term& term) {
        if (term.is_blank_node()) {
            term.text = names.emplace(term.text, std::to_string(names.size())).first->second;
        }
    };
    for (rdf::Quad& quad : quads) {
        rename(quad.subject);
        rename(quad.object);
        if (quad.graph) {
            rename(*quad.graph);
        }
    }
    return quads;
}

const rdf::ReadOptions options{.base = "https://e.example/base", .depth_limit = 100};

Result<std::vector<rdf::Quad>> read_all(std::string_view document, Syntax syntax, rdf::PrefixMap* prefixes) {
    std::vector<rdf::Quad> quads;
    if (auto read = rdf::read(
            document, syntax, options, [&](const rdf::Quad& quad) { quads.push_back(quad); }, prefixes);
        !read) {
        return std::move(read).error();
    }
    return quads;
}

rdf::Term term_of(const rdf::TermView& view) {
    return {view.kind, std::string(view.text), std::string(view.datatype), std::string(view.language)};
}

/// Before the document stands so much that a window of the reader may end anywhere in it.
Result<std::vector<rdf::Quad>> read_in_pieces(std::string_view document, Syntax syntax, std::size_t cut) {
    constexpr std::size_t window = std::size_t{64} << 10;
    const std::size_t before = std::min(cut % 64 * 4, window / 2);
    const bool can_be_padded = syntax != Syntax::RdfXml && !document.starts_with("\xEF\xBB\xBF");
    std::string padded(can_be_padded && cut % 2 == 1 ? window - before : 0, '\n');
    padded += document;
    std::vector<rdf::Quad> quads;
    const auto read = rdf::read_document(
        rdf::memory_source(padded, 1 + cut % 7 * 9), syntax, options, [&](const rdf::QuadView& quad) {
            quads.push_back({term_of(quad.subject), term_of(quad.predicate), term_of(quad.object),
                             quad.graph ? std::optional(term_of(*quad.graph)) : std::nullopt});
            return Result<void>();
        });
    if (!read) {
        return read.error();
    }
    return quads;
}

bool has_graphs(const std::vector<rdf::Quad>& quads) {
    for (const rdf::Quad& quad : quads) {
        if (quad.graph) {
            return true;
        }
    }
    return false;
}

void check_round_trip(const std::vector<rdf::Quad>& quads, Syntax syntax, const rdf::PrefixMap& prefixes) {
    const auto written = rdf::write(quads, syntax, prefixes);
    if (!written) {
        // XML has no control characters, and no predicates that end in no name.
        require(syntax == Syntax::RdfXml && written.error().kind == ErrorKind::InvalidInput);
        return;
    }
    const auto again = read_all(*written, syntax, nullptr);
    require(again && with_numbered_blank_nodes(*again) == with_numbered_blank_nodes(quads));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const Syntax syntax = syntaxes[data[0] % syntaxes.size()];
    const std::string_view document = fuzz::text_of(data + 2, size - 2);
    rdf::PrefixMap prefixes;
    const auto quads = read_all(document, syntax, &prefixes);
    const auto pieces = read_in_pieces(document, syntax, data[1]);
    require(quads.has_value() == pieces.has_value());
    if (!quads) {
        fuzz::require_refusal(quads.error());
        require(rdf::is_valid_utf8(quads.error().message));
        require(quads.error().kind == pieces.error().kind);
        return 0;
    }
    require(with_numbered_blank_nodes(*quads) == with_numbered_blank_nodes(*pieces));
    for (const Syntax other : syntaxes) {
        if (!has_graphs(*quads) || other == Syntax::TriG || other == Syntax::NQuads) {
            check_round_trip(*quads, other, prefixes);
        }
    }
    return 0;
}
