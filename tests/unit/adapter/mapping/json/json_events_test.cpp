#include "adapter/mapping/json/json_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/adapter/mapping/json/told_json.h"

namespace gridlore::mapping {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// What is told of a text that comes in pieces of that size, or the error.
std::string told(std::string_view text, std::size_t piece = std::string_view::npos, const JsonLimits& limits = {}) {
    ToldJson sink;
    JsonEvents events(sink, limits);
    while (!text.empty()) {
        const Result<bool> done = events.write(text.substr(0, piece));
        if (!done) {
            return done.error().message;
        }
        text.remove_prefix(std::min(piece, text.size()));
    }
    const Result<bool> done = events.finish();
    return done ? sink.text() : done.error().message;
}

ErrorKind kind_of_error(std::string_view text, const JsonLimits& limits) {
    ToldJson sink;
    JsonEvents events(sink, limits);
    const Result<bool> done = events.write(text);
    return done ? ErrorKind::Internal : done.error().kind;
}

constexpr std::string_view everything =
    R"( {"a": [1, -0.50, 12345678901234567890123, 1E+2, 0], "é\u00e9\ud83d\ude00\"\n": true, "a": {"": null},
        "long": "0123456789012345678901234567890123456789 \\ ü 😀 x", "e": [], "f": false } )";

TEST(JsonEvents, TellsEveryValueInItsOrderAndNumbersAsTheyAreWritten) {
    EXPECT_EQ(told(everything),
              "{ 'a' [ 1 -0.50 12345678901234567890123 1E+2 0 ] 'éé😀\"\n' true 'a' { '' null } "
              "'long' \"0123456789012345678901234567890123456789 \\\\ ü 😀 x\" 'e' [ ] 'f' false } ");
}

TEST(JsonEvents, TellsTheSameWhereverTheTextIsCut) {
    const std::string whole = told(everything);
    for (std::size_t cut = 0; cut <= everything.size(); ++cut) {
        ToldJson sink;
        JsonEvents events(sink, {});
        ASSERT_TRUE(events.write(everything.substr(0, cut)));
        ASSERT_TRUE(events.write(everything.substr(cut)));
        ASSERT_TRUE(events.finish());
        EXPECT_EQ(sink.text(), whole) << cut;
    }
    for (const std::size_t piece : {1, 2, 3, 7}) {
        EXPECT_EQ(told(everything, piece), whole) << piece;
    }
}

TEST(JsonEvents, TellsScalarsThatStandAlone) {
    EXPECT_EQ(told("12"), "12 ");
    EXPECT_EQ(told("12", 1), "12 ");
    EXPECT_EQ(told("\"\""), "\"\" ");
    EXPECT_EQ(told(" null \n"), "null ");
}

/// Boost.JSON's buffer is 4096 bytes long; see json_events.cpp.
TEST(JsonEvents, ReadsEscapesAndCharactersThatAreCutInLongTexts) {
    for (const std::string_view character : {R"(\u20ac)", R"(\ud83d\ude00)", "€", "😀"}) {
        for (std::size_t cut = 1; cut < character.size(); ++cut) {
            const std::string plain(10'000, 'x');
            const std::string before = "\"" + std::string(character.substr(0, cut));
            const std::string behind = std::string(character.substr(cut)) + plain + "\"";
            ToldJson sink;
            JsonEvents events(sink, {});
            ASSERT_TRUE(events.write(before));
            ASSERT_TRUE(events.write(behind));
            ASSERT_TRUE(events.finish());
            EXPECT_TRUE(sink.text().ends_with(plain + "\" "));
            EXPECT_THAT(sink.text(), testing::AnyOf(StartsWith("\"€x"), StartsWith("\"😀x")));
        }
    }
}

TEST(JsonEvents, KeepsHugeNumbersAsText) {
    const std::string digits(400, '7');
    EXPECT_EQ(told(digits), digits + " ");
    EXPECT_EQ(told(digits, 50), digits + " ");
    EXPECT_EQ(told("-0." + digits + "e-999999"), "-0." + digits + "e-999999 ");
    EXPECT_EQ(told("1e999999"), "1e999999 ");
    EXPECT_EQ(told("[1e99999999999]"),
              "line 1, column 13: a number whose exponent is too large: it must be less than 2147483648");
}

TEST(JsonEvents, StopsWhenTheSinkHasEnough) {
    ToldJson sink(3);
    JsonEvents events(sink, {});
    const Result<bool> done = events.write("[1, 2, 3, 4]");
    ASSERT_TRUE(done);
    EXPECT_FALSE(*done);
    EXPECT_EQ(sink.text(), "[ 1 2 ");
}

struct Broken {
    std::string_view text;
    std::string_view message;
};

class BrokenJson : public testing::TestWithParam<Broken> {};

TEST_P(BrokenJson, IsRefusedWithItsPlace) {
    EXPECT_EQ(told(GetParam().text), GetParam().message);
    EXPECT_EQ(kind_of_error(std::string(GetParam().text) + "x", {}), ErrorKind::InvalidInput);
}

INSTANTIATE_TEST_SUITE_P(
    All, BrokenJson,
    testing::Values(
        Broken{"", "line 1, column 1: there is no JSON, the text is empty"},
        Broken{" \n ", "line 1, column 1: there is no JSON, the text is empty"},
        Broken{"{\"a\":\n [1,", "line 2, column 5: the text ends before its JSON does: something is missing behind it"},
        Broken{"[1, 2,\n  ]", "line 2, column 3: this is no JSON: found ']', which cannot stand here"},
        Broken{"[1 2]", "line 1, column 4: this is no JSON: found '2', which cannot stand here"},
        Broken{"[1] ]", "line 1, column 5: found ']' behind the end of the JSON: nothing but one value is allowed"},
        Broken{"{a: 1}", "line 1, column 2: this is no JSON: found 'a', which cannot stand here"},
        Broken{"[“a”]", "line 1, column 2: this is no JSON: found '“', which cannot stand here"},
        Broken{"[01]", "line 1, column 3: this is no JSON: found '1', which cannot stand here"},
        Broken{"[NaN]", "line 1, column 2: this is no JSON: found 'N', which cannot stand here"},
        Broken{"[\"\x01\"]", "line 1, column 3: this is no JSON: found the byte 0x01, which cannot stand here"},
        Broken{"[\"a\xff\"]", "line 1, column 4: the text must be UTF-8, found the byte 0xFF"},
        Broken{"[\"a\xc3(\"]", "line 1, column 4: the text must be UTF-8, found the byte 0xC3"},
        Broken{"[\"\xed\xa0\x80\"]", "line 1, column 3: the text must be UTF-8, found the byte 0xED"},
        Broken{"[\"\\q\"]", "line 1, column 4: this is no JSON: found 'q', which cannot stand here"}));

TEST(JsonEvents, RefusesLoneSurrogatesAndEscapesThatAreNone) {
    for (const std::string_view text : {R"(["\ud83d and more of it"])", R"(["\ude00 and more of it"])",
                                        R"(["\ud83dA and more"])", R"(["\uxyz1 and more of it"])"}) {
        for (const std::size_t piece : {std::string_view::npos, std::size_t{1}}) {
            EXPECT_THAT(told(text, piece), StartsWith("line 1, column ")) << text;
            EXPECT_THAT(told(text, piece), testing::AnyOf(HasSubstr("an escape that is no character"),
                                                          HasSubstr("which cannot stand here")))
                << text;
        }
    }
}

TEST(JsonEvents, RefusesBadUtf8WhereverItIsCut) {
    for (const std::string_view text : {"\"\xff\"", "\"\xc3(\"", "\"\xe2\x82\"", "\"\xf0\x9f\x98\"", "\"\xc0\xaf\""}) {
        EXPECT_THAT(told(text), StartsWith("line 1, column 2: ")) << text;
        EXPECT_THAT(told(text, 1), StartsWith("line 1, column ")) << text;
    }
}

TEST(JsonEvents, CountsLinesOverAllPieces) {
    const std::string text = "[1,\n 2,\n\n" + std::string(5000, ' ') + "3,\n   x]";
    for (const std::size_t piece : {std::string_view::npos, std::size_t{1}, std::size_t{4096}}) {
        EXPECT_THAT(told(text, piece), StartsWith("line 5, column 4: ")) << piece;
    }
}

TEST(JsonEvents, BoundsDepthAndLength) {
    const JsonLimits limits{.depth = 3, .value_bytes = 10};
    EXPECT_EQ(told("[[[1]]]", std::string_view::npos, limits), "[ [ [ 1 ] ] ] ");
    EXPECT_EQ(told("[[[{}]]]", std::string_view::npos, limits), "more than 3 objects and lists in each other");
    EXPECT_EQ(told("\"0123456789\"", 1, limits), "\"0123456789\" ");
    for (const std::string_view text : {"\"01234567890\"", "12345678901", "{\"01234567890\": 1}"}) {
        for (const std::size_t piece : {std::string_view::npos, std::size_t{1}}) {
            EXPECT_EQ(told(text, piece, limits), "a string, number or name of more than 10 bytes") << text;
        }
        EXPECT_EQ(kind_of_error(text, limits), ErrorKind::LimitExceeded);
    }
    EXPECT_EQ(kind_of_error("[[[[", limits), ErrorKind::LimitExceeded);
    EXPECT_EQ(kind_of_error(std::string(100'000, '['), {}), ErrorKind::LimitExceeded);
}

TEST(JsonEvents, BoundsAStringThatNeverEnds) {
    ToldJson sink;
    JsonEvents events(sink, {.value_bytes = 100'000});
    const std::string piece(1 << 16, 'x');
    ASSERT_TRUE(events.write("\""));
    ASSERT_TRUE(events.write(piece));
    const Result<bool> done = events.write(piece);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::LimitExceeded);
}

TEST(JsonEvents, PlacesCountWhatIsSkippedAndNotWhatIsInserted) {
    ToldJson sink;
    JsonEvents events(sink, {});
    ASSERT_TRUE(events.write("[1"));
    ASSERT_TRUE(events.insert(","));
    events.skip("\n\n(x)");
    const Result<bool> done = events.write(" x");
    ASSERT_FALSE(done);
    EXPECT_THAT(done.error().message, StartsWith("line 3, column 5: "));
}

}  // namespace
}  // namespace gridlore::mapping
