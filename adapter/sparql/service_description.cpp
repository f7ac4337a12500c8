#include "adapter/sparql/service_description.h"

#include <string>
#include <utility>
#include <vector>

#include "adapter/sparql/formats.h"
#include "adapter/sparql/parameters.h"
#include "adapter/sparql/problem.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::sparql {
namespace {

using rdf::Term;

constexpr std::string_view sd_ns = "http://www.w3.org/ns/sparql-service-description#";
constexpr std::string_view void_ns = "http://rdfs.org/ns/void#";
constexpr std::string_view formats_ns = "http://www.w3.org/ns/formats/";
/// So many named graphs are listed.
constexpr std::size_t graph_limit = 1000;

Term sd(std::string_view name) {
    return Term::iri(std::string(sd_ns).append(name));
}

class Description {
  public:
    explicit Description(const std::string& endpoint) : service_(Term::iri(endpoint)) {}

    std::vector<rdf::Quad> take() { return std::move(quads_); }

    void add_service(const Settings& settings) {
        type(service_, "Service");
        add(service_, sd("endpoint"), service_);
        add(service_, sd("supportedLanguage"), sd("SPARQL11Query"));
        add(service_, sd("supportedLanguage"), sd("SPARQL11Update"));
        if (!settings.service.allowed.empty()) {
            add(service_, sd("feature"), sd("BasicFederatedQuery"));
        }
        for (const std::string_view format :
             {"SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"}) {
            add(service_, sd("resultFormat"), Term::iri(std::string(formats_ns).append(format)));
        }
        for (const GraphOffer& offer : graph_offers()) {
            if (!offer.format_iri.empty()) {
                const Term format = Term::iri(std::string(offer.format_iri));
                add(service_, sd("resultFormat"), format);
                add(service_, sd("inputFormat"), format);
            }
        }
    }

    Result<void> add_dataset(const store::Snapshot& snapshot) {
        const Term dataset = Term::blank_node("dataset");
        const Term default_graph = Term::blank_node("default");
        add(service_, sd("defaultDataset"), dataset);
        type(dataset, "Dataset");
        add(dataset, sd("defaultGraph"), default_graph);
        type(default_graph, "Graph");
        const auto size = snapshot.estimate({});
        const auto graphs = snapshot.graphs();
        if (!size || !graphs) {
            return size ? graphs.error() : size.error();
        }
        add(default_graph, Term::iri(std::string(void_ns) + "triples"),
            Term::literal(std::to_string(*size), std::string(rdf::xsd_integer)));
        for (std::size_t i = 0; i < graphs->size() && i < graph_limit; ++i) {
            auto name = snapshot.term((*graphs)[i]);
            if (!name) {
                return std::move(name).error();
            }
            if (name->is_iri()) {
                add_named_graph(dataset, *name, "graph" + std::to_string(i));
            }
        }
        return {};
    }

  private:
    void add_named_graph(const Term& dataset, const Term& name, const std::string& label) {
        const Term named = Term::blank_node(label);
        const Term graph = Term::blank_node(label + "content");
        add(dataset, sd("namedGraph"), named);
        type(named, "NamedGraph");
        add(named, sd("name"), name);
        add(named, sd("graph"), graph);
        type(graph, "Graph");
    }

    void type(const Term& subject, std::string_view name) {
        add(subject, Term::iri(std::string(rdf::rdf_type)), sd(name));
    }
    void add(const Term& subject, Term predicate, Term object) {
        quads_.push_back({subject, std::move(predicate), std::move(object), std::nullopt});
    }

    const Term service_;
    std::vector<rdf::Quad> quads_;
};

Result<std::string> description_of(const Services& services, const std::string& endpoint, rdf::Syntax syntax) {
    const auto snapshot = services.store.snapshot();
    if (!snapshot) {
        return snapshot.error();
    }
    Description description(endpoint);
    description.add_service(services.settings);
    if (auto added = description.add_dataset(**snapshot); !added) {
        return std::move(added).error();
    }
    rdf::PrefixMap prefixes = services.settings.prefixes;
    prefixes.emplace("sd", sd_ns);
    prefixes.emplace("void", void_ns);
    return rdf::write(description.take(), syntax, prefixes);
}

}  // namespace

void describe_service(Services& services, Task& task) {
    const auto offer = choose_graph(task.request.header_list("Accept"));
    // Who asks for a page or for anything else gets Turtle rather than nothing: this is where one looks first.
    const GraphOffer chosen = offer.value_or(graph_offers().front());
    const auto endpoint = url_of(task.request);
    if (!endpoint) {
        return task.responder->respond(problem(endpoint.error(), Stage::Reading));
    }
    auto text = description_of(services, *endpoint, chosen.syntax);
    if (!text) {
        return task.responder->respond(problem(text.error(), Stage::Answering));
    }
    auto response = http::Response::with_body(200, content_type(chosen.media_type), *std::move(text));
    response.headers.emplace_back("Vary", "Accept");
    task.responder->respond(std::move(response));
}

}  // namespace gridlore::sparql
