#include "adapter/sql/question.h"

#include <algorithm>

namespace gridlore::sql {
namespace {

/// `time` and which of its bounds, if `parameter` is `time_from` or `time_until`.
struct BoundName {
    std::string variable;
    bool is_from = true;
};

std::optional<BoundName> bound_name(const std::string& parameter) {
    for (const bool is_from : {true, false}) {
        const std::string_view ending = is_from ? "_from" : "_until";
        if (parameter.ends_with(ending) && parameter.size() > ending.size()) {
            return BoundName{parameter.substr(0, parameter.size() - ending.size()), is_from};
        }
    }
    return std::nullopt;
}

bool is_given(const Inputs& inputs, const std::string& name) {
    return std::any_of(inputs.begin(), inputs.end(), [&](const auto& input) { return input.first == name; });
}

/// The kind that the other bound has, or else the document says.
Kind kind_of_open_end(const pattern::Range& range, const Question& question, const std::string& variable) {
    for (const auto& bound : {range.from, range.until}) {
        if (bound) {
            const auto value = to_value(*bound);
            return value ? value->kind : Kind::Time;
        }
    }
    const auto known = question.range_kinds.find(variable);
    return known == question.range_kinds.end() ? Kind::Time : known->second;
}

Result<Value> bound_value(const BoundName& name, const Question& question, const pattern::Ranges& ranges) {
    const auto found = ranges.find(name.variable);
    const pattern::Range range = found == ranges.end() ? pattern::Range{} : found->second;
    const auto& bound = name.is_from ? range.from : range.until;
    if (bound) {
        return to_value(*bound);
    }
    const Kind kind = kind_of_open_end(range, question, name.variable);
    return name.is_from ? before_all(kind) : behind_all(kind);
}

/// `aggregation` is as it is used: with the ask's granularity.
Result<Inputs> with_bounds(const Question& question, Given given, const Aggregation* aggregation) {
    for (const std::string& parameter : question.statement.parameters()) {
        const auto name = bound_name(parameter);
        if (!name || is_given(given.values, parameter)) {
            continue;
        }
        auto value = bound_value(*name, question, given.ranges);
        if (value && aggregation != nullptr && name->variable == aggregation->time) {
            const auto calendar = Calendar::of(aggregation->zone);
            if (!calendar) {
                return calendar.error();
            }
            value = whole_interval_bound(*value, *calendar, aggregation->granularity);
        }
        if (!value) {
            return std::move(value).error();
        }
        given.values.emplace_back(parameter, std::move(*value));
    }
    return std::move(given.values);
}

}  // namespace

Result<void> ask(Source& source, const Question& question, Given given, RowSink& sink, std::stop_token stop) {
    std::optional<Aggregation> aggregation = question.aggregation;
    if (aggregation && given.granularity) {
        aggregation->granularity = *given.granularity;
    }
    auto inputs = with_bounds(question, std::move(given), aggregation ? &*aggregation : nullptr);
    if (!inputs) {
        return source.named(std::move(inputs).error(), question.place);
    }
    if (!aggregation) {
        return source.query(question.statement, *inputs, sink, question.place, std::move(stop));
    }
    auto aggregator = aggregate(std::move(*aggregation), sink);
    if (!aggregator) {
        return source.named(std::move(aggregator).error(), question.place);
    }
    return source.query(question.statement, *inputs, **aggregator, question.place, std::move(stop));
}

}  // namespace gridlore::sql
