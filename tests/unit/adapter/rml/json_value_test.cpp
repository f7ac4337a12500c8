#include "adapter/rml/json_value.h"

#include <gmock/gmock.h>

namespace gridlore::rml {
namespace {

using testing::HasSubstr;

TEST(JsonValue, KeepsTheDigitsOfNumbers) {
    const auto value = parse_json("[1.50, 12345678901234567890123, -7, 1E3, 18446744073709551615]");
    ASSERT_TRUE(value) << value.error().message;
    std::vector<std::string> texts;
    for (const JsonValue& child : value->children) {
        EXPECT_EQ(child.kind, JsonValue::Kind::Number);
        texts.push_back(child.text);
    }
    EXPECT_THAT(texts, testing::ElementsAre("1.50", "12345678901234567890123", "-7", "1E3", "18446744073709551615"));
}

TEST(JsonValue, FindsMembersByName) {
    const auto value = parse_json(R"({"b": {"c": true}, "a": null, "": "é\u00e9"})");
    ASSERT_TRUE(value);
    ASSERT_NE(value->member("b"), nullptr);
    EXPECT_EQ(value->member("b")->member("c")->text, "true");
    EXPECT_EQ(value->member("a")->kind, JsonValue::Kind::Null);
    EXPECT_EQ(value->member("")->text, "éé");
    EXPECT_EQ(value->member("c"), nullptr);
    EXPECT_EQ(value->member("a")->member("a"), nullptr);
}

TEST(JsonValue, SaysWhereTextIsNoJson) {
    for (const char* text : {"", "{", "[1,]", "{\"a\" 1}", "[1] 2", "nul", "\"\xFF\"", "\"a\nb\"", "[1e999]"}) {
        const auto value = parse_json(text);
        ASSERT_FALSE(value) << text;
        EXPECT_EQ(value.error().kind, ErrorKind::InvalidInput);
        EXPECT_THAT(value.error().message, HasSubstr("no JSON")) << text;
    }
    EXPECT_THAT(parse_json("[1,\n 2 3]").error().message, HasSubstr("line 2, column 4"));
}

TEST(JsonValue, RefusesAMemberThatComesTwice) {
    EXPECT_THAT(parse_json(R"({"a": 1, "b": 2, "a": 3})").error().message, HasSubstr("\"a\" twice"));
}

TEST(JsonValue, BoundsNesting) {
    const std::string deep = std::string(json_depth_limit, '[') + std::string(json_depth_limit, ']');
    EXPECT_TRUE(parse_json(deep));
    const auto deeper = parse_json("[" + deep + "]");
    ASSERT_FALSE(deeper);
    EXPECT_EQ(deeper.error().kind, ErrorKind::LimitExceeded);
    EXPECT_FALSE(parse_json(std::string(5'000'000, '[')));
}

TEST(JsonValue, DoesNotRepeatALongTextInItsError) {
    const auto value = parse_json("\"" + std::string(1'000'000, 'x'));
    ASSERT_FALSE(value);
    EXPECT_LT(value.error().message.size(), 500U);
}

}  // namespace
}  // namespace gridlore::rml
