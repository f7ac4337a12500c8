#include "adapter/main/terminal/prefixes.h"

#include <gtest/gtest.h>

#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::terminal {
namespace {

std::string read(const std::string& text) {
    const auto term = read_term(text, well_known_prefixes());
    return term ? rdf::to_text(*term) : "error: " + term.error().message;
}

TEST(TerminalTerms, AreReadAsPeopleTypeThem) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"<https://m.example/1>", "<https://m.example/1>"},
        {"https://m.example/1", "<https://m.example/1>"},
        {"urn:gridlore:meter:7", "<urn:gridlore:meter:7>"},
        {"saref:Meter", "<https://saref.etsi.org/core/Meter>"},
        {"\"warm\"", "\"warm\""},
        {"\"warm\"@EN", "\"warm\"@en"},
        {"\"saref:Meter\"", "\"saref:Meter\""},
        {"\"a^^b\"", "\"a^^b\""},
        {"21.50", "\"21.50\"^^<http://www.w3.org/2001/XMLSchema#decimal>"},
        {"true", "\"true\"^^<http://www.w3.org/2001/XMLSchema#boolean>"},
        {"\"21.5\"^^xsd:double", "\"21.5\"^^<http://www.w3.org/2001/XMLSchema#double>"},
        {"\"1\"^^om:metre", "\"1\"^^<http://www.ontology-of-units-of-measure.org/resource/om-2/metre>"},
        {"2026-03-04", "\"2026-03-04\"^^<http://www.w3.org/2001/XMLSchema#date>"},
        {"2026-03-04T09:15:00Z", "\"2026-03-04T09:15:00Z\"^^<http://www.w3.org/2001/XMLSchema#dateTime>"},
    };
    for (const auto& [typed, expected] : cases) {
        SCOPED_TRACE(typed);
        EXPECT_EQ(read(typed), expected);
    }
}

TEST(TerminalTerms, SayWhatWasExpectedForBareWords) {
    EXPECT_NE(read("warm").find("'warm' is no term: expected <iri>, prefix:name"), std::string::npos);
    EXPECT_TRUE(read("?x").starts_with("error: "));
    EXPECT_TRUE(read("").starts_with("error: "));
}

TEST(TerminalTerms, AreShownShort) {
    const auto& prefixes = well_known_prefixes();
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"<https://saref.etsi.org/core/Meter>", "saref:Meter"},
        {"<https://saref.etsi.org/core/a/b>", "<https://saref.etsi.org/core/a/b>"},
        {"<https://saref.etsi.org/core/>", "<https://saref.etsi.org/core/>"},
        {"<https://m.example/1>", "<https://m.example/1>"},
        {"\"7\"^^<http://www.w3.org/2001/XMLSchema#integer>", "7"},
        {"\"21.5\"^^<http://www.w3.org/2001/XMLSchema#double>", "\"21.5\"^^xsd:double"},
        {"\"warm\"", "\"warm\""},
        {"\"warm\"@en", "\"warm\"@en"},
        {"no term at all", "no term at all"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(show_term_text(text, prefixes), expected);
    }
}

TEST(TerminalTerms, SteerNoTerminal) {
    EXPECT_EQ(show_text("a\x1b[2Jb\x7f"), "a\\u001B[2Jb\\u007F");
    EXPECT_EQ(show_text("\xc2\x9b"
                        "31mé"),
              "\\u009B31mé");
    EXPECT_EQ(show_term_text("\"\x1b[2J\"", well_known_prefixes()), "\"\\u001B[2J\"");
}

TEST(TerminalPrefixes, OwnOnesJoinTheWellKnown) {
    const auto prefixes = prefixes_with({"ex=https://home.example/", "s:=<https://saref.etsi.org/core/>"});
    ASSERT_TRUE(prefixes);
    EXPECT_EQ(prefixes->at("ex"), "https://home.example/");
    EXPECT_EQ(prefixes->at("s"), "https://saref.etsi.org/core/");
    EXPECT_TRUE(prefixes->contains("saref"));
    EXPECT_FALSE(prefixes_with({"ex"}));
    EXPECT_FALSE(prefixes_with({"ex=not an iri"}));
}

TEST(TerminalPatterns, AreShownTripleByTriple) {
    EXPECT_EQ(show_pattern("?m <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://saref.etsi.org/core/Meter> . "
                           "?m <https://saref.etsi.org/core/hasValue> 5 . ",
                           well_known_prefixes()),
              (std::vector<std::string>{"?m rdf:type saref:Meter", "?m saref:hasValue 5"}));
    EXPECT_EQ(show_pattern("nonsense", well_known_prefixes()), (std::vector<std::string>{"nonsense"}));
}

}  // namespace
}  // namespace gridlore::terminal
