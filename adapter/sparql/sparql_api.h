/// The SPARQL 1.1 Protocol (`/sparql`, `/update`), the Graph Store HTTP Protocol (`/graphs`) and the service
/// description (`/sparql` without a query), on top of a store; and what its operator asks of it (`/operator/backup`,
/// `/operator/check`).
///
/// Knows sockets only as `http::Handler`, so that it is called from a test as it is from a server. Give the server
/// `large_bodies(settings)`, too.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "adapter/http/http.h"
#include "adapter/sparql/settings.h"
#include "knowledge-engine/base/executor.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::sparql {

/// Internally synchronized.
class SparqlApi {
  public:
    /// Queries and large documents are worked on by `executor`, backups and checks, one at a time, by `maintenance`.
    /// `store` and what the executors run on must outlive the API and its handlers. `log_failure` is told of defects
    /// (answered with 500); it may be empty.
    SparqlApi(const Settings& settings, store::QuadStore& store, Executor executor, Executor maintenance,
              std::function<void(std::string_view)> log_failure = {});
    ~SparqlApi();
    SparqlApi(const SparqlApi&) = delete;
    SparqlApi& operator=(const SparqlApi&) = delete;

    /// Serves the paths above, and hands all others to `otherwise`.
    http::Handler handler(http::Handler otherwise) const;

    /// What is under way ends with Unavailable, and what is new is refused with 503.
    void stopping();

  private:
    class Implementation;
    std::shared_ptr<Implementation> implementation_;
};

}  // namespace gridlore::sparql
