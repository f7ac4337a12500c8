#include "adapter/rml/mapping_graph.h"

#include <algorithm>
#include <array>

namespace gridlore::rml {
namespace {

constexpr std::array<std::string_view, 3> old_namespaces = {
    "http://www.w3.org/ns/r2rml#", "http://semweb.mmlab.be/ns/rml#", "http://semweb.mmlab.be/ns/ql#"};
constexpr std::array<std::string_view, 2> function_namespaces = {"http://semweb.mmlab.be/ns/fnml#",
                                                                 "https://w3id.org/function/ontology#"};

std::string full(std::string_view property) {
    return property.find(':') == std::string_view::npos ? std::string(rml_ns) + std::string(property)
                                                        : std::string(property);
}

bool is_function(std::string_view property) {
    const bool is_of_functions = std::any_of(function_namespaces.begin(), function_namespaces.end(),
                                             [&](std::string_view start) { return property.starts_with(start); });
    return is_of_functions || (property.starts_with(rml_ns) && property.find("unction") != std::string_view::npos);
}

std::string hint(std::string_view name) {
    if (is_function(name)) {
        return ": functions are not supported";
    }
    return name == full("column") ? ": use rml:reference" : ", where it has no meaning here";
}

}  // namespace

std::string in_new_vocabulary(const std::string& iri) {
    for (const std::string_view start : old_namespaces) {
        if (iri.starts_with(start)) {
            return std::string(rml_ns) + iri.substr(start.size());
        }
    }
    return iri;
}

Result<MappingGraph> MappingGraph::read(std::string_view turtle, const std::string& base) {
    MappingGraph graph;
    rdf::ReadOptions options;
    options.base = base;
    auto done = rdf::read(turtle, rdf::Syntax::Turtle, options, [&](const rdf::Quad& quad) {
        auto [place, is_first] = graph.properties_.try_emplace(quad.subject);
        if (is_first) {
            graph.nodes_.push_back(quad.subject);
        }
        place->second.push_back(
            {in_new_vocabulary(quad.predicate.text), quad.predicate.text.starts_with(rml_ns), quad.object});
    });
    if (!done) {
        return std::move(done).error();
    }
    return graph;
}

std::vector<rdf::Term> MappingGraph::values(const rdf::Term& node, std::string_view property) const {
    std::vector<rdf::Term> found;
    const auto properties = properties_.find(node);
    if (properties == properties_.end()) {
        return found;
    }
    const std::string name = full(property);
    for (const Property& one : properties->second) {
        if (one.name == name && std::find(found.begin(), found.end(), one.value) == found.end()) {
            found.push_back(one.value);
        }
    }
    return found;
}

Result<std::optional<rdf::Term>> MappingGraph::value(const rdf::Term& node, std::string_view property) const {
    const std::vector<rdf::Term> found = values(node, property);
    if (found.size() > 1) {
        return invalid_input("it has rml:" + std::string(property) + " " + std::to_string(found.size()) +
                             " times: expected it once");
    }
    return found.empty() ? std::optional<rdf::Term>() : std::optional(found.front());
}

bool MappingGraph::is_new(const rdf::Term& node, std::string_view property) const {
    const auto properties = properties_.find(node);
    const std::string name = full(property);
    return properties != properties_.end() &&
           std::any_of(properties->second.begin(), properties->second.end(),
                       [&](const Property& one) { return one.name == name && one.is_new; });
}

Result<void> MappingGraph::check_properties(const rdf::Term& node, std::string_view what,
                                            const std::vector<std::string_view>& known) const {
    const auto properties = properties_.find(node);
    if (properties == properties_.end()) {
        return {};
    }
    for (const Property& one : properties->second) {
        const bool is_ours = one.name.starts_with(rml_ns);
        const bool is_known = is_ours && std::find(known.begin(), known.end(),
                                                   std::string_view(one.name).substr(rml_ns.size())) != known.end();
        if (is_known || (!is_ours && !is_function(one.name))) {
            continue;
        }
        const std::string shown = is_ours ? "rml:" + one.name.substr(rml_ns.size()) : "<" + one.name + ">";
        return invalid_input(std::string(what) + " has " + shown + hint(one.name));
    }
    return {};
}

}  // namespace gridlore::rml
