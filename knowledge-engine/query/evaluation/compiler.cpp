#include "knowledge-engine/query/evaluation/compiler.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "knowledge-engine/query/evaluation/path_plan.h"
#include "knowledge-engine/query/evaluation/row_plans.h"
#include "knowledge-engine/query/evaluation/scan.h"
#include "knowledge-engine/query/evaluation/service_plan.h"
#include "knowledge-engine/query/evaluation/solution_plans.h"

namespace gridlore::query {
namespace {

using pattern::JoinTable;
using store::GraphScope;

constexpr std::size_t most_parts = 1000;
/// A LIMIT up to this is no reason to read a whole pattern for a hash join.
constexpr std::uint64_t few_rows = 1000;

class Compiler {
  public:
    Compiler(const Variables& variables, const Dataset& dataset, const store::Snapshot& snapshot)
        : variables_(variables),
          dataset_(dataset),
          snapshot_(snapshot),
          columns_(variables.size()),
          steps_(analysis_, columns_, dataset),
          costs_(snapshot, dataset) {}

    /// No more than `first_only` rows will be asked for.
    Result<CompiledPattern> compile(const Group& pattern, std::optional<std::uint64_t> first_only) {
        Result<PlanPtr> plan = compile(pattern, {}, base_rows(), first_only);
        if (!plan) {
            return std::move(plan).error();
        }
        return CompiledPattern{std::move(*plan), std::move(exists_), columns_.count(), seeds_};
    }

  private:
    /// Where evaluation by itself begins: the seed of one row whose bindings stand for the variables everywhere (that
    /// of an EXISTS, or of a graph's name), or the one without any.
    struct Base {
        SeedNumber seed = 0;
        VariableSet possible;
        VariableSet certain;
    };

    PlanPtr base_rows() const { return seed_rows(base_.seed, base_.possible, base_.certain, 1); }
    static PlanPtr seed_rows(SeedNumber seed, const VariableSet& possible, const VariableSet& certain, double rows) {
        auto plan = std::make_unique<SeedPlan>();
        plan->seed = seed;
        plan->possible = possible;
        plan->certain = certain;
        plan->rows = rows;
        return plan;
    }
    bool is_base(const Plan& plan) const {
        const auto* seed = dynamic_cast<const SeedPlan*>(&plan);
        return seed != nullptr && seed->seed == base_.seed;
    }
    /// What rows bind that a pattern evaluated by itself does not see.
    VariableSet foreign(const Plan& rows) const { return rows.possible.without(base_.possible); }

    Result<PlanPtr> compile(const Group& group, const ActiveGraph& graph, PlanPtr input,
                            std::optional<std::uint64_t> first_only = {});
    Result<PlanPtr> compile_alone(const Group& group, const ActiveGraph& graph);
    Result<PlanPtr> compile_steps(std::vector<Step> steps, PlanPtr input);
    Result<PlanPtr> compile_slice(const Slice& slice, const ActiveGraph& graph, PlanPtr input);
    Result<PlanPtr> compile_distinct(const Distinct& distinct, const ActiveGraph& graph, PlanPtr input);
    Result<PlanPtr> compile_order(const OrderBy& order, const ActiveGraph& graph, PlanPtr input,
                                  std::optional<std::uint64_t> first_only);
    Result<PlanPtr> compile_groups(const Aggregation& aggregation, const ActiveGraph& graph, PlanPtr input);

    Result<PlanPtr> place(const Step& step, const KnownTriple& known, const PlannedStep& planned, PlanPtr input);
    Result<PlanPtr> place_triple(const Step& step, const KnownTriple& known, bool by_hash, PlanPtr input);
    Result<PlanPtr> place_path(const Step& step, PlanPtr input);
    Result<PlanPtr> place_table(const Step& step, PlanPtr input);
    Result<PlanPtr> place_names(const Step& step, PlanPtr input);
    Result<PlanPtr> place_nested(const Step& step, PlanPtr input);
    Result<PlanPtr> place_union(const Step& step, PlanPtr input);
    Result<PlanPtr> place_service(const Step& step, PlanPtr input);
    Result<PlanPtr> place_filter(const Step& step, PlanPtr input);
    Result<PlanPtr> place_extend(const Step& step, PlanPtr input);
    Result<PlanPtr> place_minus(const Step& step, PlanPtr input);
    Result<PlanPtr> place_optional(const Step& step, PlanPtr input);

    Result<void> plan_exists(const Expression& expression, const ActiveGraph& graph, const VariableSet& possible,
                             const VariableSet& certain);
    PlanPtr nothing(const Step& step, const Plan& input, std::string reason);
    PlanPtr hash_join(PlanPtr input, PlanPtr right);
    static JoinTable::Columns columns_of_join(const Plan& left, const VariableSet& possible,
                                              const VariableSet& certain);
    Result<void> find_name(ActiveGraph& graph) const;

    const Variables& variables_;
    const Dataset& dataset_;
    const store::Snapshot& snapshot_;
    GroupAnalysis analysis_;
    ColumnNumbers columns_;
    StepMaker steps_;
    Costs costs_;
    Base base_;
    SeedNumber seeds_ = 1;
    ExistsPlans exists_;
    std::size_t parts_ = 0;
    bool wants_few_rows_ = false;
};

/// Whether a group gathers rows, so that it must not be handed those of other places together.
bool gathers_rows(const Group& group) {
    const Group* here = &group;
    while (std::holds_alternative<Project>(here->node) || std::holds_alternative<Reduced>(here->node)) {
        here = first_operand(*here);
    }
    return std::holds_alternative<Slice>(here->node) || std::holds_alternative<Distinct>(here->node) ||
           std::holds_alternative<OrderBy>(here->node) || std::holds_alternative<Aggregation>(here->node);
}

Result<PlanPtr> Compiler::compile(const Group& group, const ActiveGraph& graph, PlanPtr input,
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

Result<PlanPtr> Compiler::compile_slice(const Slice& slice, const ActiveGraph& graph, PlanPtr input) {
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

Result<PlanPtr> Compiler::compile_distinct(const Distinct& distinct, const ActiveGraph& graph, PlanPtr input) {
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

Result<PlanPtr> Compiler::compile_order(const OrderBy& order, const ActiveGraph& graph, PlanPtr input,
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

Result<PlanPtr> Compiler::compile_groups(const Aggregation& aggregation, const ActiveGraph& graph, PlanPtr input) {
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
Result<PlanPtr> Compiler::compile_alone(const Group& group, const ActiveGraph& graph) {
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

Result<PlanPtr> Compiler::compile_steps(std::vector<Step> steps, PlanPtr input) {
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
    StepPlanner planner(snapshot_, costs_);
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

Result<PlanPtr> Compiler::place(const Step& step, const KnownTriple& known, const PlannedStep& planned, PlanPtr input) {
    switch (step.kind) {
        case Step::Kind::Triple:
            return place_triple(step, known, planned.by_hash && !wants_few_rows_, std::move(input));
        case Step::Kind::Path:
            return place_path(step, std::move(input));
        case Step::Kind::Table:
            return place_table(step, std::move(input));
        case Step::Kind::GraphNames:
            return place_names(step, std::move(input));
        case Step::Kind::Nested:
            return place_nested(step, std::move(input));
        case Step::Kind::Filter:
            return place_filter(step, std::move(input));
        case Step::Kind::Extend:
            return place_extend(step, std::move(input));
        case Step::Kind::Minus:
            return place_minus(step, std::move(input));
        case Step::Kind::Optional:
            return place_optional(step, std::move(input));
    }
    return Error{ErrorKind::Internal, "a step of no kind"};
}

PlanPtr Compiler::nothing(const Step& step, const Plan& input, std::string reason) {
    auto plan = std::make_unique<EmptyPlan>();
    plan->possible = input.possible;
    plan->possible.add(step.possible);
    plan->certain = input.certain;
    plan->certain.add(step.certain);
    plan->rows = 0;
    plan->reason = std::move(reason);
    return plan;
}

Result<PlanPtr> Compiler::place_triple(const Step& step, const KnownTriple& known, bool by_hash, PlanPtr input) {
    if (known.is_empty) {
        return nothing(step, *input, "the store has no such term or graph");
    }
    auto plan = std::make_unique<ScanPlan>();
    const std::array<const VariableOrTerm*, 3> places{&step.triple.subject, &step.triple.predicate,
                                                      &step.triple.object};
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto* variable = std::get_if<VariableId>(places[i]);
        plan->places[i] = {known.constants[i], variable == nullptr ? 0 : *variable};
    }
    plan->graph = step.graph;
    plan->scopes = known.scopes;
    plan->has_ranges = known.ranges.has_value();
    if (known.ranges) {
        plan->ranges = *known.ranges;
    }
    plan->pattern = step.triple;
    plan->input = by_hash ? base_rows() : std::move(input);
    const Plan& from = *plan->input;
    plan->possible = from.possible;
    plan->possible.add(step.possible);
    plan->certain = from.certain;
    plan->certain.add(step.certain);
    plan->rows = from.rows * costs_.fanout(step.triple, step.graph, known, from.certain);
    if (!by_hash) {
        return PlanPtr(std::move(plan));
    }
    return hash_join(std::move(input), std::move(plan));
}

Result<PlanPtr> Compiler::place_path(const Step& step, PlanPtr input) {
    auto plan = std::make_unique<PathPlan>();
    Result<PathNode> path = compile_path(*step.path.path, snapshot_);
    if (!path) {
        return std::move(path).error();
    }
    plan->path = std::move(*path);
    const std::array<std::pair<const VariableOrTerm*, PathPlan::Place*>, 2> places{
        std::pair{&step.path.subject, &plan->subject}, std::pair{&step.path.object, &plan->object}};
    for (const auto& [place, target] : places) {
        if (const auto* variable = std::get_if<VariableId>(place)) {
            target->column = *variable;
            continue;
        }
        Result<Constant> constant = Constant::find(std::get<rdf::Term>(*place), snapshot_);
        if (!constant) {
            return std::move(constant).error();
        }
        target->constant = std::move(*constant);
    }
    plan->graph = step.graph;
    plan->scopes = costs_.scopes_of(step.graph);
    plan->pattern = step.path;
    plan->possible = input->possible;
    plan->possible.add(step.possible);
    plan->certain = input->certain;
    plan->certain.add(step.certain);
    plan->rows = input->rows * 10;
    plan->input = std::move(input);
    return PlanPtr(std::move(plan));
}

Result<PlanPtr> Compiler::place_table(const Step& step, PlanPtr input) {
    auto plan = std::make_unique<TablePlan>();
    plan->variables = step.table->variables;
    for (const auto& row : step.table->rows) {
        std::vector<std::optional<Constant>> cells;
        for (const std::optional<rdf::Term>& term : row) {
            cells.emplace_back();
            if (!term) {
                continue;
            }
            Result<Constant> constant = Constant::find(*term, snapshot_);
            if (!constant) {
                return std::move(constant).error();
            }
            cells.back() = std::move(*constant);
        }
        plan->cells.push_back(std::move(cells));
    }
    plan->columns = columns_of_join(*input, step.possible, step.certain);
    plan->possible = input->possible;
    plan->possible.add(step.possible);
    plan->certain = input->certain;
    plan->certain.add(step.certain);
    plan->rows = input->rows * static_cast<double>(step.table->rows.size());
    plan->input = std::move(input);
    return PlanPtr(std::move(plan));
}

Result<PlanPtr> Compiler::place_names(const Step& step, PlanPtr input) {
    if (!step.graph.is_variable()) {
        bool is_there = dataset_.named_graphs.has_value() && dataset_.has_named(step.graph.name.term);
        if (!dataset_.named_graphs && step.graph.name.id) {
            Result<bool> has = snapshot_.has_graph(*step.graph.name.id);
            if (!has) {
                return std::move(has).error();
            }
            is_there = *has;
        }
        return is_there ? std::move(input) : nothing(step, *input, "the store has no such graph");
    }
    auto plan = std::make_unique<GraphNamesPlan>();
    plan->variable = step.variable;
    plan->names = dataset_.named_graphs;
    plan->possible = input->possible;
    plan->possible.add(step.variable);
    plan->certain = input->certain;
    plan->certain.add(step.variable);
    plan->rows = input->rows * 10;
    plan->input = std::move(input);
    return PlanPtr(std::move(plan));
}

Result<PlanPtr> Compiler::place_nested(const Step& step, PlanPtr input) {
    if (std::holds_alternative<Union>(step.group->node)) {
        return place_union(step, std::move(input));
    }
    if (std::holds_alternative<Service>(step.group->node)) {
        return place_service(step, std::move(input));
    }
    if (is_base(*input)) {
        const bool is_once_for_each_graph = step.graph.is_variable() && !base_.certain.contains(step.graph.variable);
        return is_once_for_each_graph ? compile_alone(*step.group, step.graph)
                                      : compile(*step.group, step.graph, std::move(input));
    }
    Result<PlanPtr> right = compile_alone(*step.group, step.graph);
    if (!right) {
        return right;
    }
    return hash_join(std::move(input), std::move(*right));
}

Result<PlanPtr> Compiler::place_union(const Step& step, PlanPtr input) {
    std::vector<const Group*> groups;
    const Group* here = step.group;
    for (; std::holds_alternative<Union>(here->node); here = std::get<Union>(here->node).left.get()) {
        groups.push_back(std::get<Union>(here->node).right.get());
    }
    groups.push_back(here);
    std::ranges::reverse(groups);

    std::vector<std::vector<Step>> branches;
    for (const Group* group : groups) {
        branches.push_back(steps_.steps_of(*group, step.graph));
        VariableSet others = foreign(*input);
        if (step.graph.is_variable()) {
            others.remove(step.graph.variable);
        }
        if (!StepMaker::may_receive(branches.back(), others)) {
            Result<PlanPtr> right = compile_alone(*step.group, step.graph);
            if (!right) {
                return right;
            }
            return hash_join(std::move(input), std::move(*right));
        }
    }
    auto plan = std::make_unique<UnionPlan>();
    plan->seed = seeds_++;
    plan->possible = input->possible;
    plan->possible.add(step.possible);
    plan->certain = input->certain;
    plan->certain.add(step.certain);
    plan->rows = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        PlanPtr rows =
            is_base(*input) ? base_rows() : seed_rows(plan->seed, input->possible, input->certain, input->rows);
        Result<PlanPtr> branch = compile_steps(std::move(branches[i]), std::move(rows));
        if (!branch) {
            return branch;
        }
        plan->rows += (*branch)->rows;
        plan->branches.push_back(std::move(*branch));
    }
    plan->input = std::move(input);
    return PlanPtr(std::move(plan));
}

Result<PlanPtr> Compiler::place_service(const Step& step, PlanPtr input) {
    const auto& service = std::get<Service>(step.group->node);
    auto plan = std::make_unique<ServicePlan>();
    plan->service = &service;
    for (const VariableId variable : analysis_.of(*service.pattern).possible) {
        if (variable < variables_.size() && variables_[variable].is_visible) {
            plan->variables.emplace_back(variables_[variable].name, variable);
        }
        if (input->possible.contains(variable)) {
            plan->shared.push_back(variable);
        }
    }
    plan->possible = input->possible;
    plan->possible.add(step.possible);
    plan->certain = input->certain;
    plan->rows = input->rows * 10;
    plan->input = std::move(input);
    return PlanPtr(std::move(plan));
}

Result<PlanPtr> Compiler::place_filter(const Step& step, PlanPtr input) {
    if (Result<void> planned = plan_exists(*step.expression, step.graph, input->possible, input->certain); !planned) {
        return planned.error();
    }
    auto plan = std::make_unique<FilterPlan>();
    plan->condition = step.expression;
    plan->possible = input->possible;
    plan->certain = input->certain;
    plan->rows = input->rows / 3;
    plan->input = std::move(input);
    return PlanPtr(std::move(plan));
}

Result<PlanPtr> Compiler::place_extend(const Step& step, PlanPtr input) {
    if (Result<void> planned = plan_exists(*step.expression, step.graph, input->possible, input->certain); !planned) {
        return planned.error();
    }
    auto* before = dynamic_cast<ExtendPlan*>(input.get());
    auto added = before != nullptr ? nullptr : std::make_unique<ExtendPlan>();
    ExtendPlan& plan = before != nullptr ? *before : *added;
    if (added) {
        plan.possible = input->possible;
        plan.certain = input->certain;
        plan.rows = input->rows;
        plan.input = std::move(input);
    }
    plan.columns.emplace_back(step.variable, step.expression);
    plan.possible.add(step.variable);
    plan.certain.add(step.certain);
    return added ? PlanPtr(std::move(added)) : std::move(input);
}

Result<PlanPtr> Compiler::place_minus(const Step& step, PlanPtr input) {
    VariableSet overlap = input->possible.common_with(step.mentioned).without(base_.possible);
    if (step.graph.is_variable()) {
        overlap.remove(step.graph.variable);
    }
    if (overlap.empty()) {
        return input;
    }
    Result<PlanPtr> right = compile_alone(*step.group, step.graph);
    if (!right) {
        return right;
    }
    auto plan = std::make_unique<MinusPlan>();
    plan->columns = columns_of_join(*input, (*right)->possible, (*right)->certain);
    plan->columns.payload.clear();
    plan->overlap = overlap.columns();
    plan->is_repeatable = base_.seed == 0;
    plan->possible = input->possible;
    plan->certain = input->certain;
    plan->rows = input->rows / 2;
    plan->input = std::move(input);
    plan->right = std::move(*right);
    return PlanPtr(std::move(plan));
}

Result<PlanPtr> Compiler::place_optional(const Step& step, PlanPtr input) {
    std::vector<Step> steps = steps_.steps_of(*step.group, step.graph);
    VariableSet others = foreign(*input);
    if (step.graph.is_variable()) {
        others.remove(step.graph.variable);
    }
    const auto finish = [&](Plan& plan) {
        plan.possible = input->possible;
        plan.possible.add(step.possible);
        plan.certain = input->certain;
        plan.rows = input->rows;
    };
    if (StepMaker::may_receive(steps, others) && !gathers_rows(*step.group)) {
        auto plan = std::make_unique<OptionalPlan>();
        plan->seed = seeds_++;
        plan->marker = columns_.add();
        Result<PlanPtr> right =
            compile_steps(std::move(steps), seed_rows(plan->seed, input->possible, input->certain, input->rows));
        if (!right) {
            return right;
        }
        plan->right = std::move(*right);
        finish(*plan);
        if (step.expression) {
            VariableSet certain = input->certain;
            certain.add(plan->right->certain);
            if (Result<void> planned = plan_exists(*step.expression, step.graph, plan->possible, certain); !planned) {
                return planned.error();
            }
        }
        plan->rows = std::max(input->rows, plan->right->rows);
        plan->condition = step.expression;
        plan->input = std::move(input);
        return PlanPtr(std::move(plan));
    }
    Result<PlanPtr> right = compile_alone(*step.group, step.graph);
    if (!right) {
        return right;
    }
    auto plan = std::make_unique<HashJoinPlan>();
    finish(*plan);
    plan->columns = columns_of_join(*input, (*right)->possible, (*right)->certain);
    plan->is_optional = true;
    plan->is_repeatable = base_.seed == 0;
    plan->condition = step.expression;
    if (step.expression) {
        if (Result<void> planned = plan_exists(*step.expression, step.graph, plan->possible, plan->certain); !planned) {
            return planned.error();
        }
    }
    plan->input = std::move(input);
    plan->right = std::move(*right);
    return PlanPtr(std::move(plan));
}

Result<void> Compiler::plan_exists(const Expression& expression, const ActiveGraph& graph, const VariableSet& possible,
                                   const VariableSet& certain) {
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

JoinTable::Columns Compiler::columns_of_join(const Plan& left, const VariableSet& possible,
                                             const VariableSet& certain) {
    const VariableSet shared = left.possible.common_with(possible);
    const VariableSet keys = left.certain.common_with(certain);
    return {keys.columns(), shared.without(keys).columns(), possible.without(left.possible).columns()};
}

PlanPtr Compiler::hash_join(PlanPtr input, PlanPtr right) {
    auto plan = std::make_unique<HashJoinPlan>();
    plan->columns = columns_of_join(*input, right->possible, right->certain);
    plan->is_repeatable = base_.seed == 0;
    plan->possible = input->possible;
    plan->possible.add(right->possible);
    plan->certain = input->certain;
    plan->certain.add(right->certain);
    plan->rows = plan->columns.keys.empty() ? input->rows * right->rows : std::max(input->rows, right->rows);
    plan->input = std::move(input);
    plan->right = std::move(right);
    return plan;
}

Result<void> Compiler::find_name(ActiveGraph& graph) const {
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

}  // namespace

Result<CompiledPattern> compile_pattern(const Group& pattern, const Variables& variables, const Dataset& dataset,
                                        const store::Snapshot& snapshot, std::optional<std::uint64_t> first_only) {
    return Compiler(variables, dataset, snapshot).compile(pattern, first_only);
}

}  // namespace gridlore::query
