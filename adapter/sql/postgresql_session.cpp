#include <libpq-fe.h>
#include <poll.h>
#include <soci/postgresql/soci-postgresql.h>
#include <sys/socket.h>

#include <algorithm>

#include "adapter/sql/postgresql_address.h"
#include "adapter/sql/session.h"
#include "adapter/sql/time_text.h"

namespace gridlore::sql {
namespace {

/// Types by their fixed numbers in pg_type.
enum Type : unsigned {
    boolean_type = 16,
    bigint_type = 20,
    smallint_type = 21,
    integer_type = 23,
    real_type = 700,
    double_type = 701,
    timestamp_type = 1114,
    timestamp_with_zone_type = 1184,
    numeric_type = 1700,
};

/// An SQLSTATE; the classes 22, 42 and 0A are data, statements and features at fault.
constexpr std::string_view query_canceled = "57014";
constexpr std::string_view read_only_transaction = "25006";

constexpr const char* lost_connection = "08006";

/// The server's own sentence and its hint, out of what SOCI and libpq put around them.
std::string server_message(const std::string& text) {
    std::string message;
    for (const std::string_view mark : {"ERROR:  ", "FATAL:  ", "HINT:  "}) {
        if (const auto at = text.find(mark); at != std::string::npos) {
            const auto begin = at + mark.size();
            message += (message.empty() ? "" : "; ") + text.substr(begin, text.find('\n', begin) - begin);
        }
    }
    return message.empty() ? text.substr(0, text.find_last_not_of("\n\t ") + 1) : message;
}

struct ClearAnswer {
    void operator()(PGresult* answer) const { PQclear(answer); }
};
using Answer = std::unique_ptr<PGresult, ClearAnswer>;

class PostgresqlSession final : public Session {
  public:
    PostgresqlSession(std::string uri, Duration timeout) : uri_(std::move(uri)), timeout_(timeout) {}
    ~PostgresqlSession() override { close(); }

    /// The server is not asked, who may be the one that hangs. It notices that nobody waits any more.
    void interrupt() override {
        const std::lock_guard lock(mutex_);
        is_interrupted_ = true;
        if (socket_ >= 0) {
            ::shutdown(socket_, SHUT_RDWR);
        }
    }
    void be_ready() override {
        const std::lock_guard lock(mutex_);
        is_interrupted_ = false;
    }
    /// Its own time-out leaves the session as it is.
    Duration grace() const override { return std::chrono::seconds(1); }

  private:
    void connect() override {
        session().open(soci::postgresql, uri_);
        // Else they go to standard error.
        PQsetNoticeProcessor(
            connection(), [](void*, const char*) {}, nullptr);
        const auto patience = std::chrono::duration_cast<std::chrono::milliseconds>(timeout_).count();
        session() << "SET default_transaction_read_only = on; SET client_encoding = 'UTF8'; SET timezone = 'UTC';"
                     "SET datestyle = 'ISO'; SET intervalstyle = 'iso_8601'; SET bytea_output = 'hex';"
                     "SET standard_conforming_strings = on; SET statement_timeout = " +
                         std::to_string(patience);
        if (constexpr int first_to_look = 140000; PQserverVersion(connection()) >= first_to_look) {
            session() << "SET client_connection_check_interval = 1000";
        }
        const std::lock_guard lock(mutex_);
        socket_ = PQsocket(connection());
        if (is_interrupted_) {
            ::shutdown(socket_, SHUT_RDWR);
        }
    }

    /// Its number may be another's socket's soon.
    void forget_connection() override {
        const std::lock_guard lock(mutex_);
        socket_ = -1;
    }

    soci::postgresql_session_backend& backend() {
        return *static_cast<soci::postgresql_session_backend*>(session().get_backend());
    }

    PGconn* connection() { return backend().conn_; }

    static soci::postgresql_statement_backend& backend(soci::statement& statement) {
        return *static_cast<soci::postgresql_statement_backend*>(statement.get_backend());
    }

    /// Nothing comes unasked from a server but its farewell.
    bool is_stale() override {
        pollfd waiting{PQsocket(connection()), POLLIN, 0};
        while (::poll(&waiting, 1, 0) > 0) {
            if (PQconsumeInput(connection()) == 0) {
                return true;
            }
        }
        return PQstatus(connection()) == CONNECTION_BAD;
    }

    /// All as text: the server knows what the statement needs there.
    Result<Parameter> to_parameter(const std::string& name, const Value& value) const override {
        Parameter parameter;
        parameter.name = name;
        parameter.text = value.text;
        parameter.indicator = value.kind == Kind::Null ? soci::i_null : soci::i_ok;
        return parameter;
    }

    std::vector<Column> describe(soci::statement& statement) override {
        const std::string& name = backend(statement).statementName_;
        const Answer answer(PQdescribePrepared(connection(), name.c_str()));
        const PGresult* const described = answer.get();
        check(described);
        std::vector<Column> columns;
        for (int column = 0; column < PQnfields(described); ++column) {
            columns.push_back({PQfname(described, column), PQftype(described, column)});
        }
        return columns;
    }

    void read_row(soci::statement& /*statement*/, const std::vector<Column>& columns,
                  std::vector<Cell>& cells) override {
        const PGresult* const row = row_.get();
        room_.resize(columns.size());
        for (std::size_t column = 0; column < columns.size(); ++column) {
            const int place = static_cast<int>(column);
            if (PQgetisnull(row, 0, place) != 0) {
                cells[column] = {};
                continue;
            }
            const std::string_view text(PQgetvalue(row, 0, place),
                                        static_cast<std::size_t>(PQgetlength(row, 0, place)));
            cells[column] = read_cell(text, columns[column].type, room_[column]);
        }
    }

    static Cell read_cell(std::string_view text, unsigned type, std::string& room) {
        // Without Infinity and NaN.
        const bool is_finite = text.find_first_of("nN") == std::string_view::npos;
        switch (type) {
            case boolean_type:
                return {Kind::Boolean, text == "t" ? "true" : "false"};
            case bigint_type:
            case smallint_type:
            case integer_type:
                return {Kind::Integer, text};
            case numeric_type:
                return {is_finite ? Kind::Decimal : Kind::Text, text};
            case real_type:
            case double_type:
                return {is_finite ? Kind::Double : Kind::Text, text};
            case timestamp_with_zone_type:
                return {utc_time(text, room) ? Kind::Time : Kind::Text, room};
            case timestamp_type:
                room = text;
                std::replace(room.begin(), room.end(), ' ', 'T');
                return {Kind::Text, room};
            default:
                return {Kind::Text, text};
        }
    }

    static void check(const PGresult* result) {
        if (const auto status = PQresultStatus(result); status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
            const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
            throw soci::postgresql_soci_error(PQresultErrorMessage(result), state == nullptr ? lost_connection : state);
        }
    }

    bool start(Prepared& prepared) override {
        const soci::postgresql_statement_backend& known = backend(prepared.statement);
        std::vector<const char*> values;
        for (const std::string& name : known.names_) {
            const auto found = std::find_if(prepared.parameters.begin(), prepared.parameters.end(),
                                            [&](const Parameter& parameter) { return parameter.name == name; });
            values.push_back(found->indicator == soci::i_null ? nullptr : found->text.c_str());
        }
        const int count = static_cast<int>(values.size());
        if (PQsendQueryPrepared(connection(), known.statementName_.c_str(), count, values.data(), nullptr, nullptr,
                                0) == 0 ||
            PQsetSingleRowMode(connection()) == 0) {
            throw soci::postgresql_soci_error(PQerrorMessage(connection()), lost_connection);
        }
        return fetch(prepared.statement);
    }

    bool fetch(soci::statement& /*statement*/) override {
        row_.reset(PQgetResult(connection()));
        if (PQresultStatus(row_.get()) == PGRES_SINGLE_TUPLE) {
            return true;
        }
        drain();
        check(row_.get());
        return false;
    }

    /// What the library still has of an answer that is over.
    void drain() {
        while (PGresult* const rest = PQgetResult(connection())) {
            PQclear(rest);
        }
    }

    /// Rows that nobody wants would have to be read to their end: a new session costs less.
    bool settle(soci::statement& /*statement*/, bool is_complete) override {
        if (!is_complete) {
            interrupt();
        }
        return is_complete;
    }

    Failure failure(const soci::soci_error& error) override {
        const std::string message = server_message(error.get_error_message());
        const auto* const known = dynamic_cast<const soci::postgresql_soci_error*>(&error);
        const std::string state = known == nullptr ? "" : known->sqlstate();
        if (state == query_canceled) {
            const bool was_late = message.find("statement timeout") != std::string::npos;
            return {{ErrorKind::Unavailable, was_late ? too_late(timeout_) : message}, Failure::Loss::Nothing};
        }
        if (state.starts_with("22")) {
            return {invalid_input(message), Failure::Loss::Nothing};
        }
        if (state.starts_with("42") || state.starts_with("0A") || state == read_only_transaction) {
            return {invalid_input(message)};
        }
        return {{ErrorKind::Unavailable, message}, Failure::Loss::Session};
    }

    std::string uri_;
    Duration timeout_;
    Answer row_;
    std::vector<std::string> room_;
    std::mutex mutex_;
    int socket_ = -1;
    bool is_interrupted_ = false;
};

}  // namespace

Result<std::unique_ptr<Session>> make_postgresql_session(const std::string& words, const SourceSettings& settings) {
    auto uri = postgresql_uri(words, settings.timeout);
    if (!uri) {
        return std::move(uri).error();
    }
    return std::unique_ptr<Session>(std::make_unique<PostgresqlSession>(std::move(*uri), settings.timeout));
}

}  // namespace gridlore::sql
