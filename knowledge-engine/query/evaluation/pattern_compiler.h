/// The work of `compile_pattern`: solution modifiers and evaluation of a group by itself (compiler.cpp), and a plan for
/// each step (step_placement.cpp). Confined to one call.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "knowledge-engine/query/evaluation/compiler.h"
#include "knowledge-engine/query/evaluation/cost.h"
#include "knowledge-engine/query/evaluation/group_variables.h"
#include "knowledge-engine/query/evaluation/join_plans.h"
#include "knowledge-engine/query/evaluation/row_plans.h"
#include "knowledge-engine/query/evaluation/step_planner.h"
#include "knowledge-engine/query/evaluation/steps.h"

namespace gridlore::query {

class PatternCompiler {
  public:
    PatternCompiler(const Variables& variables, const Dataset& dataset, const store::Snapshot& snapshot,
                    const Deadline& deadline)
        : variables_(variables),
          dataset_(dataset),
          snapshot_(snapshot),
          deadline_(deadline),
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
    static pattern::JoinTable::Columns columns_of_join(const Plan& left, const VariableSet& possible,
                                                       const VariableSet& certain);
    Result<void> find_name(ActiveGraph& graph) const;

    const Variables& variables_;
    const Dataset& dataset_;
    const store::Snapshot& snapshot_;
    const Deadline& deadline_;
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
bool gathers_rows(const Group& group);

}  // namespace gridlore::query
