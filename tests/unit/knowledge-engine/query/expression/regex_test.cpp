#include <gtest/gtest.h>

#include "knowledge-engine/query/expression/pattern_text.h"
#include "knowledge-engine/query/expression/regular_expression.h"
#include "tests/unit/knowledge-engine/query/expression/workbench.h"

namespace gridlore::query {
namespace {

TEST(Regex, FindsAPatternAnywhere) {
    expect_results({
        {Function::Regex, {"\"Alice\"", "\"lic\""}, "true"},
        {Function::Regex, {"\"Alice\"", "\"^lic\""}, "false"},
        {Function::Regex, {"\"Alice\"", "\"^ali\"", "\"i\""}, "true"},
        {Function::Regex, {"\"Alice\"@en", "\"e$\""}, "true"},
        {Function::Regex, {"\"食べ物\"", "\"^...$\""}, "true"},
        {Function::Regex, {"\"a.c\"", "\"a.c\"", "\"q\""}, "true"},
        {Function::Regex, {"\"abc\"", "\"a.c\"", "\"q\""}, "false"},
        {Function::Regex, {"\"A.C\"", "\"a.c\"", "\"qi\""}, "true"},
        {Function::Regex, {"\"abc\"", "\"\""}, "true"},
        {Function::Regex, {"\"helloworld\"", "\"hello world\"", "\"x\""}, "true"},
        {Function::Regex, {"\"a b\"", "\"a[ ]b\"", "\"x\""}, "true"},
        {Function::Regex, {"\"a#b\"", "\"a#b\"", "\"x\""}, "true"},
    });
}

TEST(Regex, HasXPathsLines) {
    expect_results({
        {Function::Regex, {"\"a\\n\"", "\"a$\""}, "false"},
        {Function::Regex, {"\"a\\nb\"", "\"a$\"", "\"m\""}, "true"},
        {Function::Regex, {"\"a\\nb\"", "\"^b\""}, "false"},
        {Function::Regex, {"\"a\\nb\"", "\"^b\"", "\"m\""}, "true"},
        {Function::Regex, {"\"a\\nb\"", "\"a.b\""}, "false"},
        {Function::Regex, {"\"a\\nb\"", "\"a.b\"", "\"s\""}, "true"},
    });
}

TEST(Regex, HasXPathsCharacterClasses) {
    expect_results({
        {Function::Regex, {"\"xyzzy-1\"", "\"^\\\\i\\\\c*$\""}, "true"},
        {Function::Regex, {"\"1xyz\"", "\"^\\\\i\""}, "false"},
        {Function::Regex, {"\"b\"", "\"^[a-z-[aeiou]]$\""}, "true"},
        {Function::Regex, {"\"e\"", "\"^[a-z-[aeiou]]$\""}, "false"},
        {Function::Regex, {"\"&\"", "\"^[a&&b]$\""}, "true"},
        {Function::Regex, {"\"$\"", "\"^[$^{:]$\""}, "true"},
        {Function::Regex, {"\"Ω\"", "\"^\\\\p{IsGreekandCoptic}$\""}, "true"},
        {Function::Regex, {"\"Ω\"", "\"^\\\\p{Lu}$\""}, "true"},
        {Function::Regex, {"\"aXbX\"", "\"^(a)X(b)X$\""}, "true"},
        {Function::Regex, {"\"abab\"", "\"^(ab)\\\\1$\""}, "true"},
    });
}

TEST(Regex, IsAnErrorIfItIsNotWellFormed) {
    expect_results({
        {Function::Regex, {"\"a\"", "\"(\""}, "error"},
        {Function::Regex, {"\"a\"", "\"[a\""}, "error"},
        {Function::Regex, {"\"a\"", "\"*\""}, "error"},
        {Function::Regex, {"\"a\"", "\"a\\\\\""}, "error"},
        {Function::Regex, {"\"a\"", "\"\\\\Qa\""}, "error"},
        {Function::Regex, {"\"a\"", "\"a\"", "\"y\""}, "error"},
        {Function::Regex, {"\"a\"", "\"a\"@en"}, "error"},
        {Function::Regex, {"\"a\"", "\"a\"", "1"}, "error"},
        {Function::Regex, {"1", "\"1\""}, "error"},
        {Function::Regex, {"<http://e/a>", "\"e\""}, "error"},
        {Function::Regex, {"unbound", "\"e\""}, "error"},
    });
}

TEST(Replace, PutsGroupsInTheirPlaces) {
    expect_results({
        {Function::Replace, {"\"abcd\"", "\"b\"", "\"Z\""}, "\"aZcd\""},
        {Function::Replace, {"\"abab\"", "\"B\"", "\"Z\"", "\"i\""}, "\"aZaZ\""},
        {Function::Replace, {"\"abab\"@en", "\"B.\"", "\"Z\"", "\"i\""}, "\"aZb\"@en"},
        {Function::Replace, {"\"abracadabra\"", "\"bra\"", "\"*\""}, "\"a*cada*\""},
        {Function::Replace, {"\"abracadabra\"", "\"a.*?a\"", "\"*\""}, "\"*c*bra\""},
        {Function::Replace, {"\"abracadabra\"", "\"a(.)\"", "\"a$1$1\""}, "\"abbraccaddabbra\""},
        {Function::Replace, {"\"AAAA\"", "\"A+?\"", "\"b\""}, "\"bbbb\""},
        {Function::Replace, {"\"darted\"", "\"^(.*?)d(.*)$\"", "\"$1c$2\""}, "\"carted\""},
        {Function::Replace, {"\"ab\"", "\"(a)(x)?\"", "\"[$2]$1\""}, "\"[]ab\""},
        {Function::Replace, {"\"ab\"", "\"(a)\"", "\"$12\""}, "\"a2b\""},
        {Function::Replace, {"\"ab\"", "\"(a)\"", "\"$2\""}, "\"b\""},
        {Function::Replace, {"\"ab\"", "\"a\"", "\"<$0>\""}, "\"<a>b\""},
        {Function::Replace, {"\"ab\"", "\"a\"", "\"\\\\$1\\\\\\\\\""}, "\"$1\\\\b\""},
        {Function::Replace, {"\"a.b\"", "\".\"", "\"$1\"", "\"q\""}, "\"a$1b\""},
        {Function::Replace, {"\"食べ物\"", "\"べ\"", "\"x\""}, "\"食x物\""},
    });
}

TEST(Replace, IsAnErrorIfItIsNotWellFormed) {
    expect_results({
        {Function::Replace, {"\"abracadabra\"", "\".*?\"", "\"$1\""}, "error"},
        {Function::Replace, {"\"a\"", "\"\"", "\"b\""}, "error"},
        {Function::Replace, {"\"a\"", "\"a\"", "\"$\""}, "error"},
        {Function::Replace, {"\"a\"", "\"a\"", "\"$x\""}, "error"},
        {Function::Replace, {"\"a\"", "\"a\"", "\"\\\\n\""}, "error"},
        {Function::Replace, {"\"a\"", "\"(\"", "\"b\""}, "error"},
        {Function::Replace, {"\"a\"", "\"a\"", "\"b\"@en"}, "error"},
        {Function::Replace, {"1", "\"1\"", "\"2\""}, "error"},
    });
}

TEST(Replace, EndsTheQueryWhenItsResultGrowsTooLong) {
    Workbench bench;
    bench.context.text_limit = 20;
    for (const std::string_view pattern : {"\"a\"", "\"[a]\""}) {
        EXPECT_EQ(bench.apply(Function::Replace, {"\"aaaaaa\"", pattern, "\"12345\""}), "error");
        ASSERT_TRUE(bench.terms.has_failed());
        EXPECT_EQ(bench.terms.fault()->kind, ErrorKind::LimitExceeded);
    }
}

TEST(Regex, EndsTheQueryWhenItIsInterrupted) {
    Workbench bench;
    int asked = 0;
    bench.context.interrupted = [&asked] { return ++asked > 2; };
    const std::string text = "\"" + std::string(40, 'a') + "!\"";
    EXPECT_EQ(bench.evaluate(call(Function::Regex, {constant(text), constant("\"^(a+)+$\"")})), "error");
    ASSERT_TRUE(bench.terms.has_failed());
    EXPECT_EQ(bench.terms.fault()->kind, ErrorKind::LimitExceeded);
    EXPECT_EQ(asked, 3);
    // Once it has failed, nothing more is matched.
    EXPECT_EQ(bench.evaluate(call(Function::Regex, {constant(text), constant("\"^(a+)+$\"")})), "error");
    EXPECT_EQ(asked, 3);
}

TEST(Regex, RefusesPatternsThatAreTooLong) {
    Workbench bench;
    const std::string pattern = "\"" + std::string(20'000, '(') + "\"";
    EXPECT_EQ(bench.evaluate(call(Function::Regex, {constant("\"a\""), constant(pattern)})), "error");
    EXPECT_TRUE(bench.terms.has_failed());
}

TEST(Regex, TakesPatternsThatAreNestedDeep) {
    for (const int depth : {10, 1000, 4900}) {
        const std::string pattern = "\"" + std::string(static_cast<std::size_t>(depth), '(') +
                                    std::string(static_cast<std::size_t>(depth), ')') + "\"";
        Workbench bench;
        bench.evaluate(call(Function::Regex, {constant("\"a\""), constant(pattern)}));  // any outcome but a crash
        const std::string sets =
            "\"" + std::string("[a") + std::string(static_cast<std::size_t>(depth), '-') + "[a]]\"";
        bench.evaluate(call(Function::Regex, {constant("\"a\""), constant(sets)}));
    }
}

TEST(PatternText, NamesTheGroupsOfAReplacement) {
    const auto parts = read_replacement("a$12b", 12);
    ASSERT_TRUE(parts.has_value());
    ASSERT_EQ(parts->size(), 3U);
    EXPECT_EQ((*parts)[0].text, "a");
    EXPECT_EQ((*parts)[1].group, std::size_t{12});
    EXPECT_EQ((*parts)[2].text, "b");
    EXPECT_EQ((*read_replacement("$12", 3))[1].group, std::size_t{1});
}

}  // namespace
}  // namespace gridlore::query
