#include "adapter/mapping/json/tolerant_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/adapter/mapping/json/told_json.h"

namespace gridlore::mapping {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

struct Told {
    std::string text;  ///< or the error
    std::vector<std::string> warnings;
    bool operator==(const Told&) const = default;
};

Told told(std::string_view text, std::size_t piece = std::string_view::npos) {
    Told told;
    ToldJson sink;
    JsonEvents events(sink, {});
    TolerantJson tolerant(events, [&told](const std::string& message) { told.warnings.push_back(message); });
    Result<bool> done = true;
    while (!text.empty() && done) {
        done = tolerant.write(text.substr(0, piece));
        text.remove_prefix(std::min(piece, text.size()));
    }
    if (done) {
        done = tolerant.finish();
    }
    told.text = done ? sink.text() : done.error().message;
    return told;
}

constexpr std::string_view missing = "a missing comma is put behind this value";
constexpr std::string_view trailing = "a comma behind the last value is left out";
constexpr std::string_view too_many = "a comma too many is left out";
constexpr std::string_view remark = "a remark in parentheses is left out";

TEST(TolerantJson, LeavesJsonAsItIs) {
    const std::string_view text = R"({"a": [1, -2.5e+3, {}, []], "b, (c) \" Yes": true, "\\": null, "c": false})";
    const Told whole = told(text);
    EXPECT_EQ(whole.text, "{ 'a' [ 1 -2.5e+3 { } [ ] ] 'b, (c) \" Yes' true '\\' null 'c' false } ");
    EXPECT_THAT(whole.warnings, IsEmpty());
}

TEST(TolerantJson, PutsMissingCommasIn) {
    const Told made = told("{\"a\": 1\n \"b\": [1 2 \"x\" \"y\"{}{} [] []true false 3] \"c\": {}}");
    EXPECT_EQ(made.text, "{ 'a' 1 'b' [ 1 2 \"x\" \"y\" { } { } [ ] [ ] true false 3 ] 'c' { } } ");
    EXPECT_EQ(made.warnings, std::vector<std::string>(12, std::string(missing)));
}

TEST(TolerantJson, LeavesCommasOutThatAreTooMany) {
    const Told made = told("[1, 2,, {\"a\": 1,}, , [,],]");
    EXPECT_EQ(made.text, "[ 1 2 { 'a' 1 } [ ] ] ");
    EXPECT_THAT(made.warnings, ElementsAre(too_many, trailing, too_many, too_many, trailing));
}

/// InterConnect D4.2, 3.2.2.
TEST(TolerantJson, ReadsWhatTheDocumentPrints) {
    const Told made = told(R"({   "Voltage_Monitoring": [     {       "Hems_ID": "ID1234"       "Abnormal_Voltage": )"
                           R"(Yes (boolean)       "timestamp": "2021-12-03T15:11:20Z", (timestamp)     },   ] })");
    EXPECT_EQ(made.text,
              "{ 'Voltage_Monitoring' [ { 'Hems_ID' \"ID1234\" 'Abnormal_Voltage' \"Yes\" 'timestamp' "
              "\"2021-12-03T15:11:20Z\" } ] } ");
    EXPECT_THAT(made.warnings, ElementsAre(missing, "the word Yes without quotes is taken as a string", remark, missing,
                                           remark, trailing, trailing));
}

TEST(TolerantJson, TellsTheSameWhereverTheTextIsCut) {
    const std::string_view text =
        R"({"a": No (a remark) "b\"": 12 (float), "c": [true null "\\" "" -1.5 ,, ], (x) "d": {},} )";
    const Told whole = told(text);
    EXPECT_EQ(whole.text, "{ 'a' \"No\" 'b\"' 12 'c' [ true null \"\\\\\" \"\" -1.5 ] 'd' { } } ");
    for (const std::size_t piece : {1, 2, 3, 5}) {
        EXPECT_EQ(told(text, piece), whole) << piece;
    }
}

class StillBroken : public testing::TestWithParam<std::string_view> {};

TEST_P(StillBroken, IsRefused) {
    for (const std::size_t piece : {std::string_view::npos, std::size_t{1}}) {
        EXPECT_THAT(told(GetParam(), piece).text, StartsWith("line 1, column "));
    }
}

INSTANTIATE_TEST_SUITE_P(All, StillBroken,
                         testing::Values("", "[Maybe]", "[yes]", "{\"a\" 1}", "{\"a\": , \"b\": 1}", "[1] [2]", "[1}",
                                         "(x) 1", "[1 (x", "[1 (\"x\") 2]", "[1 (]", "[(x)]", "Yesx", "[trueish]",
                                         "{\"a\":: 1}", "[1: 2]", "[“x”]", "[abcdefghijklmnopqrstuvwxyz]", "[1,,"));

TEST(TolerantJson, NamesPlacesInTheTextAsItCame) {
    EXPECT_THAT(told("[1 2 (x),, Yes\n 3 %]").text, StartsWith("line 2, column 4: "));
}

TEST(TolerantJson, LetsANumberOfYesAndNoStand) {
    EXPECT_EQ(told("Yes").text, "\"Yes\" ");
    EXPECT_EQ(told("[No,Yes]").text, "[ \"No\" \"Yes\" ] ");
}

}  // namespace
}  // namespace gridlore::mapping
