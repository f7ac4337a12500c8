/// The rows of an operator's input, one at a time. Confined to its operator.
#pragma once

#include <utility>

#include "knowledge-engine/query/evaluation/plan.h"

namespace gridlore::query {

class InputRows {
  public:
    InputRows(OperatorPtr input, const Run& run) : input_(std::move(input)), batch_(run.width()) {}

    /// Goes to the next row; false at the end. Asks the input for `wanted` rows when it has to.
    Result<bool> advance(std::size_t wanted) {
        if (++position_ < batch_.size()) {
            return true;
        }
        position_ = 0;
        Result<bool> more = input_->next(batch_, wanted);
        if (!more || !*more) {
            batch_.clear();
        }
        return more;
    }
    Row row() const { return batch_.row(position_); }
    void restart() {
        input_->restart();
        batch_.clear();
        position_ = 0;
    }

  private:
    OperatorPtr input_;
    BindingSet batch_;
    std::size_t position_ = 0;
};

}  // namespace gridlore::query
