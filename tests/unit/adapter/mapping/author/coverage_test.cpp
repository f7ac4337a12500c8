#include "adapter/mapping/author/coverage.h"

#include <gmock/gmock.h>

#include "tests/unit/adapter/mapping/read/read_documents.h"

namespace gridlore::mapping {
namespace {

using testing::ElementsAre;

constexpr const char* document_text = R"(
id: coverage
prefixes: { ex: "http://example.org/" }
graph: "?reading a ex:Reading ; ex:of ?meter ; ex:kind ?kind . ?reading ex:value ?value ."
parts: { notes: "?reading ex:note ?note ." }
terms:
  meter:   { iri: "urn:meter:{}" }
  number:  { literal: "xsd:integer" }
  reading: { iri: "urn:reading:{meter}:{number}" }
  kind:    { constant: "ex:plain" }
  value:   { literal: "xsd:decimal" }
json:
  meter/id: ?meter
  version: 1
  anything: { $ignore: null }
  $zip:
    numbers: ?number
    values: ?value
    notes: { $list: ?note, $joined: ";", $empty: true }
)";

std::vector<std::string> lines_of(const std::vector<Field>& fields) {
    std::vector<std::string> lines;
    for (const Field& field : fields) {
        std::string& line = lines.emplace_back(field.path + (field.is_optional ? "?" : "") + " " + field.variable);
        for (const std::string& triple : field.triples) {
            line += " | " + triple;
        }
    }
    return lines;
}

/// IC-8.4: the fields of an API, and what becomes of each.
TEST(Coverage, TellsWhatEachFieldBecomes) {
    const auto document = good_document(document_text);
    ASSERT_NE(document, nullptr);
    EXPECT_THAT(lines_of(fields_of(*document)),
                ElementsAre("/meter~1id meter | ?reading ex:of ?meter", "/version ", "/anything ",
                            "/numbers/* number | ?reading a ex:Reading | ?reading ex:of ?meter | ?reading ex:kind ?kind"
                            " | ?reading ex:value ?value | ?reading ex:note ?note",
                            "/values/* value | ?reading ex:value ?value", "/notes/*? note | ?reading ex:note ?note"));
    EXPECT_EQ(fields_of(*document)[1].term, "always the same");
    EXPECT_EQ(fields_of(*document)[2].term, "ignored");
}

TEST(Coverage, ShowsNamesWithAVariableAndTheVariable) {
    const auto document = good_document(R"(
id: names
prefixes: { ex: "http://example.org/" }
graph: "?power ex:slot ?slot ; ex:value ?value ."
parts: { bounds: "?power ex:bound ?bound ." }
terms: { power: { iri: "urn:power:{slot}" }, value: { literal: "xsd:decimal" } }
json: { $each: { "y_i{slot}": [ { "of/{slot}": ?value } ], "b_i{slot}": { $value: ?bound, $optional: true } } }
)");
    ASSERT_NE(document, nullptr);
    EXPECT_THAT(lines_of(fields_of(*document)), ElementsAre("/y_i{slot} slot | ?power ex:slot ?slot",
                                                            "/y_i{slot}/*/of~1{slot} value | ?power ex:value "
                                                            "?value",
                                                            "/b_i{slot}? bound | ?power ex:bound ?bound"));
}

TEST(Coverage, TellsWhereTheOthersComeFrom) {
    const auto document = good_document(document_text);
    ASSERT_NE(document, nullptr);
    std::vector<std::string> others;
    for (const Field& field : other_variables_of(*document)) {
        others.push_back(field.variable + ": " + field.term);
    }
    EXPECT_THAT(others, testing::UnorderedElementsAre("reading: made of others, <urn:reading:{meter}:{number}>",
                                                      "kind: always the same"));
}

}  // namespace
}  // namespace gridlore::mapping
