#include "knowledge-engine/pattern/term_table.h"

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <utility>

namespace gridlore::pattern {
namespace {

using rdf::Term;

const TermRows some_rows = {{{"a", Term::iri("urn:1")}, {"b", Term::string("x")}},
                            {{"b", Term::string("x")}, {"c", Term::blank_node("n")}},
                            {}};

TEST(TermTable, HasTheRowsItWasMadeOf) {
    const TermTable table(some_rows);
    ASSERT_EQ(table.size(), 3U);
    EXPECT_EQ(table.variables(), (std::vector<std::string>{"a", "b", "c"}));
    EXPECT_EQ(table.to_rows(), some_rows);
    EXPECT_EQ(table.row(0)[1], table.row(1)[1]) << "a term of several rows is there once";
    EXPECT_FALSE(table.row(1)[0].is_bound());
    EXPECT_EQ(column_of(table, "c"), 2U);
    EXPECT_EQ(column_of(table, "d"), table.variables().size());
}

TEST(TermTable, MayBeEmptyOrHaveNoVariables) {
    EXPECT_TRUE(TermTable().empty());
    EXPECT_TRUE(TermTable().to_rows().empty());
    EXPECT_TRUE(TermTable(TermRows{}).empty());
    EXPECT_EQ(TermTable(TermRows(2)).to_rows(), TermRows(2));
}

TEST(TermTable, KeepsItsTermsWhoeverElseHadThem) {
    std::optional<TermTable> copy;
    {
        const auto terms = std::make_shared<rdf::Dictionary>();
        BindingSet rows(1);
        rows.add(std::array{terms->intern(Term::iri("urn:of-somebody-who-is-gone"))});
        const TermTable table(std::make_shared<const std::vector<std::string>>(1, "a"), std::move(rows), terms);
        copy = table;
    }
    EXPECT_EQ(copy->to_rows(), (TermRows{{{"a", Term::iri("urn:of-somebody-who-is-gone")}}}));
}

}  // namespace
}  // namespace gridlore::pattern
