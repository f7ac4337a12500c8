#include "adapter/rml/read_rml.h"

#include <map>
#include <utility>

#include "adapter/rml/check_document.h"
#include "adapter/rml/first_error.h"
#include "adapter/rml/mapping_graph.h"
#include "adapter/rml/read_source.h"
#include "adapter/rml/read_term_map.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rml {
namespace {

std::string name_of(const rdf::Term& node) {
    return "triples map " + rdf::to_text(node);
}

class Reader {
  public:
    explicit Reader(const MappingGraph& graph) : graph_(graph) {}

    Result<RmlDocument> run() {
        for (const rdf::Term& node : graph_.nodes()) {
            if (is_triples_map(node)) {
                numbers_.emplace(node, numbers_.size());
                maps_.push_back(node);
            }
        }
        RmlDocument document;
        for (const rdf::Term& node : maps_) {
            auto map = triples_map(node);
            if (!map) {
                Error error = std::move(map).error();
                error.message = name_of(node) + ": " + error.message;
                return error;
            }
            document.triples_maps.push_back(*std::move(map));
        }
        if (auto checked = check_document(document); !checked) {
            return std::move(checked).error();
        }
        return document;
    }

  private:
    bool is_triples_map(const rdf::Term& node) const {
        for (const rdf::Term& type : graph_.values(node, rdf::rdf_type)) {
            if (in_new_vocabulary(type.text) == std::string(rml_ns) + "TriplesMap") {
                return true;
            }
        }
        return graph_.has(node, "logicalSource") || graph_.has(node, "predicateObjectMap") ||
               graph_.has(node, "subjectMap");
    }

    Result<TriplesMap> triples_map(const rdf::Term& node) {
        auto known = graph_.check_properties(
            node, "it", {"logicalSource", "subjectMap", "subject", "predicateObjectMap", "baseIRI"});
        const auto source = graph_.value(node, "logicalSource");
        const auto base = graph_.value(node, "baseIRI");
        if (const Error* const error = first_error(known, source, base)) {
            return *error;
        }
        if (!*source) {
            return invalid_input("it has no rml:logicalSource");
        }
        TriplesMap made;
        made.name = name_of(node);
        made.base = *base ? (*base)->text : "";
        auto read = read_source(graph_, **source, graph_.is_new(node, "logicalSource"));
        if (!read) {
            return std::move(read).error();
        }
        made.source = *std::move(read);
        if (auto done = subject(node, made); !done) {
            return std::move(done).error();
        }
        for (const rdf::Term& part : graph_.values(node, "predicateObjectMap")) {
            auto done = predicate_object_map(part);
            if (!done) {
                return std::move(done).error();
            }
            term_maps_ +=
                1 + done->predicates.size() + done->objects.size() + done->references.size() + done->graphs.size();
            made.predicate_objects.push_back(*std::move(done));
            if (term_maps_ > term_map_limit) {
                return Error{ErrorKind::LimitExceeded,
                             "the document has more than " + std::to_string(term_map_limit) + " term maps"};
            }
        }
        return made;
    }

    Result<void> subject(const rdf::Term& node, TriplesMap& made) {
        const auto maps = graph_.values(node, "subjectMap");
        auto subjects = read_term_maps(graph_, node, {"subjectMap", "subject"}, TermType::Iri);
        if (!subjects) {
            return std::move(subjects).error();
        }
        if (subjects->size() != 1) {
            return invalid_input(subjects->empty() ? "it has no rml:subjectMap"
                                                   : "it has several subjects: expected one rml:subjectMap");
        }
        made.subject = std::move(subjects->front());
        if (maps.empty()) {
            return {};
        }
        for (const rdf::Term& type : graph_.values(maps.front(), "class")) {
            if (!type.is_iri()) {
                return invalid_input("rml:class has " + rdf::to_text(type) + ": expected an IRI");
            }
            made.classes.push_back(type);
        }
        return graphs(maps.front(), made.graphs);
    }

    Result<void> graphs(const rdf::Term& node, std::vector<TermMap>& made) {
        auto read = read_term_maps(graph_, node, {"graphMap", "graph"}, TermType::Iri);
        if (!read) {
            return std::move(read).error();
        }
        for (TermMap& map : *read) {
            if (auto* const constant = std::get_if<rdf::Term>(&map.expression); constant && constant->is_iri()) {
                const std::string iri = in_new_vocabulary(constant->text);
                constant->text = iri == default_graph ? iri : constant->text;
            }
        }
        made = *std::move(read);
        return {};
    }

    Result<PredicateObjectMap> predicate_object_map(const rdf::Term& node) {
        auto known = graph_.check_properties(node, "a predicate-object map",
                                             {"predicate", "predicateMap", "object", "objectMap", "graph", "graphMap"});
        PredicateObjectMap made;
        auto predicates = read_term_maps(graph_, node, {"predicateMap", "predicate"}, TermType::Iri);
        auto done = graphs(node, made.graphs);
        if (const Error* const error = first_error(known, predicates, done)) {
            return *error;
        }
        made.predicates = *std::move(predicates);
        for (const rdf::Term& value : graph_.values(node, "object")) {
            auto object = read_constant(value);
            if (!object) {
                return std::move(object).error();
            }
            made.objects.push_back(*std::move(object));
        }
        for (const rdf::Term& map : graph_.values(node, "objectMap")) {
            if (auto read = object_map(map, made); !read) {
                return std::move(read).error();
            }
        }
        return made;
    }

    Result<void> object_map(const rdf::Term& node, PredicateObjectMap& made) {
        if (!graph_.has(node, "parentTriplesMap")) {
            auto object = read_term_map(graph_, node, TermType::Literal);
            if (!object) {
                return std::move(object).error();
            }
            made.objects.push_back(*std::move(object));
            return {};
        }
        auto reference = reference_map(node);
        if (!reference) {
            return std::move(reference).error();
        }
        made.references.push_back(*std::move(reference));
        return {};
    }

    Result<ReferencingObjectMap> reference_map(const rdf::Term& node) {
        auto known = graph_.check_properties(node, "a referencing object map", {"parentTriplesMap", "joinCondition"});
        const auto parent = graph_.value(node, "parentTriplesMap");
        if (const Error* const error = first_error(known, parent)) {
            return *error;
        }
        const auto number = numbers_.find(**parent);
        if (number == numbers_.end()) {
            return invalid_input("rml:parentTriplesMap has " + rdf::to_text(**parent) +
                                 ", which is no triples map of this document");
        }
        ReferencingObjectMap made;
        made.parent = number->second;
        for (const rdf::Term& condition : graph_.values(node, "joinCondition")) {
            auto known_condition =
                graph_.check_properties(condition, "a join condition", {"child", "parent", "childMap", "parentMap"});
            auto child = read_expression_map(graph_, condition, "childMap", "child");
            auto other = read_expression_map(graph_, condition, "parentMap", "parent");
            if (const Error* const error = first_error(known_condition, child, other)) {
                return *error;
            }
            if (!*child || !*other) {
                return invalid_input("a join condition needs rml:child and rml:parent");
            }
            made.conditions.push_back({**std::move(child), **std::move(other)});
        }
        return made;
    }

    const MappingGraph& graph_;
    std::vector<rdf::Term> maps_;
    std::map<rdf::Term, std::size_t> numbers_;
    std::size_t term_maps_ = 0;
};

}  // namespace

Result<RmlDocument> read_rml(std::string_view turtle, const std::string& base) {
    const auto graph = MappingGraph::read(turtle, base);
    if (!graph) {
        return graph.error();
    }
    return Reader(*graph).run();
}

}  // namespace gridlore::rml
