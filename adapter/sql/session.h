/// One connection to a database: SOCI carries the session, its statements and their named parameters. Columns are read
/// from the drivers underneath, for SOCI's rows turn decimals into doubles and take SQLite's types from declarations.
/// Of PostgreSQL the rows are, too: SOCI 4.0.3 has either all of them in memory or, told otherwise, fails
/// (it does not know PGRES_SINGLE_TUPLE).
#pragma once

#include <soci/soci.h>

#include <atomic>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapter/sql/source.h"

namespace gridlore::sql {

/// A parameter as it is bound: the member of its form.
struct Parameter {
    enum class Form { Text, Integer, Double } form = Form::Text;
    std::string name;
    std::string text;
    long long integer = 0;
    double number = 0;
    soci::indicator indicator = soci::i_ok;
};

/// Used by one thread at a time, but for `interrupt`.
class Session {
  public:
    virtual ~Session() = default;
    Session() = default;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Opens it if it is not open, or if what it is connected to has gone. Unavailable.
    Result<void> be_open();
    void close();
    /// Errors of the database are those of `Source::query`, without source and place; a session that may be of no
    /// more use is closed. `row_limit` as there.
    Result<void> run(const Statement& statement, const Inputs& inputs, RowSink& sink, std::size_t row_limit);
    Result<std::vector<std::string>> columns(const Statement& statement);

    /// Ends what runs now or next, from any thread, without waiting.
    virtual void interrupt() = 0;
    /// To be called before `run`: what was interrupted before is over.
    virtual void be_ready() {}
    /// How long the database's own time-out may be late before `interrupt` is called for it.
    virtual Duration grace() const = 0;

  protected:
    struct Column {
        std::string name;
        unsigned type = 0;  ///< as the driver has it
    };

    /// A statement that has been prepared, and what is bound to it.
    struct Prepared {
        explicit Prepared(soci::session& session) : statement(session) {}
        std::deque<Parameter> parameters;
        soci::statement statement;
        std::vector<Column> columns;
        std::vector<std::string> names;
    };

    soci::session& session() { return session_; }

    /// Throws soci::soci_error.
    virtual void connect() = 0;
    /// It is about to be closed.
    virtual void forget_connection() {}
    /// What it is connected to has gone, as far as that can be told at once.
    virtual bool is_stale() = 0;
    /// InvalidInput: a text that cannot be of its kind.
    virtual Result<Parameter> to_parameter(const std::string& name, const Value& value) const = 0;
    /// Once for each prepared statement; later, parameters change their values in their places.
    virtual void bind(Prepared& /*prepared*/) {}
    /// Of a statement that has been prepared; throws.
    virtual std::vector<Column> describe(soci::statement& statement) = 0;
    /// The current row, into as many cells as columns. Texts are the driver's, or in a room of the session.
    virtual void read_row(soci::statement& statement, const std::vector<Column>& columns, std::vector<Cell>& cells) = 0;
    /// Runs it with the parameters as they are. Whether there is a row; throws.
    virtual bool start(Prepared& prepared) = 0;
    /// Whether there is one more row; throws.
    virtual bool fetch(soci::statement& statement) = 0;
    /// Nothing of the statement is under way any more. False: the session is of no more use.
    virtual bool settle(soci::statement& statement, bool is_complete) = 0;
    /// What SOCI threw, and what of the session is of no more use.
    struct Failure {
        enum class Loss { Nothing, Statements, Session };
        Error error;
        Loss loss = Loss::Statements;
    };
    virtual Failure failure(const soci::soci_error& error) = 0;

  private:
    using Bindings = std::vector<Parameter>;
    Result<Bindings> bindings(const Statement& statement, const Inputs& inputs) const;
    Prepared& prepared(const Statement& statement, const Bindings& bindings);
    static std::vector<std::string> names_of(const std::vector<Column>& columns);
    Result<void> read_rows(Prepared& prepared, RowSink& sink, std::size_t row_limit);
    Error failed(const soci::soci_error& error);

    soci::session session_;
    bool is_open_ = false;
    /// By text and the forms of parameters. Go before the session does.
    std::map<std::string, std::unique_ptr<Prepared>> prepared_;
    std::vector<Cell> cells_;
};

/// What is said of a database that did not answer in time.
std::string too_late(Duration timeout);

/// By the part of the address behind `sqlite3:` and `postgresql:`.
Result<std::unique_ptr<Session>> make_sqlite_session(const std::string& path, const SourceSettings& settings);
Result<std::unique_ptr<Session>> make_postgresql_session(const std::string& words, const SourceSettings& settings);

}  // namespace gridlore::sql
