#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/stat.h>

#include <atomic>
#include <cctype>
#include <charconv>
#include <cmath>

#include "adapter/sql/session.h"
#include "adapter/sql/sqlite_cells.h"
#include "adapter/sql/time_text.h"

namespace gridlore::sql {
namespace {

/// Instructions of SQLite's machine between two looks at whether it was interrupted: some 0.1 ms.
constexpr int instructions_between_looks = 10'000;

constexpr std::chrono::milliseconds between_looks_at_file(100);

/// A URI says that the file is only read, and has a form for every path.
std::string read_only_uri(const std::string& path) {
    std::string uri = "file:";
    for (const char c : path) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 ||
            std::string_view("/-._~").find(c) != std::string::npos) {
            uri += c;
            continue;
        }
        constexpr std::string_view digits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        uri += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
    return uri + "?mode=ro";
}

/// SOCI puts its function's name before.
std::string without_place(const std::string& message) {
    const auto end = message.starts_with("sqlite3_statement_backend::") ? message.find(": ") : std::string::npos;
    return end == std::string::npos ? message : message.substr(end + 2);
}

class SqliteSession final : public Session {
  public:
    SqliteSession(std::string path, Duration timeout) : path_(std::move(path)), timeout_(timeout) {}
    ~SqliteSession() override { close(); }

    void interrupt() override { is_interrupted_.store(true); }
    void be_ready() override { is_interrupted_.store(false); }
    Duration grace() const override { return Duration::zero(); }

  private:
    void connect() override {
        // A session is used by one thread at a time, and SQLite would lock for each cell; and to count its memory, of
        // which nobody asks. Too late in a process that has used SQLite before: then it locks.
        static const bool configured = sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD) == SQLITE_OK &&
                                       sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;
        static_cast<void>(configured);
        session().open(soci::sqlite3, read_only_uri(path_));
        sqlite_api::sqlite3* database = connection();
        sqlite_api::sqlite3_progress_handler(
            database, instructions_between_looks,
            [](void* flag) { return static_cast<std::atomic<bool>*>(flag)->load() ? 1 : 0; }, &is_interrupted_);
        // Half of the time, so that it is said in time what is the matter.
        const auto patience = std::chrono::duration_cast<std::chrono::milliseconds>(timeout_ / 2).count();
        sqlite_api::sqlite3_busy_timeout(database, static_cast<int>(patience));
        identity_ = identity();
        looked_at_ = std::chrono::steady_clock::now();
    }

    sqlite_api::sqlite3* connection() {
        return static_cast<soci::sqlite3_session_backend*>(session().get_backend())->conn_;
    }

    static soci::sqlite3_statement_backend& backend(soci::statement& statement) {
        return *static_cast<soci::sqlite3_statement_backend*>(statement.get_backend());
    }

    /// A file that was replaced is another database, and the old one would be read for ever.
    std::pair<dev_t, ino_t> identity() const {
        struct stat found {};
        return ::stat(path_.c_str(), &found) == 0 ? std::pair(found.st_dev, found.st_ino) : std::pair<dev_t, ino_t>();
    }

    /// Looks now and then: to look costs as much as a small query.
    bool is_stale() override {
        const auto now = std::chrono::steady_clock::now();
        if (now - looked_at_ < between_looks_at_file) {
            return false;
        }
        looked_at_ = now;
        return identity() != identity_;
    }

    Result<Parameter> to_parameter(const std::string& name, const Value& value) const override {
        Parameter parameter;
        parameter.name = name;
        parameter.text = value.text;
        switch (value.kind) {
            case Kind::Null:
                parameter.indicator = soci::i_null;
                break;
            case Kind::Boolean:
                parameter.form = Parameter::Form::Integer;
                parameter.integer = value.text == "true" ? 1 : 0;
                break;
            case Kind::Time:
                return bound_time(std::move(parameter), value);
            case Kind::Integer:
            case Kind::Decimal:
            case Kind::Double:
                return bound_number(std::move(parameter), value);
            case Kind::Text:
                break;
        }
        return parameter;
    }

    /// Decimals stay texts, with their digits: SQLite compares them as the column's type has it.
    static Result<Parameter> bound_number(Parameter parameter, const Value& value) {
        if (is_before_all(value) || is_behind_all(value)) {
            parameter.form = Parameter::Form::Double;
            parameter.number = is_behind_all(value) ? HUGE_VAL : -HUGE_VAL;
            return parameter;
        }
        const char* const begin = value.text.data();
        const char* const end = begin + value.text.size();
        if (value.kind == Kind::Integer && std::from_chars(begin, end, parameter.integer).ptr == end) {
            parameter.form = Parameter::Form::Integer;
        }
        if (value.kind == Kind::Double && std::from_chars(begin, end, parameter.number).ptr == end) {
            parameter.form = Parameter::Form::Double;
        }
        return parameter;
    }

    static Result<Parameter> bound_time(Parameter parameter, const Value& value) {
        if (is_before_all(value) || is_behind_all(value)) {
            parameter.text = is_behind_all(value) ? "9999-12-31T23:59:59Z" : "0000-01-01T00:00:00Z";
            return parameter;
        }
        auto whole = whole_second_at_or_after(value.text);
        if (!whole) {
            return std::move(whole).error();
        }
        parameter.text = std::move(*whole);
        return parameter;
    }

    void bind(Prepared& prepared) override {
        for (Parameter& parameter : prepared.parameters) {
            switch (parameter.form) {
                case Parameter::Form::Integer:
                    prepared.statement.exchange(soci::use(parameter.integer, parameter.indicator, parameter.name));
                    break;
                case Parameter::Form::Double:
                    prepared.statement.exchange(soci::use(parameter.number, parameter.indicator, parameter.name));
                    break;
                case Parameter::Form::Text:
                    prepared.statement.exchange(soci::use(parameter.text, parameter.indicator, parameter.name));
            }
        }
        prepared.statement.define_and_bind();
    }

    std::vector<Column> describe(soci::statement& statement) override {
        sqlite_api::sqlite3_stmt* const prepared = backend(statement).stmt_;
        std::vector<Column> columns;
        for (int column = 0; column < sqlite_api::sqlite3_column_count(prepared); ++column) {
            const Declared declared = declared_as(sqlite_api::sqlite3_column_decltype(prepared, column));
            columns.push_back({sqlite_api::sqlite3_column_name(prepared, column), static_cast<unsigned>(declared)});
        }
        return columns;
    }

    void read_row(soci::statement& statement, const std::vector<Column>& columns, std::vector<Cell>& cells) override {
        sqlite_api::sqlite3_stmt* const row = backend(statement).stmt_;
        if (sqlite_api::sqlite3_column_count(row) != static_cast<int>(columns.size())) {
            throw soci::sqlite3_soci_error("the tables have changed meanwhile", SQLITE_SCHEMA);
        }
        room_.resize(columns.size());
        for (std::size_t column = 0; column < columns.size(); ++column) {
            const auto declared = static_cast<Declared>(columns[column].type);
            cells[column] = read_cell(row, static_cast<int>(column), declared, room_[column]);
        }
    }

    bool start(Prepared& prepared) override { return prepared.statement.execute(true); }

    bool fetch(soci::statement& statement) override {
        // The handler takes its time, too, in which SQLite does not look.
        if (is_interrupted_.load()) {
            throw soci::sqlite3_soci_error("interrupted", SQLITE_INTERRUPT);
        }
        return backend(statement).fetch(1) == soci::details::statement_backend::ef_success;
    }

    /// A statement that is not at its end would keep the file locked.
    bool settle(soci::statement& statement, bool /*is_complete*/) override {
        sqlite_api::sqlite3_reset(backend(statement).stmt_);
        return true;
    }

    Failure failure(const soci::soci_error& error) override {
        const auto* const known = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
        // The lower byte is the code, what is above says more of it.
        const int code = known == nullptr ? SQLITE_ERROR : known->result() & 0xFF;
        const std::string message = without_place(error.get_error_message());
        switch (code) {
            case SQLITE_READONLY:
            case SQLITE_ERROR:
            case SQLITE_RANGE:
            case SQLITE_MISMATCH:
            case SQLITE_TOOBIG:
                return {invalid_input(message)};
            case SQLITE_BUSY:
            case SQLITE_LOCKED:
                return {{ErrorKind::Unavailable, "another program keeps the file locked: " + message},
                        Failure::Loss::Nothing};
            case SQLITE_INTERRUPT:
                return {{ErrorKind::Unavailable, message}, Failure::Loss::Nothing};
            case SQLITE_SCHEMA:
                return {{ErrorKind::Unavailable, message}};
            default:
                return {{ErrorKind::Unavailable, message}, Failure::Loss::Session};
        }
    }

    std::string path_;
    Duration timeout_;
    std::atomic<bool> is_interrupted_ = false;
    std::pair<dev_t, ino_t> identity_;
    std::chrono::steady_clock::time_point looked_at_;  ///< whether the file is still the same
    std::vector<std::string> room_;
};

}  // namespace

Result<std::unique_ptr<Session>> make_sqlite_session(const std::string& path, const SourceSettings& settings) {
    if (path.empty()) {
        return invalid_input("the address names no file; it is sqlite3:PATH.");
    }
    return std::unique_ptr<Session>(std::make_unique<SqliteSession>(path, settings.timeout));
}

}  // namespace gridlore::sql
