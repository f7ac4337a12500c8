#include "knowledge-engine/rdf/literal_text.h"

#include <gtest/gtest.h>

#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rdf {
namespace {

/// A grammar whose datatypes are all called `!` or nothing.
Result<std::string> read_mark(TokenReader& tokens) {
    if (tokens.skip("!")) {
        return std::string("urn:mark");
    }
    if (tokens.skip("~")) {
        return std::string();
    }
    return tokens.error("expected `!`, found " + tokens.describe());
}

TEST(LiteralText, LeavesTheDatatypeToTheGrammar) {
    TokenReader tokens("'7'^^! ");
    const auto term = read_string_literal(tokens, read_mark);
    ASSERT_TRUE(term);
    EXPECT_EQ(*term, Term::literal("7", "urn:mark"));
    EXPECT_EQ(tokens.offset(), 6U);
}

TEST(LiteralText, ReadsPlainStringsAndLanguages) {
    TokenReader plain("'7' ^^!");
    EXPECT_EQ(*read_string_literal(plain, read_mark), Term::string("7"));
    EXPECT_EQ(plain.offset(), 3U);
    TokenReader tagged("'7'@EN^^!");
    EXPECT_EQ(*read_string_literal(tagged, read_mark), Term::language_string("7", "en"));
    EXPECT_EQ(tagged.peek(), '^');
}

TEST(LiteralText, PassesErrorsOnWithTheirPlace) {
    const std::pair<const char*, const char*> cases[] = {
        {"'7", "line 1, column 1: the string that begins here is not closed; expected `'`"},
        {"'7'@", "line 1, column 4: expected a language tag such as @en or @en-GB, found `@`"},
        {"'7'^^?", "line 1, column 6: expected `!`, found `?`"},
        {"'7'^^~", "line 1, column 6: expected a datatype behind `^^`, found an empty IRI"}};
    for (const auto& [text, message] : cases) {
        TokenReader tokens(text);
        const auto term = read_string_literal(tokens, read_mark);
        ASSERT_FALSE(term);
        EXPECT_EQ(placed_message(term.error()), message);
    }
}

TEST(LiteralText, KeepsTheFormOfANumber) {
    TokenReader tokens("+07.50,");
    EXPECT_EQ(read_number(tokens, false), Term::literal("+07.50", std::string(xsd_decimal)));
    EXPECT_EQ(tokens.peek(), ',');
    EXPECT_FALSE(read_number(tokens, true));
    EXPECT_EQ(tokens.peek(), ',');
}

}  // namespace
}  // namespace gridlore::rdf
