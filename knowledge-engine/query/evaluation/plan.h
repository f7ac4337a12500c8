/// How a query is answered: plans, which are made once and shared, and operators, which are what a plan is while it
/// runs.
///
/// Rows have one column for each variable of the query, with the variable's number, and hidden ones behind them. An
/// operator takes rows from its input and hands on extended ones. What is evaluated for rows of another place (the
/// right side of OPTIONAL, a branch of UNION, EXISTS) takes them from a *seed*, a numbered table that the operator
/// which has the rows fills before it restarts the others.
///
/// Plans are immutable once made, and safe to share. Operators are confined to the thread that runs the query.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/pattern/binding_set.h"
#include "knowledge-engine/query/evaluation/budget.h"
#include "knowledge-engine/query/evaluation/variable_set.h"
#include "knowledge-engine/query/expression/compiled_expression.h"
#include "knowledge-engine/query/expression/expression_context.h"
#include "knowledge-engine/query/expression/query_terms.h"
#include "knowledge-engine/store/snapshot.h"

namespace gridlore::query {

class ServiceCaller;
using pattern::BindingSet;
using SeedNumber = std::size_t;

class Operator {
  public:
    virtual ~Operator() = default;
    /// Replaces `rows` by the next ones: at least one and at most `wanted` (which is not 0). False at the end; then it
    /// is not called again before `restart`.
    virtual Result<bool> next(BindingSet& rows, std::size_t wanted) = 0;
    /// From the beginning, since the seeds have changed.
    virtual void restart() = 0;
};
using OperatorPtr = std::unique_ptr<Operator>;

class Plan;
using PlanPtr = std::unique_ptr<Plan>;

/// The pattern of an EXISTS, for one row at a time.
struct ExistsPlan {
    PlanPtr pattern;
    SeedNumber seed = 0;
};
using ExistsPlans = std::unordered_map<const Expression::Exists*, ExistsPlan>;

/// What the operators of one query share while it runs.
class Run {
  public:
    /// All that is given must outlive this. `services` may be null.
    Run(const store::Snapshot& snapshot, const Limits& limits, const Deadline& deadline, const ExistsPlans& exists,
        std::size_t width, std::size_t seeds, ServiceCaller* services);

    const store::Snapshot& snapshot() const { return snapshot_; }
    QueryTerms& terms() { return terms_; }
    Budget& budget() { return budget_; }
    ServiceCaller* services() { return services_; }
    /// Columns of each row.
    std::size_t width() const { return width_; }
    /// As many rows as are worth handling at once.
    std::size_t batch_rows() const { return batch_rows_; }
    BindingSet& seed(SeedNumber number) { return seeds_[number]; }
    /// To which IRI() resolves relative references. Precondition: nothing was compiled yet.
    void set_base(std::string_view base) { base_ = base; }
    ExpressionContext& expressions();
    Result<CompiledExpression> compile(const Expression& expression);
    /// Null: none.
    Result<std::optional<CompiledExpression>> compile_if_any(const ExpressionPtr& expression);
    /// A variable's column is its number.
    const Columns& columns() const { return columns_; }

  private:
    Result<ExistsTest> compile_exists(const Expression::Exists& exists);

    const store::Snapshot& snapshot_;
    QueryTerms terms_;
    Budget budget_;
    const ExistsPlans& exists_;
    std::size_t width_;
    std::size_t batch_rows_;
    std::vector<BindingSet> seeds_;
    ServiceCaller* services_;
    Columns columns_;
    std::string_view base_;
    std::unique_ptr<ExpressionContext> expressions_;
};

/// The text of EXPLAIN as it grows: one line for each plan, its inputs indented below it.
class PlanText {
  public:
    explicit PlanText(const Variables& variables, const ExistsPlans& exists) : variables_(variables), exists_(exists) {}

    /// A line of `plan`; below it the patterns of EXISTS within its expressions, then its inputs.
    void line(const Plan& plan, const std::string& text, const std::vector<const Plan*>& inputs,
              const std::vector<ExpressionPtr>& expressions = {});
    std::string name(VariableId variable) const;
    std::string names(const VariableSet& variables) const;
    std::string place(const VariableOrTerm& place) const;
    std::string expression(const Expression& expression) const;
    std::string take() { return std::move(text_); }

  private:
    void exists_in(const Expression& expression);

    const Variables& variables_;
    const ExistsPlans& exists_;
    std::string text_;
    std::size_t depth_ = 0;
};

class Plan {
  public:
    virtual ~Plan() = default;
    virtual Result<OperatorPtr> open(Run& run) const = 0;
    virtual void describe(PlanText& text) const = 0;

    // Of the rows that it hands on; set while it is made.
    VariableSet possible;  ///< columns that may be bound
    VariableSet certain;   ///< columns that are bound in every row
    double rows = 1;       ///< about how many; 0 only if there are none
};

/// The operator `Opened` over that of `input`: made of `parts`, that one and the run.
template <typename Opened, typename... Parts>
Result<OperatorPtr> open_over(const Plan& input, Run& run, Parts&&... parts) {
    Result<OperatorPtr> below = input.open(run);
    if (!below) {
        return below;
    }
    return OperatorPtr(std::make_unique<Opened>(std::forward<Parts>(parts)..., *std::move(below), run));
}
/// The same over two.
template <typename Opened, typename... Parts>
Result<OperatorPtr> open_over_both(const Plan& left, const Plan& right, Run& run, Parts&&... parts) {
    Result<OperatorPtr> below = left.open(run);
    if (!below) {
        return below;
    }
    return open_over<Opened>(right, run, std::forward<Parts>(parts)..., *std::move(below));
}

using RowsConsumer = std::function<Result<void>(const BindingSet&)>;
/// The rows of a plan, `most` of them, in batches that grow, so that small results cost little. An error of `consume`
/// ends it and is passed on. When it returns, no cursor is left.
Result<void> for_each_batch(const Plan& plan, Run& run, std::uint64_t most, const RowsConsumer& consume);

}  // namespace gridlore::query
