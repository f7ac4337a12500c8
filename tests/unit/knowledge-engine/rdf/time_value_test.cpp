#include "knowledge-engine/rdf/time_value.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <random>

#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rdf {
namespace {

Term xsd(std::string lexical, std::string_view type = "dateTime") {
    return Term::literal(std::move(lexical), std::string(xsd_ns).append(type));
}

/// The canonical form of a dateTime, or `none`.
std::string canonical(const std::string& lexical, std::string_view type = "dateTime") {
    const Term term = xsd(lexical, type);
    const auto instant = date_time_value(term);
    return instant ? canonical_date_time(*instant).text : "none";
}

TEST(TimeValue, OfADateTimeIsAnInstant) {
    const Term term = xsd("2026-11-21T08:15:30.250Z");
    const auto instant = date_time_value(term);
    ASSERT_TRUE(instant);
    EXPECT_TRUE(instant->zoned);
    EXPECT_EQ(instant->seconds, 1'795'248'930);
    EXPECT_EQ(instant->fraction, "25");
    const Term epoch = xsd("1970-01-01T00:00:00");
    EXPECT_FALSE(date_time_value(epoch)->zoned);
    EXPECT_EQ(date_time_value(epoch)->seconds, 0);
    const Term before = xsd("1969-12-31T23:59:59Z");
    EXPECT_EQ(date_time_value(before)->seconds, -1);
}

TEST(TimeValue, IsWrittenInUtcWithoutNeedlessDigits) {
    const std::pair<const char*, const char*> cases[] = {
        {"2026-11-21T08:15:30Z", "2026-11-21T08:15:30Z"},
        {"2026-11-21T08:15:30+00:00", "2026-11-21T08:15:30Z"},
        {"2026-11-21T08:15:30-00:00", "2026-11-21T08:15:30Z"},
        {"2026-11-21T08:15:30.000Z", "2026-11-21T08:15:30Z"},
        {"2026-11-21T08:15:30.1200Z", "2026-11-21T08:15:30.12Z"},
        {"2026-11-21T08:15:30.1234567890123Z", "2026-11-21T08:15:30.1234567890123Z"},
        {"2026-11-21T08:15:30", "2026-11-21T08:15:30"},
        {"2026-11-21T00:15:30+01:00", "2026-11-20T23:15:30Z"},
        {"2026-12-31T20:00:00-05:30", "2027-01-01T01:30:00Z"},
        {"2026-01-01T00:00:00+14:00", "2025-12-31T10:00:00Z"},
        {"2026-01-01T00:00:00-14:00", "2026-01-01T14:00:00Z"},
        {"2026-11-21T24:00:00Z", "2026-11-22T00:00:00Z"},
        {"2026-12-31T24:00:00.000", "2027-01-01T00:00:00"},
        {"0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"},
        {"-0044-03-15T12:00:00Z", "-0044-03-15T12:00:00Z"},
        {"0001-01-01T00:00:00+01:00", "0000-12-31T23:00:00Z"},
        {"12026-01-01T00:00:00Z", "12026-01-01T00:00:00Z"},
        {"9999-12-31T24:00:00Z", "10000-01-01T00:00:00Z"},
        {"32000-12-31T23:59:59-14:00", "32001-01-01T13:59:59Z"},
        {"-32000-01-01T00:00:00+14:00", "-32001-12-31T10:00:00Z"}};
    for (const auto& [lexical, text] : cases) {
        EXPECT_EQ(canonical(lexical), text) << lexical;
    }
}

TEST(TimeValue, KnowsLeapDays) {
    for (const char* lexical : {"2024-02-29T00:00:00Z", "2000-02-29T00:00:00Z", "0004-02-29T00:00:00Z",
                                "0000-02-29T00:00:00Z", "-0004-02-29T00:00:00Z"}) {
        EXPECT_EQ(canonical(lexical), lexical);
    }
    for (const char* lexical : {"2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2100-02-29T00:00:00Z",
                                "-0001-02-29T00:00:00Z", "2024-02-30T00:00:00Z", "2024-04-31T00:00:00Z"}) {
        EXPECT_EQ(canonical(lexical), "none") << lexical;
    }
    EXPECT_EQ(canonical("2024-02-28T24:00:00Z"), "2024-02-29T00:00:00Z");
    EXPECT_EQ(canonical("2023-02-28T24:00:00Z"), "2023-03-01T00:00:00Z");
}

TEST(TimeValue, IsNoneOfWhatIsIllTyped) {
    for (const char* lexical : {"",
                                "2026",
                                "2026-11-21",
                                "2026-11-21T",
                                "2026-11-21T08:15",
                                "2026-11-21 08:15:30",
                                "2026-11-21t08:15:30Z",
                                "2026-11-21T08:15:30z",
                                "2026-1-21T08:15:30",
                                "26-11-21T08:15:30",
                                "02026-11-21T08:15:30",
                                "+2026-11-21T08:15:30",
                                "2026-13-01T00:00:00",
                                "2026-00-01T00:00:00",
                                "2026-01-00T00:00:00",
                                "2026-11-21T25:00:00",
                                "2026-11-21T24:00:01",
                                "2026-11-21T24:00:00.1",
                                "2026-11-21T24:01:00",
                                "2026-11-21T08:60:00",
                                "2026-11-21T08:15:60",
                                "2026-11-21T08:15:61",
                                "2026-11-21T08:15:30.",
                                "2026-11-21T08:15:30.Z",
                                "2026-11-21T08:15:30,5",
                                "2026-11-21T08:15:30+14:01",
                                "2026-11-21T08:15:30+15:00",
                                "2026-11-21T08:15:30+1:00",
                                "2026-11-21T08:15:30+0100",
                                "2026-11-21T08:15:30+01:60",
                                "2026-11-21T08:15:30 Z",
                                "2026-11-21T08:15:30ZZ",
                                "2026-11-21T08:15:30Z ",
                                " 2026-11-21T08:15:30Z",
                                "2026-11-21T8:15:30",
                                "2026-11-21T08:15:3",
                                "2026-11-21T-8:15:30",
                                "x"}) {
        EXPECT_EQ(canonical(lexical), "none") << lexical;
    }
    EXPECT_FALSE(date_time_value(Term::string("2026-11-21T08:15:30Z")));
    EXPECT_FALSE(date_time_value(Term::iri("urn:x")));
}

TEST(TimeValue, LeavesYearsOfOtherCalendarsUninterpreted) {
    for (const char* lexical : {"32001-01-01T00:00:00Z", "99999-01-01T00:00:00Z", "-32001-01-01T00:00:00Z",
                                "100000-01-01T00:00:00Z", "99999999999999999999-01-01T00:00:00Z"}) {
        EXPECT_EQ(canonical(lexical), "none") << lexical;
    }
}

TEST(TimeValue, OfAStampNeedsAZone) {
    EXPECT_EQ(canonical("2026-11-21T09:15:30+01:00", "dateTimeStamp"), "2026-11-21T08:15:30Z");
    EXPECT_EQ(canonical("2026-11-21T09:15:30", "dateTimeStamp"), "none");
}

TEST(TimeValue, OfADateIsItsBeginning) {
    const Term date = xsd("1970-01-02", "date");
    ASSERT_TRUE(date_value(date));
    EXPECT_EQ(date_value(date)->seconds, 86'400);
    EXPECT_FALSE(date_value(date)->zoned);
    const Term east = xsd("1970-01-02+02:00", "date");
    EXPECT_EQ(date_value(east)->seconds, 79'200);
    EXPECT_TRUE(date_value(east)->zoned);
    for (const char* lexical :
         {"", "2026-02-29", "2026-11", "2026-11-21T00:00:00", "2026-11-21 ", "2026-11-21+15:00"}) {
        EXPECT_FALSE(date_value(xsd(lexical, "date"))) << lexical;
    }
    EXPECT_FALSE(date_value(xsd("2026-11-21")));
}

TEST(TimeValue, OrdersInstantsByAllTheirDigits) {
    const std::array<std::string, 8> ascending = {"-0044-03-15T12:00:00Z",
                                                  "1969-12-31T23:59:59.5Z",
                                                  "1970-01-01T00:00:00Z",
                                                  "2026-11-21T08:15:30Z",
                                                  "2026-11-21T08:15:30.000000000000000000001Z",
                                                  "2026-11-21T08:15:30.45Z",
                                                  "2026-11-21T08:15:30.5Z",
                                                  "2026-11-21T08:15:31Z"};
    for (std::size_t i = 0; i < ascending.size(); ++i) {
        for (std::size_t j = 0; j < ascending.size(); ++j) {
            const Term a = xsd(ascending[i]);
            const Term b = xsd(ascending[j]);
            EXPECT_EQ(compare(*date_time_value(a), *date_time_value(b)), i <=> j) << a.text << " and " << b.text;
        }
    }
}

TEST(TimeValue, OfTheSameInstantInAnyZoneIsTheSame) {
    std::mt19937_64 random(5);
    std::array<char, 64> buffer{};
    for (int i = 0; i < 20'000; ++i) {
        const int minutes = static_cast<int>(random() % 1681) - 840;
        std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d",
                      static_cast<int>(random() % 9999), static_cast<int>(random() % 12 + 1),
                      static_cast<int>(random() % 28 + 1), static_cast<int>(random() % 24),
                      static_cast<int>(random() % 60), static_cast<int>(random() % 60), minutes < 0 ? '-' : '+',
                      std::abs(minutes) / 60, std::abs(minutes) % 60);
        const Term term = xsd(buffer.data());
        const auto instant = date_time_value(term);
        ASSERT_TRUE(instant) << term.text;
        const Term in_utc = canonical_date_time(*instant);
        const auto again = date_time_value(in_utc);
        ASSERT_TRUE(again) << in_utc.text;
        ASSERT_EQ(compare(*again, *instant), std::strong_ordering::equal) << term.text;
        ASSERT_EQ(canonical_date_time(*again), in_utc);
    }
}

}  // namespace
}  // namespace gridlore::rdf
