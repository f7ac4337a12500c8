#include "knowledge-engine/query/expression/aggregates.h"

#include <gtest/gtest.h>

#include "tests/unit/knowledge-engine/query/expression/workbench.h"

namespace gridlore::query {
namespace {

/// The aggregate of one variable over rows with these values.
std::string aggregate(Aggregate aggregate, const std::vector<std::string_view>& values) {
    Workbench bench;
    aggregate.argument = variable(0);
    const auto compiled = CompiledAggregate::compile(aggregate, Workbench::all_columns(), {0}, bench.context);
    auto group = compiled->begin();
    for (const auto value : values) {
        const std::vector<rdf::TermId> row = {value == "unbound" ? rdf::TermId() : bench.terms.intern(term_of(value))};
        group->add(row);
    }
    return bench.text(compiled->result(*group));
}

Aggregate of_kind(AggregateKind kind, bool distinct = false) {
    Aggregate result;
    result.kind = kind;
    result.distinct = distinct;
    return result;
}

struct AggregateCase {
    AggregateKind kind;
    bool distinct;
    std::vector<std::string_view> values;
    std::string_view expected;
};

void expect_aggregates(const std::vector<AggregateCase>& cases) {
    for (const AggregateCase& one : cases) {
        std::string described =
            "aggregate " + std::to_string(static_cast<int>(one.kind)) + (one.distinct ? " distinct:" : ":");
        for (const auto value : one.values) {
            described.append(" ").append(value);
        }
        SCOPED_TRACE(described);
        EXPECT_EQ(aggregate(of_kind(one.kind, one.distinct), one.values), one.expected);
    }
}

TEST(Aggregates, CountWhatIsNoError) {
    expect_aggregates({
        {AggregateKind::Count, false, {}, "0"},
        {AggregateKind::Count, false, {"1", "1", "unbound", "<http://e/a>"}, "3"},
        {AggregateKind::Count, true, {"1", "1", "1.0", "unbound"}, "2"},
    });
}

TEST(Aggregates, AddNumbers) {
    expect_aggregates({
        {AggregateKind::Sum, false, {}, "0"},
        {AggregateKind::Sum, false, {"1", "2", "3"}, "6"},
        {AggregateKind::Sum, false, {"1", "2.5"}, "3.5"},
        {AggregateKind::Sum, false, {"1", "\"2\"^^xsd:double"}, "\"3.0E0\"^^xsd:double"},
        {AggregateKind::Sum, false, {"9223372036854775807", "1"}, "9223372036854775808"},
        {AggregateKind::Sum, true, {"2", "2", "3"}, "5"},
        {AggregateKind::Sum, false, {"1", "\"2\""}, "error"},
        {AggregateKind::Sum, false, {"1", "unbound"}, "error"},
        {AggregateKind::Avg, false, {}, "0"},
        {AggregateKind::Avg, false, {"1", "2"}, "1.5"},
        {AggregateKind::Avg, false, {"1", "1", "2"}, "1.333333333333333333"},
        {AggregateKind::Avg, true, {"1", "1", "2"}, "1.5"},
        {AggregateKind::Avg, false, {"\"1\"^^xsd:float", "2"}, "\"1.5E0\"^^xsd:float"},
        {AggregateKind::Avg, false, {"1", "_:b"}, "error"},
        {AggregateKind::Avg, false, {"unbound"}, "error"},
    });
}

TEST(Aggregates, FindTheLeastAndTheGreatest) {
    expect_aggregates({
        {AggregateKind::Min, false, {}, "error"},
        {AggregateKind::Min, false, {"3", "1.5", "2"}, "1.5"},
        {AggregateKind::Max, false, {"3", "\"1E1\"^^xsd:double", "2"}, "\"1E1\"^^xsd:double"},
        {AggregateKind::Max, false, {"\"a\"", "\"c\"", "\"b\""}, "\"c\""},
        {AggregateKind::Min, false, {"1", "<http://e/a>", "\"a\""}, "<http://e/a>"},
        {AggregateKind::Max,
         false,
         {"\"2020-01-01T00:00:00Z\"^^xsd:dateTime", "\"2020-01-01T00:00:00-01:00\"^^xsd:dateTime"},
         "\"2020-01-01T00:00:00-01:00\"^^xsd:dateTime"},
        {AggregateKind::Min, false, {"1", "unbound"}, "error"},
        {AggregateKind::Max, true, {"1", "2", "2"}, "2"},
    });
}

TEST(Aggregates, SampleAndJoin) {
    expect_aggregates({
        {AggregateKind::Sample, false, {}, "error"},
        {AggregateKind::Sample, false, {"unbound", "\"x\"@en", "2"}, "\"x\"@en"},
        {AggregateKind::GroupConcat, false, {}, "\"\""},
        {AggregateKind::GroupConcat, false, {"\"a\"", "1", "<http://e/a>", "\"b\"@en"}, "\"a 1 http://e/a b\""},
        {AggregateKind::GroupConcat, true, {"\"a\"", "\"b\"", "\"a\""}, "\"a b\""},
        {AggregateKind::GroupConcat, false, {"\"\"", "\"a\""}, "\" a\""},
        {AggregateKind::GroupConcat, false, {"\"a\"", "unbound"}, "error"},
        {AggregateKind::GroupConcat, false, {"\"a\"", "_:b"}, "error"},
    });
    Aggregate separated = of_kind(AggregateKind::GroupConcat);
    separated.separator = ", ";
    EXPECT_EQ(aggregate(separated, {"\"a\"", "\"b\""}), "\"a, b\"");
}

TEST(Aggregates, CountRowsAndDistinctSolutions) {
    Workbench bench;
    const auto rows =
        CompiledAggregate::compile(of_kind(AggregateKind::Count), Workbench::all_columns(), {0, 2}, bench.context);
    const auto solutions = CompiledAggregate::compile(of_kind(AggregateKind::Count, true), Workbench::all_columns(),
                                                      {0, 2}, bench.context);
    auto all = rows->begin();
    auto distinct = solutions->begin();
    const auto a = bench.terms.intern(term_of("1"));
    const auto b = bench.terms.intern(term_of("2"));
    // The column in the middle is not visible.
    for (const auto& row :
         std::vector<std::vector<rdf::TermId>>{{a, a, a}, {a, b, a}, {a, a, b}, {rdf::TermId(), a, b}}) {
        all->add(row);
        distinct->add(row);
    }
    EXPECT_EQ(bench.text(rows->result(*all)), "4");
    EXPECT_EQ(bench.text(solutions->result(*distinct)), "3");
}

TEST(Aggregates, TellWhatTheyHold) {
    Workbench bench;
    Aggregate joined = of_kind(AggregateKind::GroupConcat, true);
    joined.argument = variable(0);
    const auto compiled = CompiledAggregate::compile(joined, Workbench::all_columns(), {0}, bench.context);
    auto group = compiled->begin();
    const std::size_t before = group->bytes();
    for (int i = 0; i < 100; ++i) {
        const std::vector<rdf::TermId> row = {bench.terms.intern(term_of(std::to_string(i)))};
        group->add(row);
    }
    EXPECT_GE(group->bytes(), before + 100 * sizeof(rdf::TermId) + 290);
}

TEST(Aggregates, EndTheQueryWhenAJoinedStringGrowsTooLong) {
    Workbench bench;
    bench.context.text_limit = 5;
    Aggregate joined = of_kind(AggregateKind::GroupConcat);
    joined.argument = variable(0);
    const auto compiled = CompiledAggregate::compile(joined, Workbench::all_columns(), {0}, bench.context);
    auto group = compiled->begin();
    const std::vector<rdf::TermId> row = {bench.terms.intern(term_of("\"abc\""))};
    group->add(row);
    EXPECT_FALSE(bench.terms.has_failed());
    group->add(row);
    ASSERT_TRUE(bench.terms.has_failed());
    EXPECT_EQ(bench.terms.fault()->kind, ErrorKind::LimitExceeded);
    EXPECT_EQ(bench.text(compiled->result(*group)), "error");
}

}  // namespace
}  // namespace gridlore::query
