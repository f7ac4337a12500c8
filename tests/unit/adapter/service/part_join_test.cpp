#include "adapter/service/part_join.h"

#include <gmock/gmock.h>

#include "adapter/mapping/lift/lift.h"
#include "knowledge-engine/rdf/term_text.h"
#include "tests/unit/adapter/service/documents.h"

namespace gridlore::service {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

const std::string offers = R"(
id: test.offers
prefixes: { e: "urn:e:" }
graph: "?offer e:number ?number ."
parts:
  meters: "?offer e:meter ?meter ."
  notes: "?offer e:note ?note ."
terms:
  offer:  { iri: "urn:offer:{number}" }
  number: { literal: "xsd:integer" }
  meter:  { iri: "urn:meter:{}" }
  note:   { literal: "xsd:string" }
json:
  - Number: ?number
    Meters: { $list: ?meter, $empty: true }
    Note: { $value: ?note, $optional: true }
)";

/// The rows of each combination of parts, without the offer.
std::map<PartSet, std::vector<std::string>> joined_rows(const std::string& json, std::size_t most = 1000,
                                                        bool apart = false, const std::string& yaml = offers) {
    const auto document = document_of(yaml);
    const auto rows = mapping::lift(*document, json);
    EXPECT_TRUE(rows) << (rows ? "" : rows.error().message);
    const auto joined =
        rows ? joined_parts(*document, *rows, apart, most) : Result<std::map<PartSet, pattern::TermRows>>(rows.error());
    std::map<PartSet, std::vector<std::string>> texts;
    if (!joined) {
        texts[0] = {joined.error().message};
        return texts;
    }
    for (const auto& [parts, bindings] : *joined) {
        for (const pattern::TermRow& row : bindings) {
            std::string text;
            for (const auto& [name, term] : row) {
                text += name == "offer" ? "" : (text.empty() ? "" : " ") + rdf::to_short_text(term);
            }
            texts[parts].push_back(text);
        }
    }
    return texts;
}

TEST(PartJoin, ARowHasAllThePartsThatItHas) {
    EXPECT_THAT(joined_rows(R"([{"Number":1,"Meters":["a","b"],"Note":"n"},{"Number":2,"Meters":[]},
                                {"Number":3,"Meters":["a"]},{"Number":4,"Meters":[],"Note":"m"}])"),
                ElementsAre(Pair(1U, ElementsAre("2")), Pair(3U, ElementsAre("3 <urn:meter:a>")),
                            Pair(5U, ElementsAre("4 \"m\"")),
                            Pair(7U, UnorderedElementsAre("1 <urn:meter:a> \"n\"", "1 <urn:meter:b> \"n\""))));
}

TEST(PartJoin, NothingMakesNothing) {
    EXPECT_TRUE(joined_rows("[]").empty());
}

/// Lists of one thing, and what is said of the elements of one of them.
const std::string lists = R"(
id: test.lists
prefixes: { e: "urn:e:" }
graph: "?offer e:number ?number ."
parts:
  places: "?meter e:place ?place ."
  meters: "?offer e:meter ?meter ."
  notes: "?offer e:note ?note ."
terms:
  offer:  { iri: "urn:offer:{number}" }
  number: { literal: "xsd:integer" }
  meter:  { iri: "urn:meter:{}" }
json:
  - Number: ?number
    Meters: { $list: { Meter: ?meter, Place: { $value: ?place, $optional: true } }, $empty: true }
    Notes: [?note]
)";

TEST(PartJoin, PartsThatAreApartAreNotMultiplied) {
    const std::string json = R"([{"Number":1,"Meters":[{"Meter":"a","Place":"p"},{"Meter":"b"}],"Notes":["n","m"]},
                                 {"Number":2,"Meters":[],"Notes":[]},{"Number":3,"Meters":[],"Notes":["n"]}])";
    EXPECT_THAT(joined_rows(json, 6, true, lists),
                ElementsAre(Pair(1U, ElementsAre("2")), Pair(5U, ElementsAre("1 <urn:meter:b>")),
                            Pair(7U, ElementsAre("1 <urn:meter:a> \"p\"")),
                            Pair(9U, UnorderedElementsAre("1 \"n\"", "1 \"m\"", "3 \"n\""))));
    EXPECT_EQ(joined_rows(json, 6, false, lists).size(), 4U);
    EXPECT_THAT(joined_rows(json, 5, true, lists),
                ElementsAre(Pair(0U, ElementsAre("The payload makes more than 5 rows; send it in pieces."))));
}

TEST(PartJoin, PartsAreConnectedWithTheCoreOverOthers) {
    const auto document = document_of(lists);
    EXPECT_THAT(connected_with_core(*document, 0), ElementsAre());
    EXPECT_THAT(connected_with_core(*document, 1), ElementsAre(2U, 1U));
    EXPECT_THAT(connected_with_core(*document, 2), ElementsAre(2U));
    EXPECT_THAT(connected_with_core(*document, 3), ElementsAre(3U));
}

TEST(PartJoin, TooManyRowsAreRefused) {
    EXPECT_THAT(joined_rows(R"([{"Number":1,"Meters":["a","b","c"]}])", 2),
                ElementsAre(Pair(0U, ElementsAre("The payload makes more than 2 rows; send it in pieces."))));
}

}  // namespace
}  // namespace gridlore::service
