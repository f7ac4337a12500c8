#include "knowledge-engine/rdf/term_text.h"

#include <gtest/gtest.h>

#include <random>

#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::rdf {
namespace {

std::string xsd(std::string_view name) {
    return std::string(xsd_ns).append(name);
}

TEST(TermText, ReadsAndWritesAsTheContractShows) {
    const std::string integer = "^^<" + xsd("integer") + ">";
    const std::string decimal = "^^<" + xsd("decimal") + ">";
    const std::string number_int = "^^<" + xsd("int") + ">";
    const std::pair<std::string, std::string> cases[] = {{"<https://e.example/x>", "<https://e.example/x>"},
                                                         {"\"warm\"", "\"warm\""},
                                                         {"'warm'", "\"warm\""},
                                                         {"\"\"\"warm\"\"\"", "\"warm\""},
                                                         {"'''warm'''", "\"warm\""},
                                                         {"\"warm\"^^<" + xsd("string") + ">", "\"warm\""},
                                                         {"\"warm\"@en", "\"warm\"@en"},
                                                         {"\"warm\"@EN", "\"warm\"@en"},
                                                         {"\"hi\"@en-gb", "\"hi\"@en-GB"},
                                                         {"\"hi\"@EN-LATN-us", "\"hi\"@en-Latn-US"},
                                                         {"\"7\"" + integer, "\"7\"" + integer},
                                                         {"7", "\"7\"" + integer},
                                                         {"-3", "\"-3\"" + integer},
                                                         {"+5", "\"+5\"" + integer},
                                                         {"007", "\"007\"" + integer},
                                                         {"21.50", "\"21.50\"" + decimal},
                                                         {".5", "\".5\"" + decimal},
                                                         {"1.", "\"1.\"" + decimal},
                                                         {"7e0", "\"7e0\"^^<" + xsd("double") + ">"},
                                                         {"true", "\"true\"^^<" + xsd("boolean") + ">"},
                                                         {"false", "\"false\"^^<" + xsd("boolean") + ">"},
                                                         {"\"7\"" + number_int, "\"7\"" + number_int},
                                                         {"\"7\"^^xsd:int", "\"7\"" + number_int},
                                                         {"'7'^^<urn:t>", "\"7\"^^<urn:t>"},
                                                         {"rdf:type", "<" + std::string(rdf_type) + ">"},
                                                         {"owl:Thing", "<" + std::string(owl_ns) + "Thing>"},
                                                         {"rdfs:label", "<" + std::string(rdfs_ns) + "label>"},
                                                         {"foo:bar", "<foo:bar>"},
                                                         {":bar", "<:bar>"},
                                                         {"<foo>", "<foo>"},
                                                         {"<>", "<>"},
                                                         {"\"eek\"" + decimal, "\"eek\"" + decimal},
                                                         {"_:b", "_:b"},
                                                         {"_:0.a-b", "_:0.a-b"},
                                                         {"\"a\tb\"", "\"a\\tb\""},
                                                         {"'''a\nb\r'''", "\"a\\nb\\r\""},
                                                         {"\"\\\"\\\\\\n\\r\\t\\f\"", "\"\\\"\\\\\\n\\r\\t\\f\""},
                                                         {"\"\\b\"", "\"\b\""},
                                                         {"'it\\'s'", "\"it's\""},
                                                         {"\"\\u00FC\\U0001F600\"", "\"ü😀\""},
                                                         {"\"\"", "\"\""}};
    for (const auto& [read, written] : cases) {
        SCOPED_TRACE(read);
        const auto term = parse_term(read);
        ASSERT_TRUE(term) << term.error().message;
        EXPECT_EQ(to_text(*term), written);
    }
}

TEST(TermText, SaysWhyATextIsNoTerm) {
    const std::tuple<std::string, std::size_t, const char*> cases[] = {
        {"", 1, "expected an RDF term such as <https://e.example/x>"},
        {"foo", 1, "found `foo`; put quotes around a plain string"},
        {"null", 1, "put quotes"},
        {"TRUE", 1, "put quotes"},
        {"http://e.example/x", 6, "IRIs are written <https://e.example/x>"},
        {"?x", 1, "found the variable `?x`; leave the key out to leave a variable unbound"},
        {"$x", 1, "found the variable `$x`"},
        {"\"warm", 1, "not closed; expected `\"`"},
        {"\"a\nb\"", 1, "not closed on its line"},
        {"\"a\" \"b\"", 4, "expected the end of the term"},
        {" 7", 1, "found white space"},
        {"7 ", 2, "expected the end of the term, found white space"},
        {"7\n", 2, "found a line break"},
        {"(1 2)", 1, "found `(1`"},
        {"[]", 1, "found `[]`"},
        {"\"a\"@", 4, "expected a language tag"},
        {"\"a\"@e1", 4, "found `@e1`"},
        {"\"a\"@en-", 4, "found `@en-`"},
        {"<a b>", 3, "must not contain spaces"},
        {"<a", 1, "expected `>`"},
        {"<a\\u007D>", 3, "not even escaped"},
        {"_:", 3, "expected a blank node's label behind `_:`"},
        {"_:-", 3, "found `-`"},
        {"\"7\"^^", 6, "found the end"},
        {"\"7\"^^<>", 6, "expected a datatype behind `^^`, found an empty IRI"},
        {"\"7\"^^int", 6, "found `int`"},
        {"\"7\"^<urn:t>", 4, "expected the end"},
        {"7a", 2, "found `a`"},
        {"+", 1, "found `+`"},
        {".", 1, "found `.`"},
        {"<urn:a>.", 8, "found `.`"},
        {std::string("7\0", 2), 2, "expected the end"},
        {"# nothing", 1, "found `#`"}};
    for (const auto& [text, column, part] : cases) {
        SCOPED_TRACE(testing::PrintToString(text));
        const auto term = parse_term(text);
        ASSERT_FALSE(term) << to_text(*term);
        EXPECT_EQ(term.error().kind, ErrorKind::InvalidInput);
        EXPECT_EQ(*term.error().position, (TextPosition{1, column})) << term.error().message;
        EXPECT_NE(term.error().message.find(part), std::string::npos) << term.error().message;
    }
}

TEST(TermText, SaysWhereATextIsNotUtf8) {
    for (const char* text : {"\"\xFF\"", "\"\xC3\"", "<\xED\xA0\x80>", "\x80"}) {
        const auto term = parse_term(text);
        ASSERT_FALSE(term);
        EXPECT_EQ(term.error().kind, ErrorKind::InvalidInput);
        EXPECT_NE(term.error().message.find("not valid UTF-8"), std::string::npos);
        EXPECT_TRUE(term.error().position.has_value());
        EXPECT_TRUE(is_valid_utf8(term.error().message));
    }
}

TEST(TermText, ReadsNamesWithEscapes) {
    EXPECT_EQ(parse_term("rdf:a\\,b")->text, std::string(rdf_ns) + "a,b");
    EXPECT_EQ(parse_term("rdf:a.b:c")->text, std::string(rdf_ns) + "a.b:c");
    EXPECT_EQ(parse_term("rdf:")->text, rdf_ns);
    EXPECT_EQ(parse_term("rdf:%4a")->text, std::string(rdf_ns) + "%4a");
    EXPECT_FALSE(parse_term("rdf:a."));
    EXPECT_FALSE(parse_term("rdf:%4"));
}

TEST(TermText, IsShortOnlyWhereAPatternReadsItBack) {
    const std::tuple<const char*, const char*, const char*> cases[] = {
        {"7", "integer", "7"},       {"-07", "integer", "-07"},    {"+7", "integer", "+7"},
        {"7.0", "decimal", "7.0"},   {".5", "decimal", ".5"},      {"true", "boolean", "true"},
        {"7.0", "integer", nullptr}, {"7", "decimal", nullptr},    {"7.", "decimal", nullptr},
        {"1", "boolean", nullptr},   {"TRUE", "boolean", nullptr}, {"7e0", "double", nullptr},
        {"7", "int", nullptr},       {"", "integer", nullptr},     {" 7", "integer", nullptr},
        {"7 ", "integer", nullptr},  {"7\n", "integer", nullptr},  {"7e0", "decimal", nullptr},
        {"x", "integer", nullptr},   {"7", "string", nullptr}};
    for (const auto& [lexical, type, expected] : cases) {
        SCOPED_TRACE(lexical);
        const Term term = Term::literal(lexical, xsd(type));
        EXPECT_EQ(to_short_text(term), expected == nullptr ? to_text(term) : expected);
    }
    EXPECT_EQ(to_short_text(Term::iri("urn:a")), "<urn:a>");
    EXPECT_EQ(to_short_text(Term::blank_node("b")), "_:b");
}

TEST(TermText, OfARandomTermIsReadBack) {
    std::mt19937_64 random(42);
    const auto text = [&] {
        std::string result;
        for (std::size_t i = random() % 12; i > 0; --i) {
            const char32_t character = static_cast<char32_t>(random() % (random() % 4 == 0 ? 0x110000 : 0x80));
            if (is_scalar_value(character)) {
                append_utf8(result, character);
            }
        }
        return result;
    };
    for (int i = 0; i < 20'000; ++i) {
        const std::string lexical = text();
        for (const Term& term : {Term::string(lexical), Term::language_string(lexical, "de-Latn-CH-1996"),
                                 Term::literal(lexical, "urn:t"), Term::literal(lexical, std::string(xsd_integer))}) {
            const auto again = parse_term(to_text(term));
            ASSERT_TRUE(again) << to_text(term) << ": " << again.error().message;
            ASSERT_EQ(*again, term);
            ASSERT_EQ(*parse_term(to_short_text(term)), term);
        }
    }
}

TEST(TermText, ReadsALongTermInLinearTime) {
    const std::string lexical(std::size_t{4} << 20, 'x');
    EXPECT_EQ(parse_term("\"" + lexical + "\"")->text, lexical);
    EXPECT_EQ(parse_term("<urn:" + lexical + ">")->text.size(), lexical.size() + 4);
    std::string quotes;
    for (int i = 0; i < 100'000; ++i) {
        quotes += "\"\" ";
    }
    EXPECT_EQ(parse_term("\"\"\"" + quotes + "\"\"\"")->text, quotes);
    EXPECT_EQ(parse_term(std::string(100'000, '7'))->text.size(), 100'000U);
}

}  // namespace
}  // namespace gridlore::rdf
