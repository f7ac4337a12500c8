#include "knowledge-engine/query/evaluation/step_planner.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace gridlore::query {
namespace {

// In units of one look-up in an index.
constexpr double cost_of_a_look_up = 1;
constexpr double cost_of_a_quad = 0.1;
constexpr double cost_of_a_hashed_row = 0.25;
constexpr double most_hashed_rows = 2e6;

constexpr std::size_t steps_with_any_start = 10;  ///< more are begun with the cheapest one
constexpr std::size_t steps_with_a_choice = 100;  ///< more are carried out as they stand, as far as possible

double selectivity(const Step& filter) {
    const auto* call = std::get_if<Expression::Call>(&filter.expression->node);
    return call != nullptr && (call->function == Function::Equal || call->function == Function::In) ? 0.1 : 0.3;
}

bool is_dependent_on_nothing_but_rows(Step::Kind kind) {
    return kind == Step::Kind::Filter || kind == Step::Kind::Extend;
}

}  // namespace

/// Looks up all triple patterns, with the ranges that filters leave of their objects.
Result<void> StepPlanner::look_up(const std::vector<Step>& steps) {
    std::vector<std::pair<std::size_t, RangeFilter>> filters;
    std::size_t joined = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        joined += steps[i].is_joined() ? 1 : 0;
        if (steps[i].kind == Step::Kind::Filter) {
            if (auto filter = range_filter_of(*steps[i].expression)) {
                filters.emplace_back(i, *std::move(filter));
            }
        }
    }
    known_.assign(steps.size(), {});
    alone_.assign(steps.size(), 1);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (Result<void> in_time = deadline_.check(); !in_time) {
            return in_time;
        }
        const Step& step = steps[i];
        if (step.kind == Step::Kind::Table) {
            alone_[i] = static_cast<double>(step.table->rows.size());
        } else if (step.kind == Step::Kind::Nested && joined > 1) {
            alone_[i] = costs_.rows_of(*step.group);
        }
        if (step.kind != Step::Kind::Triple) {
            continue;
        }
        std::optional<std::vector<rdf::IdInterval>> ranges;
        const auto* object = std::get_if<VariableId>(&step.triple.object);
        const bool has_index = !std::holds_alternative<VariableId>(step.triple.subject) ||
                               !std::holds_alternative<VariableId>(step.triple.predicate);
        if (object != nullptr && has_index) {
            std::vector<const RangeFilter*> of_object;
            for (const auto& [place, filter] : filters) {
                if (filter.variable == *object && steps[place].operand <= i && i < place) {
                    of_object.push_back(&filter);
                }
            }
            Result<std::optional<std::vector<rdf::IdInterval>>> found = ids_within(of_object, snapshot_);
            if (!found) {
                return std::move(found).error();
            }
            ranges = std::move(*found);
        }
        Result<KnownTriple> known = costs_.look_up(step.triple, step.graph, std::move(ranges));
        if (!known) {
            return std::move(known).error();
        }
        known_[i] = std::move(*known);
        alone_[i] = known_[i].quads;
    }
    return {};
}

StepPlanner::Choice StepPlanner::choice_of(const std::vector<Step>& steps, std::size_t step, const VariableSet& bound,
                                           double rows) const {
    const Step& candidate = steps[step];
    const bool shares = candidate.possible.intersects(bound);
    Choice choice;
    choice.planned.step = step;
    choice.is_connected = shares || bound.empty() || candidate.possible.empty();
    double fanout = 1;
    switch (candidate.kind) {
        case Step::Kind::Triple: {
            fanout = costs_.fanout(candidate.triple, candidate.graph, known_[step], bound);
            const double out = rows * fanout;
            choice.cost = rows * cost_of_a_look_up + out * cost_of_a_quad;
            const double hashed = known_[step].quads * (cost_of_a_quad + cost_of_a_hashed_row) +
                                  rows * cost_of_a_hashed_row + out * cost_of_a_quad;
            if (shares && hashed < choice.cost && known_[step].quads < most_hashed_rows) {
                choice.planned.by_hash = true;
                choice.cost = hashed;
            }
            break;
        }
        case Step::Kind::Path: {
            std::size_t ends = 0;
            for (const VariableOrTerm& place : {candidate.path.subject, candidate.path.object}) {
                const auto* variable = std::get_if<VariableId>(&place);
                ends += variable == nullptr || bound.contains(*variable) ? 1 : 0;
            }
            const double nodes = static_cast<double>(snapshot_.size()) + 1;
            fanout = ends == 2 ? 0.5 : ends == 1 ? 10 : nodes;
            choice.cost = rows * (ends == 0 ? nodes * 10 : 20);
            break;
        }
        case Step::Kind::GraphNames:
            fanout = bound.contains(candidate.variable) ? 1 : 10;
            choice.cost = rows * fanout * cost_of_a_quad;
            break;
        default:
            fanout = shares ? std::max(0.01, alone_[step] / 100) : alone_[step];
            choice.cost = alone_[step] + rows * fanout * cost_of_a_quad;
            break;
    }
    choice.planned.rows = rows * fanout;
    return choice;
}

std::optional<StepPlanner::Choice> StepPlanner::best_of(const std::vector<Step>& steps, const StepOrder& order,
                                                        double rows) const {
    std::optional<Choice> best;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (!steps[i].is_joined() || !order.may_follow(i)) {
            continue;
        }
        const Choice choice = choice_of(steps, i, order.certain(), rows);
        const auto rank = [](const Choice& one) {
            return std::tuple(!one.is_connected && one.planned.rows > 1, one.planned.rows, one.cost);
        };
        if (!best || rank(choice) < rank(*best)) {
            best = choice;
        }
        if (steps.size() > steps_with_a_choice) {
            break;
        }
    }
    return best;
}

/// Filters and new columns as soon as they can be; what is joined, the cheapest first; MINUS and OPTIONAL last.
Result<StepPlanner::Search> StepPlanner::search(const std::vector<Step>& steps, const VariableSet& given, double rows,
                                                std::optional<std::size_t> first) const {
    Search found;
    StepOrder order(steps, given);
    const auto carry_out = [&](const PlannedStep& step) {
        rows = std::min(step.rows, 1e15);
        found.steps.push_back(step);
        order.carry_out(step.step);
    };
    std::size_t planned_joins = 0;
    while (order.left() != 0) {
        if (Result<void> in_time = deadline_.check(); !in_time) {
            return std::move(in_time).error();
        }
        bool has_moved = false;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            if (is_dependent_on_nothing_but_rows(steps[i].kind) && order.may_follow(i)) {
                const bool is_filter = steps[i].kind == Step::Kind::Filter;
                carry_out({i, is_filter ? rows * selectivity(steps[i]) : rows, false});
                has_moved = true;
            }
        }
        const bool begins_so = planned_joins++ == 0 && first.has_value() && order.may_follow(*first);
        const std::optional<Choice> next =
            begins_so ? choice_of(steps, *first, order.certain(), rows) : best_of(steps, order, rows);
        if (next) {
            found.cost += next->cost;
            carry_out(next->planned);
            continue;
        }
        for (std::size_t i = 0; i < steps.size(); ++i) {
            if (!steps[i].is_joined() && order.may_follow(i)) {
                found.cost += rows;
                carry_out({i, rows, false});
                has_moved = true;
                break;
            }
        }
        if (!has_moved) {
            // What is left waits for a variable that nothing certainly binds (the name of a SERVICE): it goes without.
            std::size_t next_in_text = 0;
            while (order.is_done(next_in_text)) {
                ++next_in_text;
            }
            carry_out({next_in_text, rows, false});
        }
    }
    return found;
}

Result<std::vector<PlannedStep>> StepPlanner::order(const std::vector<Step>& steps, const VariableSet& given,
                                                    double rows) {
    if (Result<void> looked_up = look_up(steps); !looked_up) {
        return looked_up.error();
    }
    Result<Search> best = search(steps, given, rows, {});
    std::size_t joined = 0;
    for (const Step& step : steps) {
        joined += step.is_joined() ? 1 : 0;
    }
    const bool has_any_start = joined > 2 && steps.size() <= steps_with_any_start;
    for (std::size_t i = 0; has_any_start && best && i < steps.size(); ++i) {
        if (steps[i].is_joined()) {
            Result<Search> other = search(steps, given, rows, i);
            if (!other || other->cost < best->cost) {
                best = std::move(other);
            }
        }
    }
    if (!best) {
        return std::move(best).error();
    }
    return std::move(best->steps);
}

}  // namespace gridlore::query
