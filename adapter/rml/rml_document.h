/// What an RML document says, whether it was written in Turtle or as YARRRML. Value types.
/// Source: RML-Core and RML-IO (http://w3id.org/rml/), and the older vocabulary of R2RML and rml.io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "knowledge-engine/rdf/term.h"

namespace gridlore::rml {

inline constexpr std::string_view rml_ns = "http://w3id.org/rml/";
inline constexpr std::string_view default_graph = "http://w3id.org/rml/defaultGraph";

/// Of a document, each counted in every triples map that has it: a few lines can say it for many.
inline constexpr std::size_t term_map_limit = 100'000;

enum class ReferenceFormulation : std::uint8_t { Csv, JsonPath, XPath };

/// A file and what its records are. Two that are equal give the same records.
struct LogicalSource {
    std::string file;  ///< as the document names it
    ReferenceFormulation formulation = ReferenceFormulation::Csv;
    std::string iterator;                           ///< of JSON and XML: what each record is; empty: the whole
    char delimiter = ',';                           ///< of CSV
    std::vector<std::string> nulls;                 ///< values that are none
    std::map<std::string, std::string> namespaces;  ///< of XPath, by prefix
    /// Numbers and booleans of JSON are literals of xsd:integer, xsd:double and xsd:boolean. Else they are strings, as
    /// the older vocabulary has it.
    bool has_natural_types = true;
    friend auto operator<=>(const LogicalSource&, const LogicalSource&) = default;
};

struct Reference {
    std::string text;
};

/// Text with the values of references in it.
struct Template {
    struct Part {
        bool is_reference = false;
        std::string text;
    };
    std::vector<Part> parts;
};

/// What a value is made of; nothing: a blank node of the record's own.
using Expression = std::variant<std::monostate, rdf::Term, Reference, Template>;

enum class TermType : std::uint8_t { Iri, Uri, UnsafeIri, UnsafeUri, BlankNode, Literal };

struct TermMap {
    Expression expression;
    TermType type = TermType::Iri;       ///< of a constant that of its term
    std::optional<Expression> language;  ///< of literals, and not together with `datatype`
    std::optional<Expression> datatype;
};

struct JoinCondition {
    Expression child;
    Expression parent;
};

/// The subjects of another triples map as objects.
struct ReferencingObjectMap {
    std::size_t parent = 0;  ///< its number in the document
    /// All hold. None: the parent's subjects of the same record of the same source.
    std::vector<JoinCondition> conditions;
};

struct PredicateObjectMap {
    std::vector<TermMap> predicates;
    std::vector<TermMap> objects;
    std::vector<ReferencingObjectMap> references;
    std::vector<TermMap> graphs;  ///< beside those of the subject
};

struct TriplesMap {
    std::string name;  ///< for messages, as in `triples map <urn:x>`
    std::string base;  ///< empty: that of whoever lifts
    LogicalSource source;
    TermMap subject;
    std::vector<rdf::Term> classes;
    std::vector<TermMap> graphs;  ///< none: the default graph, unless the predicate-object map says otherwise
    std::vector<PredicateObjectMap> predicate_objects;
};

struct RmlDocument {
    std::vector<TriplesMap> triples_maps;
};

}  // namespace gridlore::rml
