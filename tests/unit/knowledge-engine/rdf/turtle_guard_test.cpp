#include "knowledge-engine/rdf/turtle_guard.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/knowledge-engine/rdf/quads.h"

namespace gridlore::rdf {
namespace {

TEST(TurtleGuard, FindsTheFirstBracketThatIsTooDeep) {
    EXPECT_EQ(find_too_deep("[(x)]", 1), 1U);
    EXPECT_EQ(find_too_deep("()()()[][]", 1), std::nullopt);
    EXPECT_EQ(find_too_deep("])]([", 1), 4U);
    EXPECT_EQ(find_too_deep("[", 0), 0U);
    EXPECT_EQ(find_too_deep("", 0), std::nullopt);
}

TEST(TurtleGuard, LooksPastTokensInWhichBracketsAreText) {
    for (const char* text : {"<[>", "'['", "\"[\"", "'''['['''", "\"\"\"[\"[\"\"\"", "# [", "\\[", "'\\'['",
                             "\"\\\"[\"", "\"\"\"[\\\"\"\"[\"\"\"", "'[", "'''[''"}) {
        EXPECT_EQ(find_too_deep(text, 0), std::nullopt) << text;
    }
    for (const char* text : {"<a [>", "<a<[ ", "# x\n[", "# x\r[", "''[", "''''''[", "'\\\\'[", "<a>[", "\"'\"["}) {
        EXPECT_NE(find_too_deep(text, 0), std::nullopt) << text;
    }
}

TEST(TurtleGuard, TakesNoLongerForManyTokensThanForOne) {
    for (const char* piece : {"<", "'", "\"", "#", "\\", "<a", "'''", "_:B_"}) {
        std::string text;
        while (text.size() < 1'000'000) {
            text += piece;
        }
        EXPECT_EQ(find_too_deep(text, 10), std::nullopt);
        EXPECT_GE(with_escaped_quotes(text + "\"\\").size(), text.size());
        EXPECT_GE(with_room_for_labels(text + " _:b1 _:B1").size(), text.size());
    }
}

TEST(TurtleGuard, MakesRoomOnlyWhereLabelsOfBothKindsAre) {
    EXPECT_EQ(with_room_for_labels("_:b1 _:b2 _:Bx _:B"), "_:b1 _:b2 _:Bx _:B");
    EXPECT_EQ(with_room_for_labels("_:B1 _:bx"), "_:B1 _:bx");
    EXPECT_EQ(with_room_for_labels("_:b1 _:B1 _:B2x"), "_:b1 _:B_1 _:B_2x");
    EXPECT_EQ(with_room_for_labels("_:b1 _:B1 _:B__1"), "_:b1 _:B___1 _:B__1");
    EXPECT_EQ(with_room_for_labels("_:b1 '_:B1' <_:B1> # _:B1"), "_:b1 '_:B1' <_:B1> # _:B1");
}

TEST(TurtleGuard, EscapesQuotesInLongStringsWhereOneIsBeforeABackslash) {
    const std::pair<const char*, const char*> cases[] = {
        {R"("""a"b""")", R"("""a"b""")"},
        {R"("""a"\n""")", R"("""a\"\n""")"},
        {R"("""a""\n"b\\""")", R"("""a\"\"\n\"b\\""")"},
        {R"('''a'\'"b''')", R"('''a\'\'"b''')"},
        {R"("a" '\'' "\"" """a"\n""")", R"("a" '\'' "\"" """a\"\n""")"},
        {R"(# """a"\n""")", R"(# """a"\n""")"},
        {R"("""a"\n)", R"("""a\"\n)"},
        {R"("""a"\""" , [)", R"("""a\"\"\"\" , [)"},
        {R"("""a"\)", R"("""a\"\)"},
        {R"("""a"\"""")", R"("""a\"\"""")"},
        {R"("" "\"\"" """"\" """)", R"("" "\"\"" """\"\" """)"},
        {R"("""a\"""" """)", R"("""a\"""" """)"},
        {R"('\)", R"('\)"}};
    for (const auto& [text, escaped] : cases) {
        EXPECT_EQ(with_escaped_quotes(text), escaped);
    }
}

TEST(TurtleGuard, KeepsTheMeaningOfLongStrings) {
    EXPECT_EQ(text_of(R"(<urn:a> <urn:p> """x"\n""", '''y'\'z''', """"\"\\""" .)", Syntax::Turtle),
              "<urn:a> <urn:p> \"x\\\"\\n\"\n<urn:a> <urn:p> \"y''z\"\n<urn:a> <urn:p> \"\\\"\\\"\\\\\"\n");
}

/// Whatever stands before them, brackets without end must be seen before Serd sees them.
TEST(TurtleGuard, IsNotLedPastBracketsByWhatStandsBefore) {
    static constexpr std::string_view pieces[] = {"\"", "'", "\"\"\"",  "'''",  "\\",   "\\\"", "\\'",     "\n",
                                                  "\r", "#", " ",       "x",    "<",    ">",    "<urn:a>", "\"x\"",
                                                  ",",  ";", "\\u0022", "\\\\", "_:b1", "_:B1", "[]",      "()"};
    std::string brackets;
    for (int i = 0; i < 20'000; ++i) {
        brackets += "[<urn:p>";
    }
    std::mt19937_64 random(13);
    for (int i = 0; i < 400; ++i) {
        std::string document = random() % 2 == 0 ? "<urn:a> <urn:p> " : "<urn:a> <urn:p> \"\"\"x\"\\\"\"\"";
        for (std::size_t n = random() % 8; n > 0; --n) {
            document += pieces[random() % std::size(pieces)];
        }
        const bool goes_on = random() % 2 == 0;
        EXPECT_FALSE(quads_of(document + (goes_on ? " , " : " ") + brackets, Syntax::Turtle)) << document;
    }
}

}  // namespace
}  // namespace gridlore::rdf
