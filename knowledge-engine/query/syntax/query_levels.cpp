/// The algebra of a query or subquery that was read: aggregation, what is selected, order and slices (18.2.4, 18.2.5).

#include <algorithm>
#include <string>
#include <utility>

#include "knowledge-engine/query/syntax/query_parser.h"

namespace gridlore::query {

GroupPtr QueryParser::assembled(Level& level) {
    GroupPtr pattern = level.is_aggregating() ? aggregated(level) : level.pattern;
    if (pattern && !level.having.empty()) {
        pattern = make_group(Filter{std::move(pattern), all_of(Function::And, std::move(level.having))});
    }
    if (pattern && level.table) {
        pattern = joined({std::move(pattern), level.table});
    }
    pattern = pattern ? selected(level, std::move(pattern)) : nullptr;
    if (pattern && !level.order.empty()) {
        pattern = make_group(OrderBy{std::move(pattern), std::move(level.order)});
    }
    return pattern;
}

GroupPtr QueryParser::aggregated(Level& level) {
    VariableSet known;
    for (const VariableId key : level.keys) {
        known.insert(key);
    }
    for (const Aggregation::Item& item : level.aggregates) {
        known.insert(item.result);
    }
    auto samples = samples_of(level, level.having_variables, known);
    for (ExpressionPtr& condition : level.having) {
        condition = with_samples(condition, samples);
    }
    known.insert_all(level.table_variables);
    for (const SelectItem& item : level.items) {
        if (!check_item(item, known)) {
            return nullptr;
        }
        known.insert(item.variable);
    }
    samples = samples_of(level, level.order_variables, known);
    for (OrderCondition& condition : level.order) {
        condition.expression = with_samples(condition.expression, samples);
    }
    if (failed()) {
        return nullptr;
    }
    return make_group(Aggregation{level.pattern, level.keys, !level.is_grouped, std::move(level.aggregates)});
}

bool QueryParser::check_item(const SelectItem& item, const VariableSet& known) {
    const auto unknown = std::find_if(item.free_variables.begin(), item.free_variables.end(),
                                      [&known](VariableId variable) { return !known.contains(variable); });
    const bool is_expression = item.expression != nullptr;
    if (is_expression ? unknown == item.free_variables.end() : known.contains(item.variable)) {
        return true;
    }
    const std::string name = name_of(is_expression ? *unknown : item.variable);
    return fail_at(item.begin, name + " has many values in a group; add it to GROUP BY, or aggregate it as in SAMPLE(" +
                                   name + ")");
}

QueryParser::Samples QueryParser::samples_of(Level& level, const std::vector<VariableId>& free_variables,
                                             const VariableSet& known) {
    Samples samples;
    for (const VariableId variable : free_variables) {
        if (known.contains(variable) || samples.contains(variable)) {
            continue;
        }
        const auto result = made_variable();
        ExpressionPtr argument = make(variable);
        if (!result || !argument) {
            break;
        }
        samples.emplace(variable, *result);
        level.aggregates.push_back({*result, {AggregateKind::Sample, false, std::move(argument)}});
    }
    return samples;
}

ExpressionPtr QueryParser::with_samples(const ExpressionPtr& expression, const Samples& samples) {
    if (samples.empty()) {
        return expression;
    }
    decltype(Expression::node) node = expression->node;
    if (auto* const variable = std::get_if<VariableId>(&node)) {
        const auto sample = samples.find(*variable);
        return sample == samples.end() ? expression : make(sample->second);
    }
    std::vector<ExpressionPtr>* arguments = nullptr;
    if (auto* const call = std::get_if<Expression::Call>(&node)) {
        arguments = &call->arguments;
    } else if (auto* const iri_call = std::get_if<Expression::IriCall>(&node)) {
        arguments = &iri_call->arguments;
    }
    if (arguments == nullptr) {
        return expression;
    }
    for (ExpressionPtr& argument : *arguments) {
        argument = with_samples(argument, samples);
    }
    return make(std::move(node));
}

GroupPtr QueryParser::selected(Level& level, GroupPtr pattern) {
    VariableSet taken = level.scope;
    for (SelectItem& item : level.items) {
        if (item.expression) {
            if (taken.contains(item.variable)) {
                fail_at(item.begin, name_of(item.variable) + " is already used; AS needs a new variable");
                return nullptr;
            }
            pattern = make_group(Extend{std::move(pattern), item.variable, std::move(item.expression)});
        }
        if (!pattern) {
            return nullptr;
        }
        taken.insert(item.variable);
    }
    return pattern;
}

GroupPtr QueryParser::sliced(const Level& level, GroupPtr pattern) {
    if (pattern && level.distinct) {
        pattern = make_group(Distinct{std::move(pattern)});
    } else if (pattern && level.reduced) {
        pattern = make_group(Reduced{std::move(pattern)});
    }
    if (pattern && (level.limit || level.offset != 0)) {
        pattern = make_group(Slice{std::move(pattern), level.offset, level.limit});
    }
    return pattern;
}

}  // namespace gridlore::query
