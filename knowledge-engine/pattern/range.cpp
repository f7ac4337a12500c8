#include "knowledge-engine/pattern/range.h"

#include <algorithm>
#include <utility>

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

bool RangeTest::holds(rdf::TermId id, const rdf::Dictionary& terms) const {
    return id.is_inline()
               ? std::ranges::any_of(inline_, [&](const rdf::IdInterval& interval) { return interval.contains(id); })
               : is_within(terms.term(id), range_);
}

BindingSet rows_within(BindingSet rows, const std::vector<std::string>& variables, const Ranges& ranges,
                       const rdf::Dictionary& terms) {
    std::vector<std::pair<std::size_t, RangeTest>> tests;
    for (std::size_t v = 0; v < variables.size(); ++v) {
        if (const auto range = ranges.find(variables[v]); range != ranges.end()) {
            tests.emplace_back(v, range->second);
        }
    }
    rows.keep_if([&](BindingSet::Row row) {
        return std::ranges::all_of(tests, [&](const auto& test) {
            const rdf::TermId id = row[test.first];
            return !id.is_bound() || test.second.holds(id, terms);
        });
    });
    return rows;
}

}  // namespace gridlore::pattern
