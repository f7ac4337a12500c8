/// What filters on a variable leave of the objects of a triple pattern, as ranges of ids.
#pragma once

#include <optional>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/pattern/range.h"
#include "knowledge-engine/query/algebra.h"
#include "knowledge-engine/store/snapshot.h"

namespace gridlore::query {

/// A comparison of a variable with a constant, as ranges of values one of which the variable must be in.
struct RangeFilter {
    VariableId variable = 0;
    std::vector<pattern::Range> ranges;
};
std::optional<RangeFilter> range_filter_of(const Expression& condition);

/// The ids, ascending and apart, of all literals that pass all `filters`, and perhaps of some that do not. Nothing:
/// they are too many to be worth it.
Result<std::optional<std::vector<rdf::IdInterval>>> ids_within(const std::vector<const RangeFilter*>& filters,
                                                               const store::Snapshot& snapshot);

}  // namespace gridlore::query
