/// What queries and updates fetch from elsewhere: SERVICE and LOAD. Only what the settings allow, and bounded by them.
/// Private to this folder.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "adapter/http/http.h"
#include "adapter/sparql/settings.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/query/evaluation/engine.h"
#include "knowledge-engine/query/results/result_format.h"
#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::sparql {

/// What LOAD gets.
struct RemoteDocument {
    std::string iri;
    std::string text;
    rdf::Syntax syntax;
};
/// All of its quads. Errors: InvalidInput (malformed), those of `consume`.
Result<void> read(const RemoteDocument& document, const query::QuadConsumer& consume);

/// What SERVICE gets.
struct RemoteAnswer {
    std::string endpoint;
    std::string text;
    query::ResultFormat format;
};
/// Errors: Unavailable (no result), those of `sink`.
Result<void> read(const RemoteAnswer& answer, query::ResultSink& sink);

/// Fetches for one request, which has one allowance of bytes, of fetches and of time. Confined to one thread.
///
/// Errors that are the other side's: InvalidInput (not allowed, no syntax of RDF), NotFound, Unavailable. LimitExceeded
/// (the allowance is used up) is the request's, whatever is SILENT in it.
class Fetcher {
  public:
    /// What it is given must outlive it. Once `cancelled` is true, each fetch fails with Unavailable, also one that is
    /// under way.
    Fetcher(const RemoteSettings& settings, std::chrono::nanoseconds time, const std::atomic<bool>& cancelled);

    Result<RemoteDocument> document(const std::string& iri);
    Result<RemoteAnswer> answer(const std::string& endpoint, const std::string& query);
    /// Unavailable: the request was cancelled; LimitExceeded: its time is over.
    Result<void> check_going_on() const;

  private:
    struct Body {
        std::string text;
        std::string media_type;
    };
    Result<void> begin(std::string_view what, const std::string& iri);
    Result<Body> download(const std::string& iri, const std::string& method, const http::Headers& headers,
                          const std::string& body);
    Result<Body> read_file(const std::string& iri) const;

    const RemoteSettings& settings_;
    const std::atomic<bool>& cancelled_;
    const std::chrono::steady_clock::time_point deadline_;
    std::uint64_t bytes_left_;
    unsigned fetches_left_;
};

/// For a query: asks an endpoint when its turn comes.
class RemoteEndpoints final : public query::ServiceCaller {
  public:
    explicit RemoteEndpoints(Fetcher& fetcher) : fetcher_(fetcher) {}
    Result<void> call(const std::string& endpoint, const std::string& query, query::ResultSink& answer) override;

  private:
    Fetcher& fetcher_;
};

}  // namespace gridlore::sparql
