#include "adapter/sql/aggregate.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "adapter/sql/time_text.h"
#include "tests/support/databases.h"
#include "tests/unit/adapter/sql/collected_rows.h"

namespace gridlore::sql {
namespace {

using std::chrono::sys_seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::chrono::minutes quarter_hour(15);
using Row = std::vector<Value>;

sys_seconds at(const std::string& text) {
    return whole_second_before(text).value();
}

Aggregation aggregation(Granularity granularity) {
    Aggregation made;
    made.value = "value";
    made.time = "time";
    made.unit = "unit";
    made.granularity = granularity;
    made.zone = "Europe/Lisbon";
    return made;
}

/// What becomes of rows of time, value and unit.
CollectedRows aggregated(const Aggregation& how, const std::vector<Row>& rows) {
    CollectedRows collected;
    const auto sink = aggregate(how, collected);
    EXPECT_TRUE(sink);
    const std::vector<std::string> columns = {"time", "value", "unit"};
    EXPECT_TRUE((*sink)->begin(columns));
    for (const Row& row : rows) {
        std::vector<Cell> cells;
        for (const Value& value : row) {
            cells.push_back({value.kind, value.text});
        }
        const auto taken = (*sink)->row(cells);
        EXPECT_TRUE(taken) << taken.error().message;
    }
    EXPECT_TRUE((*sink)->end());
    return collected;
}

Row reading(const std::string& time, const std::string& value, const std::string& unit = "kW") {
    return {{Kind::Time, time}, {Kind::Decimal, value}, {Kind::Text, unit}};
}

/// Thousandths that a few lines of Python know, too.
std::vector<Row> made_readings(const std::string& from, const std::string& until, const std::string& unit) {
    std::vector<Row> rows;
    for (sys_seconds time = at(from); time < at(until); time += quarter_hour) {
        const auto quarter = time.time_since_epoch() / quarter_hour;
        rows.push_back(reading(utc_text(time), test::decimal_of(quarter * 7919 % 4001), unit));
    }
    return rows;
}

TEST(Aggregate, AddsUpEnergyAndAveragesPower) {
    const std::vector<Row> rows = {
        reading("2021-09-27T10:00:00Z", "1.0", "kWh"), reading("2021-09-27T10:15:00Z", "2.0", "kWh"),
        reading("2021-09-27T10:00:00Z", "1.0", "kW"), reading("2021-09-27T10:15:00Z", "2.0", "kW")};
    EXPECT_THAT(
        aggregated(aggregation(Granularity::Hour), rows).rows,
        ElementsAre(reading("2021-09-27T10:00:00Z", "3.0", "kWh"), reading("2021-09-27T10:00:00Z", "1.5", "kW")));
}

TEST(Aggregate, KeepsTheDigitsOfWhatIsAlone) {
    std::vector<Row> rows = {reading("2021-09-27T10:00:00Z", "007.10"), reading("2021-09-27T11:00:00Z", "1e-07")};
    rows[1][1].kind = Kind::Double;
    EXPECT_EQ(aggregated(aggregation(Granularity::QuarterHour), rows).rows, rows);
    EXPECT_EQ(aggregated(aggregation(Granularity::Hour), rows).rows, rows);
}

/// Figures of Python's zoneinfo and decimal: days of Lisbon around both changes of 2021.
struct Day {
    std::string from;
    int quarters;
    std::string sum;
    std::string average;
};
const std::vector<Day> days = {
    {"2021-03-27T00:00:00Z", 96, "189.628", "1.975292"}, {"2021-03-28T00:00:00Z", 92, "191.458", "2.081065"},
    {"2021-03-28T23:00:00Z", 96, "192.019", "2.000198"}, {"2021-10-29T23:00:00Z", 96, "193.604", "2.016708"},
    {"2021-10-30T23:00:00Z", 100, "203.808", "2.03808"}, {"2021-11-01T00:00:00Z", 96, "192.266", "2.002771"},
};

TEST(Aggregate, GivesLocalDaysOverBothChangesOfSummerTime) {
    for (const bool is_energy : {true, false}) {
        const std::string unit = is_energy ? "kWh" : "kW";
        std::vector<Row> rows = made_readings("2021-03-27T00:00:00Z", "2021-03-29T23:00:00Z", unit);
        const auto autumn = made_readings("2021-10-29T23:00:00Z", "2021-11-02T00:00:00Z", unit);
        rows.insert(rows.end(), autumn.begin(), autumn.end());
        Aggregation how = aggregation(Granularity::Day);
        how.count = "count";
        how.expected = "expected";
        std::vector<Row> expected;
        for (const Day& day : days) {
            Row& row = expected.emplace_back(reading(day.from, is_energy ? day.sum : day.average, unit));
            row.push_back({Kind::Integer, std::to_string(day.quarters)});
            row.push_back({Kind::Integer, std::to_string(day.quarters)});
        }
        const CollectedRows collected = aggregated(how, rows);
        EXPECT_THAT(collected.columns, ElementsAre("time", "value", "unit", "count", "expected"));
        EXPECT_EQ(collected.rows, expected);
    }
}

TEST(Aggregate, GivesBothHoursThatHaveOneNameInAutumn) {
    const auto rows = made_readings("2021-10-30T23:00:00Z", "2021-10-31T03:00:00Z", "kW");
    EXPECT_THAT(aggregated(aggregation(Granularity::Hour), rows).rows,
                ElementsAre(reading("2021-10-30T23:00:00Z", "3.7015"), reading("2021-10-31T00:00:00Z", "3.3695"),
                            reading("2021-10-31T01:00:00Z", "3.0375"), reading("2021-10-31T02:00:00Z", "2.7055")));
}

TEST(Aggregate, GivesNoHourThatNeverComesInSpring) {
    const auto rows = made_readings("2021-03-28T00:00:00Z", "2021-03-28T03:00:00Z", "kWh");
    EXPECT_THAT(
        aggregated(aggregation(Granularity::Hour), rows).rows,
        ElementsAre(reading("2021-03-28T00:00:00Z", "7.972", "kWh"), reading("2021-03-28T01:00:00Z", "14.646", "kWh"),
                    reading("2021-03-28T02:00:00Z", "13.318", "kWh")));
}

/// On Lord Howe the clock goes back by half an hour, at 15:00 in UTC: then other hours begin.
TEST(Aggregate, FollowsAClockThatChangesByHalfAnHourInAnyOrder) {
    Aggregation how = aggregation(Granularity::Hour);
    how.zone = "Australia/Lord_Howe";
    how.count = "count";
    how.expected = "expected";
    std::vector<Row> rows;
    for (sys_seconds time = at("2021-04-03T14:00:00Z"); time < at("2021-04-03T16:30:00Z"); time += quarter_hour) {
        rows.push_back(reading(utc_text(time), "1", "kWh"));
    }
    std::vector<Row> expected;
    for (const auto& [from, quarters] : {std::pair("2021-04-03T14:00:00Z", "4"), std::pair("2021-04-03T15:00:00Z", "2"),
                                         std::pair("2021-04-03T15:30:00Z", "4")}) {
        Row& row = expected.emplace_back(reading(from, quarters, "kWh"));
        row.push_back({Kind::Integer, quarters});
        row.push_back({Kind::Integer, quarters});
    }
    EXPECT_EQ(aggregated(how, rows).rows, expected);
    std::ranges::reverse(rows);
    EXPECT_EQ(aggregated(how, rows).rows, expected);
    std::swap(rows.front(), rows.back());
    EXPECT_EQ(aggregated(how, rows).rows, expected);
}

TEST(Aggregate, ComesBackToASeries) {
    const std::vector<Row> rows = {
        reading("2021-09-27T10:00:00Z", "1", "kWh"), reading("2021-09-27T10:00:00Z", "5", "kW"),
        reading("2021-09-27T10:15:00Z", "2", "kWh"), reading("2021-09-27T10:15:00Z", "7", "kW")};
    EXPECT_THAT(aggregated(aggregation(Granularity::Hour), rows).rows,
                ElementsAre(reading("2021-09-27T10:00:00Z", "3", "kWh"), reading("2021-09-27T10:00:00Z", "6", "kW")));
}

TEST(Aggregate, IsOfWhatIsThereAndTellsHowMuchThatIs) {
    Aggregation how = aggregation(Granularity::Hour);
    how.count = "count";
    how.expected = "expected";
    std::vector<Row> rows = {reading("2021-09-27T10:00:00Z", "1"), reading("2021-09-27T10:30:00Z", "2"),
                             reading("2021-09-27T10:45:00Z", ""), reading("2021-09-27T11:00:00Z", "")};
    rows[2][1] = rows[3][1] = {};  // NULL
    Row expected = reading("2021-09-27T10:00:00Z", "1.5");
    expected.push_back({Kind::Integer, "2"});
    expected.push_back({Kind::Integer, "4"});
    EXPECT_THAT(aggregated(how, rows).rows, ElementsAre(expected));
}

TEST(Aggregate, TakesRowsInAnyOrderAndGivesThemInOrderOfTime) {
    const std::vector<Row> rows = {reading("2021-09-27T12:00:00Z", "3"), reading("2021-09-27T10:00:00Z", "1"),
                                   reading("2021-09-27T12:15:00Z", "4"), reading("2021-09-27T11:00:00Z", "2")};
    EXPECT_THAT(aggregated(aggregation(Granularity::Hour), rows).rows,
                ElementsAre(reading("2021-09-27T10:00:00Z", "1"), reading("2021-09-27T11:00:00Z", "2"),
                            reading("2021-09-27T12:00:00Z", "3.5")));
}

TEST(Aggregate, OfNothingIsNothing) {
    const CollectedRows collected = aggregated(aggregation(Granularity::Day), {});
    EXPECT_THAT(collected.rows, IsEmpty());
    EXPECT_TRUE(collected.is_complete);
}

TEST(Aggregate, NeedsNoUnitWhereItIsToldHow) {
    Aggregation how = aggregation(Granularity::Day);
    how.unit.clear();
    how.combination = Combination::Sum;
    EXPECT_THAT(
        aggregated(how, {reading("2021-09-27T10:00:00Z", "1", "m3"), reading("2021-09-27T11:00:00Z", "2", "m3")}).rows,
        ElementsAre(reading("2021-09-26T23:00:00Z", "3", "m3")));
}

/// Why a row, or the columns, cannot be aggregated.
std::string refusal(const std::vector<std::string>& columns, const Row& row) {
    CollectedRows collected;
    const auto sink = aggregate(aggregation(Granularity::Day), collected);
    EXPECT_TRUE(sink);
    std::vector<Cell> cells;
    for (const Value& value : row) {
        cells.push_back({value.kind, value.text});
    }
    auto outcome = (*sink)->begin(columns);
    if (outcome) {
        outcome = (*sink)->row(cells);
    }
    return outcome ? "" : outcome.error().message;
}

TEST(Aggregate, SaysWhatItCannotUnderstand) {
    const std::vector<std::string> columns = {"time", "value", "unit"};
    EXPECT_THAT(refusal({"time", "val", "unit"}, {}), HasSubstr("no column 'value'"));
    EXPECT_THAT(refusal({"time", "value"}, {}), HasSubstr("no column 'unit'"));
    EXPECT_THAT(refusal(columns, reading("2021-09-27T10:00:00Z", "1", "apples")), HasSubstr("'apples'"));
    EXPECT_THAT(refusal(columns, {{Kind::Time, "2021-09-27T10:00:00Z"}, {Kind::Text, "one"}, {Kind::Text, "kW"}}),
                HasSubstr("'one'"));
    EXPECT_THAT(refusal(columns, reading("27/09/2021", "1")), HasSubstr("'27/09/2021'"));
    CollectedRows collected;
    Aggregation nowhere = aggregation(Granularity::Day);
    nowhere.zone = "Mars/Base";
    EXPECT_THAT(aggregate(nowhere, collected).error().message, HasSubstr("Mars/Base"));
}

TEST(Aggregate, MovesBoundsToWhereIntervalsBegin) {
    const Calendar lisbon = *Calendar::of("Europe/Lisbon");
    const auto moved = [&](const Value& bound, Granularity granularity) {
        const auto whole = whole_interval_bound(bound, lisbon, granularity);
        return whole ? whole->text : whole.error().message;
    };
    EXPECT_EQ(moved({Kind::Time, "2021-10-31T10:00:00Z"}, Granularity::Day), "2021-11-01T00:00:00Z");
    EXPECT_EQ(moved({Kind::Time, "2021-10-30T23:00:00Z"}, Granularity::Day), "2021-10-30T23:00:00Z");
    EXPECT_EQ(moved({Kind::Time, "2021-10-31T10:00:00.5Z"}, Granularity::Hour), "2021-10-31T11:00:00Z");
    EXPECT_EQ(moved(before_all(Kind::Time), Granularity::Day), before_all(Kind::Time).text);
    EXPECT_THAT(moved({Kind::Time, "soon"}, Granularity::Day), HasSubstr("'soon'"));
}

TEST(Units, AddUpOrAreAveraged) {
    for (const std::string unit :
         {"Wh", "kWh", "MWh", "kvarh", "kVAr·h", "kVAh", "kJ", "http://qudt.org/vocab/unit/KiloW-HR",
          "http://www.ontology-of-units-of-measure.org/resource/om-2/kilowattHour"}) {
        EXPECT_EQ(combination_of(unit), Combination::Sum) << unit;
    }
    for (const std::string unit : {"W", "kW", "MW", "kVAr", "MVAr", "kVA", "V", "kV", "A", "Hz",
                                   "http://qudt.org/vocab/unit/KiloVAR", "http://qudt.org/vocab/unit/KiloV-A_Reactive",
                                   "http://www.ontology-of-units-of-measure.org/resource/om-2/kilowatt"}) {
        EXPECT_EQ(combination_of(unit), Combination::Average) << unit;
    }
    for (const std::string unit : {"", "h", "Ah", "kWhh", "apples", "%"}) {
        EXPECT_EQ(combination_of(unit), std::nullopt) << unit;
    }
}

}  // namespace
}  // namespace gridlore::sql
