#include "knowledge-engine/query/evaluation/plan.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "knowledge-engine/query/evaluation/group_variables.h"
#include "knowledge-engine/query/syntax/algebra_text.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::query {
namespace {

constexpr std::size_t most_batch_rows = 1024;
constexpr std::size_t least_batch_rows = 16;
constexpr std::size_t first_batch_rows = 32;
constexpr std::size_t batch_cells = 32 * 1024;
constexpr double most_rows_shown = 1e18;

/// None only where that is certain.
std::string rows_text(double rows) {
    const auto rounded = static_cast<std::uint64_t>(std::llround(std::min(rows, most_rows_shown)));
    if (rows == 0) {
        return "no rows";
    }
    return rounded == 0 ? "<1 row" : "~" + std::to_string(rounded) + (rounded == 1 ? " row" : " rows");
}

}  // namespace

Run::Run(const store::Snapshot& snapshot, const Limits& limits, const Deadline& deadline, const ExistsPlans& exists,
         std::size_t width, std::size_t seeds, ServiceCaller* services)
    : snapshot_(snapshot),
      terms_(snapshot),
      budget_(limits, deadline, terms_),
      exists_(exists),
      width_(width),
      batch_rows_(std::clamp(batch_cells / std::max<std::size_t>(width, 1), least_batch_rows, most_batch_rows)),
      seeds_(seeds, BindingSet(width)),
      services_(services),
      columns_([](VariableId variable) -> std::optional<std::size_t> { return variable; }) {
    seeds_[0].add(std::vector<rdf::TermId>(width));
}

ExpressionContext& Run::expressions() {
    if (!expressions_) {
        expressions_ = std::make_unique<ExpressionContext>(terms_);
        expressions_->base = base_;
        expressions_->interrupted = [this] {
            if (budget_.look()) {
                return false;
            }
            // What was being made is missing in its row, so that no row behind this may be handed over.
            terms_.fail(budget_.error());
            return true;
        };
        expressions_->compile_exists = [this](const Expression::Exists& exists, const Columns&) {
            return compile_exists(exists);
        };
    }
    return *expressions_;
}

Result<CompiledExpression> Run::compile(const Expression& expression) {
    return CompiledExpression::compile(expression, columns_, expressions());
}

Result<std::optional<CompiledExpression>> Run::compile_if_any(const ExpressionPtr& expression) {
    if (!expression) {
        return std::optional<CompiledExpression>();
    }
    Result<CompiledExpression> compiled = compile(*expression);
    if (!compiled) {
        return std::move(compiled).error();
    }
    return std::optional<CompiledExpression>(*std::move(compiled));
}

Result<ExistsTest> Run::compile_exists(const Expression::Exists& exists) {
    const auto plan = exists_.find(&exists);
    if (plan == exists_.end()) {
        return Error{ErrorKind::Internal, "an EXISTS was not planned"};
    }
    Result<OperatorPtr> opened = plan->second.pattern->open(*this);
    if (!opened) {
        return std::move(opened).error();
    }
    struct State {
        OperatorPtr pattern;
        BindingSet found;
    };
    auto state = std::make_shared<State>(State{std::move(*opened), BindingSet(width_)});
    return ExistsTest([this, state, seed = plan->second.seed](Row row) {
        seeds_[seed].clear();
        seeds_[seed].add(row);
        state->pattern->restart();
        return state->pattern->next(state->found, 1);
    });
}

Result<void> for_each_batch(const Plan& plan, Run& run, std::uint64_t most, const RowsConsumer& consume) {
    Result<OperatorPtr> opened = plan.open(run);
    if (!opened) {
        return std::move(opened).error();
    }
    BindingSet rows(run.width());
    std::size_t wanted = std::min(first_batch_rows, run.batch_rows());
    while (most != 0) {
        Result<bool> more = (*opened)->next(rows, static_cast<std::size_t>(std::min<std::uint64_t>(wanted, most)));
        if (run.terms().has_failed()) {
            return *run.terms().fault();
        }
        if (!more) {
            return std::move(more).error();
        }
        if (!*more) {
            break;
        }
        if (!run.budget().look()) {
            return run.budget().error();
        }
        if (Result<void> consumed = consume(rows); !consumed) {
            return consumed;
        }
        most -= rows.size();
        wanted = std::min(run.batch_rows(), wanted * 2);
    }
    return {};
}

void PlanText::line(const Plan& plan, const std::string& text, const std::vector<const Plan*>& inputs,
                    const std::vector<ExpressionPtr>& expressions) {
    text_.append(2 * depth_, ' ').append(text).append("  [").append(rows_text(plan.rows)).append("]\n");
    ++depth_;
    for (const ExpressionPtr& expression : expressions) {
        if (expression) {
            exists_in(*expression);
        }
    }
    for (const Plan* input : inputs) {
        input->describe(*this);
    }
    --depth_;
}

void PlanText::exists_in(const Expression& expression) {
    for (const Expression::Exists* exists : exists_of(expression)) {
        if (const auto plan = exists_.find(exists); plan != exists_.end()) {
            text_.append(2 * depth_, ' ').append(exists->negated ? "not exists\n" : "exists\n");
            ++depth_;
            plan->second.pattern->describe(*this);
            --depth_;
        }
    }
}

std::string PlanText::name(VariableId variable) const {
    return variable < variables_.size() && variables_[variable].is_visible ? "?" + variables_[variable].name
                                                                           : "?_" + std::to_string(variable);
}

std::string PlanText::names(const VariableSet& variables) const {
    std::string text;
    for (const VariableId variable : variables) {
        text += (text.empty() ? "" : " ") + name(variable);
    }
    return text;
}

std::string PlanText::place(const VariableOrTerm& place) const {
    const auto* variable = std::get_if<VariableId>(&place);
    return variable != nullptr ? name(*variable) : rdf::to_short_text(std::get<rdf::Term>(place));
}

std::string PlanText::expression(const Expression& expression) const {
    const auto* variable = std::get_if<VariableId>(&expression.node);
    return variable != nullptr ? name(*variable) : to_string(expression, variables_);
}

}  // namespace gridlore::query
