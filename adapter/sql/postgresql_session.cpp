#include <poll.h>
#include <soci/postgresql/soci-postgresql.h>
#include <sys/socket.h>

#include <algorithm>

#include "adapter/sql/postgresql_address.h"
#include "adapter/sql/postgresql_library.h"
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

constexpr std::size_t sqlstate_size = 5;

/// Where it is in libpq's verbose words, `ERROR:  42P01: …`, the first of which may be in any language; npos if
/// nowhere, as in what the library says before there is a connection.
std::size_t find_sqlstate(std::string_view text) {
    constexpr std::string_view before = ":  ";
    for (auto at = text.find(before); at != std::string_view::npos; at = text.find(before, at + 1)) {
        const std::string_view behind = text.substr(at + before.size());
        const std::string_view state = behind.substr(0, sqlstate_size);
        if (behind.substr(state.size()).starts_with(": ") && std::all_of(state.begin(), state.end(), [](char c) {
                return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
            })) {
            return at + before.size();
        }
    }
    return std::string_view::npos;
}

/// Empty if the server has not said one.
std::string_view sqlstate_of(std::string_view text) {
    const auto at = find_sqlstate(text);
    return at == std::string_view::npos ? "" : text.substr(at, sqlstate_size);
}

std::string rest_of_line(const std::string& text, std::size_t begin) {
    return text.substr(begin, text.find('\n', begin) - begin);
}

std::string line_behind(const std::string& text, std::string_view mark) {
    const auto at = text.find(mark);
    return at == std::string::npos ? "" : rest_of_line(text, at + mark.size());
}

/// The server's own sentence and its hint, out of what SOCI and libpq put around them.
std::string server_message(const std::string& text) {
    const auto state = find_sqlstate(text);
    std::string message = state == std::string::npos
                              ? line_behind(text, "FATAL:  ")
                              : rest_of_line(text, state + sqlstate_size + std::string_view(": ").size());
    if (const std::string hint = line_behind(text, "HINT:  "); !hint.empty()) {
        message += (message.empty() ? "" : "; ") + hint;
    }
    return message.empty() ? text.substr(0, text.find_last_not_of("\n\t ") + 1) : message;
}

using Answer = std::unique_ptr<PGresult, decltype(PostgresqlLibrary::clear)>;

class PostgresqlSession final : public Session {
  public:
    PostgresqlSession(const PostgresqlLibrary& library, std::string uri, Duration timeout)
        : libpq_(library), uri_(std::move(uri)), timeout_(timeout), row_(nullptr, library.clear) {}
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
        session().open(*libpq_.sessions, uri_);
        // With the SQLSTATE in each: SOCI 4.0 tells it only to those who link its library.
        libpq_.set_error_verbosity(connection(), PQERRORS_VERBOSE);
        // Else they go to standard error.
        libpq_.set_notice_processor(
            connection(), [](void*, const char*) {}, nullptr);
        const auto patience = std::chrono::duration_cast<std::chrono::milliseconds>(timeout_).count();
        session() << "SET default_transaction_read_only = on; SET client_encoding = 'UTF8'; SET timezone = 'UTC';"
                     "SET datestyle = 'ISO'; SET intervalstyle = 'iso_8601'; SET bytea_output = 'hex';"
                     "SET standard_conforming_strings = on; SET statement_timeout = " +
                         std::to_string(patience);
        if (constexpr int first_to_look = 140000; libpq_.server_version(connection()) >= first_to_look) {
            session() << "SET client_connection_check_interval = 1000";
        }
        const std::lock_guard lock(mutex_);
        socket_ = libpq_.socket(connection());
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
        pollfd waiting{libpq_.socket(connection()), POLLIN, 0};
        while (::poll(&waiting, 1, 0) > 0) {
            if (libpq_.consume_input(connection()) == 0) {
                return true;
            }
        }
        return libpq_.status(connection()) == CONNECTION_BAD;
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
        const Answer answer(libpq_.describe_prepared(connection(), name.c_str()), libpq_.clear);
        const PGresult* const described = answer.get();
        check(described);
        std::vector<Column> columns;
        for (int column = 0; column < libpq_.nfields(described); ++column) {
            columns.push_back({libpq_.fname(described, column), libpq_.ftype(described, column)});
        }
        return columns;
    }

    void read_row(soci::statement& /*statement*/, const std::vector<Column>& columns,
                  std::vector<Cell>& cells) override {
        const PGresult* const row = row_.get();
        room_.resize(columns.size());
        for (std::size_t column = 0; column < columns.size(); ++column) {
            const int place = static_cast<int>(column);
            if (libpq_.getisnull(row, 0, place) != 0) {
                cells[column] = {};
                continue;
            }
            const std::string_view text(libpq_.getvalue(row, 0, place),
                                        static_cast<std::size_t>(libpq_.getlength(row, 0, place)));
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
                return utc_cell(text, room);
            case timestamp_type:
                room = text;
                std::replace(room.begin(), room.end(), ' ', 'T');
                return {Kind::Text, room};
            default:
                return {Kind::Text, text};
        }
    }

    void check(const PGresult* result) const {
        if (const auto status = libpq_.result_status(result); status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
            throw soci::soci_error(libpq_.result_error_message(result));
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
        if (libpq_.send_query_prepared(connection(), known.statementName_.c_str(), count, values.data(), nullptr,
                                       nullptr, 0) == 0 ||
            libpq_.set_single_row_mode(connection()) == 0) {
            throw soci::soci_error(libpq_.error_message(connection()));
        }
        return fetch(prepared.statement);
    }

    bool fetch(soci::statement& /*statement*/) override {
        row_.reset(libpq_.get_result(connection()));
        if (libpq_.result_status(row_.get()) == PGRES_SINGLE_TUPLE) {
            return true;
        }
        drain();
        check(row_.get());
        return false;
    }

    /// What the library still has of an answer that is over.
    void drain() {
        while (PGresult* const rest = libpq_.get_result(connection())) {
            libpq_.clear(rest);
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
        const std::string text = error.get_error_message();
        const std::string message = server_message(text);
        const std::string_view state = sqlstate_of(text);
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

    PostgresqlLibrary libpq_;
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
    const auto library = load_postgresql_library();
    if (!library) {
        return library.error();
    }
    auto uri = postgresql_uri(*library, words, settings.timeout);
    if (!uri) {
        return std::move(uri).error();
    }
    return std::unique_ptr<Session>(std::make_unique<PostgresqlSession>(*library, std::move(*uri), settings.timeout));
}

}  // namespace gridlore::sql
