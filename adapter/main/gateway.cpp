#include "adapter/main/gateway.h"

#include <future>

#include "adapter/graph/graph_knowledge_base.h"
#include "adapter/graph/watched_store.h"
#include "adapter/http/server.h"
#include "adapter/main/work_pool.h"
#include "adapter/rest-api/rest_api.h"
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
          server_(
              server_settings(configuration), sparql_.handler(rest_api_.handler()), rest_api_.refusal(),
              [&log](const http::AccessRecord& record) { log_request(log, record); },
              [&log](std::string_view what) { log_defect(log, what); }) {
        rest_api_.use_server_statistics([this] { return server_.statistics(); });
    }

    ~Implementation() {
        records_.stop();
        graph_->stop();
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
    http::Server server_;
};

Gateway::Gateway(const configuration::Configuration& configuration, const std::vector<exchange::Rule>& domain_knowledge,
                 std::unique_ptr<store::QuadStore> store, const graph::KeptRecords& kept, logging::Log& log)
    : implementation_(std::make_unique<Implementation>(configuration, domain_knowledge, std::move(store), kept, log)) {}

Gateway::~Gateway() = default;

Result<void> Gateway::start() {
    return implementation_->start();
}

std::uint16_t Gateway::port() const {
    return implementation_->port();
}

void Gateway::stop() {
    implementation_->stop(implementation_->stop_bound());
}

}  // namespace gridlore::program
