/// Databases of a test's own, which sources are tried on.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gridlore::test {

/// An empty database, gone with this object. Used by one thread.
class Database {
  public:
    virtual ~Database() = default;

    /// As a source's settings have it.
    virtual std::string address() const = 0;
    /// Any number of statements. Throws std::runtime_error.
    virtual void execute(const std::string& sql) = 0;
    /// How the database would go about it, in its own words. Parameters are `$1`, `$2` …, and their values not looked
    /// at; `types` are theirs.
    virtual std::string plan(const std::string& sql, const std::vector<std::string>& types) = 0;
    /// Whatever is connected loses its connection; then the database is there again, and empty or not.
    virtual void disconnect_all() = 0;
    /// The tables of mappings/dso/schema.
    void create_schema();

  protected:
    virtual std::string schema_file() const = 0;
};

std::unique_ptr<Database> make_sqlite_database();
/// Of a server that all tests of this program share. Null: PostgreSQL is not installed. Throws std::runtime_error if it
/// is and does not start.
std::unique_ptr<Database> make_postgresql_database();

/// A generated household or workshop of the ready schema.
struct GeneratedClient {
    std::string user;         ///< U100001 …
    bool is_special = false;  ///< of table 16, and each second one
    /// One for each quarter hour: mean kW, thousandths.
    std::vector<std::int64_t> thousandths;
};

/// Fills all tables of the ready schema: clients, a secondary and a primary substation with their readings, zones and
/// topology. The same `seed` gives the same figures.
std::vector<GeneratedClient> fill_readings(Database& database, std::uint32_t seed, std::size_t clients,
                                           std::chrono::sys_seconds from, std::chrono::sys_seconds until);

/// `12.345` of 12345; `0.100` of 100.
std::string decimal_of(std::int64_t thousandths);

}  // namespace gridlore::test
