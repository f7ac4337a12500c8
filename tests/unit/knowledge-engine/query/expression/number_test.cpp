#include "knowledge-engine/query/expression/number.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>

#include "knowledge-engine/query/expression/big_decimal.h"
#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/number_value.h"
#include "knowledge-engine/rdf/value.h"

namespace gridlore::query {
namespace {

/// Numbers of all types and of the forms and sizes at which the ways of computing meet.
class NumberSource {
  public:
    rdf::Term next() {
        const std::string sign = draw(3) == 0 ? "-" : "";
        switch (draw(6)) {
            case 0:
                return rdf::Term::literal(sign + digits(draw(20)), xsd("integer"));
            case 1:
                return rdf::Term::literal(sign + digits(draw(3)), xsd(draw(2) == 0 ? "int" : "long"));
            case 2:
                return rdf::Term::literal(sign + digits(draw(18)) + "." + digits(draw(10)), xsd("decimal"));
            case 3:
                return rdf::Term::literal(sign + digits(draw(3)) + "." + digits(draw(4)), xsd("decimal"));
            case 4:
                return rdf::Term::literal(sign + digits(draw(6)) + "." + digits(draw(6)) + exponent(), xsd("float"));
            default:
                return rdf::Term::literal(sign + digits(draw(9)) + "." + digits(draw(9)) + exponent(), xsd("double"));
        }
    }

  private:
    std::size_t draw(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }
    std::string exponent() { return draw(2) == 0 ? "" : "E" + std::to_string(static_cast<int>(draw(20)) - 10); }
    std::string digits(std::size_t more) {
        std::string text(1, static_cast<char>('0' + draw(10)));
        for (std::size_t i = 0; i < more; ++i) {
            text += static_cast<char>('0' + (draw(3) == 0 ? draw(10) : 0));
        }
        return text;
    }
    static std::string xsd(std::string_view name) { return std::string(rdf::xsd_ns).append(name); }

    std::mt19937_64 random_{17};
};

BigDecimal big_of(const rdf::Term& term) {
    return *big_decimal(*rdf::decimal_value(term));
}

TEST(Number, IsTheSameByItsInlineIdAsByItsText) {
    NumberSource source;
    std::size_t inline_ones = 0;
    for (int i = 0; i < 20'000; ++i) {
        const rdf::Term term = source.next();
        const auto id = rdf::inline_id(term);
        if (!id) {
            continue;
        }
        ++inline_ones;
        const auto by_id = Number::of_inline(*id);
        const auto by_text = Number::of(term);
        ASSERT_TRUE(by_id && by_text) << term.text;
        EXPECT_EQ(by_id->type(), by_text->type()) << term.text;
        EXPECT_EQ(by_id->term(), by_text->term()) << term.text << " " << term.datatype;
        if (by_id->type() == NumericType::Double) {
            EXPECT_EQ(by_id->to_double(), *rdf::double_value(term)) << term.text;
        }
        if (by_id->type() == NumericType::Float) {
            EXPECT_EQ(by_id->to_float(), *rdf::float_value(term)) << term.text;
        }
    }
    EXPECT_GT(inline_ones, 5'000U);
}

TEST(Number, ComputesInWordsAsItDoesExactly) {
    NumberSource source;
    std::size_t pairs = 0;
    while (pairs < 10'000) {
        const rdf::Term a = source.next();
        const rdf::Term b = source.next();
        const auto x = Number::of(a);
        const auto y = Number::of(b);
        if (!x || !y || !x->is_exact() || !y->is_exact()) {
            continue;
        }
        ++pairs;
        SCOPED_TRACE(a.text + " and " + b.text);
        const BigDecimal p = big_of(a);
        const BigDecimal q = big_of(b);
        EXPECT_EQ(add(*x, *y)->cast_text(), to_text(*add(p, q)));
        EXPECT_EQ(subtract(*x, *y)->cast_text(), to_text(*add(p, negate(q))));
        EXPECT_EQ(multiply(*x, *y)->cast_text(), to_text(*multiply(p, q)));
        EXPECT_EQ(compare_exactly(*x, *y), compare(p, q));
        EXPECT_EQ(compare_promoted(*x, *y), compare(p, q));
        EXPECT_EQ(round_down(*x)->cast_text(), to_text(floor(p)));
        if (!y->is_zero()) {
            EXPECT_EQ(divide(*x, *y)->cast_text(), to_text(*divide(p, q)));
        } else {
            EXPECT_FALSE(divide(*x, *y).has_value());
        }
    }
}

TEST(Number, ConvertsToFloatsAsTheirTextsAreRead) {
    NumberSource source;
    for (int i = 0; i < 20'000; ++i) {
        const rdf::Term term = source.next();
        const auto number = Number::of(term);
        if (!number || !number->is_exact()) {
            continue;
        }
        const std::string text = number->cast_text();
        EXPECT_EQ(number->to_double(), *rdf::double_value(rdf::Term::literal(text, std::string(rdf::xsd_double))))
            << text;
        EXPECT_EQ(number->to_float(), *rdf::float_value(rdf::Term::literal(text, std::string(rdf::xsd_float)))) << text;
    }
}

TEST(Number, RoundsOnceWhereADoubleWouldLieMidwayBetweenFloats) {
    // Just above the middle of 1 and the next float: as a double it is the middle, which would go down to 1.
    const auto term = rdf::Term::literal("1.000000059604644775390626", std::string(rdf::xsd_decimal));
    EXPECT_GT(Number::of(term)->to_float(), 1.0F);
}

TEST(Number, ComparesExactlyAsValuesDo) {
    NumberSource source;
    for (int i = 0; i < 20'000; ++i) {
        const rdf::Term a = source.next();
        const rdf::Term b = source.next();
        const auto x = Number::of(a);
        const auto y = Number::of(b);
        if (x && y) {
            EXPECT_EQ(compare_exactly(*x, *y), *rdf::compare_values(a, b)) << a.text << " " << b.text;
        }
    }
}

TEST(Number, AllowsDigitsUpToItsLimit) {
    const auto nines = [](std::size_t count) {
        return Number::of(rdf::Term::literal(std::string(count, '9'), std::string(rdf::xsd_integer)));
    };
    EXPECT_TRUE(nines(BigDecimal::digit_limit).has_value());
    EXPECT_FALSE(nines(BigDecimal::digit_limit + 1).has_value());
    EXPECT_FALSE(multiply(*nines(600), *nines(600)).has_value());
    EXPECT_TRUE(nines(1'000)->to_double() == HUGE_VAL);
    EXPECT_GT(nines(1'000)->bytes(), 400U);
}

}  // namespace
}  // namespace gridlore::query
