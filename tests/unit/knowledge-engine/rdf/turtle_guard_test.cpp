#include "knowledge-engine/rdf/turtle_guard.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/knowledge-engine/rdf/quads.h"

namespace gridlore::rdf {
namespace {

/// What a guard passes of `text`, given in pieces of `size`.
std::string passed(std::string_view text, std::size_t size = std::string_view::npos, std::size_t depth_limit = 1000) {
    TurtleGuard guard(depth_limit);
    std::string result;
    for (; text.size() > size && !guard.too_deep(); text.remove_prefix(size)) {
        result += guard.pass(text.substr(0, size), false);
    }
    return guard.too_deep() ? result : result.append(guard.pass(text, true));
}

std::optional<std::size_t> find_too_deep(std::string_view text, std::size_t limit) {
    TurtleGuard guard(limit);
    guard.pass(text, true);
    return guard.too_deep();
}

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

TEST(TurtleGuard, PassesNothingFromWhatIsTooDeepOn) {
    EXPECT_EQ(passed("a (b) [c [d", std::string_view::npos, 1), "a (b) [c ");
    EXPECT_EQ(passed("_:B1 [c [d", std::string_view::npos, 1), "_:B_1 [c ");
    TurtleGuard guard(1);
    EXPECT_EQ(guard.pass("a [b", false), "a [b");
    EXPECT_EQ(guard.pass("c (d", false), "c ");
    EXPECT_EQ(guard.too_deep(), 2U);
}

TEST(TurtleGuard, TakesNoLongerForManyTokensThanForOne) {
    for (const char* piece : {"<", "'", "\"", "#", "\\", "<a", "'''", "_:B_", "'''''\\"}) {
        std::string text;
        while (text.size() < 1'000'000) {
            text += piece;
        }
        EXPECT_EQ(find_too_deep(text, 10), std::nullopt);
        EXPECT_GE(passed(text).size(), text.size());
    }
}

TEST(TurtleGuard, MakesRoomForTheLabelsThatSerdMakesUp) {
    EXPECT_EQ(passed("_:b1 _:b2 _:Bx _:B"), "_:b1 _:b2 _:B_x _:B_");
    EXPECT_EQ(passed("_:B1 _:B_1 _:B__1"), "_:B_1 _:B__1 _:B___1");
    EXPECT_EQ(passed("<urn:a>_:B1,_:B2;[_:B3](_:B4)"), "<urn:a>_:B_1,_:B_2;[_:B_3](_:B_4)");
    EXPECT_EQ(passed("'_:B1' <_:B1> # _:B1"), "'_:B1' <_:B1> # _:B1");
    EXPECT_EQ(passed("a_:B1 a._:B1 ü_:B1 :_:B1 x:_:B1"), "a_:B1 a._:B1 ü_:B1 :_:B1 x:_:B1")
        << "names with a prefix are no labels";
}

TEST(TurtleGuard, EscapesQuotesInLongStrings) {
    const std::pair<const char*, const char*> cases[] = {
        {R"("""a"b""")", R"("""a\"b""")"},
        {R"("""a"\n""")", R"("""a\"\n""")"},
        {R"("""a""\n"b\\""")", R"("""a\"\"\n\"b\\""")"},
        {R"('''a'\'"b''')", R"('''a\'\'"b''')"},
        {R"("a" '\'' "\"" """a"\n""")", R"("a" '\'' "\"" """a\"\n""")"},
        {R"(# """a"\n""")", R"(# """a"\n""")"},
        {R"("""a"\n)", R"("""a\"\n)"},
        {R"("""a""")", R"("""a""")"},
        {R"("""a"")", R"("""a\"\")"},
        {R"("""a"\""" , [)", R"("""a\"\"\"\" , [)"},
        {R"("""a"\)", R"("""a\"\)"},
        {R"("""a"\"""")", R"("""a\"\"""")"},
        {R"("" "\"\"" """"\" """)", R"("" "\"\"" """\"\" """)"},
        {R"("""a\"""" """)", R"("""a\"""" """)"},
        {R"('\)", R"('\)"}};
    for (const auto& [text, escaped] : cases) {
        EXPECT_EQ(passed(text), escaped);
    }
}

TEST(TurtleGuard, PassesTheSameHoweverADocumentIsCut) {
    static constexpr std::string_view pieces[] = {"\"", "'", "\"\"\"", "'''", "\\", "\n", "#", " ", "x",   "<",
                                                  ">",  "[", "]",      "(",   ")",  "_",  ":", "B", "_:B", "1"};
    std::mt19937_64 random(29);
    for (int i = 0; i < 3000; ++i) {
        std::string text;
        for (std::size_t n = random() % 24; n > 0; --n) {
            text += pieces[random() % std::size(pieces)];
        }
        const std::string whole = passed(text, std::string_view::npos, 2);
        for (std::size_t size = 1; size < 4; ++size) {
            // Brackets that only turn out to count are found where that turns out.
            const std::string cut = passed(text, size, 2);
            ASSERT_TRUE(cut == whole || (text.find('<') < text.size() && cut.starts_with(whole))) << text;
        }
    }
}

TEST(TurtleGuard, KnowsWhereWhatItPassedComesFrom) {
    const std::string text = "_:B1 \"\"\"a\"b\"\"c\"\"\" _:B2 x";
    for (std::size_t size = 1; size <= text.size(); ++size) {
        TurtleGuard guard(10);
        for (std::size_t begin = 0; begin < text.size(); begin += size) {
            const std::string_view piece = std::string_view(text).substr(begin, size);
            const std::string_view out = guard.pass(piece, begin + size >= text.size());
            for (std::size_t i = 0; i < out.size(); ++i) {
                const auto origin = static_cast<std::ptrdiff_t>(begin) + guard.origin(i);
                ASSERT_TRUE(origin >= 0 && origin <= static_cast<std::ptrdiff_t>(text.size()));
                ASSERT_TRUE(out[i] == text[static_cast<std::size_t>(origin)] || out[i] == '\\' || out[i] == '_')
                    << size << " " << i;
            }
        }
    }
}

TEST(TurtleGuard, MeasuresTokensThatDoNotEnd) {
    TurtleGuard guard(10);
    guard.pass("<a> <b> ", false);
    EXPECT_EQ(guard.open_token_length(), 0U);
    guard.pass("'x' \"1234", false);
    guard.pass("56 78", false);
    EXPECT_EQ(guard.open_token_length(), 14U);
    guard.pass("\" . '12", false);
    EXPECT_EQ(guard.open_token_length(), 7U);
    guard.pass("' .", false);
    EXPECT_EQ(guard.open_token_length(), 0U);
    guard.pass("abc", false);
    guard.pass("def", false);
    EXPECT_EQ(guard.open_token_length(), 6U);
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
