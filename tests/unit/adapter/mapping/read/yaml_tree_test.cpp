#include "adapter/mapping/read/yaml_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gridlore::mapping {
namespace {

using testing::HasSubstr;

YamlNode tree(std::string_view text) {
    auto read = read_yaml(text);
    EXPECT_TRUE(read) << (read ? "" : placed_message(read.error()));
    EXPECT_TRUE(!read || read->problems.empty());
    return read ? std::move(read->root) : YamlNode();
}

std::string fault(std::string_view text, const YamlLimits& limits = {}) {
    const auto read = read_yaml(text, limits);
    return read ? "" : placed_message(read.error());
}

std::string json(std::string_view yaml) {
    std::string text;
    append_json(tree(yaml), text);
    return text;
}

TEST(YamlTree, KeepsPlacesOrderAndQuotes) {
    const YamlNode root = tree("b: 1\na:\n  - 'x'\n  - { c: ?y }\n");
    ASSERT_TRUE(root.is_map());
    ASSERT_EQ(root.children.size(), 2U);
    EXPECT_EQ(root.children[0].key.text, "b");
    EXPECT_TRUE(root.children[0].value.is_plain);
    const YamlNode* list = root.find("a");
    ASSERT_NE(list, nullptr);
    EXPECT_EQ(list->key.position, (TextPosition{2, 1}));
    EXPECT_EQ(list->position, (TextPosition{3, 3}));
    EXPECT_FALSE(list->children[0].value.is_plain);
    const YamlNode* variable = list->children[1].find("c");
    ASSERT_NE(variable, nullptr);
    EXPECT_EQ(variable->value.text, "?y");
    EXPECT_EQ(variable->position, (TextPosition{4, 10}));
    EXPECT_EQ(root.find("c"), nullptr);
}

TEST(YamlTree, QuestionMarksAreText) {
    EXPECT_EQ(json("[ ?a, {?b: ?c}, a?b, \"?\", '??d', a ?e ]"), R"(["?a",{"?b":"?c"},"a?b","?","??d","a ?e"])");
    EXPECT_EQ(json("- ?a\n- |\n  ?b c\n- >\n  ?d\n  ?e\n"), R"(["?a","?b c\n","?d ?e\n"])");
    EXPECT_EQ(json("? a\n: b\n"), R"({"a":"b"})");
}

TEST(YamlTree, ScalarsAreTheJsonThatTheyLookLike) {
    EXPECT_EQ(json("[ 1, -0.50, 1e5, 1E-7, 0, true, false, null, ~ ]"), "[1,-0.50,1e5,1E-7,0,true,false,null,null]");
    EXPECT_EQ(json("[ 01, .5, 1., +1, 0x1F, 1e, -, True, yes, '1', \"true\", '' ]"),
              R"(["01",".5","1.","+1","0x1F","1e","-","True","yes","1","true",""])");
    EXPECT_EQ(json("a:\nb: {}\nc: []\n"), R"({"a":null,"b":{},"c":[]})");
    EXPECT_EQ(json("[ 123456789012345678901234567890.000 ]"), "[123456789012345678901234567890.000]");
    EXPECT_EQ(json("{ \"a\\\"b\": \"\\u00e9\\n\" }"), "{\"a\\\"b\":\"é\\n\"}");
}

TEST(YamlTree, NamesThatComeTwiceAreTold) {
    const auto read = read_yaml("a: 1\nb: { c: 1, c: 2 }\na: 3\n");
    ASSERT_TRUE(read);
    ASSERT_EQ(read->problems.size(), 2U);
    EXPECT_EQ(to_string(read->problems[0], "d"), "d:2:12: `c` stands here a second time; leave one of the two out");
    EXPECT_EQ(read->problems[1].position, (TextPosition{3, 1}));
    EXPECT_EQ(read->root.find("a")->value.text, "1");
}

TEST(YamlTree, PlacesInScalars) {
    const std::string text =
        "a: plain text\nb: 'in quotes'\nc: |\n\n    one\n      two\nd: \"a\\tb\"\ne: >\n  folded\n";
    const YamlNode root = tree(text);
    const auto place = [&](std::string_view name, TextPosition within) {
        return place_in(text, root.find(name)->value, within);
    };
    EXPECT_EQ(place("a", {1, 7}), (TextPosition{1, 10}));
    EXPECT_EQ(place("b", {1, 4}), (TextPosition{2, 8}));
    EXPECT_EQ(place("c", {2, 2}), (TextPosition{5, 6}));
    EXPECT_EQ(place("c", {3, 3}), (TextPosition{6, 7}));
    EXPECT_EQ(place("d", {1, 3}), (TextPosition{7, 4}));
    EXPECT_EQ(place("e", {1, 3}), (TextPosition{8, 4}));
}

TEST(YamlTree, PlacesWithCarriageReturns) {
    const std::string text = "c: |\r\n  one\r\n  two\r\n";
    EXPECT_EQ(place_in(text, tree(text).find("c")->value, {2, 1}), (TextPosition{3, 3}));
}

TEST(YamlTree, RefusesWhatDocumentsNeedNot) {
    EXPECT_EQ(fault("a: &x 1\n"), "line 1, column 4: anchors (`&name`) have no place here; leave it out");
    EXPECT_THAT(fault("a: &x [ 1 ]\nb: *x\n"), HasSubstr("line 1, column"));
    EXPECT_THAT(fault("a: *x\n"), HasSubstr("line 1, column 4: this is no YAML: the referenced anchor is not defined"));
    EXPECT_THAT(fault("a: !!str 5\n"), HasSubstr("line 1, column 4: tags (`!!str` and the like) have no place here"));
    EXPECT_EQ(fault("? [ a ]\n: b\n"), "line 1, column 3: the name of a member is text; put it in quotes");
    EXPECT_THAT(fault("a: 1\n---\nb: 2\n"), HasSubstr("line 2, column 1: a second document begins here"));
}

TEST(YamlTree, TellsWhereItIsNoYaml) {
    EXPECT_EQ(fault("a: b: c\n"),
              "line 1, column 5: this is no YAML: illegal map value; a text that has `: ` in it stands in quotes");
    EXPECT_THAT(fault("a: @x\n"), HasSubstr("line 1, column 4: this is no YAML: unknown token; a text that begins"));
    EXPECT_THAT(fault("a:\n\tb: 1\n\tc: 2\n"), HasSubstr("a tab stands at the line's beginning, indent with spaces"));
    EXPECT_THAT(fault("a: [ b\n"), HasSubstr("end of sequence flow not found"));
    EXPECT_THAT(fault("a: { b: c\n"), HasSubstr("end of map flow not found"));
    EXPECT_EQ(fault("a: \"b\n"), "line 1, column 4: the quote that begins here is not closed");
    EXPECT_EQ(fault("a: 'b''\n"), "line 1, column 4: the quote that begins here is not closed");
    EXPECT_EQ(fault("a: \"b\\\"\n\"\n"), "");
    EXPECT_THAT(fault("a: \"\\q\"\n"), HasSubstr("unknown escape character"));
}

TEST(YamlTree, RefusesBytesThatAreNoText) {
    EXPECT_THAT(fault("a: 1\nb: \xC3(\n"), HasSubstr("line 2, column 4: "));
    EXPECT_THAT(fault("\xFF\xFE"), HasSubstr("line 1, column 1: "));
    EXPECT_THAT(fault(std::string_view("a: \0", 4)), HasSubstr("line 1, column 4: a control character stands here"));
    EXPECT_THAT(fault("a: 1\nb: \x04 c\n"), HasSubstr("line 2, column 4: a control character stands here"));
    EXPECT_THAT(fault("a: \x1A"
                      "b\n"),
                HasSubstr("line 1, column 4: a control character stands here"));
    EXPECT_EQ(json("\xEF\xBB\xBF"
                   "a: é\r\n"),
              R"({"a":"é"})");
}

TEST(YamlTree, RefusesWhatIsTooMuch) {
    EXPECT_THAT(fault(std::string((1U << 20U) + 1, ' ')), HasSubstr("a document may have at most 1048576 bytes"));
    std::string many = "[";
    for (int i = 0; i < 100'000; ++i) {
        many += "a,";
    }
    EXPECT_THAT(fault(many + "]"), HasSubstr("a document may have at most 100000 values; divide it"));
    EXPECT_EQ(fault(std::string(64, '[') + std::string(64, ']')), "");
    EXPECT_THAT(fault(std::string(65, '[') + std::string(65, ']')),
                HasSubstr("line 1, column 65: lists and maps may stand in each other at most 64 deep"));
    EXPECT_NE(fault(std::string(100'000, '[')), "");
    EXPECT_NE(fault(std::string(100'000, '{')), "");
    std::string dashes;
    for (int i = 0; i < 40'000; ++i) {
        dashes += "- ";
    }
    EXPECT_THAT(fault(dashes), HasSubstr("at most 64 deep"));
}

TEST(YamlTree, NothingIsNothing) {
    EXPECT_TRUE(tree("").is_null());
    EXPECT_TRUE(tree("# only words\n").is_null());
}

}  // namespace
}  // namespace gridlore::mapping
