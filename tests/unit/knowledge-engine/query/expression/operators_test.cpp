#include <gtest/gtest.h>

#include "tests/unit/knowledge-engine/query/expression/workbench.h"

namespace gridlore::query {
namespace {

TEST(Arithmetic, PromotesToTheWiderType) {
    expect_results({
        {Function::Add, {"1", "2"}, "3"},
        {Function::Add, {"1.0", "2"}, "3.0"},
        {Function::Add, {"1", "\"2\"^^xsd:float"}, "\"3.0E0\"^^xsd:float"},
        {Function::Add, {"\"2\"^^xsd:float", "\"0.5\"^^xsd:double"}, "\"2.5E0\"^^xsd:double"},
        {Function::Add, {"\"1\"^^xsd:int", "\"2\"^^xsd:byte"}, "3"},
        {Function::Add, {"\"007\"^^xsd:integer", "1"}, "8"},
        {Function::Subtract, {"1", "2.5"}, "-1.5"},
        {Function::Multiply, {"1.5", "1.5"}, "2.25"},
        {Function::Multiply, {"0.001", "0.0001"}, "0.0000001"},
        {Function::Multiply, {"3", "1.1"}, "3.3"},
        {Function::Minus, {"2.50"}, "-2.5"},
        {Function::Minus, {"\"1.5\"^^xsd:double"}, "\"-1.5E0\"^^xsd:double"},
        {Function::Plus, {"7"}, "7"},
    });
}

TEST(Arithmetic, IsExactBeyondMachineWords) {
    expect_results({
        {Function::Add, {"9223372036854775807", "1"}, "9223372036854775808"},
        {Function::Multiply, {"9223372036854775807", "9223372036854775807"}, "85070591730234615847396907784232501249"},
        {Function::Subtract, {"-9223372036854775808", "1"}, "-9223372036854775809"},
        {Function::Minus, {"-9223372036854775808"}, "9223372036854775808"},
        {Function::Add, {"0.1", "0.2"}, "0.3"},
        {Function::Multiply, {"123456789012.345678", "1000000.0"}, "123456789012345678.0"},
        {Function::Add, {"9223372036854775807", "0.000001"}, "9223372036854775807.000001"},
    });
}

TEST(Arithmetic, DividesIntegersToDecimals) {
    expect_results({
        {Function::Divide, {"6", "3"}, "2.0"},
        {Function::Divide, {"1", "8"}, "0.125"},
        {Function::Divide, {"1", "3"}, "0.333333333333333333"},
        {Function::Divide, {"-2", "3"}, "-0.666666666666666667"},
        {Function::Divide, {"20", "0.3"}, "66.666666666666666667"},
        {Function::Divide, {"1", "10000000000000000000000"}, "0.0000000000000000000001"},
        {Function::Divide, {"1", "0"}, "error"},
        {Function::Divide, {"1.0", "0.0"}, "error"},
        {Function::Divide, {"1", "\"0\"^^xsd:double"}, "\"INF\"^^xsd:double"},
        {Function::Divide, {"\"0\"^^xsd:double", "0"}, "\"NaN\"^^xsd:double"},
    });
}

TEST(Arithmetic, IsAnErrorForWhatIsNoNumber) {
    expect_results({
        {Function::Add, {"\"1\"", "2"}, "error"},
        {Function::Add, {"<http://example.org/a>", "2"}, "error"},
        {Function::Add, {"\"abc\"^^xsd:integer", "2"}, "error"},
        {Function::Add, {"\"300\"^^xsd:byte", "2"}, "error"},
        {Function::Multiply, {"unbound", "2"}, "error"},
        {Function::Minus, {"true"}, "error"},
    });
}

TEST(Arithmetic, RefusesNumbersThatGrowWithoutBound) {
    Workbench bench;
    auto product = constant("\"" + std::string(900, '9') + "\"^^xsd:integer");
    EXPECT_NE(bench.evaluate(product), "error");
    product = call(Function::Multiply, {product, product});
    EXPECT_EQ(bench.evaluate(product), "error");
}

TEST(Equality, ComparesValuesOfOneKind) {
    expect_results({
        {Function::Equal, {"1", "1.0"}, "true"},
        {Function::Equal, {"\"01\"^^xsd:integer", "\"1\"^^xsd:double"}, "true"},
        {Function::Equal, {"0.1", "\"0.1\"^^xsd:double"}, "true"},
        {Function::Equal, {"\"0.1\"^^xsd:float", "\"0.1\"^^xsd:double"}, "false"},
        {Function::Equal, {"\"a\"", "\"a\"^^xsd:string"}, "true"},
        {Function::Equal, {"\"a\"", "\"b\""}, "false"},
        {Function::Equal, {"\"a\"@en", "\"a\"@EN"}, "true"},
        {Function::Equal, {"\"a\"@en", "\"a\"@fr"}, "false"},
        {Function::Equal, {"\"a\"@en", "\"a\""}, "false"},
        {Function::Equal, {"true", "\"1\"^^xsd:boolean"}, "true"},
        {Function::Equal, {"true", "false"}, "false"},
        {Function::Equal, {"<http://e/a>", "<http://e/a>"}, "true"},
        {Function::Equal, {"<http://e/a>", "<http://e/b>"}, "false"},
        {Function::Equal, {"<http://e/a>", "\"http://e/a\""}, "false"},
        {Function::Equal, {"1", "\"1\""}, "false"},
        {Function::NotEqual, {"1", "2"}, "true"},
        {Function::NotEqual, {"<http://e/a>", "<http://e/b>"}, "true"},
        {Function::NotEqual, {"<http://e/a>", "unbound"}, "error"},
        {Function::Equal, {"unbound", "1"}, "error"},
    });
}

TEST(Equality, IsAnErrorBetweenLiteralsThatAreNotUnderstood) {
    expect_results({
        {Function::Equal, {"\"a\"^^<http://e/t>", "\"a\"^^<http://e/t>"}, "true"},
        {Function::Equal, {"\"a\"^^<http://e/t>", "\"b\"^^<http://e/t>"}, "error"},
        {Function::NotEqual, {"\"a\"^^<http://e/t>", "\"b\"^^<http://e/t>"}, "error"},
        {Function::Equal, {"\"a\"^^<http://e/t>", "1"}, "error"},
        {Function::Equal, {"\"abc\"^^xsd:integer", "1"}, "error"},
        {Function::Equal, {"\"abc\"^^xsd:integer", "\"abc\"^^xsd:integer"}, "true"},
        {Function::Equal, {"\"a\"^^<http://e/t>", "<http://e/a>"}, "false"},
    });
}

TEST(Equality, KnowsNoNumberThatIsNan) {
    expect_results({
        {Function::Equal, {"\"NaN\"^^xsd:double", "\"NaN\"^^xsd:double"}, "false"},
        {Function::NotEqual, {"\"NaN\"^^xsd:double", "\"NaN\"^^xsd:double"}, "true"},
        {Function::LessOrEqual, {"\"NaN\"^^xsd:float", "1"}, "false"},
        {Function::Greater, {"\"NaN\"^^xsd:double", "1"}, "false"},
        {Function::In, {"\"NaN\"^^xsd:double", "\"NaN\"^^xsd:double"}, "false"},
        {Function::SameTerm, {"\"NaN\"^^xsd:double", "\"NaN\"^^xsd:double"}, "true"},
    });
}

TEST(Comparison, OrdersValuesOfOneKind) {
    expect_results({
        {Function::Less, {"1", "1.5"}, "true"},
        {Function::Less, {"2", "1.5"}, "false"},
        {Function::LessOrEqual, {"1.50", "1.5"}, "true"},
        {Function::Greater, {"\"1E3\"^^xsd:double", "999"}, "true"},
        {Function::GreaterOrEqual, {"\"-1.5\"^^xsd:float", "-2"}, "true"},
        {Function::Less, {"9223372036854775807", "9223372036854775808"}, "true"},
        {Function::Less, {"\"INF\"^^xsd:double", "1"}, "false"},
        {Function::Less, {"\"a\"", "\"b\""}, "true"},
        {Function::Less, {"\"a\"", "\"A\""}, "false"},
        {Function::Less, {"\"z\"", "\"é\""}, "true"},
        {Function::Less, {"false", "true"}, "true"},
        {Function::Less, {"\"a\"@en", "\"b\"@en"}, "error"},
        {Function::Less, {"\"a\"", "1"}, "error"},
        {Function::Less, {"<http://e/a>", "<http://e/b>"}, "error"},
        {Function::Less, {"1", "unbound"}, "error"},
        {Function::Less, {"\"x\"^^xsd:integer", "1"}, "error"},
    });
}

TEST(Comparison, OrdersTimesUnlessAnUnknownZoneLeavesADoubt) {
    expect_results({
        {Function::Less,
         {"\"2020-01-01T00:00:00Z\"^^xsd:dateTime", "\"2020-01-01T00:00:00.5Z\"^^xsd:dateTime"},
         "true"},
        {Function::Equal,
         {"\"2020-01-01T01:00:00+01:00\"^^xsd:dateTime", "\"2020-01-01T00:00:00Z\"^^xsd:dateTime"},
         "true"},
        {Function::Equal,
         {"\"2020-01-01T00:00:00.123456Z\"^^xsd:dateTime", "\"2020-01-01T00:00:00.123456000Z\"^^xsd:dateTime"},
         "true"},
        {Function::Greater,
         {"\"2020-01-01T00:00:00.1234567Z\"^^xsd:dateTime", "\"2020-01-01T00:00:00.123Z\"^^xsd:dateTime"},
         "true"},
        {Function::Less, {"\"2020-01-01T00:00:00\"^^xsd:dateTime", "\"2020-01-01T10:00:00Z\"^^xsd:dateTime"}, "error"},
        {Function::Less, {"\"2020-01-01T00:00:00\"^^xsd:dateTime", "\"2020-01-01T15:00:00Z\"^^xsd:dateTime"}, "true"},
        {Function::Greater,
         {"\"2020-01-01T15:00:00.1234Z\"^^xsd:dateTime", "\"2020-01-01T00:00:00\"^^xsd:dateTime"},
         "true"},
        {Function::Equal, {"\"2020-01-01T00:00:00\"^^xsd:dateTime", "\"2020-01-01T00:00:00Z\"^^xsd:dateTime"}, "error"},
        {Function::Equal, {"\"2020-01-01T00:00:00\"^^xsd:dateTime", "\"2021-01-01T00:00:00Z\"^^xsd:dateTime"}, "false"},
        {Function::Equal, {"\"2020-01-01T00:00:00\"^^xsd:dateTime", "\"2020-01-01T00:00:00\"^^xsd:dateTime"}, "true"},
        {Function::Less, {"\"2006-08-22\"^^xsd:date", "\"2006-08-23Z\"^^xsd:date"}, "true"},
        {Function::Less, {"\"2006-08-22\"^^xsd:date", "\"2006-08-23\"^^xsd:date"}, "true"},
        {Function::Equal, {"\"2006-08-23\"^^xsd:date", "\"2006-08-23Z\"^^xsd:date"}, "error"},
        {Function::Less, {"\"2006-08-22\"^^xsd:date", "\"2006-08-23T00:00:00\"^^xsd:dateTime"}, "error"},
        {Function::Equal,
         {"\"2020-13-01T00:00:00Z\"^^xsd:dateTime", "\"2020-01-01T00:00:00Z\"^^xsd:dateTime"},
         "error"},
    });
}

TEST(Logic, LetsTheDecidingValueWinOverErrors) {
    expect_results({
        {Function::Or, {"unbound", "true"}, "true"},
        {Function::Or, {"true", "unbound"}, "true"},
        {Function::Or, {"unbound", "false"}, "error"},
        {Function::Or, {"false", "false"}, "false"},
        {Function::And, {"unbound", "false"}, "false"},
        {Function::And, {"unbound", "true"}, "error"},
        {Function::And, {"true", "true"}, "true"},
        {Function::Not, {"true"}, "false"},
        {Function::Not, {"unbound"}, "error"},
    });
}

TEST(Logic, TakesEffectiveBooleanValues) {
    expect_results({
        {Function::Not, {"0"}, "true"},
        {Function::Not, {"0.0"}, "true"},
        {Function::Not, {"\"NaN\"^^xsd:double"}, "true"},
        {Function::Not, {"\"-0\"^^xsd:double"}, "true"},
        {Function::Not, {"5"}, "false"},
        {Function::Not, {"\"\""}, "true"},
        {Function::Not, {"\"a\""}, "false"},
        {Function::Not, {"\"abc\"^^xsd:integer"}, "true"},
        {Function::Not, {"\"abc\"^^xsd:boolean"}, "true"},
        {Function::Not, {"\"a\"^^<http://e/t>"}, "error"},
        {Function::Not, {"\"2020-01-01T00:00:00Z\"^^xsd:dateTime"}, "error"},
        {Function::Not, {"<http://e/a>"}, "error"},
    });
}

TEST(Logic, TakesChainsOfAnyLength) {
    Workbench bench;
    auto chain = constant("false");
    for (int i = 0; i < 100'000; ++i) {
        chain = call(Function::Or, {chain, constant("false")});
    }
    EXPECT_EQ(bench.evaluate(call(Function::Or, {chain, constant("true")})), "true");
    // Unwound by hand: each shared pointer would destroy the next one within its own destructor.
    while (const auto* link = std::get_if<Expression::Call>(&chain->node)) {
        const ExpressionPtr next = link->arguments.front();
        chain = next;
    }
}

TEST(Logic, RefusesWhatIsNestedTooDeep) {
    Workbench bench;
    auto sum = constant("1");
    for (int i = 0; i < 3000; ++i) {
        sum = call(Function::Add, {sum, constant("1")});
    }
    const auto compiled = CompiledExpression::compile(*sum, Workbench::all_columns(), bench.context);
    ASSERT_FALSE(compiled.has_value());
    EXPECT_EQ(compiled.error().kind, ErrorKind::LimitExceeded);
}

TEST(Membership, IsThatOfEqualsJoinedByOr) {
    expect_results({
        {Function::In, {"2", "1", "2.0"}, "true"},
        {Function::In, {"2", "1", "3"}, "false"},
        {Function::In, {"2"}, "false"},
        {Function::In, {"2", "unbound", "2"}, "true"},
        {Function::In, {"2", "unbound", "3"}, "error"},
        {Function::In, {"unbound", "1"}, "error"},
        {Function::NotIn, {"2", "1", "3"}, "true"},
        {Function::NotIn, {"2", "2", "unbound"}, "false"},
        {Function::NotIn, {"2", "unbound", "3"}, "error"},
        {Function::NotIn, {"2"}, "true"},
        {Function::In, {"<http://e/a>", "<http://e/b>", "<http://e/a>"}, "true"},
        {Function::NotIn, {"<http://e/a>", "<http://e/b>", "1"}, "true"},
        {Function::In, {"\"a\"^^<http://e/t>", "\"b\"^^<http://e/t>"}, "error"},
    });
}

TEST(Forms, EvaluateOnlyWhatTheyNeed) {
    expect_results({
        {Function::If, {"true", "1", "unbound"}, "1"},
        {Function::If, {"0", "unbound", "\"b\""}, "\"b\""},
        {Function::If, {"unbound", "1", "2"}, "error"},
        {Function::If, {"<http://e/a>", "1", "2"}, "error"},
        {Function::Coalesce, {"unbound", "3", "4"}, "3"},
        {Function::Coalesce, {"unbound"}, "error"},
        {Function::Coalesce, {}, "error"},
        {Function::Bound, {"unbound"}, "false"},
        {Function::Bound, {"1"}, "true"},
        {Function::SameTerm, {"1", "1"}, "true"},
        {Function::SameTerm, {"1", "1.0"}, "false"},
        {Function::SameTerm, {"1", "unbound"}, "error"},
    });
}

TEST(Forms, CompareComputedTermsWithGivenOnes) {
    Workbench bench;
    const auto joined = call(Function::Concat, {variable(0), constant("\"b\"")});
    const std::vector<rdf::TermId> row = {bench.terms.intern(term_of("\"a\""))};
    EXPECT_EQ(bench.evaluate(call(Function::SameTerm, {joined, constant("\"ab\"")}), row), "true");
    EXPECT_EQ(bench.evaluate(call(Function::In, {joined, constant("\"ab\"")}), row), "true");
    EXPECT_EQ(bench.evaluate(call(Function::In, {joined, constant("\"c\"")}), row), "false");
}

}  // namespace
}  // namespace gridlore::query
