/// One running server: store, exchange, REST API and HTTP server, wired together.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "adapter/graph/store_records.h"
#include "adapter/main/configuration/configuration.h"
#include "adapter/main/logging/log.h"
#include "adapter/service/services.h"
#include "knowledge-engine/exchange/rules.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::program {

/// Internally synchronized.
class Gateway {
  public:
    /// `log` must outlive it. `kept`: what `graph::begin_use` gave.
    Gateway(const configuration::Configuration& configuration, const std::vector<exchange::Rule>& domain_knowledge,
            std::unique_ptr<store::QuadStore> store, const graph::KeptRecords& kept, logging::Log& log);
    /// As `stop`, without patience.
    ~Gateway();
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    /// Reads the mapping documents, for the first time before `start`, and again whenever that is asked for.
    service::LoadOutcome load_mappings();

    /// Serves from now on, with what was registered before; what of it cannot be had again is logged. Errors: those of
    /// `http::Server::start`.
    Result<void> start();
    std::uint16_t port() const;

    /// Not ready any more; exchanges under way finish within the configured bound, polls are told to go (410), what is
    /// being sent is sent; then all is closed. Not from a network thread.
    void stop();

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace gridlore::program
