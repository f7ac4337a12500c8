#include "knowledge-engine/rdf/clock_text.h"

#include <gtest/gtest.h>

#include <random>

#include "knowledge-engine/rdf/time_value.h"

namespace gridlore::rdf {
namespace {

constexpr std::int64_t first_second = -62167219200;  // 0000-01-01T00:00:00
constexpr std::int64_t last_second = 253402300799;   // 9999-12-31T23:59:59

std::string written(std::int64_t seconds) {
    std::string text;
    return append_clock_time(seconds, text) ? text : "none";
}

TEST(ClockText, IsWrittenForYearsOfFourDigits) {
    EXPECT_EQ(written(0), "1970-01-01T00:00:00");
    EXPECT_EQ(written(1632733200), "2021-09-27T09:00:00");
    EXPECT_EQ(written(-1), "1969-12-31T23:59:59");
    EXPECT_EQ(written(first_second), "0000-01-01T00:00:00");
    EXPECT_EQ(written(last_second), "9999-12-31T23:59:59");
    EXPECT_EQ(written(first_second - 1), "none");
    EXPECT_EQ(written(last_second + 1), "none");
    std::string text = "at ";
    append_clock_time(0, text);
    EXPECT_EQ(text, "at 1970-01-01T00:00:00") << "it is appended";
}

TEST(ClockText, IsTakenOffTheFront) {
    std::string_view text = "2021-09-27T09:00:00.5Z";
    EXPECT_EQ(take_clock_time(text), 1632733200);
    EXPECT_EQ(text, ".5Z");
}

TEST(ClockText, IsReadAsItIsWritten) {
    std::mt19937_64 random(5);
    std::uniform_int_distribution<std::int64_t> any(first_second, last_second);
    for (int i = 0; i < 20'000; ++i) {
        const std::int64_t seconds = any(random);
        const std::string text = written(seconds);
        std::string_view rest = text;
        ASSERT_EQ(take_clock_time(rest), seconds) << text;
        ASSERT_TRUE(rest.empty());
        std::string as_value;
        write_date_time({true, seconds, {}}, as_value);
        ASSERT_EQ(as_value, text + "Z");
    }
}

TEST(ClockText, IsNothingElse) {
    for (const std::string_view text :
         {"", "2021-09-27", "2021-09-27T09:00", "2021-09-27 09:00:00", "2021-09-27T09:00:0", "2021-9-27T09:00:00",
          "12021-09-27T09:00:00", "-2021-09-27T09:00:00", "2021-02-29T09:00:00", "2021-13-01T09:00:00",
          "2021-00-01T09:00:00", "2021-01-00T09:00:00", "2021-09-27T24:00:00", "2021-09-27T23:60:00",
          "2021-09-27T23:59:60", "2021-09-27T2\xC3\xA9:00:00", "2021-09-27T09:00:O0"}) {
        std::string_view rest = text;
        EXPECT_FALSE(take_clock_time(rest)) << text;
        EXPECT_EQ(rest, text) << "nothing is taken";
    }
}

/// What has another form is read all the same, and as the same time.
TEST(ClockText, IsOneFormOfATimeAmongOthers) {
    const auto seconds_of = [](std::string_view text) {
        const auto instant = date_time_value(text);
        return instant ? std::optional(instant->seconds) : std::nullopt;
    };
    EXPECT_EQ(seconds_of("2021-09-26T24:00:00Z"), seconds_of("2021-09-27T00:00:00Z"));
    EXPECT_EQ(seconds_of("9999-12-31T24:00:00Z"), seconds_of("10000-01-01T00:00:00Z"));
    EXPECT_EQ(*seconds_of("10000-01-01T00:00:00Z"), last_second + 1);
    EXPECT_EQ(*seconds_of("-0001-12-31T23:59:59Z"), first_second - 1);
    EXPECT_FALSE(seconds_of("2021-09-27T09:00:00."));
    EXPECT_FALSE(seconds_of("2021-02-29T09:00:00Z"));
    std::string text;
    write_date_time({true, last_second + 1, "25"}, text);
    EXPECT_EQ(text, "10000-01-01T00:00:00.25Z");
    write_date_time({false, first_second - 1, {}}, text);
    EXPECT_EQ(text, "-0001-12-31T23:59:59");
}

}  // namespace
}  // namespace gridlore::rdf
