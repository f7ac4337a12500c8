#include "knowledge-engine/rdf/inline_term.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "knowledge-engine/rdf/clock_text.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/value.h"

namespace gridlore::rdf {
namespace {

Term literal(std::string text, std::string_view type) {
    return Term::literal(std::move(text), std::string(xsd_ns).append(type));
}

struct Case {
    std::string text;
    std::string type;
};

TEST(InlineTerm, HoldsUsualFormsAndGivesThemBack) {
    const std::vector<Case> held = {
        {"0", "integer"},
        {"-17", "integer"},
        {"36028797018963967", "integer"},
        {"-36028797018963968", "integer"},
        {"5", "int"},
        {"255", "unsignedByte"},
        {"-1", "negativeInteger"},
        {"21.5", "decimal"},
        {"21.50", "decimal"},
        {"5.0", "decimal"},
        {"5", "decimal"},
        {"-0.000001", "decimal"},
        {"2251799813.685247", "decimal"},
        {"230.1", "double"},
        {"2.301E2", "double"},
        {"0.0E0", "double"},
        {"-1.0E-6", "double"},
        {"0", "double"},
        {"230.10", "double"},
        {"1.0E8", "float"},
        {"21.5", "float"},
        {"true", "boolean"},
        {"0", "boolean"},
        {"2021-12-03T15:11:20Z", "dateTime"},
        {"2021-12-03T15:11:20.250Z", "dateTime"},
        {"2021-12-03T15:11:20.5+01:00", "dateTime"},
        {"2021-12-03T15:11:20+00:00", "dateTime"},
        {"2021-12-03T00:15:00-03:30", "dateTime"},
        {"2021-12-03T15:11:20", "dateTime"},
        {"0001-01-01T00:00:00Z", "dateTime"},
        {"4000-12-31T23:59:59.999Z", "dateTime"},
        {"2021-12-03T15:11:20+14:00", "dateTimeStamp"},
        {"2024-02-29", "date"},
        {"2024-02-29Z", "date"},
        {"2024-02-29-11:45", "date"},
        {"15:11:20", "time"},
        {"00:00:00+14:00", "time"},
        {"23:59:59.999-14:00", "time"},
    };
    for (const auto& [text, type] : held) {
        SCOPED_TRACE(text + " " + type);
        const Term term = literal(text, type);
        const auto id = inline_id(term);
        ASSERT_TRUE(id);
        EXPECT_TRUE(id->is_inline());
        EXPECT_FALSE(id->is_local());
        EXPECT_EQ(inline_term(*id), term);
    }
}

TEST(InlineTerm, LeavesTheUnusualToTheDictionary) {
    const std::vector<Case> left = {
        {"007", "integer"},
        {"+1", "integer"},
        {"-0", "integer"},
        {"1.0", "integer"},
        {"", "integer"},
        {"36028797018963968", "integer"},
        {"256", "unsignedByte"},
        {"0", "positiveInteger"},
        {".5", "decimal"},
        {"5.", "decimal"},
        {"-0.0", "decimal"},
        {"0.1234567", "decimal"},
        {"2251799813.685248", "decimal"},
        {"1e3", "double"},
        {"1E3", "double"},
        {"2.3010E2", "double"},
        {"INF", "double"},
        {"NaN", "double"},
        {"1.0E-7", "double"},
        {"1.0E300", "double"},
        {"-0.0E0", "double"},
        {"1.234567", "float"},
        {"TRUE", "boolean"},
        {"2021-12-03T24:00:00Z", "dateTime"},
        {"2021-12-03T15:11:20.0001Z", "dateTime"},
        {"2021-12-03T15:11:20-00:00", "dateTime"},
        {"2021-12-03T15:11:20+01:10", "dateTime"},
        {"2021-02-29T00:00:00Z", "dateTime"},
        {"0001-01-01T00:00:00+01:00", "dateTime"},
        {"0000-01-01T00:00:00Z", "dateTime"},
        {"12021-12-03T15:11:20Z", "dateTime"},
        {"2021-12-03T15:11:20", "dateTimeStamp"},
        {"2021-13-01", "date"},
        {"24:00:00", "time"},
        {"1", "string"},
        {"2021", "gYear"},
    };
    for (const auto& [text, type] : left) {
        EXPECT_FALSE(inline_id(literal(text, type))) << text << " " << type;
    }
    EXPECT_FALSE(inline_id(Term::iri("urn:1")));
    EXPECT_FALSE(inline_id(Term::blank_node("b1")));
    EXPECT_FALSE(inline_id(Term::language_string("1", "en")));
    EXPECT_FALSE(inline_id(Term::literal("1", "urn:type")));
}

/// A literal in one of many forms, now and then an odd one.
Term random_literal(std::mt19937& random) {
    const auto number = [&](int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); };
    const auto two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    const auto pick = [&](const std::vector<std::string>& from) {
        return from[static_cast<std::size_t>(number(0, static_cast<int>(from.size()) - 1))];
    };
    const std::string sign = number(0, 2) == 0 ? "-" : "";
    const std::string zone = pick({"", "Z", "+00:00", "+01:00", "-03:30", "+14:00", "-14:00"});
    const std::string fraction = pick({"", ".5", ".50", ".125", ".0"});
    const std::string day = "20" + two(number(20, 23)) + "-" + two(number(1, 12)) + "-" + two(number(1, 28));
    const std::string clock = two(number(0, 23)) + ":" + two(number(0, 59)) + ":" + two(number(0, 59)) + fraction;
    switch (number(0, 8)) {
        case 0:
            return literal(sign + std::to_string(number(0, 300)), pick({"integer", "int", "byte", "unsignedByte",
                                                                        "positiveInteger", "negativeInteger", "long"}));
        case 1:
            return literal(sign + std::to_string(number(0, 30)) + pick({"", ".0", ".5", ".25", ".250", ".000001"}),
                           pick({"decimal", "double", "float"}));
        case 2:
            return literal(sign + std::to_string(number(1, 9)) + "." + std::to_string(number(0, 99)) + "E" +
                               std::to_string(number(-7, 9)),
                           pick({"double", "float"}));
        case 3:
            return literal(pick({"true", "false", "1", "0", "yes"}), "boolean");
        case 4:
            return literal(day + "T" + clock + zone, pick({"dateTime", "dateTime", "dateTimeStamp"}));
        case 5:
            return literal(day + zone, "date");
        case 6:
            return literal(clock + zone, "time");
        case 7:
            return literal(pick({"INF", "-INF", "NaN", "1.0E300", "007", "+3", "0.12345678", "-0.0"}),
                           pick({"double", "float", "integer", "decimal"}));
        default:
            return literal(std::to_string(number(0, 20)), pick({"string", "gYear", "decimal"}));
    }
}

TEST(InlineTerm, OfRandomLiteralsIsTheLiteralAndItsValueTheCanonicalTerm) {
    std::mt19937 random(7);
    for (int i = 0; i < 200'000; ++i) {
        const Term term = random_literal(random);
        const auto id = inline_id(term);
        if (!id) {
            continue;
        }
        ASSERT_EQ(inline_term(*id), term);
        const Term canonical = canonical_value(term).value_or(term);
        ASSERT_EQ(inline_id(canonical), inline_value(*id)) << term.text << " " << term.datatype;
    }
}

TEST(InlineTerm, RangesAndEqualsHoldExactlyTheLiteralsThatCompareSo) {
    std::mt19937 random(11);
    for (int i = 0; i < 3'000; ++i) {
        const Term from = random_literal(random);
        const Term until = random_literal(random);
        const bool has_from = random() % 4 != 0;
        const bool has_until = !has_from || random() % 2 == 0;
        const auto range = inline_range(has_from ? std::optional(from) : std::nullopt,
                                        has_until ? std::optional(until) : std::nullopt);
        const auto equal = inline_equal(from);
        for (int j = 0; j < 40; ++j) {
            const Term term = random_literal(random);
            const auto id = inline_id(term);
            if (!id) {
                continue;
            }
            const auto above = compare_values(from, term);
            const auto below = compare_values(term, until);
            const bool wanted = (!has_from || (above && *above <= 0)) && (!has_until || (below && *below < 0));
            const auto holds = [&](const IdInterval& interval) { return interval.contains(*id); };
            ASSERT_EQ(std::count_if(range.begin(), range.end(), holds), wanted ? 1 : 0)
                << term.text << " " << term.datatype << (has_from ? " from " + from.text + " " + from.datatype : "")
                << (has_until ? " until " + until.text + " " + until.datatype : "");
            const bool same = canonical_value(term).value_or(term) == canonical_value(from).value_or(from);
            ASSERT_EQ(std::count_if(equal.begin(), equal.end(), holds), same ? 1 : 0)
                << term.text << " " << term.datatype << " and " << from.text << " " << from.datatype;
        }
    }
}

TEST(InlineTerm, IntervalsComeInAscendingOrder) {
    const auto range = inline_range(literal("-3", "integer"), literal("5.5", "double"));
    ASSERT_GT(range.size(), 10U);
    EXPECT_TRUE(std::is_sorted(range.begin(), range.end(),
                               [](const IdInterval& a, const IdInterval& b) { return a.last < b.first; }));
}

TEST(InlineTerm, TellsItsValueWithoutText) {
    EXPECT_EQ(inline_space(*inline_id(literal("7", "byte"))), InlineSpace::Integer);
    EXPECT_EQ(inline_integer(*inline_id(literal("-7", "byte"))), -7);
    EXPECT_EQ(inline_scaled(*inline_id(literal("-7.25", "decimal"))), -7'250'000);
    EXPECT_EQ(inline_scaled(*inline_id(literal("7.25E1", "double"))), 72'500'000);
    EXPECT_TRUE(inline_boolean(*inline_id(literal("1", "boolean"))));
    const auto instant = inline_instant(*inline_id(literal("1970-01-02T01:00:00.5+01:00", "dateTime")));
    EXPECT_EQ(instant.milliseconds, 86'400'500);
    EXPECT_EQ(instant.zone_minutes, 60);
    EXPECT_EQ(inline_instant(*inline_id(literal("1970-01-02", "date"))).milliseconds, 86'400'000);
    EXPECT_EQ(inline_instant(*inline_id(literal("1970-01-02", "date"))).zone_minutes, std::nullopt);
    EXPECT_EQ(inline_instant(*inline_id(literal("1970-01-02-01:00", "date"))).milliseconds, 90'000'000);
}

TEST(InlineTerm, OfASecondIsThatOfItsText) {
    for (const std::int64_t seconds : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1632733200},
                                       std::int64_t{-62135596800}, std::int64_t{64092211199}}) {
        std::string text;
        ASSERT_TRUE(append_clock_time(seconds, text));
        EXPECT_EQ(inline_date_time(seconds), inline_id(text + "Z", xsd_date_time)) << text;
        EXPECT_TRUE(inline_date_time(seconds)) << text;
    }
    EXPECT_FALSE(inline_date_time(-62135596801)) << "before the year 1";
    EXPECT_FALSE(inline_date_time(64092211200)) << "behind the year 4000";
    EXPECT_FALSE(inline_date_time(std::numeric_limits<std::int64_t>::max()));
    EXPECT_FALSE(inline_date_time(std::numeric_limits<std::int64_t>::min()));
}

TEST(InlineTerm, OfAnIdThatNobodyMadeIsSomeLiteral) {
    std::mt19937_64 random(3);
    for (int i = 0; i < 10'000; ++i) {
        const TermId id(TermId::inline_bit | (random() & (TermId::inline_bit - 1)));
        EXPECT_FALSE(inline_term(id).text.empty());
        EXPECT_TRUE(inline_value(id).is_inline());
    }
}

}  // namespace
}  // namespace gridlore::rdf
