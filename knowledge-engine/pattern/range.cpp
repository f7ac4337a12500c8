#include "knowledge-engine/pattern/range.h"

#include <algorithm>

#include "knowledge-engine/rdf/value.h"

namespace gridlore::pattern {

bool is_within(const rdf::Term& term, const Range& range) {
    if (range.from) {
        const auto order = rdf::compare_values(term, *range.from);
        if (!order || *order < 0) {
            return false;
        }
    }
    if (range.until) {
        const auto order = rdf::compare_values(term, *range.until);
        if (!order || *order >= 0) {
            return false;
        }
    }
    return true;
}

bool RangeTest::holds(const rdf::Term& term) const {
    const auto id = rdf::inline_id(term);
    return id ? std::ranges::any_of(inline_, [&](const rdf::IdInterval& interval) { return interval.contains(*id); })
              : is_within(term, range_);
}

}  // namespace gridlore::pattern
