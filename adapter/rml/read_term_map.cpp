#include "adapter/rml/read_term_map.h"

#include <array>
#include <utility>

#include "adapter/rml/first_error.h"
#include "adapter/rml/template_text.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rml {
namespace {

constexpr std::array<std::pair<std::string_view, TermType>, 6> term_types = {{{"IRI", TermType::Iri},
                                                                              {"URI", TermType::Uri},
                                                                              {"UnsafeIRI", TermType::UnsafeIri},
                                                                              {"UnsafeURI", TermType::UnsafeUri},
                                                                              {"BlankNode", TermType::BlankNode},
                                                                              {"Literal", TermType::Literal}}};

TermType type_of(const rdf::Term& term) {
    return term.is_iri() ? TermType::Iri : term.is_literal() ? TermType::Literal : TermType::BlankNode;
}

bool makes_iris(TermType type) {
    return type != TermType::BlankNode && type != TermType::Literal;
}

Result<std::optional<TermType>> explicit_type(const MappingGraph& graph, const rdf::Term& node) {
    const auto stated = graph.value(node, "termType");
    if (!stated || !*stated) {
        return stated ? Result<std::optional<TermType>>(std::optional<TermType>()) : stated.error();
    }
    const std::string iri = in_new_vocabulary((*stated)->text);
    for (const auto& [name, type] : term_types) {
        if ((*stated)->is_iri() && iri == std::string(rml_ns) + std::string(name)) {
            return std::optional(type);
        }
    }
    return invalid_input("rml:termType has " + rdf::to_text(**stated) +
                         ": expected rml:IRI, rml:URI, rml:UnsafeIRI, rml:UnsafeURI, rml:BlankNode or rml:Literal");
}

Result<std::string> text_of(const rdf::Term& term, std::string_view property) {
    if (!term.is_literal() || term.text.empty()) {
        return invalid_input("rml:" + std::string(property) + " has " + rdf::to_text(term) + ": expected a string");
    }
    return term.text;
}

/// The one of rml:constant, rml:reference and rml:template that a node has.
Result<Expression> expression_of(const MappingGraph& graph, const rdf::Term& node) {
    std::vector<Expression> found;
    for (const rdf::Term& constant : graph.values(node, "constant")) {
        found.emplace_back(constant);
    }
    for (const rdf::Term& reference : graph.values(node, "reference")) {
        auto text = text_of(reference, "reference");
        if (!text) {
            return std::move(text).error();
        }
        found.emplace_back(Reference{*std::move(text)});
    }
    for (const rdf::Term& written : graph.values(node, "template")) {
        auto text = text_of(written, "template");
        auto parsed = text ? parse_template(*text) : Result<Template>(std::move(text).error());
        if (!parsed) {
            return std::move(parsed).error();
        }
        found.emplace_back(*std::move(parsed));
    }
    if (found.size() > 1) {
        return invalid_input("a map has several of rml:constant, rml:reference and rml:template: expected one");
    }
    return found.empty() ? Expression() : std::move(found.front());
}

/// A constant has its own type. The older tools write IRIs as strings with a term type.
Result<TermMap> constant_of(const rdf::Term& term, std::optional<TermType> stated) {
    if (stated == TermType::Iri && term.is_literal() && term.datatype == rdf::xsd_string &&
        rdf::is_absolute_iri(term.text)) {
        return read_constant(rdf::Term::iri(term.text));
    }
    auto made = read_constant(term);
    if (!made) {
        return made;
    }
    if (stated && *stated != made->type && !(makes_iris(*stated) && makes_iris(made->type))) {
        return invalid_input("the constant " + rdf::to_text(term) + " is not what its rml:termType says");
    }
    return made;
}

}  // namespace

Result<TermMap> read_constant(const rdf::Term& term) {
    if (term.is_blank_node()) {
        return invalid_input(
            "a constant is a blank node: expected an IRI or a literal (and what has properties of its "
            "own is a map: rml:graphMap, not rml:graph)");
    }
    TermMap made;
    made.expression = term;
    made.type = type_of(term);
    return made;
}

Result<TermMap> read_term_map(const MappingGraph& graph, const rdf::Term& node, TermType of_references) {
    auto known = graph.check_properties(node, "a term map",
                                        {"constant", "reference", "template", "termType", "language", "languageMap",
                                         "datatype", "datatypeMap", "class", "graph", "graphMap"});
    const auto stated = explicit_type(graph, node);
    auto expression = expression_of(graph, node);
    auto language = read_expression_map(graph, node, "languageMap", "language");
    auto datatype = read_expression_map(graph, node, "datatypeMap", "datatype");
    if (const Error* const error = first_error(known, stated, expression, language, datatype)) {
        return *error;
    }
    TermMap made;
    if (const auto* const constant = std::get_if<rdf::Term>(&*expression)) {
        auto read = constant_of(*constant, *stated);
        if (!read) {
            return read;
        }
        made = *std::move(read);
    } else {
        const bool is_literal = std::holds_alternative<Reference>(*expression) || *language || *datatype;
        made.type = stated->value_or(is_literal ? of_references : TermType::Iri);
        made.expression = *std::move(expression);
    }
    made.language = *std::move(language);
    made.datatype = *std::move(datatype);
    return made;
}

Result<std::vector<TermMap>> read_term_maps(const MappingGraph& graph, const rdf::Term& node,
                                            const MapProperties& properties, TermType of_references) {
    std::vector<TermMap> made;
    for (const rdf::Term& map : graph.values(node, properties.map)) {
        auto read = read_term_map(graph, map, of_references);
        if (!read) {
            return std::move(read).error();
        }
        made.push_back(*std::move(read));
    }
    for (const rdf::Term& constant : graph.values(node, properties.shortcut)) {
        auto read = read_constant(constant);
        if (!read) {
            return std::move(read).error();
        }
        made.push_back(*std::move(read));
    }
    return made;
}

Result<std::optional<Expression>> read_expression_map(const MappingGraph& graph, const rdf::Term& node,
                                                      std::string_view property, std::string_view shortcut) {
    const auto map = graph.value(node, property);
    const auto constant = graph.value(node, shortcut);
    if (const Error* const error = first_error(map, constant)) {
        return *error;
    }
    if (*map && *constant) {
        return invalid_input("a map has rml:" + std::string(property) + " and rml:" + std::string(shortcut) +
                             ": expected one");
    }
    if (*constant && (shortcut == "child" || shortcut == "parent")) {
        auto text = text_of(**constant, shortcut);
        return text ? Result<std::optional<Expression>>(Expression(Reference{*std::move(text)}))
                    : std::move(text).error();
    }
    if (*constant) {
        return std::optional(Expression(**constant));
    }
    if (!*map) {
        return std::optional<Expression>();
    }
    if (auto known =
            graph.check_properties(**map, "an expression map", {"constant", "reference", "template", "termType"});
        !known) {
        return std::move(known).error();
    }
    auto expression = expression_of(graph, **map);
    if (!expression) {
        return std::move(expression).error();
    }
    if (std::holds_alternative<std::monostate>(*expression)) {
        return invalid_input("rml:" + std::string(property) + " has neither constant nor reference nor template");
    }
    return std::optional(*std::move(expression));
}

}  // namespace gridlore::rml
