#include "adapter/mapping/rows.h"

#include <gtest/gtest.h>

#include <vector>

#include "knowledge-engine/rdf/inline_term.h"
#include "tests/unit/adapter/mapping/documents.h"

namespace gridlore::mapping {
namespace {

std::shared_ptr<const Document> two_variables() {
    return document_of(R"(
id: two
prefixes: { ex: "https://example.org/" }
graph: "?a ex:b ?b ."
terms: { a: { iri: true }, b: { literal: "xsd:string" } }
json: [ { a: ?a, b: ?b } ]
)");
}

TEST(Rows, KeepTheirCellsInTheirOrder) {
    Rows rows(2);
    add_row(rows, {rdf::Term::iri("urn:a"), rdf::Term::string("1")});
    const std::vector<rdf::TermView> views = {{rdf::TermKind::Iri, "urn:b", {}, {}},
                                              {rdf::TermKind::Literal, "2", "urn:type", "en"}};
    rows.add(views);
    ASSERT_EQ(rows.size(), 2);
    EXPECT_EQ(owned(rows.row(0)[1]), rdf::Term::string("1"));
    EXPECT_EQ(owned(rows.row(1)[0]), rdf::Term::iri("urn:b"));
    EXPECT_EQ(owned(rows.row(1)[1]), (rdf::Term{rdf::TermKind::Literal, "2", "urn:type", "en"}));
}

TEST(Rows, HaveTheirTextsWhereverTheyAreMoved) {
    Rows rows(2);
    for (const std::string number : {"1", "1", "2", "1"}) {
        add_row(rows, {rdf::Term::iri("urn:reading:" + number), rdf::Term::literal(number, "urn:type")});
    }
    const std::string_view text = rows.row(0)[0].text;
    EXPECT_EQ(rows.row(1)[0].text.data(), text.data()) << "what is the same again is there once";
    EXPECT_EQ(rows.row(3)[1].datatype.data(), rows.row(0)[1].datatype.data());
    const Rows moved = std::move(rows);
    EXPECT_EQ(text, "urn:reading:1");
    EXPECT_EQ(owned(moved.row(2)[0]), rdf::Term::iri("urn:reading:2"));
    EXPECT_EQ(owned(moved.row(3)[1]), rdf::Term::literal("1", "urn:type"));
}

TEST(Rows, MayHaveNoCells) {
    Rows rows;
    add_row(rows, {});
    add_row(rows, {});
    EXPECT_EQ(rows.size(), 2);
    EXPECT_TRUE(rows.row(1).empty());
}

pattern::TermTable table(const pattern::TermRows& rows) {
    return pattern::TermTable(rows);
}

rdf::Term term_at(const Rows& rows, std::size_t row, std::size_t column) {
    std::string room;
    return owned(rows.at(row).term(column, room));
}

TEST(Bindings, OfRowsAreRowsAgain) {
    const auto document = two_variables();
    const Part& core = document->parts.front();
    Rows rows(2);
    add_row(rows, {rdf::Term::iri("urn:a"), rdf::Term::string("1")});
    add_row(rows, {rdf::Term::iri("urn:b"), rdf::Term::string("2")});
    const pattern::TermRows bindings = to_bindings(*document, core, rows);
    EXPECT_EQ(bindings, (pattern::TermRows{{{"a", rdf::Term::iri("urn:a")}, {"b", rdf::Term::string("1")}},
                                           {{"a", rdf::Term::iri("urn:b")}, {"b", rdf::Term::string("2")}}}));
    const auto back = from_bindings(*document, core, table(bindings));
    ASSERT_TRUE(back);
    EXPECT_EQ(to_bindings(*document, core, *back), bindings);
}

TEST(Bindings, BringTheIdsOfNumbersAndTimes) {
    const auto document = document_of(R"(
id: two
prefixes: { ex: "https://example.org/" }
graph: "?a ex:b ?b ."
terms: { a: { iri: true }, b: { literal: "xsd:decimal" } }
json: [ { a: ?a, b: ?b } ]
)");
    const Part& core = document->parts.front();
    const auto number = [](const char* text) {
        return rdf::Term::literal(text, "http://www.w3.org/2001/XMLSchema#decimal");
    };
    pattern::TermRows bindings;
    for (const char* const text : {"1.5", "1.50", "01.5", "1.5"}) {
        bindings.push_back({{"a", rdf::Term::iri("urn:a")}, {"b", number(text)}});
    }
    auto rows = from_bindings(*document, core, table(bindings));
    ASSERT_TRUE(rows);
    EXPECT_EQ(rows->at(0).id(1), rdf::inline_id(number("1.5")));
    EXPECT_EQ(rows->at(1).id(1), rdf::inline_id(number("1.50")));
    EXPECT_FALSE(rows->at(2).id(1).is_inline()) << "it is not written as its id would be";
    EXPECT_EQ(rows->at(0).id(0), rows->at(1).id(0));
    EXPECT_EQ(rows->at(3).id(1), rows->at(0).id(1));
    EXPECT_EQ(to_bindings(*document, core, *rows), bindings) << "and their texts";
}

TEST(Bindings, MayComeInAnyOrderAndHaveMore) {
    const auto document = two_variables();
    const auto rows = from_bindings(
        *document, document->parts.front(),
        table({{{"c", rdf::Term::string("3")}, {"b", rdf::Term::string("1")}, {"a", rdf::Term::iri("urn:a")}}}));
    ASSERT_TRUE(rows);
    EXPECT_EQ(term_at(*rows, 0, 0), rdf::Term::iri("urn:a"));
    EXPECT_EQ(term_at(*rows, 0, 1), rdf::Term::string("1"));
}

TEST(Bindings, MayLackWhatNobodyLooksAt) {
    const auto document = two_variables();
    const Part& core = document->parts.front();
    const std::vector<std::size_t> looked_at = {core.variables[1]};
    const pattern::TermTable rows_of_b = table({{{"b", rdf::Term::string("1")}}, {{"b", rdf::Term::string("2")}}});
    const auto rows = from_bindings(*document, core, rows_of_b, looked_at);
    ASSERT_TRUE(rows);
    EXPECT_FALSE(rows->at(1).id(0).is_bound());
    EXPECT_EQ(term_at(*rows, 1, 1), rdf::Term::string("2"));
    EXPECT_FALSE(from_bindings(*document, core, rows_of_b));
    EXPECT_FALSE(from_bindings(*document, core, table({{{"a", rdf::Term::iri("urn:a")}}}), looked_at));
}

TEST(Bindings, OfSeveralTablesKeepTheirTextsAlive) {
    const auto document = two_variables();
    const Part& core = document->parts.front();
    Rows rows(2);
    for (const char* const text : {"1", "2"}) {
        ASSERT_TRUE(add_bindings(*document, core,
                                 table({{{"a", rdf::Term::iri("urn:a")}, {"b", rdf::Term::string(text)}},
                                        {{"b", rdf::Term::string(text)},
                                         {"a", rdf::Term::iri("urn:longer-than-what-a-string-holds-itself")}}}),
                                 rows));
    }
    ASSERT_EQ(rows.size(), 4);
    EXPECT_EQ(rows.at(1).terms(), rows.at(0).terms());
    EXPECT_NE(rows.at(2).terms(), rows.at(1).terms());
    const Rows moved = std::move(rows);
    EXPECT_EQ(term_at(moved, 1, 0), rdf::Term::iri("urn:longer-than-what-a-string-holds-itself"));
    EXPECT_EQ(term_at(moved, 1, 1), rdf::Term::string("1"));
    EXPECT_EQ(term_at(moved, 2, 1), rdf::Term::string("2"));
    EXPECT_EQ(term_at(moved, 3, 1), rdf::Term::string("2"));
}

TEST(Bindings, MustHaveAllThatThePartHas) {
    const auto document = two_variables();
    const auto rows = from_bindings(
        *document, document->parts.front(),
        table({{{"a", rdf::Term::iri("urn:a")}, {"b", rdf::Term::string("1")}}, {{"b", rdf::Term::string("1")}}}));
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(rows.error().message, "binding 2 has no ?a, which the graph of two needs");
}

}  // namespace
}  // namespace gridlore::mapping
