#include "knowledge-engine/pattern/range.h"

#include <gtest/gtest.h>

#include <array>

#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::pattern {
namespace {

rdf::Term term(std::string_view text) {
    const auto read = rdf::parse_term(text);
    EXPECT_TRUE(read) << text;
    return *read;
}

Range between(std::string_view from, std::string_view until) {
    return {term(from), term(until)};
}

/// Asked once, and as one of many.
bool holds(const rdf::Term& term, const Range& range) {
    const bool is_held = is_within(term, range);
    rdf::Dictionary terms;
    EXPECT_EQ(RangeTest(range).holds(terms.intern(term), terms), is_held) << rdf::to_short_text(term);
    return is_held;
}

TEST(Range, HasItsBeginningAndNotItsEnd) {
    const Range range = between("10", "20");
    EXPECT_FALSE(holds(term("9.999"), range));
    EXPECT_TRUE(holds(term("10"), range));
    EXPECT_TRUE(holds(term("19.999"), range));
    EXPECT_FALSE(holds(term("20"), range));
}

TEST(Range, MayBeOpenOnEitherSide) {
    EXPECT_TRUE(holds(term("1000000"), {term("10"), {}}));
    EXPECT_FALSE(holds(term("-1"), {term("10"), {}}));
    EXPECT_TRUE(holds(term("-1000000"), {{}, term("10")}));
    EXPECT_FALSE(holds(term("10"), {{}, term("10")}));
}

TEST(Range, ComparesByValue) {
    const Range range = between("10", "20");
    for (const char* text : {"010", "10.0", "+10", "1.0e1", "\"15\"^^xsd:int", "\"15\"^^xsd:float"}) {
        EXPECT_TRUE(holds(term(text), range)) << text;
    }
    for (const char* text : {"020", "20.0", "2e1", "\"20\"^^xsd:byte"}) {
        EXPECT_FALSE(holds(term(text), range)) << text;
    }
}

TEST(Range, ComparesInstantsAcrossZones) {
    const Range day =
        between("\"2026-03-29T00:00:00+01:00\"^^xsd:dateTime", "\"2026-03-30T00:00:00+02:00\"^^xsd:dateTime");
    EXPECT_TRUE(holds(term("\"2026-03-28T23:00:00Z\"^^xsd:dateTime"), day));
    EXPECT_TRUE(holds(term("\"2026-03-29T21:59:59.999Z\"^^xsd:dateTime"), day));
    EXPECT_FALSE(holds(term("\"2026-03-29T22:00:00Z\"^^xsd:dateTime"), day));
    EXPECT_FALSE(holds(term("\"2026-03-29T12:00:00\"^^xsd:dateTime"), day)) << "without a zone: not comparable";
}

TEST(Range, HasNothingThatCannotBeCompared) {
    const Range range = between("10", "20");
    for (const char* text : {"\"15\"", "<urn:15>", "_:b", "\"15\"@en", "\"x\"^^xsd:integer", "\"NaN\"^^xsd:double",
                             "\"2026-01-01\"^^xsd:date", "true"}) {
        EXPECT_FALSE(holds(term(text), range)) << text;
    }
    EXPECT_FALSE(holds(term("15"), between("<urn:a>", "<urn:z>")));
    EXPECT_FALSE(holds(term("15"), between("10", "\"x\"")));
}

TEST(Range, OfOneKindOfStringIsByCodePoint) {
    const Range range = between("\"b\"", "\"é\"");
    EXPECT_TRUE(holds(term("\"b\""), range));
    EXPECT_TRUE(holds(term("\"zebra\""), range));
    EXPECT_FALSE(holds(term("\"a\""), range));
    EXPECT_FALSE(holds(term("\"日\""), range));
}

TEST(Range, LetsRowsPassThatAreInAllOfThem) {
    rdf::Dictionary terms;
    const auto id = [&terms](std::string_view text) { return terms.intern(term(text)); };
    BindingSet rows(2);
    rows.add(std::array{id("10"), id("\"b\"")});
    rows.add(std::array{id("10"), id("\"z\"")});
    rows.add(std::array{id("007"), id("\"b\"")});
    rows.add(std::array{id("20"), id("\"b\"")});
    rows.add(std::array{rdf::TermId(), id("\"b\"")});
    const std::vector<std::string> names = {"number", "text"};
    const Ranges ranges = {
        {"number", between("5", "20")}, {"text", between("\"a\"", "\"c\"")}, {"other", between("1", "2")}};
    const BindingSet within = rows_within(rows, names, ranges, terms);
    ASSERT_EQ(within.size(), 3U);
    EXPECT_EQ(within.row(0)[0], id("10"));
    EXPECT_EQ(within.row(1)[0], id("007"));
    EXPECT_FALSE(within.row(2)[0].is_bound()) << "what is not bound is in every range";
    EXPECT_EQ(rows_within(rows, names, {}, terms).size(), rows.size());
}

TEST(Range, IsEmptyWhereItEndsBeforeItBegins) {
    EXPECT_FALSE(holds(term("15"), between("20", "10")));
    EXPECT_FALSE(holds(term("10"), between("10", "10")));
}

}  // namespace
}  // namespace gridlore::pattern
