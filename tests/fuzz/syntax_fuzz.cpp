/// Documents in all five syntaxes. The first byte chooses the syntax, the rest is the document. What is read is
/// written in every syntax that can hold it, and read back the same but for the labels of blank nodes.

#include <array>
#include <map>
#include <string>
#include <vector>

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

Result<std::vector<rdf::Quad>> read_all(std::string_view document, Syntax syntax, rdf::PrefixMap* prefixes) {
    std::vector<rdf::Quad> quads;
    const rdf::ReadOptions options{.base = "https://e.example/base", .depth_limit = 100};
    if (auto read = rdf::read(
            document, syntax, options, [&](const rdf::Quad& quad) { quads.push_back(quad); }, prefixes);
        !read) {
        return std::move(read).error();
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
    if (size == 0) {
        return 0;
    }
    rdf::PrefixMap prefixes;
    const auto quads = read_all(fuzz::text_of(data + 1, size - 1), syntaxes[data[0] % syntaxes.size()], &prefixes);
    if (!quads) {
        fuzz::require_refusal(quads.error());
        require(rdf::is_valid_utf8(quads.error().message));
        return 0;
    }
    for (const Syntax syntax : syntaxes) {
        if (!has_graphs(*quads) || syntax == Syntax::TriG || syntax == Syntax::NQuads) {
            check_round_trip(*quads, syntax, prefixes);
        }
    }
    return 0;
}
