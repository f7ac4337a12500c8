#include "adapter/sql/source.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "tests/unit/adapter/sql/source_fixture.h"

namespace gridlore::sql {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

/// Each test runs on both databases.
INSTANTIATE_TEST_SUITE_P(, SqlSource, testing::Values("sqlite3", "postgresql"),
                         [](const auto& parameter) { return parameter.param; });

TEST_P(SqlSource, GivesEachColumnWithItsKindAndDigits) {
    database_->execute("CREATE TABLE things (b boolean, i bigint, d " + decimal_type() +
                       ", f double precision, s text, t " + time_type() + ")");
    database_->execute(
        "INSERT INTO things VALUES (true, 9223372036854775807, '0.10', 0.1, 'olá', '2021-09-27 10:00:00'),"
        "(false, -1, '12345678901234567890.12345678901234567890', 1e-7, '', '2021-09-27T10:00:00.25Z'),"
        "(NULL, NULL, NULL, NULL, NULL, NULL)");
    database_->execute("UPDATE things SET t = '2021-09-27T10:00:00+00:00' WHERE i > 1");
    EXPECT_THAT(rows("SELECT * FROM things ORDER BY i IS NULL, i DESC"),
                ElementsAre(ElementsAre(Value{Kind::Boolean, "true"}, Value{Kind::Integer, "9223372036854775807"},
                                        Value{Kind::Decimal, "0.10"}, Value{Kind::Double, "0.1"},
                                        Value{Kind::Text, "olá"}, Value{Kind::Time, "2021-09-27T10:00:00Z"}),
                            ElementsAre(Value{Kind::Boolean, "false"}, Value{Kind::Integer, "-1"},
                                        Value{Kind::Decimal, "12345678901234567890.12345678901234567890"},
                                        Value{Kind::Double, "1e-07"}, Value{Kind::Text, ""},
                                        Value{Kind::Time, "2021-09-27T10:00:00.25Z"}),
                            ElementsAre(Value{}, Value{}, Value{}, Value{}, Value{}, Value{})));
    EXPECT_THAT(rows_.columns, ElementsAre("b", "i", "d", "f", "s", "t"));
}

TEST_P(SqlSource, GivesWhatJsonHasNoNumberForAsText) {
    const std::string infinite = is_postgresql() ? "CAST('Infinity' AS double precision)" : "9e999";
    EXPECT_THAT(rows("SELECT " + infinite + ", " + infinite + " * -1")[0],
                testing::Each(testing::Field(&Value::kind, Kind::Text)));
}

TEST_P(SqlSource, GivesColumnsThoughThereAreNoRows) {
    EXPECT_THAT(rows("SELECT time, value FROM reading"), IsEmpty());
    EXPECT_THAT(rows_.columns, ElementsAre("time", "value"));
}

TEST_P(SqlSource, BindsEveryKindOfValue) {
    database_->execute("CREATE TABLE things (b boolean, i bigint, d " + decimal_type() +
                       ", f double precision, s text, t " + time_type() + ")");
    database_->execute("INSERT INTO things VALUES (true, 42, '0.10', 0.1, 'it''s', '2021-09-27T10:00:00Z')");
    const Inputs inputs = {{"b", {Kind::Boolean, "true"}},       {"i", {Kind::Integer, "42"}},
                           {"d", {Kind::Decimal, "0.10"}},       {"f", {Kind::Double, "1e-1"}},
                           {"s", {Kind::Text, "it's"}},          {"t", {Kind::Time, "2021-09-27T10:00:00Z"}},
                           {"unused", {Kind::Text, "anything"}}, {"none", {}}};
    for (const std::string column : {"b", "i", "d", "f", "s", "t"}) {
        EXPECT_THAT(rows("SELECT i FROM things WHERE " + column + " = :" + column, inputs), SizeIs(1)) << column;
    }
    EXPECT_THAT(rows("SELECT i FROM things WHERE s = :none", inputs), IsEmpty());
    EXPECT_THAT(rows("SELECT CAST(:none AS text) AS x", inputs), ElementsAre(ElementsAre(Value{})));
    EXPECT_THAT(rows("SELECT i FROM things WHERE s = :s AND (d = :d OR s = :s)", inputs), SizeIs(1));
}

TEST_P(SqlSource, AsksAgainWithOtherValuesOfOtherKinds) {
    fill_two_meters();
    const std::string sql = "SELECT value FROM reading WHERE meter = :user ORDER BY time";
    for (int round = 0; round < 3; ++round) {
        EXPECT_THAT(rows(sql, {{"user", {Kind::Text, "U2"}}}), ElementsAre(ElementsAre(Value{Kind::Decimal, "7"})));
        EXPECT_THAT(rows(sql, {{"user", {Kind::Integer, "5"}}}), IsEmpty());
        EXPECT_THAT(rows(sql, {{"user", {}}}), IsEmpty());
        EXPECT_THAT(rows(sql, {{"user", {Kind::Text, "U1"}}}),
                    ElementsAre(ElementsAre(Value{Kind::Decimal, "1.50"}), ElementsAre(Value{}),
                                ElementsAre(Value{Kind::Decimal, "2"})));
    }
}

TEST_P(SqlSource, KeepsTextsAsTheyAre) {
    const std::vector<std::string> texts = {
        "it's \"quoted\"",        "back\\slash", "%_;--", "日本語 🌍 é", ":user $1 ?", "line\nand\ttab",
        std::string(100'000, 'x')};
    for (const std::string& text : texts) {
        EXPECT_THAT(rows("SELECT CAST(:x AS text) AS x", {{"x", {Kind::Text, text}}}),
                    ElementsAre(ElementsAre(Value{Kind::Text, text})));
    }
}

TEST_P(SqlSource, TakesNoTextForSql) {
    fill_two_meters();
    const std::vector<std::string> attacks = {"' OR '1'='1",
                                              "'; DROP TABLE reading; --",
                                              "U1'); DELETE FROM reading; --",
                                              "\\'; DELETE FROM reading; --",
                                              "1 OR 1=1",
                                              "1; DELETE FROM reading",
                                              "$1",
                                              ":user",
                                              "\" OR \"\"=\"",
                                              "/*",
                                              "-- ",
                                              "infinity' OR 'a' = 'a",
                                              "NULL",
                                              "2021-09-27T10:00:00Z' OR 1=1 --",
                                              "true OR true"};
    const std::string sql =
        "SELECT value FROM reading WHERE meter = :user AND time >= :time_from AND time < :time_until AND value = "
        ":value";
    const Inputs harmless = {{"user", {Kind::Text, "U2"}},
                             {"time_from", before_all(Kind::Time)},
                             {"time_until", behind_all(Kind::Time)},
                             {"value", {Kind::Decimal, "7"}}};
    ASSERT_THAT(rows(sql, harmless), SizeIs(1));
    for (const std::string& attack : attacks) {
        for (std::size_t place = 0; place < harmless.size(); ++place) {
            for (const Kind kind :
                 {Kind::Text, Kind::Integer, Kind::Decimal, Kind::Double, Kind::Time, Kind::Boolean}) {
                Inputs inputs = harmless;
                inputs[place].second = {kind, attack};
                const auto asked = ask(sql, inputs);
                // PostgreSQL refuses what is no time or number. SQLite finds nothing that equals it; as a bound it is a
                // text, which some times are before and others behind.
                const bool is_bound = place == 1 || place == 2;
                EXPECT_LE(asked ? rows_.rows.size() : 0, is_bound ? 1U : 0U) << attack << " as " << inputs[place].first;
                EXPECT_TRUE(asked || asked.error().kind == ErrorKind::InvalidInput) << asked.error().message;
            }
        }
    }
    EXPECT_THAT(rows("SELECT count(*) FROM reading"), ElementsAre(ElementsAre(Value{Kind::Integer, "4"})));
}

TEST_P(SqlSource, FindsWhatLooksLikeAnAttackAndIsAText) {
    const std::string name = "'; DROP TABLE reading; --";
    database_->execute("INSERT INTO reading VALUES ('''; DROP TABLE reading; --', '2021-09-27T10:00:00Z', '1')");
    EXPECT_THAT(rows("SELECT meter FROM reading WHERE meter = :user", {{"user", {Kind::Text, name}}}),
                ElementsAre(ElementsAre(Value{Kind::Text, name})));
}

TEST_P(SqlSource, RefusesTheCharacterThatEndsTexts) {
    database_->execute("INSERT INTO reading VALUES ('U1', '2021-09-27T10:00:00Z', '1')");
    const Error error =
        error_of("SELECT meter FROM reading WHERE meter = :user", {{"user", {Kind::Text, std::string("U1\0x", 4)}}});
    EXPECT_EQ(error.kind, ErrorKind::InvalidInput);
    EXPECT_THAT(error.message, AllOf(HasSubstr(":user"), HasSubstr("U+0000")));
}

TEST_P(SqlSource, SaysWhichInputIsMissing) {
    const Error error = error_of("SELECT meter FROM reading WHERE meter = :user", {{"use", {Kind::Text, "U1"}}});
    EXPECT_EQ(error.kind, ErrorKind::InvalidInput);
    EXPECT_THAT(error.message, AllOf(StartsWith("source 'meters', test, line 3: "), HasSubstr(":user")));
}

TEST_P(SqlSource, KeepsRangesOfTimes) {
    fill_two_meters();
    const auto times = [&](const Value& from, const Value& until) {
        rows("SELECT time FROM reading WHERE meter = 'U1' AND time >= :time_from AND time < :time_until ORDER BY time",
             {{"time_from", from}, {"time_until", until}});
        return rows_.texts(0);
    };
    const std::string first = "2021-09-27T10:00:00Z";
    const std::string second = "2021-09-27T10:15:00Z";
    const std::string third = "2021-09-27T10:30:00Z";
    const Value none_before = before_all(Kind::Time);
    const Value none_behind = behind_all(Kind::Time);
    EXPECT_THAT(times(none_before, none_behind), ElementsAre(first, second, third));
    EXPECT_THAT(times({Kind::Time, second}, none_behind), ElementsAre(second, third));
    EXPECT_THAT(times(none_before, {Kind::Time, second}), ElementsAre(first));
    EXPECT_THAT(times({Kind::Time, "2021-09-27T10:00:00.5Z"}, {Kind::Time, "2021-09-27T10:30:00.001Z"}),
                ElementsAre(second, third));
    EXPECT_THAT(times({Kind::Time, third}, {Kind::Time, first}), IsEmpty());
}

TEST_P(SqlSource, KeepsRangesOfNumbers) {
    database_->execute("CREATE TABLE things (d double precision, i integer)");
    database_->execute("INSERT INTO things VALUES (-1.5, 1), (0, 2), (1e300, 3)");
    const std::string by_double = "SELECT i FROM things WHERE d >= :d_from AND d < :d_until ORDER BY i";
    EXPECT_THAT(rows(by_double, {{"d_from", before_all(Kind::Double)}, {"d_until", behind_all(Kind::Double)}}),
                SizeIs(3));
    EXPECT_THAT(rows(by_double, {{"d_from", {Kind::Double, "0"}}, {"d_until", behind_all(Kind::Double)}}), SizeIs(2));
    const std::string by_integer = "SELECT i FROM things WHERE i >= CAST(:i_from AS numeric)";
    EXPECT_THAT(rows(by_integer, {{"i_from", before_all(Kind::Integer)}}), SizeIs(3));
    EXPECT_THAT(rows(by_integer, {{"i_from", {Kind::Integer, "3"}}}), SizeIs(1));
}

TEST_P(SqlSource, SaysWhatIsWrongWithTheStatement) {
    const std::vector<std::pair<std::string, std::string>> wrong = {{"SELECT valeu FROM reading", "valeu"},
                                                                    {"SELECT value FROM readings", "readings"},
                                                                    {"SELECT value FROM WHERE", "WHERE"}};
    for (const auto& [sql, what] : wrong) {
        const Error error = error_of(sql);
        EXPECT_EQ(error.kind, ErrorKind::InvalidInput);
        EXPECT_THAT(error.message, AllOf(StartsWith("source 'meters', test, line 3: "), HasSubstr(what)));
        EXPECT_THAT(rows("SELECT 1"), SizeIs(1));
    }
}

TEST_P(SqlSource, TellsTheColumnsOfAStatementWithoutRunningIt) {
    const auto columns = source().columns(read("SELECT time, value AS v FROM reading WHERE meter = :user"), "here");
    ASSERT_TRUE(columns) << columns.error().message;
    EXPECT_THAT(*columns, ElementsAre("time", "v"));
    const auto none = source().columns(read("SELECT valeu FROM reading"), "here");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().kind, ErrorKind::InvalidInput);
    EXPECT_THAT(none.error().message, AllOf(StartsWith("source 'meters', here: "), HasSubstr("valeu")));
}

TEST_P(SqlSource, IsOnlyRead) {
    fill_two_meters();
    const std::string sql = is_postgresql() ? "WITH gone AS (DELETE FROM reading RETURNING 1) SELECT * FROM gone"
                                            : "WITH gone AS (SELECT 1) DELETE FROM reading";
    const Error error = error_of(sql);
    EXPECT_EQ(error.kind, ErrorKind::InvalidInput);
    EXPECT_THAT(error.message, testing::AnyOf(HasSubstr("read-only"), HasSubstr("readonly")));
    EXPECT_THAT(rows("SELECT 1 FROM reading"), SizeIs(4));
}

TEST_P(SqlSource, SeesWhatIsWrittenMeanwhile) {
    EXPECT_THAT(rows("SELECT value FROM reading"), IsEmpty());
    fill_two_meters();
    EXPECT_THAT(rows("SELECT value FROM reading"), SizeIs(4));
    database_->execute("ALTER TABLE reading ADD COLUMN note TEXT");
    // At most once is a session surprised.
    if (!ask("SELECT * FROM reading")) {
        EXPECT_THAT(rows("SELECT * FROM reading"), SizeIs(4));
    }
    EXPECT_THAT(rows_.columns, ElementsAre("meter", "time", "value", "note"));
    EXPECT_THAT(rows("SELECT * FROM reading"), testing::Each(SizeIs(4)));
    database_->execute("ALTER TABLE reading DROP COLUMN note");
    if (!ask("SELECT * FROM reading")) {
        EXPECT_THAT(rows("SELECT * FROM reading"), testing::Each(SizeIs(3)));
    }
    EXPECT_THAT(rows_.columns, ElementsAre("meter", "time", "value"));
}

TEST_P(SqlSource, GivesNoMoreRowsThanItsLimit) {
    settings_.row_limit = 100;
    const Error error = error_of(endless());
    EXPECT_EQ(error.kind, ErrorKind::LimitExceeded);
    EXPECT_THAT(error.message, HasSubstr("100 rows"));
    EXPECT_THAT(rows_.rows, SizeIs(100));
    EXPECT_THAT(rows("SELECT 1"), SizeIs(1));
}

TEST_P(SqlSource, EndsAsSoonAsTheSinkDoes) {
    rows_.on_row = [this]() -> Result<void> {
        return rows_.rows.size() < 5 ? Result<void>() : Error{ErrorKind::LimitExceeded, "enough of this"};
    };
    EXPECT_THAT(error_of(endless()).message, HasSubstr("enough of this"));
    EXPECT_THAT(rows_.rows, SizeIs(5));
    rows_.on_row = {};
    EXPECT_THAT(rows("SELECT 1"), SizeIs(1));
}

TEST_P(SqlSource, DoesNotWaitForEver) {
    settings_.timeout = std::chrono::milliseconds(200);
    const Error error = error_of(slow());
    EXPECT_EQ(error.kind, ErrorKind::Unavailable);
    EXPECT_THAT(error.message, AllOf(StartsWith("source 'meters', test, line 3: "), HasSubstr("within 200 ms")));
    EXPECT_THAT(rows("SELECT 1"), SizeIs(1));
}

TEST_P(SqlSource, DoesNotReadForEver) {
    settings_.timeout = std::chrono::milliseconds(200);
    settings_.row_limit = static_cast<std::size_t>(-1);
    rows_.on_row = [this]() -> Result<void> {
        rows_.rows.clear();
        return {};
    };
    const Error error = error_of(endless());
    EXPECT_EQ(error.kind, ErrorKind::Unavailable);
    EXPECT_THAT(error.message, HasSubstr("within 200 ms"));
}

TEST_P(SqlSource, StopsWhenItIsToldToInTheMidstOfRows) {
    settings_.row_limit = static_cast<std::size_t>(-1);
    std::stop_source stop;
    rows_.on_row = [&]() -> Result<void> {
        if (rows_.rows.size() == 10) {
            stop.request_stop();
            rows_.rows.clear();
        }
        return {};
    };
    const auto asked = ask(endless(), {}, stop.get_token());
    ASSERT_FALSE(asked);
    EXPECT_EQ(asked.error().kind, ErrorKind::Unavailable);
    EXPECT_THAT(asked.error().message, HasSubstr("cancelled"));
    rows_.on_row = {};
    EXPECT_THAT(rows("SELECT 1"), SizeIs(1));
}

TEST_P(SqlSource, StopsWhenItIsToldToFromAnotherThread) {
    std::stop_source stop;
    std::jthread other([&] { stop.request_stop(); });
    const auto asked = ask(slow(), {}, stop.get_token());
    ASSERT_FALSE(asked);
    EXPECT_THAT(asked.error().message, HasSubstr("cancelled"));
    EXPECT_THAT(ask("SELECT 1", {}, stop.get_token()).error().message, HasSubstr("cancelled"));
    EXPECT_THAT(rows("SELECT 1"), SizeIs(1));
}

TEST_P(SqlSource, ConnectsAnewWhereItsSessionHasGone) {
    fill_two_meters();
    EXPECT_THAT(rows("SELECT 1 FROM reading"), SizeIs(4));
    database_->disconnect_all();
    EXPECT_THAT(rows("SELECT 1 FROM reading"), SizeIs(4));
}

TEST_P(SqlSource, RunsManyQueriesAtOnceWithFewSessions) {
    fill_two_meters();
    settings_.sessions = 3;
    Source& shared = source();
    std::atomic<int> right = 0;
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 8; ++thread) {
            threads.emplace_back([&, thread] {
                const bool is_first = thread % 2 == 0;
                for (int round = 0; round < 30; ++round) {
                    CollectedRows mine;
                    const auto asked = shared.query(read("SELECT time FROM reading WHERE meter = :user"),
                                                    {{"user", {Kind::Text, is_first ? "U1" : "U2"}}}, mine, "");
                    right += asked && mine.rows.size() == (is_first ? 3U : 1U) ? 1 : 0;
                }
            });
        }
    }
    EXPECT_EQ(right, 8 * 30);
}

TEST_P(SqlSource, SaysWhenAllItsSessionsAreBusy) {
    settings_.sessions = 1;
    settings_.timeout = std::chrono::milliseconds(300);
    Error inner;
    rows_.on_row = [&]() -> Result<void> {
        CollectedRows others;
        const auto asked = source().query(read("SELECT 2"), {}, others, "");
        inner = asked ? Error{} : asked.error();
        return {};
    };
    ask("SELECT 1").has_value();
    EXPECT_EQ(inner.kind, ErrorKind::LimitExceeded);
    EXPECT_THAT(inner.message, AllOf(StartsWith("source 'meters': "), HasSubstr("1 sessions")));
}

TEST(SqlAddress, IsOfADatabaseThatIsKnown) {
    for (const auto& [address, what] : std::vector<std::pair<std::string, std::string>>{
             {"mysql:db=x", "neither"}, {"", "neither"}, {"sqlite3:", "no file"}, {"postgresql:dbname", "malformed"}}) {
        const auto opened = Source::open({"meters", address}, system_clock());
        ASSERT_FALSE(opened) << address;
        EXPECT_EQ(opened.error().kind, ErrorKind::InvalidInput);
        EXPECT_THAT(opened.error().message, AllOf(StartsWith("source 'meters': "), HasSubstr(what)));
    }
}

}  // namespace
}  // namespace gridlore::sql
