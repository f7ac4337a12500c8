#include "adapter/service/path_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gridlore::service {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

mapping::Document document_with(std::initializer_list<const char*> names) {
    mapping::Document document;
    for (const char* const name : names) {
        document.variables.push_back({});
        document.variables.back().name = name;
    }
    return document;
}

PathTemplate path_of(const std::string& text) {
    auto path = parse_path(text, document_with({"a", "b", "hems"}));
    EXPECT_TRUE(path) << text << ": " << (path ? "" : path.error().message);
    return path ? *path : PathTemplate{};
}

std::string error_of(const std::string& text) {
    const auto path = parse_path(text, document_with({"a", "hems"}));
    return path ? "none" : path.error().message;
}

class Table {
  public:
    Table& add(const std::string& path, const std::string& method = "GET") {
        const auto taken = table_.add(path_of(path), method, paths_.size());
        EXPECT_THAT(taken, testing::IsEmpty()) << path;
        paths_.push_back(path);
        return *this;
    }
    PathTable& operator*() { return table_; }

    /// The template of that path, and its values; nothing if there is none.
    std::string find(const std::string& path, const std::string& method = "GET") {
        const auto found = table_.find(path);
        if (!found || !found->served->contains(method)) {
            return "";
        }
        std::string text = paths_[found->served->at(method).front()];
        for (const std::string& value : found->values) {
            text += " " + value;
        }
        return text;
    }

  private:
    PathTable table_;
    std::vector<std::string> paths_;
};

TEST(PathTemplate, IsWrittenWithEncodedValues) {
    EXPECT_EQ(write_path(path_of("/GridObservability/HEMS/{hems}/Voltage"), std::vector<std::string>{"a/b c"}),
              "/GridObservability/HEMS/a%2Fb%20c/Voltage");
    EXPECT_EQ(write_path(path_of("/{a}/HEMS Elps_Time"), std::vector<std::string>{"4405-123"}),
              "/4405-123/HEMS%20Elps_Time");
}

TEST(PathTemplate, ThatCannotBeReadBackIsRefused) {
    EXPECT_THAT(error_of("/x/{a}{hems}"), HasSubstr("nothing between them"));
    EXPECT_THAT(error_of("/x/{a}/{a}"), HasSubstr("twice"));
    EXPECT_THAT(error_of("/x/{a"), HasSubstr("a brace without its other"));
    EXPECT_THAT(error_of("/x/a}"), HasSubstr("a brace without its other"));
    EXPECT_THAT(error_of("x/y"), HasSubstr("begins with one slash"));
    EXPECT_THAT(error_of("/x?y=1"), HasSubstr("under `query`"));
    EXPECT_THAT(error_of("/x//y"), HasSubstr("no empty segment"));
    EXPECT_THAT(error_of("/x/%zz"), HasSubstr("percent sign"));
}

TEST(PathTemplate, NamesTheNearestVariable) {
    EXPECT_THAT(error_of("/x/{hem}"), HasSubstr("did you mean 'hems'?"));
}

TEST(PathTable, TextWinsOverVariables) {
    Table table;
    table.add("/HEMS/{hems}").add("/HEMS/all").add("/{a}/all");
    EXPECT_EQ(table.find("/HEMS/all"), "/HEMS/all");
    EXPECT_EQ(table.find("/HEMS/17"), "/HEMS/{hems} 17");
    EXPECT_EQ(table.find("/other/all"), "/{a}/all other");
    EXPECT_EQ(table.find("/other/17"), "");
}

TEST(PathTable, GoesBackWhereTextLeadsNowhere) {
    Table table;
    table.add("/x/y/z").add("/x/{a}/w");
    EXPECT_EQ(table.find("/x/y/w"), "/x/{a}/w y");
}

TEST(PathTable, BlankAndUnderlineAreTheSameInText) {
    Table table;
    table.add("/{a}/HEMS Elps_Time");
    for (const char* const path :
         {"/1/HEMS%20Elps_Time", "/1/HEMS_Elps_Time", "/1/HEMS Elps Time", "/1/HEMS%20Elps%20Time/"}) {
        EXPECT_EQ(table.find(path), "/{a}/HEMS Elps_Time 1") << path;
    }
    EXPECT_EQ(table.find("/a_b%20c/HEMS_Elps_Time"), "/{a}/HEMS Elps_Time a_b c");
}

TEST(PathTable, ValuesAreDecodedAndMayBeAPieceOfASegment) {
    Table table;
    table.add("/meters/{a}-{b}.json").add("/meters/{a}");
    EXPECT_EQ(table.find("/meters/x%2Fy-z.json"), "/meters/{a}-{b}.json x/y z");
    EXPECT_EQ(table.find("/meters/-z.json"), "/meters/{a} -z.json");
    EXPECT_EQ(table.find("/meters/%C3%A9"), "/meters/{a} \xC3\xA9");
}

TEST(PathTable, WhatIsNoPathIsNotFound) {
    Table table;
    table.add("/meters/{a}");
    for (const char* const path : {"/%zz/a", "/meters", "/meters//", "", "meters/a/b", "/meters/a/b"}) {
        EXPECT_EQ(table.find(path), "") << path;
    }
}

TEST(PathTable, WhatIsNoValueIsToldOf) {
    Table table;
    table.add("/meters/{a}/state");
    for (const auto& [text, fault] : std::map<std::string, std::string>{{"%zz", "percent sign"},
                                                                        {"%FF", "not UTF-8"},
                                                                        {"..", "means another path"},
                                                                        {"%2e", "means another path"}}) {
        const auto found = (*table).find("/meters/" + text + "/state");
        ASSERT_TRUE(found) << text;
        EXPECT_THAT(found->fault.value_or(""), testing::HasSubstr(fault)) << text;
    }
    EXPECT_FALSE((*table).find("/meters/.../state")->fault);
}

TEST(PathTable, PathsOfOneFormAreTheSame) {
    Table table;
    table.add("/x/{a}").add("/x/{b}", "POST");
    EXPECT_THAT((*table).add(path_of("/x/{hems}/"), "GET", 9), ElementsAre(0));
    EXPECT_THAT((*table).find("/x/1")->served->at("GET"), ElementsAre(0, 9));
    EXPECT_EQ(table.find("/x/1", "POST"), "/x/{b} 1");
    EXPECT_THAT((*table).find("/x/1")->values, ElementsAre("1"));
}

}  // namespace
}  // namespace gridlore::service
