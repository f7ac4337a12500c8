#include "tests/support/databases.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <stdexcept>

#include "adapter/sql/time_text.h"

namespace gridlore::test {
namespace {

constexpr int not_installed = 77;  // of postgresql_cluster.py

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

class SqliteDatabase final : public Database {
  public:
    SqliteDatabase() : folder_(make_folder()), path_(folder_ / "a database.db") { open(); }
    ~SqliteDatabase() override {
        sqlite3_close(database_);
        std::filesystem::remove_all(folder_);
    }

    std::string address() const override { return "sqlite3:" + path_.string(); }

    void execute(const std::string& sql) override {
        char* message = nullptr;
        if (sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, &message) != SQLITE_OK) {
            const std::string told = message;
            sqlite3_free(message);
            throw std::runtime_error(told);
        }
    }

    std::string plan(const std::string& sql, const std::vector<std::string>& /*types*/) override {
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v2(database_, ("EXPLAIN QUERY PLAN " + sql).c_str(), -1, &statement, nullptr);
        std::string lines;
        constexpr int detail = 3;
        while (sqlite3_step(statement) == SQLITE_ROW) {
            lines += reinterpret_cast<const char*>(sqlite3_column_text(statement, detail)) + std::string("\n");
        }
        sqlite3_finalize(statement);
        return lines;
    }

    void disconnect_all() override {
        sqlite3_close(database_);
        const std::filesystem::path other = folder_ / "other";
        std::filesystem::copy_file(path_, other);
        std::filesystem::rename(other, path_);
        open();
    }

  private:
    static std::filesystem::path make_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "gridlore-sql-XXXXXX").string();
        return mkdtemp(name.data());
    }

    void open() {
        static const int configured = sqlite3_config(SQLITE_CONFIG_MULTITHREAD);  // as the program has it
        if (configured != SQLITE_OK) {
            throw std::runtime_error("SQLite was used before it was configured");
        }
        if (sqlite3_open(path_.c_str(), &database_) != SQLITE_OK) {
            throw std::runtime_error("no database at " + path_.string());
        }
        execute("PRAGMA synchronous = OFF");
    }

    std::string schema_file() const override { return "sqlite.sql"; }

    std::filesystem::path folder_;
    std::filesystem::path path_;
    sqlite3* database_ = nullptr;
};

/// postgresql_cluster.py, which ends its server when this program has gone.
class Cluster {
  public:
    static Cluster& instance() {
        static Cluster cluster;
        return cluster;
    }

    bool is_installed() const { return is_installed_; }
    const std::string& address() const { return address_; }

    void restart() {
        const std::string_view command = "restart\n";
        if (::write(to_, command.data(), command.size()) < 0 || read_line() != "restarted") {
            throw std::runtime_error("PostgreSQL does not start again");
        }
    }

  private:
    Cluster() {
        start();
        address_ = read_line();
        if (address_.empty()) {
            int status = 0;
            ::waitpid(pid_, &status, 0);
            is_installed_ = !WIFEXITED(status) || WEXITSTATUS(status) != not_installed;
            if (is_installed_) {
                throw std::runtime_error("PostgreSQL is installed and does not start");
            }
        }
    }
    ~Cluster() {
        ::close(to_);
        ::waitpid(pid_, nullptr, 0);
    }

    void start() {
        std::array<int, 2> input{};
        std::array<int, 2> output{};
        if (::pipe2(input.data(), O_CLOEXEC) != 0 || ::pipe2(output.data(), O_CLOEXEC) != 0) {
            throw std::runtime_error("no pipe");
        }
        pid_ = ::fork();
        if (pid_ == 0) {
            ::dup2(input[0], STDIN_FILENO);
            ::dup2(output[1], STDOUT_FILENO);
            ::execlp("python3", "python3", GRIDLORE_POSTGRESQL_CLUSTER, nullptr);
            ::_exit(EXIT_FAILURE);
        }
        ::close(input[0]);
        ::close(output[1]);
        to_ = input[1];
        from_ = output[0];
    }

    std::string read_line() const {
        std::string line;
        for (char c = 0; ::read(from_, &c, 1) == 1 && c != '\n';) {
            line += c;
        }
        return line;
    }

    pid_t pid_ = 0;
    int to_ = -1;
    int from_ = -1;
    bool is_installed_ = true;
    std::string address_;
};

/// The first column of what the last statement gives, line by line.
std::string execute_on(const std::string& words, const std::string& sql) {
    PGconn* const connection = PQconnectdb(words.c_str());
    PGresult* const result = PQexec(connection, sql.c_str());
    const auto status = PQresultStatus(result);
    const std::string message = PQerrorMessage(connection);
    std::string lines;
    for (int row = 0; row < PQntuples(result); ++row) {
        lines += PQgetvalue(result, row, 0) + std::string("\n");
    }
    PQclear(result);
    PQfinish(connection);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        throw std::runtime_error(message);
    }
    return lines;
}

/// A schema, which looks like a database of its own and costs less.
class PostgresqlDatabase final : public Database {
  public:
    PostgresqlDatabase() {
        static int count = 0;
        name_ = "test_" + std::to_string(++count);
        execute_on(Cluster::instance().address(), "CREATE SCHEMA " + name_);
    }
    ~PostgresqlDatabase() override {
        try {
            execute_on(Cluster::instance().address(),
                       "SET client_min_messages = warning; DROP SCHEMA " + name_ + " CASCADE");
        } catch (const std::runtime_error& error) {
            std::fprintf(stderr, "%s", error.what());
        }
    }

    std::string address() const override { return "postgresql:" + words(); }
    void execute(const std::string& sql) override { execute_on(words(), sql); }
    std::string plan(const std::string& sql, const std::vector<std::string>& types) override {
        std::string all_types;
        std::string nulls;
        for (const std::string& type : types) {
            all_types += (all_types.empty() ? "" : ", ") + type;
            nulls += nulls.empty() ? "NULL" : ", NULL";
        }
        return execute_on(words(), "SET plan_cache_mode = force_generic_plan; PREPARE asked (" + all_types + ") AS " +
                                       sql + "; EXPLAIN EXECUTE asked (" + nulls + ")");
    }
    void disconnect_all() override { Cluster::instance().restart(); }

  private:
    std::string words() const { return Cluster::instance().address() + " options=-csearch_path=" + name_; }
    std::string schema_file() const override { return "postgresql.sql"; }

    std::string name_;
};

constexpr std::chrono::minutes quarter_hour(15);

/// A day's course with noise on it; some are at home at noon.
std::int64_t generated_value(std::mt19937& random, std::chrono::sys_seconds time, std::size_t client) {
    const auto hour = std::chrono::duration_cast<std::chrono::hours>(time.time_since_epoch()).count() % 24;
    const auto base = static_cast<std::int64_t>(100 + 150 * ((static_cast<std::size_t>(hour) + 3 * client) % 8));
    return base + static_cast<std::int64_t>(random() % 1000);
}

void insert_client(Database& database, const GeneratedClient& client, std::size_t number) {
    const std::string id = std::to_string(number);
    const std::string zone = number % 2 == 0 ? "'Z123457'" : "'Z123456'";
    database.execute("INSERT INTO client VALUES (" + id + ", '" + client.user + "', " + zone + ", '" +
                     (client.is_special ? "MV" : "LV") + "');" + "INSERT INTO grid_topology VALUES (" + id +
                     (client.is_special ? ", NULL, NULL" : ", 1, 1") + ", 1, 2)");
}

/// `first` and `others` are columns; the others have figures that go with the first.
void insert_readings(Database& database, const std::string& table, std::size_t id, const std::string& first,
                     const std::string& others, const std::string& other_values, std::chrono::sys_seconds from,
                     const std::vector<std::int64_t>& thousandths) {
    std::string sql = "INSERT INTO " + table + "_reading (" + (table.ends_with("client") ? "client" : table) +
                      "_id, time, " + first + others + ") VALUES ";
    for (std::size_t quarter = 0; quarter < thousandths.size(); ++quarter) {
        sql += (quarter == 0 ? "(" : ", (") + std::to_string(id) + ", '" +
               sql::utc_text(from + quarter * quarter_hour) + "', '" + decimal_of(thousandths[quarter]) + "'" +
               other_values + ")";
    }
    database.execute(sql);
}

}  // namespace

void Database::create_schema() {
    execute(read_file(std::filesystem::path(GRIDLORE_SCHEMA_FOLDER) / schema_file()));
}

std::unique_ptr<Database> make_sqlite_database() {
    return std::make_unique<SqliteDatabase>();
}

std::unique_ptr<Database> make_postgresql_database() {
    return Cluster::instance().is_installed() ? std::make_unique<PostgresqlDatabase>() : nullptr;
}

std::string decimal_of(std::int64_t thousandths) {
    std::string digits = std::to_string(thousandths);
    digits.insert(0, digits.size() < 4 ? 4 - digits.size() : 0, '0');
    return digits.insert(digits.size() - 3, ".");
}

std::vector<GeneratedClient> fill_readings(Database& database, std::uint32_t seed, std::size_t clients,
                                           std::chrono::sys_seconds from, std::chrono::sys_seconds until) {
    database.execute(
        "INSERT INTO zone VALUES ('Z123456', 'North'), ('Z123457', 'South');"
        "INSERT INTO secondary_substation VALUES (1, 'Z123456');"
        "INSERT INTO primary_substation VALUES (1, 'Hill')");
    std::mt19937 random(seed);
    std::vector<GeneratedClient> generated;
    std::vector<std::int64_t> total(static_cast<std::size_t>((until - from) / quarter_hour));
    for (std::size_t number = 1; number <= clients; ++number) {
        GeneratedClient& client = generated.emplace_back();
        client.user = "U" + std::to_string(100000 + number);
        client.is_special = number % 2 == 0;
        insert_client(database, client, number);
        for (std::size_t quarter = 0; quarter < total.size(); ++quarter) {
            client.thousandths.push_back(generated_value(random, from + quarter * quarter_hour, number));
            total[quarter] += client.thousandths.back();
        }
        insert_readings(database, client.is_special ? "special_client" : "lv_client", number,
                        "active_power_withdrawn_kw", client.is_special ? "" : ", voltage_v",
                        client.is_special ? "" : ", '230.1'", from, client.thousandths);
    }
    insert_readings(database, "secondary_substation", 1, "active_power_withdrawn_kw", ", voltage_v", ", '231.5'", from,
                    total);
    insert_readings(database, "primary_substation", 1, "active_power_mw", ", voltage_kv, tap_position", ", '15.02', 3",
                    from, total);
    database.execute("ANALYZE");
    return generated;
}

}  // namespace gridlore::test
