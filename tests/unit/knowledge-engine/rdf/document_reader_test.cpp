#include "knowledge-engine/rdf/document_reader.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <new>
#include <random>
#include <set>

#include "tests/unit/knowledge-engine/rdf/quads.h"

namespace gridlore::rdf {
namespace {

constexpr std::size_t window = std::size_t{64} << 10;

/// What is read of `source`, or what was read before the error and the error.
std::string text_of(const ByteSource& source, Syntax syntax, const ReadOptions& options = {}) {
    std::vector<Quad> quads;
    const auto term = [](const TermView& view) {
        return Term{view.kind, std::string(view.text), std::string(view.datatype), std::string(view.language)};
    };
    const auto done = read_document(source, syntax, options, [&](const QuadView& quad) {
        quads.push_back({term(quad.subject), term(quad.predicate), term(quad.object),
                         quad.graph ? std::optional(term(*quad.graph)) : std::nullopt});
        return Result<void>();
    });
    std::string text;
    for (const Quad& quad : with_numbered_blank_nodes(quads)) {
        text += to_text(quad) + "\n";
    }
    return done ? text : text + "refused: " + placed_message(done.error());
}

struct Document {
    Syntax syntax;
    std::string text;
    std::string padding_begin;  ///< with these around it, anything is no part of the document
    std::string padding_end;
};

const std::string xml_head =
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:s=\"https://e.example/\">";

const Document documents[] = {
    {Syntax::Turtle,
     "@prefix s: <https://e.example/> . @base <urn:b:> .\ns:a a s:Röom ; s:p \"\"\"x\"y\"\"z\"\\n\"\"\", 'a\\'', "
     "'''b''' ; # [ ( \"\n s:q [ s:r ( 1 2.5 \"x\"@EN-gb ) ] .\n_:b1 s:p _:B1 , [] , _:Bx .\n<> s:p <#f> , 1.5e0 .",
     "#", "\n"},
    {Syntax::TriG,
     "PREFIX s: <https://e.example/>\ns:g { s:a s:p _:b1 , [ s:q \"\"\"[\"\"\" ] . s:b s:p '''x'y''' }\n"
     "GRAPH _:g { s:a s:p 1 } { s:c s:p true }",
     "#", "\n"},
    {Syntax::NTriples,
     "<urn:a> <urn:b> \"c\\n\\u00FCü\"@en . # comment\n\n_:x <urn:b> _:y.\r\n<urn:a> <urn:b> <urn:c#d> .\n"
     "<urn:a> <urn:b> \"1\"^^<urn:t> .\n# end",
     "#", "\n"},
    {Syntax::NQuads, "<urn:a> <urn:b> \"c # .\" <urn:g> .\n_:x <urn:b> _:x _:x .\n# .\n<urn:a> <urn:b> <urn:c> .", "#",
     "\n"},
    {Syntax::RdfXml,
     xml_head + "<!-- a - > --><s:Room rdf:about=\"urn:a\" s:n='>'>\n<s:p xml:lang=\"en\">ü&amp;<![CDATA[<x>]]></s:p>"
                "<s:q rdf:parseType=\"Resource\"><s:r rdf:nodeID=\"n\"/></s:q></s:Room></rdf:RDF>",
     "<!--", "-->"}};

TEST(DocumentReader, ReadsTheSameHoweverTheSourceCutsIt) {
    for (const Document& document : documents) {
        const std::string whole = text_of(memory_source(document.text), document.syntax);
        EXPECT_EQ(whole.find("refused"), std::string::npos) << whole;
        for (std::size_t piece = 1; piece < document.text.size(); ++piece) {
            ASSERT_EQ(text_of(memory_source(document.text, piece), document.syntax), whole) << piece;
        }
    }
}

TEST(DocumentReader, ReadsTheSameWhereverAWindowEnds) {
    for (const Document& document : documents) {
        const std::string whole = text_of(memory_source(document.text), document.syntax);
        for (std::size_t before = 0; before <= document.text.size(); ++before) {
            const std::size_t padding = window - before - document.padding_begin.size() - document.padding_end.size();
            const std::string text =
                document.padding_begin + std::string(padding, '.') + document.padding_end + document.text;
            ASSERT_EQ(text_of(memory_source(text), document.syntax), whole) << before;
        }
    }
}

TEST(DocumentReader, TellsTheSamePlaceOfAFaultWhereverAWindowEnds) {
    static constexpr std::pair<Syntax, const char*> faulty[] = {
        {Syntax::Turtle, "<urn:a> <urn:b> \"\"\"x\"y\n\"\"\" .\n  <urn:a> <urn:b> <c> ."},
        {Syntax::Turtle, "_:B1 <urn:b>\n '''a'b''' , x:y ."},
        {Syntax::Turtle, "<urn:a> <urn:b> 1 .\n<urn:a> <urn:b> [[[[ ."},
        {Syntax::Turtle, "<urn:a> <urn:b> 1 .\n<urn:a> <urn:b> \"\xFF\" ."},
        {Syntax::Turtle, "<urn:a> <urn:b> 1 .\n oops <urn:b> 2 ."},
        {Syntax::TriG, "<urn:g> { <urn:a>\n <urn:b> 1 "},
        {Syntax::NTriples, "<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> \"\\uD800\" .\n<urn:a> <urn:b> <urn:c> ."},
        {Syntax::NTriples, "<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> 1 .\n<urn:a> <urn:b> <urn:c> ."},
        {Syntax::NTriples, "<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> <urn:c> . \xC3"},
        {Syntax::NQuads, "<urn:a> <urn:b> <urn:c> <urn:g> .\n<urn:a> <urn:b> \"c\" \"g\" .\n"},
    };
    const ReadOptions options{.base = "", .depth_limit = 3};
    for (const auto& [syntax, text] : faulty) {
        const std::string document = text;
        // The first line is a comment, of whatever length.
        const std::string expected = text_of(memory_source("#\n" + document), syntax, options);
        EXPECT_NE(expected.find("refused: line "), std::string::npos) << expected;
        for (std::size_t before = 0; before <= document.size(); ++before) {
            const std::string padded = "#" + std::string(window - before - 2, '.') + "\n" + document;
            ASSERT_EQ(text_of(memory_source(padded), syntax, options), expected) << before;
        }
    }
}

TEST(DocumentReader, KnowsLineAndColumnOfEveryFault) {
    const std::pair<std::string, TextPosition> cases[] = {
        {"<urn:a> <urn:b> \"x\" .\n<urn:a> oops", {2, 13}},
        {"<urn:a> <urn:b> ''' ' '\n' ''' , <x> .", {2, 12}},
        {"<urn:a> <urn:b> \"\"\"\"\"\"\"\" .", {1, 24}},
    };
    for (const auto& [document, position] : cases) {
        const auto done =
            read_document(memory_source(document), Syntax::Turtle, {}, [](const QuadView&) { return Result<void>(); });
        ASSERT_FALSE(done) << document;
        EXPECT_EQ(done.error().position->line, position.line) << document;
        EXPECT_NEAR(static_cast<double>(done.error().position->column), static_cast<double>(position.column), 1)
            << placed_message(done.error());
    }
}

TEST(DocumentReader, FindsAFaultBehindManyLinesAsSoonAsBehindFew) {
    const std::string lines(2'000'000, '\n');
    const auto done = read_document(memory_source(lines + "<urn:a> <urn:b>\n<urn:c> ."), Syntax::NTriples, {},
                                    [](const QuadView&) { return Result<void>(); });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().position->line, 2'000'001U);
}

TEST(DocumentReader, HandsOverWhatStandsBeforeAFaultOfAnyKind) {
    const std::string good = "<urn:a> <urn:b> <urn:c> .\n";
    for (const Syntax syntax : {Syntax::Turtle, Syntax::NTriples, Syntax::NQuads}) {
        for (const std::string& bad : {std::string("x"), std::string("\xFF\n"), std::string("\0\n", 2)}) {
            const std::string text = text_of(memory_source(good + good + bad), syntax);
            EXPECT_TRUE(text.starts_with("<urn:a> <urn:b> <urn:c>\n<urn:a> <urn:b> <urn:c>\nrefused: line 3")) << text;
        }
    }
}

TEST(DocumentReader, PassesOnTheErrorsOfSourceAndHandler) {
    for (const Document& document : documents) {
        const Error failed{ErrorKind::Unavailable, "the line is dead", {}};
        bool first = true;
        const ByteSource source = [&](std::span<char> room) -> Result<std::size_t> {
            if (!std::exchange(first, false)) {
                return failed;
            }
            const std::size_t half = document.text.size() / 2;
            std::copy_n(document.text.begin(), half, room.begin());
            return half;
        };
        const auto broken = read_document(source, document.syntax, {}, [](const QuadView&) { return Result<void>(); });
        ASSERT_FALSE(broken);
        EXPECT_EQ(broken.error().message, "the line is dead");

        int calls = 0;
        const auto stopped =
            read_document(memory_source(document.text), document.syntax, {}, [&](const QuadView&) -> Result<void> {
                ++calls;
                return failed;
            });
        ASSERT_FALSE(stopped);
        EXPECT_EQ(stopped.error().message, "the line is dead");
        EXPECT_FALSE(stopped.error().position);
        EXPECT_EQ(calls, 1);
    }
}

/// `text` again and again, without end.
ByteSource endless(std::string begin, std::string text) {
    return [begin, text](std::span<char> room) mutable -> Result<std::size_t> {
        const std::string& next = begin.empty() ? text : begin;
        const std::size_t count = std::min(next.size(), room.size());
        std::copy_n(next.begin(), count, room.begin());
        begin.erase(0, begin.empty() ? 0 : count);
        return count;
    };
}

TEST(DocumentReader, EndsWithWhatHasNoEnd) {
    const std::string filler(10'000, 'x');
    const std::pair<Syntax, ByteSource> sources[] = {
        {Syntax::NTriples, endless("<urn:a> <urn:b> \"", filler)},
        {Syntax::NQuads, endless("", filler)},
        {Syntax::Turtle, endless("<urn:a> <urn:b> '''", filler + " \n")},
        {Syntax::Turtle, endless("<urn:a> <urn:", filler)},
        {Syntax::Turtle, endless("<urn:a> <urn:b> ", "[ <urn:p> ")},
        {Syntax::RdfXml, endless("<a b='", filler)},
        {Syntax::RdfXml, endless("<!--", filler)},
    };
    for (const auto& [syntax, source] : sources) {
        const ReadOptions options{.base = "", .depth_limit = 100, .token_limit = 1'000'000};
        const auto done = read_document(source, syntax, options, [](const QuadView&) { return Result<void>(); });
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().kind, ErrorKind::LimitExceeded) << done.error().message;
    }
}

TEST(DocumentReader, ReadsDocumentsOfManyWindows) {
    std::string turtle = "@prefix s: <https://e.example/> .\n";
    std::string trig = turtle + "s:g {";
    std::string triples;
    std::string xml = xml_head;
    constexpr std::size_t count = 20'000;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string n = std::to_string(i);
        turtle += "s:a" + n + " s:p [ s:q \"\"\"v\"" + n + "\"\"\" ] .\n";
        trig += "s:a" + n + " s:p [ s:q \"" + n + "\" ] .\n";
        triples += "<https://e.example/a" + n + "> <https://e.example/p> \"" + n + "\" .\n";
        xml += "<rdf:Description rdf:about='urn:" + n + "'><s:p>" + n + "</s:p></rdf:Description>\n";
    }
    const std::tuple<Syntax, std::string, std::size_t> cases[] = {{Syntax::Turtle, turtle, 2 * count},
                                                                  {Syntax::TriG, trig + "}", 2 * count},
                                                                  {Syntax::NTriples, triples, count},
                                                                  {Syntax::NQuads, triples, count},
                                                                  {Syntax::RdfXml, xml + "</rdf:RDF>", count}};
    for (const auto& [syntax, text, expected] : cases) {
        std::size_t quads = 0;
        const auto done = read_document(memory_source(text, 1000), syntax, {}, [&](const QuadView&) {
            ++quads;
            return Result<void>();
        });
        ASSERT_TRUE(done) << placed_message(done.error());
        EXPECT_EQ(quads, expected);
    }
}

// --- By several threads -----------------------------------------------------------------------------------------

/// What each of so many handlers was given, and what came of the reading.
struct Shared {
    std::vector<std::vector<std::string>> quads;
    Result<void> outcome;

    std::multiset<std::string> all() const {
        std::multiset<std::string> all;
        for (const auto& some : quads) {
            all.insert(some.begin(), some.end());
        }
        return all;
    }
};

Shared read_shared(const ByteSource& source, Syntax syntax, std::size_t threads) {
    Shared shared{std::vector<std::vector<std::string>>(threads), {}};
    std::vector<QuadHandler> handlers;
    for (auto& quads : shared.quads) {
        handlers.emplace_back([&quads](const QuadView& quad) {
            quads.emplace_back(std::string(quad.subject.text) + " " + std::string(quad.object.text));
            return Result<void>();
        });
    }
    shared.outcome = read_document(source, syntax, {}, handlers);
    return shared;
}

/// A line for each number, some with escapes and blank nodes, so many that they take many windows.
std::string numbered_lines(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text +=
            "_:b" + std::to_string(i) + " <urn:p> \"" + (i % 7 == 0 ? "\\u00FC " : "") + std::to_string(i) + "\" .\n";
    }
    return text;
}

TEST(DocumentReader, GivesEachQuadToOneOfItsHandlers) {
    const std::string text = numbered_lines(50'000);
    for (const Syntax syntax : {Syntax::NTriples, Syntax::NQuads, Syntax::Turtle}) {
        const Shared alone = read_shared(memory_source(text), syntax, 1);
        const Shared shared = read_shared(memory_source(text, 5000), syntax, 3);
        ASSERT_TRUE(shared.outcome) << placed_message(shared.outcome.error());
        EXPECT_EQ(alone.quads[0].size(), 50'000U);
        EXPECT_EQ(shared.all(), alone.all());
    }
}

TEST(DocumentReader, TellsTheFirstOfAllFaultsWhoeverMeetsIt) {
    std::mt19937 random(5);
    const std::string good = numbered_lines(20'000);
    for (int round = 0; round < 30; ++round) {
        std::string text;
        const std::size_t before = random() % 20'000;
        text = numbered_lines(before) + "_:x <urn:p> oops .\n" + numbered_lines(random() % 100) +
               "<urn:a> <b c> \"d\" .\n" + good + (round % 2 == 0 ? "\xFF" : "");
        const Shared shared = read_shared(memory_source(text), Syntax::NTriples, 3);
        ASSERT_FALSE(shared.outcome);
        EXPECT_EQ(shared.outcome.error().position->line, before + 1) << placed_message(shared.outcome.error());
        const Shared whole = read_shared(memory_source(numbered_lines(before)), Syntax::NTriples, 1);
        const auto all = shared.all();
        EXPECT_TRUE(std::ranges::includes(all, whole.all()));
    }
}

TEST(DocumentReader, EndsForAllOfItsHandlersWhenOneFails) {
    const ByteSource source = endless("", "<urn:a> <urn:b> <urn:c> .\n");
    std::atomic<bool> failed = false;
    const QuadHandler fails = [&](const QuadView&) {
        failed = true;
        failed.notify_all();
        return Result<void>(Error{ErrorKind::Unavailable, "the disk is full", {}});
    };
    const QuadHandler throws = [&](const QuadView&) -> Result<void> {
        failed = true;
        failed.notify_all();
        throw std::bad_alloc();
    };
    // Holds lines until the other has had some.
    const QuadHandler waits = [&](const QuadView&) {
        failed.wait(false);
        return Result<void>();
    };
    for (const bool is_first : {true, false}) {
        const auto beside = [&](const QuadHandler& one) {
            failed = false;
            return is_first ? std::array{one, waits} : std::array{waits, one};
        };
        const auto outcome = read_document(source, Syntax::NTriples, {}, beside(fails));
        ASSERT_FALSE(outcome);
        EXPECT_EQ(outcome.error().message, "the disk is full");
        EXPECT_THROW((void)read_document(source, Syntax::NTriples, {}, beside(throws)), std::bad_alloc);
    }
}

TEST(DocumentReader, ReadsSeveralRdfXmlDocumentsAtTheSameTime) {
    const std::string text = documents[4].text;
    const std::string whole = text_of(memory_source(text), Syntax::RdfXml);
    // The second is read while the first waits for its bytes.
    const ByteSource first = [source = memory_source(text, 10), &text, &whole](std::span<char> room) {
        EXPECT_EQ(text_of(memory_source(text), Syntax::RdfXml), whole);
        return source(room);
    };
    EXPECT_EQ(text_of(first, Syntax::RdfXml), whole);
}

}  // namespace
}  // namespace gridlore::rdf
