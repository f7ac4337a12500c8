/// Answers SPARQL 1.1 queries from a snapshot and makes updates: what ways in use of this folder.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/pattern/binding_set.h"
#include "knowledge-engine/query/algebra.h"
#include "knowledge-engine/query/evaluation/deadline.h"
#include "knowledge-engine/query/evaluation/limits.h"
#include "knowledge-engine/rdf/syntax.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::query {

class QueryTerms;

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

/// Asks other endpoints for SERVICE. The engine knows no network: who has one implements this.
class ServiceCaller {
  public:
    virtual ~ServiceCaller() = default;
    /// Sends `query`, a SELECT, to `endpoint` and hands its result to `answer`, whose errors are passed on.
    /// Blank nodes of an answer are its own. Errors: InvalidInput (not an endpoint that may be asked), Unavailable.
    virtual Result<void> call(const std::string& endpoint, const std::string& query, ResultSink& answer) = 0;
};

/// What a caller sets for one query.
struct Context {
    Limits limits;
    /// Replaces FROM and FROM NAMED, USING and USING NAMED (SPARQL 1.1 Protocol, 2.1.4).
    DatasetClause dataset;
    /// Set by another thread: ends with Unavailable.
    const std::atomic<bool>* cancelled = nullptr;
    /// From when the time counts; none: from the call that is given this.
    std::optional<Deadline::Clock::time_point> begin = {};
    /// Null: SERVICE is off, and an error unless it is SILENT.
    ServiceCaller* services = nullptr;

    Deadline deadline() const { return {limits.time, cancelled, begin}; }
};

/// A query with its plan. Immutable; safe to share, and to be run by several threads at once.
class PreparedQuery {
  public:
    /// Plans `query` for the state of `snapshot`, within the context's time and for its dataset.
    /// Errors: LimitExceeded (too many patterns, or no more time), Unavailable (cancelled), those of the snapshot.
    static Result<PreparedQuery> prepare(std::shared_ptr<const Query> query, const store::Snapshot& snapshot,
                                         const Context& context = {});

    /// Snapshots of this version can answer it.
    std::uint64_t version() const;
    const Query& query() const;

    /// Answers it. Whatever went to `sink` before an error is the caller's to drop or to mark as incomplete. The
    /// context's dataset means nothing here. Precondition: `snapshot.version() == version()`.
    /// Errors: LimitExceeded, Unavailable (cancelled, SERVICE), InvalidInput (SERVICE), the sink's own.
    Result<void> run(const store::Snapshot& snapshot, const Context& context, ResultSink& sink) const;

    /// The solutions of its pattern as they come, in ids: column `v` is the query's variable `v`; there may be others
    /// behind those. An error that `consume` returns ends it.
    using Consumer = std::function<Result<void>(const pattern::BindingSet& rows, QueryTerms& terms)>;
    Result<void> solutions(const store::Snapshot& snapshot, const Context& context, const Consumer& consume) const;

    /// The plan as text: an indented line for each operator, with what it looks up and about how many rows it gives
    /// (`<1 row`: likely none; `no rows`: certainly none).
    std::string explain() const;

  private:
    struct State;
    explicit PreparedQuery(std::shared_ptr<const State> state) : state_(std::move(state)) {}

    std::shared_ptr<const State> state_;
};

/// `PreparedQuery::prepare` and `run`, which share the time.
Result<void> evaluate(const Query& query, const store::Snapshot& snapshot, const Context& context, ResultSink& sink);
/// `PreparedQuery::prepare` and `explain`.
Result<std::string> explain(const Query& query, const store::Snapshot& snapshot, const Context& context);

/// Reads the document that LOAD names and hands over its quads, as they come. Labels of blank nodes are the document's.
using QuadConsumer = std::function<Result<void>(const rdf::Quad& quad)>;
using DocumentLoader = std::function<Result<void>(const std::string& iri, const QuadConsumer& consume)>;

/// All operations of one request, as one change: a failure undoes them all (unless SILENT). For `QuadStore::submit`.
/// Graphs that hold nothing do not exist here: CREATE of such a one has no effect, CLEAR is DROP, and both mind a graph
/// that is not there only as SPARQL 1.1 Update, 3.2, has it. Without `load`, LOAD fails. Limits are those of the whole
/// request; their rows count the quads that are inserted or removed.
/// Errors: as `evaluate`; NotFound and Conflict (a graph that is not there, or is, without SILENT); InvalidInput (a
/// dataset of the protocol's together with USING or WITH); the loader's.
Result<void> execute(const Update& update, store::WriteTransaction& transaction, const Context& context,
                     const DocumentLoader& load = {});

}  // namespace gridlore::query
