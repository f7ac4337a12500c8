/// An RDF term as a value: what a person or a client means by `<iri>`, `_:b` or `"lexical"^^<datatype>`.
/// Source: RDF 1.1 Concepts, section 3. Immutable once made; safe to share between threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace gridlore::rdf {

enum class TermKind : std::uint8_t { Iri, BlankNode, Literal };

/// Two terms are `==` when they are the same term (RDF 1.1 term equality): `1` is not `01`. For equality by value
/// see `canonical_value` in value.h.
struct Term {
    TermKind kind = TermKind::Iri;
    std::string text;      ///< the IRI, the blank node's label (without `_:`), or the literal's lexical form
    std::string datatype;  ///< of a literal: its datatype IRI, never empty (xsd:string, rdf:langString); else empty
    std::string language;  ///< of a language-tagged literal: the tag in BCP 47's canonical case; else empty

    static Term iri(std::string text);
    static Term blank_node(std::string label);
    /// A plain string literal (xsd:string).
    static Term string(std::string lexical);
    static Term literal(std::string lexical, std::string datatype);
    /// `language` is brought to canonical case (`EN-latn-us` becomes `en-Latn-US`).
    static Term language_string(std::string lexical, std::string_view language);

    bool is_iri() const { return kind == TermKind::Iri; }
    bool is_blank_node() const { return kind == TermKind::BlankNode; }
    bool is_literal() const { return kind == TermKind::Literal; }

    friend bool operator==(const Term&, const Term&) = default;
    friend auto operator<=>(const Term&, const Term&) = default;
};

/// BCP 47 (RFC 5646, 2.1.1) case: language lower, script title, region upper. Does not check the tag.
std::string canonical_language_case(std::string_view tag);

}  // namespace gridlore::rdf

template <>
struct std::hash<gridlore::rdf::Term> {
    std::size_t operator()(const gridlore::rdf::Term& term) const noexcept;
};
