#include "knowledge-engine/query/expression/index_ranges.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/unit/knowledge-engine/query/expression/workbench.h"

namespace gridlore::query {
namespace {

constexpr std::array<Function, 5> functions = {Function::Equal, Function::Less, Function::LessOrEqual,
                                               Function::Greater, Function::GreaterOrEqual};

std::vector<std::string> comparable_terms() {
    std::vector<std::string> texts = {"\"a\"", "\"ab\"", "\"b\"", "\"\"", "\"a\"@en", "true", "<http://e/a>"};
    for (const char* number : {"0",
                               "1",
                               "-1",
                               "0.1",
                               "0.100000001",
                               "0.1000000015",
                               "0.09999999",
                               "16777216",
                               "16777217",
                               "16777218",
                               "9007199254740992",
                               "9007199254740993",
                               "9007199254740994",
                               "100000000000000000000",
                               "1.5",
                               "-0.1",
                               "0.10000000000000001",
                               "3.3",
                               "3.3000001",
                               "3.29999995"}) {
        for (const char* type : {"integer", "decimal", "float", "double"}) {
            texts.push_back("\"" + std::string(number) + "\"^^xsd:" + type);
        }
    }
    for (const char* time :
         {"2020-01-01T00:00:00", "2020-01-01T14:00:00", "2020-01-01T14:00:01", "2019-12-31T10:00:00",
          "2019-12-31T09:59:59.5", "2020-01-01T00:00:00.25", "2020-01-02T04:00:00", "2020-01-03T00:00:00"}) {
        for (const char* zone : {"", "Z", "+05:00", "-14:00", "+14:00"}) {
            texts.push_back("\"" + std::string(time) + zone + "\"^^xsd:dateTime");
            texts.push_back("\"" + std::string(time).substr(0, 10) + zone + "\"^^xsd:date");
        }
    }
    return texts;
}

TEST(IndexRanges, HoldEverythingThatAComparisonCanHoldFor) {
    const auto texts = comparable_terms();
    std::size_t held = 0;
    for (const std::string& constant_text : texts) {
        Workbench bench;
        const rdf::Term bound = term_of(constant_text);
        for (const Function function : functions) {
            const auto ranges = candidate_ranges(function, bound);
            if (ranges.empty()) {
                continue;
            }
            const auto compiled = bench.compile(call(function, {variable(0), constant(constant_text)}));
            for (const std::string& text : texts) {
                const std::vector<rdf::TermId> row = {bench.terms.intern(term_of(text))};
                if (!compiled.holds(row)) {
                    continue;
                }
                ++held;
                const rdf::Term term = term_of(text);
                const bool inside = std::any_of(ranges.begin(), ranges.end(), [&](const pattern::Range& range) {
                    return pattern::is_within(term, range);
                });
                EXPECT_TRUE(inside) << text << " compared by " << static_cast<int>(function) << " with "
                                    << constant_text;
            }
        }
    }
    EXPECT_GT(held, 5'000U);
}

TEST(IndexRanges, AreExactForNumbersThatEveryTypeHas) {
    const auto ranges = candidate_ranges(Function::Less, term_of("230"));
    ASSERT_EQ(ranges.size(), 1U);
    EXPECT_FALSE(ranges[0].from.has_value());
    EXPECT_EQ(ranges[0].until, term_of("230"));
    const auto equal = candidate_ranges(Function::Equal, term_of("230"));
    ASSERT_EQ(equal.size(), 1U);
    EXPECT_TRUE(pattern::is_within(term_of("230.0"), equal[0]));
    EXPECT_FALSE(pattern::is_within(term_of("229.999999"), equal[0]));
    EXPECT_FALSE(pattern::is_within(term_of("230.000001"), equal[0]));
}

TEST(IndexRanges, AreNarrowForTimes) {
    const auto ranges = candidate_ranges(Function::GreaterOrEqual, term_of("\"2020-01-01T00:00:00Z\"^^xsd:dateTime"));
    ASSERT_EQ(ranges.size(), 2U);
    EXPECT_EQ(ranges[0].from, term_of("\"2020-01-01T00:00:00Z\"^^xsd:dateTime"));
    EXPECT_FALSE(pattern::is_within(term_of("\"2020-01-01T13:00:00\"^^xsd:dateTime"), ranges[1]));
}

TEST(IndexRanges, KnowNothingOfWhatHasNoOrder) {
    for (const std::string_view text : {"<http://e/a>", "\"a\"@en", "\"NaN\"^^xsd:double", "\"INF\"^^xsd:double",
                                        "\"x\"^^xsd:integer", "\"x\"^^<http://e/t>", "true"}) {
        EXPECT_TRUE(candidate_ranges(Function::Less, term_of(text)).empty()) << text;
    }
}

TEST(IndexRanges, MirrorComparisons) {
    EXPECT_EQ(mirrored(Function::Less), Function::Greater);
    EXPECT_EQ(mirrored(Function::GreaterOrEqual), Function::LessOrEqual);
    EXPECT_EQ(mirrored(Function::Equal), Function::Equal);
}

}  // namespace
}  // namespace gridlore::query
