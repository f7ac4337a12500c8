#include "knowledge-engine/rdf/utf8.h"

#include <gtest/gtest.h>

#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rdf {
namespace {

TEST(Utf8, FindsTheFirstByteThatIsIllFormed) {
    const std::pair<std::string, std::size_t> cases[] = {
        {"", 0},
        {"plain ASCII, longer than eight", 30},
        {"\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80", 9},
        {"ab\x80", 2},            // a continuation alone
        {"ab\xC3", 2},            // cut short
        {"12345678\xC3(", 8},     // behind a block of ASCII
        {"\xC0\xAF", 0},          // overlong, two bytes
        {"\xE0\x9F\xBF", 0},      // overlong, three bytes
        {"\xE0\xA0\x80", 3},      // the first of three bytes
        {"\xED\x9F\xBF", 3},      // the last before the surrogates
        {"\xED\xA0\x80", 0},      // a surrogate
        {"\xF0\x8F\xBF\xBF", 0},  // overlong, four bytes
        {"\xF4\x8F\xBF\xBF", 4},  // the last character
        {"\xF4\x90\x80\x80", 0},  // beyond it
        {"\xF5\x80\x80\x80", 0},
        {"\xFE", 0},
        {"\xE2\x82", 0},
        {"\xF0\x9F\x98", 0},
        {std::string("a\0b", 3), 3},
    };
    for (const auto& [text, offset] : cases) {
        SCOPED_TRACE(testing::PrintToString(text));
        EXPECT_EQ(first_invalid_utf8(text), offset);
        EXPECT_EQ(is_valid_utf8(text), offset == text.size());
    }
}

TEST(Utf8, WritesEveryCharacterAsItReadsIt) {
    for (char32_t character = 0; character <= 0x10FFFF; ++character) {
        if (!is_scalar_value(character)) {
            continue;
        }
        std::string text;
        append_utf8(text, character);
        const CodePoint read = code_point_at(text, 0);
        ASSERT_EQ(read.value, character);
        ASSERT_EQ(read.length, text.size());
        ASSERT_EQ(first_invalid_utf8(text), text.size());
    }
    EXPECT_EQ(code_point_at("a", 1).length, 0U);
}

TEST(Utf8, KnowsScalarValues) {
    EXPECT_TRUE(is_scalar_value(0xD7FF));
    EXPECT_FALSE(is_scalar_value(0xD800));
    EXPECT_FALSE(is_scalar_value(0xDFFF));
    EXPECT_TRUE(is_scalar_value(0x10FFFF));
    EXPECT_FALSE(is_scalar_value(0x110000));
}

}  // namespace
}  // namespace gridlore::rdf
