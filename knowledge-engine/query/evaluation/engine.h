/// Answers SPARQL 1.1 queries from a snapshot and makes updates: what ways in use of this folder.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/query/algebra.h"
#include "knowledge-engine/rdf/syntax.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::query {

/// Each is checked while a query runs, and named by the error that ends it (LimitExceeded).
struct Limits {
    std::chrono::nanoseconds time = std::chrono::seconds(60);
    std::size_t memory = std::size_t{256} << 20;  ///< bytes that joins, groups, sorting and new terms may hold
    std::uint64_t rows = 10'000'000;              ///< of the result
};

/// What a caller sets for one query.
struct Context {
    Limits limits;
    /// Replaces FROM and FROM NAMED (SPARQL 1.1 Protocol, 2.1.4).
    DatasetClause dataset;
    /// Set by another thread: ends with Unavailable.
    const std::atomic<bool>* cancelled = nullptr;
};

/// Receives a result as it comes. An error it returns ends the query and is passed on (a client that has gone, say).
class ResultSink {
  public:
    using Row = std::span<const std::optional<rdf::Term>>;

    virtual ~ResultSink() = default;
    /// SELECT: once, first; then rows, each in the order of `variables`.
    virtual Result<void> variables(const std::vector<std::string>& names) = 0;
    virtual Result<void> row(Row cells) = 0;
    /// ASK: once.
    virtual Result<void> boolean(bool value) = 0;
    /// CONSTRUCT and DESCRIBE: the form of the result once, then each triple once.
    virtual Result<void> graph() = 0;
    virtual Result<void> triple(const rdf::Quad& triple) = 0;
};

/// Answers `query`. Whatever went to `sink` before an error is the caller's to drop or to mark as incomplete.
/// Errors: LimitExceeded, Unavailable (cancelled, SERVICE), InvalidInput (SERVICE that is not allowed), the sink's own.
Result<void> evaluate(const Query& query, const store::Snapshot& snapshot, const Context& context, ResultSink& sink);

/// The plan as text: an indented line for each operator, with its index, pushed filters and estimated rows.
Result<std::string> explain(const Query& query, const store::Snapshot& snapshot, const Context& context);

/// What LOAD may read; empty: nothing, and LOAD fails.
using DocumentLoader = std::function<Result<std::vector<rdf::Quad>>(const std::string& iri)>;

/// All operations of one request, as one change: a failure undoes them all (unless SILENT). For `QuadStore::submit`.
Result<void> execute(const Update& update, store::WriteTransaction& transaction, const Context& context,
                     const DocumentLoader& load = {});

}  // namespace gridlore::query
