/// A database with a table, and a source that asks it.
#pragma once

#include <gmock/gmock.h>

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapter/sql/source.h"
#include "tests/support/databases.h"
#include "tests/unit/adapter/sql/collected_rows.h"

namespace gridlore::sql {

inline Statement read(std::string_view sql) {
    auto statement = Statement::read(sql);
    EXPECT_TRUE(statement) << statement.error().message;
    return statement ? std::move(*statement) : *Statement::read("SELECT 1");
}

inline SystemClock& system_clock() {
    static SystemClock clock;
    return clock;
}

/// A table of readings in one of the two databases; what is asked of it.
class SqlSource : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        database_ = is_postgresql() ? test::make_postgresql_database() : test::make_sqlite_database();
        if (database_ == nullptr) {
            GTEST_SKIP() << "PostgreSQL's server is not installed; scripts/setup installs it.";
        }
        settings_.name = "meters";
        settings_.address = database_->address();
        database_->execute("CREATE TABLE reading (meter TEXT NOT NULL, time " + time_type() + " NOT NULL, value " +
                           decimal_type() + ", PRIMARY KEY (meter, time))");
    }

    static bool is_postgresql() { return GetParam() == "postgresql"; }
    static std::string time_type() { return is_postgresql() ? "timestamptz" : "TIMESTAMP"; }
    static std::string decimal_type() { return is_postgresql() ? "numeric" : "DECIMAL TEXT"; }

    /// Gives rows, one by one, for ever.
    static std::string endless() {
        return is_postgresql() ? "SELECT generate_series(1, 1000000000000) AS n"
                               : "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s) SELECT n FROM s";
    }
    /// Gives no row for minutes.
    static std::string slow() {
        return is_postgresql()
                   ? "SELECT pg_sleep(600)"
                   : "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s) SELECT n FROM s WHERE n < 0";
    }

    void fill_two_meters() {
        database_->execute(
            "INSERT INTO reading VALUES ('U1', '2021-09-27T10:00:00Z', '1.50'),"
            "('U1', '2021-09-27T10:15:00Z', NULL), ('U1', '2021-09-27T10:30:00Z', '2'),"
            "('U2', '2021-09-27T10:00:00Z', '7')");
    }

    Source& source() {
        if (source_ == nullptr) {
            auto opened = Source::open(settings_, system_clock());
            EXPECT_TRUE(opened) << opened.error().message;
            source_ = std::move(*opened);
        }
        return *source_;
    }

    Result<void> ask(std::string_view sql, const Inputs& inputs = {}, std::stop_token stop = {}) {
        rows_.rows.clear();
        rows_.is_complete = false;
        return source().query(read(sql), inputs, rows_, "test, line 3", std::move(stop));
    }

    /// The rows of a query that works.
    const std::vector<std::vector<Value>>& rows(std::string_view sql, const Inputs& inputs = {}) {
        const auto asked = ask(sql, inputs);
        EXPECT_TRUE(asked) << asked.error().message;
        EXPECT_TRUE(rows_.is_complete);
        return rows_.rows;
    }

    Error error_of(std::string_view sql, const Inputs& inputs = {}) {
        const auto asked = ask(sql, inputs);
        EXPECT_FALSE(asked) << sql;
        EXPECT_FALSE(rows_.is_complete);
        return asked ? Error{} : asked.error();
    }

    std::unique_ptr<test::Database> database_;
    SourceSettings settings_;
    CollectedRows rows_;

  private:
    std::unique_ptr<Source> source_;
};

}  // namespace gridlore::sql
