#include "knowledge-engine/pattern/term_reader.h"

#include <gtest/gtest.h>

#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::pattern {
namespace {

const rdf::PrefixMap prefixes = {{"s", "https://e.example/"}};

TEST(TermReader, LeavesTheReaderBehindAVariable) {
    for (const char* text : {"?room1 rest", "$room1 rest"}) {
        rdf::TokenReader tokens(text);
        const auto variable = read_variable(tokens);
        ASSERT_TRUE(variable);
        EXPECT_EQ(variable->name, "room1");
        EXPECT_EQ(tokens.offset(), 6U);
    }
}

TEST(TermReader, EndsAVariableWhereItsNameEnds) {
    const std::pair<const char*, const char*> cases[] = {{"?x?y", "x"}, {"?x.", "x"},  {"?x,", "x"}, {"?1a_ü", "1a_ü"},
                                                         {"?_", "_"},   {"?x:y", "x"}, {"?x)", "x"}};
    for (const auto& [text, name] : cases) {
        SCOPED_TRACE(text);
        rdf::TokenReader tokens(text);
        const auto variable = read_variable(tokens);
        ASSERT_TRUE(variable);
        EXPECT_EQ(variable->name, name);
    }
}

TEST(TermReader, RefusesAVariableWithoutAName) {
    for (const char* text : {"?", "$", "? x", "?-", "?a-b", "?\"x\""}) {
        SCOPED_TRACE(text);
        rdf::TokenReader tokens(text);
        const auto variable = read_variable(tokens);
        ASSERT_FALSE(variable);
        EXPECT_EQ(variable.error().kind, ErrorKind::InvalidInput);
        EXPECT_EQ(placed_message(variable.error()),
                  std::string("line 1, column 1: expected a variable's name of letters, digits and `_` behind `") +
                      text[0] + "`");
    }
}

TEST(TermReader, ReadsIrisInBothForms) {
    const std::tuple<const char*, const char*, std::size_t> cases[] = {
        {"<urn:x>.", "urn:x", 7}, {"s:x.", "https://e.example/x", 3}, {"s:,", "https://e.example/", 2}};
    for (const auto& [text, iri, end] : cases) {
        SCOPED_TRACE(text);
        rdf::TokenReader tokens(text);
        const auto read = read_iri(tokens, prefixes);
        ASSERT_TRUE(read);
        EXPECT_EQ(*read, iri);
        EXPECT_EQ(tokens.offset(), end);
    }
}

TEST(TermReader, ReadsConstantsOfAllKinds) {
    const std::pair<const char*, rdf::Term> cases[] = {
        {"<urn:x> ", rdf::Term::iri("urn:x")},
        {"s:x;", rdf::Term::iri("https://e.example/x")},
        {"\"x\" ", rdf::Term::string("x")},
        {"'x'@EN,", rdf::Term::language_string("x", "en")},
        {"'x'^^s:t ", rdf::Term::literal("x", "https://e.example/t")},
        {"5.", rdf::Term::literal("5", std::string(rdf::xsd_integer))},
        {"-5.5)", rdf::Term::literal("-5.5", std::string(rdf::xsd_decimal))},
        {"1e5 ", rdf::Term::literal("1e5", std::string(rdf::xsd_double))}};
    for (const auto& [text, term] : cases) {
        SCOPED_TRACE(text);
        rdf::TokenReader tokens(text);
        const auto read = read_constant(tokens, prefixes);
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(*read, term);
        EXPECT_EQ(tokens.offset() + 1, std::string_view(text).size());
    }
}

TEST(TermReader, RefusesWhatIsNoConstant) {
    const std::pair<const char*, const char*> cases[] = {
        {"", "column 1: expected a variable, an IRI, a prefixed name or a literal, found the end"},
        {"foo", "column 1: expected a variable, an IRI, a prefixed name or a literal, found `foo`"},
        {"ex:x", "column 1: the prefix `ex:` is not declared; declare it, or write the IRI in full"},
        {"<x>", "column 1: the IRI <x> is relative; write it in full"},
        {"\"x\"^^<>", "column 6: the IRI <> is relative"},
        {"+", "column 1: expected"}};
    for (const auto& [text, message] : cases) {
        SCOPED_TRACE(text);
        rdf::TokenReader tokens(text);
        const auto read = read_constant(tokens, prefixes);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().kind, ErrorKind::InvalidInput);
        EXPECT_NE(placed_message(read.error()).find(message), std::string::npos) << placed_message(read.error());
    }
}

}  // namespace
}  // namespace gridlore::pattern
