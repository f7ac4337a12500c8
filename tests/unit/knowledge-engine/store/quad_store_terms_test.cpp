// What both stores promise of terms: identity, value, ranges.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "knowledge-engine/pattern/range.h"
#include "knowledge-engine/rdf/value.h"
#include "tests/unit/knowledge-engine/store/backends.h"

namespace gridlore::store {
namespace {

using rdf::Term;
using rdf::TermId;

class QuadStoreTerms : public QuadStoreTest {
  protected:
    std::vector<TermId> add(const std::vector<Term>& terms) {
        std::vector<TermId> ids;
        write([&](WriteTransaction& transaction) -> Result<void> {
            ids.clear();
            for (const Term& term : terms) {
                ids.push_back(transaction.add_term(term).value());
            }
            return {};
        });
        return ids;
    }
};

INSTANTIATE_TEST_SUITE_P(Backends, QuadStoreTerms, testing::ValuesIn(backends()), name_of);

/// Each a term of its own, however alike.
std::vector<Term> odd_terms() {
    std::vector<Term> terms = {
        iri("a"),
        Term::iri("relative"),
        Term::iri(""),
        Term::iri("urn:x:" + std::string(10'000, 'y')),
        Term::iri("urn:x:" + std::string(10'000, 'y') + "z"),
        Term::iri("http://ö.example/日本?q=1#f"),
        Term::blank_node("a"),
        Term::blank_node("b0"),
        Term::string(""),
        Term::string("a"),
        Term::string("urn:x:a"),
        Term::string(std::string("nul\0inside", 10)),
        Term::string(std::string("nul\0other", 9)),
        Term::string(std::string(100'000, 'x')),
        Term::string("line\nbreak \"quotes\" \\ \t"),
        Term::language_string("a", "en"),
        Term::language_string("a", "en-GB"),
        Term::language_string("a", "de-DE-1996-x-a-very-long-private-use-tag"),
        Term::language_string("a", "de-DE-1996-x-a-very-long-private-use-tags"),
        Term::literal("a", "urn:x:type"),
        Term::literal("a", "relative-type"),
        Term::literal("a", "urn:x:" + std::string(10'000, 't')),
    };
    for (const char* text : {"0",    "5",   "05", "+5",   "-0",    "5.0", "5.00", "123456789012345678901234567890",
                             "True", "x",   "1",  "true", "1e400", "NaN", "INF",  "-INF",
                             "5e0",  "0.1", " 5", ""}) {
        for (const char* type : {"integer", "int", "decimal", "double", "float", "boolean", "string", "byte"}) {
            terms.push_back(typed(text, type));
        }
    }
    for (const char* text :
         {"2024-02-29T12:00:00Z", "2024-02-29T12:00:00+00:00", "2024-02-29T13:00:00+01:00", "2024-02-29T12:00:00",
          "2024-02-29T12:00:00.000Z", "2024-02-29T12:00:00.1234567890123Z", "2024-02-28T24:00:00Z",
          "2024-02-29T00:00:00Z", "-0001-01-01T00:00:00Z", "40000-01-01T00:00:00Z", "2023-02-29T12:00:00Z",
          "2024-02-29", "2024-02-29Z", "12:00:00", "12:00:00Z", "24:00:00"}) {
        for (const char* type : {"dateTime", "dateTimeStamp", "date", "time"}) {
            terms.push_back(typed(text, type));
        }
    }
    std::ranges::sort(terms);
    terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
    return terms;
}

TEST_P(QuadStoreTerms, OfEveryKindAreFoundAndComeBackAsTheyWere) {
    const auto terms = odd_terms();
    const auto ids = add(terms);
    EXPECT_EQ(std::set<TermId>(ids.begin(), ids.end()).size(), terms.size());
    auto reading = snapshot();
    for (std::size_t i = 0; i < terms.size(); ++i) {
        SCOPED_TRACE(terms[i].text.substr(0, 80) + " ^^ " + terms[i].datatype.substr(0, 80));
        EXPECT_EQ(reading->term(ids[i]).value(), terms[i]);
        EXPECT_EQ(reading->find(terms[i]).value(), ids[i]);
    }
    reading.reset();
    EXPECT_EQ(add(terms), ids);
}

TEST_P(QuadStoreTerms, ThatWereNeverAddedAreNotFoundUnlessTheyAreInline) {
    add({iri("here")});
    const auto reading = snapshot();
    EXPECT_EQ(reading->find(iri("not here")).value(), std::nullopt);
    EXPECT_EQ(reading->find(Term::string("urn:x:here")).value(), std::nullopt);
    EXPECT_NE(reading->find(typed("5", "integer")).value(), std::nullopt);
}

TEST_P(QuadStoreTerms, HaveOneValueExactlyIfTheirCanonicalTermsAreOne) {
    const auto terms = odd_terms();
    const auto ids = add(terms);
    const auto reading = snapshot();
    std::vector<TermId> values;
    std::vector<Term> canonical;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        values.push_back(reading->value(ids[i]).value());
        canonical.push_back(rdf::canonical_value(terms[i]).value_or(terms[i]));
        EXPECT_EQ(reading->term(values[i]).value(), canonical[i]) << terms[i].text;
        EXPECT_EQ(!ids[i].is_inline() && values[i] != ids[i],
                  (ids[i].bits() & TermId::alias_bit) != 0 && !ids[i].is_inline());
    }
    for (std::size_t i = 0; i < terms.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            EXPECT_EQ(values[i] == values[j], canonical[i] == canonical[j]) << terms[i].text << " " << terms[j].text;
        }
    }
}

bool holds(const ValueIds& found, TermId id) {
    return std::ranges::any_of(found.intervals, [&](const rdf::IdInterval& one) { return one.contains(id); }) ||
           std::ranges::binary_search(found.ids, id);
}

TEST_P(QuadStoreTerms, AreFoundByValue) {
    const auto terms = odd_terms();
    const auto ids = add(terms);
    const auto reading = snapshot();
    for (const Term& wanted : terms) {
        const ValueIds found = reading->equal_to(wanted).value();
        EXPECT_TRUE(std::ranges::is_sorted(found.ids));
        const Term canonical = rdf::canonical_value(wanted).value_or(wanted);
        for (std::size_t i = 0; i < terms.size(); ++i) {
            EXPECT_EQ(holds(found, ids[i]), rdf::canonical_value(terms[i]).value_or(terms[i]) == canonical)
                << wanted.text << " " << terms[i].text;
        }
    }
}

TEST_P(QuadStoreTerms, ThatNoQuadHasAreFoundByValueAsWell) {
    const auto ids = add({typed("007", "integer")});
    const auto reading = snapshot();
    EXPECT_TRUE(holds(reading->equal_to(typed("7.0", "decimal")).value(), ids[0]));
    EXPECT_FALSE(holds(reading->equal_to(typed("7.0", "double")).value(), ids[0]));
    EXPECT_TRUE(reading->equal_to(iri("nowhere")).value().empty());
}

TEST_P(QuadStoreTerms, AreFoundByRange) {
    const auto terms = odd_terms();
    const auto ids = add(terms);
    const auto reading = snapshot();
    std::mt19937 random(11);
    for (int round = 0; round < 2000; ++round) {
        pattern::Range range;
        if (random() % 4 != 0) {
            range.from = terms[random() % terms.size()];
        }
        if (!range.from || random() % 2 == 0) {
            range.until = terms[random() % terms.size()];
        }
        const auto found = reading->within(range, 1000);
        ASSERT_TRUE(found) << found.error().message;
        EXPECT_TRUE(std::ranges::is_sorted(found->ids));
        for (std::size_t i = 0; i < terms.size(); ++i) {
            ASSERT_EQ(holds(*found, ids[i]), pattern::is_within(terms[i], range))
                << (range.from ? range.from->text + "^^" + range.from->datatype : "-") << " "
                << (range.until ? range.until->text + "^^" + range.until->datatype : "-") << " has " << terms[i].text
                << "^^" << terms[i].datatype;
        }
    }
}

std::string random_number(std::mt19937& random) {
    std::string text = random() % 3 == 0 ? "-" : "";
    for (std::size_t i = 0, digits = 1 + random() % 20; i < digits; ++i) {
        text += static_cast<char>('0' + random() % 10);
    }
    if (random() % 2 == 0) {
        text += ".";
        for (std::size_t i = 0, digits = 1 + random() % 9; i < digits; ++i) {
            text += static_cast<char>('0' + random() % 10);
        }
    }
    return text;
}

TEST_P(QuadStoreTerms, ThatAreRandomNumbersAreFoundByRangeAndValue) {
    std::mt19937 random(12);
    std::vector<Term> terms;
    for (int i = 0; i < 300; ++i) {
        terms.push_back(typed(random_number(random), random() % 2 == 0 ? "decimal" : "double"));
    }
    const auto ids = add(terms);
    const auto reading = snapshot();
    for (int round = 0; round < 300; ++round) {
        const pattern::Range range{typed(random_number(random), "decimal"), typed(random_number(random), "double")};
        const ValueIds found = reading->within(range, 1000).value();
        for (std::size_t i = 0; i < terms.size(); ++i) {
            ASSERT_EQ(holds(found, ids[i]), pattern::is_within(terms[i], range)) << terms[i].text;
        }
    }
}

TEST_P(QuadStoreTerms, OfARangeAreLimited) {
    std::vector<Term> terms;
    for (int i = 0; i < 20; ++i) {
        terms.push_back(Term::string("text " + std::to_string(i)));
    }
    add(terms);
    const auto reading = snapshot();
    const pattern::Range range{Term::string("text"), {}};
    EXPECT_EQ(reading->within(range, 20).value().ids.size(), 20);
    const auto refused = reading->within(range, 19);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::LimitExceeded);
}

TEST_P(QuadStoreTerms, ThatAreNewBlankNodesAreNoneThatWereThere) {
    std::vector<Term> labels;
    for (int i = 0; i < 300; ++i) {
        for (const char* letter : {"b", "m", "n", "x", "g"}) {
            labels.push_back(Term::blank_node(letter + std::to_string(i)));
        }
    }
    const auto ids = add(labels);
    std::set<TermId> seen(ids.begin(), ids.end());
    write([&](WriteTransaction& transaction) -> Result<void> {
        for (int i = 0; i < 300; ++i) {
            const TermId node = transaction.add_blank_node().value();
            EXPECT_TRUE(seen.insert(node).second);
            EXPECT_TRUE(transaction.view().term(node).value().is_blank_node());
        }
        return {};
    });
}

}  // namespace
}  // namespace gridlore::store
