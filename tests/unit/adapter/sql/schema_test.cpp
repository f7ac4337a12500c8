/// The ready schema, mappings/dso/schema, and a generated year in it.
#include <date/tz.h>
#include <gmock/gmock.h>

#include <map>

#include "adapter/sql/aggregate.h"
#include "adapter/sql/source.h"
#include "adapter/sql/time_text.h"
#include "tests/support/databases.h"
#include "tests/unit/adapter/sql/collected_rows.h"

namespace gridlore::sql {
namespace {

using std::chrono::sys_seconds;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

constexpr std::chrono::minutes quarter_hour(15);

sys_seconds at(const std::string& text) {
    return whole_second_before(text).value();
}

class SqlSchema : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        const bool is_postgresql = GetParam() == "postgresql";
        database_ = is_postgresql ? test::make_postgresql_database() : test::make_sqlite_database();
        if (database_ == nullptr) {
            GTEST_SKIP() << "PostgreSQL's server is not installed; scripts/setup installs it.";
        }
        database_->create_schema();
        auto opened = Source::open({"meters", database_->address()}, clock_);
        ASSERT_TRUE(opened) << opened.error().message;
        source_ = std::move(*opened);
    }

    Result<void> ask(const std::string& sql, const Inputs& inputs, RowSink& sink) {
        const auto statement = Statement::read(sql);
        EXPECT_TRUE(statement);
        return source_->query(*statement, inputs, sink, "");
    }

    CollectedRows rows(const std::string& sql, const Inputs& inputs = {}) {
        CollectedRows collected;
        const auto asked = ask(sql, inputs, collected);
        EXPECT_TRUE(asked) << asked.error().message;
        return collected;
    }

    SystemClock clock_;
    std::unique_ptr<test::Database> database_;
    std::unique_ptr<Source> source_;
};

INSTANTIATE_TEST_SUITE_P(, SqlSchema, testing::Values("sqlite3", "postgresql"),
                         [](const auto& parameter) { return parameter.param; });

const std::string metering =
    "SELECT user_id, time, value, unit FROM metering WHERE user_id = :user AND time >= :time_from AND time < "
    ":time_until";

Inputs period(const std::string& user, const std::string& from, const std::string& until) {
    return {{"user", {Kind::Text, user}}, {"time_from", {Kind::Time, from}}, {"time_until", {Kind::Time, until}}};
}

TEST_P(SqlSchema, GivesAnEndUsersReadingsOfAPeriod) {
    const auto clients = test::fill_readings(*database_, 7, 4, at("2021-09-27T00:00:00Z"), at("2021-09-28T00:00:00Z"));
    for (const auto& client : clients) {
        const auto found =
            rows(metering + " ORDER BY time", period(client.user, "2021-09-27T10:00:00Z", "2021-09-27T10:30:00Z"));
        EXPECT_THAT(
            found.rows,
            ElementsAre(
                ElementsAre(Value{Kind::Text, client.user}, Value{Kind::Time, "2021-09-27T10:00:00Z"},
                            Value{Kind::Decimal, test::decimal_of(client.thousandths[40])}, Value{Kind::Text, "kW"}),
                ElementsAre(Value{Kind::Text, client.user}, Value{Kind::Time, "2021-09-27T10:15:00Z"},
                            Value{Kind::Decimal, test::decimal_of(client.thousandths[41])}, Value{Kind::Text, "kW"})));
    }
    EXPECT_THAT(rows(metering, period("U9", "2021-09-27T00:00:00Z", "2021-09-28T00:00:00Z")).rows, SizeIs(0));
}

/// IC-11.1 to IC-11.6.
TEST_P(SqlSchema, HasTheFiveTablesOfTheDocument) {
    test::fill_readings(*database_, 7, 2, at("2021-09-27T00:00:00Z"), at("2021-09-27T00:15:00Z"));
    const std::vector<std::pair<std::string, std::string>> tables = {
        {"lv_client_reading",
         "client_id, active_power_injected_kw, active_power_withdrawn_kw, reactive_power_injected_capacitive_kvar, "
         "reactive_power_injected_inductive_kvar, reactive_power_withdrawn_capacitive_kvar, "
         "reactive_power_withdrawn_inductive_kvar, voltage_v"},
        {"special_client_reading",
         "client_id, active_power_withdrawn_kw, reactive_power_injected_kvar, reactive_power_withdrawn_kvar"},
        {"secondary_substation_reading",
         "secondary_substation_id, active_power_injected_kw, active_power_withdrawn_kw, "
         "reactive_power_injected_capacitive_kvar, reactive_power_injected_inductive_kvar, "
         "reactive_power_withdrawn_capacitive_kvar, reactive_power_withdrawn_inductive_kvar, voltage_v"},
        {"primary_substation_reading",
         "primary_substation_id, active_power_mw, reactive_power_mvar, current_a, voltage_kv, tap_position"}};
    for (const auto& [table, columns] : tables) {
        EXPECT_THAT(rows("SELECT " + columns + " FROM " + table).rows, SizeIs(1)) << table;
    }
    EXPECT_THAT(rows("SELECT * FROM grid_topology ORDER BY client_id").rows,
                ElementsAre(ElementsAre(Value{Kind::Integer, "1"}, Value{Kind::Integer, "1"}, Value{Kind::Integer, "1"},
                                        Value{Kind::Integer, "1"}, Value{Kind::Integer, "2"}),
                            ElementsAre(Value{Kind::Integer, "2"}, Value{}, Value{}, Value{Kind::Integer, "1"},
                                        Value{Kind::Integer, "2"})));
    EXPECT_THAT(rows("SELECT tap_position, voltage_kv FROM primary_substation_reading").rows,
                ElementsAre(ElementsAre(Value{Kind::Integer, "3"}, Value{Kind::Decimal, "15.02"})));
}

TEST_P(SqlSchema, GivesEachMeasureWithItsUnitAndDigits) {
    test::fill_readings(*database_, 7, 2, at("2021-09-27T00:00:00Z"), at("2021-09-27T00:15:00Z"));
    const auto count = [&](const std::string& view) {
        return rows("SELECT measure, value, unit FROM " + view).rows.size();
    };
    EXPECT_EQ(count("lv_client_measure"), 7U);
    EXPECT_EQ(count("special_client_measure"), 3U);
    EXPECT_EQ(count("secondary_substation_measure"), 7U);
    EXPECT_THAT(rows("SELECT time, measure, value, unit FROM primary_substation_measure WHERE measure IN ('Voltage', "
                     "'Tap Position') ORDER BY measure")
                    .rows,
                ElementsAre(ElementsAre(Value{Kind::Time, "2021-09-27T00:00:00Z"}, Value{Kind::Text, "Tap Position"},
                                        testing::Field(&Value::text, "3"), Value{Kind::Text, "N/A"}),
                            ElementsAre(Value{Kind::Time, "2021-09-27T00:00:00Z"}, Value{Kind::Text, "Voltage"},
                                        Value{Kind::Decimal, "15.02"}, Value{Kind::Text, "kV"})));
}

TEST_P(SqlSchema, RefusesReadingsThatCannotBe) {
    test::fill_readings(*database_, 7, 1, at("2021-09-27T00:00:00Z"), at("2021-09-27T00:15:00Z"));
    EXPECT_THROW(
        database_->execute("INSERT INTO lv_client_reading (client_id, time) VALUES (1, '2021-09-27T00:00:00Z')"),
        std::runtime_error);
    EXPECT_THROW(database_->execute("INSERT INTO lv_client_reading (client_id, time) VALUES (1, '27 past noon')"),
                 std::runtime_error);
    EXPECT_THROW(database_->execute("INSERT INTO client VALUES (9, 'U100001', 'Z123456', 'LV')"), std::runtime_error);
    EXPECT_THROW(database_->execute("UPDATE grid_topology SET secondary_substation_feeder = NULL"), std::runtime_error);
}

TEST_P(SqlSchema, FindsAPeriodByAnIndex) {
    test::fill_readings(*database_, 7, 4, at("2021-09-01T00:00:00Z"), at("2021-10-01T00:00:00Z"));
    const std::string plan =
        database_->plan("SELECT time, value FROM metering WHERE user_id = $1 AND time >= $2 AND time < $3",
                        {"text", "timestamptz", "timestamptz"});
    const std::string range = GetParam() == "postgresql" ? "(\"time\" >= $2) AND (\"time\" < $3)" : "time>? AND time<?";
    EXPECT_THAT(plan, AllOf(HasSubstr(range), Not(HasSubstr("Seq Scan on lv_client_reading")),
                            Not(HasSubstr("Seq Scan on special_client_reading")), Not(HasSubstr("SCAN"))));
}

/// Sum and number of the quarter hours of each day of Lisbon's clock, by plain loops.
std::map<std::string, std::pair<std::int64_t, std::int64_t>> days_of(const test::GeneratedClient& client,
                                                                     sys_seconds from) {
    const auto* const lisbon = date::locate_zone("Europe/Lisbon");
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> days;
    for (std::size_t quarter = 0; quarter < client.thousandths.size(); ++quarter) {
        const auto local = lisbon->to_local(from + quarter * quarter_hour);
        auto& [sum, count] = days[date::format("%F", date::floor<date::days>(local))];
        sum += client.thousandths[quarter];
        ++count;
    }
    return days;
}

TEST_P(SqlSchema, GivesTheDaysOfAYear) {
    const sys_seconds from = at("2021-01-01T00:00:00Z");
    const auto clients = test::fill_readings(*database_, 2021, 2, from, at("2022-01-01T00:00:00Z"));
    for (const auto& client : clients) {
        ASSERT_THAT(client.thousandths, SizeIs(35'040));
        Aggregation how;
        how.value = "value";
        how.time = "time";
        how.unit = "unit";
        how.granularity = Granularity::Day;
        how.zone = "Europe/Lisbon";
        how.count = "count";
        CollectedRows collected;
        const auto sink = aggregate(how, collected);
        ASSERT_TRUE(sink);
        const Inputs all = {{"user", {Kind::Text, client.user}},
                            {"time_from", before_all(Kind::Time)},
                            {"time_until", behind_all(Kind::Time)}};
        const auto asked = ask(metering, all, **sink);
        ASSERT_TRUE(asked) << asked.error().message;
        const auto expected = days_of(client, from);
        ASSERT_THAT(expected, SizeIs(365));
        ASSERT_THAT(collected.rows, SizeIs(365));
        std::size_t row = 0;
        for (const auto& [day, figures] : expected) {
            const auto& [sum, count] = figures;
            const auto& given = collected.rows[row++];
            EXPECT_EQ(given[4].text, std::to_string(count)) << day;
            // An average of thousandths, to a thousandth of them.
            EXPECT_NEAR(std::stod(given[2].text), static_cast<double>(sum) / static_cast<double>(count) / 1000, 5.1e-7)
                << day;
        }
    }
}

}  // namespace
}  // namespace gridlore::sql
