#include "knowledge-engine/rdf/document_writer.h"

#include <gtest/gtest.h>

#include <array>

#include "knowledge-engine/rdf/namespaces.h"
#include "tests/unit/knowledge-engine/rdf/quads.h"

namespace gridlore::rdf {
namespace {

constexpr std::array all_syntaxes = {Syntax::Turtle, Syntax::TriG, Syntax::NTriples, Syntax::NQuads, Syntax::RdfXml};

Quad quad_of(std::size_t i) {
    return {Term::iri("https://e.example/" + std::to_string(i / 3)),
            Term::iri("https://e.example/p"),
            i % 2 == 0 ? Term::literal(std::to_string(i), std::string(xsd_integer))
                       : Term::blank_node("b.ü-" + std::to_string(i)),
            {}};
}

TEST(DocumentWriter, HandsOverPiecesBeforeTheEnd) {
    for (const Syntax syntax : all_syntaxes) {
        std::string document;
        std::size_t longest = 0;
        std::size_t calls = 0;
        auto writer = DocumentWriter::make(syntax, {{"s", "https://e.example/"}}, [&](std::string_view bytes) {
            ++calls;
            longest = std::max(longest, bytes.size());
            document += bytes;
            return Result<void>();
        });
        ASSERT_TRUE(writer) << writer.error().message;
        std::vector<Quad> quads;
        for (std::size_t i = 0; i < 20'000; ++i) {
            quads.push_back(quad_of(i));
            ASSERT_TRUE((*writer)->add(view_of(quads.back())));
        }
        EXPECT_GT(calls, 2U);
        ASSERT_TRUE((*writer)->finish());
        EXPECT_LT(longest, 100'000U);
        const auto again = quads_of(document, syntax);
        ASSERT_TRUE(again) << placed_message(again.error());
        EXPECT_EQ(with_numbered_blank_nodes(*again), with_numbered_blank_nodes(quads));
    }
}

TEST(DocumentWriter, WritesViewsOfTextsThatGoOn) {
    std::string text;
    const auto place = [&text](std::string_view part) {
        text += part;
        return std::pair(text.size() - part.size(), part.size());
    };
    const auto subject = place("https://e.example/s");
    const auto type = place("http://www.w3.org/1999/02/22-rdf-syntax-ns#type");
    const auto value = place("https://e.example/value");
    const auto number = place("0.250");
    const auto decimal = place(xsd_decimal);
    text += "s";
    const auto view = [&text](const auto& at) { return std::string_view(text).substr(at.first, at.second); };
    std::string document;
    auto writer = DocumentWriter::make(Syntax::Turtle, {}, [&](std::string_view bytes) {
        document += bytes;
        return Result<void>();
    });
    ASSERT_TRUE(writer);
    const TermView iri{TermKind::Iri, view(subject), {}, {}};
    ASSERT_TRUE((*writer)->add({iri, {TermKind::Iri, view(type), {}, {}}, iri, {}}));
    ASSERT_TRUE((*writer)->add(
        {iri, {TermKind::Iri, view(value), {}, {}}, {TermKind::Literal, view(number), view(decimal), {}}, {}}));
    ASSERT_TRUE((*writer)->finish());
    const std::string triples =
        "<https://e.example/s>\n\ta <https://e.example/s> ;\n\t<https://e.example/value> 0.250 .\n";
    EXPECT_NE(document.find(triples), std::string::npos) << document;
}

TEST(DocumentWriter, PassesOnTheErrorOfTheSink) {
    for (const Syntax syntax : all_syntaxes) {
        int calls = 0;
        auto writer = DocumentWriter::make(syntax, {}, [&](std::string_view) -> Result<void> {
            ++calls;
            return Error{ErrorKind::Unavailable, "gone", {}};
        });
        ASSERT_TRUE(writer);
        Result<void> added;
        for (std::size_t i = 0; i < 20'000 && added; ++i) {
            added = (*writer)->add(view_of(quad_of(i)));
        }
        ASSERT_FALSE(added);
        EXPECT_EQ(added.error().message, "gone");
        EXPECT_FALSE((*writer)->finish());
        EXPECT_EQ(calls, 1) << "nothing comes behind what was lost";
    }
}

TEST(DocumentWriter, GoesOnBehindAQuadThatItRefuses) {
    const Quad good = quad_of(0);
    Quad bad = good;
    bad.subject = Term::string("x");
    for (const Syntax syntax : all_syntaxes) {
        std::string document;
        auto writer = DocumentWriter::make(syntax, {}, [&](std::string_view bytes) {
            document += bytes;
            return Result<void>();
        });
        ASSERT_TRUE(writer);
        EXPECT_FALSE((*writer)->add(view_of(bad)));
        EXPECT_TRUE((*writer)->add(view_of(good)));
        EXPECT_TRUE((*writer)->finish());
        EXPECT_EQ(*quads_of(document, syntax), std::vector<Quad>{good}) << document;
    }
}

TEST(DocumentWriter, IsOfAFormThatKeepsOddNumbersThoughTheyComeLate) {
    const Quad odd{Term::iri("urn:a"), Term::iri("urn:p"), Term::literal(" 7", std::string(xsd_integer)), {}};
    for (const Syntax syntax : {Syntax::Turtle, Syntax::TriG}) {
        std::string document;
        auto writer = DocumentWriter::make(syntax, {}, [&](std::string_view bytes) {
            document += bytes;
            return Result<void>();
        });
        ASSERT_TRUE(writer);
        ASSERT_TRUE((*writer)->add(view_of(quad_of(0))));
        ASSERT_TRUE((*writer)->add(view_of(odd)));
        ASSERT_TRUE((*writer)->finish());
        EXPECT_EQ(quads_of(document, syntax)->back(), odd) << document;
    }
}

TEST(DocumentWriter, KeepsBlankNodesOfRdfXmlApart) {
    std::vector<Quad> quads;
    for (const char* label : {"a", "a.", "a_", "a_2e", "a-b", "a_b", "ü", "0", "_"}) {
        if (std::string_view(label) != "a.") {
            quads.push_back({Term::blank_node(label), Term::iri("https://e.example/p"), Term::blank_node(label), {}});
        }
    }
    const auto again = quads_of(*write(quads, Syntax::RdfXml), Syntax::RdfXml);
    ASSERT_TRUE(again);
    EXPECT_EQ(with_numbered_blank_nodes(*again), with_numbered_blank_nodes(quads));
}

TEST(DocumentWriter, LetsOthersWriteRdfXmlMeanwhile) {
    std::string documents[2];
    std::unique_ptr<DocumentWriter> writers[2];
    for (std::size_t i = 0; i < 2; ++i) {
        auto made = DocumentWriter::make(Syntax::RdfXml, {}, [&document = documents[i]](std::string_view bytes) {
            document += bytes;
            return Result<void>();
        });
        ASSERT_TRUE(made);
        writers[i] = *std::move(made);
    }
    for (const auto& writer : writers) {
        ASSERT_TRUE(writer->add(view_of(quad_of(0))));
    }
    for (const auto& writer : writers) {
        ASSERT_TRUE(writer->finish());
    }
    EXPECT_EQ(documents[0], documents[1]);
    EXPECT_EQ(*quads_of(documents[0], Syntax::RdfXml), std::vector<Quad>{quad_of(0)});
}

}  // namespace
}  // namespace gridlore::rdf
