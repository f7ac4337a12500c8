#include "knowledge-engine/pattern/binding_set.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::pattern {
namespace {

using rdf::Dictionary;
using rdf::TermId;

using Cells = std::vector<TermId>;

TermId intern(Dictionary& terms, std::string_view text) {
    const auto term = rdf::parse_term(text);
    EXPECT_TRUE(term) << text;
    return terms.intern(*term);
}

Cells cells(BindingSet::Row row) {
    return {row.begin(), row.end()};
}

TEST(BindingSet, KeepsItsRowsInOrder) {
    const Cells first = {TermId(1), TermId()};
    const Cells second = {TermId(2), TermId(3)};
    BindingSet rows(2);
    EXPECT_TRUE(rows.empty());
    rows.add(first);
    rows.add(second);
    rows.add(first);
    EXPECT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows.width(), 2U);
    EXPECT_EQ(cells(rows.row(0)), first);
    EXPECT_EQ(cells(rows.row(1)), second);
    EXPECT_EQ(cells(rows.row(2)), first);
}

TEST(BindingSet, HasRowsEvenWithoutVariables) {
    BindingSet rows;
    EXPECT_TRUE(rows.empty());
    rows.add({});
    rows.add({});
    EXPECT_EQ(rows.size(), 2U);
    EXPECT_TRUE(rows.row(1).empty());
    EXPECT_EQ(distinct(rows, Equality::by_term()).size(), 1U);
}

TEST(BindingSet, AppendsAnother) {
    BindingSet rows(1);
    rows.add(Cells{TermId(1)});
    BindingSet more(1);
    more.add(Cells{TermId(2)});
    more.add(Cells{TermId(3)});
    rows.append(more);
    rows.append(BindingSet(1));
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows.row(2)[0], TermId(3));
    EXPECT_EQ(more.size(), 2U);
}

TEST(Equality, ByTermKeepsEveryFormApart) {
    Dictionary terms;
    const TermId one = intern(terms, "1");
    const TermId other_one = intern(terms, "1.0");
    EXPECT_TRUE(Equality::by_term().equal(one, one));
    EXPECT_FALSE(Equality::by_term().equal(one, other_one));
}

TEST(Equality, ByValueJoinsTheFormsOfAValue) {
    Dictionary terms;
    const Equality by_value = Equality::by_value(terms);
    EXPECT_TRUE(by_value.equal(intern(terms, "1.0"), intern(terms, "01")));
    EXPECT_TRUE(by_value.equal(intern(terms, "\"a\"@EN"), intern(terms, "\"a\"@en")));
    EXPECT_FALSE(by_value.equal(intern(terms, "1"), intern(terms, "1e0")));
    EXPECT_FALSE(by_value.equal(intern(terms, "1"), intern(terms, "\"1\"")));
    EXPECT_EQ(by_value.key(intern(terms, "1.0")), by_value.key(intern(terms, "\"1\"^^xsd:byte")));
}

TEST(Equality, OfAnUnboundCellIsUnbound) {
    const Dictionary terms;
    EXPECT_FALSE(Equality::by_term().key(TermId()).is_bound());
    EXPECT_FALSE(Equality::by_value(terms).key(TermId()).is_bound());
}

TEST(RowSet, KeepsTheFirstFormOfARow) {
    Dictionary terms;
    const Cells first = {intern(terms, "01"), TermId()};
    const Cells same = {intern(terms, "1.0"), TermId()};
    const Cells other = {intern(terms, "01"), intern(terms, "2")};
    RowSet rows(2, Equality::by_value(terms));
    EXPECT_FALSE(rows.contains(first));
    EXPECT_TRUE(rows.insert(first));
    EXPECT_FALSE(rows.insert(same));
    EXPECT_TRUE(rows.contains(same));
    EXPECT_FALSE(rows.contains(other));
    EXPECT_TRUE(rows.insert(other));
    ASSERT_EQ(rows.rows().size(), 2U);
    EXPECT_EQ(cells(rows.rows().row(0)), first);
    EXPECT_EQ(std::move(rows).rows().size(), 2U);
}

TEST(RowSet, TellsRowsApartByTheirColumns) {
    RowSet rows(2, Equality::by_term());
    EXPECT_TRUE(rows.insert(Cells{TermId(1), TermId(2)}));
    EXPECT_TRUE(rows.insert(Cells{TermId(2), TermId(1)}));
    EXPECT_TRUE(rows.insert(Cells{TermId(1), TermId()}));
    EXPECT_TRUE(rows.insert(Cells{TermId(), TermId(1)}));
    EXPECT_FALSE(rows.insert(Cells{TermId(1), TermId()}));
}

TEST(RowSet, AgreesWithAnOrderedSet) {
    std::mt19937_64 random(1);
    RowSet rows(3, Equality::by_term());
    std::set<Cells> expected;
    for (int i = 0; i < 50'000; ++i) {
        const Cells row = {TermId(random() % 30), TermId(random() % 30), TermId(random() % 30)};
        ASSERT_EQ(rows.contains(row), expected.contains(row));
        ASSERT_EQ(rows.insert(row), expected.insert(row).second);
    }
    EXPECT_EQ(rows.rows().size(), expected.size());
}

/// As long as rows come in ascending order none is hashed; then all are.
TEST(RowSet, AgreesWithAnOrderedSetWhateverTheOrder) {
    std::mt19937_64 random(2);
    for (int round = 0; round < 300; ++round) {
        RowSet rows(2, Equality::by_term());
        std::set<Cells> expected;
        const std::size_t ascending = random() % 60;
        for (std::size_t i = 0; i < 80; ++i) {
            const Cells row = i < ascending ? Cells{TermId(1 + i / 10), TermId(i / 2 % 5)}
                                            : Cells{TermId(random() % 8), TermId(random() % 6)};
            const Cells other = {TermId(random() % 8), TermId(random() % 6)};
            ASSERT_EQ(rows.contains(other), expected.contains(other));
            const auto place = rows.place(row);
            ASSERT_EQ(place.is_new, expected.insert(row).second);
            ASSERT_EQ(cells(rows.rows().row(place.number)), row);
            ASSERT_TRUE(rows.contains(row));
        }
        ASSERT_EQ(rows.rows().size(), expected.size());
    }
}

TEST(RowSet, KnowsEqualRowsInAscendingOrderByTheirValues) {
    Dictionary terms;
    RowSet rows(1, Equality::by_value(terms));
    EXPECT_TRUE(rows.insert(Cells{intern(terms, "1")}));
    EXPECT_FALSE(rows.insert(Cells{intern(terms, "1.0")}));
    EXPECT_TRUE(rows.insert(Cells{intern(terms, "2")}));
    EXPECT_TRUE(rows.insert(Cells{intern(terms, "3.5")}));
    EXPECT_TRUE(rows.contains(Cells{intern(terms, "01.0")}));
    EXPECT_FALSE(rows.insert(Cells{intern(terms, "2.00")}));
    EXPECT_TRUE(rows.contains(Cells{intern(terms, "3.50")}));
    EXPECT_EQ(rows.rows().size(), 3U);
}

TEST(BindingSet, KeepsRowsOfItsOwn) {
    BindingSet rows(2);
    for (std::uint64_t i = 0; i < 6; ++i) {
        rows.add(Cells{TermId(i), TermId(10 + i)});
    }
    rows.keep_if([](BindingSet::Row row) { return row[0].bits() % 2 == 1; });
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(cells(rows.row(0)), (Cells{TermId(1), TermId(11)}));
    EXPECT_EQ(cells(rows.row(2)), (Cells{TermId(5), TermId(15)}));
    rows.add(Cells{TermId(7), TermId(17)});
    EXPECT_EQ(cells(rows.row(3)), (Cells{TermId(7), TermId(17)}));
    rows.keep_if([](BindingSet::Row) { return false; });
    EXPECT_TRUE(rows.empty());
}

TEST(Distinct, KeepsEachRowOnce) {
    Dictionary terms;
    BindingSet rows(1);
    for (const char* text : {"1", "2", "01", "1", "<urn:x>", "2.0"}) {
        rows.add(Cells{intern(terms, text)});
    }
    EXPECT_EQ(distinct(rows, Equality::by_term()).size(), 5U);
    const BindingSet values = distinct(rows, Equality::by_value(terms));
    ASSERT_EQ(values.size(), 3U);
    EXPECT_EQ(rdf::to_text(terms.term(values.row(0)[0])), "\"1\"^^<http://www.w3.org/2001/XMLSchema#integer>");
    EXPECT_EQ(distinct(BindingSet(1), Equality::by_term()).size(), 0U);
}

}  // namespace
}  // namespace gridlore::pattern
