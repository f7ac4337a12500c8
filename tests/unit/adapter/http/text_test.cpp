#include "adapter/http/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gridlore::http {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(HttpText, TrimsBlanksAndTabsAndNothingElse) {
    EXPECT_EQ(trimmed(" \t a \t b\t "), "a \t b");
    EXPECT_EQ(trimmed("\r\na\n"), "\r\na\n");
    EXPECT_EQ(trimmed(" \t"), "");
    EXPECT_EQ(trimmed(""), "");
}

TEST(HttpText, KnowsNoLettersButAsciis) {
    EXPECT_EQ(lower_case("AZ[@`{\xc3\x84"), "az[@`{\xc3\x84");
    EXPECT_TRUE(equal_ignoring_case("Content-TYPE", "content-type"));
    EXPECT_FALSE(equal_ignoring_case("\xc3\x84", "\xc3\xa4"));
    EXPECT_FALSE(equal_ignoring_case("[", "{"));
    EXPECT_FALSE(equal_ignoring_case("a", "ab"));
}

TEST(HttpText, TakesWhatStandsBeforeASeparatorWithIt) {
    std::string_view text = "a;;b";
    EXPECT_EQ(take_until(text, ';'), "a");
    EXPECT_EQ(take_until(text, ';'), "");
    EXPECT_EQ(take_until(text, ';'), "b");
    EXPECT_EQ(text, "");
    EXPECT_EQ(take_until(text, ';'), "");
}

TEST(HttpText, DecodesPercentSignsAndPlusWhereItIsABlank) {
    EXPECT_EQ(*percent_decoded("a+%2b%C3%a4%00%FF", true), std::string("a +\xc3\xa4\0\xff", 7));
    EXPECT_EQ(*percent_decoded("a+b [{\xc3\xa4", false), "a+b [{\xc3\xa4");
    EXPECT_EQ(*percent_decoded("", true), "");
    for (const std::string_view text : {"%", "%4", "%zz", "%4g", "a%%20", "%41%"}) {
        const auto refused = percent_decoded(text, true);
        ASSERT_FALSE(refused) << text;
        EXPECT_EQ(refused.error().kind, ErrorKind::InvalidInput);
    }
}

TEST(HttpText, ReadsParametersInTheirOrder) {
    EXPECT_THAT(*query_parameters("b=1+2&&a=%3D=%26&b&=x", 4),
                ElementsAre(Pair("b", "1 2"), Pair("a", "==&"), Pair("b", ""), Pair("", "x")));
    EXPECT_EQ(query_parameters("a&b&c", 2).error().kind, ErrorKind::LimitExceeded);
    EXPECT_EQ(query_parameters("a=1&b=%", 2).error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(query_parameters("", 0)->empty());
}

}  // namespace
}  // namespace gridlore::http
