#include "knowledge-engine/query/evaluation/object_ranges.h"

#include <algorithm>
#include <utility>

#include "knowledge-engine/query/expression/index_ranges.h"
#include "knowledge-engine/rdf/value.h"

namespace gridlore::query {
namespace {

using pattern::Range;

constexpr std::size_t most_dictionary_terms = 256;
constexpr std::size_t most_ranges = 16;

bool is_comparison(Function function) {
    switch (function) {
        case Function::Equal:
        case Function::Less:
        case Function::LessOrEqual:
        case Function::Greater:
        case Function::GreaterOrEqual:
            return true;
        default:
            return false;
    }
}

/// What is in both; nothing if their bounds cannot be compared, since then nothing compares with all of them.
std::optional<Range> common(const Range& a, const Range& b) {
    Range both = a;
    if (b.from) {
        if (!both.from) {
            both.from = b.from;
        } else {
            const auto order = rdf::compare_values(*both.from, *b.from);
            if (!order) {
                return std::nullopt;
            }
            both.from = *order < 0 ? b.from : both.from;
        }
    }
    if (b.until) {
        if (!both.until) {
            both.until = b.until;
        } else {
            const auto order = rdf::compare_values(*both.until, *b.until);
            if (!order) {
                return std::nullopt;
            }
            both.until = *order < 0 ? both.until : b.until;
        }
    }
    return both;
}

std::vector<Range> common(const std::vector<Range>& all, const std::vector<Range>& others) {
    std::vector<Range> both;
    for (const Range& range : all) {
        for (const Range& other : others) {
            if (auto shared = common(range, other)) {
                both.push_back(*std::move(shared));
            }
        }
    }
    return both;
}

/// Ascending, and apart.
void merge(std::vector<rdf::IdInterval>& intervals) {
    std::ranges::sort(intervals, {}, &rdf::IdInterval::first);
    std::size_t kept = 0;
    for (const rdf::IdInterval& interval : intervals) {
        if (kept != 0 && interval.first <= intervals[kept - 1].last) {
            intervals[kept - 1].last = std::max(intervals[kept - 1].last, interval.last);
        } else {
            intervals[kept++] = interval;
        }
    }
    intervals.resize(kept);
}

}  // namespace

std::optional<RangeFilter> range_filter_of(const Expression& condition) {
    const auto* call = std::get_if<Expression::Call>(&condition.node);
    if (call == nullptr || call->arguments.size() != 2 || !is_comparison(call->function)) {
        return std::nullopt;
    }
    const Expression* left = call->arguments[0].get();
    const Expression* right = call->arguments[1].get();
    Function function = call->function;
    if (std::holds_alternative<VariableId>(right->node)) {
        std::swap(left, right);
        function = mirrored(function);
    }
    const auto* variable = std::get_if<VariableId>(&left->node);
    const auto* constant = std::get_if<rdf::Term>(&right->node);
    if (variable == nullptr || constant == nullptr) {
        return std::nullopt;
    }
    RangeFilter filter{*variable, candidate_ranges(function, *constant)};
    if (filter.ranges.empty()) {
        return std::nullopt;
    }
    return filter;
}

Result<std::optional<std::vector<rdf::IdInterval>>> ids_within(const std::vector<const RangeFilter*>& filters,
                                                               const store::Snapshot& snapshot) {
    using Found = std::optional<std::vector<rdf::IdInterval>>;
    if (filters.empty()) {
        return Found();
    }
    std::vector<Range> ranges = filters.front()->ranges;
    for (std::size_t i = 1; i < filters.size(); ++i) {
        std::vector<Range> narrower = common(ranges, filters[i]->ranges);
        if (narrower.size() <= most_ranges) {
            ranges = std::move(narrower);
        }
    }
    std::vector<rdf::IdInterval> intervals;
    for (const Range& range : ranges) {
        Result<store::ValueIds> ids = snapshot.within(range, most_dictionary_terms);
        if (!ids && ids.error().kind == ErrorKind::LimitExceeded) {
            return Found();
        }
        if (!ids) {
            return std::move(ids).error();
        }
        intervals.insert(intervals.end(), ids->intervals.begin(), ids->intervals.end());
        for (const rdf::TermId id : ids->ids) {
            intervals.push_back({id, id});
        }
    }
    merge(intervals);
    return Found(std::move(intervals));
}

}  // namespace gridlore::query
