/// In which order the steps of a group may be carried out.
#pragma once

#include <cstddef>
#include <vector>

#include "knowledge-engine/query/evaluation/steps.h"

namespace gridlore::query {

/// Which steps may be carried out next.
class StepOrder {
  public:
    /// `given`: what the rows that the first step receives may bind, and certainly bind.
    StepOrder(const std::vector<Step>& steps, const VariableSet& certainly_given);

    bool is_done(std::size_t step) const { return done_[step]; }
    std::size_t left() const { return left_; }
    bool may_follow(std::size_t step) const;
    void carry_out(std::size_t step);
    const VariableSet& certain() const { return certain_; }

  private:
    bool is_in_operand(std::size_t step, std::size_t of) const { return steps_[of].operand <= step && step < of; }
    bool is_determined(std::size_t step) const;

    const std::vector<Step>& steps_;
    std::vector<VariableSet> certain_in_operand_;  ///< by step; of those that are not joined
    std::vector<std::size_t> dependents_;          ///< those that are not joined
    std::vector<bool> done_;
    std::size_t left_;
    VariableSet certain_;
};

}  // namespace gridlore::query
