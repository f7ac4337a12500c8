#include "knowledge-engine/query/expression/ordering.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/unit/knowledge-engine/query/expression/workbench.h"

namespace gridlore::query {
namespace {

/// Terms of every kind, many of them equal by value to another.
std::vector<std::string> many_terms() {
    std::vector<std::string> texts = {"_:a",
                                      "_:b",
                                      "<http://e/a>",
                                      "<http://e/b>",
                                      "<http://e/aa>",
                                      "true",
                                      "false",
                                      "\"1\"^^xsd:boolean",
                                      "\"a\"",
                                      "\"b\"",
                                      "\"\"",
                                      "\"a\"@en",
                                      "\"a\"@fr",
                                      "\"b\"@en",
                                      "\"x\"^^<http://e/t>",
                                      "\"x\"^^<http://e/u>",
                                      "\"x\"^^xsd:integer",
                                      "\"10:00:00\"^^xsd:time",
                                      "\"NaN\"^^xsd:double",
                                      "\"NaN\"^^xsd:float"};
    for (const char* number : {"1", "1.0", "01", "-1", "0", "0.1", "16777217", "16777216", "9007199254740993",
                               "9007199254740992", "123456789012345678901234567890", "0.30000000000000004"}) {
        for (const char* type : {"integer", "decimal", "float", "double", "int"}) {
            texts.push_back("\"" + std::string(number) + "\"^^xsd:" + type);
        }
    }
    for (const char* time : {"2020-01-01T00:00:00", "2020-01-01T05:00:00", "2020-01-01T00:00:00.5",
                             "2020-01-01T00:00:00.123456789", "2019-12-31T24:00:00"}) {
        for (const char* zone : {"", "Z", "+00:00", "+05:00", "-14:00"}) {
            texts.push_back("\"" + std::string(time) + zone + "\"^^xsd:dateTime");
            texts.push_back("\"" + std::string(time).substr(0, 10) + zone + "\"^^xsd:date");
        }
    }
    return texts;
}

TEST(Ordering, IsATotalOrderOfTerms) {
    Workbench bench;
    std::vector<SortKey> keys = {SortKey(rdf::TermId(), bench.terms)};
    for (const std::string& text : many_terms()) {
        keys.emplace_back(bench.terms.intern(term_of(text)), bench.terms);
    }
    for (const SortKey& a : keys) {
        for (const SortKey& b : keys) {
            ASSERT_EQ(a <=> b, 0 <=> (b <=> a));
            ASSERT_EQ(a == b, a.value().known_id() == b.value().known_id());
            for (const SortKey& c : keys) {
                ASSERT_FALSE(a < b && b < c && !(a < c))
                    << bench.text(a.value().known_id()) << " " << bench.text(b.value().known_id()) << " "
                    << bench.text(c.value().known_id());
            }
        }
    }
}

TEST(Ordering, AgreesWithLessThan) {
    Workbench bench;
    std::vector<Value> values;
    for (const std::string& text : many_terms()) {
        values.push_back(Value::of(bench.terms.intern(term_of(text)), bench.terms));
    }
    std::size_t comparable = 0;
    for (const Value& a : values) {
        for (const Value& b : values) {
            const auto order = compare(a, b);
            if (order && *order < 0) {
                ++comparable;
                EXPECT_TRUE(SortKey(a, bench.terms) < SortKey(b, bench.terms));
            }
        }
    }
    EXPECT_GT(comparable, 500U);
}

TEST(Ordering, PutsKindsInTheOrderOfTheSpecification) {
    Workbench bench;
    const std::vector<std::string_view> sorted = {"_:b",
                                                  "<http://e/a>",
                                                  "<http://e/b>",
                                                  "-1",
                                                  "1",
                                                  "1.5",
                                                  "\"2\"^^xsd:double",
                                                  "10",
                                                  "\"A\"",
                                                  "\"a\"",
                                                  "\"a\"@de",
                                                  "\"a\"@en",
                                                  "false",
                                                  "true",
                                                  "\"2020-01-01T00:00:00Z\"^^xsd:dateTime",
                                                  "\"2020-01-02T00:00:00\"^^xsd:dateTime",
                                                  "\"2019-01-01\"^^xsd:date",
                                                  "\"x\"^^<http://e/t>"};
    std::vector<rdf::TermId> ids = {rdf::TermId()};
    for (const auto text : sorted) {
        ids.push_back(bench.terms.intern(term_of(text)));
    }
    std::vector<rdf::TermId> shuffled = ids;
    std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(3));
    std::sort(shuffled.begin(), shuffled.end(),
              [&](rdf::TermId a, rdf::TermId b) { return compare_terms(a, b, bench.terms) < 0; });
    EXPECT_EQ(shuffled, ids);
}

TEST(Ordering, ComparesComputedNumbersWithStoredOnes) {
    Workbench bench;
    const SortKey computed(Value::of(Number::integer(7)), bench.terms);
    EXPECT_EQ(computed, SortKey(bench.terms.intern(term_of("7")), bench.terms));
    const auto great = *multiply(Number::integer(INT64_MAX), Number::integer(10));
    const SortKey local(Value::of(great), bench.terms);
    EXPECT_EQ(local, SortKey(bench.terms.intern(great.term()), bench.terms));
    EXPECT_GT(local, SortKey(bench.terms.intern(term_of("\"92233720368547758070\"^^xsd:decimal")), bench.terms));
}

}  // namespace
}  // namespace gridlore::query
