/// A database that answers: asked with named parameters, read row by row.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "adapter/sql/statement.h"
#include "adapter/sql/value.h"
#include "knowledge-engine/base/clock.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::sql {

struct SourceSettings {
    std::string name;     ///< for messages
    std::string address;  ///< `sqlite3:PATH`, or `postgresql:` and libpq's words: `postgresql:dbname=meters host=db`
    Duration timeout = std::chrono::seconds(10);  ///< of a query; and, before it, of the wait for a session
    std::size_t sessions = 8;                     ///< at once; further queries wait
    std::size_t row_limit = 1'000'000;            ///< of one query
};

/// By name, without `:`. What the statement does not name is left alone.
using Inputs = std::vector<std::pair<std::string, Value>>;

/// Takes what a query gives, on the thread that called. An error that it returns ends the query, which returns it.
class RowSink {
  public:
    virtual ~RowSink() = default;
    /// The columns' names, once, before all else.
    virtual Result<void> begin(std::span<const std::string> columns) = 0;
    /// As many cells as columns. They live until the next call.
    virtual Result<void> row(std::span<const Cell> cells) = 0;
    virtual Result<void> end() = 0;
};

/// Bounded sessions, each opened when it is first needed and read-only: of SQLite the file is opened so, PostgreSQL is
/// told so. Calls block; they may come from any number of threads.
class Source {
  public:
    /// Does not connect. InvalidInput: the address. `clock` outlives the source.
    static Result<std::unique_ptr<Source>> open(SourceSettings settings, Clock& clock);
    ~Source();
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;

    const SourceSettings& settings() const;
    /// With the source's name and the place before the message.
    Error named(Error error, const std::string& place) const;

    /// `place` is where the statement stands, for messages: `dso.metering-data, line 31`. Messages name the source and
    /// that, and never a password. Errors:
    /// - InvalidInput: an input is missing, has a text that is none of its column's (`abc` for a number) or U+0000; or
    ///   the statement is at fault: syntax, tables and columns that are not there, writing.
    /// - LimitExceeded: more rows than `row_limit`; all sessions are busy for as long as the time-out.
    /// - Unavailable: the database cannot be reached, the connection was lost (the next call connects anew), it did not
    ///   answer within the time-out, or `stop` was asked for, which ends the query wherever it is, but for connecting:
    ///   that has the time-out alone.
    /// Rows may have been given before an error.
    Result<void> query(const Statement& statement, const Inputs& inputs, RowSink& sink, const std::string& place,
                       std::stop_token stop = {});

    /// What the statement gives, without running it: so a document is checked against a database that is there. Errors
    /// as of `query`.
    Result<std::vector<std::string>> columns(const Statement& statement, const std::string& place);

  private:
    class Implementation;
    explicit Source(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace gridlore::sql
