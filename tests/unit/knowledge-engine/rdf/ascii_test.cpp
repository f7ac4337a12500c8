#include "knowledge-engine/rdf/ascii.h"

#include <gtest/gtest.h>

#include <string>

namespace gridlore::rdf {
namespace {

TEST(Ascii, KnowsItsCharactersWhateverTheLocale) {
    static constexpr std::string_view digits = "0123456789";
    static constexpr std::string_view lower = "abcdefghijklmnopqrstuvwxyz";
    static constexpr std::string_view upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const auto is_in = [](std::string_view members, char c) { return members.find(c) != std::string_view::npos; };
    for (int byte = 0; byte < 256; ++byte) {
        SCOPED_TRACE(byte);
        const char c = static_cast<char>(byte);
        EXPECT_EQ(is_ascii_digit(c), is_in(digits, c));
        EXPECT_EQ(is_ascii_letter(c), is_in(lower, c) || is_in(upper, c));
        EXPECT_EQ(is_ascii_hex_digit(c), is_in(digits, c) || is_in("abcdefABCDEF", c));
        EXPECT_EQ(to_ascii_lower(c), is_in(upper, c) ? lower[upper.find(c)] : c);
        EXPECT_EQ(to_ascii_upper(c), is_in(lower, c) ? upper[lower.find(c)] : c);
    }
}

TEST(Ascii, CountsTheDigitsAtTheBeginning) {
    EXPECT_EQ(count_ascii_digits(""), 0U);
    EXPECT_EQ(count_ascii_digits("x1"), 0U);
    EXPECT_EQ(count_ascii_digits("12.3"), 2U);
    EXPECT_EQ(count_ascii_digits("123"), 3U);
}

}  // namespace
}  // namespace gridlore::rdf
