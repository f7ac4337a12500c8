#include "adapter/http/quality.h"

#include <gtest/gtest.h>

#include <array>

namespace gridlore::http {
namespace {

constexpr std::array<std::string_view, 3> offers = {"application/sparql-results+json", "text/csv", "text/plain"};

std::string_view choice(std::string_view accept) {
    const std::size_t at = preferred(accept, offers);
    return at == offers.size() ? "none" : offers.at(at);
}

TEST(Quality, IsReadWithItsDefaultAndItsParameters) {
    const auto preferences = preferences_of("Text/CSV;charset=utf-8; Q=0.5 , */* ;q=0, text/plain");
    ASSERT_EQ(preferences.size(), 3U);
    EXPECT_EQ(preferences[0].value, "text/csv");
    EXPECT_EQ(preferences[0].quality, 500U);
    EXPECT_EQ(preferences[1].quality, 0U);
    EXPECT_EQ(preferences[2].quality, 1000U);
}

TEST(Quality, ThatIsMalformedLeavesItsPreferenceOut) {
    for (const char* malformed : {"a;q=", "a;q=2", "a;q=1.5", "a;q=0.1234", "a;q=x", "a;q=0.x", ";q=1", ","}) {
        EXPECT_TRUE(preferences_of(malformed).empty()) << malformed;
    }
}

TEST(Quality, OfEndlessHeadersIsReadInPart) {
    std::string header;
    for (int i = 0; i < 10'000; ++i) {
        header += "a/b,";
    }
    EXPECT_EQ(preferences_of(header).size(), 100U);
}

TEST(Preferred, IsTheServersFavouriteForThoseWithoutPreference) {
    EXPECT_EQ(choice(""), offers[0]);
    EXPECT_EQ(choice("*/*"), offers[0]);
    EXPECT_EQ(choice("text/plain, text/csv"), "text/csv");
}

TEST(Preferred, FollowsTheClientsQualities) {
    EXPECT_EQ(choice("text/csv;q=0.4, text/plain;q=0.5"), "text/plain");
    EXPECT_EQ(choice("*/*;q=0.1, text/*;q=0.2"), "text/csv");
    EXPECT_EQ(choice("text/csv;q=0, text/*"), "text/plain");
    EXPECT_EQ(choice("*/*, application/sparql-results+json;q=0.9"), "text/csv");
}

TEST(Preferred, IsNoneIfTheClientTakesNone) {
    EXPECT_EQ(choice("image/png"), "none");
    EXPECT_EQ(choice("*/*;q=0"), "none");
    EXPECT_EQ(choice("text"), "none");
}

}  // namespace
}  // namespace gridlore::http
