/// How operators take the rows of their input: one at a time, so as to make any number of rows of each (`InputRows`);
/// a batch at a time, so as to hand on some of it (`next_kept`); or all before they hand on any (`read_all`). All of
/// these end when the query's budget does. Confined to their operator.
#pragma once

#include <utility>

#include "knowledge-engine/query/evaluation/plan.h"

namespace gridlore::query {

class InputRows {
  public:
    InputRows(OperatorPtr input, Run& run) : input_(std::move(input)), run_(run), batch_(run.width()) {}

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
    /// The next rows of an operator that makes them of one row of the input after another. `give()`, a Result<bool>,
    /// adds to `rows` some of what the row at hand still leads to, if only a step towards it; false: nothing is left,
    /// or there is no such row yet. `begin()`, a Result<void>, takes up the next one.
    template <typename Begin, typename Give>
    Result<bool> expand(BindingSet& rows, std::size_t wanted, Begin begin, Give give) {
        rows.clear();
        while (rows.size() < wanted) {
            if (!run_.budget().goes_on()) {
                return run_.budget().error();
            }
            Result<bool> more = give();
            if (!more) {
                return more;
            }
            if (*more) {
                continue;
            }
            more = advance(wanted);
            if (!more) {
                return more;
            }
            if (!*more) {
                break;
            }
            if (Result<void> begun = begin(); !begun) {
                return std::move(begun).error();
            }
        }
        return !rows.empty();
    }
    Row row() const { return batch_.row(position_); }
    void restart() {
        input_->restart();
        batch_.clear();
        position_ = 0;
    }

  private:
    OperatorPtr input_;
    Run& run_;
    BindingSet batch_;
    std::size_t position_ = 0;
};

/// The next rows of `input` of which `keep(row)` is true, a Result<bool>; it may change the row.
template <typename Keep>
Result<bool> next_kept(Operator& input, Run& run, BindingSet& rows, std::size_t wanted, Keep keep) {
    while (true) {
        Result<bool> more = input.next(rows, wanted);
        if (!more || !*more) {
            return more;
        }
        std::size_t kept = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (!run.budget().goes_on()) {
                return run.budget().error();
            }
            Result<bool> is_kept = keep(rows.mutable_row(i));
            if (!is_kept) {
                return is_kept;
            }
            if (*is_kept) {
                rows.copy_row(i, kept++);
            }
        }
        rows.truncate(kept);
        if (run.terms().has_failed()) {
            return *run.terms().fault();
        }
        if (kept != 0) {
            return true;
        }
    }
}

/// Hands all rows of `input` to `take`, a batch at a time; an error that it returns ends this.
template <typename Take>
Result<void> read_all(Operator& input, Run& run, Take take) {
    BindingSet rows(run.width());
    while (true) {
        Result<bool> more = input.next(rows, run.batch_rows());
        if (!more) {
            return std::move(more).error();
        }
        if (!*more) {
            return {};
        }
        if (Result<void> taken = take(rows); !taken) {
            return taken;
        }
        if (!run.budget().look()) {
            return run.budget().error();
        }
    }
}

}  // namespace gridlore::query
