/// Puts the steps of a group in an order that costs little.
#pragma once

#include <optional>
#include <vector>

#include "knowledge-engine/query/evaluation/cost.h"
#include "knowledge-engine/query/evaluation/deadline.h"
#include "knowledge-engine/query/evaluation/object_ranges.h"
#include "knowledge-engine/query/evaluation/step_order.h"
#include "knowledge-engine/query/evaluation/steps.h"

namespace gridlore::query {

struct PlannedStep {
    std::size_t step = 0;
    double rows = 1;       ///< after it
    bool by_hash = false;  ///< of a triple pattern: rather read all of it once than look it up for each row
};

class StepPlanner {
  public:
    StepPlanner(const store::Snapshot& snapshot, Costs& costs, const Deadline& deadline)
        : snapshot_(snapshot), costs_(costs), deadline_(deadline) {}

    /// An order for `steps`, after `rows` rows in which `given` are bound. Errors: those of the
    /// deadline and of the snapshot.
    Result<std::vector<PlannedStep>> order(const std::vector<Step>& steps, const VariableSet& given, double rows);
    /// What is known of the triple pattern that is `steps[step]`. Precondition: `order` was called for them.
    const KnownTriple& known(std::size_t step) const { return known_[step]; }

  private:
    struct Search {
        std::vector<PlannedStep> steps;
        double cost = 0;
    };
    struct Choice {
        PlannedStep planned;
        double cost = 0;
        bool is_connected = true;
    };

    Result<void> look_up(const std::vector<Step>& steps);
    Result<Search> search(const std::vector<Step>& steps, const VariableSet& given, double rows,
                          std::optional<std::size_t> first) const;
    std::optional<Choice> best_of(const std::vector<Step>& steps, const StepOrder& order, double rows) const;
    Choice choice_of(const std::vector<Step>& steps, std::size_t step, const VariableSet& bound, double rows) const;

    const store::Snapshot& snapshot_;
    Costs& costs_;
    const Deadline& deadline_;
    std::vector<KnownTriple> known_;  ///< by step; empty ones of what is no triple pattern
    std::vector<double> alone_;       ///< by step: rows of what is joined, by itself
};

}  // namespace gridlore::query
