#include "adapter/sql/decimal.h"

#include <gmock/gmock.h>

namespace gridlore::sql {
namespace {

using testing::HasSubstr;

Decimal decimal(std::string_view text) {
    const auto read = Decimal::read(text);
    EXPECT_TRUE(read) << text;
    return read ? *read : Decimal{};
}

std::string sum(std::initializer_list<std::string_view> texts) {
    Decimal total;
    for (const std::string_view text : texts) {
        total += decimal(text);
    }
    return total.text();
}

TEST(SqlDecimal, KeepsItsDigits) {
    for (const std::string text :
         {"0", "890", "-0.50", "0.10", "0.000000000000000001", "-0.0000000000000000001", "123456789012345678",
          "1234567890123456789", "12345678901234567890.123456789012345678901234567890"}) {
        EXPECT_EQ(decimal(text).text(), text);
    }
    EXPECT_EQ(decimal("007").text(), "7");
    EXPECT_EQ(decimal("-00.0").text(), "0.0");
    EXPECT_EQ(decimal(".5").text(), "0.5");
    EXPECT_EQ(decimal("+3.").text(), "3");
}

TEST(SqlDecimal, ReadsExponents) {
    EXPECT_EQ(decimal("1.5e-07").text(), "0.00000015");
    EXPECT_EQ(decimal("-1.25E+3").text(), "-1250");
    EXPECT_EQ(decimal("1.2500e2").text(), "125.00");
}

TEST(SqlDecimal, RefusesWhatIsNoNumberOrTooLong) {
    for (const std::string& text :
         {std::string(), std::string("-"), std::string("."), std::string("1,5"), std::string("0x10"),
          std::string("NaN"), std::string("1e"), std::string("1e1.5"), std::string("1e9999999999999"),
          std::string("1e2000"), std::string("--1"), std::string("1 "), std::string(1001, '7')}) {
        const auto read = Decimal::read(text);
        ASSERT_FALSE(read) << text;
        EXPECT_THAT(read.error().message, HasSubstr("no number"));
        EXPECT_LT(read.error().message.size(), 120U);
    }
    EXPECT_EQ(decimal(std::string(1000, '7')).text(), std::string(1000, '7'));
}

TEST(SqlDecimal, AddsExactly) {
    EXPECT_EQ(sum({"0.1", "0.2"}), "0.3");
    EXPECT_EQ(sum({"1", "0.25", "-3.5"}), "-2.25");
    EXPECT_EQ(sum({"0.005", "1"}), "1.005");
    EXPECT_EQ(sum({"99999999999999999999", "0.00000000000000000001"}), "99999999999999999999.00000000000000000001");
}

TEST(SqlDecimal, DividesToTheDigitsThatAreAskedFor) {
    EXPECT_EQ(decimal("5").divided_by(3, 3).text(), "1.667");
    EXPECT_EQ(decimal("-5").divided_by(3, 3).text(), "-1.667");
    EXPECT_EQ(decimal("0.02").divided_by(3, 3).text(), "0.00667");
    EXPECT_EQ(decimal("6.00").divided_by(3, 3).text(), "2.00");
    EXPECT_EQ(decimal("3").divided_by(2, 3).text(), "1.5");
    EXPECT_EQ(decimal("0").divided_by(7, 3).text(), "0");
}

TEST(SqlDecimal, RoundsHalfToEven) {
    EXPECT_EQ(decimal("1").divided_by(2, 0).text(), "0");
    EXPECT_EQ(decimal("3").divided_by(2, 0).text(), "2");
    EXPECT_EQ(decimal("5").divided_by(2, 0).text(), "2");
    EXPECT_EQ(decimal("-5").divided_by(2, 0).text(), "-2");
    EXPECT_EQ(decimal("-7").divided_by(2, 0).text(), "-4");
    EXPECT_EQ(decimal("1.001").divided_by(2000, 3).text(), "0.0005");
    EXPECT_EQ(decimal("1").divided_by(16, 3).text(), "0.062");
    EXPECT_EQ(decimal("3").divided_by(16, 3).text(), "0.188");
}

}  // namespace
}  // namespace gridlore::sql
