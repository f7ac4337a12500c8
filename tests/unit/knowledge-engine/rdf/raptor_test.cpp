/// RDF/XML as it is read and written.

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/syntax.h"
#include "tests/unit/knowledge-engine/rdf/quads.h"
#include "tests/unit/knowledge-engine/rdf/temporary_folder.h"

namespace gridlore::rdf {
namespace {

/// A document of `content`, with the namespaces rdf and s.
std::string rdf_xml(std::string_view content, std::string_view doctype = "") {
    return "<?xml version=\"1.0\"?>\n" + std::string(doctype) + "<rdf:RDF xmlns:rdf=\"" + std::string(rdf_ns) +
           "\" xmlns:s=\"https://e.example/\">\n" + std::string(content) + "\n</rdf:RDF>\n";
}

std::string text_of_xml(std::string_view content, const ReadOptions& options = {}) {
    return text_of(rdf_xml(content), Syntax::RdfXml, options);
}

Error error_of(const std::string& document, const ReadOptions& options = {}) {
    const auto quads = quads_of(document, Syntax::RdfXml, options);
    if (quads) {
        ADD_FAILURE() << "read: " << document.substr(0, 300);
        return {};
    }
    EXPECT_TRUE(is_valid_utf8(quads.error().message));
    return quads.error();
}

TEST(RdfXml, IsReadWithItsAbbreviations) {
    EXPECT_EQ(text_of_xml(R"(<s:Room rdf:about="urn:room" s:name="kitchen">
  <s:temp rdf:datatype="http://www.w3.org/2001/XMLSchema#decimal">21.5</s:temp>
  <s:says xml:lang="EN-gb">warm &amp; "dry" &#xFC;</s:says>
  <s:part rdf:parseType="Resource"><s:next rdf:resource="urn:x"/></s:part>
</s:Room>)"),
              "<urn:room> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://e.example/Room>\n"
              "<urn:room> <https://e.example/name> \"kitchen\"\n"
              "<urn:room> <https://e.example/temp> 21.5\n"
              "<urn:room> <https://e.example/says> \"warm & \\\"dry\\\" ü\"@en-GB\n"
              "_:0 <https://e.example/next> <urn:x>\n"
              "<urn:room> <https://e.example/part> _:0\n");
}

TEST(RdfXml, HasListsAndNodesWithNames) {
    EXPECT_EQ(
        text_of_xml(R"(<rdf:Description rdf:nodeID="n"><s:p rdf:nodeID="n"/><s:q rdf:nodeID="m"/></rdf:Description>)"),
        "_:0 <https://e.example/p> _:0\n_:0 <https://e.example/q> _:1\n");
    const auto list = quads_of(rdf_xml(R"(<rdf:Description rdf:about="urn:a"><s:p rdf:parseType="Collection">
      <rdf:Description rdf:about="urn:b"/><rdf:Description rdf:about="urn:c"/></s:p></rdf:Description>)"),
                               Syntax::RdfXml);
    ASSERT_TRUE(list) << placed_message(list.error());
    EXPECT_EQ(list->size(), 5U);
}

TEST(RdfXml, KeepsLabelsApartFromNodesWithoutOne) {
    std::string content = "<rdf:Description rdf:nodeID=\"b\"><s:p>named</s:p></rdf:Description>";
    std::set<std::string> labels;
    const auto rooms = quads_of(rdf_xml("<s:Room/><s:Room/>"), Syntax::RdfXml);
    for (const Quad& quad : *rooms) {
        labels.insert(quad.subject.text);
        content +=
            "<rdf:Description rdf:nodeID=\"genid" + std::to_string(labels.size()) + "\"><s:p>x</s:p></rdf:Description>";
        content += "<rdf:Description><s:p>y</s:p></rdf:Description>";
    }
    const auto quads = quads_of(rdf_xml(content), Syntax::RdfXml);
    ASSERT_TRUE(quads) << placed_message(quads.error());
    labels.clear();
    for (const Quad& quad : *quads) {
        labels.insert(quad.subject.text);
    }
    EXPECT_EQ(labels.size(), 5U);
    for (const std::string& label : labels) {
        const bool may_be_written =
            quads_of(rdf_xml("<rdf:Description rdf:nodeID=\"" + label + "\"><s:p>x</s:p></rdf:Description>"),
                     Syntax::RdfXml)
                .has_value();
        EXPECT_EQ(may_be_written, label == "b" || label.starts_with("genid")) << label;
    }
}

TEST(RdfXml, SaysOnEveryThreadWhatIsWrong) {
    const std::string here = text_of("<a>\n</b>", Syntax::RdfXml);
    std::string elsewhere;
    std::jthread([&] { elsewhere = text_of("<a>\n</b>", Syntax::RdfXml); }).join();
    for (const std::string& text : {here, elsewhere}) {
        EXPECT_TRUE(text.starts_with("refused: line 2: XML parser error")) << text;
    }
}

TEST(RdfXml, ResolvesRelativeIrisAgainstTheBase) {
    const ReadOptions with_base = {.base = "https://e.example/a/b"};
    EXPECT_EQ(text_of_xml(R"(<rdf:Description rdf:ID="i"><s:p rdf:resource="../c"/></rdf:Description>)", with_base),
              "<https://e.example/a/b#i> <https://e.example/p> <https://e.example/c>\n");
    EXPECT_EQ(text_of_xml(R"(<rdf:Description xml:base="urn:x:" rdf:about="#f"><s:p>1</s:p></rdf:Description>)"),
              "<urn:x:#f> <https://e.example/p> \"1\"\n");
    EXPECT_EQ(text_of_xml(R"(<rdf:Description rdf:about="gridlore-none:a"><s:p>1</s:p></rdf:Description>)", with_base),
              "<gridlore-none:a> <https://e.example/p> \"1\"\n")
        << "no name that stands for a missing base is kept from documents that have one";
}

TEST(RdfXml, WithoutABaseHasNoRelativeIris) {
    const Error error = error_of(rdf_xml("\n<rdf:Description rdf:about=\"x\"><s:p>1</s:p></rdf:Description>"));
    EXPECT_EQ(error.kind, ErrorKind::InvalidInput);
    EXPECT_EQ(error.message, "an IRI is relative, and there is no base");
    EXPECT_EQ(error.position, (TextPosition{4, 0})) << "the line only";
}

TEST(RdfXml, HandsOverNamespacesThatArePrefixes) {
    PrefixMap prefixes;
    ASSERT_TRUE(quads_of(rdf_xml(R"(<s:Room rdf:about="urn:a" xmlns="urn:default:" xmlns:_no="urn:no:"/>)"),
                         Syntax::RdfXml, {}, &prefixes));
    EXPECT_EQ(prefixes, (PrefixMap{{"", "urn:default:"}, {"rdf", std::string(rdf_ns)}, {"s", "https://e.example/"}}));
}

TEST(RdfXml, SaysWhatIsNoRdfXml) {
    for (const char* document : {"", " ", "x", "<a", "<rdf:RDF/>", "{}", "<urn:a> <urn:b> <urn:c> ."}) {
        EXPECT_EQ(error_of(document).kind, ErrorKind::InvalidInput) << document;
    }
    EXPECT_EQ(text_of_xml(""), "");
    const Error error = error_of(rdf_xml("\n<s:Room>\n</s:Hall>"));
    ASSERT_TRUE(error.position);
    EXPECT_EQ(error.position->line, 5U);
    EXPECT_EQ(error.position->column, 0U);
}

TEST(RdfXml, RefusesWhatRdfHasNoMore) {
    for (const char* const attribute : {"rdf:aboutEach", "rdf:aboutEachPrefix"}) {
        SCOPED_TRACE(attribute);
        const std::string element = "<rdf:Description " + std::string(attribute) + "='urn:a'><s:p>1</s:p>";
        EXPECT_EQ(error_of(rdf_xml(element + "</rdf:Description>")).message,
                  "rdf:aboutEach and rdf:aboutEachPrefix are no longer part of RDF");
    }
}

TEST(RdfXml, SaysNothingThatIsCutInsideACharacter) {
    for (std::size_t shift = 0; shift < 60; ++shift) {
        const Error error =
            error_of("<?xml version=\"1.0\"?><!--" + std::string(shift, 'x') + "üüüüüüüüüüüüüüüüüüüüüüüüü");
        EXPECT_TRUE(error.message.starts_with("XML parser error")) << error.message;
        EXPECT_EQ(error.message.find('\n'), std::string::npos);
    }
}

TEST(RdfXml, RefusesWhatTheOtherSyntaxesCannotHold) {
    EXPECT_NE(error_of(rdf_xml(R"(<s:Room rdf:about="urn:a b"/>)")).message.find("percent-encode it"),
              std::string::npos);
    EXPECT_NE(error_of(rdf_xml(R"(<s:Room rdf:about="urn:a"><s:p xml:lang="-">x</s:p></s:Room>)"))
                  .message.find("`-` is no language tag"),
              std::string::npos);
}

TEST(RdfXml, RefusesBytesThatAreNotUtf8) {
    for (const char* bytes : {"\xFF", "\xC3", "\xED\xA0\x80", "\xC0\xAF"}) {
        const Error error =
            error_of(rdf_xml("<s:Room rdf:about=\"urn:a\"><s:p>" + std::string(bytes) + "</s:p></s:Room>"));
        EXPECT_NE(error.message.find("not valid UTF-8"), std::string::npos) << error.message;
        EXPECT_EQ(error.position->line, 3U);
    }
    for (const char* reference : {"&#xD83D;", "&#xD83D;&#xDE00;", "&#0;", "&#x110000;", "&#x1;", "&#xFFFF;"}) {
        SCOPED_TRACE(reference);
        error_of(rdf_xml("<s:Room rdf:about=\"urn:a\"><s:p>" + std::string(reference) + "</s:p></s:Room>"));
    }
    EXPECT_EQ(text_of_xml("<s:Room rdf:about=\"urn:a\" s:p=\"&#x1F600;\"/>").find("😀") != std::string::npos, true);
}

TEST(RdfXml, NestsNoDeeperThanItsLimit) {
    const auto document = [](std::size_t depth) {
        std::string content;
        for (std::size_t i = 0; i < depth; ++i) {
            content += "<s:p rdf:parseType='Resource'>";
        }
        for (std::size_t i = 0; i < depth; ++i) {
            content += "</s:p>";
        }
        return rdf_xml("<rdf:Description rdf:about='urn:a'>" + content + "</rdf:Description>");
    };
    EXPECT_TRUE(quads_of(document(98), Syntax::RdfXml));
    const Error error = error_of(document(99));
    EXPECT_EQ(error.kind, ErrorKind::LimitExceeded);
    EXPECT_NE(error.message.find("deeper than 100"), std::string::npos) << error.message;
    EXPECT_EQ(error.position, (TextPosition{3, 0}));
    EXPECT_EQ(error_of(document(200'000)).kind, ErrorKind::LimitExceeded);
    EXPECT_TRUE(quads_of(document(150), Syntax::RdfXml, {.base = "", .depth_limit = 152}));
}

TEST(RdfXml, NeverFetchesAnEntity) {
    const TemporaryFolder folder;
    const std::string url = "file://" + folder.file("entity.txt", "leaked").string();
    const std::string content = "<s:Room rdf:about=\"urn:a\"><s:p>&e;</s:p></s:Room>";
    for (const std::string& doctype :
         {"<!DOCTYPE rdf:RDF [<!ENTITY e SYSTEM \"" + url + "\">]>",
          "<!DOCTYPE rdf:RDF [<!ENTITY e PUBLIC \"x\" \"" + url + "\">]>",
          "<!DOCTYPE rdf:RDF [<!ENTITY % p SYSTEM \"" + url + "\"> %p;]>", "<!DOCTYPE rdf:RDF SYSTEM \"" + url + "\">",
          "<!DOCTYPE rdf:RDF PUBLIC \"x\" \"" + url + "\" [<!ENTITY e SYSTEM '" + url + "'>]>",
          "<!DOCTYPE rdf:RDF [<!ENTITY a \"&#x3C;!ENTITY e SYSTEM '" + url + "'>\"> %a;]>"}) {
        SCOPED_TRACE(doctype);
        const std::string text = text_of(rdf_xml(content, doctype), Syntax::RdfXml);
        EXPECT_EQ(text.find("leaked"), std::string::npos);
        EXPECT_TRUE(text.starts_with("refused: ")) << text;
    }
}

TEST(RdfXml, ExpandsEntitiesOfItsOwn) {
    const std::string doctype =
        "<!DOCTYPE rdf:RDF [ <!ENTITY s \"https://e.example/\"> <!-- <!ENTITY s SYSTEM \"x\"> --> ]>\n";
    EXPECT_EQ(
        text_of(rdf_xml("<s:Room rdf:about=\"&s;kitchen\"/>", doctype), Syntax::RdfXml),
        "<https://e.example/kitchen> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://e.example/Room>\n");
}

TEST(RdfXml, IsNotBlownUpByEntities) {
    std::string laughs = "<!DOCTYPE rdf:RDF [ <!ENTITY a0 \"ha\">";
    for (int i = 1; i < 30; ++i) {
        laughs +=
            "<!ENTITY a" + std::to_string(i) + " \"&a" + std::to_string(i - 1) + ";&a" + std::to_string(i - 1) + ";\">";
    }
    const std::string of_last = "<s:Room rdf:about=\"urn:a\"><s:p>&a29;</s:p></s:Room>";
    const Error billion = error_of(rdf_xml(of_last, laughs + "]>"));
    EXPECT_NE(billion.message.find("entities made of others"), std::string::npos) << billion.message;
    EXPECT_EQ(billion.kind, ErrorKind::InvalidInput);

    const std::string big = "<!DOCTYPE rdf:RDF [ <!ENTITY a \"" + std::string(100'000, 'x') + "\">]>";
    std::string references;
    for (int i = 0; i < 100'000; ++i) {
        references += "&a;";
    }
    const Error quadratic =
        error_of(rdf_xml("<s:Room rdf:about=\"urn:a\"><s:p>" + references + "</s:p></s:Room>", big));
    EXPECT_EQ(quadratic.kind, ErrorKind::LimitExceeded);
}

TEST(RdfXml, IsRefusedWhereItsBytesMeanSomethingElse) {
    const std::string language(5'000, 'x');
    const std::string in_utf7 = R"(<?xml version="1.0" encoding="UTF-7"?><rdf:RDF xmlns:rdf=")" + std::string(rdf_ns) +
                                R"(" xmlns:s="urn:s:"><s:Room rdf:about="urn:a"><s:p +AHg-ml:lang=")" + language +
                                R"(">v</s:p></s:Room></rdf:RDF>)";
    EXPECT_NE(error_of(in_utf7).message.find("send it encoded as UTF-8"), std::string::npos);

    std::string in_utf16;
    for (const char c : rdf_xml("<s:Room rdf:about=\"urn:a\"><s:p xml:lang=\"" + language + "\">v</s:p></s:Room>")) {
        in_utf16.append(1, c).append(1, '\0');
    }
    EXPECT_NE(error_of(in_utf16).message.find("send it encoded as UTF-8"), std::string::npos);
}

TEST(RdfXml, HasNoElementsInEntities) {
    const std::string language(5'000, 'x');
    const Error error =
        error_of(rdf_xml("<s:Room rdf:about=\"urn:a\">&e;</s:Room>",
                         "<!DOCTYPE rdf:RDF [<!ENTITY e \"<s:p xml:lang='" + language + "'>v</s:p>\">]>"));
    EXPECT_EQ(error.kind, ErrorKind::InvalidInput);
    EXPECT_NE(error.message.find("elements, are refused"), std::string::npos) << error.message;
}

TEST(RdfXml, SurvivesLanguagesOfAnyLength) {
    for (const std::size_t length : {8U, 255U, 256U, 300U, 100'000U}) {
        const std::string tag(length, 'x');
        const auto quads = quads_of(
            rdf_xml("<s:Room rdf:about=\"urn:a\"><s:p xml:lang=\"" + tag + "\">x</s:p></s:Room>"), Syntax::RdfXml);
        EXPECT_EQ(quads.has_value(), length == 8) << length;
    }
}

TEST(RdfXml, IsReadInPiecesThatCutCharacters) {
    std::string text;
    while (text.size() < 200'000) {
        text += "ü€😀";
    }
    for (std::size_t shift = 0; shift < 4; ++shift) {
        const std::string lexical = std::string(shift, 'x') + text;
        const auto quads =
            quads_of(rdf_xml("<s:Room rdf:about=\"urn:a\"><s:p>" + lexical + "</s:p></s:Room>"), Syntax::RdfXml);
        ASSERT_TRUE(quads);
        EXPECT_EQ(quads->back().object.text, lexical);
    }
}

TEST(RdfXml, IsWrittenWithThePrefixesThatXmlAllows) {
    const std::vector<Quad> quads = {
        {Term::iri("urn:a"), Term::iri("https://e.example/p"), Term::string("a<b&c\"\n\r\t"), {}}};
    const auto text = write(quads, Syntax::RdfXml,
                            {{"s", "https://e.example/"}, {"xmlx", "urn:x:"}, {"ns0", "urn:y:"}, {"é", "urn:z:"}});
    ASSERT_TRUE(text) << text.error().message;
    EXPECT_NE(text->find("xmlns:s=\"https://e.example/\""), std::string::npos) << *text;
    EXPECT_EQ(text->find("urn:x:"), std::string::npos) << *text;
    EXPECT_EQ(*quads_of(*text, Syntax::RdfXml), quads);
}

TEST(RdfXml, OfNoQuadsIsReadBackAsNone) {
    const auto text = write({}, Syntax::RdfXml, {{"s", "urn:s:"}});
    ASSERT_TRUE(text);
    EXPECT_EQ(text_of(*text, Syntax::RdfXml), "");
}

TEST(RdfXml, CannotHoldEveryQuad) {
    const Term a = Term::iri("urn:a");
    const Term p = Term::iri("https://e.example/p");
    const Quad refused[] = {{a, Term::iri("https://e.example/"), a, {}},
                            {a, Term::iri("https://e.example/1"), a, {}},
                            {a, Term::iri(std::string(rdf_ns) + "li"), a, {}},
                            {a, Term::iri(std::string(rdf_ns) + "about"), a, {}},
                            {a, p, Term::string("\x01"), {}},
                            {a, p, Term::string("\uFFFE"), {}},
                            {a, p, Term::string(std::string("\0", 1)), {}},
                            {a, p, Term::iri("https://e.example/a/../b"), {}},
                            {a, p, a, a}};
    for (const Quad& quad : refused) {
        SCOPED_TRACE(to_text(quad));
        const auto text = write({quad}, Syntax::RdfXml);
        ASSERT_FALSE(text);
        EXPECT_EQ(text.error().kind, ErrorKind::InvalidInput);
    }
}

}  // namespace
}  // namespace gridlore::rdf
