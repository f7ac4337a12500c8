#include "adapter/sql/calendar.h"

#include <date/date.h>
#include <gmock/gmock.h>

#include <map>
#include <sstream>

namespace gridlore::sql {
namespace {

using std::chrono::sys_seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

sys_seconds at(const std::string& text) {
    std::istringstream stream(text);
    sys_seconds time;
    stream >> date::parse("%Y-%m-%dT%H:%M:%SZ", time);
    EXPECT_TRUE(stream) << text;
    return time;
}

Calendar calendar(const std::string& zone) {
    auto found = Calendar::of(zone);
    EXPECT_TRUE(found) << zone;
    return std::move(*found);
}

Interval interval(const std::string& from, const std::string& until) {
    return {at(from), at(until)};
}

TEST(Calendar, KnowsNoZoneThatIsNotThere) {
    EXPECT_THAT(Calendar::of("Europe/Lisboa").error().message, HasSubstr("'Europe/Lisboa'"));
    EXPECT_FALSE(Calendar::of(""));
}

TEST(Calendar, HasLocalDaysOfTwentyThreeAndTwentyFiveHours) {
    const Calendar lisbon = calendar("Europe/Lisbon");
    EXPECT_EQ(lisbon.interval_at(at("2021-03-28T12:00:00Z"), Granularity::Day),
              interval("2021-03-28T00:00:00Z", "2021-03-28T23:00:00Z"));
    EXPECT_EQ(lisbon.interval_at(at("2021-10-31T23:59:59Z"), Granularity::Day),
              interval("2021-10-30T23:00:00Z", "2021-11-01T00:00:00Z"));
    EXPECT_EQ(lisbon.interval_at(at("2021-06-01T23:00:00Z"), Granularity::Day),
              interval("2021-06-01T23:00:00Z", "2021-06-02T23:00:00Z"));
}

TEST(Calendar, HasTheDaysOfAYear) {
    // 363, 1 and 1 by Python's zoneinfo.
    const Calendar lisbon = calendar("Europe/Lisbon");
    std::map<std::chrono::seconds::rep, int> days;
    for (auto day = at("2021-01-01T00:00:00Z"); day < at("2022-01-01T00:00:00Z");) {
        const Interval found = lisbon.interval_at(day, Granularity::Day);
        ASSERT_EQ(found.from, day);
        ++days[(found.until - found.from) / std::chrono::hours(1)];
        day = found.until;
    }
    EXPECT_THAT(days, ElementsAre(Pair(23, 1), Pair(24, 363), Pair(25, 1)));
}

TEST(Calendar, HasTwoHoursWhereOneComesTwice) {
    const Calendar lisbon = calendar("Europe/Lisbon");
    EXPECT_EQ(lisbon.interval_at(at("2021-10-31T00:45:00Z"), Granularity::Hour),
              interval("2021-10-31T00:00:00Z", "2021-10-31T01:00:00Z"));
    EXPECT_EQ(lisbon.interval_at(at("2021-10-31T01:00:00Z"), Granularity::Hour),
              interval("2021-10-31T01:00:00Z", "2021-10-31T02:00:00Z"));
}

TEST(Calendar, HasHoursOfTheLocalClock) {
    EXPECT_EQ(calendar("Asia/Kolkata").interval_at(at("2021-06-01T10:10:00Z"), Granularity::Hour),
              interval("2021-06-01T09:30:00Z", "2021-06-01T10:30:00Z"));
    EXPECT_EQ(calendar("Asia/Kathmandu").interval_at(at("2021-06-01T10:10:00Z"), Granularity::Hour),
              interval("2021-06-01T09:15:00Z", "2021-06-01T10:15:00Z"));
    EXPECT_EQ(calendar("UTC").interval_at(at("1969-12-31T23:59:00Z"), Granularity::QuarterHour),
              interval("1969-12-31T23:45:00Z", "1970-01-01T00:00:00Z"));
}

TEST(Calendar, EndsAnHourWhereTheClockChanges) {
    // On Lord Howe Island 02:00 became 02:30 at 15:30 UTC.
    const Calendar island = calendar("Australia/Lord_Howe");
    EXPECT_EQ(island.interval_at(at("2021-10-02T15:15:00Z"), Granularity::Hour),
              interval("2021-10-02T14:30:00Z", "2021-10-02T15:30:00Z"));
    EXPECT_EQ(island.interval_at(at("2021-10-02T15:45:00Z"), Granularity::Hour),
              interval("2021-10-02T15:30:00Z", "2021-10-02T16:00:00Z"));
}

TEST(Calendar, BeginsADayWithoutMidnightWhereTheClockJumps) {
    // In São Paulo 00:00 became 01:00 at 03:00 UTC.
    EXPECT_EQ(calendar("America/Sao_Paulo").interval_at(at("2018-11-04T12:00:00Z"), Granularity::Day),
              interval("2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"));
}

TEST(Calendar, GoesOnToWhereAnIntervalBegins) {
    const Calendar lisbon = calendar("Europe/Lisbon");
    EXPECT_EQ(lisbon.first_begin(at("2021-09-27T10:00:00Z"), Granularity::Day), at("2021-09-27T23:00:00Z"));
    EXPECT_EQ(lisbon.first_begin(at("2021-09-26T23:00:00Z"), Granularity::Day), at("2021-09-26T23:00:00Z"));
    EXPECT_EQ(lisbon.first_begin(at("2021-09-27T10:00:01Z"), Granularity::QuarterHour), at("2021-09-27T10:15:00Z"));
}

TEST(Granularity, HasSeveralNames) {
    EXPECT_EQ(granularity_of("15min"), Granularity::QuarterHour);
    EXPECT_EQ(granularity_of("PT1H"), Granularity::Hour);
    EXPECT_EQ(granularity_of("https://w3id.org/gridlore#Daily"), Granularity::Day);
    EXPECT_EQ(granularity_of("week"), std::nullopt);
}

}  // namespace
}  // namespace gridlore::sql
