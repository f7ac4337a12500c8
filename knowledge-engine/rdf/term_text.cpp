#include "knowledge-engine/rdf/term_text.h"

#include <array>
#include <utility>

#include "knowledge-engine/rdf/literal_text.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::rdf {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> builtin_prefixes = {
    {{"rdf", rdf_ns}, {"rdfs", rdfs_ns}, {"owl", owl_ns}, {"xsd", xsd_ns}}};

std::string expand(std::string_view prefix, std::string_view local) {
    for (const auto& [name, iri] : builtin_prefixes) {
        if (name == prefix) {
            return std::string(iri).append(local);
        }
    }
    return std::string(prefix).append(":").append(local);
}

Error no_term(const TokenReader& reader) {
    return reader.error(R"(expected an RDF term such as <https://e.example/x>, "text", "7"^^xsd:int or 7, found )" +
                        reader.describe() + (reader.at_end() ? "" : "; put quotes around a plain string"));
}

/// `<…>` or a prefixed name.
Result<std::string> read_iri(TokenReader& reader) {
    if (reader.peek() == '<') {
        return reader.iri_reference();
    }
    const auto prefix = reader.prefix();
    if (!prefix) {
        return no_term(reader);
    }
    auto local = reader.local_name();
    if (!local) {
        return local;
    }
    return expand(*prefix, *local);
}

Result<Term> read_blank_node(TokenReader& reader) {
    const std::string_view label = reader.blank_node_label();
    if (label.empty()) {
        return reader.error("expected a blank node's label behind `_:`, found " + reader.describe());
    }
    return Term::blank_node(std::string(label));
}

Result<Term> read_term(TokenReader& reader) {
    switch (reader.peek()) {
        case '"':
        case '\'':
            return read_string_literal(reader, read_iri);
        case '?':
        case '$':
            return reader.error("expected an RDF term, found the variable " + reader.describe() +
                                "; leave the key out to leave a variable unbound");
        default:
            break;
    }
    if (reader.skip("_:")) {
        return read_blank_node(reader);
    }
    if (auto number = read_number(reader, true)) {
        return *std::move(number);
    }
    if (reader.text() == "true" || reader.text() == "false") {
        reader.advance(reader.text().size());
        return Term::literal(std::string(reader.text()), std::string(xsd_boolean));
    }
    auto iri = read_iri(reader);
    if (!iri) {
        return std::move(iri).error();
    }
    return Term::iri(*std::move(iri));
}

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            case '\f':
                out += "\\f";
                break;
            default:
                out += c;
        }
    }
}

/// True if a bare `term` is read back as the same literal, by the grammar of patterns (no point at the end).
bool has_short_form(const Term& term) {
    if (term.datatype == xsd_boolean) {
        return term.text == "true" || term.text == "false";
    }
    if (term.datatype != xsd_integer && term.datatype != xsd_decimal) {
        return false;
    }
    TokenReader reader(term.text);
    const auto number = reader.number(false);
    return number && reader.at_end() && number->datatype == term.datatype;
}

}  // namespace

Result<Term> parse_term(std::string_view text) {
    if (auto fault = check_utf8(text)) {
        return *std::move(fault);
    }
    TokenReader reader(text);
    auto term = read_term(reader);
    if (term && !reader.at_end()) {
        return reader.error("expected the end of the term, found " + reader.describe() +
                            "; IRIs are written <https://e.example/x>, strings in quotes");
    }
    return term;
}

std::string to_text(const TermView& term) {
    std::string out;
    out.reserve(term.text.size() + term.datatype.size() + 6);
    switch (term.kind) {
        case TermKind::Iri:
            return std::move(out.append("<").append(term.text).append(">"));
        case TermKind::BlankNode:
            return std::move(out.append("_:").append(term.text));
        case TermKind::Literal:
            break;
    }
    out += '"';
    append_escaped(out, term.text);
    out += '"';
    if (!term.language.empty()) {
        out.append("@").append(term.language);
    } else if (term.datatype != xsd_string) {
        out.append("^^<").append(term.datatype).append(">");
    }
    return out;
}

std::string to_short_text(const Term& term) {
    return term.is_literal() && has_short_form(term) ? term.text : to_text(term);
}

}  // namespace gridlore::rdf
