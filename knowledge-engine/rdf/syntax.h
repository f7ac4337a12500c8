/// Reading and writing RDF documents: Turtle, TriG, N-Triples and N-Quads through Serd, RDF/XML through Raptor.
///
/// Wrapped so that no input overflows a stack, passes invalid UTF-8 on or fetches an entity. Raptor (with the libraries
/// it drags in) is loaded when the first RDF/XML document is read or written, not at start.
/// Functions are safe from any thread; they keep no state between calls. While a piece of RDF/XML is read or written,
/// others wait; hence a `sink` must not read or write any itself. Documents too long for memory: document_reader.h,
/// document_writer.h.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::rdf {

enum class Syntax { Turtle, TriG, NTriples, NQuads, RdfXml };

/// By the last extension: .ttl .trig .nt .nq .rdf .xml .owl; nothing for any other.
std::optional<Syntax> syntax_of_file(const std::filesystem::path& file);

struct Quad {
    Term subject;
    Term predicate;
    Term object;
    std::optional<Term> graph;  ///< absent: the default graph
    friend bool operator==(const Quad&, const Quad&) = default;
    friend auto operator<=>(const Quad&, const Quad&) = default;
};

using PrefixMap = std::map<std::string, std::string, std::less<>>;

struct ReadOptions {
    std::string base;               ///< base IRI; empty: a relative IRI is an error
    std::size_t depth_limit = 100;  ///< how deep `[` and `(` (or XML elements) may nest
    /// The longest string, IRI or name, tag or comment of XML, or line of N-Triples or N-Quads, in bytes and about.
    std::size_t token_limit = std::size_t{64} << 20;
};

/// Reads a whole document and hands over its quads one by one, in the order of the text; prefixes that it declares are
/// added to `prefixes` when given. Blank nodes keep the document's own labels or get ones of the parser's; two
/// documents may use the same.
/// Stops at the first fault: InvalidInput with the position (RDF/XML: the line only, column 0), LimitExceeded for
/// nesting, for entities that grow too large and for what is longer than the options allow. What was handed over before
/// the fault is the caller's to drop. A UTF-8 byte order mark at the start is skipped.
Result<void> read(std::string_view document, Syntax syntax, const ReadOptions& options,
                  const std::function<void(const Quad&)>& sink, PrefixMap* prefixes = nullptr);

/// All quads of a file, by its extension. Errors as `read`, with file and place in the message (`in_file`); NotFound.
Result<std::vector<Quad>> read_file(const std::filesystem::path& file, const ReadOptions& options = {});

/// Writes quads, in their order; all but RDF/XML keep the labels of blank nodes. Turtle, TriG and RDF/XML use
/// `prefixes`. Errors: InvalidInput where the syntax cannot hold a quad (a literal as subject, a relative IRI; a graph
/// name in Turtle, N-Triples or RDF/XML; in RDF/XML also a predicate that ends in no XML name, and control characters).
Result<std::string> write(const std::vector<Quad>& quads, Syntax syntax, const PrefixMap& prefixes = {});

}  // namespace gridlore::rdf
