#include "knowledge-engine/pattern/join.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>

#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::pattern {
namespace {

using rdf::Dictionary;
using rdf::TermId;

using Cells = std::vector<TermId>;
constexpr std::size_t no_limit = 1'000'000;

/// Tables as text: cells of a row by spaces, `-` for an unbound one.
class Tables {
  public:
    BindingSet table(std::size_t width, const std::vector<std::string>& rows) {
        BindingSet result(width);
        for (const std::string& text : rows) {
            std::istringstream in(text);
            Cells row;
            for (std::string cell; in >> cell;) {
                row.push_back(cell == "-" ? TermId() : terms_.intern(*rdf::parse_term(cell)));
            }
            EXPECT_EQ(row.size(), width) << text;
            result.add(row);
        }
        return result;
    }

    /// Sorted, since order means nothing.
    std::vector<std::string> text_of(const BindingSet& rows) const {
        std::vector<std::string> result;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            std::string text;
            for (const TermId id : rows.row(i)) {
                text += (text.empty() ? "" : " ") + (id.is_bound() ? rdf::to_short_text(terms_.term(id)) : "-");
            }
            result.push_back(std::move(text));
        }
        std::ranges::sort(result);
        return result;
    }

    std::vector<std::string> joined(const BindingSet& a, const BindingSet& b, bool by_value) {
        const auto result = join(a, b, by_value ? Equality::by_value(terms_) : Equality::by_term(), no_limit);
        EXPECT_TRUE(result.has_value());
        return text_of(*result);
    }

    Dictionary& terms() { return terms_; }

  private:
    Dictionary terms_;
};

using Rows = std::vector<std::string>;

TEST(Join, PairsRowsThatAgreeOnWhatTheyShare) {
    Tables t;
    const BindingSet a = t.table(3, {"1 2 -", "1 3 -", "2 2 -"});
    const BindingSet b = t.table(3, {"- 2 7", "- 2 8", "- 4 9"});
    EXPECT_EQ(t.joined(a, b, false), (Rows{"1 2 7", "1 2 8", "2 2 7", "2 2 8"}));
}

TEST(Join, OfTablesThatShareNothingIsEveryPair) {
    Tables t;
    EXPECT_EQ(t.joined(t.table(2, {"1 -", "2 -"}), t.table(2, {"- 3", "- 4"}), true),
              (Rows{"1 3", "1 4", "2 3", "2 4"}));
}

TEST(Join, WithNothingIsNothing) {
    Tables t;
    const BindingSet rows = t.table(2, {"1 2"});
    EXPECT_EQ(t.joined(rows, BindingSet(2), true), Rows{});
    EXPECT_EQ(t.joined(BindingSet(2), rows, true), Rows{});
}

TEST(Join, WithARowThatRestrictsNothingChangesNothing) {
    Tables t;
    EXPECT_EQ(t.joined(t.table(2, {"- -"}), t.table(2, {"1 2", "3 4"}), true), (Rows{"1 2", "3 4"}));
    EXPECT_EQ(t.joined(t.table(2, {"1 2", "3 4"}), t.table(2, {"- -"}), true), (Rows{"1 2", "3 4"}));
}

TEST(Join, ByTermKeepsFormsOfAValueApart) {
    Tables t;
    const BindingSet a = t.table(2, {"1 <urn:a>", "01 <urn:b>"});
    const BindingSet b = t.table(2, {"1 -", "1.0 -"});
    EXPECT_EQ(t.joined(a, b, false), (Rows{"1 <urn:a>"}));
}

TEST(Join, ByValueKeepsTheFormOfTheFirst) {
    Tables t;
    const BindingSet a = t.table(2, {"01 -"});
    const BindingSet b = t.table(2, {"1.0 <urn:b>", "1e0 <urn:c>"});
    EXPECT_EQ(t.joined(a, b, true), (Rows{"01 <urn:b>"}));
    EXPECT_EQ(t.joined(b, a, true), (Rows{"1.0 <urn:b>"}));
}

TEST(Join, OfTablesWithoutVariablesCountsRows) {
    BindingSet two;
    two.add({});
    two.add({});
    const auto joined = join(two, two, Equality::by_term(), no_limit);
    ASSERT_TRUE(joined);
    EXPECT_EQ(joined->size(), 4U);
}

TEST(Join, GivesUpBehindItsLimit) {
    Tables t;
    const BindingSet a = t.table(2, {"1 -", "2 -"});
    const BindingSet b = t.table(2, {"- 3", "- 4"});
    EXPECT_TRUE(join(a, b, Equality::by_term(), 4));
    EXPECT_FALSE(join(a, b, Equality::by_term(), 3));
    EXPECT_FALSE(join(a, b, Equality::by_term(), 0));
    EXPECT_TRUE(join(a, BindingSet(2), Equality::by_term(), 0));
}

TEST(Join, IsLinearInManyRowsOfOneValueEach) {
    Dictionary terms;
    BindingSet a(2);
    BindingSet b(2);
    for (int i = 0; i < 75'000; ++i) {
        const TermId id = terms.intern(rdf::Term::iri("urn:" + std::to_string(i)));
        a.add(Cells{id, TermId()});
        b.add(Cells{id, id});
    }
    const auto joined = join(a, b, Equality::by_value(terms), no_limit);
    ASSERT_TRUE(joined);
    EXPECT_EQ(joined->size(), 75'000U);
}

/// Rows over few terms, in which the same value has several forms.
class RandomTables {
  public:
    explicit RandomTables(std::uint64_t seed) : random_(seed) {
        for (const char* text : {"1", "01", "1.0", "2", "\"2\"^^xsd:int", "<urn:x>", "\"a\"@en", "1e0"}) {
            ids_.push_back(terms_.intern(*rdf::parse_term(text)));
        }
    }

    std::size_t below(std::size_t bound) { return random_() % bound; }

    /// In every row the same variables are bound.
    BindingSet rectangular(std::size_t width, std::size_t rows) {
        const std::uint64_t bound = random_();
        return table(width, rows, [&] { return bound; });
    }
    BindingSet ragged(std::size_t width, std::size_t rows) {
        return table(width, rows, [&] { return random_(); });
    }

    Equality equality() { return below(2) == 0 ? Equality::by_term() : Equality::by_value(terms_); }

  private:
    template <typename Mask>
    BindingSet table(std::size_t width, std::size_t rows, Mask mask) {
        BindingSet result(width);
        for (std::size_t i = 0; i < rows; ++i) {
            const std::uint64_t bound = mask();
            Cells row(width);
            for (std::size_t v = 0; v < width; ++v) {
                row[v] = (bound >> v & 1) != 0 ? ids_[below(ids_.size())] : TermId();
            }
            result.add(row);
        }
        return result;
    }

    std::mt19937_64 random_;
    Dictionary terms_;
    std::vector<TermId> ids_;
};

bool agree(BindingSet::Row a, BindingSet::Row b, Equality equality) {
    for (std::size_t v = 0; v < a.size(); ++v) {
        if (a[v].is_bound() && b[v].is_bound() && !equality.equal(a[v], b[v])) {
            return false;
        }
    }
    return true;
}

std::vector<Cells> nested_loop_join(const BindingSet& a, const BindingSet& b, Equality equality) {
    std::vector<Cells> joined;
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < b.size(); ++j) {
            if (!agree(a.row(i), b.row(j), equality)) {
                continue;
            }
            Cells row(a.row(i).begin(), a.row(i).end());
            for (std::size_t v = 0; v < row.size(); ++v) {
                row[v] = row[v].is_bound() ? row[v] : b.row(j)[v];
            }
            joined.push_back(std::move(row));
        }
    }
    std::ranges::sort(joined);
    return joined;
}

std::vector<Cells> sorted_rows(const BindingSet& rows) {
    std::vector<Cells> result;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        result.emplace_back(rows.row(i).begin(), rows.row(i).end());
    }
    std::ranges::sort(result);
    return result;
}

TEST(Join, AgreesWithNestedLoops) {
    RandomTables random(7);
    for (int i = 0; i < 3'000; ++i) {
        const std::size_t width = random.below(5);
        const BindingSet a = random.rectangular(width, random.below(12));
        const BindingSet b = random.rectangular(width, random.below(12));
        const Equality equality = random.equality();
        const std::vector<Cells> expected = nested_loop_join(a, b, equality);
        const auto joined = join(a, b, equality, expected.size());
        ASSERT_TRUE(joined);
        ASSERT_EQ(sorted_rows(*joined), expected);
        if (!expected.empty()) {
            ASSERT_FALSE(join(a, b, equality, expected.size() - 1));
        }
    }
}

TEST(Agreement, AgreesWithNestedLoops) {
    RandomTables random(11);
    for (int i = 0; i < 3'000; ++i) {
        const std::size_t width = random.below(5);
        const BindingSet bindings = random.ragged(width, random.below(8));
        const BindingSet rows = random.ragged(width, 8);
        const Equality equality = random.equality();
        const Agreement agreement(bindings, equality);
        for (std::size_t r = 0; r < rows.size(); ++r) {
            bool expected = false;
            for (std::size_t j = 0; j < bindings.size(); ++j) {
                expected = expected || agree(rows.row(r), bindings.row(j), equality);
            }
            ASSERT_EQ(agreement.contains(rows.row(r)), expected);
        }
    }
}

TEST(Agreement, OfNoBindingsHasNothing) {
    const BindingSet none(1);
    const Agreement agreement(none, Equality::by_term());
    EXPECT_FALSE(agreement.contains(Cells{TermId(1)}));
    EXPECT_FALSE(agreement.contains(Cells{TermId()}));
}

TEST(Agreement, OfABindingThatRestrictsNothingHasEverything) {
    Tables t;
    const BindingSet bindings = t.table(2, {"1 2", "- -", "3 -"});
    const Agreement agreement(bindings, Equality::by_value(t.terms()));
    const BindingSet rows = t.table(2, {"8 9", "- -", "1 9"});
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_TRUE(agreement.contains(rows.row(i)));
    }
}

TEST(Agreement, ComparesByValue) {
    Tables t;
    const BindingSet bindings = t.table(2, {"1.0 -", "- <urn:b>"});
    const Agreement agreement(bindings, Equality::by_value(t.terms()));
    const BindingSet agreeing = t.table(2, {"01 <urn:x>", "5 <urn:b>", "- <urn:x>"});
    for (std::size_t i = 0; i < agreeing.size(); ++i) {
        EXPECT_TRUE(agreement.contains(agreeing.row(i))) << i;
    }
    EXPECT_FALSE(agreement.contains(t.table(2, {"1e0 <urn:c>"}).row(0)));
}

}  // namespace
}  // namespace gridlore::pattern
