#include "adapter/sparql/sparql_api.h"

#include <algorithm>
#include <array>
#include <utility>

#include "adapter/http/router.h"
#include "adapter/sparql/graph_store.h"
#include "adapter/sparql/graph_target.h"
#include "adapter/sparql/maintenance.h"
#include "adapter/sparql/problem.h"
#include "adapter/sparql/query_endpoint.h"
#include "adapter/sparql/services.h"
#include "adapter/sparql/update_endpoint.h"

namespace gridlore::sparql {
namespace {

constexpr std::string_view query_path = "/sparql";
constexpr std::string_view update_path = "/update";
constexpr std::string_view below_graphs = "/graphs/*";
/// A form's text may be three times as long as what it says.
constexpr std::size_t form_factor = 3;

using Serve = void (*)(const std::shared_ptr<Services>&, http::Request, std::shared_ptr<http::Responder>);

struct Endpoint {
    std::string_view method;
    std::string_view path;
    Serve serve;
};
constexpr std::array<Endpoint, 13> endpoints = {{
    {"GET", query_path, get_query},
    {"POST", query_path, post_query},
    {"POST", update_path, post_update},
    {"GET", graphs_path, get_graph},
    {"PUT", graphs_path, put_graph},
    {"POST", graphs_path, post_graph},
    {"DELETE", graphs_path, delete_graph},
    {"GET", below_graphs, get_graph},
    {"PUT", below_graphs, put_graph},
    {"POST", below_graphs, post_graph},
    {"DELETE", below_graphs, delete_graph},
    {"POST", backup_path, post_backup},
    {"POST", check_path, post_check},
}};

bool is_served(std::string_view path) {
    return std::any_of(endpoints.begin(), endpoints.end(),
                       [path](const Endpoint& endpoint) { return http::is_path_of(path, endpoint.path); });
}

http::Router router_of(const std::shared_ptr<Services>& services) {
    std::vector<http::Route> routes;
    for (const Endpoint& endpoint : endpoints) {
        routes.push_back(
            {std::string(endpoint.method), std::string(endpoint.path),
             [services, serve = endpoint.serve](http::Request request, std::shared_ptr<http::Responder> responder) {
                 serve(services, std::move(request), std::move(responder));
             }});
    }
    return {std::move(routes),
            [](unsigned status, std::string message) { return problem(status, std::move(message)); }};
}

}  // namespace

std::vector<http::LargeBodies> large_bodies(const Settings& settings) {
    const std::size_t in_memory = settings.bytes_in_memory;
    return {{std::string(query_path), settings.query_bytes * form_factor, in_memory},
            {std::string(update_path), settings.update_bytes * form_factor, in_memory},
            {std::string(graphs_path), settings.graph_bytes, in_memory},
            {std::string(below_graphs), settings.graph_bytes, in_memory}};
}

std::vector<http::OtherRefusals> refusals() {
    std::vector<http::OtherRefusals> all;
    for (const Endpoint& endpoint : endpoints) {
        all.push_back({std::string(endpoint.path),
                       [](unsigned status, std::string message) { return problem(status, std::move(message)); }});
    }
    return all;
}

class SparqlApi::Implementation {
  public:
    explicit Implementation(std::shared_ptr<Services> services)
        : services_(std::move(services)), router_(router_of(services_)) {}

    const http::Router& router() const { return router_; }
    Services& services() { return *services_; }

  private:
    const std::shared_ptr<Services> services_;
    const http::Router router_;
};

SparqlApi::SparqlApi(const Settings& settings, store::QuadStore& store, Executor executor, Executor maintenance,
                     std::function<void(std::string_view)> log_failure)
    : implementation_(std::make_shared<Implementation>(std::make_shared<Services>(
          settings, store, std::move(executor), std::move(maintenance), std::move(log_failure)))) {}

SparqlApi::~SparqlApi() = default;

http::Handler SparqlApi::handler(http::Handler otherwise) const {
    return [implementation = implementation_, otherwise = std::move(otherwise)](
               http::Request request, std::shared_ptr<http::Responder> responder) {
        if (is_served(request.path)) {
            implementation->router().handle(std::move(request), std::move(responder));
        } else {
            otherwise(std::move(request), std::move(responder));
        }
    };
}

void SparqlApi::stopping() {
    implementation_->services().open.cancel_all();
}

}  // namespace gridlore::sparql
