#include "knowledge-engine/rdf/number_value.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rdf {
namespace {

Term xsd(std::string lexical, std::string_view type) {
    return Term::literal(std::move(lexical), std::string(xsd_ns).append(type));
}

std::string canonical_text(const std::string& lexical, std::string_view type = "decimal") {
    const Term term = xsd(lexical, type);
    const auto number = decimal_value(term);
    return number ? canonical_decimal(*number).text : "none";
}

TEST(NumberValue, OfADecimalHasNoNeedlessZeros) {
    const std::pair<const char*, const char*> cases[] = {
        {"1", "1"},
        {"01", "1"},
        {"+1", "1"},
        {"1.0", "1"},
        {"1.", "1"},
        {".5", "0.5"},
        {"-.50", "-0.5"},
        {"0", "0"},
        {"-0", "0"},
        {"-0.00", "0"},
        {"000.000", "0"},
        {"0.010", "0.01"},
        {"100", "100"},
        {"-100.250", "-100.25"},
        {"123456789012345678901234567890.10", "123456789012345678901234567890.1"}};
    for (const auto& [lexical, canonical] : cases) {
        EXPECT_EQ(canonical_text(lexical), canonical) << lexical;
    }
}

TEST(NumberValue, IsNoneOfWhatIsIllTyped) {
    for (const char* lexical : {"", "+", "-", ".", "+.", "1e0", "x", "1x", " 1", "1 ", "1,5", "--1", "+-1", "1.2.3",
                                "INF", "NaN", "0x1", "1_000", "٣"}) {
        EXPECT_EQ(canonical_text(lexical), "none") << lexical;
        EXPECT_EQ(canonical_text(lexical, "integer"), "none") << lexical;
    }
    EXPECT_EQ(canonical_text("1.0", "integer"), "none");
    EXPECT_EQ(canonical_text("1.", "integer"), "none");
    EXPECT_FALSE(decimal_value(Term::string("1")));
    EXPECT_FALSE(decimal_value(Term::iri("1")));
    EXPECT_FALSE(decimal_value(Term::literal("1", "urn:integer")));
    EXPECT_FALSE(decimal_value(Term::literal("1", std::string(xsd_double))));
}

TEST(NumberValue, OfADerivedIntegerIsWithinItsRange) {
    struct Case {
        const char* type;
        const char* least;
        const char* greatest;
        const char* below;
        const char* above;
    };
    const Case cases[] = {
        {"byte", "-128", "127", "-129", "128"},
        {"short", "-32768", "32767", "-32769", "32768"},
        {"int", "-2147483648", "2147483647", "-2147483649", "2147483648"},
        {"long", "-9223372036854775808", "9223372036854775807", "-9223372036854775809", "9223372036854775808"},
        {"unsignedByte", "-0", "255", "-1", "256"},
        {"unsignedShort", "0", "65535", "-1", "65536"},
        {"unsignedInt", "0", "4294967295", "-1", "4294967296"},
        {"unsignedLong", "0", "18446744073709551615", "-1", "18446744073709551616"},
        {"nonNegativeInteger", "0", "99999999999999999999999", "-1", nullptr},
        {"positiveInteger", "1", "99999999999999999999999", "0", nullptr},
        {"nonPositiveInteger", "-99999999999999999999999", "0", nullptr, "1"},
        {"negativeInteger", "-99999999999999999999999", "-1", nullptr, "0"},
        {"integer", "-99999999999999999999999", "99999999999999999999999", nullptr, nullptr}};
    for (const auto& [type, least, greatest, below, above] : cases) {
        SCOPED_TRACE(type);
        EXPECT_NE(canonical_text(least, type), "none");
        EXPECT_NE(canonical_text(greatest, type), "none");
        EXPECT_EQ(below == nullptr ? "none" : canonical_text(below, type), "none");
        EXPECT_EQ(above == nullptr ? "none" : canonical_text(above, type), "none");
    }
}

TEST(NumberValue, IsCanonicalAsIntegerWhereItIsWhole) {
    const Term whole = xsd("5.0", "decimal");
    EXPECT_EQ(canonical_decimal(*decimal_value(whole)), xsd("5", "integer"));
    const Term broken = xsd("5.5", "decimal");
    EXPECT_EQ(canonical_decimal(*decimal_value(broken)), broken);
}

TEST(NumberValue, OrdersDecimalsOfAnyLength) {
    const char* ascending[] = {"-100000000000000000000000000001",
                               "-100000000000000000000000000000.5",
                               "-100000000000000000000000000000",
                               "-10",
                               "-9.5",
                               "-9.05",
                               "-0.1",
                               "-0.01",
                               "0",
                               "0.000000000000000000000000001",
                               "0.01",
                               "0.1",
                               "0.11",
                               "0.2",
                               "9",
                               "10",
                               "100000000000000000000000000000",
                               "100000000000000000000000000000.000000001"};
    for (const char*& a : ascending) {
        for (const char*& b : ascending) {
            const Term left = xsd(a, "decimal");
            const Term right = xsd(b, "decimal");
            EXPECT_EQ(compare(*decimal_value(left), *decimal_value(right)), &a <=> &b) << a << " and " << b;
        }
    }
}

TEST(NumberValue, OfADoubleOrFloatIsTheMachines) {
    EXPECT_EQ(double_value(xsd("1e0", "double")), 1.0);
    EXPECT_EQ(double_value(xsd("-2.50E-1", "double")), -0.25);
    EXPECT_EQ(double_value(xsd("+.5", "double")), 0.5);
    EXPECT_EQ(double_value(xsd("5.", "double")), 5.0);
    EXPECT_EQ(float_value(xsd("0.1", "float")), 0.1F);
    EXPECT_EQ(double_value(xsd("4.9406564584124654e-324", "double")), std::numeric_limits<double>::denorm_min());
    EXPECT_EQ(float_value(xsd("1e-45", "float")), std::numeric_limits<float>::denorm_min());
    EXPECT_EQ(double_value(xsd("INF", "double")), std::numeric_limits<double>::infinity());
    EXPECT_EQ(double_value(xsd("+INF", "double")), std::numeric_limits<double>::infinity());
    EXPECT_EQ(float_value(xsd("-INF", "float")), -std::numeric_limits<float>::infinity());
    EXPECT_TRUE(std::isnan(*double_value(xsd("NaN", "double"))));
    EXPECT_TRUE(std::isnan(*float_value(xsd("NaN", "float"))));
}

TEST(NumberValue, OfADoubleBeyondTheMachinesIsInfinityOrZero) {
    const std::pair<const char*, double> cases[] = {
        {"1e400", std::numeric_limits<double>::infinity()},
        {"-1e400", -std::numeric_limits<double>::infinity()},
        {"1e-400", 0.0},
        {"0e999999999999999999999", 0.0},
        {"1e999999999999999999999", std::numeric_limits<double>::infinity()},
        {"1e-999999999999999999999", 0.0},
        {"0.000000000000000000001e325", 1e304}};
    for (const auto& [lexical, value] : cases) {
        EXPECT_EQ(double_value(xsd(lexical, "double")), value) << lexical;
    }
    EXPECT_EQ(double_value(xsd(std::string(400, '9'), "double")), std::numeric_limits<double>::infinity());
    EXPECT_EQ(double_value(xsd("0." + std::string(400, '0') + "1", "double")), 0.0);
    EXPECT_EQ(float_value(xsd("1e39", "float")), std::numeric_limits<float>::infinity());
    EXPECT_EQ(float_value(xsd("-1e-46", "float")), 0.0F);
}

TEST(NumberValue, IsNoneOfAnIllTypedDouble) {
    for (const char* lexical : {"", "inf", "Inf", "nan", "-NaN", "+NaN", "infinity", "e5", "1e", "1e+", "1e5.5",
                                "0x1p3", " 1", "1 ", "1d", ".", "+-1", "++INF"}) {
        EXPECT_FALSE(double_value(xsd(lexical, "double"))) << lexical;
        EXPECT_FALSE(float_value(xsd(lexical, "float"))) << lexical;
    }
    EXPECT_FALSE(double_value(xsd("1", "float")));
    EXPECT_FALSE(float_value(xsd("1", "double")));
}

TEST(NumberValue, WritesDoublesAsXmlSchemaDoes) {
    const std::pair<double, const char*> cases[] = {{1, "1.0E0"},
                                                    {-1, "-1.0E0"},
                                                    {100, "1.0E2"},
                                                    {0.001, "1.0E-3"},
                                                    {21.5, "2.15E1"},
                                                    {0, "0.0E0"},
                                                    {-0.0, "0.0E0"},
                                                    {1e300, "1.0E300"},
                                                    {1.5e-10, "1.5E-10"},
                                                    {std::numeric_limits<double>::infinity(), "INF"},
                                                    {-std::numeric_limits<double>::infinity(), "-INF"},
                                                    {std::nan(""), "NaN"}};
    for (const auto& [value, text] : cases) {
        EXPECT_EQ(canonical_double(value), xsd(text, "double"));
    }
    EXPECT_EQ(canonical_float(0.1F), xsd("1.0E-1", "float"));
    EXPECT_EQ(canonical_float(-0.0F), xsd("0.0E0", "float"));
}

TEST(NumberValue, OfACanonicalDoubleIsTheSame) {
    std::mt19937_64 random(3);
    for (int i = 0; i < 50'000; ++i) {
        const double value = std::bit_cast<double>(random());
        const Term term = canonical_double(value);
        const auto again = double_value(term);
        ASSERT_TRUE(again) << term.text;
        ASSERT_TRUE(*again == value || (std::isnan(*again) && std::isnan(value))) << term.text;
        ASSERT_EQ(canonical_double(*again), term);

        const float narrow = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
        const auto narrow_again = float_value(canonical_float(narrow));
        ASSERT_TRUE(narrow_again);
        ASSERT_TRUE(*narrow_again == narrow || (std::isnan(*narrow_again) && std::isnan(narrow)));
    }
}

TEST(NumberValue, ComparesDecimalsWithDoublesExactly) {
    struct Case {
        const char* decimal;
        double number;
        std::strong_ordering order;
    };
    const double infinity = std::numeric_limits<double>::infinity();
    const std::string huge(400, '9');
    const Case cases[] = {
        {"1", 1.0, std::strong_ordering::equal},
        {"0.5", 0.5, std::strong_ordering::equal},
        {"0.1", 0.1, std::strong_ordering::less},  // the double is a little more
        {"0.1000000000000000055511151231257827021181583404541015625", 0.1, std::strong_ordering::equal},
        {"0.1000000000000000055511151231257827021181583404541015626", 0.1, std::strong_ordering::greater},
        {"-0.1", -0.1, std::strong_ordering::greater},
        {"0", -0.0, std::strong_ordering::equal},
        {"9007199254740993", 9007199254740992.0, std::strong_ordering::greater},
        {"2", 1.0, std::strong_ordering::greater},
        {"-2", 1.0, std::strong_ordering::less},
        {"1", infinity, std::strong_ordering::less},
        {"1", -infinity, std::strong_ordering::greater},
        {huge.c_str(), infinity, std::strong_ordering::less},
        {huge.c_str(), std::numeric_limits<double>::max(), std::strong_ordering::greater},
        {"0.0000000000000000000000000000000000001", 0.0, std::strong_ordering::greater}};
    for (const auto& [lexical, number, order] : cases) {
        const Term term = xsd(lexical, "decimal");
        EXPECT_EQ(compare(*decimal_value(term), number), order) << lexical << " and " << number;
    }
    const Term least = xsd("-" + huge, "decimal");
    EXPECT_EQ(compare(*decimal_value(least), -infinity), std::strong_ordering::greater);
    const Term tiny = xsd("0." + std::string(500, '0') + "1", "decimal");
    EXPECT_EQ(compare(*decimal_value(tiny), 0.0), std::strong_ordering::greater);
    EXPECT_EQ(compare(*decimal_value(tiny), std::numeric_limits<double>::denorm_min()), std::strong_ordering::less);
}

}  // namespace
}  // namespace gridlore::rdf
