#include "adapter/mapping/json/json_scalar.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <random>
#include <string>

#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::mapping {
namespace {

std::string json_of(const JsonScalar& scalar) {
    std::string out;
    append_json(scalar, out);
    return out;
}

TEST(JsonScalar, IsWrittenAsJson) {
    EXPECT_EQ(json_of({JsonKind::Null, "null"}), "null");
    EXPECT_EQ(json_of({JsonKind::Boolean, "true"}), "true");
    EXPECT_EQ(json_of({JsonKind::Number, "1.50e3"}), "1.50e3");
    EXPECT_EQ(json_of({JsonKind::String, ""}), R"("")");
    EXPECT_EQ(json_of({JsonKind::String, "a\"b\\c/é😀"}), R"("a\"b\\c/é😀")");
    EXPECT_EQ(json_of({JsonKind::String, {"\0\b\f\n\r\t\x1f\x7f", 8}}), "\"\\u0000\\b\\f\\n\\r\\t\\u001f\x7f\"");
}

TEST(JsonScalar, IsAppended) {
    std::string out = "[";
    append_json({JsonKind::String, "x"}, out);
    EXPECT_EQ(out, R"(["x")");
}

TEST(JsonScalar, OfAnyCharactersIsReadAsWhatWasWritten) {
    std::mt19937 random(1);
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (std::size_t length = random() % 20; length > 0; --length) {
            const auto character = static_cast<char32_t>(random() % (random() % 3 == 0 ? 0x110000 : 0x80));
            rdf::append_utf8(text, rdf::is_surrogate(character) ? U'"' : character);
        }
        EXPECT_EQ(boost::json::parse(json_of({JsonKind::String, text})).as_string(), text);
    }
}

/// Eight characters are looked at at once: each of them, and those behind the last eight.
TEST(JsonScalar, OfEachCharacterAtEachPlaceIsReadAsWhatWasWritten) {
    for (std::size_t size = 1; size <= 18; ++size) {
        for (std::size_t place = 0; place < size; ++place) {
            for (char c = 0; c < 0x7F; ++c) {
                std::string text(size, place % 2 == 0 ? '!' : '~');
                text[place] = c;
                ASSERT_EQ(boost::json::parse(json_of({JsonKind::String, text})).as_string(), text);
            }
        }
    }
}

TEST(JsonScalar, IsDescribedForMessages) {
    EXPECT_EQ(describe({JsonKind::Null, "null"}), "null");
    EXPECT_EQ(describe({JsonKind::Boolean, "false"}), "false");
    EXPECT_EQ(describe({JsonKind::Number, "3"}), "the number 3");
    EXPECT_EQ(describe({JsonKind::String, "kW\n"}), R"(the string "kW\n")");
}

TEST(JsonScalar, IsCutWhereItIsLong) {
    EXPECT_EQ(describe({JsonKind::String, std::string(60, 'x')}), "the string \"" + std::string(60, 'x') + "\"");
    EXPECT_EQ(describe({JsonKind::String, std::string(61, 'x')}), "the string \"" + std::string(60, 'x') + "…\"");
    EXPECT_EQ(describe({JsonKind::Number, std::string(99, '1')}), "the number " + std::string(60, '1') + "…");
    const std::string wide = std::string(59, 'x') + "é" + std::string(9, 'x');
    EXPECT_EQ(describe({JsonKind::String, wide}), "the string \"" + std::string(59, 'x') + "…\"");
}

TEST(JsonScalar, EqualsWhatHasTheSameKindAndText) {
    const JsonConstant one{JsonKind::Number, "1"};
    EXPECT_EQ(one.view(), (JsonScalar{JsonKind::Number, "1"}));
    EXPECT_NE(one.view(), (JsonScalar{JsonKind::String, "1"}));
}

}  // namespace
}  // namespace gridlore::mapping
