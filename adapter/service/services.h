/// Mapping documents meet HTTP: what a folder of them serves and calls, on top of an exchange
/// (docs/mapping-documents.md, "Bindings to the world").
///
/// Knows sockets only as `http::Handler`, but for the services that it calls.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/http/growing_response.h"
#include "adapter/http/http.h"
#include "adapter/service/document_folder.h"
#include "adapter/service/secrets.h"
#include "knowledge-engine/base/clock.h"
#include "knowledge-engine/base/executor.h"
#include "knowledge-engine/exchange/exchange.h"

namespace gridlore::service {

struct Settings {
    std::vector<std::string> folders;        ///< of documents; none: nothing is served or called
    Secrets secrets;                         ///< may be empty where no service has credentials
    mapping::DeclaredTerms declared;         ///< what loaded ontologies declare; empty: not checked
    std::vector<std::string> own_segments;   ///< as `FolderChecks` has it
    std::vector<std::string> own_addresses;  ///< as `FolderChecks` has it
    std::uint8_t reasoner_level = 2;         ///< of their knowledge bases
    /// Describes the server's own paths, as `openapi_document` has it; empty: there is no description.
    std::string_view own_description = {};
    http::GrowingResponse::Settings responses = {};
    std::uint64_t payload_bytes = std::uint64_t{256} << 20;  ///< of a request; beyond: 413
};

/// What became of a (re)load.
struct LoadOutcome {
    std::size_t documents = 0;
    std::vector<std::string> problems;  ///< with one of them all is as it was before
    std::vector<std::string> warnings;
};

/// Internally synchronized.
class Services {
  public:
    /// `exchange`, `clock` and what the executors run on must outlive it, the executors until `stop`. Large payloads
    /// are worked on by `executor`; reloads that a client asks for by `maintenance`. `warn` gets lines for the log; it
    /// may be empty.
    Services(Settings settings, exchange::Exchange& exchange, Clock& clock, Executor executor, Executor maintenance,
             std::function<void(std::string_view)> warn = {});
    /// As `stop`.
    ~Services();
    Services(const Services&) = delete;
    Services& operator=(const Services&) = delete;

    /// Reads the folders anew and, if nothing is wrong with any document, replaces what is served and called; documents
    /// that have not changed keep their interactions. May take long.
    LoadOutcome load();

    /// Serves what documents serve, `POST /mappings/reload` and `/mappings/exchanges/…`, and hands all other paths to
    /// `otherwise`. Requests that come from ourselves are refused with 508.
    http::Handler handler(http::Handler otherwise) const;

    /// For the server: the paths that documents serve, at any time. To be asked only as long as this is there.
    http::ChangingPaths paths() const;

    /// OpenAPI 3.1 of the server with what documents serve and call now, as JSON. Null: nothing has been loaded yet, or
    /// there is no `own_description`.
    std::shared_ptr<const std::string> description() const;

    /// Faults in the JSON of partners that were let pass, by partner.
    std::map<std::string, std::uint64_t> partner_faults() const;

    /// What is under way at services fails; nothing is called any more. Before the exchange ends. Idempotent.
    void stop();

  private:
    class Implementation;
    std::shared_ptr<Implementation> implementation_;
};

}  // namespace gridlore::service
