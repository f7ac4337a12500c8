/// Turtle, TriG, N-Triples and N-Quads as they are read.

#include <gtest/gtest.h>

#include <set>

#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/syntax.h"
#include "tests/unit/knowledge-engine/rdf/quads.h"

namespace gridlore::rdf {
namespace {

const ReadOptions with_base = {.base = "https://e.example/a/b"};

std::string nested(std::size_t depth, std::string_view opening, std::string_view closing) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) {
        text += opening;
    }
    for (std::size_t i = 0; i < depth; ++i) {
        text += closing;
    }
    return text;
}

TEST(Turtle, IsReadWithItsAbbreviations) {
    EXPECT_EQ(text_of(R"(@prefix s: <https://e.example/> .
PREFIX t: <urn:t:>
s:room a s:Room ; # a comment
  s:temp 21.5, "warm"@EN-gb, '7'^^s:unit, 7, -1e0, true ;
  t:says """a
"b\"""" .
)",
                      Syntax::Turtle),
              "<https://e.example/room> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://e.example/Room>\n"
              "<https://e.example/room> <https://e.example/temp> 21.5\n"
              "<https://e.example/room> <https://e.example/temp> \"warm\"@en-GB\n"
              "<https://e.example/room> <https://e.example/temp> \"7\"^^<https://e.example/unit>\n"
              "<https://e.example/room> <https://e.example/temp> 7\n"
              "<https://e.example/room> <https://e.example/temp> \"-1e0\"^^<http://www.w3.org/2001/XMLSchema#double>\n"
              "<https://e.example/room> <https://e.example/temp> true\n"
              "<https://e.example/room> <urn:t:says> \"a\\n\\\"b\\\"\"\n");
}

TEST(Turtle, HasBlankNodesAndLists) {
    EXPECT_EQ(text_of("<urn:a> <urn:p> [ <urn:q> 1 ] , _:x . _:x <urn:p> _:y .", Syntax::Turtle),
              "<urn:a> <urn:p> _:0\n_:0 <urn:q> 1\n<urn:a> <urn:p> _:1\n_:1 <urn:p> _:2\n");
    const auto list = quads_of("<urn:a> <urn:p> ( 1 2 ) , () .", Syntax::Turtle);
    ASSERT_TRUE(list);
    EXPECT_EQ(list->size(), 6U);
    EXPECT_EQ(list->back().object.text, std::string(rdf_ns) + "nil");
}

TEST(Turtle, KeepsLabelsApartFromNodesWithoutOne) {
    const auto quads = quads_of("[] <urn:p> 1 . _:b1 <urn:p> 2 . _:B1 <urn:p> 3 . _:genid1 <urn:p> 4 . [] <urn:p> 5 .",
                                Syntax::Turtle);
    ASSERT_TRUE(quads);
    std::set<std::string> labels;
    for (const Quad& quad : *quads) {
        labels.insert(quad.subject.text);
    }
    EXPECT_EQ(labels.size(), 5U);
}

TEST(Turtle, DoesNotChangeTextThatLooksLikeALabel) {
    EXPECT_EQ(text_of("_:b1 <urn:_:B1> \"_:B1\" . _:B1 <urn:p> '''_:B1''' . # _:B1", Syntax::Turtle),
              "_:0 <urn:_:B1> \"_:B1\"\n_:1 <urn:p> \"_:B1\"\n");
}

TEST(Turtle, ResolvesRelativeIrisAgainstTheBase) {
    EXPECT_EQ(
        text_of("<c> <#p> <../d> , <> , <//x/y> . @base <urn:x:> . <urn:a> <urn:p> <#f> .", Syntax::Turtle, with_base),
        "<https://e.example/a/c> <https://e.example/a/b#p> <https://e.example/d>\n"
        "<https://e.example/a/c> <https://e.example/a/b#p> <https://e.example/a/b>\n"
        "<https://e.example/a/c> <https://e.example/a/b#p> <https://x/y>\n"
        "<urn:a> <urn:p> <urn:x:#f>\n");
    EXPECT_EQ(text_of("BASE <https://e.example/> <c> <p> <d> .", Syntax::Turtle),
              "<https://e.example/c> <https://e.example/p> <https://e.example/d>\n");
    EXPECT_EQ(text_of("@prefix s: <sub/> . s:x s:y s:z .", Syntax::Turtle, with_base),
              "<https://e.example/a/sub/x> <https://e.example/a/sub/y> <https://e.example/a/sub/z>\n");
}

TEST(Turtle, WithoutABaseHasNoRelativeIris) {
    expect_refused("<urn:a> <urn:p>\n  <x> .", Syntax::Turtle, {2, 5}, "the IRI <x> is relative, and there is no base");
    EXPECT_TRUE(text_of("@prefix s: <x> .", Syntax::Turtle).starts_with("refused: line 1, "));
}

TEST(Turtle, TakesAnEmptyDatatypeForTheBase) {
    for (const Syntax syntax : {Syntax::Turtle, Syntax::TriG}) {
        EXPECT_EQ(text_of("<urn:a> <urn:p> \"x\"^^<> .", syntax, with_base),
                  "<urn:a> <urn:p> \"x\"^^<https://e.example/a/b>\n");
        EXPECT_EQ(text_of("@prefix s: <> . <urn:a> <urn:p> \"x\"^^s: .", syntax, with_base),
                  "<urn:a> <urn:p> \"x\"^^<https://e.example/a/b>\n");
        expect_refused("<urn:a> <urn:p>\n  \"x\"^^<> .", syntax, {2, 9},
                       "the IRI <> is relative, and there is no base");
    }
    EXPECT_TRUE(text_of("<urn:a> <urn:p> \"x\"^^<> .", Syntax::NTriples, with_base).starts_with("refused: line 1, "));
}

TEST(Turtle, HandsOverThePrefixesItDeclares) {
    PrefixMap prefixes = {{"s", "urn:old:"}, {"kept", "urn:kept:"}};
    ASSERT_TRUE(quads_of("@prefix s: <urn:s:> . @prefix : <urn:empty:> . PREFIX t: <urn:t:> @prefix t: <urn:u:> .",
                         Syntax::Turtle, {}, &prefixes));
    EXPECT_EQ(prefixes, (PrefixMap{{"", "urn:empty:"}, {"kept", "urn:kept:"}, {"s", "urn:s:"}, {"t", "urn:u:"}}));
}

TEST(Turtle, DoesNotKnowPrefixesOfOtherDocuments) {
    PrefixMap prefixes = {{"s", "urn:s:"}};
    const auto quads = quads_of("s:a s:b s:c .", Syntax::Turtle, {}, &prefixes);
    ASSERT_FALSE(quads);
    EXPECT_NE(quads.error().message.find("the prefix `s:` is not declared"), std::string::npos);
}

TEST(Turtle, MayBeEmptyOrBeginWithAByteOrderMark) {
    for (const char* document : {"", "\n", " # nothing", "\xEF\xBB\xBF", "\xEF\xBB\xBF# nothing\n"}) {
        EXPECT_EQ(text_of(document, Syntax::Turtle), "") << document;
    }
    EXPECT_EQ(text_of("\xEF\xBB\xBF<urn:a> <urn:b> <urn:c> .", Syntax::Turtle), "<urn:a> <urn:b> <urn:c>\n");
}

TEST(Turtle, SaysWhereItsSyntaxIsBroken) {
    for (const char* document : {"<urn:a> <urn:b>",
                                 "<urn:a> <urn:b> <urn:c>",
                                 "<urn:a> <urn:b> .",
                                 "<urn:a> \"b\" <urn:c> .",
                                 "\"a\" <urn:b> <urn:c> .",
                                 "<urn:a> <urn:b> \"c .",
                                 "<urn:a> <urn:b> \"\"\"c\"\" .",
                                 "<urn:a> <urn:b> [ .",
                                 "<urn:a> <urn:b> ( 1 .",
                                 "<urn:a> _:b <urn:c> .",
                                 "<urn:a <urn:b> <urn:c> .",
                                 "@prefix s <urn:a> .",
                                 "@nothing .",
                                 "<urn:a> <urn:b> <urn:c> . }",
                                 "{ <urn:a> <urn:b> <urn:c> }",
                                 "<urn:a> <urn:b> 'c'@1 .",
                                 "<urn:a> <urn:b> 'c'@ .",
                                 "<urn:a> <urn:b> 'c'^^'d' .",
                                 "hello",
                                 "."}) {
        SCOPED_TRACE(document);
        const auto quads = quads_of(document, Syntax::Turtle);
        ASSERT_FALSE(quads);
        EXPECT_EQ(quads.error().kind, ErrorKind::InvalidInput);
        ASSERT_TRUE(quads.error().position);
        EXPECT_EQ(quads.error().position->line, 1U);
    }
}

TEST(Turtle, HandsOverWhatStandsBeforeAFault) {
    std::vector<std::string> seen;
    const auto done = read("<urn:a> <urn:b> 1 .\n<urn:a> <urn:b> 2 .\n<urn:a> oops 3 .", Syntax::Turtle, {},
                           [&](const Quad& quad) { seen.push_back(quad.object.text); });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().position->line, 3U);
    EXPECT_EQ(seen, (std::vector<std::string>{"1", "2"}));
}

TEST(Turtle, RefusesBytesThatAreNotUtf8AndEscapesThatAreNoCharacters) {
    expect_refused("<urn:a> <urn:b> \"\xFF\" .", Syntax::Turtle, {1, 18}, "not valid UTF-8");
    expect_refused("# \xED\xA0\x80\n", Syntax::Turtle, {1, 3}, "not valid UTF-8");
    expect_refused(std::string_view("<urn:a> <urn:b>\n\0 .", 19), Syntax::Turtle, {2, 1}, "NUL");
    for (const char* escape : {"\\uD83D", "\\uDE00\\uD83D", "\\UFFFFFFFF", "\\U00110000", "\\u12", "\\x"}) {
        SCOPED_TRACE(escape);
        for (const char* around : {"\"%\"", "<urn:%>", "'''%'''"}) {
            std::string object = around;
            object.replace(object.find('%'), 1, escape);
            const auto quads = quads_of("<urn:a> <urn:b> " + object + " .", Syntax::Turtle);
            for (const Quad& quad : quads ? *quads : std::vector<Quad>()) {
                EXPECT_TRUE(is_valid_utf8(quad.object.text)) << object;
            }
        }
    }
}

TEST(Turtle, MayHaveNulInStringsAndCommentsOnly) {
    const std::string nul(1, '\0');
    const std::string document = "# " + nul + "\n<urn:a> <urn:b> \"" + nul + "x" + nul + "\\\\" + nul + "\" .\n";
    for (const Syntax syntax : {Syntax::Turtle, Syntax::TriG, Syntax::NTriples, Syntax::NQuads}) {
        const auto quads = quads_of(document, syntax);
        ASSERT_TRUE(quads) << quads.error().message;
        ASSERT_EQ(quads->size(), 1U);
        EXPECT_EQ(quads->front().object.text, nul + "x" + nul + "\\" + nul);
        for (const std::string& elsewhere : {"<urn:a> <urn:b> 1 ." + nul, "<urn:a" + nul + "> <urn:b> 1 .",
                                             "<urn:a> <urn:b> \"\\" + nul + "\" .", nul}) {
            EXPECT_FALSE(quads_of(elsewhere, syntax)) << elsewhere;
        }
    }
    const auto long_strings =
        quads_of("<urn:a> <urn:b> \"\"\"\"" + nul + "\"\"\", '''" + nul + "''' .", Syntax::Turtle);
    ASSERT_TRUE(long_strings) << long_strings.error().message;
    EXPECT_EQ(long_strings->at(0).object.text, "\"" + nul);
    EXPECT_EQ(long_strings->at(1).object.text, nul);
    EXPECT_EQ(quads_of("<urn:a> <urn:b> '" + nul + "' . oops", Syntax::Turtle).error().position,
              quads_of("<urn:a> <urn:b> 'x' . oops", Syntax::Turtle).error().position);
}

TEST(Turtle, RefusesIrisWithCharactersThatIrisHaveNot) {
    for (const char* iri :
         {"urn:a b", "urn:a\\u0020b", "urn:a{b", "urn:a\\u003Eb", "urn:a|b", "urn:a`b", "urn:a\\\\b"}) {
        const auto quads = quads_of("<urn:a> <urn:b> <" + std::string(iri) + "> .", Syntax::Turtle);
        EXPECT_FALSE(quads) << iri;
    }
    EXPECT_EQ(text_of("<urn:a> <urn:b> <urn:\\u00FC> .", Syntax::Turtle), "<urn:a> <urn:b> <urn:ü>\n");
}

TEST(Turtle, NestsNoDeeperThanItsLimit) {
    const std::pair<std::string_view, std::string_view> brackets[] = {
        {"[ <urn:p> ", " ]"}, {"( ", " )"}, {"( [ <urn:p> ", " ] )"}};
    for (const auto& [opening, closing] : brackets) {
        SCOPED_TRACE(opening);
        const std::size_t each = opening.starts_with("( [") ? 2 : 1;
        const auto document = [&](std::size_t depth) {
            std::string text = nested(depth / each, opening, closing);
            text.insert(opening.size() * (depth / each), "1");
            return "<urn:a> <urn:p> " + text + " .";
        };
        EXPECT_TRUE(quads_of(document(100), Syntax::Turtle));
        const auto refused = quads_of(document(102), Syntax::Turtle);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, ErrorKind::LimitExceeded);
        EXPECT_NE(refused.error().message.find("deeper than 100"), std::string::npos) << refused.error().message;
        EXPECT_EQ(refused.error().position->line, 1U);
        EXPECT_FALSE(quads_of(document(4), Syntax::Turtle, {.base = "", .depth_limit = 2}));
    }
}

TEST(Turtle, IsNotBroughtDownByAMillionBrackets) {
    for (const char* opening : {"[", "(", "[ <urn:p> ", "<urn:a> <urn:p> (", "\"'\" '\"' [", "<urn:'> [", "\\' ["}) {
        std::string document = "<urn:a> <urn:p> ";
        for (int i = 0; i < 1'000'000 / 8; ++i) {
            document += opening;
        }
        const auto quads = quads_of(document, Syntax::Turtle);
        ASSERT_FALSE(quads) << opening;
    }
}

TEST(Turtle, DoesNotCountBracketsThatAreText) {
    std::string document;
    for (int i = 0; i < 500; ++i) {
        document += "<urn:a[(> <urn:p> \"[\\\"(\", '''['(''', \"\"\"[\"(\"\"\" . # [ ( ' \"\n";
    }
    const auto quads = quads_of(document, Syntax::Turtle);
    ASSERT_TRUE(quads) << placed_message(quads.error());
    EXPECT_EQ(quads->size(), 1500U);
}

TEST(TriG, HasGraphsWithAndWithoutNames) {
    EXPECT_EQ(text_of("@prefix s: <urn:s:> . s:a s:b 1 . s:g { s:a s:b 2 ; s:c 3 . } GRAPH <urn:h> { s:a s:b 4 } "
                      "{ s:a s:b 5 } _:n { s:a s:b 6 }",
                      Syntax::TriG),
              "<urn:s:a> <urn:s:b> 1\n<urn:s:a> <urn:s:b> 2 <urn:s:g>\n<urn:s:a> <urn:s:c> 3 <urn:s:g>\n"
              "<urn:s:a> <urn:s:b> 4 <urn:h>\n<urn:s:a> <urn:s:b> 5\n<urn:s:a> <urn:s:b> 6 _:0\n");
}

TEST(TriG, SaysWhereItsSyntaxIsBroken) {
    for (const char* document : {"<urn:g> { <urn:a> <urn:b> 1", "<urn:g> { <urn:h> { <urn:a> <urn:b> 1 } }",
                                 "\"g\" { <urn:a> <urn:b> 1 }", "GRAPH { <urn:a> <urn:b> 1 }", "}"}) {
        const auto quads = quads_of(document, Syntax::TriG);
        ASSERT_FALSE(quads) << document;
        EXPECT_EQ(quads.error().position->line, 1U);
    }
}

TEST(NTriples, IsReadLineByLine) {
    EXPECT_EQ(text_of("<urn:a> <urn:b> \"c\\n\\u00FC\"@en . # comment\n\n_:x <urn:b> _:y.\n", Syntax::NTriples),
              "<urn:a> <urn:b> \"c\\nü\"@en\n_:0 <urn:b> _:1\n");
    for (const char* document :
         {"<urn:a> <urn:b> 1 .", "@prefix s: <urn:s:> .", "<a> <urn:b> <urn:c> .", "<urn:a> <urn:b> 'c' .",
          "<urn:a> <urn:b> <urn:c> <urn:g> .", "<urn:a> <urn:b> [] ."}) {
        EXPECT_FALSE(quads_of(document, Syntax::NTriples)) << document;
    }
}

TEST(NTriples, HasOneStatementALine) {
    for (const Syntax syntax : {Syntax::NTriples, Syntax::NQuads}) {
        EXPECT_EQ(
            text_of("\r\n # x\r\n<urn:a> <urn:b> <urn:c> . # <urn:a> .\r\n\r<urn:a> <urn:b> 'c'.", Syntax::Turtle),
            text_of("\r\n # x\r\n<urn:a> <urn:b> <urn:c> . # <urn:a> .\r\n\r<urn:a> <urn:b> \"c\".", syntax));
        expect_refused("# x\n<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b>\n<urn:c> .\n", syntax, {3, 1},
                       "a line of its own");
        expect_refused("<urn:a> <urn:b> <urn:c> .\n\n<urn:a> <urn:b> <urn:c> . <urn:a> <urn:b> <urn:c> .\n", syntax,
                       {3, 1}, "a line of its own");
    }
}

TEST(NQuads, IsReadWithItsGraphs) {
    EXPECT_EQ(
        text_of("<urn:a> <urn:b> \"c\" <urn:g> .\n<urn:a> <urn:b> \"d\" .\n_:x <urn:b> _:x _:x .\n", Syntax::NQuads),
        "<urn:a> <urn:b> \"c\" <urn:g>\n<urn:a> <urn:b> \"d\"\n_:0 <urn:b> _:0 _:0\n");
    EXPECT_EQ(text_of("", Syntax::NQuads), "");
    for (const char* document : {"<urn:a> <urn:b> \"c\" \"g\" .", "<urn:a> <urn:b> \"c\" <urn:g> <urn:h> .",
                                 "<urn:a> <urn:b> <c> .", "<urn:a> <urn:b> \"c\" <urn:g>", "x"}) {
        EXPECT_FALSE(quads_of(document, Syntax::NQuads)) << document;
    }
}

TEST(NQuads, KeepsTheLabelsOfBlankNodes) {
    for (const Syntax syntax : {Syntax::NTriples, Syntax::NQuads}) {
        const auto quads = quads_of("_:b1 <urn:p> _:B1 .\n_:genid1 <urn:p> _:0-x .\n", syntax);
        ASSERT_TRUE(quads);
        EXPECT_EQ(quads->at(0).subject.text, "b1");
        EXPECT_EQ(quads->at(0).object.text, "B1");
        EXPECT_EQ(quads->at(1).subject.text, "genid1");
        EXPECT_EQ(quads->at(1).object.text, "0-x");
    }
}

}  // namespace
}  // namespace gridlore::rdf
