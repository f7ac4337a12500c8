#include "knowledge-engine/rdf/value.h"

#include <gtest/gtest.h>

#include <vector>

#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rdf {
namespace {

Term term(std::string_view text) {
    const auto read = parse_term(text);
    EXPECT_TRUE(read) << text;
    return *read;
}

Term value_of(const Term& term) {
    return canonical_value(term).value_or(term);
}

TEST(Value, IsOneForAllFormsOfAClass) {
    const std::vector<std::vector<const char*>> classes = {
        {"1", "01", "+1", "1.0", "1.", "1.000", "\"1\"^^xsd:int", "\"1\"^^xsd:byte", "\"+01\"^^xsd:unsignedLong",
         "\"1\"^^xsd:positiveInteger", "\"1\"^^xsd:decimal"},
        {"0", "-0", "0.0", "-.0", "\"0\"^^xsd:nonPositiveInteger"},
        {"0.5", ".5", "0.50"},
        {"1e0", "1.0e0", "10e-1", "\"1\"^^xsd:double", "\"01.0E+00\"^^xsd:double"},
        {"\"1\"^^xsd:float", "\"1.0\"^^xsd:float", "\"1e0\"^^xsd:float"},
        {"0e0", "-0e0", "\"1e-999\"^^xsd:double"},
        {"\"INF\"^^xsd:double", "\"+INF\"^^xsd:double", "1e999"},
        {"\"INF\"^^xsd:float", "\"1e39\"^^xsd:float"},
        {"\"-INF\"^^xsd:double", "-1e999"},
        {"\"NaN\"^^xsd:double"},
        {"\"NaN\"^^xsd:float"},
        {"true", "\"1\"^^xsd:boolean"},
        {"false", "\"0\"^^xsd:boolean"},
        {"\"2026-11-21T08:15:30Z\"^^xsd:dateTime", "\"2026-11-21T09:15:30+01:00\"^^xsd:dateTime",
         "\"2026-11-21T08:15:30.0Z\"^^xsd:dateTime", "\"2026-11-21T03:15:30-05:00\"^^xsd:dateTimeStamp"},
        {"\"2026-11-21T08:15:30\"^^xsd:dateTime", "\"2026-11-21T08:15:30.00\"^^xsd:dateTime"},
        {"\"2026-11-22T00:00:00Z\"^^xsd:dateTime", "\"2026-11-21T24:00:00Z\"^^xsd:dateTime"},
        {"\"2024-02-29T00:00:00Z\"^^xsd:dateTime", "\"2024-02-28T24:00:00Z\"^^xsd:dateTime"},
        {"\"1\"", "'1'^^xsd:string", "'''1'''"},
        {"\"a\"@en", "\"a\"@EN"},
        {"\"a\"@en-GB", "\"a\"@en-gb"},
        {"\"1\"@en"},
        {"<urn:1>"},
        {"_:1"},
        {"\"1\"^^<urn:t>"},
        {"\"01\"^^<urn:t>"},
        {"\"x\"^^xsd:integer"},
        {"\"1.0\"^^xsd:integer"},
        {"\" 1\"^^xsd:integer"},
        {"\"128\"^^xsd:byte"},
        {"128", "\"128\"^^xsd:short"},
        {"\"-1\"^^xsd:unsignedInt"},
        {"-1", "\"-1\"^^xsd:negativeInteger"},
        {"\"TRUE\"^^xsd:boolean"},
        {"\"2023-02-29T00:00:00Z\"^^xsd:dateTime"},
        {"\"2026-11-21T08:15:30\"^^xsd:dateTimeStamp"},
        {"\"2026-11-21\"^^xsd:date"},
        {"\"99999-01-01T00:00:00Z\"^^xsd:dateTime"}};
    for (const auto& one : classes) {
        for (const auto& other : classes) {
            for (const char* a : one) {
                for (const char* b : other) {
                    EXPECT_EQ(value_of(term(a)) == value_of(term(b)), &one == &other) << a << " and " << b;
                }
            }
        }
    }
}

TEST(Value, OfACanonicalTermIsTheTermItself) {
    for (const char* text : {"007", "1.50", "12e3", "\"7\"^^xsd:int", "\"7\"^^xsd:float", "\"1\"^^xsd:boolean",
                             "\"2026-11-21T09:15:30+01:00\"^^xsd:dateTime"}) {
        const auto canonical = canonical_value(term(text));
        ASSERT_TRUE(canonical) << text;
        EXPECT_FALSE(canonical_value(*canonical)) << text;
    }
    for (const char* text : {"7", "1.5", "\"1.2E4\"^^xsd:double", "true", "<urn:a>", "\"a\"", "\"a\"@en", "_:b"}) {
        EXPECT_FALSE(canonical_value(term(text))) << text;
    }
}

TEST(Value, HasAnOrderWithinItsSpace) {
    const std::vector<std::vector<const char*>> spaces = {
        {"\"-INF\"^^xsd:float", "-1e300", "-1000000000000000000000", "-1.5", "\"-1\"^^xsd:byte", "0", "0.1",
         "\"0.1\"^^xsd:double", "\"0.1\"^^xsd:float", "1", "1.5e0", "9007199254740992e0", "9007199254740993",
         "\"INF\"^^xsd:double"},
        {"\"1969-12-31T23:00:00-02:00\"^^xsd:dateTime", "\"2026-11-21T08:15:30+01:00\"^^xsd:dateTimeStamp",
         "\"2026-11-21T08:15:30Z\"^^xsd:dateTime"},
        {"\"2026-11-21T08:15:30\"^^xsd:dateTime", "\"2026-11-21T08:15:31\"^^xsd:dateTime"},
        {"\"-0001-01-01\"^^xsd:date", "\"2026-11-20\"^^xsd:date", "\"2026-11-21\"^^xsd:date"},
        {"\"2026-11-21+01:00\"^^xsd:date", "\"2026-11-21Z\"^^xsd:date"},
        {"\"\"", "\"A\"", "\"a\"", "\"aa\"", "\"b\"", "\"é\"", "\"\uFFFD\"", "\"😀\""},
        {"false", "true"},
        {"<urn:a>"},
        {"_:b"},
        {"\"a\"@en"},
        {"\"a\"^^<urn:t>"},
        {"\"NaN\"^^xsd:double"},
        {"\"x\"^^xsd:integer"},
        {"\"x\"^^xsd:date"}};
    for (const auto& one : spaces) {
        for (const auto& other : spaces) {
            for (const char* const& a : one) {
                for (const char* const& b : other) {
                    SCOPED_TRACE(std::string(a) + " and " + b);
                    const auto order = compare_values(term(a), term(b));
                    if (&one != &other) {
                        EXPECT_FALSE(order);
                    } else if (one.size() > 1) {
                        EXPECT_EQ(order, (&a - one.data()) <=> (&b - one.data()));
                    }
                }
            }
        }
    }
}

TEST(Value, OfATermWithoutAnOrderIsNotComparableWithItself) {
    for (const char* text : {"<urn:a>", "_:b", "\"a\"@en", "\"a\"^^<urn:t>", "\"NaN\"^^xsd:double",
                             "\"NaN\"^^xsd:float", "\"x\"^^xsd:integer", "\"300\"^^xsd:byte"}) {
        EXPECT_FALSE(compare_values(term(text), term(text))) << text;
    }
}

TEST(Value, IsEqualInOrderAcrossForms) {
    const std::pair<const char*, const char*> equal[] = {
        {"1", "01.0"},
        {"1", "1e0"},
        {"\"0.5\"^^xsd:float", "5e-1"},
        {"0", "-0e0"},
        {"true", "\"1\"^^xsd:boolean"},
        {"\"2026-11-21+00:00\"^^xsd:date", "\"2026-11-21Z\"^^xsd:date"},
        {"\"2026-11-21T24:00:00Z\"^^xsd:dateTime", "\"2026-11-22T01:00:00+01:00\"^^xsd:dateTime"}};
    for (const auto& [a, b] : equal) {
        EXPECT_EQ(compare_values(term(a), term(b)), std::strong_ordering::equal) << a << " and " << b;
        EXPECT_EQ(compare_values(term(b), term(a)), std::strong_ordering::equal) << b << " and " << a;
    }
}

}  // namespace
}  // namespace gridlore::rdf
