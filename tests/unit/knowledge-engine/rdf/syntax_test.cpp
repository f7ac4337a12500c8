#include "knowledge-engine/rdf/syntax.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <thread>

#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/utf8.h"
#include "tests/unit/knowledge-engine/rdf/quads.h"
#include "tests/unit/knowledge-engine/rdf/temporary_folder.h"

namespace gridlore::rdf {
namespace {

constexpr std::array all_syntaxes = {Syntax::Turtle, Syntax::TriG, Syntax::NTriples, Syntax::NQuads, Syntax::RdfXml};

bool has_graphs(Syntax syntax) {
    return syntax == Syntax::TriG || syntax == Syntax::NQuads;
}

const Term a = Term::iri("urn:a");
const Term p = Term::iri("https://e.example/p");

TEST(Syntax, IsKnownByTheLastExtension) {
    EXPECT_EQ(syntax_of_file("x.ttl"), Syntax::Turtle);
    EXPECT_EQ(syntax_of_file("a.b/x.trig"), Syntax::TriG);
    EXPECT_EQ(syntax_of_file("x.ttl.nt"), Syntax::NTriples);
    EXPECT_EQ(syntax_of_file("x.nq"), Syntax::NQuads);
    EXPECT_EQ(syntax_of_file("x.rdf"), Syntax::RdfXml);
    EXPECT_EQ(syntax_of_file("x.xml"), Syntax::RdfXml);
    EXPECT_EQ(syntax_of_file("x.owl"), Syntax::RdfXml);
    for (const char* name : {"x", "ttl", ".ttl", "x.ttl/y", "x.txt", "x.ttl.gz", "x.", ""}) {
        EXPECT_FALSE(syntax_of_file(name)) << name;
    }
}

TEST(SyntaxOfFiles, ReadsAFileByItsExtension) {
    const TemporaryFolder folder;
    const auto quads = read_file(folder.file("x.ttl", "\xEF\xBB\xBF<a> <urn:p> 1 ."), {.base = "https://e.example/"});
    ASSERT_TRUE(quads) << quads.error().message;
    ASSERT_EQ(quads->size(), 1U);
    EXPECT_EQ(to_text(quads->front()), "<https://e.example/a> <urn:p> 1");
    EXPECT_EQ(read_file(folder.file("x.nq", "<urn:a> <urn:p> 'x' ."), {}).has_value(), false);
    EXPECT_TRUE(read_file(folder.file("empty.trig", ""))->empty());
}

TEST(SyntaxOfFiles, SaysInWhichFileAndWhereTheFaultIs) {
    const TemporaryFolder folder;
    const auto file = folder.file("broken.ttl", "<urn:a> <urn:p> 1 .\n<urn:a> s:p 1 .");
    const auto quads = read_file(file);
    ASSERT_FALSE(quads);
    EXPECT_EQ(quads.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(quads.error().message.starts_with(file.string() + ":2:")) << quads.error().message;
    EXPECT_NE(quads.error().message.find("the prefix `s:` is not declared"), std::string::npos);
}

TEST(SyntaxOfFiles, SaysWhichFileIsMissingOrOfNoKnownSyntax) {
    const TemporaryFolder folder;
    const auto missing = read_file(folder.path() / "missing.ttl");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, ErrorKind::NotFound);
    EXPECT_NE(missing.error().message.find("missing.ttl"), std::string::npos);
    const auto unknown = read_file(folder.file("x.json", "{}"));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().kind, ErrorKind::InvalidInput);
    EXPECT_NE(unknown.error().message.find("x.json"), std::string::npos);
    EXPECT_NE(unknown.error().message.find(".ttl, .trig, .nt, .nq, .rdf, .xml and .owl"), std::string::npos);
}

TEST(Write, UsesPrefixesInTurtleAndTriG) {
    const std::vector<Quad> quads = {
        {Term::iri("https://e.example/a"), Term::iri(std::string(rdf_type)), Term::iri("https://e.example/C"), {}}};
    for (const Syntax syntax : {Syntax::Turtle, Syntax::TriG}) {
        const auto text = write(quads, syntax, {{"s", "https://e.example/"}});
        ASSERT_TRUE(text);
        EXPECT_NE(text->find("@prefix s: <https://e.example/> ."), std::string::npos) << *text;
        EXPECT_NE(text->find("s:a"), std::string::npos) << *text;
        PrefixMap prefixes;
        EXPECT_EQ(*quads_of(*text, syntax, {}, &prefixes), quads);
        EXPECT_EQ(prefixes, (PrefixMap{{"s", "https://e.example/"}}));
    }
    for (const Syntax syntax : {Syntax::NTriples, Syntax::NQuads}) {
        EXPECT_EQ(*write(quads, syntax, {{"s", "https://e.example/"}}),
                  "<https://e.example/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://e.example/C> .\n");
    }
}

TEST(Write, RefusesWhatIsNoQuad) {
    const Quad refused[] = {{Term::string("a"), p, a, {}},
                            {a, Term::blank_node("p"), a, {}},
                            {a, Term::string("p"), a, {}},
                            {a, p, Term::iri("relative"), {}},
                            {a, p, Term::iri(""), {}},
                            {Term::iri("x"), p, a, {}},
                            {a, Term::iri("x"), a, {}},
                            {a, p, Term::iri("urn:a b"), {}},
                            {a, p, Term::iri("urn:a>"), {}},
                            {a, p, Term::iri("urn:\xFF"), {}},
                            {a, p, Term::string("\xC3"), {}},
                            {a, p, Term::literal("x", "t"), {}},
                            {a, p, Term::literal("x", ""), {}},
                            {a, p, Term::literal("x", "urn:a b"), {}},
                            {a, p, Term::language_string("x", "en us"), {}},
                            {a, p, Term::language_string("x", "e1"), {}},
                            {a, p, Term::blank_node(""), {}},
                            {a, p, Term::blank_node("a b"), {}},
                            {a, p, Term::blank_node("a."), {}},
                            {Term::blank_node("-"), p, a, {}}};
    for (const Syntax syntax : all_syntaxes) {
        for (const Quad& quad : refused) {
            SCOPED_TRACE(to_text(quad));
            const auto text = write({quad}, syntax);
            ASSERT_FALSE(text) << *text;
            EXPECT_EQ(text.error().kind, ErrorKind::InvalidInput);
        }
    }
    EXPECT_FALSE(write({{a, p, a, Term::string("g")}}, Syntax::NQuads));
    EXPECT_FALSE(write({{a, p, a, Term::iri("g")}}, Syntax::NQuads));
}

TEST(Write, RefusesGraphNamesWhereTheSyntaxHasNone) {
    for (const Syntax syntax : all_syntaxes) {
        const auto text = write({{a, p, a, Term::iri("urn:g")}}, syntax);
        EXPECT_EQ(text.has_value(), has_graphs(syntax));
        if (!text) {
            EXPECT_NE(text.error().message.find("write TriG or N-Quads"), std::string::npos);
        }
    }
}

TEST(Write, RefusesPrefixesThatAreNone) {
    const PrefixMap refused[] = {{{"1s", "urn:x"}},  {{"s:", "urn:x"}},   {{"s", "x"}},
                                 {{"s", "urn:a b"}}, {{"\xFF", "urn:x"}}, {{"s", "urn:\xFF"}}};
    for (const Syntax syntax : all_syntaxes) {
        for (const PrefixMap& prefixes : refused) {
            const auto text = write({}, syntax, prefixes);
            ASSERT_FALSE(text);
            EXPECT_EQ(text.error().kind, ErrorKind::InvalidInput);
        }
    }
}

TEST(Write, OfNothingIsReadBackAsNothing) {
    for (const Syntax syntax : all_syntaxes) {
        const auto text = write({}, syntax);
        ASSERT_TRUE(text);
        EXPECT_EQ(text_of(*text, syntax), "");
    }
}

TEST(Write, KeepsTheFormOfNumbersAndBooleans) {
    std::vector<Quad> quads;
    for (const char* lexical :
         {"7", "007", "+7", "-7", "7.", "7.0", ".5", "", " 7", "7 .", "true", "TRUE", "1", "x", "7e0", "7\n"}) {
        for (const std::string_view type : {xsd_integer, xsd_decimal, xsd_boolean, xsd_double, xsd_string}) {
            quads.push_back({a, p, Term::literal(lexical, std::string(type)), {}});
        }
    }
    for (const Syntax syntax : all_syntaxes) {
        for (const PrefixMap& prefixes :
             {PrefixMap{}, PrefixMap{{"xsd", "urn:not-xsd:"}}, PrefixMap{{"x", std::string(xsd_ns)}}}) {
            const auto text = write(quads, syntax, prefixes);
            ASSERT_TRUE(text) << text.error().message;
            ASSERT_EQ(*quads_of(*text, syntax), quads) << *text;
        }
    }
}

/// Quads of terms of all kinds, which every syntax can hold but for graph names.
class RandomQuads {
  public:
    std::vector<Quad> next(bool graphs) {
        std::vector<Quad> quads(number(8));
        for (Quad& quad : quads) {
            quad = {node(), predicate(), number(2) == 0 ? node() : literal(), {}};
            if (graphs && number(2) == 0) {
                quad.graph = node();
            }
        }
        return quads;
    }

  private:
    std::size_t number(std::size_t below) { return random_() % below; }

    Term node() {
        static const char* iris[] = {"urn:a",
                                     "https://e.example/",
                                     "https://e.example/a.b",
                                     "https://e.example/ü#日",
                                     "https://e.example/%20?q='(),;&=",
                                     "urn:x:a-b_c:1",
                                     "tag:e,2026:~$!*+@"};
        static const char* labels[] = {"b1", "B1", "genid1", "x.y", "0", "_a-b", "ü"};
        return number(3) == 0 ? Term::blank_node(labels[number(std::size(labels))])
                              : Term::iri(iris[number(std::size(iris))]);
    }

    Term predicate() {
        static const std::string predicates[] = {"https://e.example/p", "https://e.example/a.b-c", "urn:p:q_1",
                                                 std::string(rdf_type), std::string(rdf_ns) + "_1"};
        return Term::iri(predicates[number(std::size(predicates))]);
    }

    std::string text() {
        std::string result;
        for (std::size_t i = number(8); i > 0; --i) {
            static constexpr std::u32string_view tricky = U"\"'\\\n\r\t <>&]_:B1b#.@^[]()?\u00FC\U0001F600\u2028\uFFFD";
            append_utf8(result, tricky[number(tricky.size())]);
        }
        return result;
    }

    Term literal() {
        switch (number(4)) {
            case 0:
                return Term::string(text());
            case 1:
                return Term::language_string(text(), number(2) == 0 ? "en" : "de-Latn-CH-1996");
            case 2:
                return Term::literal(text(), number(2) == 0 ? "https://e.example/t" : std::string(xsd_decimal));
            default:
                return Term::literal(std::to_string(number(100)), std::string(xsd_integer));
        }
    }

    std::mt19937_64 random_{20260711};
};

TEST(Write, IsReadBackAsTheSameQuads) {
    const PrefixMap prefixes = {
        {"", "https://e.example/"}, {"u", "urn:"}, {"x.y", "urn:x:"}, {"rdf", std::string(rdf_ns)}};
    for (const Syntax syntax : all_syntaxes) {
        RandomQuads random;
        for (int i = 0; i < 400; ++i) {
            const std::vector<Quad> quads = random.next(has_graphs(syntax));
            const auto text = write(quads, syntax, i % 2 == 0 ? prefixes : PrefixMap());
            ASSERT_TRUE(text) << text.error().message;
            const auto again = quads_of(*text, syntax);
            ASSERT_TRUE(again) << placed_message(again.error()) << "\n" << *text;
            ASSERT_EQ(with_numbered_blank_nodes(*again), with_numbered_blank_nodes(quads)) << *text;
        }
    }
}

TEST(Write, KeepsLabelsOfBlankNodesWhereEachIsWrittenAsItIs) {
    const std::vector<Quad> quads = {{Term::blank_node("b1"), p, Term::blank_node("x.y"), {}}};
    for (const Syntax syntax : {Syntax::Turtle, Syntax::TriG, Syntax::NTriples, Syntax::NQuads}) {
        const auto text = write(quads, syntax);
        ASSERT_TRUE(text);
        EXPECT_NE(text->find("_:b1"), std::string::npos) << *text;
        EXPECT_NE(text->find("_:x.y"), std::string::npos) << *text;
    }
}

TEST(Syntax, IsReadAndWrittenByManyThreads) {
    RandomQuads random;
    const std::vector<Quad> quads = random.next(false);
    std::vector<std::jthread> threads;
    std::array<bool, 4> same{};
    for (std::size_t i = 0; i < same.size(); ++i) {
        threads.emplace_back([&quads, &same, i] {
            bool all = true;
            for (int round = 0; round < 25; ++round) {
                for (const Syntax syntax : all_syntaxes) {
                    const auto again = quads_of(*write(quads, syntax), syntax);
                    all = all && again && with_numbered_blank_nodes(*again) == with_numbered_blank_nodes(quads);
                }
            }
            same[i] = all;
        });
    }
    threads.clear();
    EXPECT_EQ(same, (std::array{true, true, true, true}));
}

TEST(Syntax, RefusesRandomBytesWithAPlace) {
    std::mt19937_64 random(77);
    static constexpr std::string_view pieces[] = {
        "<urn:a>", "<", ">",        "\"",        "'''", "[",    "]",     "(",          ")",     "{",    "}",  ".",
        ";",       ",", "@prefix",  "a",         ":",   "_:b",  "\\u12", "^^",         "@en",   "#",    "\n", " ",
        "5",       "é", "<!ENTITY", "<![CDATA[", "-->", "<!--", "/>",    "xml:lang='", "&#x1;", "GRAPH"};
    for (int i = 0; i < 20'000; ++i) {
        std::string document;
        for (std::size_t n = random() % 12; n > 0; --n) {
            document += pieces[random() % std::size(pieces)];
        }
        const Syntax syntax = all_syntaxes[random() % all_syntaxes.size()];
        const auto quads = quads_of(document, syntax);
        if (!quads) {
            ASSERT_TRUE(quads.error().kind == ErrorKind::InvalidInput || quads.error().kind == ErrorKind::LimitExceeded)
                << document;
            ASSERT_TRUE(is_valid_utf8(quads.error().message));
            ASSERT_FALSE(quads.error().message.empty());
            ASSERT_TRUE(quads.error().position || syntax == Syntax::RdfXml) << document << quads.error().message;
        }
    }
}

}  // namespace
}  // namespace gridlore::rdf
