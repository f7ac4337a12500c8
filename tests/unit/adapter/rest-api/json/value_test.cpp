#include "adapter/rest-api/json/value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gridlore::rest_api {
namespace {

using testing::HasSubstr;

std::string show(const JsonValue& value) {
    if (value.is_null()) {
        return "null";
    }
    if (const auto* text = value.text()) {
        return "'" + *text + "'";
    }
    std::string shown;
    if (const auto* array = value.array()) {
        for (const auto& element : *array) {
            shown += (shown.empty() ? "" : ",") + show(element);
        }
        return "[" + shown + "]";
    }
    for (const auto& member : *value.object()) {
        shown += (shown.empty() ? "" : ",") + member.name + ":" + show(member.value);
    }
    return "{" + shown + "}";
}

std::string parse(std::string_view text) {
    const auto value = parse_json(text);
    return value ? show(*value) : "error: " + value.error().message;
}

TEST(JsonValue, HoldsScalarsAsTheTextTheyWereWrittenWith) {
    EXPECT_EQ(parse(R"(["a",5,-5,21.50,1e3,true,false,null,{},[]])"),
              "['a','5','-5','21.50','1e3','true','false',null,{},[]]");
    EXPECT_EQ(parse("18446744073709551616"), "'18446744073709551616'");
    EXPECT_EQ(parse(" 7 \r\n\t"), "'7'");
}

TEST(JsonValue, ResolvesEscapes) {
    EXPECT_EQ(parse(R"("a\"\\\/\n\u00fc\ud83d\ude00\u0000b")"),
              "'" + std::string("a\"\\/\n\xC3\xBC\xF0\x9F\x98\x80\0b", 13) + "'");
}

TEST(JsonValue, KeepsTheLastOfSeveralMembersWithOneName) {
    EXPECT_EQ(parse(R"({"a":1,"b":2,"a":3})"), "{b:'2',a:'3'}");
    std::string many = "{";
    for (int i = 0; i < 50; ++i) {
        many += "\"k" + std::to_string(i % 10) + "\":" + std::to_string(i) + ",";
    }
    const auto value = parse_json(many + "\"last\":0}");
    ASSERT_TRUE(value);
    ASSERT_EQ(value->object()->size(), 11U);
    EXPECT_EQ(*value->object()->front().value.text(), "40");
}

TEST(JsonValue, RefusesWhatIsNoJson) {
    for (const std::string_view text :
         {"{",   "nonsense",   "{'a':1}",    "{a:1}",      "[1,]",      "[1 2]",         "{\"a\" 1}",
          "NaN", "[Infinity]", "{\"a\":01}", "[\"\n\"]",   "[\"\\x\"]", "// {}",         "\"\\u12\"",
          "tru", "-",          "1e",         "{\"a\":1}x", "{}{}",      "[\"\\ud800\"]", "[\"\\udc00x\"]"}) {
        SCOPED_TRACE(text);
        EXPECT_THAT(parse(text), HasSubstr("error: the body is not valid JSON: "));
    }
}

TEST(JsonValue, RefusesAnEmptyBody) {
    EXPECT_THAT(parse(""), HasSubstr("the body is empty"));
    EXPECT_THAT(parse(" \r\n\t"), HasSubstr("the body is empty"));
}

TEST(JsonValue, RefusesInvalidUtf8WithoutRepeatingIt) {
    for (const std::string_view bytes :
         {"\xff", "\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xe2\x82", "\x80"}) {
        const auto value = parse_json("[\"" + std::string(bytes) + "\"]");
        ASSERT_FALSE(value);
        for (const char c : value.error().message) {
            EXPECT_LT(static_cast<unsigned char>(c), 0x80);
        }
    }
}

TEST(JsonValue, RefusesNulCharactersThatItsParserTakesForTheEnd) {
    EXPECT_THAT(parse(std::string_view("[]\0garbage", 10)), HasSubstr("NUL"));
    EXPECT_THAT(parse(std::string_view("\0", 1)), HasSubstr("NUL"));
    EXPECT_THAT(parse(std::string_view("[\"a\0b\"]", 7)), HasSubstr("NUL"));
}

TEST(JsonValue, RefusesEveryTruncation) {
    const std::string whole = R"({"a":["b",{"c":-1.5e3}],"d":null,"\u00e9":true})";
    ASSERT_TRUE(parse_json(whole));
    for (std::size_t length = 0; length < whole.size(); ++length) {
        EXPECT_FALSE(parse_json(std::string_view(whole).substr(0, length))) << length;
    }
}

TEST(JsonValue, NestsUpToItsLimitOnly) {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_TRUE(parse_json(nested(4), {4}));
    EXPECT_FALSE(parse_json(nested(5), {4}));
    EXPECT_FALSE(parse_json(nested(1'000'000)));
    EXPECT_FALSE(parse_json(std::string(1'000'000, '[')));
    std::string objects;
    for (int i = 0; i < 100'000; ++i) {
        objects += "{\"a\":";
    }
    EXPECT_THAT(parse(objects), HasSubstr("more than 32"));
}

TEST(JsonValue, RefusesNumbersThatNoDoubleHolds) {
    EXPECT_THAT(parse("[1e999]"), HasSubstr("error"));
    EXPECT_EQ(parse("[" + std::string(400, '9') + ".5]").substr(0, 6), "error:");
}

TEST(JsonValue, TellsWhereTheFaultIs) {
    const auto value = parse_json("{\n  \"a\": 1,\n  \"b\": x\n}");
    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().position, (TextPosition{3, 8}));
    EXPECT_THAT(value.error().message, HasSubstr("line 3, column 8"));
}

class JsonMembers : public testing::Test {
  protected:
    const JsonValue body_ = *parse_json(
        R"({"text":"x","number":40.7,"digits":"60","yes":true,"one":1,"word":"TRUE","no":"false","nothing":null,
            "list":[],"huge":1e300,"big":9007199254740993,"empty":""})");
    const JsonValue::Object& object_ = *body_.object();
};

TEST_F(JsonMembers, NullIsAbsence) {
    EXPECT_EQ(find_member(object_, "nothing"), nullptr);
    EXPECT_EQ(find_member(object_, "stranger"), nullptr);
    EXPECT_EQ(*optional_text(object_, "nothing"), std::nullopt);
    EXPECT_FALSE(required_text(object_, "nothing"));
    EXPECT_EQ(*optional_integer(object_, "nothing"), std::nullopt);
    EXPECT_EQ(*optional_boolean(object_, "nothing"), std::nullopt);
}

TEST_F(JsonMembers, NumbersMayBeTextsAndAreTruncated) {
    EXPECT_EQ(*optional_integer(object_, "digits"), 60);
    EXPECT_EQ(*optional_integer(object_, "number"), 40);
    EXPECT_EQ(*optional_number(object_, "number"), 40.7);
}

TEST_F(JsonMembers, TextsMayBeNumbersAndBooleans) {
    EXPECT_EQ(*optional_text(object_, "number"), "40.7");
    EXPECT_EQ(*required_text(object_, "yes"), "true");
    EXPECT_EQ(*required_text(object_, "empty"), "");
}

TEST_F(JsonMembers, BooleansMayBeTextsAndNumbers) {
    EXPECT_EQ(*optional_boolean(object_, "yes"), true);
    EXPECT_EQ(*optional_boolean(object_, "one"), true);
    EXPECT_EQ(*optional_boolean(object_, "word"), true);
    EXPECT_EQ(*optional_boolean(object_, "no"), false);
}

TEST_F(JsonMembers, ErrorsNameTheMember) {
    EXPECT_THAT(optional_text(object_, "list").error().message, HasSubstr("`list` has to be a text, not an array"));
    EXPECT_THAT(required_text(object_, "stranger").error().message, HasSubstr("`stranger` is required"));
    EXPECT_THAT(optional_integer(object_, "text").error().message, HasSubstr("`text` has to be a number"));
    EXPECT_THAT(optional_integer(object_, "empty").error().message, HasSubstr("`empty` has to be a number"));
    EXPECT_THAT(optional_integer(object_, "huge").error().message, HasSubstr("`huge` is out of range"));
    EXPECT_THAT(optional_integer(object_, "big").error().message, HasSubstr("`big` is out of range"));
    EXPECT_THAT(optional_boolean(object_, "number").error().message, HasSubstr("`number` has to be true or false"));
    EXPECT_THAT(optional_boolean(object_, "list").error().message, HasSubstr("`list`"));
}

}  // namespace
}  // namespace gridlore::rest_api
