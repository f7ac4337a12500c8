#include "adapter/sql/question.h"

#include <gmock/gmock.h>

#include "adapter/sql/time_text.h"
#include "tests/support/databases.h"
#include "tests/unit/adapter/sql/collected_rows.h"

namespace gridlore::sql {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

rdf::Term time(const std::string& text) {
    return rdf::Term::literal(text, "http://www.w3.org/2001/XMLSchema#dateTime");
}

class SqlQuestion : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        database_ = GetParam() == "postgresql" ? test::make_postgresql_database() : test::make_sqlite_database();
        if (database_ == nullptr) {
            GTEST_SKIP() << "PostgreSQL's server is not installed; scripts/setup installs it.";
        }
        database_->create_schema();
        // Two local days: the one of 25 hours, and the day after it.
        test::fill_readings(*database_, 1, 1, whole_second_before("2021-10-30T23:00:00Z").value(),
                            whole_second_before("2021-11-02T00:00:00Z").value());
        source_ = std::move(*Source::open({"meters", database_->address()}, clock_));
        given_.values = {{"user", {Kind::Text, "U100001"}}};
        question_.place = "dso.metering-data, line 31";
    }

    static Aggregation daily() {
        Aggregation how;
        how.value = "value";
        how.time = "time";
        how.unit = "unit";
        how.granularity = Granularity::Day;
        how.zone = "Europe/Lisbon";
        how.count = "count";
        return how;
    }

    Result<void> ask() { return sql::ask(*source_, question_, given_, rows_); }

    std::vector<std::string> times() {
        const auto asked = ask();
        EXPECT_TRUE(asked) << asked.error().message;
        return rows_.texts(0);
    }

    SystemClock clock_;
    std::unique_ptr<test::Database> database_;
    std::unique_ptr<Source> source_;
    Question question_{*Statement::read("SELECT time, value, unit FROM metering WHERE user_id = :user AND "
                                        "time >= :time_from AND time < :time_until ORDER BY time"),
                       {},
                       {},
                       {}};
    Given given_;
    CollectedRows rows_;
};

INSTANTIATE_TEST_SUITE_P(, SqlQuestion, testing::Values("sqlite3", "postgresql"),
                         [](const auto& parameter) { return parameter.param; });

TEST_P(SqlQuestion, PutsTheRangeOfAVariableToTheDatabase) {
    EXPECT_THAT(times(), SizeIs(196));
    given_.ranges["time"] = {time("2021-10-31T02:00:00+01:00"), time("2021-10-31T01:30:00Z")};
    EXPECT_THAT(times(), ElementsAre("2021-10-31T01:00:00Z", "2021-10-31T01:15:00Z"));
    given_.ranges["time"] = {time("2021-11-01T23:30:00Z"), std::nullopt};
    EXPECT_THAT(times(), SizeIs(2));
    given_.values.push_back({"time_from", {Kind::Time, "2021-11-01T23:45:00Z"}});
    EXPECT_THAT(times(), SizeIs(1));
}

TEST_P(SqlQuestion, AggregatesAsTheAskWantsIt) {
    question_.aggregation = daily();
    EXPECT_THAT(times(), ElementsAre("2021-10-30T23:00:00Z", "2021-11-01T00:00:00Z"));
    EXPECT_THAT(rows_.texts(3), ElementsAre("100", "96"));
    given_.granularity = Granularity::Hour;
    EXPECT_THAT(times(), SizeIs(49));
    given_.granularity = Granularity::QuarterHour;
    EXPECT_THAT(times(), SizeIs(196));
}

TEST_P(SqlQuestion, GivesWholeIntervalsOfWhichTheBeginningIsInThePeriod) {
    question_.aggregation = daily();
    given_.ranges["time"] = {time("2021-10-31T10:00:00Z"), time("2021-11-01T10:00:00Z")};
    EXPECT_THAT(times(), ElementsAre("2021-11-01T00:00:00Z"));
    EXPECT_THAT(rows_.texts(3), ElementsAre("96"));
    given_.ranges["time"] = {time("2021-10-30T23:00:00Z"), time("2021-10-30T23:15:00Z")};
    EXPECT_THAT(times(), ElementsAre("2021-10-30T23:00:00Z"));
    EXPECT_THAT(rows_.texts(3), ElementsAre("100"));
    given_.ranges["time"] = {time("2021-10-31T00:00:00Z"), time("2021-10-31T10:00:00Z")};
    EXPECT_THAT(times(), IsEmpty());
}

TEST_P(SqlQuestion, KeepsRangesOfNumbersToo) {
    question_.statement = *Statement::read("SELECT client_id FROM client WHERE client_id >= CAST(:n_from AS numeric)");
    question_.range_kinds["n"] = Kind::Integer;
    EXPECT_THAT(times(), ElementsAre("1"));
    given_.ranges["n"] = {rdf::Term::literal("2", "http://www.w3.org/2001/XMLSchema#integer"), std::nullopt};
    EXPECT_THAT(times(), IsEmpty());
}

TEST_P(SqlQuestion, SaysWhereWhatIsWrong) {
    given_.ranges["time"] = {time("soon"), std::nullopt};
    EXPECT_THAT(ask().error().message,
                AllOf(StartsWith("source 'meters', dso.metering-data, line 31: "), HasSubstr("'soon'")));
    given_.ranges.clear();
    question_.aggregation = daily();
    question_.aggregation->zone = "Mars/Base";
    EXPECT_THAT(ask().error().message, AllOf(StartsWith("source 'meters', "), HasSubstr("Mars/Base")));
    question_.aggregation = daily();
    question_.aggregation->value = "consumption";
    EXPECT_THAT(ask().error().message, AllOf(StartsWith("source 'meters', "), HasSubstr("'consumption'")));
}

}  // namespace
}  // namespace gridlore::sql
