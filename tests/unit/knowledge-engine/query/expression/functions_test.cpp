#include <gtest/gtest.h>

#include <regex>

#include "tests/unit/knowledge-engine/query/expression/workbench.h"

namespace gridlore::query {
namespace {

TEST(TermFunctions, TellKindsApart) {
    expect_results({
        {Function::IsIri, {"<http://e/a>"}, "true"},
        {Function::IsIri, {"\"http://e/a\""}, "false"},
        {Function::IsBlank, {"_:b"}, "true"},
        {Function::IsBlank, {"1"}, "false"},
        {Function::IsLiteral, {"1"}, "true"},
        {Function::IsLiteral, {"\"a\"@en"}, "true"},
        {Function::IsLiteral, {"_:b"}, "false"},
        {Function::IsNumeric, {"12"}, "true"},
        {Function::IsNumeric, {"\"1200\"^^xsd:byte"}, "false"},
        {Function::IsNumeric, {"\"12\""}, "false"},
        {Function::IsNumeric, {"<http://e/1>"}, "false"},
        {Function::IsIri, {"unbound"}, "error"},
    });
}

TEST(TermFunctions, TakeTermsApart) {
    expect_results({
        {Function::Str, {"<http://e/a>"}, "\"http://e/a\""},
        {Function::Str, {"\"a\"@en"}, "\"a\""},
        {Function::Str, {"1.50"}, "\"1.50\""},
        {Function::Str, {"_:b"}, "error"},
        {Function::Lang, {"\"a\"@en"}, "\"en\""},
        {Function::Lang, {"\"a\""}, "\"\""},
        {Function::Lang, {"1"}, "\"\""},
        {Function::Lang, {"<http://e/a>"}, "error"},
        {Function::Datatype, {"1"}, "<http://www.w3.org/2001/XMLSchema#integer>"},
        {Function::Datatype, {"\"1\"^^xsd:int"}, "<http://www.w3.org/2001/XMLSchema#int>"},
        {Function::Datatype, {"\"a\""}, "<http://www.w3.org/2001/XMLSchema#string>"},
        {Function::Datatype, {"\"a\"@en"}, "<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>"},
        {Function::Datatype, {"<http://e/a>"}, "error"},
    });
}

TEST(TermFunctions, MakeTerms) {
    expect_results({
        {Function::Iri, {"\"http://e/a\""}, "<http://e/a>"},
        {Function::Iri, {"\"../c\""}, "<http://example.org/c>"},
        {Function::Iri, {"<http://e/a>"}, "<http://e/a>"},
        {Function::Iri, {"\"http://e/a b\""}, "error"},
        {Function::Iri, {"\"a\"@en"}, "error"},
        {Function::Iri, {"1"}, "error"},
        {Function::StrDt, {"\"1\"", "<http://www.w3.org/2001/XMLSchema#integer>"}, "1"},
        {Function::StrDt, {"\"iii\"", "<http://e/roman>"}, "\"iii\"^^<http://e/roman>"},
        {Function::StrDt, {"\"a\"@en", "<http://e/t>"}, "error"},
        {Function::StrDt, {"1", "<http://e/t>"}, "error"},
        {Function::StrDt, {"\"a\"", "\"t\""}, "error"},
        {Function::StrDt, {"\"a\"", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>"}, "error"},
        {Function::StrLang, {"\"chat\"", "\"en\""}, "\"chat\"@en"},
        {Function::StrLang, {"\"chat\"", "\"EN-us\""}, "\"chat\"@en-US"},
        {Function::StrLang, {"\"chat\"", "\"\""}, "error"},
        {Function::StrLang, {"\"chat\"", "\"en_US\""}, "error"},
        {Function::StrLang, {"\"chat\"@fr", "\"en\""}, "error"},
    });
}

TEST(TermFunctions, RefuseRelativeReferencesWithoutABase) {
    Workbench bench;
    EXPECT_EQ(bench.apply(Function::Iri, {"\"a\""}), "error");
}

TEST(TermFunctions, MakeOneBlankNodeForALabelWithinASolution) {
    Workbench bench;
    const auto labelled = bench.compile(call(Function::BlankNode, {constant("\"a\"")}));
    const auto fresh = bench.compile(call(Function::BlankNode, {}));
    const auto first = labelled.evaluate({});
    EXPECT_EQ(labelled.evaluate({}), first);
    EXPECT_NE(fresh.evaluate({}), first);
    EXPECT_NE(fresh.evaluate({}), fresh.evaluate({}));
    bench.context.next_solution();
    EXPECT_NE(labelled.evaluate({}), first);
    EXPECT_EQ(bench.apply(Function::BlankNode, {"1"}), "error");
}

TEST(TermFunctions, MakeUniqueNames) {
    Workbench bench;
    const auto uuid = call(Function::Uuid, {});
    const std::string first = bench.evaluate(uuid);
    const std::regex form("<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}>");
    EXPECT_TRUE(std::regex_match(first, form)) << first;
    EXPECT_NE(bench.evaluate(uuid), first);
    EXPECT_EQ(bench.evaluate(call(Function::StrLen, {call(Function::StrUuid, {})})), "36");
}

TEST(StringFunctions, CountCodePoints) {
    expect_results({
        {Function::StrLen, {"\"chat\""}, "4"},
        {Function::StrLen, {"\"食べ物\"@ja"}, "3"},
        {Function::StrLen, {"\"𐍈x\""}, "2"},
        {Function::StrLen, {"\"\""}, "0"},
        {Function::StrLen, {"1"}, "error"},
        {Function::SubStr, {"\"foobar\"", "4"}, "\"bar\""},
        {Function::SubStr, {"\"foobar\"@en", "4"}, "\"bar\"@en"},
        {Function::SubStr, {"\"foobar\"", "4", "1"}, "\"b\""},
        {Function::SubStr, {"\"食べ物\"", "2", "1"}, "\"べ\""},
        {Function::SubStr, {"\"12345\"", "1.5", "2.6"}, "\"234\""},
        {Function::SubStr, {"\"12345\"", "0", "3"}, "\"12\""},
        {Function::SubStr, {"\"12345\"", "5", "-3"}, "\"\""},
        {Function::SubStr, {"\"12345\"", "-3", "5"}, "\"1\""},
        {Function::SubStr, {"\"12345\"", "\"NaN\"^^xsd:double"}, "\"\""},
        {Function::SubStr, {"\"12345\"", "1", "\"INF\"^^xsd:double"}, "\"12345\""},
        {Function::SubStr, {"\"12345\"", "\"1\""}, "error"},
        {Function::SubStr, {"1", "1"}, "error"},
    });
}

TEST(StringFunctions, ChangeCaseOfAllLetters) {
    expect_results({
        {Function::UCase, {"\"foo\""}, "\"FOO\""},
        {Function::UCase, {"\"straße é\"@de"}, "\"STRASSE É\"@de"},
        {Function::LCase, {"\"BAR\"@en"}, "\"bar\"@en"},
        {Function::LCase, {"\"ÄΣ\""}, "\"äς\""},
        {Function::UCase, {"1"}, "error"},
        {Function::LCase, {"<http://E/>"}, "error"},
    });
}

TEST(StringFunctions, LookForPartsOfCompatibleStrings) {
    expect_results({
        {Function::StrStarts, {"\"foobar\"", "\"foo\""}, "true"},
        {Function::StrStarts, {"\"foobar\"@en", "\"foo\"@en"}, "true"},
        {Function::StrStarts, {"\"foobar\"@en", "\"foo\""}, "true"},
        {Function::StrStarts, {"\"foobar\"@en", "\"foo\"@fr"}, "error"},
        {Function::StrStarts, {"\"foobar\"", "\"foo\"@en"}, "error"},
        {Function::StrEnds, {"\"foobar\"", "\"bar\""}, "true"},
        {Function::StrEnds, {"\"foobar\"", "\"baz\""}, "false"},
        {Function::Contains, {"\"foobar\"", "\"ob\""}, "true"},
        {Function::Contains, {"\"foobar\"", "\"\""}, "true"},
        {Function::Contains, {"1", "\"1\""}, "error"},
        {Function::StrBefore, {"\"abc\"", "\"b\""}, "\"a\""},
        {Function::StrBefore, {"\"abc\"@en", "\"bc\""}, "\"a\"@en"},
        {Function::StrBefore, {"\"abc\"", "\"xyz\""}, "\"\""},
        {Function::StrBefore, {"\"abc\"@en", "\"z\"@en"}, "\"\""},
        {Function::StrBefore, {"\"abc\"@en", "\"\"@en"}, "\"\"@en"},
        {Function::StrBefore, {"\"abc\"@en", "\"b\"@cy"}, "error"},
        {Function::StrAfter, {"\"abc\"", "\"b\""}, "\"c\""},
        {Function::StrAfter, {"\"abc\"@en", "\"ab\""}, "\"c\"@en"},
        {Function::StrAfter, {"\"abc\"@en", "\"\"@en"}, "\"abc\"@en"},
        {Function::StrAfter, {"\"abc\"@en", "\"z\""}, "\"\""},
        {Function::StrAfter, {"7", "\"z\""}, "error"},
    });
}

TEST(StringFunctions, JoinAndEncode) {
    expect_results({
        {Function::Concat, {"\"foo\"", "\"bar\""}, "\"foobar\""},
        {Function::Concat, {"\"foo\"@en", "\"bar\"@en"}, "\"foobar\"@en"},
        {Function::Concat, {"\"foo\"@en", "\"bar\""}, "\"foobar\""},
        {Function::Concat, {"\"foo\"@en", "\"bar\"@es"}, "\"foobar\""},
        {Function::Concat, {}, "\"\""},
        {Function::Concat, {"\"a\"", "\"b\"", "\"c\"", "\"d\"", "\"e\""}, "\"abcde\""},
        {Function::Concat, {"\"foo\"", "1"}, "error"},
        {Function::EncodeForUri, {"\"Los Angeles\"@en"}, "\"Los%20Angeles\""},
        {Function::EncodeForUri, {"\"~a-b_c.d/é\""}, "\"~a-b_c.d%2F%C3%A9\""},
        {Function::EncodeForUri, {"1"}, "error"},
    });
}

TEST(StringFunctions, MatchLanguageRanges) {
    expect_results({
        {Function::LangMatches, {"\"en-US\"", "\"EN\""}, "true"},
        {Function::LangMatches, {"\"en\"", "\"en-US\""}, "false"},
        {Function::LangMatches, {"\"eng\"", "\"en\""}, "false"},
        {Function::LangMatches, {"\"en\"", "\"*\""}, "true"},
        {Function::LangMatches, {"\"\"", "\"*\""}, "false"},
        {Function::LangMatches, {"\"de-DE\"", "\"de-de\""}, "true"},
        {Function::LangMatches, {"1", "\"*\""}, "error"},
    });
}

TEST(NumberFunctions, RoundWithinTheType) {
    expect_results({
        {Function::Abs, {"-1.5"}, "1.5"},
        {Function::Abs, {"\"-1\"^^xsd:int"}, "1"},
        {Function::Abs, {"\"-1.5\"^^xsd:double"}, "\"1.5E0\"^^xsd:double"},
        {Function::Round, {"2.4999"}, "2.0"},
        {Function::Round, {"2.5"}, "3.0"},
        {Function::Round, {"-2.5"}, "-2.0"},
        {Function::Round, {"\"-2.5\"^^xsd:double"}, "\"-2.0E0\"^^xsd:double"},
        {Function::Round, {"\"0.49999999999999994\"^^xsd:double"}, "\"0.0E0\"^^xsd:double"},
        {Function::Round, {"7"}, "7"},
        {Function::Ceil, {"10.5"}, "11.0"},
        {Function::Ceil, {"-10.5"}, "-10.0"},
        {Function::Ceil, {"\"10.1\"^^xsd:float"}, "\"1.1E1\"^^xsd:float"},
        {Function::Floor, {"10.5"}, "10.0"},
        {Function::Floor, {"-10.5"}, "-11.0"},
        {Function::Floor, {"-0.00000000000000000001"}, "-1.0"},
        {Function::Floor, {"\"INF\"^^xsd:double"}, "\"INF\"^^xsd:double"},
        {Function::Floor, {"\"a\""}, "error"},
        {Function::Abs, {"true"}, "error"},
    });
}

TEST(NumberFunctions, DrawRandomNumbers) {
    Workbench bench;
    const auto draw = bench.compile(call(Function::Rand, {}));
    for (int i = 0; i < 100; ++i) {
        const double number = draw.value({}).number().to_double();
        EXPECT_TRUE(number >= 0 && number < 1) << number;
    }
    EXPECT_NE(draw.evaluate({}), draw.evaluate({}));
}

TEST(TimeFunctions, GiveThePartsAsWritten) {
    constexpr std::string_view time = "\"2011-01-10T14:45:13.815-05:00\"^^xsd:dateTime";
    expect_results({
        {Function::Year, {time}, "2011"},
        {Function::Month, {time}, "1"},
        {Function::Day, {time}, "10"},
        {Function::Hours, {time}, "14"},
        {Function::Minutes, {time}, "45"},
        {Function::Seconds, {time}, "13.815"},
        {Function::Timezone, {time}, "\"-PT5H\"^^xsd:dayTimeDuration"},
        {Function::Tz, {time}, "\"-05:00\""},
        {Function::Year, {"\"-0044-03-15T00:00:00Z\"^^xsd:dateTime"}, "-44"},
        {Function::Seconds, {"\"2011-01-10T14:45:13.123456789Z\"^^xsd:dateTime"}, "13.123456789"},
        {Function::Timezone, {"\"2011-01-10T14:45:13Z\"^^xsd:dateTime"}, "\"PT0S\"^^xsd:dayTimeDuration"},
        {Function::Timezone, {"\"2011-01-10T14:45:13+05:30\"^^xsd:dateTime"}, "\"PT5H30M\"^^xsd:dayTimeDuration"},
        {Function::Timezone, {"\"2011-01-10T14:45:13\"^^xsd:dateTime"}, "error"},
        {Function::Tz, {"\"2011-01-10T14:45:13\"^^xsd:dateTime"}, "\"\""},
        {Function::Tz, {"\"2011-01-10T14:45:13Z\"^^xsd:dateTime"}, "\"Z\""},
        {Function::Year, {"\"2011-01-10\"^^xsd:date"}, "2011"},
        {Function::Day, {"\"2011-01-10Z\"^^xsd:date"}, "10"},
        {Function::Hours, {"\"2011-01-10\"^^xsd:date"}, "error"},
        {Function::Year, {"\"2011\""}, "error"},
        {Function::Year, {"\"2011-13-10T00:00:00Z\"^^xsd:dateTime"}, "error"},
    });
}

TEST(TimeFunctions, GiveTheSamePartsByIdAndByText) {
    Workbench bench;
    for (const std::string date : {"2011-01-10", "0001-01-01", "1969-12-31", "2000-02-29", "1899-03-01"}) {
        for (const std::string clock : {"00:00:00", "23:59:59", "12:34:56"}) {
            for (const std::string zone : {"", "Z", "-05:00", "+13:45"}) {
                const std::string short_form = "\"" + date + "T" + clock + zone + "\"^^xsd:dateTime";
                const std::string long_form = "\"" + date + "T" + clock + ".00000000" + zone + "\"^^xsd:dateTime";
                ASSERT_FALSE(rdf::inline_id(term_of(long_form)).has_value());
                for (const auto function :
                     {Function::Year, Function::Month, Function::Day, Function::Hours, Function::Minutes}) {
                    EXPECT_EQ(bench.apply(function, {short_form}), bench.apply(function, {long_form})) << short_form;
                }
            }
        }
    }
}

TEST(TimeFunctions, HaveOneNowForAQuery) {
    Workbench bench;
    const auto now = bench.compile(call(Function::Now, {}));
    EXPECT_EQ(now.evaluate({}), bench.context.now());
    EXPECT_EQ(now.value({}).kind(), Value::Kind::DateTime);
    EXPECT_EQ(bench.evaluate(call(Function::Tz, {call(Function::Now, {})})), "\"Z\"");
}

TEST(HashFunctions, GiveLowerCaseHexadecimals) {
    expect_results({
        {Function::Md5, {"\"abc\""}, "\"900150983cd24fb0d6963f7d28e17f72\""},
        {Function::Sha1, {"\"abc\""}, "\"a9993e364706816aba3e25717850c26c9cd0d89d\""},
        {Function::Sha256, {"\"\""}, "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\""},
        {Function::Sha384,
         {"\"abc\""},
         "\"cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7\""},
        {Function::Sha512,
         {"\"abc\""},
         "\"ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643"
         "ce8"
         "0e2a9ac94fa54ca49f\""},
        {Function::Md5, {"\"abc\"@en"}, "error"},
        {Function::Sha1, {"1"}, "error"},
    });
}

TEST(Functions, EndTheQueryWhenStringsGrowTooLong) {
    Workbench bench;
    bench.context.text_limit = 10;
    EXPECT_EQ(bench.apply(Function::Concat, {"\"12345\"", "\"67890\""}), "\"1234567890\"");
    EXPECT_FALSE(bench.terms.has_failed());
    EXPECT_EQ(bench.apply(Function::Concat, {"\"12345\"", "\"678901\""}), "error");
    ASSERT_TRUE(bench.terms.has_failed());
    EXPECT_EQ(bench.terms.fault()->kind, ErrorKind::LimitExceeded);
}

TEST(Functions, GiveConstantsAndVariablesTheSameForAllKindsOfArguments) {
    const std::vector<std::string_view> terms = {"unbound",
                                                 "<http://e/a>",
                                                 "_:b",
                                                 "\"\"",
                                                 "\"a\"",
                                                 "\"é(\"@en",
                                                 "\"-1.5\"",
                                                 "0",
                                                 "-7",
                                                 "\"9\"^^xsd:byte",
                                                 "2.50",
                                                 "123456789012345678901234567890.5",
                                                 "\"1E300\"^^xsd:double",
                                                 "\"NaN\"^^xsd:float",
                                                 "\"-INF\"^^xsd:double",
                                                 "true",
                                                 "\"1\"^^xsd:boolean",
                                                 "\"2020-02-29T23:59:59.999999Z\"^^xsd:dateTime",
                                                 "\"2020-02-29T24:00:00\"^^xsd:dateTime",
                                                 "\"-0001-01-01T00:00:00+14:00\"^^xsd:dateTime",
                                                 "\"2020-02-29\"^^xsd:date",
                                                 "\"12345-02-28-05:00\"^^xsd:date",
                                                 "\"10:00:00\"^^xsd:time",
                                                 "\"x\"^^xsd:integer",
                                                 "\"x\"^^<http://e/t>"};
    Workbench bench;
    for (int number = 0; number <= static_cast<int>(Function::Sha512); ++number) {
        const auto function = static_cast<Function>(number);
        const bool takes_none = function == Function::Now || function == Function::Rand || function == Function::Uuid ||
                                function == Function::StrUuid;
        const bool takes_three = function == Function::If || function == Function::Replace;
        if (takes_none || is_volatile(function)) {
            continue;
        }
        SCOPED_TRACE(number);
        for (const auto first : terms) {
            for (const auto second : terms) {
                bench.apply(function, takes_three ? std::vector{first, second, first} : std::vector{first, second});
            }
        }
    }
    EXPECT_FALSE(bench.terms.has_failed());
}

TEST(Functions, AreErrorsIfTheirIriIsUnknown) {
    Workbench bench;
    EXPECT_EQ(bench.evaluate(expression_of({Expression::IriCall{"http://e/f", {constant("1")}}})), "error");
}

}  // namespace
}  // namespace gridlore::query
