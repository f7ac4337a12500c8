#include <algorithm>
#include <optional>
#include <utility>

#include "knowledge-engine/query/evaluation/input_rows.h"
#include "knowledge-engine/query/evaluation/join_plans.h"

namespace gridlore::query {
namespace {

class OptionalOperator final : public Operator {
  public:
    OptionalOperator(const OptionalPlan& plan, std::optional<CompiledExpression> condition, OperatorPtr input,
                     OperatorPtr right, Run& run)
        : plan_(plan),
          run_(run),
          input_(std::move(input)),
          right_(std::move(right)),
          condition_(std::move(condition)) {}

    Result<bool> next(BindingSet& rows, std::size_t wanted) override {
        while (true) {
            if (is_in_right_) {
                Result<bool> more = matched_rows(rows, wanted);
                if (!more || *more) {
                    return more;
                }
                is_in_right_ = false;
            }
            if (add_unmatched(rows, wanted)) {
                return true;
            }
            Result<bool> more = begin_batch(wanted);
            if (!more || !*more) {
                return more;
            }
        }
    }

    void restart() override {
        input_->restart();
        is_in_right_ = false;
        is_matched_.clear();
        unmatched_ = 0;
    }

  private:
    Result<bool> begin_batch(std::size_t wanted) {
        BindingSet& seed = run_.seed(plan_.seed);
        Result<bool> more = input_->next(seed, wanted);
        if (!more || !*more) {
            is_matched_.clear();
            return more;
        }
        for (std::size_t i = 0; i < seed.size(); ++i) {
            seed.mutable_row(i)[plan_.marker] = rdf::TermId(i + 1);
        }
        is_matched_.assign(seed.size(), false);
        unmatched_ = 0;
        right_->restart();
        is_in_right_ = true;
        return true;
    }

    /// What the right side gives for the rows of the seed; false at its end.
    Result<bool> matched_rows(BindingSet& rows, std::size_t wanted) {
        return next_kept(*right_, run_, rows, wanted, [this](Row row) -> Result<bool> {
            const bool is_match = !condition_ || condition_->holds(row);
            if (is_match) {
                is_matched_[row[plan_.marker].bits() - 1] = true;
            }
            return is_match;
        });
    }

    bool add_unmatched(BindingSet& rows, std::size_t wanted) {
        rows.clear();
        for (; unmatched_ < is_matched_.size() && rows.size() < wanted; ++unmatched_) {
            if (!is_matched_[unmatched_]) {
                rows.add(run_.seed(plan_.seed).row(unmatched_));
            }
        }
        return !rows.empty();
    }

    const OptionalPlan& plan_;
    Run& run_;
    OperatorPtr input_;
    OperatorPtr right_;
    std::optional<CompiledExpression> condition_;
    bool is_in_right_ = false;
    std::vector<bool> is_matched_;  ///< by row of the seed
    std::size_t unmatched_ = 0;     ///< the next one to look at
};

class UnionOperator final : public Operator {
  public:
    UnionOperator(SeedNumber seed, std::vector<OperatorPtr> branches, OperatorPtr input, Run& run)
        : seed_(seed), run_(run), input_(std::move(input)), branches_(std::move(branches)), branch_(branches_.size()) {}

    Result<bool> next(BindingSet& rows, std::size_t wanted) override {
        while (true) {
            if (branch_ < branches_.size()) {
                Result<bool> more = branches_[branch_]->next(rows, wanted);
                if (!more || *more) {
                    return more;
                }
                if (++branch_ < branches_.size()) {
                    branches_[branch_]->restart();
                }
                continue;
            }
            Result<bool> more = input_->next(run_.seed(seed_), wanted);
            if (!more || !*more) {
                return more;
            }
            branch_ = 0;
            branches_[0]->restart();
        }
    }

    void restart() override {
        input_->restart();
        branch_ = branches_.size();
    }

  private:
    SeedNumber seed_;
    Run& run_;
    OperatorPtr input_;
    std::vector<OperatorPtr> branches_;
    std::size_t branch_;
};

class EachRowOperator final : public Operator {
  public:
    EachRowOperator(SeedNumber seed, OperatorPtr input, OperatorPtr right, Run& run)
        : seed_(seed), run_(run), input_(std::move(input), run), right_(std::move(right)) {}

    Result<bool> next(BindingSet& rows, std::size_t wanted) override {
        while (true) {
            if (is_in_right_) {
                Result<bool> more = right_->next(rows, wanted);
                if (!more || *more) {
                    return more;
                }
                is_in_right_ = false;
            }
            Result<bool> more = input_.advance(wanted);
            if (!more || !*more) {
                return more;
            }
            run_.seed(seed_).clear();
            run_.seed(seed_).add(input_.row());
            right_->restart();
            is_in_right_ = true;
        }
    }

    void restart() override {
        input_.restart();
        is_in_right_ = false;
    }

  private:
    SeedNumber seed_;
    Run& run_;
    InputRows input_;
    OperatorPtr right_;
    bool is_in_right_ = false;
};

class GraphNamesOperator final : public Operator {
  public:
    GraphNamesOperator(const GraphNamesPlan& plan, OperatorPtr input, Run& run)
        : plan_(plan), run_(run), input_(std::move(input), run) {}

    Result<bool> next(BindingSet& rows, std::size_t wanted) override {
        const auto begin = [this] { return begin_row(); };
        const auto give = [&]() -> Result<bool> {
            if (position_ == end_) {
                return false;
            }
            rows.add_copy(input_.row())[plan_.variable] = (*names_)[position_++];
            return true;
        };
        return input_.expand(rows, wanted, begin, give);
    }

    void restart() override {
        input_.restart();
        position_ = end_ = 0;
    }

  private:
    Result<void> begin_row() {
        if (!names_) {
            if (Result<void> found = find_names(); !found) {
                return found;
            }
        }
        position_ = 0;
        end_ = names_->size();
        if (const rdf::TermId name = input_.row()[plan_.variable]; name.is_bound()) {
            const auto same = std::ranges::equal_range(*names_, name);
            position_ = static_cast<std::size_t>(same.begin() - names_->begin());
            end_ = position_ + same.size();
        }
        return {};
    }

    Result<void> find_names() {
        if (plan_.names) {
            names_.emplace();
            for (const Constant& name : *plan_.names) {
                names_->push_back(name.in(run_.terms()));
            }
            std::ranges::sort(*names_);
        } else {
            Result<std::vector<rdf::TermId>> names = run_.snapshot().graphs();
            if (!names) {
                return std::move(names).error();
            }
            names_ = std::move(*names);
        }
        return {};
    }

    const GraphNamesPlan& plan_;
    Run& run_;
    InputRows input_;
    std::optional<std::vector<rdf::TermId>> names_;  ///< ascending
    // Of these the ones that are left for the row at hand:
    std::size_t position_ = 0;
    std::size_t end_ = 0;
};

}  // namespace

Result<OperatorPtr> OptionalPlan::open(Run& run) const {
    Result<std::optional<CompiledExpression>> compiled = run.compile_if_any(condition);
    if (!compiled) {
        return std::move(compiled).error();
    }
    return open_over_both<OptionalOperator>(*input, *right, run, *this, *std::move(compiled));
}

void OptionalPlan::describe(PlanText& text) const {
    text.line(*this, condition ? "optional where " + text.expression(*condition) : "optional",
              {input.get(), right.get()}, {condition});
}

Result<OperatorPtr> UnionPlan::open(Run& run) const {
    std::vector<OperatorPtr> opened;
    for (const PlanPtr& branch : branches) {
        Result<OperatorPtr> one = branch->open(run);
        if (!one) {
            return one;
        }
        opened.push_back(*std::move(one));
    }
    return open_over<UnionOperator>(*input, run, seed, std::move(opened));
}

void UnionPlan::describe(PlanText& text) const {
    std::vector<const Plan*> inputs{input.get()};
    for (const PlanPtr& branch : branches) {
        inputs.push_back(branch.get());
    }
    text.line(*this, "union", inputs);
}

Result<OperatorPtr> EachRowPlan::open(Run& run) const {
    return open_over_both<EachRowOperator>(*input, *right, run, seed);
}

void EachRowPlan::describe(PlanText& text) const {
    text.line(*this, "for each row", {input.get(), right.get()});
}

Result<OperatorPtr> GraphNamesPlan::open(Run& run) const {
    return open_over<GraphNamesOperator>(*input, run, *this);
}

void GraphNamesPlan::describe(PlanText& text) const {
    text.line(*this, "graph names " + text.name(variable), {input.get()});
}

}  // namespace gridlore::query
