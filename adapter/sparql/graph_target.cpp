#include "adapter/sparql/graph_target.h"

#include <utility>

#include "adapter/sparql/parameters.h"
#include "knowledge-engine/rdf/iri.h"

namespace gridlore::sparql {
namespace {

bool is_direct(const http::Request& request) {
    return request.path.size() > graphs_path.size() + 1;
}

Result<GraphTarget> named(const std::string& url, const std::string& reference) {
    if (!rdf::has_only_iri_characters(reference)) {
        return invalid_input("The parameter 'graph' is no IRI: '" + reference.substr(0, 200) + "'.");
    }
    std::string iri = rdf::has_scheme(reference) ? reference : rdf::resolve_reference(url, reference);
    return GraphTarget{{rdf::Term::iri(iri)}, true, iri};
}

}  // namespace

Result<GraphTarget> target_of(const http::Request& request) {
    const auto parameters = Parameters::parse(request.query);
    if (!parameters) {
        return parameters.error();
    }
    const auto graph = parameters->one("graph");
    auto url = url_of(request);
    if (!graph || !url) {
        return graph ? url.error() : graph.error();
    }
    const bool is_default = parameters->has("default");
    if (is_default + graph->has_value() + is_direct(request) > 1) {
        return invalid_input("The request names more than one graph: by its address, 'graph' or 'default'.");
    }
    if (is_direct(request)) {
        return GraphTarget{{rdf::Term::iri(*url)}, true, *url};
    }
    if (*graph) {
        return named(*url, **graph);
    }
    return GraphTarget{{}, is_default, *url};
}

}  // namespace gridlore::sparql
