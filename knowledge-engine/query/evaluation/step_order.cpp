#include "knowledge-engine/query/evaluation/step_order.h"

namespace gridlore::query {

StepOrder::StepOrder(const std::vector<Step>& steps, const VariableSet& certainly_given)
    : steps_(steps),
      certain_in_operand_(steps.size()),
      done_(steps.size(), false),
      left_(steps.size()),
      certain_(certainly_given) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (!steps[i].is_joined()) {
            certain_in_operand_[i] = StepMaker::certain_in_operand(steps, i);
            dependents_.push_back(i);
        }
    }
}

/// Whether no step of its operand that is left can change what `step` depends on.
bool StepOrder::is_determined(std::size_t step) const {
    const VariableSet open = steps_[step].mentioned.without(certain_);
    if (open.empty() && !steps_[step].is_volatile) {
        return true;
    }
    for (std::size_t i = steps_[step].operand; i < step; ++i) {
        if (!done_[i] && (steps_[step].is_volatile || steps_[i].possible.intersects(open))) {
            return false;
        }
    }
    return true;
}

bool StepOrder::may_follow(std::size_t step) const {
    const Step& candidate = steps_[step];
    if (done_[step] || !candidate.needed.is_subset_of(certain_)) {
        return false;
    }
    if (!candidate.is_joined() && !is_determined(step)) {
        return false;
    }
    for (const std::size_t i : dependents_) {
        if (done_[i] || i == step || is_in_operand(step, i)) {
            continue;
        }
        if (steps_[i].is_volatile ||
            !steps_[i].mentioned.common_with(candidate.possible).is_subset_of(certain_in_operand_[i])) {
            return false;
        }
    }
    return true;
}

void StepOrder::carry_out(std::size_t step) {
    done_[step] = true;
    --left_;
    certain_.add(steps_[step].certain);
}

}  // namespace gridlore::query
