#include "adapter/rml/check_document.h"

#include "adapter/rml/records.h"
#include "adapter/rml/term_maker.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rml {
namespace {

/// What a term map is there for.
enum class Role : std::uint8_t { Subject, Predicate, Object, Graph };

std::string_view name_of(Role role) {
    switch (role) {
        case Role::Subject:
            return "the subject map";
        case Role::Predicate:
            return "a predicate map";
        case Role::Object:
            return "an object map";
        default:
            return "a graph map";
    }
}

Error wrong(std::string_view what, std::string_view reason) {
    return invalid_input(std::string(what) + " " + std::string(reason));
}

Result<void> check_expression(const LogicalSource& source, const Expression& expression) {
    if (const auto* const reference = std::get_if<Reference>(&expression)) {
        return check_reference(source, reference->text);
    }
    if (const auto* const text = std::get_if<Template>(&expression)) {
        for (const Template::Part& part : text->parts) {
            auto checked = part.is_reference ? check_reference(source, part.text) : Result<void>();
            if (!checked) {
                return checked;
            }
        }
    }
    return {};
}

Result<void> check_type(Role role, const TermMap& map) {
    if (map.type == TermType::Literal && role != Role::Object) {
        return wrong(name_of(role),
                     "makes literals, which only objects can be: give it an IRI, or another rml:termType");
    }
    if (map.type == TermType::BlankNode && role == Role::Predicate) {
        return wrong(name_of(role), "makes blank nodes, which no predicate can be");
    }
    if (std::holds_alternative<std::monostate>(map.expression) && map.type != TermType::BlankNode) {
        return wrong(name_of(role), "has neither constant nor reference nor template");
    }
    return {};
}

Result<void> check_literal(const TermMap& map) {
    if (!map.language && !map.datatype) {
        return {};
    }
    if (map.type != TermType::Literal) {
        return wrong("an object map", "has a language or datatype but makes no literals");
    }
    if (map.language && map.datatype) {
        return wrong("an object map", "has a language and a datatype: a literal has one of them");
    }
    if (const auto* const tag = map.language ? std::get_if<rdf::Term>(&*map.language) : nullptr;
        tag != nullptr && !is_usable_language(tag->text)) {
        return wrong("\"" + tag->text + "\"", "is no language tag: expected one such as \"en\" or \"en-GB\"");
    }
    if (const auto* const type = map.datatype ? std::get_if<rdf::Term>(&*map.datatype) : nullptr;
        type != nullptr && (!type->is_iri() || type->text == rdf::rdf_lang_string)) {
        return wrong("\"" + type->text + "\"", "is no datatype: expected an IRI, and for rdf:langString a language");
    }
    return {};
}

Result<void> check_term_map(Role role, const LogicalSource& source, const TermMap& map) {
    if (auto checked = check_type(role, map); !checked) {
        return checked;
    }
    if (auto checked = check_literal(map); !checked) {
        return checked;
    }
    for (const Expression& expression :
         {map.expression, map.language.value_or(Expression()), map.datatype.value_or(Expression())}) {
        if (auto checked = check_expression(source, expression); !checked) {
            return checked;
        }
    }
    return {};
}

Result<void> check_term_maps(Role role, const LogicalSource& source, const std::vector<TermMap>& maps) {
    for (const TermMap& map : maps) {
        if (auto checked = check_term_map(role, source, map); !checked) {
            return checked;
        }
    }
    return {};
}

Result<void> check_reference_map(const TriplesMap& child, const TriplesMap& parent, const ReferencingObjectMap& map) {
    if (map.conditions.empty() && child.source != parent.source) {
        return invalid_input("it refers to the " + parent.name + ", which has another source: say with a join " +
                             "condition which records belong together");
    }
    for (const JoinCondition& condition : map.conditions) {
        if (auto checked = check_expression(child.source, condition.child); !checked) {
            return checked;
        }
        if (auto checked = check_expression(parent.source, condition.parent); !checked) {
            return checked;
        }
    }
    return {};
}

Result<void> check_part(const RmlDocument& document, const TriplesMap& map, const PredicateObjectMap& part) {
    if (part.predicates.empty()) {
        return invalid_input("a predicate-object map has no predicate");
    }
    if (part.objects.empty() && part.references.empty()) {
        return invalid_input("a predicate-object map has no object");
    }
    for (const auto& [role, maps] : {std::pair(Role::Predicate, &part.predicates),
                                     std::pair(Role::Object, &part.objects), std::pair(Role::Graph, &part.graphs)}) {
        if (auto checked = check_term_maps(role, map.source, *maps); !checked) {
            return checked;
        }
    }
    for (const ReferencingObjectMap& reference : part.references) {
        if (auto checked = check_reference_map(map, document.triples_maps[reference.parent], reference); !checked) {
            return checked;
        }
    }
    return {};
}

Result<void> check_triples_map(const RmlDocument& document, const TriplesMap& map) {
    if (!map.base.empty() && !rdf::is_absolute_iri(map.base)) {
        return invalid_input("its base \"" + map.base + "\" is no absolute IRI");
    }
    if (map.source.file.empty()) {
        return invalid_input("its source names no file");
    }
    if (auto checked = check_iterator(map.source); !checked) {
        return checked;
    }
    if (auto checked = check_term_map(Role::Subject, map.source, map.subject); !checked) {
        return checked;
    }
    if (auto checked = check_term_maps(Role::Graph, map.source, map.graphs); !checked) {
        return checked;
    }
    for (const PredicateObjectMap& part : map.predicate_objects) {
        if (auto checked = check_part(document, map, part); !checked) {
            return checked;
        }
    }
    return {};
}

}  // namespace

Result<void> check_document(const RmlDocument& document) {
    if (document.triples_maps.empty()) {
        return invalid_input("the document has no triples map");
    }
    for (const TriplesMap& map : document.triples_maps) {
        if (auto checked = check_triples_map(document, map); !checked) {
            Error error = std::move(checked).error();
            error.message = map.name + ": " + error.message;
            return error;
        }
    }
    return {};
}

}  // namespace gridlore::rml
