#include "adapter/main/configuration/value.h"

#include <gtest/gtest.h>

namespace gridlore::configuration {
namespace {

using namespace std::chrono_literals;

Result<Value> parse_duration(const std::string& text) {
    return parse_value({text}, Duration{});
}
Result<Value> parse_bytes(const std::string& text) {
    return parse_value({text}, Bytes{});
}

TEST(SettingValue, ReadsDurationsInSecondsAndOtherUnits) {
    const std::vector<std::pair<std::string, Duration>> cases = {
        {"29", 29s}, {"0.25", 250ms}, {"0", 0s}, {"250ms", 250ms}, {"2 s", 2s}, {"1.5min", 90s}, {"1h", 3600s}};
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        const auto value = parse_duration(text);
        ASSERT_TRUE(value);
        EXPECT_EQ(std::get<Duration>(*value), expected);
    }
}

TEST(SettingValue, RefusesWhatIsNoDuration) {
    for (const std::string text : {"", "soon", "-1", "1 day", "nan", "inf", "1e300", "5 sx"}) {
        SCOPED_TRACE(text);
        const auto value = parse_duration(text);
        ASSERT_FALSE(value);
        EXPECT_NE(value.error().message.find("'" + text + "' is not a duration"), std::string::npos);
    }
}

TEST(SettingValue, ReadsSizes) {
    const std::vector<std::pair<std::string, std::uint64_t>> cases = {
        {"1000", 1000}, {"64KiB", 65536}, {"2 MiB", 2097152}, {"1GiB", 1073741824}};
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        const auto value = parse_bytes(text);
        ASSERT_TRUE(value);
        EXPECT_EQ(std::get<Bytes>(*value).count, expected);
    }
}

TEST(SettingValue, RefusesWhatIsNoSize) {
    for (const std::string text : {"", "-1", "1.5MiB", "1 kB", "99999999999999999999", "17179869184GiB"}) {
        SCOPED_TRACE(text);
        EXPECT_FALSE(parse_bytes(text));
    }
}

TEST(SettingValue, ReadsWhatItWrites) {
    const std::vector<Value> values = {Value(true),          Value(std::uint64_t{17}), Value(Bytes{65536}),
                                       Value(Bytes{65537}),  Value(Duration(29s)),     Value(Duration(1500us)),
                                       Value(Duration(24h)), Value(Bytes{0}),          Value(std::string("text"))};
    for (const Value& value : values) {
        SCOPED_TRACE(to_string(value));
        const auto read = parse_value({to_string(value)}, value);
        ASSERT_TRUE(read);
        EXPECT_EQ(*read, value);
    }
}

TEST(SettingValue, TakesSeveralTextsOnlyForFiles) {
    EXPECT_FALSE(parse_value({"1", "2"}, std::uint64_t{}));
    EXPECT_EQ(*parse_value({"a.ttl", "b.ttl"}, Files{}), Value(Files{"a.ttl", "b.ttl"}));
}

}  // namespace
}  // namespace gridlore::configuration
