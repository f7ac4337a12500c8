#include "adapter/mapping/lower/row_groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <list>
#include <string>

#include "tests/unit/adapter/mapping/documents.h"

namespace gridlore::mapping {
namespace {

using testing::ElementsAre;

/// Rows of numbers: a core `?x ex:a ?a ; ex:b ?b` of two lists, and a part `?x ex:c ?c` below the outer one.
struct Groups {
    Groups()
        : document(document_of(R"(
id: groups
prefixes: { ex: "http://example.org/" }
graph: "?x ex:a ?a . ?y ex:of ?x ; ex:b ?b ."
parts: { more: "?x ex:c ?c ." }
terms:
  x: { iri: "urn:x:{a}" }
  y: { iri: "urn:y:{a}:{b}" }
  a: { literal: "xsd:integer" }
  b: { literal: "xsd:integer" }
  c: { literal: "xsd:integer" }
json: [ { A: ?a, Bs: [ { B: ?b } ], Cs: [ ?c ] } ]
)")),
          plan(*plan_lowering(*document)),
          shared(*document) {}

    RowCells cells(std::size_t part, const std::vector<std::vector<int>>& numbers) {
        Rows rows(document->parts[part].variables.size());
        for (const std::vector<int>& row : numbers) {
            std::vector<rdf::Term> terms;
            for (const std::size_t variable : document->parts[part].variables) {
                const std::string& name = document->variables[variable].name;
                const std::string a = std::to_string(row[0]);
                const std::string b = std::to_string(row.back());
                terms.push_back(name == "x"   ? rdf::Term::iri("urn:x:" + a)
                                : name == "y" ? rdf::Term::iri("urn:y:" + a + ":" + b)
                                              : rdf::Term::literal(name == "a" ? a : b,
                                                                   "http://www.w3.org/2001/XMLSchema#integer"));
            }
            add_row(rows, terms);
        }
        kept.push_back(std::move(rows));
        return *read_rows(*document, part, plan.parts[part], std::vector<bool>(plan.parts[part].slots.size(), true),
                          kept.back(), {}, shared);
    }

    std::shared_ptr<const Document> document;
    LoweringPlan plan;
    SharedTerms shared;
    std::list<Rows> kept;  ///< which the cells view
};

std::vector<std::uint32_t> rows_of(const RowGroups& groups) {
    std::vector<std::uint32_t> rows;
    for (const RowEntry& entry : groups.entries) {
        rows.push_back(entry.row);
    }
    return rows;
}

constexpr auto same = RowGroups::nothing;

TEST(RowGroups, PutRowsOfOneElementBesideEachOtherAndTellWhereElementsBegin) {
    Groups all;
    const RowCells cells = all.cells(0, {{2, 1}, {1, 9}, {2, 1}, {1, 3}, {10, 0}});
    const RowGroups groups = group_rows(all.plan.parts[0], cells, all_rows(cells), true);
    EXPECT_THAT(rows_of(groups), ElementsAre(3, 1, testing::AnyOf(0, 2), testing::AnyOf(0, 2), 4));
    EXPECT_THAT(groups.begins, ElementsAre(0, 2, 1, same, 1));
}

TEST(RowGroups, LeaveRowsThatAreInOrderWhereTheyAre) {
    Groups all;
    const RowCells cells = all.cells(0, {{1, 3}, {1, 3}, {1, 9}, {2, 1}});
    const RowGroups groups = group_rows(all.plan.parts[0], cells, all_rows(cells), true);
    EXPECT_THAT(rows_of(groups), ElementsAre(0, 1, 2, 3));
    EXPECT_THAT(groups.begins, ElementsAre(0, same, 2, 1));
}

TEST(RowGroups, JoinRowsOfAPartToTheElementsOfItsBase) {
    Groups all;
    const RowCells core = all.cells(0, {{1, 3}, {2, 1}, {2, 4}, {5, 0}});
    const RowCells part = all.cells(1, {{5, 8}, {2, 9}, {7, 1}, {2, 6}});
    const JoinNumbers numbers = number_joins(all.plan.parts[1], part, core);
    EXPECT_EQ(numbers.own[2], JoinNumbers::none);
    const RowGroups base = group_rows(all.plan.parts[0], core, all_rows(core), true);
    auto entries = join_rows(all.plan.parts[1], numbers, base);
    ASSERT_TRUE(entries);
    const RowGroups groups = group_rows(all.plan.parts[1], part, std::move(*entries), false);
    EXPECT_THAT(rows_of(groups), ElementsAre(3, 1, 0));
    EXPECT_EQ(groups.entries[0].element, 1U);
    EXPECT_EQ(groups.entries[2].element, 3U);
    EXPECT_THAT(groups.begins, ElementsAre(2, 2, 2));
}

}  // namespace
}  // namespace gridlore::mapping
