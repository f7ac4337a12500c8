/// What queries and updates fetch from elsewhere: SERVICE and LOAD. Only what the settings allow, and bounded by them.
#pragma once

#include <string>

#include "adapter/sparql/settings.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/query/evaluation/engine.h"

namespace gridlore::sparql {

/// Safe from any thread.
class RemoteEndpoints final : public query::ServiceCaller {
  public:
    explicit RemoteEndpoints(RemoteSettings settings) : settings_(std::move(settings)) {}
    Result<void> call(const std::string& endpoint, const std::string& query, query::ResultSink& answer) override;

  private:
    const RemoteSettings settings_;
};

/// All quads of the document at `iri`, in the syntax that its server, or its name, says it has.
/// Errors: InvalidInput (not allowed, no syntax of RDF, malformed), NotFound, Unavailable.
Result<void> load_document(const RemoteSettings& settings, const std::string& iri, const query::QuadConsumer& consume);

}  // namespace gridlore::sparql
