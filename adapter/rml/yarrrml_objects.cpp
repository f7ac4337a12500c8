#include "adapter/rml/yarrrml_objects.h"

#include <algorithm>

namespace gridlore::rml {
namespace {

const YamlKeys mapping_keys{"mapping", "m"};
const YamlKeys parameter_keys{"parameters", "pms"};

bool is_type(const PredicateObjectMap& part) {
    return std::any_of(part.predicates.begin(), part.predicates.end(), [](const TermMap& predicate) {
        const auto* const constant = std::get_if<rdf::Term>(&predicate.expression);
        return constant != nullptr && constant->text == rdf::rdf_type;
    });
}

std::string stated_type(const YAML::Node& map, const char* otherwise) {
    const YAML::Node stated = entry(map, {"type"});
    const std::string type = stated.IsDefined() ? scalar(stated, "the type") : otherwise;
    if (type != "iri" && type != "blank" && type != "literal") {
        fail(stated, "the type `" + type + "` is not known: expected iri, blank or literal");
    }
    return type;
}

/// Its value, and whether it is of this mapping: as the parameter itself says, or by its place.
std::pair<YAML::Node, bool> read_parameter(const YAML::Node& parameter, bool is_first) {
    if (parameter.IsMap()) {
        const YAML::Node value = entry(parameter, value_keys);
        if (!value.IsDefined()) {
            fail(parameter, "the parameter has no value");
        }
        return {value, is_first};
    }
    if (!parameter.IsSequence() || parameter.size() < 2 || parameter.size() > 3) {
        fail(parameter, "expected a parameter as [str1, $(reference)]");
    }
    const std::string side = parameter.size() == 3 ? scalar(parameter[2], "s or o") : is_first ? "s" : "o";
    if (side != "s" && side != "o") {
        fail(parameter, "expected s (this mapping) or o (the other), found `" + side + "`");
    }
    return {parameter[1], side == "s"};
}

}  // namespace

void YarrrmlObjects::read(const YAML::Node& node, const YAML::Node& kind, PredicateObjectMap& part) const {
    if (node.IsMap() && entry(node, mapping_keys).IsDefined()) {
        read_reference(node, part);
        return;
    }
    if (node.IsMap()) {
        read_map(node, part);
        return;
    }
    if (node.IsSequence()) {
        if (kind.IsDefined() || node.size() == 0 || node.size() > 2) {
            fail(node, "expected [VALUE, DATATYPE] or [VALUE, LANGUAGE~lang]");
        }
        read(node[0], node.size() == 2 ? node[1] : kind, part);
        return;
    }
    std::string text = scalar(node, "an object");
    const bool is_iri = take_suffix(text, "~iri") || (!kind.IsDefined() && is_type(part));
    TermMap made = is_iri ? terms_.iri(node, text) : terms_.literal(node, text);
    if (kind.IsDefined()) {
        std::string named = scalar(kind, "a datatype or language");
        const bool is_language = take_suffix(named, "~lang");
        (is_language ? made.language : made.datatype) =
            is_language ? terms_.expression(kind, named) : terms_.iri_expression(kind, named);
    }
    part.objects.push_back(std::move(made));
}

void YarrrmlObjects::read_map(const YAML::Node& map, PredicateObjectMap& part) const {
    check_keys(map, "an object", {value_keys, {"type"}, {"datatype"}, {"language"}});
    const YAML::Node value = entry(map, value_keys);
    if (!value.IsDefined()) {
        fail(map, "an object needs a value");
    }
    std::string text = scalar(value, "the value");
    const bool is_marked = take_suffix(text, "~iri");
    const std::string type = is_marked ? "iri" : stated_type(map, is_type(part) ? "iri" : "literal");
    TermMap made = type == "iri" ? terms_.iri(value, text) : terms_.literal(value, text);
    if (type == "blank") {
        made.type = TermType::BlankNode;
        if (auto* const constant = std::get_if<rdf::Term>(&made.expression)) {
            made.expression = Template{{{false, constant->text}}};  // the same node for every record
        }
    }
    if (const YAML::Node datatype = entry(map, {"datatype"}); datatype.IsDefined()) {
        made.datatype = terms_.iri_expression(datatype, scalar(datatype, "a datatype"));
    }
    if (const YAML::Node language = entry(map, {"language"}); language.IsDefined()) {
        std::string tag = scalar(language, "a language");
        take_suffix(tag, "~lang");
        made.language = terms_.expression(language, tag);
    }
    part.objects.push_back(std::move(made));
}

void YarrrmlObjects::read_reference(const YAML::Node& map, PredicateObjectMap& part) const {
    check_keys(map, "a reference to a mapping", {mapping_keys, {"condition"}});
    std::vector<JoinCondition> conditions;
    for (const YAML::Node& condition : list_of(entry(map, {"condition"}))) {
        conditions.push_back(read_condition(condition));
    }
    for (const YAML::Node& named : list_of(entry(map, mapping_keys))) {
        const auto found = mappings_.find(scalar(named, "the name of a mapping"));
        if (found == mappings_.end()) {
            fail(named, "there is no mapping `" + named.Scalar() + "`");
        }
        if (part.references.size() + found->second.size() > term_map_limit) {
            refuse_size(named, "more than " + std::to_string(term_map_limit) + " references to other mappings");
        }
        for (const std::size_t number : found->second) {
            part.references.push_back({number, conditions});
        }
    }
}

/// `function: equal` with the child's value and the parent's, in this order or marked `s` and `o`.
JoinCondition YarrrmlObjects::read_condition(const YAML::Node& map) const {
    check_keys(map, "a condition", {function_keys, parameter_keys});
    const YAML::Node function = entry(map, function_keys);
    const std::string name = function.IsDefined() ? scalar(function, "a function") : "";
    if (name != "equal" && name != "idlab-fn:equal") {
        fail(map, "the function `" + name + "` is not supported: a join knows `equal`");
    }
    const YamlNodes parameters = list_of(entry(map, parameter_keys));
    if (parameters.size() != 2) {
        fail(map, "`equal` needs two parameters");
    }
    Expression child;
    Expression parent;
    for (std::size_t at = 0; at < 2; ++at) {
        const auto [value, is_of_child] = read_parameter(parameters[at], at == 0);
        Expression& side = is_of_child ? child : parent;
        if (!std::holds_alternative<std::monostate>(side)) {
            fail(map, "both parameters are of the same mapping");
        }
        side = terms_.expression(value, scalar(value, "a value"));
    }
    return {std::move(child), std::move(parent)};
}

}  // namespace gridlore::rml
