#include "adapter/main/gateway.h"

#include <future>

#include "adapter/graph/graph_knowledge_base.h"
#include "adapter/graph/watched_store.h"
#include "adapter/http/server.h"
#include "adapter/main/configuration/setting.h"
#include "adapter/main/configuration/sources.h"
#include "adapter/main/work_pool.h"
#include "adapter/rest-api/embedded.h"
#include "adapter/rest-api/rest_api.h"
#include "adapter/service/services.h"
#include "adapter/sparql/sparql_api.h"
#include "knowledge-engine/base/clock.h"
#include "knowledge-engine/exchange/exchange.h"

namespace gridlore::program {
namespace {

/// What is left to do when all exchanges have ended: the answers that are being sent.
constexpr std::chrono::milliseconds sending_bound{2000};

/// What nobody expected: a fault of ours.
void log_defect(logging::Log& log, std::string_view what) {
    log.write(logging::Level::Error, "defect", {{"what", what}});
}

void log_mappings(logging::Log& log, std::string_view what) {
    log.write(logging::Level::Warning, "mappings", {{"what", what}});
}

/// What facts are about.
mapping::DeclaredTerms declared_terms(const std::vector<exchange::Rule>& domain_knowledge) {
    mapping::DeclaredTerms declared;
    for (const exchange::Rule& rule : domain_knowledge) {
        for (const pattern::TriplePattern& triple : rule.head) {
            const auto* const subject = std::get_if<rdf::Term>(&triple.subject);
            if (rule.body.empty() && subject != nullptr && subject->is_iri()) {
                declared.insert(subject->text);
            }
        }
    }
    return declared;
}

/// Where a service would be this very server.
std::vector<std::string> own_addresses(const http::ServerSettings& server) {
    std::vector<std::string> addresses;
    for (const std::string& host :
         {server.host, std::string("127.0.0.1"), std::string("localhost"), std::string("::1")}) {
        addresses.push_back(configuration::listen_text(host, server.port));
    }
    return addresses;
}

void log_request(logging::Log& log, const http::AccessRecord& record) {
    log.write(logging::Level::Info, "request",
              {{"id", record.id},
               {"method", record.method},
               {"path", record.path},
               {"status", static_cast<std::int64_t>(record.status)},
               {"microseconds", static_cast<std::int64_t>(record.time.count())}});
}

}  // namespace

/// Members stand in the order of their dependence: each outlives those below it. What the workers do needs them all, so
/// they are stopped before anything goes.
class Gateway::Implementation {
  public:
    Implementation(const configuration::Configuration& configuration,
                   const std::vector<exchange::Rule>& domain_knowledge, std::unique_ptr<store::QuadStore> store,
                   const graph::KeptRecords& kept, logging::Log& log)
        : log_(log),
          stop_bound_(configuration.stop_bound),
          spool_(std::make_shared<http::SpoolFolder>(configuration.temporary_files)),
          store_(std::move(store)),
          records_(store_),
          registrations_(kept.registrations),
          workers_(configuration.workers, configuration.work_limit),
          graph_workers_(configuration.graph.workers, configuration.graph.work_limit),
          query_workers_(configuration.sparql.workers, configuration.work_limit),
          maintenance_worker_(1, 1),
          exchange_(configuration.exchange, clock_, domain_knowledge, executor_of(workers_)),
          graph_(std::make_shared<graph::GraphKnowledgeBase>(
              configuration.graph, store_, graph::BlankNodeNames(kept.store), exchange_, executor_of(graph_workers_))),
          rest_api_(configuration.rest_api, exchange_, clock_, executor_of(workers_),
                    [&log](std::string_view what) { log_defect(log, what); },
                    {.records = configuration.store.in_memory() ? nullptr : &records_,
                     .handle_request_ids = kept.handle_request_ids}),
          sparql_(sparql_settings(configuration), store_, executor_of(query_workers_), executor_of(maintenance_worker_),
                  [&log](std::string_view what) { log_defect(log, what); }),
          services_(service_settings(configuration, domain_knowledge), exchange_, clock_, executor_of(workers_),
                    executor_of(maintenance_worker_), [&log](std::string_view what) { log_mappings(log, what); }),
          server_(
              server_settings(configuration), sparql_.handler(services_.handler(rest_api_.handler())),
              rest_api_.refusal(), [&log](const http::AccessRecord& record) { log_request(log, record); },
              [&log](std::string_view what) { log_defect(log, what); }) {
        rest_api_.use_server_statistics([this] { return server_.statistics(); });
        rest_api_.use_partner_faults([this] { return services_.partner_faults(); });
        rest_api_.use_description([this] { return services_.description(); });
    }

    ~Implementation() {
        records_.stop();
        graph_->stop();
        services_.stop();
        workers_.stop();
        graph_workers_.stop();
        query_workers_.stop();
        maintenance_worker_.stop();
    }
    Implementation(const Implementation&) = delete;
    Implementation& operator=(const Implementation&) = delete;

    Result<void> start() {
        if (auto added = graph::GraphKnowledgeBase::add(graph_); !added) {
            return added;
        }
        for (const Error& problem : rest_api_.restore(std::exchange(registrations_, {}))) {
            log_.write(logging::Level::Error, "unrestored", {{"what", problem.message}});
        }
        return server_.start();
    }

    service::LoadOutcome load_mappings() {
        service::LoadOutcome outcome = services_.load();
        for (const std::string& warning : outcome.warnings) {
            log_mappings(log_, warning);
        }
        for (const std::string& problem : outcome.problems) {
            log_.write(logging::Level::Error, "mappings", {{"what", problem}});
        }
        log_.write(logging::Level::Info, "mappings-read",
                   {{"documents", static_cast<std::int64_t>(outcome.documents)},
                    {"taken", outcome.problems.empty() ? "yes" : "no"}});
        return outcome;
    }

    std::uint16_t port() const { return server_.port(); }

    void stop(Duration bound) {
        rest_api_.not_ready();
        std::promise<void> ended;
        exchange_.stop(bound, [&ended] { ended.set_value(); });
        ended.get_future().wait();
        rest_api_.stopping();
        sparql_.stopping();
        server_.stop(sending_bound);
    }

    Duration stop_bound() const { return stop_bound_; }

  private:
    http::ServerSettings server_settings(const configuration::Configuration& configuration) const {
        http::ServerSettings settings = configuration.server;
        settings.spool = spool_;
        settings.large_bodies = sparql::large_bodies(configuration.sparql);
        settings.other_refusals = sparql::refusals();
        settings.changing_paths = services_.paths();
        return settings;
    }

    service::Settings service_settings(const configuration::Configuration& configuration,
                                       const std::vector<exchange::Rule>& domain_knowledge) const {
        service::Settings settings;
        settings.folders = configuration.mappings;
        settings.secrets =
            service::secrets_of(configuration.secrets == configuration::no_secrets ? "" : configuration.secrets,
                                configuration::process_environment());
        settings.declared = declared_terms(domain_knowledge);
        settings.own_segments = {"rest",   "docs",   "health", "metrics",  "openapi.json",
                                 "sparql", "update", "graphs", "operator", "mappings"};
        settings.own_addresses = own_addresses(configuration.server);
        settings.own_description = rest_api::openapi_document();
        settings.reasoner_level = static_cast<std::uint8_t>(configuration.rest_api.reasoner_level);
        settings.responses.stream.folder = spool_;
        settings.payload_bytes = configuration.payload_limit;
        return settings;
    }

    sparql::Settings sparql_settings(const configuration::Configuration& configuration) const {
        sparql::Settings settings = configuration.sparql;
        settings.responses.stream.folder = spool_;
        settings.backup_folder = configuration.backup_folder();
        return settings;
    }

    static Executor executor_of(WorkPool& pool) {
        return [&pool](std::function<void()> work) { return pool.submit(std::move(work)); };
    }

    logging::Log& log_;
    Duration stop_bound_;
    std::shared_ptr<http::SpoolFolder> spool_;
    SystemClock clock_;
    graph::WatchedStore store_;
    graph::StoreRecords records_;
    std::vector<rest_api::Record> registrations_;
    WorkPool workers_;
    WorkPool graph_workers_;
    WorkPool query_workers_;
    WorkPool maintenance_worker_;
    exchange::Exchange exchange_;
    std::shared_ptr<graph::GraphKnowledgeBase> graph_;
    rest_api::RestApi rest_api_;
    sparql::SparqlApi sparql_;
    service::Services services_;
    http::Server server_;
};

Gateway::Gateway(const configuration::Configuration& configuration, const std::vector<exchange::Rule>& domain_knowledge,
                 std::unique_ptr<store::QuadStore> store, const graph::KeptRecords& kept, logging::Log& log)
    : implementation_(std::make_unique<Implementation>(configuration, domain_knowledge, std::move(store), kept, log)) {}

Gateway::~Gateway() = default;

Result<void> Gateway::start() {
    return implementation_->start();
}

service::LoadOutcome Gateway::load_mappings() {
    return implementation_->load_mappings();
}

std::uint16_t Gateway::port() const {
    return implementation_->port();
}

void Gateway::stop() {
    implementation_->stop(implementation_->stop_bound());
}

}  // namespace gridlore::program
