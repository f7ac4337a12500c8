#include "knowledge-engine/query/evaluation/compiler.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "knowledge-engine/query/evaluation/pattern_compiler.h"
#include "knowledge-engine/query/evaluation/row_plans.h"
#include "knowledge-engine/query/evaluation/solution_plans.h"

namespace gridlore::query {
namespace {

constexpr std::size_t most_parts = 1000;
/// A LIMIT up to this is no reason to read a whole pattern for a hash join.
constexpr std::uint64_t few_rows = 1000;

}  // namespace

bool gathers_rows(const Group& group) {
    const Group* here = &group;
    while (std::holds_alternative<Project>(here->node) || std::holds_alternative<Reduced>(here->node)) {
        here = first_operand(*here);
    }
    return std::holds_alternative<Slice>(here->node) || std::holds_alternative<Distinct>(here->node) ||
           std::holds_alternative<OrderBy>(here->node) || std::holds_alternative<Aggregation>(here->node);
}

Result<PlanPtr> PatternCompiler::compile(const Group& group, const ActiveGraph& graph, PlanPtr input,
                                         std::optional<std::uint64_t> first_only) {
    if (const auto* slice = std::get_if<Slice>(&group.node)) {
        return compile_slice(*slice, graph, std::move(input));
    }
    if (const auto* distinct = std::get_if<Distinct>(&group.node)) {
        return compile_distinct(*distinct, graph, std::move(input));
    }
    if (const auto* reduced = std::get_if<Reduced>(&group.node)) {
        return compile(*reduced->pattern, graph, std::move(input), first_only);
    }
    if (const auto* project = std::get_if<Project>(&group.node)) {
        VariableSet visible = input->possible;
        for (const VariableId variable : project->variables) {
            visible.add(variable);
        }
        Result<PlanPtr> plan = compile(*project->pattern, graph, std::move(input), first_only);
        if (plan) {
            (*plan)->possible = (*plan)->possible.common_with(visible);
            (*plan)->certain = (*plan)->certain.common_with(visible);
        }
        return plan;
    }
    if (const auto* order = std::get_if<OrderBy>(&group.node)) {
        return compile_order(*order, graph, std::move(input), first_only);
    }
    if (const auto* aggregation = std::get_if<Aggregation>(&group.node)) {
        return compile_groups(*aggregation, graph, std::move(input));
    }
    const bool outer = wants_few_rows_;
    wants_few_rows_ = first_only.has_value() && *first_only <= few_rows;
    Result<PlanPtr> plan = compile_steps(steps_.steps_of(group, graph), std::move(input));
    wants_few_rows_ = outer;
    return plan;
}

Result<PlanPtr> PatternCompiler::compile_slice(const Slice& slice, const ActiveGraph& graph, PlanPtr input) {
    std::optional<std::uint64_t> first_only;
    if (slice.limit && *slice.limit <= UINT64_MAX - slice.offset) {
        first_only = *slice.limit + slice.offset;
    }
    Result<PlanPtr> below = compile(*slice.pattern, graph, std::move(input), first_only);
    if (!below) {
        return below;
    }
    auto plan = std::make_unique<SlicePlan>();
    plan->possible = (*below)->possible;
    plan->certain = (*below)->certain;
    plan->rows = slice.limit ? std::min((*below)->rows, static_cast<double>(*slice.limit)) : (*below)->rows;
    plan->offset = slice.offset;
    plan->limit = slice.limit;
    plan->input = std::move(*below);
    return PlanPtr(std::move(plan));
}

Result<PlanPtr> PatternCompiler::compile_distinct(const Distinct& distinct, const ActiveGraph& graph, PlanPtr input) {
    VariableSet visible = analysis_.of(*distinct.pattern).possible;
    Result<PlanPtr> below = compile(*distinct.pattern, graph, std::move(input));
    if (!below) {
        return below;
    }
    auto plan = std::make_unique<DistinctPlan>();
    plan->possible = (*below)->possible;
    plan->certain = (*below)->certain;
    plan->rows = (*below)->rows;
    plan->columns = visible.columns();
    plan->input = std::move(*below);
    return PlanPtr(std::move(plan));
}

Result<PlanPtr> PatternCompiler::compile_order(const OrderBy& order, const ActiveGraph& graph, PlanPtr input,
                                               std::optional<std::uint64_t> first_only) {
    Result<PlanPtr> below = compile(*order.pattern, graph, std::move(input));
    if (!below) {
        return below;
    }
    for (const OrderCondition& condition : order.conditions) {
        if (Result<void> planned = plan_exists(*condition.expression, graph, (*below)->possible, (*below)->certain);
            !planned) {
            return planned.error();
        }
    }
    auto plan = std::make_unique<SortPlan>();
    plan->possible = (*below)->possible;
    plan->certain = (*below)->certain;
    plan->rows = (*below)->rows;
    plan->order = &order;
    plan->columns = plan->possible.columns();
    plan->first_only = first_only;
    plan->input = std::move(*below);
    return PlanPtr(std::move(plan));
}

Result<PlanPtr> PatternCompiler::compile_groups(const Aggregation& aggregation, const ActiveGraph& graph,
                                                PlanPtr input) {
    Result<PlanPtr> below = compile(*aggregation.pattern, graph, std::move(input));
    if (!below) {
        return below;
    }
    auto plan = std::make_unique<GroupPlan>();
    plan->possible = base_.possible;
    plan->certain = base_.certain;
    for (const VariableId key : aggregation.keys) {
        plan->possible.add(key);
        if ((*below)->certain.contains(key)) {
            plan->certain.add(key);
        }
    }
    for (const Aggregation::Item& item : aggregation.items) {
        plan->possible.add(item.result);
        if (item.aggregate.argument) {
            if (Result<void> planned =
                    plan_exists(*item.aggregate.argument, graph, (*below)->possible, (*below)->certain);
                !planned) {
                return planned.error();
            }
        }
    }
    for (const VariableId variable : analysis_.of(*aggregation.pattern).possible) {
        if (variable < variables_.size() && variables_[variable].is_visible) {
            plan->visible.push_back(variable);
        }
    }
    plan->rows = aggregation.single_group ? 1 : std::sqrt((*below)->rows);
    plan->aggregation = &aggregation;
    plan->seed = base_.seed;
    plan->input = std::move(*below);
    return PlanPtr(std::move(plan));
}

/// A group evaluated by itself, for a join with others. Within GRAPH ?g that is once for each graph.
Result<PlanPtr> PatternCompiler::compile_alone(const Group& group, const ActiveGraph& graph) {
    if (!graph.is_variable() || base_.certain.contains(graph.variable)) {
        return compile(group, graph, base_rows());
    }
    auto names = std::make_unique<GraphNamesPlan>();
    names->input = base_rows();
    names->variable = graph.variable;
    names->names = dataset_.named_graphs;
    names->possible = base_.possible;
    names->possible.add(graph.variable);
    names->certain = base_.certain;
    names->certain.add(graph.variable);
    names->rows = 10;
    if (!gathers_rows(group)) {
        return compile(group, graph, std::move(names));
    }
    const Base outer = base_;
    base_ = {seeds_++, names->possible, names->certain};
    const SeedNumber seed = base_.seed;
    Result<PlanPtr> right = compile(group, graph, base_rows());
    base_ = outer;
    if (!right) {
        return right;
    }
    auto plan = std::make_unique<EachRowPlan>();
    plan->possible = (*right)->possible;
    plan->certain = (*right)->certain;
    plan->rows = (*right)->rows * names->rows;
    plan->seed = seed;
    plan->input = std::move(names);
    plan->right = std::move(*right);
    return PlanPtr(std::move(plan));
}

Result<PlanPtr> PatternCompiler::compile_steps(std::vector<Step> steps, PlanPtr input) {
    parts_ += steps.size();
    if (parts_ > most_parts) {
        return Error{ErrorKind::LimitExceeded,
                     "a query may have " + std::to_string(most_parts) + " patterns and conditions; this one has more"};
    }
    if (steps.empty()) {
        return input;
    }
    for (Step& step : steps) {
        if (Result<void> found = find_name(step.graph); !found) {
            return found.error();
        }
    }
    StepPlanner planner(snapshot_, costs_, deadline_);
    Result<std::vector<PlannedStep>> order = planner.order(steps, input->certain, input->rows);
    if (!order) {
        return std::move(order).error();
    }
    for (const PlannedStep& planned : *order) {
        const Step& step = steps[planned.step];
        Result<PlanPtr> placed = place(step, planner.known(planned.step), planned, std::move(input));
        if (!placed) {
            return placed;
        }
        input = std::move(*placed);
    }
    return input;
}

Result<void> PatternCompiler::plan_exists(const Expression& expression, const ActiveGraph& graph,
                                          const VariableSet& possible, const VariableSet& certain) {
    for (const Expression::Exists* exists : exists_of(expression)) {
        const Base outer = base_;
        base_ = {seeds_++, possible, certain};
        const SeedNumber seed = base_.seed;
        Result<PlanPtr> plan = compile(*exists->pattern, graph, base_rows(), 1);
        base_ = outer;
        if (!plan) {
            return std::move(plan).error();
        }
        exists_.insert_or_assign(exists, ExistsPlan{std::move(*plan), seed});
    }
    return {};
}

Result<void> PatternCompiler::find_name(ActiveGraph& graph) const {
    if (graph.kind != ActiveGraph::Kind::Named || graph.name.id) {
        return {};
    }
    Result<Constant> name = Constant::find(graph.name.term, snapshot_);
    if (!name) {
        return std::move(name).error();
    }
    graph.name = std::move(*name);
    return {};
}

Result<CompiledPattern> compile_pattern(const Group& pattern, const Variables& variables, const Dataset& dataset,
                                        const store::Snapshot& snapshot, const Deadline& deadline,
                                        std::optional<std::uint64_t> first_only) {
    return PatternCompiler(variables, dataset, snapshot, deadline).compile(pattern, first_only);
}

}  // namespace gridlore::query
