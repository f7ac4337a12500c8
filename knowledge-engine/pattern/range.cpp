#include "knowledge-engine/pattern/range.h"

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

}  // namespace gridlore::pattern
