#include "knowledge-engine/pattern/join_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace gridlore::pattern {
namespace {

using rdf::TermId;
using Cells = std::vector<TermId>;
using Rows = std::vector<Cells>;

constexpr std::size_t no_patience_needed = 1'000'000;

/// Two numbers and more, 0 for an unbound cell.
Cells cells(std::initializer_list<std::uint64_t> numbers) {
    Cells row;
    for (const std::uint64_t number : numbers) {
        row.emplace_back(number);
    }
    return row;
}

Rows joined(const JoinTable& table, const Cells& left) {
    Rows found;
    JoinTable::Matches matches = table.matches(left);
    std::size_t patience = no_patience_needed;
    while (matches.next(patience)) {
        found.push_back(left);
        matches.merge_into(found.back());
    }
    std::ranges::sort(found);
    return found;
}

TEST(JoinTable, FindsRowsByTheirKeys) {
    JoinTable table({{0}, {}, {1}});
    table.add(cells({1, 7}));
    table.add(cells({1, 8}));
    table.add(cells({2, 9}));
    EXPECT_EQ(joined(table, cells({1, 0})), (Rows{cells({1, 7}), cells({1, 8})}));
    EXPECT_EQ(joined(table, cells({3, 0})), Rows{});
}

TEST(JoinTable, TakesAnUnboundCellForAnyValue) {
    JoinTable table({{}, {0, 1}, {}});
    table.add(cells({1, 0}));
    table.add(cells({0, 2}));
    table.add(cells({3, 3}));
    EXPECT_EQ(joined(table, cells({1, 0})), (Rows{cells({1, 0}), cells({1, 2})}));
    EXPECT_EQ(joined(table, cells({0, 0})), (Rows{cells({0, 2}), cells({1, 0}), cells({3, 3})}));
}

TEST(JoinTable, TellsWhetherBothSidesBindAColumn) {
    JoinTable table({{}, {0, 1}, {}});
    table.add(cells({1, 0}));
    const Cells sharing = cells({1, 5});
    const Cells apart = cells({0, 5});
    std::size_t patience = no_patience_needed;
    JoinTable::Matches matches = table.matches(sharing);
    ASSERT_TRUE(matches.next(patience));
    EXPECT_TRUE(matches.overlaps({0, 1}));
    matches = table.matches(apart);
    ASSERT_TRUE(matches.next(patience));
    EXPECT_FALSE(matches.overlaps({0, 1}));
}

TEST(JoinTable, StopsWhenPatienceEndsAndGoesOn) {
    JoinTable table({{}, {0}, {}});
    for (std::uint64_t i = 1; i <= 5; ++i) {
        table.add(cells({i}));
    }
    const Cells left = cells({1});
    JoinTable::Matches matches = table.matches(left);
    std::size_t found = 0;
    std::size_t asked = 0;
    do {
        std::size_t patience = 2;
        while (matches.next(patience)) {
            ++found;
        }
        ++asked;
    } while (matches.is_undecided());
    EXPECT_EQ(found, 1U);
    EXPECT_EQ(asked, 3U);
}

TEST(JoinTable, ClearedIsEmpty) {
    JoinTable table({{0}, {}, {}});
    table.add(cells({1}));
    table.clear();
    EXPECT_EQ(table.size(), 0U);
    EXPECT_EQ(joined(table, cells({1})), Rows{});
    table.add(cells({1}));
    EXPECT_EQ(joined(table, cells({1})).size(), 1U);
}

TEST(JoinTable, JoinsAsComparingEveryPairDoes) {
    std::mt19937 random(11);
    const auto number = [&](std::uint64_t least) {
        return std::uniform_int_distribution<std::uint64_t>(least, 4)(random);
    };
    for (int round = 0; round < 200; ++round) {
        JoinTable table({{0}, {1, 2}, {3}});
        Rows right;
        for (std::uint64_t i = number(0) * 8; i != 0; --i) {
            right.push_back(cells({number(1), number(0), number(0), number(0)}));
            table.add(right.back());
        }
        const Cells left = cells({number(1), number(0), number(0), 0});
        Rows expected;
        for (const Cells& other : right) {
            Cells merged = left;
            bool agrees = true;
            for (std::size_t c = 0; c < left.size(); ++c) {
                agrees = agrees && (!left[c].is_bound() || !other[c].is_bound() || left[c] == other[c]);
                merged[c] = left[c].is_bound() ? left[c] : other[c];
            }
            if (agrees) {
                expected.push_back(std::move(merged));
            }
        }
        std::ranges::sort(expected);
        EXPECT_EQ(joined(table, left), expected) << "round " << round;
    }
}

}  // namespace
}  // namespace gridlore::pattern
