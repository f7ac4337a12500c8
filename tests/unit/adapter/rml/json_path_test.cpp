#include "adapter/rml/json_path.h"

#include <gmock/gmock.h>

namespace gridlore::rml {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string written(const JsonValue& value) {
    switch (value.kind) {
        case JsonValue::Kind::Array:
        case JsonValue::Kind::Object: {
            std::string made;
            for (const JsonValue& child : value.children) {
                made += (made.empty() ? "" : ",") + child.name + (child.name.empty() ? "" : ":") + written(child);
            }
            return value.kind == JsonValue::Kind::Array ? "[" + made + "]" : "{" + made + "}";
        }
        case JsonValue::Kind::Null:
            return "null";
        default:
            return value.text;
    }
}

std::vector<std::string> select(std::string_view path, std::string_view json) {
    const auto parsed = JsonPath::parse(path);
    const auto root = parse_json(json);
    if (!parsed || !root) {
        return {parsed ? root.error().message : parsed.error().message};
    }
    const auto nodes = parsed->select(*root);
    std::vector<std::string> made;
    for (const JsonValue* node : *nodes) {
        made.push_back(written(*node));
    }
    return made;
}

TEST(JsonPath, SelectsTheRoot) {
    EXPECT_THAT(select("$", "[1]"), ElementsAre("[1]"));
}

TEST(JsonPath, SelectsMembersByName) {
    constexpr auto json = R"({"o": {"j j": {"k.k": 3}}, "'": {"@": 2}, "é": 4, "{N}": 5, "_a1": 6, "\u0001": 7})";
    EXPECT_THAT(select("$.o['j j']", json), ElementsAre("{k.k:3}"));
    EXPECT_THAT(select("$.o['j j']['k.k']", json), ElementsAre("3"));
    EXPECT_THAT(select("$.o[\"j j\"][\"k.k\"]", json), ElementsAre("3"));
    EXPECT_THAT(select(R"($["'"]["@"])", json), ElementsAre("2"));
    EXPECT_THAT(select(R"($['\'']['@'])", json), ElementsAre("2"));
    EXPECT_THAT(select("$.é", json), ElementsAre("4"));
    EXPECT_THAT(select(R"($['\u00E9'])", json), ElementsAre("4"));
    EXPECT_THAT(select("$['{N}']", json), ElementsAre("5"));
    EXPECT_THAT(select("$ ._a1", json), ElementsAre("6"));
    EXPECT_THAT(select(R"($["\u0001"])", json), ElementsAre("7"));
    EXPECT_THAT(select("$.missing", json), IsEmpty());
    EXPECT_THAT(select("$.o.missing.further", json), IsEmpty());
    EXPECT_THAT(select(R"($['\ud83d\ude00'])", R"({"😀": 1})"), ElementsAre("1"));
}

TEST(JsonPath, SelectsAllChildren) {
    constexpr auto json = R"({"o": {"j": 1, "k": 2}, "a": [5, 3]})";
    EXPECT_THAT(select("$.*", json), ElementsAre("[5,3]", "{j:1,k:2}"));
    EXPECT_THAT(select("$.o[*]", json), ElementsAre("1", "2"));
    EXPECT_THAT(select("$.o[*, *]", json), ElementsAre("1", "2", "1", "2"));
    EXPECT_THAT(select("$.a[*]", json), ElementsAre("5", "3"));
    EXPECT_THAT(select("$.a[*][*]", json), IsEmpty());
}

TEST(JsonPath, SelectsByIndexFromEitherEnd) {
    EXPECT_THAT(select("$[1]", R"(["a","b"])"), ElementsAre("b"));
    EXPECT_THAT(select("$[-2]", R"(["a","b"])"), ElementsAre("a"));
    EXPECT_THAT(select("$[2]", R"(["a","b"])"), IsEmpty());
    EXPECT_THAT(select("$[-3]", R"(["a","b"])"), IsEmpty());
    EXPECT_THAT(select("$[0]", R"({"0": 1})"), IsEmpty());
}

TEST(JsonPath, SelectsSlices) {
    constexpr auto json = R"(["a","b","c","d","e","f","g"])";
    EXPECT_THAT(select("$[1:3]", json), ElementsAre("b", "c"));
    EXPECT_THAT(select("$[5:]", json), ElementsAre("f", "g"));
    EXPECT_THAT(select("$[1:5:2]", json), ElementsAre("b", "d"));
    EXPECT_THAT(select("$[5:1:-2]", json), ElementsAre("f", "d"));
    EXPECT_THAT(select("$[::-1]", json), ElementsAre("g", "f", "e", "d", "c", "b", "a"));
    EXPECT_THAT(select("$[-2:]", json), ElementsAre("f", "g"));
    EXPECT_THAT(select("$[:-5]", json), ElementsAre("a", "b"));
    EXPECT_THAT(select("$[0:5:0]", json), IsEmpty());
    EXPECT_THAT(select("$[-9007199254740991:9007199254740991:9007199254740991]", json), ElementsAre("a"));
    EXPECT_THAT(select("$[0 , 2 : 4]", json), ElementsAre("a", "c", "d"));
    EXPECT_THAT(select("$[:]", "{\"a\": 1}"), IsEmpty());
}

TEST(JsonPath, DescendsBeforeItsChildren) {
    constexpr auto json = R"({"o": {"j": 1, "k": 2}, "a": [5, 3, [{"j": 4}, {"k": 6}]]})";
    EXPECT_THAT(select("$..j", json), ElementsAre("4", "1"));
    EXPECT_THAT(select("$..[0]", json), ElementsAre("5", "{j:4}"));
    EXPECT_THAT(select("$.a..[0, 1]", json), ElementsAre("5", "3", "{j:4}", "{k:6}"));
    EXPECT_THAT(select("$.o..*", json), ElementsAre("1", "2"));
}

TEST(JsonPath, FiltersByComparison) {
    constexpr auto json = R"([{"p": 3, "n": "x"}, {"p": 5.0}, {"p": "5"}, {"n": null}, {"p": 1e1, "n": true}])";
    EXPECT_THAT(select("$[?@.p > 3].p", json), ElementsAre("5.0", "1e1"));
    EXPECT_THAT(select("$[?(@.p >= 3 && @.p <= 5)].p", json), ElementsAre("3", "5.0"));
    EXPECT_THAT(select("$[?@.p == 10].p", json), ElementsAre("1e1"));
    EXPECT_THAT(select("$[?@.p=='5' || @.n == 'x'].p", json), ElementsAre("3", "5"));
    EXPECT_THAT(select("$[?@.n == null].n", json), ElementsAre("null"));
    EXPECT_THAT(select("$[?@.n != true && @.p < 4].p", json), ElementsAre("3"));
    EXPECT_THAT(select("$[?10 == @['p']].n", json), ElementsAre("true"));
    EXPECT_THAT(select("$[?@.n == false]", json), IsEmpty());
}

TEST(JsonPath, FiltersByExistence) {
    constexpr auto json = R"({"list": [{"a": 1}, {"b": null}, {"a": {"c": 2}}], "wanted": 1})";
    EXPECT_THAT(select("$.list[?@.a]", json), ElementsAre("{a:1}", "{a:{c:2}}"));
    EXPECT_THAT(select("$.list[?!@.a]", json), ElementsAre("{b:null}"));
    EXPECT_THAT(select("$.list[?!(@.a && @.a.c)]", json), ElementsAre("{a:1}", "{b:null}"));
    EXPECT_THAT(select("$.list[?@..c]", json), ElementsAre("{a:{c:2}}"));
    EXPECT_THAT(select("$.list[?@.a == $.wanted]", json), ElementsAre("{a:1}"));
    EXPECT_THAT(select("$.list[?@[?@.c == 2]]", json), ElementsAre("{a:{c:2}}"));
}

/// RFC 9535, 2.3.5.3: the comparisons of its table 11.
TEST(JsonPath, ComparesWhatIsMissing) {
    constexpr auto json = R"({"obj": {"x": "y"}, "arr": [2, 3]})";
    const auto holds = [&](const std::string& condition) { return select("$[?" + condition + "]", json).size() == 2; };
    EXPECT_TRUE(holds("$.absent1 == $.absent2"));
    EXPECT_TRUE(holds("$.absent1 <= $.absent2"));
    EXPECT_FALSE(holds("$.absent == 'g'"));
    EXPECT_FALSE(holds("$.absent1 != $.absent2"));
    EXPECT_TRUE(holds("$.absent != 'g'"));
    EXPECT_TRUE(holds("1 <= 2"));
    EXPECT_FALSE(holds("1 > 2"));
    EXPECT_FALSE(holds("13 == '13'"));
    EXPECT_TRUE(holds("'a' <= 'b'"));
    EXPECT_FALSE(holds("'a' > 'b'"));
    EXPECT_FALSE(holds("$.obj == $.arr"));
    EXPECT_TRUE(holds("$.obj != $.arr"));
    EXPECT_TRUE(holds("$.obj == $.obj"));
    EXPECT_FALSE(holds("$.obj != $.obj"));
    EXPECT_TRUE(holds("$.arr == $.arr"));
    EXPECT_FALSE(holds("$.obj == 17"));
    EXPECT_TRUE(holds("$.obj != 17"));
    EXPECT_FALSE(holds("$.obj <= $.arr"));
    EXPECT_FALSE(holds("$.obj < $.arr"));
    EXPECT_TRUE(holds("$.obj <= $.obj"));
    EXPECT_TRUE(holds("1 <= 1.0"));
    EXPECT_TRUE(holds("true <= true"));
    EXPECT_FALSE(holds("true > true"));
}

TEST(JsonPath, ReadsAPointBeforeABracketAsNone) {
    EXPECT_THAT(select("$.[*].a", R"([{"a": 1}])"), ElementsAre("1"));
}

TEST(JsonPath, SaysWhatIsWrong) {
    const auto refused = [](std::string_view path) {
        const auto parsed = JsonPath::parse(path);
        EXPECT_FALSE(parsed) << path;
        return parsed ? std::string() : parsed.error().message;
    };
    EXPECT_THAT(refused("$.students[*]]"), HasSubstr("the end before `]`"));
    EXPECT_THAT(refused("students"), HasSubstr("expected `$`"));
    EXPECT_THAT(refused("$.a-b"), HasSubstr("['a-b']"));
    EXPECT_THAT(refused("$.a b"), HasSubstr("before ` b`"));
    EXPECT_THAT(refused("$[?length(@.a) > 3]"), HasSubstr("length() are not supported"));
    EXPECT_THAT(refused("$.length()"), HasSubstr("before `()`"));
    EXPECT_THAT(refused("$[?@.* == 3]"), HasSubstr("several nodes"));
    EXPECT_THAT(refused("$[?'a']"), HasSubstr("no condition"));
    EXPECT_THAT(refused("$[\xFF]"), HasSubstr("UTF-8"));
    EXPECT_LT(refused("$.a " + std::string(10'000, 'b')).size(), 500U);
    for (const char* path : {"",
                             "$.",
                             "$..",
                             "$[",
                             "$[]",
                             "$['a",
                             "$['a\\x']",
                             "$['\\ud800']",
                             "$['\\udc00']",
                             "$['\\u12']",
                             "$[01]",
                             "$[-0]",
                             "$[9007199254740992]",
                             "$[99999999999999999999]",
                             "$[1:2:3:4]",
                             "$[a]",
                             "$.*a",
                             "$[?]",
                             "$[?@.a ==]",
                             "$[?(@.a]",
                             "$[?@.a = 1]",
                             "$[?@.a == 01]",
                             "$[?@.a == 1.]",
                             "$[?@.a == truth]",
                             "$[?!1]",
                             "$ ",
                             "$.1a",
                             "$['a',]",
                             "$[?@.a &&]"}) {
        refused(path);
    }
}

TEST(JsonPath, BoundsNestedFilters) {
    std::string path = "$";
    std::string ends;
    for (int depth = 0; depth < 100'000; ++depth) {
        path += "[?@";
        ends += "]";
    }
    const auto parsed = JsonPath::parse(path + ends);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().kind, ErrorKind::LimitExceeded);
    EXPECT_FALSE(JsonPath::parse("$[?" + std::string(100'000, '(') + "@"));
}

TEST(JsonPath, BoundsTheNodesThatItLooksAt) {
    std::string json = "1";
    for (int depth = 0; depth < 100; ++depth) {
        json = "[" + json + ",1]";
    }
    const auto root = parse_json(json);
    const auto path = JsonPath::parse("$..*..*..*..*..*");
    const auto nodes = path->select(*root, 100'000);
    ASSERT_FALSE(nodes);
    EXPECT_EQ(nodes.error().kind, ErrorKind::LimitExceeded);
}

}  // namespace
}  // namespace gridlore::rml
