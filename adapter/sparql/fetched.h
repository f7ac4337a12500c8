/// What an update names elsewhere, fetched before its change begins: the store's one writer waits for no other server.
/// Private to this folder.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "adapter/sparql/remote.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/query/algebra.h"
#include "knowledge-engine/query/evaluation/engine.h"

namespace gridlore::sparql {

/// The documents of LOAD and the answers of SERVICE. Immutable once all is fetched.
///
/// What a document or an endpoint does wrong is an error only where it is used, which may be SILENT.
class Fetched final : public query::ServiceCaller {
  public:
    /// Errors end the update: LimitExceeded, Unavailable (it was cancelled), InvalidInput (a variable names a SERVICE).
    Result<void> fetch(const query::Update& update, Fetcher& documents, Fetcher& answers);

    /// The quads of a document. Precondition, here as below: it was fetched.
    Result<void> load(const std::string& iri, const query::QuadConsumer& consume) const;
    Result<void> call(const std::string& endpoint, const std::string& query, query::ResultSink& answer) override;

  private:
    std::map<std::string, Result<RemoteDocument>> documents_;
    std::map<std::pair<std::string, std::string>, Result<RemoteAnswer>> answers_;  ///< by endpoint and query
};

}  // namespace gridlore::sparql
