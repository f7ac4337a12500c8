#include "knowledge-engine/rdf/tokens.h"

#include <gtest/gtest.h>

#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rdf {
namespace {

TEST(TokenReader, CountsLinesAndColumnsFromOne) {
    const std::string_view text = "ab\n\nü\r\nc";
    EXPECT_EQ(position_in(text, 0), (TextPosition{1, 1}));
    EXPECT_EQ(position_in(text, 2), (TextPosition{1, 3}));
    EXPECT_EQ(position_in(text, 3), (TextPosition{2, 1}));
    EXPECT_EQ(position_in(text, 4), (TextPosition{3, 1}));
    EXPECT_EQ(position_in(text, 6), (TextPosition{3, 3})) << "bytes, not characters";
    EXPECT_EQ(position_in(text, text.size()), (TextPosition{4, 2}));
    EXPECT_EQ(position_in("", 0), (TextPosition{1, 1}));
}

TEST(TokenReader, FindsTheFirstByteThatIsNotUtf8) {
    EXPECT_FALSE(check_utf8("ü\n"));
    const auto fault = check_utf8("ü\nab\xFFxy\xFF");
    ASSERT_TRUE(fault);
    EXPECT_EQ(placed_message(*fault), "line 2, column 3: the text is not valid UTF-8 here; send it encoded as UTF-8");
}

TEST(TokenReader, SkipsSpaceAndCommentsOnly) {
    TokenReader reader(" \t\r\n# a comment\r# another\n  x # last");
    reader.skip_space();
    EXPECT_EQ(reader.peek(), 'x');
    reader.advance();
    reader.skip_space();
    EXPECT_TRUE(reader.at_end());
    EXPECT_EQ(reader.peek(), '\0');
    EXPECT_EQ(reader.peek(100), '\0');
    TokenReader other("\xC2\xA0x");
    other.skip_space();
    EXPECT_EQ(other.offset(), 0U) << "a no-break space is no white space of the grammar";
}

TEST(TokenReader, SkipsOnlyWhatStandsThere) {
    TokenReader reader("^^<x");
    EXPECT_FALSE(reader.skip("<"));
    EXPECT_TRUE(reader.skip("^^"));
    EXPECT_FALSE(reader.skip("<xy"));
    EXPECT_EQ(reader.offset(), 2U);
    TokenReader lines("one\ntwo");
    lines.skip_line();
    EXPECT_EQ(lines.peek(), '\n');
    lines.advance();
    lines.skip_line();
    EXPECT_TRUE(lines.at_end());
}

struct NumberCase {
    std::string_view text;
    bool may_end_in_point;
    std::string_view number;
    std::string_view datatype;
};

TEST(TokenReader, TakesTheLongestNumber) {
    const NumberCase cases[] = {{"7", false, "7", xsd_integer},        {"-7x", false, "-7", xsd_integer},
                                {"+007 ", false, "+007", xsd_integer}, {"7.", false, "7", xsd_integer},
                                {"7.", true, "7.", xsd_decimal},       {"7.5.6", false, "7.5", xsd_decimal},
                                {".5", false, ".5", xsd_decimal},      {"-.5", true, "-.5", xsd_decimal},
                                {"7e5", false, "7e5", xsd_double},     {"7.e5", false, "7.e5", xsd_double},
                                {"7.E+5", true, "7.E+5", xsd_double},  {".5e-12", false, ".5e-12", xsd_double},
                                {"7e", false, "7", xsd_integer},       {"7e+", false, "7", xsd_integer},
                                {"7.5ex", false, "7.5", xsd_decimal},  {"7.ex", false, "7", xsd_integer},
                                {"7.ex", true, "7.", xsd_decimal},     {"1-2", false, "1", xsd_integer},
                                {"7e5.5", false, "7e5", xsd_double}};
    for (const auto& [text, may_end_in_point, number, datatype] : cases) {
        SCOPED_TRACE(text);
        TokenReader reader(text);
        const auto token = reader.number(may_end_in_point);
        ASSERT_TRUE(token);
        EXPECT_EQ(token->text, number);
        EXPECT_EQ(token->datatype, datatype);
        EXPECT_EQ(reader.offset(), number.size());
    }
}

TEST(TokenReader, StaysWhereThereIsNoNumber) {
    for (const std::string_view text : {"", "x", "+", "-", ".", "+.", "-.e5", "e5", "+x", "--1", "٣"}) {
        SCOPED_TRACE(text);
        for (const bool may_end_in_point : {false, true}) {
            TokenReader reader(text);
            EXPECT_FALSE(reader.number(may_end_in_point));
            EXPECT_EQ(reader.offset(), 0U);
        }
    }
}

TEST(TokenReader, ReadsAPrefixUpToItsColon) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {":x", ""}, {"s:x", "s"}, {"a-b:x", "a-b"}, {"a.b:x", "a.b"}, {"ü1_:x", "ü1_"}, {"a..b:", "a..b"}};
    for (const auto& [text, name] : cases) {
        SCOPED_TRACE(text);
        TokenReader reader(text);
        EXPECT_EQ(reader.prefix(), name);
        EXPECT_EQ(reader.offset(), name.size() + 1);
        EXPECT_TRUE(is_prefix_name(name));
    }
    for (const std::string_view text : {"", "s", "s x:", "1s:x", "_:x", "_a:x", "a.:x", "-a:x", ".a:x", "?a:x"}) {
        SCOPED_TRACE(text);
        TokenReader reader(text);
        EXPECT_FALSE(reader.prefix());
        EXPECT_EQ(reader.offset(), 0U);
    }
    for (const std::string_view name : {"1s", "_", "a.", "a b", "a:", "\xFF", "a\xC3", "×"}) {
        EXPECT_FALSE(is_prefix_name(name)) << name;
    }
}

TEST(TokenReader, ReadsALocalNameUpToItsEnd) {
    const std::tuple<std::string_view, std::string_view, std::string_view> cases[] = {
        {"room ", "room", " "}, {"a.b.", "a.b", "."},   {"a..", "a", ".."},       {"1a:b,", "1a:b", ","},
        {"", "", ""},           {" a", "", " a"},       {"-a", "", "-a"},         {".a", "", ".a"},
        {"a-b", "a-b", ""},     {"a%4Fb", "a%4Fb", ""}, {"a\\-b\\.", "a-b.", ""}, {"a.\\,.", "a.,", "."},
        {"ü/x", "ü", "/x"},     {"a·b‿", "a·b‿", ""},   {"a×b", "a", "×b"},       {"_a", "_a", ""},
        {"a;b", "a", ";b"},     {"\\%4x", "%4x", ""},   {"a.:b", "a.:b", ""}};
    for (const auto& [text, name, rest] : cases) {
        SCOPED_TRACE(text);
        TokenReader reader(text);
        const auto local = reader.local_name();
        ASSERT_TRUE(local);
        EXPECT_EQ(*local, name);
        EXPECT_EQ(reader.text().substr(reader.offset()), rest);
    }
}

TEST(TokenReader, RefusesEscapesThatANameHasNot) {
    for (const std::string_view text : {"a\\", "a\\b", "a\\ ", "a\\ü", "a%", "a%4", "a%4g", "%"}) {
        SCOPED_TRACE(text);
        TokenReader reader(text);
        const auto local = reader.local_name();
        ASSERT_FALSE(local);
        EXPECT_EQ(local.error().position->column, text.starts_with('a') ? 2U : 1U);
    }
}

TEST(TokenReader, ReadsVariableNamesAndBlankNodeLabels) {
    const std::pair<std::string_view, std::string_view> names[] = {
        {"x", "x"}, {"1_ü·", "1_ü·"}, {"a-b", "a"}, {"a.b", "a"}, {"", ""}, {"-", ""}, {"·a", ""}, {"😀", "😀"}};
    for (const auto& [text, name] : names) {
        EXPECT_EQ(TokenReader(text).variable_name(), name) << text;
    }
    const std::pair<std::string_view, std::string_view> labels[] = {{"b", "b"},      {"1.2", "1.2"}, {"b.", "b"},
                                                                    {"b-1 ", "b-1"}, {"_b", "_b"},   {"", ""},
                                                                    {".b", ""},      {"-b", ""},     {"b:", "b"}};
    for (const auto& [text, label] : labels) {
        EXPECT_EQ(TokenReader(text).blank_node_label(), label) << text;
        EXPECT_EQ(is_blank_node_label(text), !label.empty() && label == text) << text;
    }
}

TEST(TokenReader, ReadsIriReferencesWithEscapes) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"<urn:a>", "urn:a"}, {"<>", ""}, {"<a/../b?#>", "a/../b?#"}, {"<\\u00FC\\U0001F600>", "ü😀"}, {"<ü>", "ü"}};
    for (const auto& [text, iri] : cases) {
        SCOPED_TRACE(text);
        TokenReader reader(text);
        const auto read = reader.iri_reference();
        ASSERT_TRUE(read);
        EXPECT_EQ(*read, iri);
        EXPECT_TRUE(reader.at_end());
    }
    for (const std::string_view text :
         {"<", "<a", "<a b>", "<a<b>", "<a\"b>", "<a{b>", "<a|b>", "<a^b>", "<a`b>", "<a\\b>", "<a\\u12>", "<a\\u003E>",
          "<a\\u0000>", "<a\\uD800>", "<a\\", "<a\tb>", "<a\n>"}) {
        SCOPED_TRACE(text);
        TokenReader reader(text);
        EXPECT_FALSE(reader.iri_reference());
    }
}

TEST(TokenReader, ReadsStringsOfAllQuotings) {
    const std::pair<std::string_view, std::string_view> cases[] = {{"''", ""},
                                                                   {"\"a'b\"", "a'b"},
                                                                   {"'a\"b'", "a\"b"},
                                                                   {"'''a''b'''", "a''b"},
                                                                   {"\"\"\"\"\"\"", ""},
                                                                   {"\"\"\"a\"b\"\"c\n\"\"\"", "a\"b\"\"c\n"},
                                                                   {"'\\'\\\"\\\\'", "'\"\\"},
                                                                   {"'''\\''''", "'"}};
    for (const auto& [text, value] : cases) {
        SCOPED_TRACE(text);
        TokenReader reader(text);
        const auto read = reader.quoted_string();
        ASSERT_TRUE(read);
        EXPECT_EQ(*read, value);
        EXPECT_TRUE(reader.at_end());
    }
    TokenReader with_nul(std::string_view("'a\0b'", 5));
    EXPECT_EQ(*with_nul.quoted_string(), std::string("a\0b", 3));
}

TEST(TokenReader, StopsBehindTheClosingQuote) {
    TokenReader reader("'a''b'");
    EXPECT_EQ(*reader.quoted_string(), "a");
    EXPECT_EQ(*reader.quoted_string(), "b");
    TokenReader four("\"\"\"a\"\"\"\"");
    EXPECT_EQ(*four.quoted_string(), "a");
    EXPECT_EQ(four.peek(), '"');
}

TEST(TokenReader, KnowsTheShapeOfLanguageTags) {
    for (const std::string_view tag : {"en", "en-GB", "EN-latn-us", "es-419", "x-private", "abcdefgh", "a-b-c"}) {
        EXPECT_TRUE(is_language_tag(tag)) << tag;
    }
    for (const std::string_view tag :
         {"", "-", "en-", "-en", "en--gb", "e1", "1", "abcdefghi", "en-abcdefghi", "en_GB", "ü"}) {
        EXPECT_FALSE(is_language_tag(tag)) << tag;
    }
    TokenReader reader("@EN-gb.");
    EXPECT_EQ(*reader.language_tag(), "EN-gb");
    EXPECT_EQ(reader.peek(), '.');
}

TEST(TokenReader, DescribesWhatStandsThere) {
    EXPECT_EQ(TokenReader("").describe(), "the end");
    EXPECT_EQ(TokenReader(" x").describe(), "white space");
    EXPECT_EQ(TokenReader("\r\n").describe(), "a line break");
    EXPECT_EQ(TokenReader("foo bar").describe(), "`foo`");
    EXPECT_EQ(TokenReader(std::string(100, 'x')).describe().size(), 42U);
    EXPECT_EQ(TokenReader(std::string(39, 'x') + "😀😀").describe(), "`" + std::string(39, 'x') + "😀`");
    EXPECT_EQ(TokenReader("FILTER(?x)").peek_word(), "FILTER");
    EXPECT_EQ(TokenReader("7").peek_word(), "");
}

}  // namespace
}  // namespace gridlore::rdf
