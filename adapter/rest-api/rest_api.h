/// The developer REST API of the Knowledge Engine (ke-rest-contract, sections 2 to 4), with what an operator needs
/// beside it, on top of an exchange.
///
/// Knows sockets only as `http::Handler`, so that it is called from a test as it is from a server. A client can act
/// only for knowledge bases that came through here.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "adapter/http/http.h"
#include "adapter/http/server.h"
#include "adapter/rest-api/durable_records.h"
#include "adapter/rest-api/services.h"
#include "adapter/rest-api/settings.h"
#include "knowledge-engine/base/clock.h"
#include "knowledge-engine/exchange/exchange.h"

namespace gridlore::rest_api {

/// What earlier runs of the server have kept, and where this one keeps.
struct KeptState {
    DurableRecords* records = nullptr;     ///< null: nothing outlives the server
    std::uint64_t handle_request_ids = 0;  ///< the last that may have been given out; one block behind it is reserved
};

/// Internally synchronized.
class RestApi {
  public:
    /// `exchange` and `clock` must outlive the API and its handlers; so must what `executor` runs on, except that
    /// `executor` itself may be called until `stopping` returns only. `log_failure` is told of defects (answered with
    /// 500); it may be empty.
    /// `kept.records` must outlive the exchange, too. Before the API ends they must have stopped telling, and after
    /// that `executor` must have done or discarded what it was given, since what follows from changes on disk is done
    /// by it.
    RestApi(const Settings& settings, exchange::Exchange& exchange, Clock& clock, Executor executor,
            std::function<void(std::string_view)> log_failure = {}, const KeptState& kept = {});
    /// As `stopping`.
    ~RestApi();
    RestApi(const RestApi&) = delete;
    RestApi& operator=(const RestApi&) = delete;

    /// Registers anew what earlier runs have kept. Before the first request. Returns what was left out, which stays
    /// kept: a record that cannot be read, or that the exchange refuses, by the limits of its settings, say.
    std::vector<Error> restore(const std::vector<Record>& registrations);

    /// Serves every path of the API, and refuses all others.
    http::Handler handler() const;
    /// Words errors that the server itself finds, in the contract's form.
    http::RefusalWording refusal() const;
    /// Where `/metrics` gets the server's figures. To be called before the first request.
    void use_server_statistics(std::function<http::ServerStatistics()> statistics);

    /// Where `/metrics` gets how many faults in the JSON of partners were let pass, by partner. To be called before the
    /// first request.
    void use_partner_faults(std::function<std::map<std::string, std::uint64_t>()> faults);

    /// Where `/openapi.json` gets the description of all that the server does, OpenAPI as JSON, whenever it is asked
    /// for. As long as that is null, and without it, it is that of the server's own paths (`openapi_document`). To be
    /// called before the first request.
    void use_description(std::function<std::shared_ptr<const std::string>()> description);

    /// `/health/ready` is 503 from now on; all else goes on.
    void not_ready();
    /// Open polls, and those that still come, get 410.
    void stopping();

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace gridlore::rest_api
