/// The syntaxes of RDF by the names that a command line has for them. Pure functions.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::commands {

struct RdfFormat {
    std::string_view name;
    rdf::Syntax syntax;
    std::string_view media_type;
    bool has_graphs;
};

inline constexpr std::array<RdfFormat, 5> rdf_formats = {{
    {"turtle", rdf::Syntax::Turtle, "text/turtle", false},
    {"trig", rdf::Syntax::TriG, "application/trig", true},
    {"ntriples", rdf::Syntax::NTriples, "application/n-triples", false},
    {"nquads", rdf::Syntax::NQuads, "application/n-quads", true},
    {"rdfxml", rdf::Syntax::RdfXml, "application/rdf+xml", false},
}};

/// By its name, or by an extension without its dot (`ttl`).
const RdfFormat* find_rdf_format(std::string_view name);
const RdfFormat& format_of(rdf::Syntax syntax);

}  // namespace gridlore::commands
