#include <algorithm>
#include <string>
#include <utility>

#include "knowledge-engine/query/evaluation/path_plan.h"
#include "knowledge-engine/query/evaluation/pattern_compiler.h"
#include "knowledge-engine/query/evaluation/row_plans.h"
#include "knowledge-engine/query/evaluation/scan.h"
#include "knowledge-engine/query/evaluation/service_plan.h"

namespace gridlore::query {

using pattern::JoinTable;

namespace {

/// The rows of `plan` bind what those of `input` do, and what the step does.
void bind_both(Plan& plan, const Plan& input, const Step& step) {
    plan.possible = input.possible;
    plan.possible.add(step.possible);
    plan.certain = input.certain;
    plan.certain.add(step.certain);
}

}  // namespace

Result<PlanPtr> PatternCompiler::place(const Step& step, const KnownTriple& known, const PlannedStep& planned,
                                       PlanPtr input) {
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

PlanPtr PatternCompiler::nothing(const Step& step, const Plan& input, std::string reason) {
    auto plan = std::make_unique<EmptyPlan>();
    bind_both(*plan, input, step);
    plan->rows = 0;
    plan->reason = std::move(reason);
    return plan;
}

Result<PlanPtr> PatternCompiler::place_triple(const Step& step, const KnownTriple& known, bool by_hash, PlanPtr input) {
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
    bind_both(*plan, from, step);
    plan->rows = from.rows * costs_.fanout(step.triple, step.graph, known, from.certain);
    if (!by_hash) {
        return PlanPtr(std::move(plan));
    }
    return hash_join(std::move(input), std::move(plan));
}

Result<PlanPtr> PatternCompiler::place_path(const Step& step, PlanPtr input) {
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
    bind_both(*plan, *input, step);
    plan->rows = input->rows * 10;
    plan->input = std::move(input);
    return PlanPtr(std::move(plan));
}

Result<PlanPtr> PatternCompiler::place_table(const Step& step, PlanPtr input) {
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
    bind_both(*plan, *input, step);
    plan->rows = input->rows * static_cast<double>(step.table->rows.size());
    plan->input = std::move(input);
    return PlanPtr(std::move(plan));
}

Result<PlanPtr> PatternCompiler::place_names(const Step& step, PlanPtr input) {
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

Result<PlanPtr> PatternCompiler::place_nested(const Step& step, PlanPtr input) {
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

Result<PlanPtr> PatternCompiler::place_union(const Step& step, PlanPtr input) {
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
    bind_both(*plan, *input, step);
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

Result<PlanPtr> PatternCompiler::place_service(const Step& step, PlanPtr input) {
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

Result<PlanPtr> PatternCompiler::place_filter(const Step& step, PlanPtr input) {
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

Result<PlanPtr> PatternCompiler::place_extend(const Step& step, PlanPtr input) {
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

Result<PlanPtr> PatternCompiler::place_minus(const Step& step, PlanPtr input) {
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

Result<PlanPtr> PatternCompiler::place_optional(const Step& step, PlanPtr input) {
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

JoinTable::Columns PatternCompiler::columns_of_join(const Plan& left, const VariableSet& possible,
                                                    const VariableSet& certain) {
    const VariableSet shared = left.possible.common_with(possible);
    const VariableSet keys = left.certain.common_with(certain);
    return {keys.columns(), shared.without(keys).columns(), possible.without(left.possible).columns()};
}

PlanPtr PatternCompiler::hash_join(PlanPtr input, PlanPtr right) {
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

}  // namespace gridlore::query
