#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/utf8.h"
#include "knowledge-engine/rdf/value.h"
#include "tests/unit/adapter/mapping/codecs/codec_calls.h"

namespace gridlore::mapping {
namespace {

using rdf::Term;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr JsonKind number = JsonKind::Number;
constexpr JsonKind string = JsonKind::String;
constexpr JsonKind boolean = JsonKind::Boolean;

std::string xsd(std::string_view name) {
    return std::string(rdf::xsd_ns).append(name);
}

Term literal(std::string lexical, std::string_view type) {
    return Term::literal(std::move(lexical), xsd(type));
}

CodecPtr codec_of(std::string_view type, std::vector<JsonKind> json = {}, bool has_decimal_comma = false) {
    return made(literal_codec({xsd(type), "", std::move(json), has_decimal_comma}));
}

JsonConstant json(JsonKind kind, std::string text) {
    return {kind, std::move(text)};
}

/// A number of JSON's grammar.
std::string random_number(std::mt19937& random, bool may_have_exponent) {
    const auto digits = [&](std::size_t least) {
        std::string text;
        for (std::size_t length = least + random() % (random() % 4 == 0 ? 40 : 4); length > 0; --length) {
            text += static_cast<char>('0' + random() % 10);
        }
        return text;
    };
    std::string text = random() % 2 == 0 ? "-" : "";
    const std::string whole = digits(1);
    text += whole.front() == '0' ? "0" : whole;
    text += random() % 2 == 0 ? "." + digits(1) : "";
    if (may_have_exponent && random() % 2 == 0) {
        constexpr const char* marks[] = {"e", "E", "e+", "E-"};
        text += marks[random() % 4] + digits(1);
    }
    return text;
}

TEST(LiteralCodec, KeepsTheDigitsOfNumbers) {
    for (const char* digits : {"890", "0", "-0", "1.50", "-12.0", "0.000000000000000000001",
                               "123456789012345678901234567890.123456789012345678901234567890"}) {
        EXPECT_EQ(lifted(codec_of("decimal"), json_number(digits)), literal(digits, "decimal"));
        EXPECT_EQ(lowered(codec_of("decimal"), literal(digits, "decimal")), json(number, digits));
    }
    const std::string huge(100'000, '7');
    EXPECT_EQ(lifted(codec_of("integer"), json_number(huge)), literal(huge, "integer"));
    EXPECT_EQ(lowered(codec_of("integer"), literal(huge, "integer")), json(number, huge));
}

TEST(LiteralCodec, OfAnyNumberReadsBack) {
    std::mt19937 random(7);
    const CodecPtr decimals = codec_of("decimal");
    const CodecPtr texts = codec_of("decimal", {string, number}, true);
    const CodecPtr doubles = codec_of("double");
    for (int round = 0; round < 3000; ++round) {
        const std::string plain = random_number(random, false);
        EXPECT_EQ(lifted(decimals, json_number(plain)), literal(plain, "decimal"));
        EXPECT_EQ(lowered(decimals, literal(plain, "decimal")), json(number, plain));
        const auto text = lowered(texts, literal(plain, "decimal"));
        ASSERT_TRUE(text);
        EXPECT_EQ(text->text.find('.'), std::string::npos);
        EXPECT_EQ(lifted(texts, text->view()), literal(plain, "decimal"));
        const std::string any = random_number(random, true);
        EXPECT_EQ(lifted(doubles, json_number(any)), literal(any, "double"));
        EXPECT_EQ(lowered(doubles, literal(any, "double")), json(number, any));
    }
}

TEST(LiteralCodec, WritesTheSameValueWhereJsonHasNoSuchNumber) {
    const std::pair<const char*, const char*> cases[] = {{"007", "7"},         {"+1", "1"},       {".5", "0.5"},
                                                         {"-.5", "-0.5"},      {"5.", "5"},       {"000", "0"},
                                                         {"-007.50", "-7.50"}, {"+00.10", "0.10"}};
    for (const auto& [lexical, digits] : cases) {
        EXPECT_EQ(lowered(codec_of("decimal"), literal(lexical, "decimal")), json(number, digits));
        for (const std::vector<JsonKind>& forms : {std::vector{string}, std::vector{number, string}}) {
            EXPECT_EQ(lowered(codec_of("decimal", forms), literal(lexical, "decimal")), json(string, lexical));
        }
        EXPECT_EQ(lifted(codec_of("decimal", {number, string}), json_string(lexical)), literal(lexical, "decimal"));
        EXPECT_EQ(rdf::compare_values(literal(lexical, "decimal"), literal(digits, "decimal")),
                  std::strong_ordering::equal);
    }
    EXPECT_EQ(lowered(codec_of("double"), literal("+01.E+05", "double")), json(number, "1E+05"));
    EXPECT_EQ(lowered(codec_of("double"), literal(".5e1", "double")), json(number, "0.5e1"));
}

TEST(LiteralCodec, OfAnyLexicalFormWritesAJsonNumberOfItsValue) {
    std::mt19937 random(8);
    const CodecPtr codec = codec_of("decimal");
    const std::regex grammar(R"(-?(0|[1-9][0-9]*)(\.[0-9]+)?)");
    constexpr std::string_view letters = "+-.0001";
    int count = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string lexical;
        for (std::size_t length = random() % 6; length > 0; --length) {
            lexical += letters[random() % letters.size()];
        }
        const auto value = lowered(codec, literal(lexical, "decimal"));
        const bool is_valid = rdf::compare_values(literal(lexical, "decimal"), literal("0", "decimal")).has_value();
        EXPECT_EQ(value.has_value(), is_valid) << lexical;
        if (value) {
            ++count;
            EXPECT_TRUE(std::regex_match(value->text, grammar)) << lexical << " " << value->text;
            EXPECT_EQ(rdf::compare_values(*lifted(codec, value->view()), literal(lexical, "decimal")),
                      std::strong_ordering::equal);
        }
    }
    EXPECT_GT(count, 1000);
}

TEST(LiteralCodec, HasTheRangesOfIntegers) {
    const std::tuple<const char*, const char*, const char*> ranges[] = {
        {"byte", "-128", "127"},
        {"unsignedByte", "0", "255"},
        {"short", "-32768", "32767"},
        {"unsignedShort", "0", "65535"},
        {"int", "-2147483648", "2147483647"},
        {"unsignedInt", "0", "4294967295"},
        {"long", "-9223372036854775808", "9223372036854775807"},
        {"unsignedLong", "0", "18446744073709551615"},
    };
    for (const auto& [type, least, greatest] : ranges) {
        EXPECT_EQ(lifted(codec_of(type), json_number(least)), literal(least, type));
        EXPECT_EQ(lifted(codec_of(type), json_number(greatest)), literal(greatest, type));
        const std::string beyond = std::string(greatest) + "0";
        EXPECT_EQ(lift_error(codec_of(type), json_number(beyond)),
                  "the number " + beyond + " is not of xsd:" + type + ", whose range ends before");
        EXPECT_THAT(lower_error(codec_of(type), literal(beyond, type)), HasSubstr("is not a valid literal of xsd:"));
    }
    EXPECT_EQ(lifted(codec_of("byte"), json_number("128")), std::nullopt);
    EXPECT_EQ(lifted(codec_of("long"), json_number("9223372036854775808")), std::nullopt);
    EXPECT_EQ(lifted(codec_of("positiveInteger"), json_number("0")), std::nullopt);
    EXPECT_EQ(lifted(codec_of("nonNegativeInteger"), json_number("-1")), std::nullopt);
    EXPECT_EQ(lifted(codec_of("negativeInteger"), json_number("-1")), literal("-1", "negativeInteger"));
    EXPECT_EQ(lifted(codec_of("nonPositiveInteger"), json_number("1")), std::nullopt);
}

TEST(LiteralCodec, TakesEveryNumberAsADouble) {
    for (const char* digits : {"1", "1.5", "1e3", "-1.5E-300", "1e400"}) {
        EXPECT_EQ(lifted(codec_of("double"), json_number(digits)), literal(digits, "double"));
        EXPECT_EQ(lifted(codec_of("float"), json_number(digits)), literal(digits, "float"));
        EXPECT_EQ(lowered(codec_of("double"), literal(digits, "double")), json(number, digits));
    }
    const CodecPtr both = codec_of("double", {number, string});
    for (const char* word : {"NaN", "INF", "-INF"}) {
        EXPECT_EQ(lifted(both, json_string(word)), literal(word, "double"));
        EXPECT_EQ(lowered(both, literal(word, "double")), json(string, word));
        EXPECT_THAT(lower_error(codec_of("double"), literal(word, "double")),
                    HasSubstr("is not a number of JSON; `json: [number, string]` writes it as a string"));
    }
    EXPECT_EQ(lifted(both, json_string("inf")), std::nullopt);
}

TEST(LiteralCodec, ReadsAndWritesDecimalCommas) {
    const CodecPtr codec = codec_of("decimal", {}, true);
    EXPECT_EQ(lifted(codec, json_string("-12,50")), literal("-12.50", "decimal"));
    EXPECT_EQ(lowered(codec, literal("-12.50", "decimal")), json(string, "-12,50"));
    EXPECT_EQ(lifted(codec, json_string("12")), literal("12", "decimal"));
    EXPECT_EQ(lowered(codec, literal("12", "decimal")), json(string, "12"));
    EXPECT_EQ(lift_error(codec, json_string("1.500")),
              "the string \"1.500\" is not a number with a decimal comma, as is declared; it has a point");
    EXPECT_THAT(lift_error(codec, json_string("1,500,000")), HasSubstr("is not of xsd:decimal"));
    EXPECT_THAT(lift_error(codec, json_number("1.5")), HasSubstr("is not a string"));
    const CodecPtr both = codec_of("double", {number, string}, true);
    EXPECT_EQ(lifted(both, json_string("1,5E3")), literal("1.5E3", "double"));
    EXPECT_EQ(lifted(both, json_number("1.5")), literal("1.5", "double"));
    EXPECT_EQ(lowered(both, literal("1.5", "double")), json(number, "1.5"));
    EXPECT_EQ(lift_error(codec_of("decimal", {string}), json_string("1,5")),
              "the string \"1,5\" is not of xsd:decimal; `decimal: \",\"` reads a decimal comma");
}

TEST(LiteralCodec, TakesIntegersAndDecimalsForEachOther) {
    EXPECT_EQ(lowered(codec_of("decimal"), literal("5", "integer")), json(number, "5"));
    EXPECT_EQ(lowered(codec_of("decimal"), literal("5", "unsignedByte")), json(number, "5"));
    EXPECT_EQ(lowered(codec_of("integer"), literal("5", "decimal")), json(number, "5"));
    EXPECT_EQ(lowered(codec_of("integer"), literal("5.5", "decimal")), std::nullopt);
    EXPECT_EQ(lowered(codec_of("byte"), literal("500", "integer")), std::nullopt);
    EXPECT_EQ(lowered(codec_of("double"), literal("5", "integer")), std::nullopt);
}

TEST(LiteralCodec, OfBooleans) {
    EXPECT_EQ(lifted(codec_of("boolean"), {boolean, "true"}), literal("true", "boolean"));
    EXPECT_EQ(lowered(codec_of("boolean"), literal("false", "boolean")), json(boolean, "false"));
    EXPECT_EQ(lowered(codec_of("boolean"), literal("1", "boolean")), json(boolean, "true"));
    EXPECT_EQ(lowered(codec_of("boolean"), literal("0", "boolean")), json(boolean, "false"));
    EXPECT_EQ(lift_error(codec_of("boolean"), json_string("true")), "the string \"true\" is not a boolean");
    const CodecPtr text = codec_of("boolean", {string, boolean});
    EXPECT_EQ(lifted(text, json_string("true")), literal("true", "boolean"));
    EXPECT_EQ(lifted(text, {boolean, "false"}), literal("false", "boolean"));
    EXPECT_EQ(lowered(text, literal("1", "boolean")), json(string, "true"));
    for (const char* other : {"1", "0", "True", "yes", ""}) {
        EXPECT_THAT(lift_error(text, json_string(other)), HasSubstr("is not of xsd:boolean")) << other;
    }
    EXPECT_EQ(lowered(text, literal("True", "boolean")), std::nullopt);
}

TEST(LiteralCodec, OfStringsReadsAnyTextBack) {
    const CodecPtr plain = codec_of("string");
    const CodecPtr tagged = made(literal_codec({"", "PT-br", {}, false}));
    std::mt19937 random(9);
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (std::size_t length = random() % 20; length > 0; --length) {
            const auto character = static_cast<char32_t>(random() % (random() % 3 == 0 ? 0x110000 : 0x80));
            rdf::append_utf8(text, rdf::is_surrogate(character) ? U'"' : character);
        }
        EXPECT_EQ(lifted(plain, json_string(text)), Term::string(text));
        EXPECT_EQ(lowered(plain, Term::string(text)), json(string, text));
        EXPECT_EQ(lifted(tagged, json_string(text)), Term::language_string(text, "pt-BR"));
        EXPECT_EQ(lowered(tagged, Term::language_string(text, "pt-BR")), json(string, text));
    }
    EXPECT_EQ(lift_error(plain, json_number("1")), "the number 1 is not a string");
    EXPECT_EQ(lower_error(tagged, Term::language_string("a", "en")), "\"a\"@en is not in the language `pt-BR`");
    EXPECT_THAT(lower_error(tagged, Term::string("a")), HasSubstr("is not a literal of"));
    EXPECT_THAT(lower_error(plain, Term::language_string("a", "en")), HasSubstr("is not a literal of xsd:string"));
}

TEST(LiteralCodec, ChecksTimesAndDays) {
    for (const char* text : {"2021-09-27T09:00:00Z", "2021-09-27T09:00:00", "2021-09-27T24:00:00+05:45",
                             "2021-09-27T09:00:00.123456789Z", "12021-09-27T09:00:00Z"}) {
        EXPECT_EQ(lifted(codec_of("dateTime"), json_string(text)), literal(text, "dateTime"));
        EXPECT_EQ(lowered(codec_of("dateTime"), literal(text, "dateTime")), json(string, text));
    }
    EXPECT_EQ(
        lift_error(codec_of("dateTime"), json_string("2021-09-27 09:00")),
        "the string \"2021-09-27 09:00\" is not of xsd:dateTime, which is written as 2021-09-27T09:00:00Z; a term "
        "with `dateTime` reads other forms");
    EXPECT_EQ(lifted(codec_of("dateTimeStamp"), json_string("2021-09-27T09:00:00")), std::nullopt);
    EXPECT_EQ(lifted(codec_of("date"), json_string("2021-09-27+02:00")), literal("2021-09-27+02:00", "date"));
    EXPECT_THAT(lift_error(codec_of("date"), json_string("2021-02-29")),
                HasSubstr("a term with `date` reads other forms"));
}

TEST(LiteralCodec, OfOtherDatatypesLeavesTextsAsTheyAre) {
    const CodecPtr text = made(literal_codec({"urn:x:type", "", {}, false}));
    EXPECT_EQ(lifted(text, json_string("any")), Term::literal("any", "urn:x:type"));
    EXPECT_EQ(lowered(text, Term::literal("any", "urn:x:type")), json(string, "any"));
    EXPECT_EQ(lifted(codec_of("duration"), json_string("PT15M")), literal("PT15M", "duration"));
    const CodecPtr digits = made(literal_codec({"urn:x:type", "", {number}, false}));
    EXPECT_EQ(lifted(digits, json_number("1e3")), Term::literal("1e3", "urn:x:type"));
    EXPECT_EQ(lowered(digits, Term::literal("1e3", "urn:x:type")), json(number, "1e3"));
    EXPECT_THAT(lower_error(digits, Term::literal("any", "urn:x:type")), HasSubstr("is not a number of JSON"));
}

TEST(LiteralCodec, SaysWhatItDoesNotTake) {
    const std::tuple<CodecPtr, JsonScalar, const char*> lifts[] = {
        {codec_of("decimal"), json_number("1e3"),
         "the number 1e3 is not of xsd:decimal, which has no exponent; declare xsd:double for numbers that have one"},
        {codec_of("integer"), json_number("1.5"),
         "the number 1.5 is not of xsd:integer, which has neither point nor exponent; declare xsd:decimal or "
         "xsd:double "
         "for numbers that have one"},
        {codec_of("integer"), json_number("1e3"), "has neither point nor exponent"},
        {codec_of("decimal"), json_string("1"), "the string \"1\" is not a number"},
        {codec_of("decimal"), {JsonKind::Null, "null"}, "null is not a number"},
        {codec_of("decimal", {number, string}), {boolean, "true"}, "true is not a number or a string"},
        {codec_of("decimal", {string}), json_string(""), "the string \"\" is not of xsd:decimal"},
        {codec_of("decimal", {string}), json_string(" 1"), "the string \" 1\" is not of xsd:decimal"},
        {codec_of("decimal", {string}), json_string("."), "is not of xsd:decimal"},
        {codec_of("decimal", {string}), json_string("NaN"), "is not of xsd:decimal"},
        {codec_of("double", {string}), json_string("1e"), "is not of xsd:double"},
        {codec_of("double", {string}), json_string("0x1p3"), "is not of xsd:double"},
        {codec_of("string"), {boolean, "true"}, "true is not a string"},
    };
    for (const auto& [codec, value, reason] : lifts) {
        EXPECT_THAT(lift_error(codec, value), HasSubstr(reason));
    }
    EXPECT_EQ(lower_error(codec_of("decimal"), Term::iri("urn:x")), "<urn:x> is not a literal of xsd:decimal");
    EXPECT_EQ(lower_error(codec_of("decimal"), literal("abc", "decimal")),
              "\"abc\"^^<http://www.w3.org/2001/XMLSchema#decimal> is not a valid literal of xsd:decimal");
    EXPECT_THAT(lower_error(codec_of("string"), Term::literal(std::string(1000, 'x'), "urn:t")),
                HasSubstr("xxx… is not"));
}

TEST(LiteralCodec, IsNotMadeOfAWrongDeclaration) {
    const std::pair<LiteralForm, const char*> cases[] = {
        {{"", "", {}, false}, "`` is no datatype; write one such as `xsd:decimal`"},
        {{"decimal", "", {}, false}, "`decimal` is no datatype"},
        {{"", "p_t", {}, false}, "`p_t` is no language tag"},
        {{xsd("string"), "pt", {}, false}, "a literal with a language has no datatype of its own"},
        {{std::string(rdf::rdf_lang_string), "", {}, false}, "needs a language: add `language: en`"},
        {{xsd("string"), "", {number}, false}, "a JSON number is never of xsd:string; write `json: string`"},
        {{xsd("boolean"), "", {number}, false}, "a JSON number is never of xsd:boolean; write `json: boolean`"},
        {{xsd("decimal"), "", {boolean}, false}, "a JSON boolean is never of xsd:decimal; write `json: number`"},
        {{xsd("string"), "", {JsonKind::Null}, false}, "a JSON null is never of xsd:string"},
        {{xsd("string"), "", {}, true}, "a decimal comma is for numbers in strings"},
        {{xsd("decimal"), "", {number}, true}, "a decimal comma is for numbers in strings"},
    };
    for (const auto& [form, reason] : cases) {
        EXPECT_THAT(making_error(literal_codec(form)), HasSubstr(reason));
    }
}

TEST(LiteralCodec, DescribesItself) {
    EXPECT_EQ(codec_of("decimal")->describe(), "literal xsd:decimal");
    EXPECT_EQ(codec_of("decimal", {string}, true)->describe(), "literal xsd:decimal as a string with a decimal comma");
    EXPECT_EQ(codec_of("decimal", {number, string})->describe(), "literal xsd:decimal as a number or a string");
    EXPECT_EQ(made(literal_codec({"", "pt", {}, false}))->describe(), "literal in pt");
    EXPECT_EQ(made(literal_codec({"urn:x:t", "", {}, false}))->describe(), "literal <urn:x:t>");
}

TEST(LiteralCodec, HasASchemaWhoseExamplesAndPatternsFit) {
    EXPECT_THAT(codec_of("integer", {number, string})->schema().types, ElementsAre("integer", "string"));
    EXPECT_THAT(codec_of("decimal")->schema().types, ElementsAre("number"));
    EXPECT_THAT(codec_of("boolean")->schema().types, ElementsAre("boolean"));
    EXPECT_EQ(codec_of("int")->schema().format, "int32");
    EXPECT_EQ(codec_of("long")->schema().format, "int64");
    EXPECT_EQ(codec_of("double")->schema().format, "double");
    EXPECT_EQ(codec_of("dateTime")->schema().format, "");
    EXPECT_EQ(codec_of("decimal")->schema().pattern, "") << "of numbers there is no pattern";
    for (const char* type : {"decimal", "integer", "negativeInteger", "float", "boolean", "dateTime", "date"}) {
        const CodecPtr codec = codec_of(type, {string});
        const Codec::Schema schema = codec->schema();
        ASSERT_GT(schema.example.size(), 2U);
        const std::string example = schema.example.substr(1, schema.example.size() - 2);
        EXPECT_TRUE(std::regex_match(example, std::regex(schema.pattern))) << type;
        EXPECT_TRUE(lifted(codec, json_string(example))) << type;
    }
    EXPECT_TRUE(std::regex_match("1,5", std::regex(codec_of("decimal", {}, true)->schema().pattern)));
    EXPECT_EQ(codec_of("decimal", {}, true)->schema().example, "\"1,5\"");
}

}  // namespace
}  // namespace gridlore::mapping
