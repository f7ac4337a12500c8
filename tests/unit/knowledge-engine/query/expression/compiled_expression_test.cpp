#include "knowledge-engine/query/expression/compiled_expression.h"

#include <gtest/gtest.h>

#include "tests/unit/knowledge-engine/query/expression/workbench.h"

namespace gridlore::query {
namespace {

TEST(CompiledExpression, FindsVariablesInTheirColumns) {
    Workbench bench;
    const Columns second_only = [](VariableId id) { return id == 7 ? std::optional<std::size_t>(1) : std::nullopt; };
    const auto a = bench.terms.intern(term_of("\"a\""));
    const auto b = bench.terms.intern(term_of("\"b\""));
    const std::vector<rdf::TermId> row = {a, b};
    EXPECT_EQ(CompiledExpression::compile(*variable(7), second_only, bench.context)->evaluate(row), b);
    EXPECT_FALSE(CompiledExpression::compile(*variable(3), second_only, bench.context)->evaluate(row).is_bound());
}

TEST(CompiledExpression, GivesAStoredTermItsId) {
    Workbench bench;
    const auto stored = bench.snapshot.add(term_of("\"ab\""));
    EXPECT_EQ(bench.compile(call(Function::Concat, {constant("\"a\""), constant("\"b\"")})).evaluate({}), stored);
}

TEST(CompiledExpression, KnowsWhatIsConstant) {
    Workbench bench;
    EXPECT_EQ(bench.compile(call(Function::Add, {constant("1"), constant("2")})).constant(),
              bench.terms.intern(term_of("3")));
    EXPECT_EQ(bench.compile(call(Function::Divide, {constant("1"), constant("0")})).constant(), rdf::TermId());
    EXPECT_FALSE(bench.compile(call(Function::Add, {constant("1"), variable(0)})).constant().has_value());
    EXPECT_FALSE(bench.compile(call(Function::Rand, {})).constant().has_value());
}

TEST(CompiledExpression, LooksAtIdsAloneWhereAnIriIsCompared) {
    Workbench bench;
    const auto row = std::vector<rdf::TermId>{bench.snapshot.add(term_of("<http://e/a>"))};
    const auto other = bench.compile(call(Function::NotEqual, {constant("<http://e/b>"), variable(0)}));
    EXPECT_EQ(other.test(row), true);
    EXPECT_EQ(other.test(std::vector<rdf::TermId>{rdf::TermId()}), std::nullopt);
    EXPECT_EQ(bench.snapshot.reads, 0U);
}

TEST(CompiledExpression, TestsWhetherFiltersHold) {
    Workbench bench;
    const auto above = bench.compile(call(Function::Greater, {variable(0), constant("230")}));
    const auto holds = [&](std::string_view text) {
        return above.holds(std::vector<rdf::TermId>{bench.terms.intern(term_of(text))});
    };
    EXPECT_TRUE(holds("230.5"));
    EXPECT_TRUE(holds("\"0230.5\"^^xsd:decimal"));
    EXPECT_TRUE(holds("\"2.31E2\"^^xsd:double"));
    EXPECT_FALSE(holds("230"));
    EXPECT_FALSE(holds("\"231\""));
    EXPECT_FALSE(holds("true"));
    EXPECT_FALSE(above.holds(std::vector<rdf::TermId>{rdf::TermId()}));
}

TEST(CompiledExpression, AsksItsOwnerWhetherPatternsExist) {
    Workbench bench;
    const auto exists = expression_of({Expression::Exists{nullptr, false}});
    const auto missing = expression_of({Expression::Exists{nullptr, true}});
    EXPECT_EQ(bench.evaluate(exists), "error");
    std::size_t compiled = 0;
    bench.context.compile_exists = [&](const Expression::Exists&, const Columns&) -> Result<ExistsTest> {
        ++compiled;
        return ExistsTest([](Row row) -> Result<bool> { return row[0].is_bound(); });
    };
    const auto test = bench.compile(exists);
    const auto negated = bench.compile(missing);
    const std::vector<rdf::TermId> bound = {bench.terms.intern(term_of("1"))};
    const std::vector<rdf::TermId> unbound = {rdf::TermId()};
    EXPECT_TRUE(test.holds(bound));
    EXPECT_FALSE(test.holds(unbound));
    EXPECT_FALSE(negated.holds(bound));
    EXPECT_TRUE(negated.holds(unbound));
    EXPECT_EQ(compiled, 2U);
}

TEST(CompiledExpression, KeepsAFaultOfAPatternThatIsAskedFor) {
    Workbench bench;
    bench.context.compile_exists = [](const Expression::Exists&, const Columns&) -> Result<ExistsTest> {
        return ExistsTest([](Row) -> Result<bool> { return Error{ErrorKind::LimitExceeded, "too many rows"}; });
    };
    EXPECT_EQ(bench.evaluate(expression_of({Expression::Exists{nullptr, true}})), "error");
    ASSERT_TRUE(bench.terms.has_failed());
    EXPECT_EQ(bench.terms.fault()->message, "too many rows");
}

}  // namespace
}  // namespace gridlore::query
