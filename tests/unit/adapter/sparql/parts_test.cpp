#include <gtest/gtest.h>

#include "adapter/sparql/multipart.h"
#include "adapter/sparql/parameters.h"
#include "adapter/sparql/query_cache.h"

namespace gridlore::sparql {
namespace {

TEST(Parameters, AreDecoded) {
    const auto parameters = Parameters::parse("a=1+2%2B3&b&&c%20d=%C3%A9=x&a=");
    ASSERT_TRUE(parameters);
    EXPECT_EQ(parameters->all("a"), (std::vector<std::string>{"1 2+3", ""}));
    EXPECT_EQ(*parameters->one("c d"), "é=x");
    EXPECT_TRUE(parameters->has("b"));
    EXPECT_EQ(*parameters->one("none"), std::nullopt);
    EXPECT_FALSE(parameters->one("a"));
}

TEST(Parameters, ThatAreMalformedAreRefused) {
    for (const char* text : {"a=%", "a=%4", "a=%G0", "%=1", "a=%FF", "a=%ED%A0%80"}) {
        EXPECT_FALSE(Parameters::parse(text)) << text;
    }
    std::string many;
    for (int i = 0; i < 10'001; ++i) {
        many += "a=1&";
    }
    const auto refused = Parameters::parse(many);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::LimitExceeded);
}

TEST(Parts, AreSplitAtTheirBoundary) {
    const auto parts = parts_of(
        "preamble\r\n--b\r\nContent-TYPE: text/turtle\r\nX: y\r\n\r\nabc--b\r\n\r\n--b\n\nno type\n--b--", "b");
    ASSERT_TRUE(parts);
    ASSERT_EQ(parts->size(), 2U);
    EXPECT_EQ((*parts)[0].content_type, " text/turtle");
    EXPECT_EQ((*parts)[0].content, "abc--b\r\n");
    EXPECT_EQ((*parts)[1].content_type, "");
    EXPECT_EQ((*parts)[1].content, "no type");
}

TEST(Parts, AreNotSplitAtALongerBoundary) {
    const auto parts = parts_of("--b \t\r\n\r\n--bc\r\n--b-\r\n--b--c\r\n--b--\r\nepilogue", "b");
    ASSERT_TRUE(parts);
    ASSERT_EQ(parts->size(), 1U);
    EXPECT_EQ((*parts)[0].content, "--bc\r\n--b-\r\n--b--c");
}

TEST(Parts, ThatHaveNoEndAreRefused) {
    for (const char* body : {"", "--b", "--b\r\n\r\nabc", "--b\r\n\r\nabc\r\n--b", "abc--b--"}) {
        EXPECT_FALSE(parts_of(body, "b")) << body;
    }
    EXPECT_FALSE(parts_of("----", ""));
    std::string many;
    for (int i = 0; i < 1002; ++i) {
        many += "--b\n\nx\n";
    }
    EXPECT_EQ(parts_of(many, "b").error().kind, ErrorKind::LimitExceeded);
}

TEST(QueryCache, KeepsWhatWasUsedLast) {
    QueryCache cache(2);
    const auto parse = [&cache](const std::string& text, const std::string& base = "http://a.example/") {
        query::ParseOptions options;
        options.base = base;
        return *cache.parse(text, options);
    };
    const auto first = parse("ASK { <a> ?p 1 }");
    EXPECT_EQ(parse("ASK { <a> ?p 1 }"), first);
    EXPECT_NE(parse("ASK { <a> ?p 1 }", "http://b.example/"), first);
    EXPECT_EQ(parse("ASK { <a> ?p 1 }"), first);
    parse("ASK { <a> ?p 2 }");
    EXPECT_EQ(parse("ASK { <a> ?p 1 }"), first);
    parse("ASK { <a> ?p 3 }");
    parse("ASK { <a> ?p 4 }");
    EXPECT_NE(parse("ASK { <a> ?p 1 }"), first);
    EXPECT_FALSE(cache.parse("ASK {", {}));
}

}  // namespace
}  // namespace gridlore::sparql
