#include <gmock/gmock.h>

#include <fstream>
#include <random>
#include <sstream>

#include "tests/unit/adapter/mapping/read/read_documents.h"

namespace gridlore::mapping {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string thing(const std::string& json, const std::string& more = "") {
    return heading + "graph: \"?a ex:id ?id\"\nterms: { a: { iri: \"urn:a:{id}\" } }\njson: " + json + "\n" + more;
}

/// Either a document without an error or errors with places in the text, and nothing thrown.
void expect_an_outcome(const std::string& text) {
    const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
    const ReadDocument read = read_document(text, "d");
    EXPECT_EQ(read.document == nullptr, has_error(read.problems)) << text;
    for (const Problem& problem : read.problems) {
        EXPECT_TRUE(problem.position.line >= 1 && problem.position.line <= lines) << to_string(problem, "d") << text;
        EXPECT_FALSE(problem.message.empty());
    }
}

std::string reference() {
    std::ifstream file(GRIDLORE_MAPPING_REFERENCE);
    std::stringstream text;
    text << file.rdbuf();
    const std::string all = text.str();
    const std::size_t begin = all.find("```yaml\n") + 8;
    return all.substr(begin, all.find("```", begin) - begin);
}

TEST(HostileDocument, MayEndAnywhere) {
    const std::string text = reference();
    for (std::size_t size = 0; size < text.size(); ++size) {
        expect_an_outcome(text.substr(0, size));
    }
}

TEST(HostileDocument, MayHaveAnyByteAnywhere) {
    const std::string text = reference();
    std::mt19937 random(4);
    const std::string_view bytes = "{}[]:,?&*!|>'\"%@`#- \n\t$/\\x1\xC3\x80";
    for (int i = 0; i < 2000; ++i) {
        std::string changed = text;
        for (unsigned changes = 1 + random() % 3; changes > 0; --changes) {
            changed[random() % changed.size()] = bytes[random() % bytes.size()];
        }
        expect_an_outcome(changed);
    }
}

TEST(HostileDocument, MayMissOrRepeatAnyLine) {
    std::vector<std::string> all;
    std::istringstream stream(reference());
    for (std::string line; std::getline(stream, line);) {
        all.push_back(line);
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (const std::size_t copies : {0U, 2U}) {
            std::string text;
            for (std::size_t j = 0; j < all.size(); ++j) {
                for (std::size_t k = 0; k < (i == j ? copies : 1); ++k) {
                    text += all[j] + "\n";
                }
            }
            expect_an_outcome(text);
        }
    }
}

TEST(HostileDocument, IsRefusedWithAPlaceWhenItIsNoYaml) {
    const ReadDocument read = read_document("id: x\ngraph: [\n", "d");
    EXPECT_EQ(read.document, nullptr);
    EXPECT_THAT(problems_of(read), ElementsAre(HasSubstr("this is no YAML: ")));
}

TEST(HostileDocument, MayNestAsDeepAsJson) {
    std::string json = "?id";
    for (int depth = 0; depth < 60; ++depth) {
        json.insert(0, "{ A: ");
        json += " }";
    }
    EXPECT_NE(read_document(thing(json), "d").document, nullptr);
    for (int depth = 0; depth < 10; ++depth) {
        json.insert(0, "{ A: ");
        json += " }";
    }
    EXPECT_THAT(lines(problems_of(read_document(thing(json), "d"))), HasSubstr("at most 64 deep"));
}

TEST(HostileDocument, IrisOfIrisHaveAnEnd) {
    std::string terms;
    for (int i = 0; i < 5000; ++i) {
        terms += "  v" + std::to_string(i) + ": { iri: \"urn:x:{v" + std::to_string(i + 1) + "}\" }\n";
    }
    const ReadDocument read =
        read_document(heading + "graph: \"?v0 ex:id ?v5000\"\nterms:\n" + terms + "json: { Id: ?v5000 }\n", "d");
    EXPECT_EQ(read.document, nullptr);
    EXPECT_THAT(lines(problems_of(read)),
                HasSubstr("IRIs that are made of IRIs go too deep here; make it of the values themselves"));
}

TEST(HostileDocument, ManyVariablesAreRead) {
    std::string graph;
    std::string json;
    for (int i = 0; i < 900; ++i) {
        graph += "  ?a ex:p" + std::to_string(i) + " ?v" + std::to_string(i) + " .\n";
        json += "  P" + std::to_string(i) + ": ?v" + std::to_string(i) + "\n";
    }
    const ReadDocument read =
        read_document(heading + "graph: |\n" + graph + "terms: { a: { iri: \"urn:a:{v0}\" } }\njson:\n" + json, "d");
    EXPECT_NE(read.document, nullptr) << lines(problems_of(read));
}

TEST(HostileDocument, NamesMayBeAnything) {
    EXPECT_NE(read_document(thing("{ \"\": ?id, \"~/\\\"\\n\": 1, \"é\": \"\\0\" }",
                                  "examples: [ json: { \"\": \"\\0\", \"~/\\\"\\n\": 1, \"é\": \"\\0\" } ]\n"),
                            "d")
                  .document,
              nullptr);
}

}  // namespace
}  // namespace gridlore::mapping
